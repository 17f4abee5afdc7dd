"""An order suspends one room, or every room below a union at once; the nearest order counts; lifting ends it."""

import datetime as dt
import uuid

import pytest

from ops.duties.models import Duty
from ops.facilities.models import Closure
from ops.organization.roles import Role
from rooms.opening.models import SuspensionOrder
from rooms.opening.queries import opening_state, opening_states
from tests import factories
from tests.rooms.rooms import TUESDAY, at, make_duties, make_room

ORDERS = "/api/v1/suspension-orders/"


@pytest.fixture
def officer(district):
    return factories.make_user(Role.UNION_OFFICER, district)


def order(**changes):
    sent = {"id": str(uuid.uuid4()), "mode": "closed", "document_no": "青工发〔2026〕17号", "first_day": str(TUESDAY)}
    return sent | changes


def test_one_order_reaches_every_room_below_and_voids_their_duties(
    api, officer, district, other_district, room, client
):
    grassroots = factories.make_union("澳柯玛工会", below=district)
    below, beside = make_room(grassroots, "甲"), make_room(other_district, "乙")
    for one in (room, below, beside):
        make_duties(one)
    response = api(officer).post(ORDERS, order(union=str(district.pk)))
    assert response.status_code == 201, response.data
    states = opening_states([room, below, beside])
    assert [states[one.pk].state for one in (room, below, beside)] == ["suspended", "suspended", "open"]
    voided = Duty.objects.filter(state="void").values_list("facility", flat=True)
    assert set(voided) == {room.facility_id, below.facility_id}
    page = client.get(f"/r/{below.facility.code}/").content.decode()
    assert "青工发〔2026〕17号" in page
    assert "enter/" not in page


def test_lifting_opens_them_again_and_their_duties_stand(api, officer, district, room):
    make_duties(room)
    made = api(officer).post(ORDERS, order(union=str(district.pk))).data
    url = f"{ORDERS}{made['id']}/lift/"
    assert api(officer).post(url, {"reason": "疫情结束"}).status_code == 428
    assert api(officer).post(url, {"reason": " "}, headers={"If-Match": '"1"'}).status_code == 400
    assert api(officer).post(url, {"reason": "疫情结束"}, headers={"If-Match": '"1"'}).status_code == 200
    assert opening_state(room).state == "open"
    assert Closure.objects.get().lifted_at is not None
    assert Duty.objects.filter(facility=room.facility, state="void").count() == 0
    assert SuspensionOrder.objects.get().history.first().history_change_reason == "疫情结束"


def test_scan_only_leaves_the_room_open_to_those_who_scan(api, officer, room, client, clock):
    make_duties(room)
    sent = order(facility=str(room.facility_id), mode="scan_only")
    assert api(officer).post(ORDERS, sent).status_code == 201
    assert opening_state(room).state == "scan_only"
    page = client.get(f"/r/{room.facility.code}/", headers={"accept-language": "en"}).content.decode()
    assert "only those who scan" in page
    assert client.post(f"/r/{room.facility.code}/enter/", {"id": uuid.uuid4()}).status_code == 302
    assert Duty.objects.filter(state="void").count() == 0
    clock.move_to(at("22:00"))
    assert opening_state(room).state == "outside_hours"


def test_the_nearest_order_counts(api, officer, district, room):
    other = make_room(district, "乙")
    api(officer).post(ORDERS, order(union=str(district.pk)))
    api(officer).post(ORDERS, order(facility=str(room.facility_id), mode="scan_only"))
    states = opening_states([room, other])
    assert (states[room.pk].state, states[other.pk].state) == ("scan_only", "suspended")


def test_it_holds_on_its_days_only(api, officer, district, room, clock):
    api(officer).post(ORDERS, order(union=str(district.pk), first_day="2026-07-22", last_day="2026-07-23"))
    found = []
    for day in (21, 22, 23, 24):
        clock.move_to(at("10:00", dt.date(2026, 7, day)))
        found.append(opening_state(room).state)
    assert found == ["open", "suspended", "suspended", "open"]


def test_the_same_order_twice_is_one_and_another_under_its_id_a_conflict(api, officer, district, room):
    sent = order(union=str(district.pk))
    assert [api(officer).post(ORDERS, sent).status_code for _time in range(2)] == [201, 200]
    assert api(officer).post(ORDERS, sent | {"first_day": "2026-08-01"}).status_code == 409
    assert (SuspensionOrder.objects.count(), Closure.objects.count()) == (1, 1)


def test_what_cannot_be_ordered(api, officer, district, room):
    both = order(union=str(district.pk), facility=str(room.facility_id))
    assert api(officer).post(ORDERS, both).status_code == 400
    assert api(officer).post(ORDERS, order()).status_code == 400
    backwards = api(officer).post(ORDERS, order(union=str(district.pk), last_day="2026-07-01"))
    assert list(backwards.data["errors"]) == ["last_day"]
    station = factories.make_facility(district, "station")
    assert api(officer).post(ORDERS, order(facility=str(station.pk))).status_code == 404


def test_who_may(api, officer, city, district, other_district, room, manager, auditor):
    assert api(manager).post(ORDERS, order(facility=str(room.facility_id))).status_code == 403
    assert api(auditor).post(ORDERS, order(union=str(district.pk))).status_code == 403
    stranger = factories.make_user(Role.UNION_OFFICER, other_district)
    assert api(stranger).post(ORDERS, order(union=str(district.pk))).status_code == 404
    assert api(stranger).post(ORDERS, order(facility=str(room.facility_id))).status_code == 404
    chief = factories.make_user(Role.UNION_OFFICER, city)
    made = api(chief).post(ORDERS, order(union=str(city.pk))).data
    # A district reads what comes from above and cannot lift it.
    assert api(officer).get(f"{ORDERS}{made['id']}/").status_code == 200
    lifting = api(officer).post(f"{ORDERS}{made['id']}/lift/", {"reason": "x"}, headers={"If-Match": '"1"'})
    assert lifting.status_code == 403


def test_by_the_pages(as_user, officer, district, room, auditor, manager):
    browser = as_user(officer)
    assert "All rooms follow" in browser.get("/suspensions/").content.decode()
    form = {"id": uuid.uuid4(), "reach": f"union:{district.pk}", "mode": "closed", "cause": "epidemic"}
    assert browser.post("/suspensions/new/", form).status_code == 422
    response = browser.post("/suspensions/new/", form | {"first_day": "2026-07-21"}, follow=True)
    assert "reaches 1 room" in response.content.decode()
    one = SuspensionOrder.objects.get()
    lift = f"/suspensions/{one.pk}/lift/"
    assert browser.post(lift, {"reason": "", "version": 1}).status_code == 422
    assert as_user(auditor).get("/suspensions/").status_code == 200
    assert as_user(auditor).get(lift).status_code == 403
    assert as_user(manager).get("/suspensions/").status_code == 403
    assert "Suspended by order" in as_user(manager).get(f"/rooms/{room.facility_id}/").content.decode()
    assert browser.post(lift, {"reason": "结束", "version": 1}, follow=True).status_code == 200
    assert opening_state(room).state == "open"


def test_states_of_many_rooms_cost_the_same(district, room, query_budget):
    rooms = [room, *(make_room(district, f"小屋{n}") for n in range(4))]
    with query_budget(3):
        assert len(opening_states(rooms)) == 5
