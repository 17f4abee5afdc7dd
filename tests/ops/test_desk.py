"""The union desk: who is behind, since when, who knows; each figure leads to its rows."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from ops.compliance.models import Urging
from ops.compliance.registry import Banner, Todo, banners, todos
from ops.duties.models import Duty
from ops.duties.registry import Regime, regimes
from ops.organization.models import TradeUnion
from ops.organization.roles import Role
from ops.records import bulk
from ops.records.actor import Actor
from ops.reminders.models import Reminder
from tests import factories
from tests.ops import ledger

State = Duty.State


@pytest.fixture(autouse=True)
def _regime(monkeypatch):
    for key in ("cleaning", "food_safety"):
        monkeypatch.setitem(regimes._entries, key, Regime(key, key.replace("_", " ").capitalize(), frozenset(), ""))


@pytest.fixture
def streets(district):
    return [factories.make_union(f"街道{n}", below=district, level="grassroots") for n in range(2)]


@pytest.fixture
def facility(streets):
    return factories.make_facility(
        streets[0], name="云南路驿站", name_en="Yunnan Road Station", manager_name="于海燕", manager_phone="13912342207"
    )


@pytest.fixture
def manager(facility):
    return factories.make_user(Role.FACILITY_MANAGER, facility, name="于海燕")


@pytest.fixture
def overdue(facility, manager):
    """A duty three hours over its time, of which the facility has been told."""
    due = timezone.now() - dt.timedelta(hours=3, minutes=30)
    return ledger.make_duty(ledger.make_plan(facility), due, State.OVERDUE, escalated_to=1)


def desk(client, **query):
    answer = client.get(reverse("desk"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_officer_sees_who_is_behind_since_when_and_can_call(as_user, officer, overdue):
    page = desk(as_user(officer))
    for part in ("Yunnan Road Station", "Daily cleaning", "3 h", "于海燕", 'href="tel:13912342207"', "1 facility"):
        assert part in page
    assert reverse("duty-urge", args=[overdue.pk]) in page


def test_each_figure_leads_to_as_many_rows(as_user, officer, facility, overdue):
    plan = ledger.make_plan(facility, "food_safety")
    today = timezone.localtime().replace(hour=0, minute=5)
    for minute, state in enumerate([State.DONE, State.DONE, State.DONE_LATE, State.MISSED, State.VOID, State.OPEN]):
        ledger.make_duty(plan, today + dt.timedelta(minutes=minute), state)
    client = as_user(officer)
    page = desk(client)
    links = set(re.findall(r'href="(/desk/duties/\?figure=(\w+)[^"]*)"', page))
    assert {figure for _url, figure in links} >= {"expected", "done", "on_time", "late", "missed", "overdue", "excused"}
    shown = {}
    for url, figure in links:
        rows = client.get(url.replace("&amp;", "&")).content.decode()
        shown[figure] = rows.count("<tr>") - (1 if "<thead>" in rows else 0)
    assert (shown["done"], shown["on_time"], shown["late"], shown["missed"], shown["excused"]) == (3, 2, 1, 1, 1)


def test_the_exempt_are_not_among_the_overdue(as_user, officer, facility):
    ledger.make_duty(ledger.make_plan(facility), timezone.now(), State.VOID, void_reason="suspended")
    page = desk(as_user(officer))
    assert "Nothing is overdue" in page
    assert "1 duty is not required" in page


def test_urging_reminds_the_facilitys_people_and_stands_in_its_history(
    as_user, api, officer, auditor, overdue, manager
):
    client = as_user(officer)
    answer = client.post(reverse("duty-urge", args=[overdue.pk]), headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "urged" in answer.content.decode()
    assert set(Reminder.objects.filter(kind="duty_urged").values_list("recipient", flat=True)) == {manager.pk}
    assert "urged" in desk(client)
    history = api(auditor).get(f"/api/v1/facilities/{overdue.facility_id}/history/", {"kind": "ops.urging"}).json()
    assert [line["person"] for line in history["results"]] == [officer.name]


def test_urging_is_for_once_an_hour(api, officer, overdue, manager):
    address = f"/api/v1/overdue/{overdue.pk}/urge/"
    assert api(officer).post(address).status_code == 201
    again = api(officer).post(address)
    assert again.status_code == 409
    assert "Already urged" in again.json()["detail"]
    assert Urging.objects.count() == 1


def test_urging_after_an_hour_is_possible_again(api, officer, overdue, manager):
    import time_machine

    assert api(officer).post(f"/api/v1/overdue/{overdue.pk}/urge/").status_code == 201
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=61), tick=False):
        assert api(officer).post(f"/api/v1/overdue/{overdue.pk}/urge/").status_code == 201
    assert Reminder.objects.filter(kind="duty_urged", channel="in_app").count() == 2


def test_what_is_done_or_has_nobody_cannot_be_urged(api, officer, facility):
    late = ledger.make_duty(ledger.make_plan(facility), timezone.now() - dt.timedelta(hours=2), State.OVERDUE)
    answer = api(officer).post(f"/api/v1/overdue/{late.pk}/urge/")
    assert answer.status_code == 400
    assert "appoint a manager" in answer.json()["detail"]
    done = ledger.make_duty(ledger.make_plan(facility, name="x"), timezone.now(), State.DONE)
    assert api(officer).post(f"/api/v1/overdue/{done.pk}/urge/").status_code == 400


def test_an_auditor_reads_but_does_not_urge(as_user, api, auditor, overdue, manager):
    assert reverse("duty-urge", args=[overdue.pk]) not in desk(as_user(auditor))
    assert as_user(auditor).post(reverse("duty-urge", args=[overdue.pk])).status_code == 403
    assert api(auditor).post(f"/api/v1/overdue/{overdue.pk}/urge/").status_code == 403


def test_another_union_sees_and_urges_nothing(as_user, api, other_district, district, overdue, manager):
    stranger = factories.make_user(Role.UNION_OFFICER, other_district)
    assert "Yunnan Road" not in desk(as_user(stranger))
    assert as_user(stranger).get(reverse("desk"), {"union": district.pk}).status_code == 404
    assert as_user(stranger).post(reverse("duty-urge", args=[overdue.pk])).status_code == 404
    assert api(stranger).post(f"/api/v1/overdue/{overdue.pk}/urge/").status_code == 404
    for name in ("desk-facilities", "desk-duties"):
        assert as_user(stranger).get(reverse(name), {"union": district.pk}).status_code == 404


def test_field_people_have_no_desk(as_user, manager):
    for name in ("desk", "desk-facilities"):
        assert as_user(manager).get(reverse(name)).status_code == 403


def test_a_union_below_is_picked_and_leads_back_up(as_user, officer, streets, district, overdue):
    page = desk(as_user(officer), union=streets[1].pk)
    assert "Nothing is overdue" in page
    assert f"?union={district.pk}" in page
    assert "市总工会" not in page  # above the officer's own union


def test_a_city_officer_looks_down_two_levels(as_user, city, district, streets, overdue):
    chief = factories.make_user(Role.UNION_OFFICER, city)
    assert "Yunnan Road" in desk(as_user(chief), union=streets[0].pk)


def test_heat_shows_rates_by_regime_and_union_and_leads_to_rows(as_user, officer, facility, streets):
    other = factories.make_facility(streets[1])
    today = timezone.localtime().replace(hour=0, minute=1)
    for place, states in ((facility, [State.DONE, State.MISSED]), (other, [State.DONE])):
        plan = ledger.make_plan(place)
        for minute, state in enumerate(states):
            ledger.make_duty(plan, today + dt.timedelta(minutes=minute), state)
    page = desk(as_user(officer))
    cells = re.findall(r'<a class="h(\d)" href="([^"]+)">(\d+)</a>', page)
    assert [(level, value) for level, _url, value in cells] == [("1", "50"), ("5", "100")]
    rows = as_user(officer).get(cells[0][1].replace("&amp;", "&")).content.decode()
    assert rows.count("Daily cleaning") == 2


def test_banners_and_what_waits_for_me_are_registered(as_user, officer, monkeypatch, overdue):
    monkeypatch.setitem(
        todos._entries,
        "x",
        Todo(
            "x", "To be signed", rows=lambda access: (TradeUnion.objects.all(),), url=lambda: "/x/", roles=frozenset()
        ),
    )
    nobody = TradeUnion.objects.none()
    monkeypatch.setitem(todos._entries, "y", Todo("y", "Not mine", rows=lambda access: (nobody,), url=lambda: "/y/"))
    monkeypatch.setitem(
        banners._entries, "b", Banner("b", "ops/compliance/urged.html", load=lambda access: {"urging": None})
    )
    page = desk(as_user(officer))
    assert "To be signed" in page
    assert "Not mine" not in page


def test_facilities_behind_come_longest_first_and_all_by_name(as_user, officer, streets, overdue):
    later = factories.make_facility(streets[1], name="江苏路驿站")
    ledger.make_duty(ledger.make_plan(later), timezone.now() - dt.timedelta(hours=1), State.OVERDUE)
    factories.make_facility(streets[1], name="安静驿站")
    client = as_user(officer)
    page = client.get(reverse("desk-facilities")).content.decode()
    assert page.index("Yunnan Road Station") < page.index("江苏路驿站")
    assert "安静驿站" not in page
    assert "安静驿站" in client.get(reverse("desk-facilities"), {"all": "1"}).content.decode()
    assert "Yunnan" not in client.get(reverse("desk-facilities"), {"regime": "food_safety"}).content.decode()


@pytest.mark.parametrize("everybody", ["", "1"])
def test_the_list_of_facilities_goes_on_by_cursor(as_user, officer, streets, everybody, monkeypatch):
    from ops.compliance import views

    monkeypatch.setattr(views, "PAGE", 3)
    at = timezone.now() - dt.timedelta(hours=2)
    names = [f"站{n:02d}" for n in range(8)]
    for name in names:
        ledger.make_duty(ledger.make_plan(factories.make_facility(streets[0], name=name)), at, State.OVERDUE)
    client, seen, address = as_user(officer), [], f"{reverse('desk-facilities')}?all={everybody}"
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r">(站\d\d)</a>", page)
        older = re.search(r'href="(\?[^"]*cursor[^"]*)"[^>]*rel="next"', page)
        address = f"{reverse('desk-facilities')}{older[1].replace('&amp;', '&')}" if older else ""
    assert sorted(seen) == names
    assert len(seen) == 8


def test_overdue_by_the_api_goes_on_by_cursor(api, officer, facility):
    plan = ledger.make_plan(facility)
    start = timezone.now() - dt.timedelta(hours=9)
    bulk.insert(
        Duty,
        [ledger.duty_of(plan, start + dt.timedelta(minutes=n), State.OVERDUE) for n in range(5)],
        by=Actor.system("x"),
    )
    address, seen = "/api/v1/overdue/?page_size=2", []
    while address:
        answer = api(officer).get(address).json()
        seen += [row["overdue_at"] for row in answer["results"]]
        address = answer["next"]
    assert seen == sorted(seen)
    assert len(set(seen)) == 5


def test_statements_do_not_grow_with_facilities(as_user, officer, streets, query_budget):
    client = as_user(officer)

    def fill(number):
        for n in range(number):
            place = factories.make_facility(streets[n % 2])
            factories.make_user(Role.FACILITY_MANAGER, place)
            ledger.make_duty(ledger.make_plan(place), timezone.now() - dt.timedelta(hours=n + 1), State.OVERDUE)
            ledger.make_duty(ledger.make_plan(place, "food_safety"), timezone.now(), State.DONE)

    fill(3)
    desk(client)
    for _round in range(2):
        fill(6)
        with query_budget(22):
            desk(client)
        with query_budget(14):
            assert client.get(reverse("desk-facilities")).status_code == 200
        with query_budget(11):
            assert client.get(reverse("desk-duties"), {"figure": "expected"}).status_code == 200


@pytest.mark.parametrize("query", [{"day": "yesterday"}, {"union": "x"}, {"first": "2026-02-01", "last": "2026-01-01"}])
def test_a_wrong_address_is_said_plainly(as_user, officer, query):
    assert as_user(officer).get(reverse("desk-duties"), query).status_code == 400


def test_a_past_day_is_compared_with_the_whole_day_before(as_user, officer, overdue):
    page = desk(as_user(officer), day=(timezone.localdate() - dt.timedelta(days=2)).isoformat())
    assert "the day before" in page


def test_ledgers_are_found_by_name_and_code(as_user, auditor, other_district, facility):
    factories.make_facility(other_district, name="云南路别区")
    client = as_user(auditor)
    for asked in ("云南", "yunnan", facility.code.lower()):
        page = client.get(reverse("history"), {"q": asked}).content.decode()
        assert reverse("facility-history", args=[facility.pk]) in page
        assert "别区" not in page
    assert "No facility of that name" in client.get(reverse("history"), {"q": "没有"}).content.decode()


def test_the_dossiers_panel_has_todays_duties_and_the_month(auditor, facility, overdue, query_budget):
    from django.template.loader import render_to_string

    from ops.compliance.panel import calendar_panel
    from ops.organization.access import Access

    with query_budget(4):
        context = calendar_panel(facility, Access(auditor))
        shown = render_to_string("ops/compliance/panel.html", context)
    assert "Daily cleaning" in shown or "日清洁" in shown
    assert 'class="bad' in shown
