"""Colleagues are added by phone number, limited, and ended, by those who may and nobody else."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from ops.organization.models import Membership, OneTimeLink, User
from ops.organization.roles import Role
from tests import factories

NEWCOMER = {"phone": "139 0532 7777", "name": "于海燕", "role": "station_staff", "last_day": ""}


@pytest.fixture
def station(district):
    return factories.make_facility(district, name="云南路驿站")


@pytest.fixture
def other_station(other_district):
    return factories.make_facility(other_district, name="石老人驿站")


@pytest.fixture
def manager(station):
    return factories.make_user(Role.FACILITY_MANAGER, station)


def add(client, place, **changes):
    key = "union" if hasattr(place, "depth") else "facility"
    return client.post(f"/people/add/?{key}={place.pk}", NEWCOMER | changes)


def test_a_newcomer_is_added_gets_a_link_once_and_begins_to_work(manager, station, as_user):
    browser = as_user(manager)
    assert add(browser, station)["Location"] == "/people/link/"
    page = browser.get("/people/link/").content.decode()
    assert "<svg" in page
    address = page.split('value="http://testserver', 1)[1].split('"', 1)[0]
    assert browser.get("/people/link/")["Location"] == "/people/", "the link is shown once"

    newcomer = Client(headers={"accept-language": "en"})
    welcome = newcomer.get(address).content.decode()
    assert "Welcome, 于海燕" in welcome
    assert "云南路驿站" in welcome
    poor = newcomer.post(address, {"name": "于海燕", "password": "123", "again": "123"})
    assert poor.status_code == 422
    entered = newcomer.post(address, {"name": "于海燕", "password": "station-one", "again": "station-one"})
    assert entered["Location"] == "/"
    assert newcomer.get("/profile/").status_code == 200
    again = Client(headers={"accept-language": "en"}).get(address)
    assert again.status_code == 409, "a link works once"
    assert "This link no longer works" in again.content.decode()
    assert "amendment" not in again.content.decode(), "a spent link is no edit of a record"
    signed_in = Client().post("/sign-in/", {"login": "13905327777", "password": "station-one"})
    assert signed_in.status_code == 302

    person = User.objects.get(phone="13905327777")
    membership = person.memberships.get()
    assert (membership.role, membership.facility, membership.until) == (Role.STATION_STAFF, station, None)
    assert membership.history.get().history_user == manager
    assert "13905327777" not in str(OneTimeLink.objects.get().secret_hash)


def test_a_link_expires_after_seven_days(manager, station, as_user, time_machine):
    time_machine.move_to("2027-07-01 08:00+08:00")
    browser = as_user(manager)
    add(browser, station)
    address = browser.get("/people/link/").content.decode().split('value="http://testserver', 1)[1].split('"', 1)[0]
    time_machine.move_to("2027-07-08 07:59+08:00")
    assert Client().get(address).status_code == 200
    time_machine.move_to("2027-07-08 08:01+08:00")
    assert Client().get(address).status_code == 409
    data = {"name": "x", "password": "station-one", "again": "station-one"}
    assert Client().post(address, data).status_code == 409


def test_a_new_link_ends_the_earlier_one(manager, station, as_user):
    browser = as_user(manager)
    add(browser, station)
    page = browser.get("/people/link/").content.decode()
    first = page.split('value="http://testserver', 1)[1].split('"', 1)[0]
    membership = Membership.objects.get(user__phone="13905327777")
    assert browser.post(f"/people/{membership.pk}/link/")["Location"] == "/people/link/"
    assert Client().get(first).status_code == 409


def test_somebody_known_gets_the_role_and_no_link(manager, station, as_user):
    known = factories.make_user(phone="13905327777", name="于海燕")
    assert add(as_user(manager), station)["Location"] == "/people/"
    assert known.memberships.count() == 1
    assert not OneTimeLink.objects.exists()


def test_a_mistyped_number_does_not_let_a_stranger_in(manager, station, as_user):
    stranger = factories.make_user(phone="13905327777", name="李晓光")
    answer = add(as_user(manager), station)
    assert answer.status_code == 422
    assert "belongs to somebody with another name" in answer.content.decode()
    assert not stranger.memberships.exists()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("phone", "12345", "11-digit mobile number"),
        ("role", "union_officer", "Select a valid choice"),
        ("last_day", "2020-01-01", "already passed"),
        ("name", "", "required"),
    ],
)
def test_bad_input_is_refused_at_its_field(manager, station, as_user, field, value, says):
    answer = add(as_user(manager), station, **{field: value})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not User.objects.filter(phone="13905327777").exists()


def test_the_same_role_twice_is_refused(manager, station, as_user):
    browser = as_user(manager)
    add(browser, station)
    assert "already has this role here" in add(browser, station).content.decode()


def test_an_inspector_needs_a_last_day(officer, station, as_user):
    browser = as_user(officer)
    assert "needs a last day" in add(browser, station, role="inspector").content.decode()
    day = timezone.localdate() + dt.timedelta(days=30)
    assert add(browser, station, role="inspector", last_day=day.isoformat()).status_code == 302
    until = Membership.objects.get(role=Role.INSPECTOR).until
    assert until == station.moment(day + dt.timedelta(days=1), dt.time())


def test_a_foreign_place_is_not_found(officer, other_station, other_district, as_user, api):
    assert add(as_user(officer), other_station).status_code == 404
    assert add(as_user(officer), other_district).status_code == 404
    body = {"phone": "13905327777", "name": "于", "role": "station_staff", "facility": str(other_station.pk)}
    assert api(officer).post("/api/v1/memberships/", body).status_code == 404


def test_nobody_hands_out_more_than_they_hold(manager, officer, station, city, district, api):
    def give(user, role, **place):
        body = {"phone": "13905327777", "name": "于", "role": role} | {key: str(at.pk) for key, at in place.items()}
        return api(user).post("/api/v1/memberships/", body).status_code

    assert give(manager, "facility_manager", facility=station) == 403
    assert give(officer, "administrator", union=district) == 403
    assert give(officer, "union_officer", union=city) == 404, "a union above one's own is not seen"
    assert give(officer, "union_officer", facility=station) == 400
    assert give(officer, "union_officer", union=district) == 201


@pytest.mark.parametrize("role", [Role.STATION_STAFF, Role.ROOM_MANAGER, Role.INSPECTOR])
def test_people_in_the_field_do_not_run_people(station, as_user, api, role):
    user = factories.make_user(role, station)
    assert as_user(user).get("/people/").status_code == 403
    assert api(user).get("/api/v1/memberships/").status_code == 403
    assert api(user).get("/api/v1/people/").status_code == 403


def test_an_auditor_reads_people_with_masked_numbers_and_changes_nothing(auditor, manager, station, as_user, api):
    page = as_user(auditor).get("/people/").content.decode()
    assert manager.name in page
    assert manager.phone not in page.replace(" ", "")
    assert "Add a colleague" not in page
    rows = api(auditor).get("/api/v1/memberships/", {"role": "facility_manager"}).json()["results"]
    assert "****" in rows[0]["person"]["phone"]
    body = {"phone": "13905327777", "name": "于", "role": "station_staff", "facility": str(station.pk)}
    assert api(auditor).post("/api/v1/memberships/", body).status_code == 403
    membership = manager.memberships.get()
    ended = as_user(auditor).post(f"/people/{membership.pk}/end/", {"reason": "x"})
    assert ended.status_code == 403


def test_access_is_gone_with_the_next_request(officer, manager, station, as_user):
    working = as_user(manager)
    assert working.get(f"/facilities/{station.pk}/").status_code == 200
    membership = manager.memberships.get()
    browser = as_user(officer)
    assert browser.post(f"/people/{membership.pk}/end/", {"reason": ""}).status_code == 422
    assert browser.post(f"/people/{membership.pk}/end/", {"reason": "调离"}).status_code == 302
    assert working.get(f"/facilities/{station.pk}/").status_code == 403
    assert working.get("/")["Location"] == "/no-role/"

    membership.refresh_from_db()
    assert not membership.is_current
    last = membership.history.first()
    assert (last.history_change_reason, last.history_user) == ("调离", officer)
    ended = browser.get("/people/?state=ended").content.decode()
    assert manager.name in ended, "it stays readable"
    detail = browser.get(f"/people/{membership.pk}/").content.decode()
    assert "调离" in detail


def test_ending_twice_changes_nothing(officer, manager, api):
    membership = manager.memberships.get()
    path = f"/api/v1/memberships/{membership.pk}/end/"
    first, second = (api(officer).post(path, {"reason": "调离"}).json() for _i in range(2))
    assert first == second
    assert membership.history.count() == 2


def test_nobody_ends_their_own_last_membership_as_administrator(city, as_user):
    admin = factories.make_user(Role.ADMINISTRATOR, city)
    membership = admin.memberships.get()
    answer = as_user(admin).post(f"/people/{membership.pk}/end/", {"reason": "leave"})
    assert answer.status_code == 422
    assert "can only be ended by another administrator" in answer.content.decode()
    assert Membership.objects.current().filter(pk=membership.pk).exists()
    colleague = factories.make_user(Role.ADMINISTRATOR, city)
    assert as_user(colleague).post(f"/people/{membership.pk}/end/", {"reason": "leaves"}).status_code == 302


def test_a_membership_is_limited_by_the_version_that_was_read(officer, manager, api, as_user):
    membership = manager.memberships.get()
    until = (timezone.now() + dt.timedelta(days=10)).isoformat()
    path = f"/api/v1/memberships/{membership.pk}/"
    assert api(officer).patch(path, {"until": until}).status_code == 428
    assert api(officer).patch(path, {"until": until}, headers={"if-match": '"1"'}).json()["version"] == 2
    assert api(officer).patch(path, {"until": None}, headers={"if-match": '"1"'}).status_code == 409
    day = (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    browser = as_user(officer)
    assert browser.post(f"/people/{membership.pk}/limit/", {"last_day": day, "version": 1}).status_code == 409
    assert browser.post(f"/people/{membership.pk}/limit/", {"last_day": day, "version": 2}).status_code == 302


def test_a_link_is_not_made_for_somebody_with_a_role_beyond_ones_own(manager, officer, station, as_user, auditor):
    """Whoever holds the link holds the account: a manager must not become the auditor who also helps out."""
    factories.grant(auditor, Role.STATION_STAFF, station)
    membership = auditor.memberships.get(facility=station)
    assert as_user(manager).post(f"/people/{membership.pk}/link/").status_code == 403
    assert not OneTimeLink.objects.exists()
    assert as_user(officer).post(f"/people/{membership.pk}/link/").status_code == 302


def test_a_foreign_membership_is_not_found(officer, other_station, as_user, api):
    stranger = factories.make_user(Role.STATION_STAFF, other_station)
    pk = stranger.memberships.get().pk
    assert as_user(officer).get(f"/people/{pk}/").status_code == 404
    assert as_user(officer).post(f"/people/{pk}/end/", {"reason": "x"}).status_code == 404
    assert api(officer).get(f"/api/v1/memberships/{pk}/").status_code == 404
    assert api(officer).get(f"/api/v1/people/{stranger.pk}/").status_code == 404
    assert stranger.name not in as_user(officer).get("/people/?state=all").content.decode()


def test_people_are_found_by_name_pinyin_initials_and_number(officer, station, as_user):
    factories.make_user(Role.STATION_STAFF, station, name="毕秀丽", phone="13811112222")
    factories.make_user(Role.STATION_STAFF, station, name="孙建华", phone="13833334444")
    browser = as_user(officer)
    for text in ("秀丽", "bixiuli", "bxl", "1381111"):
        page = browser.get("/people/", {"q": text}).content.decode()
        assert "毕秀丽" in page, text
        assert "孙建华" not in page, text


def test_the_list_costs_the_same_however_long_it_is(officer, station, as_user, query_budget):
    browser = as_user(officer)
    browser.get("/people/")
    for _i in range(60):
        factories.make_user(Role.STATION_STAFF, station)
    with query_budget(8):
        page = browser.get("/people/").content.decode()
    assert "after=" in page
    with query_budget(8):
        browser.get(f"/people/?facility={station.pk}")


def test_the_pages_of_the_list_lose_and_repeat_nobody(officer, station, as_user):
    names = {factories.make_user(Role.STATION_STAFF, station).name for _i in range(60)}
    browser = as_user(officer)
    first = browser.get("/people/?role=station_staff").context["page"]
    second = browser.get(first.older).context["page"]
    back = browser.get(second.newer).context["page"]
    seen = [one.user.name for one in [*first.items, *second.items]]
    assert len(seen) == 60
    assert set(seen) == names
    assert [one.pk for one in back.items] == [one.pk for one in first.items]
    assert (first.newer, second.older, back.newer) == ("", "", "")


def test_unions_are_entered_and_renamed_below_ones_own(officer, district, city, other_district, as_user, api):
    browser = as_user(officer)
    data = {"name": "八大关街道总工会", "level": "grassroots"}
    assert browser.post(f"/unions/{district.pk}/add/", data).status_code == 302
    assert browser.post(f"/unions/{district.pk}/add/", data).status_code == 422
    assert browser.post(f"/unions/{other_district.pk}/add/", data).status_code == 404
    rows = api(officer).get("/api/v1/unions/").json()["results"]
    assert {row["name"] for row in rows} == {"市南区总工会", "八大关街道总工会"}
    child = next(row for row in rows if row["name"] == "八大关街道总工会")
    path, etag = f"/api/v1/unions/{child['id']}/", {"if-match": '"1"'}
    assert api(officer).patch(path, {"name": "八大关"}, headers=etag).json()["version"] == 2
    assert api(officer).patch(path, {"name": "八大关路"}, headers=etag).status_code == 409
    own = api(officer).patch(f"/api/v1/unions/{district.pk}/", {"name": "市南"}, headers=etag)
    assert own.status_code == 403, "one's own union is renamed from above"
    assert api(officer).post("/api/v1/unions/", {**data, "below": str(city.pk)}).status_code == 404
