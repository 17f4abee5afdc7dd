"""Who is on duty on which day, and who looks after which group."""

import datetime as dt

import pytest
from django.urls import reverse

from ops.organization.roles import Role
from stations.terms import roster
from stations.terms.models import GroupStaff, Shift
from tests import factories
from tests.stations import world

URL = "/api/v1/shifts/"


def body(station, **fields):
    values = {"date": station.today().isoformat(), "starts": "08:00", "ends": "17:00", "name": "志愿者小周"}
    return {"id": str(world.uuid7()), "facility": str(station.pk), "function": "volunteer", **values, **fields}


@pytest.fixture
def at_desk(api, manager):
    """A program acting for the manager."""
    return api(manager)


def test_the_manager_rosters_staff_and_volunteers(at_desk, staff, station):
    sent = body(station, person=str(staff.pk), name="", function="tutor")
    assert [at_desk.post(URL, sent).status_code for _again in range(2)] == [201, 200]
    assert at_desk.post(URL, body(station)).status_code == 201
    assert set(Shift.objects.values_list("name", flat=True)) == {staff.name, "志愿者小周"}


def test_staff_read_the_roster_and_do_not_write_it(door, station):
    assert door.get(URL, {"facility": str(station.pk)}).status_code == 200
    assert door.post(URL, body(station)).status_code == 403


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"ends": "07:00"}, "__all__"), ({"name": ""}, "name"), ({"starts": "09:00"}, "starts")],
)
def test_what_cannot_be_rostered(at_desk, station, fields, field):
    if field == "starts":
        at_desk.post(URL, body(station))
    assert list(at_desk.post(URL, body(station, **fields)).json()["errors"]) == [field]


def test_somebody_from_elsewhere_is_unknown(at_desk, other_staff, station):
    assert at_desk.post(URL, body(station, person=str(other_staff.pk))).status_code == 404


def test_yesterday_and_last_week_are_copied_and_nothing_twice(at_desk, staff, station):
    today = station.today()
    earlier = today - dt.timedelta(days=2)
    at_desk.post(URL, body(station, date=earlier.isoformat()))
    at_desk.post(URL, body(station, date=earlier.isoformat(), person=str(staff.pk), name=""))
    sent = {"facility": str(station.pk), "to": today.isoformat(), "what": "day"}
    assert [at_desk.post(f"{URL}copy/", sent).json()["copied"] for _again in range(2)] == [2, 0]
    week = sent | {"what": "week", "to": (today + dt.timedelta(days=7)).isoformat()}
    monday = today - dt.timedelta(today.weekday())
    this_week = Shift.objects.filter(date__gte=monday).count()
    assert at_desk.post(f"{URL}copy/", week).json()["copied"] == this_week


def test_whoever_left_is_not_copied(at_desk, staff, station):
    earlier = station.today() - dt.timedelta(days=1)
    at_desk.post(URL, body(station, date=earlier.isoformat(), person=str(staff.pk), name=""))
    membership = staff.memberships.get()
    membership.since -= dt.timedelta(days=2)
    membership.until = membership.since + dt.timedelta(days=1)
    membership.acted_by(factories.TESTER).save()
    assert roster.copy_day(facility=station, to=station.today(), by=factories.TESTER) == 0


def test_an_empty_past_cannot_be_copied(at_desk, station):
    sent = {"facility": str(station.pk), "to": station.today().isoformat(), "what": "day"}
    assert at_desk.post(f"{URL}copy/", sent).status_code == 400


def test_a_cancelled_shift_frees_its_place_and_stays_in_history(at_desk, station):
    made = at_desk.post(URL, body(station)).json()
    assert at_desk.post(f"{URL}{made['id']}/cancel/").json()["cancelled_at"]
    assert at_desk.post(URL, body(station)).status_code == 201
    assert Shift.objects.count() == 2


def test_the_page_shows_the_day_and_its_week(as_user, manager, staff, station, query_budget):
    client, url = as_user(manager), reverse("roster", args=[station.pk])
    client.post(
        url,
        {"id": str(world.uuid7()), "person": str(staff.pk), "function": "carer", "starts": "08:00", "ends": "12:00"},
    )
    for number in range(6):
        name = f"志愿者{number}"
        client.post(
            url, {"id": str(world.uuid7()), "name": name, "function": "volunteer", "starts": "08:00", "ends": "12:00"}
        )
    with query_budget(7):
        page = client.get(url)
    assert "志愿者5" in page.content.decode()
    assert client.post(url, {"copy": "day"}).status_code == 302
    shift = Shift.objects.filter(cancelled_at=None).first()
    assert client.post(reverse("shift-cancel", args=[shift.pk])).status_code == 302
    assert as_user(staff).post(url, {"copy": "day"}).status_code == 403


def test_staff_of_a_group(as_user, manager, staff, term, station):
    [group] = world_groups(term)
    client, url = as_user(manager), reverse("term-staff", args=[term.pk])
    sent = {"group": str(group.pk), "function": "tutor"}
    for _again in range(2):
        assert client.post(url, sent | {"person": str(staff.pk)}).status_code == 302
    row = GroupStaff.objects.get()
    assert staff.name in client.get(url).content.decode()
    client.post(reverse("group-staff-remove", args=[row.pk]))
    assert GroupStaff.objects.get().until == station.today()
    stranger = factories.make_user(Role.STATION_STAFF, world.make_station(station.union))
    assert client.post(url, sent | {"person": str(stranger.pk)}).status_code == 422


def world_groups(term):
    from stations.terms.actions import set_groups

    return set_groups(term=term, names=["向日葵组"], by=factories.TESTER)
