"""Stations and rooms are found, read, entered, corrected, opened and closed, each by whom it concerns."""

import datetime as dt
from uuid import uuid4

import pytest
from django import forms

from ops.facilities.models import Closure, Facility, OpeningHours
from ops.facilities.queries import opening_of
from ops.facilities.registry import (
    ClosureListener,
    FacilityKind,
    FacilityListener,
    KindDetails,
    closure_listeners,
    facility_listeners,
    kinds,
)
from ops.organization.roles import Role
from tests import factories

MONDAY = dt.date(2026, 7, 20)


@pytest.fixture
def station(district):
    return factories.make_facility(district, name="云南路驿站", host="港务局", address="云南路 1 号")


@pytest.fixture
def foreign(other_district):
    return factories.make_facility(other_district, name="石老人驿站")


@pytest.fixture
def manager(station):
    return factories.make_user(Role.FACILITY_MANAGER, station)


class PlayroomForm(forms.Form):
    toys = forms.IntegerField(label="Toys", min_value=1)
    floor = forms.ChoiceField(label="Floor", choices=[("soft", "Soft"), ("hard", "Hard")], initial="soft")


@pytest.fixture
def playroom(monkeypatch):
    """A kind of facility that an upper floor brings along, with questions of its own; what it kept, by facility."""
    kept = {}

    def save(*, facility, values, by, reason):
        kept[facility.pk] = values

    details = KindDetails(PlayroomForm, lambda facility: kept.get(facility.pk, {}), save)
    kind = FacilityKind("playroom", "Playroom", "Playrooms", "place", details)
    monkeypatch.setitem(kinds._entries, "playroom", kind)
    return kept


# --- Finding ---


def test_the_list_shows_ones_own_subtree_and_nothing_else(officer, station, foreign, as_user, api):
    page = as_user(officer).get("/facilities/").content.decode()
    assert "云南路驿站" in page
    assert "石老人驿站" not in page
    rows = api(officer).get("/api/v1/facilities/").json()["results"]
    assert [row["name"] for row in rows] == ["云南路驿站"]


@pytest.mark.parametrize("text", ["云南", "yunnanlu", "ynlyz", "YUNNAN", "gangwuju", "港务"])
def test_a_place_is_found_as_people_type_it(officer, station, district, as_user, api, text):
    factories.make_facility(district, name="八大关驿站")
    page = as_user(officer).get("/facilities/", {"q": text}).content.decode()
    assert "云南路驿站" in page
    assert "八大关驿站" not in page
    rows = api(officer).get("/api/v1/facilities/", {"q": text}).json()["results"]
    assert [row["name"] for row in rows] == ["云南路驿站"]


def test_it_is_found_by_the_code_on_its_poster(officer, station, as_user):
    assert "云南路驿站" in as_user(officer).get("/facilities/", {"q": station.code.lower()}).content.decode()


def test_filters_by_kind_state_and_union(city, district, other_district, station, foreign, as_user):
    factories.make_facility(district, "room", "万象城小屋", state="suspended")
    browser = as_user(factories.make_user(Role.UNION_OFFICER, city))

    def names(**query):
        return {one.name for one, _closure, _spans in browser.get("/facilities/", query).context["rows"]}

    assert names() == {"云南路驿站", "石老人驿站", "万象城小屋"}
    assert names(kind="room") == {"万象城小屋"}
    assert names(state="suspended") == {"万象城小屋"}
    assert names(union=str(other_district.pk)) == {"石老人驿站"}
    assert browser.get("/facilities/", {"union": "not-an-id"}).status_code == 200


def test_a_foreign_union_as_filter_is_not_found(officer, other_district, as_user):
    assert as_user(officer).get("/facilities/", {"union": str(other_district.pk)}).status_code == 404


def test_the_list_costs_the_same_however_long_it_is(officer, district, as_user, api, query_budget):
    for _i in range(60):
        factories.make_facility(district)
    browser = as_user(officer)
    with query_budget(12):
        page = browser.get("/facilities/").context["page"]
    assert len(page.items) == 50
    with query_budget(12):
        assert len(browser.get(page.older).context["page"].items) == 10
    with query_budget(3):
        answer = api(officer).get("/api/v1/facilities/").json()
    assert len(answer["results"]) == 50
    assert answer["next"]


# --- The dossier ---


def test_the_dossier_shows_one_place(officer, manager, station, as_user, query_budget):
    OpeningHours(facility=station, weekday=0, opens=dt.time(8), closes=dt.time(17, 30)).acted_by(
        factories.TESTER
    ).save()
    browser = as_user(officer)
    browser.get(f"/facilities/{station.pk}/")
    with query_budget(40):
        page = browser.get(f"/facilities/{station.pk}/").content.decode()
    for text in ("云南路驿站", "云南路 1 号", station.code, "08:00–17:30", manager.name, "Add a colleague"):
        assert text in page, text


