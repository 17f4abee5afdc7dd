"""An auditor reads a facility's ledger: every record, each version, who, when, from where, why."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from ops.duties.models import Duty
from ops.organization.roles import Role
from ops.records import bulk
from ops.records.actions import amend, save, void
from ops.records.actor import Actor
from tests import factories
from tests.ops import ledger

MORNING = dt.datetime(2026, 7, 21, 1, 0, tzinfo=dt.UTC)  # 09:00 in Qingdao, a Tuesday


@pytest.fixture
def facility(district):
    return factories.make_facility(district, name="云南路驿站", name_en="Yunnan Road Station")


@pytest.fixture
def manager(facility):
    return factories.make_user(Role.FACILITY_MANAGER, facility, name="于海燕")


@pytest.fixture
def run(facility, manager):
    with time_machine.travel(MORNING, tick=False):
        return ledger.make_run(facility, ledger.make_checklist(), ledger.person(manager))


def ledger_of(client, facility, **query):
    query.setdefault("all", "1")
    answer = client.get(reverse("facility-history", args=[facility.pk]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def results(client, facility, **query):
    answer = client.get(f"/api/v1/facilities/{facility.pk}/history/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_a_record_stands_with_time_person_role_source_and_masked_address(as_user, auditor, facility, run):
    page = ledger_of(as_user(auditor), facility, day="2026-07-21")
    for part in ("09:00", "Daily cleaning", "于海燕", "Facility manager", "Web page", "10.2.··.14", "Tue 21 Jul"):
        assert part in page
    assert "10.2.7.14" not in page


def test_a_correction_on_another_day_shows_old_and_new_values_reason_and_version(
    as_user, auditor, facility, run, manager
):
    with time_machine.travel(MORNING + dt.timedelta(days=1), tick=False):
        earlier = MORNING - dt.timedelta(minutes=49)
        amend(run, by=ledger.person(manager), version=1, reason="看错了钟", started_at=earlier)
    page = ledger_of(as_user(auditor), facility, day="2026-07-22")
    assert "corrected" in page
    assert "08:56" in page
    assert "08:11" in page
    assert "看错了钟" in page
    assert "Version 2" in page
    assert reverse("record-history", args=["ops.checklistrun", run.pk]) in page


def test_the_same_day_mending_of_a_slip_is_no_correction(as_user, api, auditor, facility, run, manager):
    with time_machine.travel(MORNING + dt.timedelta(minutes=3), tick=False):
        amend(run, by=ledger.person(manager), version=1, reason="点错", passed=False)
    (newest, _first) = results(api(auditor), facility, kind="ops.checklistrun")
    assert newest["shape"] == "mended"
    assert results(api(auditor), facility, only="corrections") == []
    assert [line["version"] for line in results(api(auditor), facility, only="same-day")] == [2]
    assert "small-entry" in ledger_of(as_user(auditor), facility)


def test_what_is_voided_later_and_what_is_undone_at_once_differ(api, auditor, facility, run, manager):
    other = ledger.make_run(facility, run.checklist, ledger.person(manager))
    void(other, by=ledger.person(manager), reason="撤销")
    with time_machine.travel(MORNING + dt.timedelta(days=2), tick=False):
        void(run, by=ledger.person(manager), reason="重复登记")
    shapes = {line["record_id"]: line["shape"] for line in results(api(auditor), facility, only="voided")}
    assert shapes == {str(run.pk): "voided", str(other.pk): "undone"}


def test_a_plans_further_times_and_its_person_stand_in_its_history(api, auditor, facility, manager):
    plan = ledger.make_plan(facility)
    plan.also_due, plan.person, plan.presence = ["14:35"], manager, True
    save(plan, by=ledger.person(manager), reason="下午也要做")
    newest, _first = api(auditor).get(f"/api/v1/records/ops.dutyplan/{plan.pk}/versions/").json()
    changed = {field["label"]: field["value"] for field in newest["values"] if field["changed"]}
    assert "14:35" in str(changed.values())
    assert manager.name in str(changed.values())
    assert len(changed) == 3


def test_what_was_entered_late_says_when_it_happened_and_when_it_was_recorded(as_user, api, auditor, facility, manager):
    happened = MORNING - dt.timedelta(minutes=53)
    with time_machine.travel(MORNING + dt.timedelta(hours=2, minutes=26), tick=False):
        ledger.make_run(facility, ledger.make_checklist(), ledger.person(manager), occurred_at=happened)
    (late,) = results(api(auditor), facility, only="late")
    assert late["late_minutes"] == 199
    page = ledger_of(as_user(auditor), facility)
    assert "08:07" in page
    assert "recorded 11:26" in page
    assert "3 h 19 min" in page


def test_a_lapse_stands_on_the_timeline_with_its_due_time(api, auditor, facility):
    duty = ledger.make_duty(ledger.make_plan(facility), MORNING)
    duty.state = Duty.State.OVERDUE
    save(duty, by=Actor.system("sweep"))
    duty.state = Duty.State.MISSED
    save(duty, by=Actor.system("sweep"))
    missed, overdue, _made = results(api(auditor), facility, kind="ops.duty")
    assert (missed["word"], overdue["word"]) == ("not done", "overdue")
    assert "09:00" in overdue["note"]


def test_what_the_program_made_in_one_stroke_is_one_line(as_user, api, auditor, facility):
    plan = ledger.make_plan(facility)
    days = [ledger.duty_of(plan, MORNING + dt.timedelta(days=day)) for day in range(14)]
    bulk.insert(Duty, days, by=Actor.system("generator"))
    page = ledger_of(as_user(auditor), facility, kind="ops.duty")
    assert "14 generated" in page
    assert page.count("<article") == 1
    assert len(results(api(auditor), facility, kind="ops.duty")) == 14


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"day": "2026-07-21"}, 1),
        ({"day": "2026-07-20"}, 0),
        ({"first": "2026-07-21", "last": "2026-07-22"}, 1),
        ({"kind": "ops.checklistrun"}, 1),
        ({"source": "web"}, 1),
        ({"source": "offline"}, 0),
        ({"person": "MANAGER"}, 1),
        ({"person": "system"}, 0),
    ],
)
def test_filters_leave_what_they_say(api, auditor, facility, run, manager, query, expected):
    query = {name: value.replace("MANAGER", str(manager.pk)) for name, value in query.items()}
    kinds = [line["kind"] for line in results(api(auditor), facility, **query)]
    assert kinds.count("ops.checklistrun") == expected
    if query.get("source") == "web":
        assert set(kinds) == {"ops.checklistrun"}


def test_a_day_is_the_facilitys_day_not_utcs(api, auditor, facility, run):
    with time_machine.travel(dt.datetime(2026, 7, 20, 16, 30, tzinfo=dt.UTC), tick=False):
        ledger.make_run(facility, run.checklist, ledger.person(auditor))
    assert len(results(api(auditor), facility, day="2026-07-21", kind="ops.checklistrun")) == 2


def test_pages_by_cursor_give_each_row_once_even_at_one_moment(api, auditor, facility):
    plan = ledger.make_plan(facility)
    bulk.insert(
        Duty, [ledger.duty_of(plan, MORNING + dt.timedelta(hours=n)) for n in range(30)], by=Actor.system("generator")
    )
    with time_machine.travel(MORNING, tick=False):
        for n in range(10):
            facility.host = f"单位{n}"
            save(facility, by=Actor.system("x"))
    client, seen = api(auditor), []
    address = f"/api/v1/facilities/{facility.pk}/history/?page_size=7"
    while address:
        answer = client.get(address).json()
        seen += [(line["kind"], line["record_id"], line["version"]) for line in answer["results"]]
        address = answer["next"]
    assert len(seen) == len(set(seen))
    assert sum(kind == "ops.duty" for kind, *_rest in seen) == 30
    assert sum(kind == "ops.facility" for kind, *_rest in seen) == 11


@pytest.mark.parametrize(
    "query", [{"cursor": "nonsense"}, {"first": "2026-13-01"}, {"only": "everything"}, {"kind": "auth.x"}]
)
def test_a_wrong_filter_is_refused_at_its_field(api, auditor, facility, query):
    answer = api(auditor).get(f"/api/v1/facilities/{facility.pk}/history/", query)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == list(query)


def test_the_page_says_when_a_filter_is_wrong_and_shows_the_last_week(as_user, auditor, facility):
    page = ledger_of(as_user(auditor), facility, first="2026-07-09", last="2026-07-01")
    assert "The last day lies before the first." in page


def test_all_versions_of_a_record_and_the_one_that_stood_on_a_day(as_user, api, auditor, facility, run, manager):
    with time_machine.travel(MORNING + dt.timedelta(days=3), tick=False):
        amend(run, by=ledger.person(manager), version=1, reason="漏勾", passed=False)
    versions = api(auditor).get(f"/api/v1/records/ops.checklistrun/{run.pk}/versions/").json()
    assert [line["version"] for line in versions] == [2, 1]
    passed = {field["label"]: (field["value"], field["changed"]) for field in versions[0]["values"]}["passed"]
    assert passed == ("no", True)
    page = as_user(auditor).get(reverse("record-history", args=["ops.checklistrun", run.pk]), {"on": "2026-07-22"})
    assert "version 1 stood" in page.content.decode()
    page = as_user(auditor).get(reverse("record-history", args=["ops.checklistrun", run.pk]), {"on": "2026-07-01"})
    assert "was not yet recorded" in page.content.decode()


def test_an_order_of_the_union_above_stands_on_the_ledger(api, auditor, district, city, other_district, facility):
    from ops.facilities.models import Closure
    from ops.records.actions import create

    for union in (city, other_district):
        create(
            Closure(union=union, cause="epidemic", document_no=f"{union.name}9号", first_day=dt.date(2026, 7, 1)),
            by=factories.TESTER,
        )
    assert len(results(api(auditor), facility, kind="ops.closure")) == 1


def test_another_unions_auditor_finds_nothing(as_user, api, other_auditor, facility, run):
    for address in (
        reverse("facility-history", args=[facility.pk]),
        reverse("record-history", args=["ops.checklistrun", run.pk]),
    ):
        assert as_user(other_auditor).get(address).status_code == 404
    for address in (
        f"/api/v1/facilities/{facility.pk}/history/",
        f"/api/v1/facilities/{facility.pk}/history/export/?format=csv",
        f"/api/v1/records/ops.checklistrun/{run.pk}/versions/",
    ):
        assert api(other_auditor).get(address).status_code == 404


def test_a_guardian_is_refused_and_a_stranger_signs_in(as_user, client, facility):
    guardian = factories.make_user(Role.GUARDIAN, facility)
    address = reverse("facility-history", args=[facility.pk])
    assert as_user(guardian).get(address).status_code == 403
    assert client.get(address).status_code == 302


def test_an_unknown_record_or_kind_is_not_found(api, auditor, facility):
    for kind in ("ops.checklistrun", "ops.nothing"):
        assert api(auditor).get(f"/api/v1/records/{kind}/{facility.pk}/versions/").status_code == 404


def test_the_number_of_statements_does_not_grow_with_the_rows(
    as_user, api, auditor, facility, run, manager, query_budget
):
    client, page = api(auditor), as_user(auditor)
    ledger_of(page, facility)

    def fill():
        for n in range(12):
            changed = ledger.make_run(facility, run.checklist, ledger.person(manager))
            amend(changed, by=ledger.person(manager), version=1, reason="x", passed=False)
            duty = ledger.make_duty(ledger.make_plan(facility, name=f"计划{n}"), MORNING)
            duty.state = Duty.State.OVERDUE
            save(duty, by=Actor.system("sweep"))

    fill()
    with query_budget(17):
        results(client, facility)
    fill()
    with query_budget(17):
        results(client, facility)
    with query_budget(22):
        ledger_of(page, facility)
