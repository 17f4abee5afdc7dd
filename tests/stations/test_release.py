"""A child is released to somebody who is not authorised: a manager's word, told to all whom it concerns."""

import pytest
from django.urls import reverse
from django.utils import timezone

from ops.organization.models import PhoneText
from ops.organization.tasks import send_texts
from ops.reminders.models import Reminder
from stations.attendance.models import Handover
from tests.stations import family, world

URL = "/api/v1/handovers/release/"


@pytest.fixture
def here(child):
    """A child in the station."""
    world.arrive(child)
    return child


@pytest.fixture
def confirmed(manager):
    """What the manager types on the staff's device."""
    manager.set_password("a-long-password")
    manager.acted_by(world.factories.TESTER).save()
    return {"manager_login": manager.username, "manager_password": "a-long-password"}


def released(child, **fields):
    body = world.tap(child, person_name="于阿姨", relation="nanny", override_reason="妈妈来电")
    body.pop("kind")
    return body | fields


def test_a_manager_confirms_on_the_staffs_device(door, staff, manager, here, confirmed):
    answer = door.post(URL, released(here, **confirmed))
    assert answer.status_code == 201, answer.json()
    record = Handover.objects.get(kind="pick_up")
    assert (record.override_by, record.recorded_by) == (manager, staff)
    told = Reminder.objects.get(kind="pick_up_release", recipient=manager, channel="in_app")
    assert told.urgent
    assert here.name not in str(told.params)


def test_a_wrong_password_or_one_who_is_no_manager_releases_nobody(door, staff, here, confirmed):
    assert door.post(URL, released(here, **confirmed | {"manager_password": "wrong"})).status_code in (400, 401, 403)
    staff.set_password("a-long-password")
    staff.acted_by(world.factories.TESTER).save()
    own = {"manager_login": staff.username, "manager_password": "a-long-password"}
    assert door.post(URL, released(here, **own)).status_code == 403
    assert door.post(URL, released(here)).status_code == 403
    assert not Handover.objects.filter(kind="pick_up").exists()


def test_a_typed_name_is_no_way_around_a_bar(door, here, confirmed):
    world.authorise(here, "陈大伟", "father", barred=True, barred_note="法院裁定")
    answer = door.post(URL, released(here, person_name="陈大伟", **confirmed))
    assert list(answer.json()["errors"]) == ["person_name"]


def test_the_page_asks_staff_for_a_manager_and_a_manager_for_nothing_more(as_user, staff, manager, here, confirmed):
    url = reverse("child-release", args=[here.facility_id, here.pk])
    assert "manager_password" not in as_user(manager).get(url).content.decode()
    client = as_user(staff)
    sent = released(here) | confirmed
    assert client.post(url, sent | {"manager_password": "wrong"}).status_code == 422
    assert client.post(url, sent).status_code == 302
    board = client.get(reverse("roll-call", args=[here.facility_id]), {"show": "all"})
    assert "released" in board.content.decode()


def test_the_union_sees_it_with_the_name_masked(
    api, as_user, auditor, other_auditor, door, here, confirmed, query_budget
):
    door.post(URL, released(here, **confirmed))
    with query_budget(4):
        told = api(auditor).get("/api/v1/child-safety/").json()
    [one] = told["releases"]
    assert (one["child_name"], one["override_reason"]) == (here.masked, "妈妈来电")
    assert here.masked in as_user(auditor).get(reverse("child-safety")).content.decode()
    assert api(other_auditor).get("/api/v1/child-safety/").json() == {"releases": [], "breaches": []}


def test_guardians_without_an_account_get_a_text_even_if_the_gateway_comes_back_later(door, here, confirmed, gateway):
    guardian = here.guardians.get()
    gateway.status = 500
    door.post(URL, released(here, **confirmed))
    send_texts()
    assert PhoneText.objects.get().state == "waiting"

    gateway.status = 200
    PhoneText.objects.update(not_before=timezone.now())
    send_texts()
    assert [number for number, _text in gateway.sent][-1:] == [guardian.phone]
    assert here.name not in gateway.sent[-1][1]
    assert not Reminder.objects.filter(kind="pick_up_release_family").exists()


def test_a_barred_guardian_is_told_nothing(door, here, confirmed):
    family.bar(here, here.guardians.get())
    door.post(URL, released(here, **confirmed))
    assert not PhoneText.objects.exists()


def test_a_guardian_with_an_account_reads_it_in_the_app(door, here, confirmed, station):
    parent = world.factories.make_user("guardian", station)
    guardian = here.guardians.get()
    guardian.user = parent
    guardian.acted_by(world.factories.TESTER).save()
    door.post(URL, released(here, **confirmed))
    told = Reminder.objects.get(kind="pick_up_release_family", channel="in_app")
    assert (told.recipient, told.urgent) == (parent, True)