def test_an_auditor_reads_it_and_changes_nothing(auditor, station, as_user):
    browser = as_user(auditor)
    page = browser.get(f"/facilities/{station.pk}/").content.decode()
    assert "云南路驿站" in page
    assert "/edit/" not in page
    for part in ("edit", "state", "hours", "close"):
        assert browser.get(f"/facilities/{station.pk}/{part}/").status_code == 403, part


def test_a_foreign_place_is_not_found_by_page_or_api(officer, other_auditor, station, foreign, as_user, api):
    for part in ("", "edit/", "state/", "hours/", "close/"):
        assert as_user(officer).get(f"/facilities/{foreign.pk}/{part}").status_code == 404, part
    path = f"/api/v1/facilities/{station.pk}/"
    assert api(other_auditor).get(path).status_code == 404
    assert api(officer).patch(f"/api/v1/facilities/{foreign.pk}/", {}, headers={"if-match": "1"}).status_code == 404
    for name in ("opening-hours", "closures"):
        assert api(officer).get(f"/api/v1/{name}/?facility={foreign.pk}").json()["results"] == []


def test_strangers_sign_in_first(station, client, api):
    assert client.get(f"/facilities/{station.pk}/").status_code == 302
    assert client.get("/api/v1/facilities/").status_code == 401


# --- Entering and correcting ---


def test_an_officer_enters_a_place_with_what_its_kind_asks(officer, district, playroom, as_user):
    browser = as_user(officer)
    assert "Playroom" in browser.get("/facilities/add/").content.decode()
    data = {"kind": "playroom", "union": str(district.pk), "name": "八大关游戏室", "playroom-toys": "0"}
    wrong = browser.post("/facilities/add/?kind=playroom", data)
    assert wrong.status_code == 422
    assert not Facility.objects.exists()
    right = browser.post("/facilities/add/?kind=playroom", data | {"playroom-toys": "7", "playroom-floor": "soft"})
    facility = Facility.objects.get()
    assert right["Location"] == f"/facilities/{facility.pk}/"
    assert playroom[facility.pk] == {"toys": 7, "floor": "soft"}
    assert facility.history.get().history_user == officer
    assert "Toys" in browser.get(right["Location"]).content.decode()


def test_later_capabilities_hear_of_a_new_place(officer, district, playroom, api, monkeypatch):
    heard = []
    listener = FacilityListener("test", entered=lambda *, facilities, by: heard.append((facilities[0].name, by.user)))
    monkeypatch.setitem(facility_listeners._entries, "test", listener)
    body = {"kind": "playroom", "union": str(district.pk), "name": "游戏室", "details": {"toys": 3, "floor": "hard"}}
    made = api(officer).post("/api/v1/facilities/", body)
    assert made.status_code == 201, made.json()
    assert made.json()["details"] == {"toys": 3, "floor": "hard"}
    assert heard == [("游戏室", officer)]
    again = api(officer).post("/api/v1/facilities/", body)
    assert (again.status_code, list(again.json()["errors"])) == (400, ["name"])
    poor = api(officer).post("/api/v1/facilities/", body | {"name": "另一", "details": {}})
    assert set(poor.json()["errors"]) == {"details.toys", "details.floor"}
    unknown = api(officer).post("/api/v1/facilities/", body | {"name": "另一", "kind": "castle"})
    assert list(unknown.json()["errors"]) == ["kind"]


def test_nobody_enters_a_place_elsewhere(officer, manager, district, other_district, playroom, api):
    body = {"kind": "playroom", "name": "游戏室", "details": {"toys": 3, "floor": "hard"}}
    assert api(officer).post("/api/v1/facilities/", body | {"union": str(other_district.pk)}).status_code == 404
    assert api(manager).post("/api/v1/facilities/", body | {"union": str(district.pk)}).status_code == 404


def words(facility, **changes):
    """What the page of a station sends."""
    own = {"running_mode": "union", "unit_nature": "institution", "meal_supply": "none"}
    plain = {"name": facility.name, "host": "", "address": "", "reason": "", "version": facility.version}
    return plain | {f"station-{name}": value for name, value in own.items()} | changes


