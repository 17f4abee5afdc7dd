"""A room is described, shown to its people, printed for its door."""

from ops.organization.roles import Role
from rooms.opening.models import Room
from tests import factories
from tests.rooms.rooms import make_duties, make_room

ROOMS = "/api/v1/rooms/"


def test_a_room_is_described_and_changed_with_a_reason(api, district, room):
    chief = factories.make_user(Role.UNION_OFFICER, district)
    facility = factories.make_facility(district, "room", "新小屋")
    sent = {"facility": str(facility.pk), "location": "public", "furnishing": ["chair"], "area": "12.5"}
    made = api(chief).post(ROOMS, sent)
    assert made.status_code == 201, made.data
    assert api(chief).post(ROOMS, sent).status_code in (400, 409)
    url = f"{ROOMS}{made.data['id']}/"
    change = {"furnishing": ["chair", "cot"], "reason": "添置婴儿床"}
    assert api(chief).patch(url, change, headers={"If-Match": '"1"'}).data["furnishing"] == ["chair", "cot"]
    assert api(chief).patch(url, change, headers={"If-Match": '"1"'}).status_code == 409
    wrong = api(chief).patch(url, change | {"furnishing": ["pool"]}, headers={"If-Match": '"2"'})
    assert list(wrong.data["errors"]) == ["furnishing"]
    assert list(api(chief).post(ROOMS, {"facility": "rubbish"}).data["errors"]) == ["facility"]
    station = factories.make_facility(district, "station")
    assert list(api(chief).post(ROOMS, {"facility": str(station.pk)}).data["errors"]) == ["facility"]


def test_the_managers_day_is_one_page(as_user, manager, room, query_budget):
    make_duties(room)
    browser = as_user(manager)
    browser.get("/rooms/")
    with query_budget(26):
        page = browser.get(f"/rooms/{room.facility_id}/").content.decode()
    assert "Daily cleaning of the room" in page
    assert "/checklist/" in page
    # With one room the list is that room's page.
    assert browser.get("/rooms/")["Location"] == f"/rooms/{room.facility_id}/"


def test_the_list_costs_the_same_whatever_its_length(as_user, auditor, district, room, query_budget):
    for number in range(4):
        make_room(district, f"小屋{number}")
    browser = as_user(auditor)
    browser.get("/rooms/")
    with query_budget(14):
        page = browser.get("/rooms/").content.decode()
    assert "小屋3" in page


def test_the_poster_has_the_code_and_the_address(as_user, manager, room, settings):
    settings.PUBLIC_URL = "https://rooms.example.org"
    page = as_user(manager).get(f"/rooms/{room.facility_id}/poster/").content.decode()
    assert room.facility.code in page
    assert "<svg" in page
    assert "style=" not in page


def test_who_sees_it(as_user, api, room, manager, auditor, other_auditor, other_district, client):
    stranger = factories.make_user(Role.ROOM_MANAGER, make_room(other_district, "乙").facility)
    for page in (f"/rooms/{room.facility_id}/", f"/rooms/{room.facility_id}/poster/"):
        assert as_user(auditor).get(page).status_code == 200
        assert as_user(other_auditor).get(page).status_code == 404
        assert as_user(stranger).get(page).status_code == 404
        assert client.get(page).status_code == 302
    assert api(other_auditor).get(f"{ROOMS}{room.pk}/").status_code == 404
    assert as_user(manager).get(f"/rooms/{room.facility_id}/describe/").status_code == 403


def test_a_facility_manager_describes_it_on_a_page(as_user, room):
    boss = factories.make_user(Role.FACILITY_MANAGER, room.facility)
    page = f"/rooms/{room.facility_id}/describe/"
    sent = {
        "location": "enterprise", "managing_body": "property", "audience": "staff", "edition": "enterprise",
        "area": "11", "places": "2", "wayfinding": "三层电梯旁", "wayfinding_en": "", "furnishing": ["chair", "basin"],
        "version": 1,
    }  # fmt: skip
    assert as_user(boss).get(page).status_code == 200
    assert as_user(boss).post(page, sent).status_code == 422
    assert as_user(boss).post(page, sent | {"reason": "搬到三层"}).status_code == 302
    room.refresh_from_db()
    assert (room.places, room.audience, room.furnishing) == (2, "staff", ["chair", "basin"])
    assert as_user(boss).post(page, sent | {"reason": "再改", "places": "3"}).status_code in (409, 422)


def test_a_facility_that_is_entered_as_a_room_is_one(api, district):
    chief = factories.make_user(Role.UNION_OFFICER, district)
    details = {"location": "public", "managing_body": "unit", "audience": "public", "edition": "public", "places": 1}
    sent = {"kind": "room", "union": str(district.pk), "name": "火车站小屋", "details": details}
    response = api(chief).post("/api/v1/facilities/", sent)
    assert response.status_code == 201, response.data
    assert Room.objects.get(facility=response.data["id"]).furnishing == []
    wrong = api(chief).post("/api/v1/facilities/", sent | {"name": "乙", "details": details | {"location": "moon"}})
    assert list(wrong.data["errors"]) == ["details.location"]
