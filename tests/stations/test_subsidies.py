"""A union says what a subsidy campaign asks of its stations, and reads who meets it and what the others lack."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from ops.organization.access import Access
from ops.records.ids import uuid7
from stations.attendance.rates import attendance_of
from stations.subsidies import actions, queries
from stations.subsidies.models import SubsidyRule
from tests import factories
from tests.stations import world

URL = "/api/v1/subsidy-rules/"


def demands(term, **fields):
    return {
        "name": "暑期爱心托管奖补",
        "first_day": term.first_day,
        "last_day": term.last_day,
        "children_min": 2,
        "days_min": 11,
        "attendance_min": Decimal(70),
        **fields,
    }


@pytest.fixture
def rule(term, district):
    """Asks for two children, eleven days and 70 %."""
    return actions.set_rule(id=uuid7(), union=district, by=factories.TESTER, **demands(term))[0]


@pytest.fixture
def days(term, station):
    """The eleven days of the term so far."""
    return [term.first_day + dt.timedelta(n) for n in range((station.today() - term.first_day).days + 1)]


def came(child, days):
    for day in days:
        world.arrive(child, at=child.facility.moment(day, dt.time(8, 0)))


def standing(client, rule):
    return client.get(f"{URL}{rule.pk}/standings/").json()[0]["qualification"]


def test_what_a_station_lacks_follows_each_tap(api, officer, rule, child, sibling, days):
    client = api(officer)
    assert standing(client, rule)["missing"] == "2 children short; 16 child-days short"
    came(child, days)
    came(sibling, days[:4])
    assert standing(client, rule)["missing"] == "1 child-days short"
    came(sibling, days[4:5])
    assert standing(client, rule) | {"criteria": []} == {"met": True, "missing": "", "criteria": []}


def test_it_counts_as_the_terms_own_page_counts(officer, rule, term, child, sibling, days):
    came(child, days[:8])
    came(sibling, days[:3])
    with translation.override("en"):
        one = queries.standings_of(rule, Access(officer))[0]
    total = attendance_of(term).total
    assert one.qualification.criteria[2].have == f"{total.percent} ({total.present}/{total.expected})"
    assert one.qualification.criteria[1].have == "11, 10 to come"


def test_days_outside_the_campaign_do_not_count(api, officer, rule, child, days):
    actions.amend_rule(
        rule=rule, version=1, reason="延期", by=factories.TESTER, first_day=days[9], children_min=1, days_min=2
    )
    came(child, days[:9])
    assert standing(api(officer), rule)["criteria"][0]["have"] == "0"
    came(child, days[9:])
    assert standing(api(officer), rule)["met"]


def test_only_stations_run_as_the_rule_says(api, officer, rule, child):
    actions.amend_rule(rule=rule, version=1, reason="仅联合办", by=factories.TESTER, running_mode="joint")
    assert api(officer).get(f"{URL}{rule.pk}/standings/").json() == []


def test_an_officer_sets_changes_and_withdraws_it_on_the_page(as_user, officer, district, term, station, child):
    client = as_user(officer)
    page = client.get(reverse("subsidy-list"))
    sent = {**demands(term), "id": str(page.context["form"].initial.get("id") or uuid7()), "union": str(district.pk)}
    assert (
        "The last day lies"
        in client.post(reverse("subsidy-list"), sent | {"last_day": term.first_day - dt.timedelta(1)}).content.decode()
    )
    assert client.post(reverse("subsidy-list"), sent).status_code == 302
    rule = SubsidyRule.objects.get()
    url = reverse("subsidy", args=[rule.pk])
    assert "2 children short" in client.get(url).content.decode()
    change = {**demands(term), "version": 1, "days_min": 15}
    assert client.post(url, change).status_code == 422, "no reason"
    assert client.post(url, change | {"reason": "通知第 3 号"}).status_code == 302
    assert client.post(url, change | {"reason": "晚了一步"}).status_code == 422, "somebody was faster"
    assert "通知第 3 号" in client.get(url).content.decode()
    client.post(reverse("subsidy-withdraw", args=[rule.pk]), {"version": 2, "reason": "取消"})
    rule.refresh_from_db()
    assert (rule.days_min, rule.version, bool(rule.withdrawn_at)) == (15, 3, True)
    assert client.post(url, change | {"version": 3, "reason": "x"}).status_code == 409


def test_a_manager_reads_it_and_its_own_station_alone(as_user, api, manager, rule, child, district):
    world.make_term(world.make_station(district))
    assert [row["name"] for row in api(manager).get(f"{URL}{rule.pk}/standings/").json()] == [str(child.facility)]
    page = as_user(manager).get(reverse("subsidy", args=[rule.pk]))
    assert page.context["form"] is None
    assert as_user(manager).post(reverse("subsidy-list"), {}).status_code == 403


def test_a_program_sets_it_once_and_amends_by_version(api, officer, auditor, other_auditor, district, city, term):
    sent = {**demands(term), "id": str(uuid7()), "union": str(district.pk)}
    client = api(officer)
    assert [client.post(URL, sent, format="json").status_code for _time in range(2)] == [201, 200]
    assert client.post(URL, sent | {"days_min": 3}, format="json").status_code == 409
    assert client.post(URL, sent | {"id": str(uuid7()), "union": str(city.pk)}, format="json").status_code == 404
    bad = client.post(URL, sent | {"id": str(uuid7()), "attendance_min": "101"}, format="json")
    assert (bad.status_code, list(bad.json()["errors"])) == (400, ["attendance_min"])
    one = f"{URL}{sent['id']}/"
    change = {"days_min": 12, "reason": "通知第 3 号"}
    assert client.patch(one, change, format="json", headers={"if-match": '"1"'}).json()["days_min"] == 12
    assert client.patch(one, change, format="json", headers={"if-match": '"1"'}).status_code == 409
    assert api(auditor).patch(one, change, format="json", headers={"if-match": '"2"'}).status_code == 403
    assert api(other_auditor).get(one).status_code == 404
    rule = SubsidyRule.objects.get()
    assert [row.days_min for row in rule.history.order_by("history_id")] == [11, 12]


def test_it_costs_the_same_for_many_stations_and_children(api, as_user, officer, rule, district, query_budget):
    for _number in range(3):
        term = world.make_term(world.make_station(district))
        for _child in range(3):
            world.arrive(world.make_child(term))
    client = api(officer)
    with query_budget(12):
        assert len(client.get(f"{URL}{rule.pk}/standings/").json()) == 4
    desk = as_user(officer)
    with query_budget(16):
        assert desk.get(reverse("subsidy", args=[rule.pk])).status_code == 200