def test_a_manager_corrects_the_details(manager, station, as_user):
    answer = as_user(manager).post(f"/facilities/{station.pk}/edit/", words(station, address="云南路 2 号"))
    assert answer.status_code == 302
    station.refresh_from_db()
    assert (station.address, station.version) == ("云南路 2 号", 2)
    assert as_user(manager).post(f"/facilities/{station.pk}/edit/", words(station, postcode="abc")).status_code == 422


def test_two_editors_never_overwrite_each_other_silently(manager, officer, station, as_user, api):
    path = f"/facilities/{station.pk}/edit/"
    seen = words(station)
    assert as_user(manager).post(path, seen | {"address": "甲路 1 号"}).status_code == 302
    browser = as_user(officer)
    both = browser.post(path, seen | {"address": "乙路 9 号"})
    assert both.status_code == 409
    page = both.content.decode()
    assert "甲路 1 号" in page
    assert "乙路 9 号" in page
    assert manager.name in page
    station.refresh_from_db()
    assert station.address == "甲路 1 号"
    assert f'name="version" value="{station.version}"' in page, "sending again is a knowing choice"
    assert browser.post(path, words(station, address="乙路 9 号")).status_code == 302
    stale = api(officer).patch(f"/api/v1/facilities/{station.pk}/", {"address": "丙"}, headers={"if-match": '"1"'})
    assert (stale.status_code, stale.json()["type"]) == (409, "stale")


def test_the_api_wants_the_version_that_was_read(officer, station, api):
    path = f"/api/v1/facilities/{station.pk}/"
    read = api(officer).get(path)
    assert read["ETag"] == '"1"'
    assert api(officer).patch(path, {"host": "x"}).status_code == 428
    changed = api(officer).patch(path, {"host": "新单位"}, headers={"if-match": read["ETag"]})
    assert (changed.status_code, changed.json()["host"], changed["ETag"]) == (200, "新单位", '"2"')


def test_a_state_changes_with_a_reason_and_only_the_union_closes_for_good(manager, officer, station, as_user, api):
    path = f"/facilities/{station.pk}/state/"
    data = {"state": "suspended", "reason": "", "version": 1}
    assert as_user(manager).post(path, data).status_code == 422
    assert as_user(manager).post(path, data | {"reason": "装修"}).status_code == 302
    station.refresh_from_db()
    assert station.state == "suspended"
    assert station.history.first().history_change_reason == "装修"
    closing = data | {"state": "closed", "reason": "撤点", "version": 2}
    assert as_user(manager).post(path, closing).status_code == 403
    assert as_user(officer).post(path, closing | {"version": 1}).status_code == 409
    assert as_user(officer).post(path, closing).status_code == 302
    body = {"state": "open", "reason": "again"}
    state = f"/api/v1/facilities/{station.pk}/state/"
    assert api(manager).post(state, body, headers={"if-match": "3"}).status_code == 403
    assert api(officer).post(state, body, headers={"if-match": "3"}).json()["state"] == "open"


# --- Opening hours ---


def hours(station, **spans):
    return {"first_day": "2026-07-20", "version": station.version} | spans


def test_three_spans_a_day_hold_from_a_day_on_and_the_past_keeps_its_own(manager, station, as_user, time_machine):
    time_machine.move_to("2027-07-19 12:00+08:00")
    browser, path = as_user(manager), f"/facilities/{station.pk}/hours/"
    assert browser.get(path).status_code == 200
    first = {"opens-0-0": "08:00", "closes-0-0": "11:30", "opens-0-2": "13:30", "closes-0-2": "17:30"}
    assert browser.post(path, hours(station, **first, first_day="2027-07-19")).status_code == 302
    station.refresh_from_db()
    second = {"opens-0-0": "08:00", "closes-0-0": "11:30", "opens-1-1": "12:00", "closes-1-1": "13:00"}
    assert browser.post(path, hours(station, **second, first_day="2027-07-26")).status_code == 302

    before, after = dt.date(2027, 7, 19), dt.date(2027, 7, 26)
    opening = opening_of([station], before, dt.date(2027, 8, 2))
    morning, afternoon = (dt.time(8), dt.time(11, 30)), (dt.time(13, 30), dt.time(17, 30))
    assert opening.spans(station, before) == [morning, afternoon]
    assert opening.spans(station, after) == [morning]
    assert opening.spans(station, after + dt.timedelta(days=1)) == [(dt.time(12), dt.time(13))]
    assert opening.spans(station, before + dt.timedelta(days=1)) == []
    assert OpeningHours.objects.count() == 3, "the morning that stays is not written again"


@pytest.mark.parametrize(
    ("spans", "says"),
    [
        ({"opens-0-0": "08:00"}, "Give both from and to"),
        ({"opens-0-0": "12:00", "closes-0-0": "08:00"}, "Closing lies before opening"),
        ({"opens-0-0": "08:00", "closes-0-0": "12:00", "opens-0-1": "11:00", "closes-0-1": "13:00"}, "overlap"),
    ],
)
def test_disorderly_hours_are_refused_at_their_day(manager, station, as_user, spans, says):
    answer = as_user(manager).post(f"/facilities/{station.pk}/hours/", hours(station, **spans))
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not OpeningHours.objects.exists()


def test_a_program_sets_the_week(officer, station, api):
    path = f"/api/v1/facilities/{station.pk}/opening-hours/"
    body = {"spans": [{"weekday": 0, "opens": "08:00", "closes": "17:30"}]}
    assert api(officer).put(path, body).status_code == 428
    rows = api(officer).put(path, body, headers={"if-match": "1"}).json()
    assert [(row["weekday"], row["opens"]) for row in rows] == [(0, "08:00:00")]
    assert api(officer).put(path, body, headers={"if-match": "1"}).status_code == 409


# --- Closures ---


def closing(**changes):
    return {"id": str(uuid4()), "cause": "repair", "first_day": "2026-07-20", "last_day": "2026-07-22"} | changes


def test_a_manager_closes_and_lifts_and_others_hear_of_it(manager, station, as_user, monkeypatch):
    heard = []
    listener = ClosureListener(
        "test",
        ordered=lambda *, closure, by: heard.append(("ordered", closure.pk)),
        lifted=lambda *, closure, by: heard.append(("lifted", closure.pk)),
    )
    monkeypatch.setitem(closure_listeners._entries, "test", listener)
    browser, data = as_user(manager), closing()
    for _i in range(2):
        assert browser.post(f"/facilities/{station.pk}/close/", data).status_code == 302
    closure = Closure.objects.get()
    assert str(closure.pk) == data["id"], "a double tap makes one closure"
    opening = opening_of([station], MONDAY, MONDAY)
    assert opening.closed_by(station, MONDAY) == closure
    assert browser.post(f"/closures/{closure.pk}/lift/", {"reason": ""}).status_code == 422
    for _i in range(2):
        assert browser.post(f"/closures/{closure.pk}/lift/", {"reason": "早修好了"}).status_code == 302
    assert heard == [("ordered", closure.pk), ("lifted", closure.pk)]
    assert opening_of([station], MONDAY, MONDAY).closed_by(station, MONDAY) is None


def test_an_order_reaches_the_subtree_by_kind_and_no_manager_lifts_it(
    officer, manager, district, station, foreign, playroom, as_user, api
):
    room = factories.make_facility(district, "playroom", "游戏室")
    data = closing(union=str(district.pk), facility_kind="playroom", cause="epidemic", last_day="")
    assert as_user(officer).post("/closures/order/", data).status_code == 302
    order = Closure.objects.get()
    opening = opening_of([station, room, foreign], MONDAY, MONDAY)
    assert opening.closed_by(room, MONDAY) == order
    assert opening.closed_by(station, MONDAY) is None
    assert opening.closed_by(foreign, MONDAY) is None
    assert as_user(officer).get("/closures/").context["rows"][0][1] is True
    assert as_user(manager).post(f"/closures/{order.pk}/lift/", {"reason": "x"}).status_code in (403, 404)
    lifted = api(officer).post(f"/api/v1/closures/{order.pk}/lift/", {"reason": "解除"})
    assert lifted.json()["lifted_at"]
    assert "解除" in order.history.first().history_change_reason


def test_bad_closures_and_foreign_reach_are_refused(
    officer, manager, station, foreign, city, other_district, as_user, api
):
    backwards = as_user(manager).post(f"/facilities/{station.pk}/close/", closing(last_day="2026-07-01"))
    assert backwards.status_code == 422
    assert "lies before the first" in backwards.content.decode()
    body = {"cause": "order", "first_day": "2026-07-20"}
    post = api(officer).post
    assert post("/api/v1/closures/", body | {"union": str(other_district.pk)}).status_code == 404
    assert post("/api/v1/closures/", body | {"union": str(city.pk)}).status_code == 404
    assert post("/api/v1/closures/", body | {"facility": str(foreign.pk)}).status_code == 404
    assert post("/api/v1/closures/", body).status_code == 400
    clash = {"id": str(uuid4()), "facility": str(station.pk)}
    assert post("/api/v1/closures/", body | clash).status_code == 201
    assert post("/api/v1/closures/", body | clash).status_code == 201
    assert post("/api/v1/closures/", body | clash | {"cause": "repair"}).status_code == 409
    assert as_user(manager).get("/closures/order/").status_code == 403
