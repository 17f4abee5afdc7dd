"""An emergency: reported once, told at once, its clock, its growing timeline, its end; and who sees what."""

import datetime as dt
from uuid import uuid4

import pytest

from ops.organization.roles import Role
from ops.reminders.models import Reminder
from safety.food import actions as food
from safety.incidents import queries
from safety.incidents.models import Incident, IncidentEntry, StatutoryReport
from tests import factories
from tests.factories import TESTER
from tests.safety.conftest import NOW

INCIDENTS = "/api/v1/incidents/"
ENTRIES = "/api/v1/incident-entries/"
REPORTS = "/api/v1/statutory-reports/"
DRILLS = "/api/v1/drills/"
PLANS = "/api/v1/emergency-plans/"


def incident(**changes):
    return {"kind": "injury", "what": "在操场摔倒，膝盖擦伤", "people": "王小明", "affected": 1} | changes


@pytest.fixture
def suspected(api, staff, sent):
    """A suspected food poisoning, just reported."""
    body = sent(**incident(kind="food", what="午餐后 3 名儿童呕吐", people="王小明，李红，赵刚", affected=3))
    answer = api(staff).post(INCIDENTS, body)
    assert answer.status_code == 201, answer.data
    return answer.data


def of(incident, **fields):
    return {"id": str(uuid4()), "incident": incident["id"], "occurred_at": NOW.isoformat()} | fields


def report(authority, **changes):
    return {"authority": authority, "affected": 3, "reported_to": "值班室"} | changes


def test_reporting_tells_the_manager_and_the_union_at_once(api, staff, manager, officer, auditor, sent):
    answer = api(staff).post(INCIDENTS, sent(**incident()))
    assert answer.status_code == 201, answer.data
    assert (answer.data["state"], answer.data["report_due_at"]) == ("open", None)
    told = Reminder.objects.filter(kind="incident", channel="in_app")
    assert {row.recipient for row in told} == {manager, officer}
    assert all(row.urgent and row.not_before <= NOW for row in told)


def test_a_reminder_bears_neither_names_nor_what_happened(api, staff, manager, officer, sent, as_user):
    api(staff).post(INCIDENTS, sent(**incident()))
    from django.utils.translation import override

    from ops.reminders.registry import messages

    for language in ("zh-hans", "en"):
        with override(language):
            message = messages["incident"].compose(Reminder.objects.first(), language)
        told = f"{message.title} {message.body} {message.url}"
        assert "王小明" not in told
        assert "膝盖" not in told
        assert str(Incident.objects.get().pk) in message.url


def test_the_nearest_union_that_has_an_officer_is_told(api, city, staff, sent):
    above = factories.make_user(Role.UNION_OFFICER, city)
    api(staff).post(INCIDENTS, sent(**incident()))
    assert {row.recipient for row in Reminder.objects.all()} == {above}


def test_a_retry_reports_once_and_tells_once(api, staff, manager, sent):
    body = sent(**incident())
    assert [api(staff).post(INCIDENTS, body).status_code for _i in range(2)] == [201, 200]
    assert Reminder.objects.filter(channel="in_app").count() == 1
    assert api(staff).post(INCIDENTS, body | {"what": "别的事"}).status_code == 409


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"kind": "other", "what": "  "}, "what"), ({"kind": "flood"}, "kind"), ({"affected": -1}, "affected")],
)
def test_bad_input_is_said_at_its_field(api, staff, sent, changes, field):
    answer = api(staff).post(INCIDENTS, sent(**incident(**changes)))
    assert (answer.status_code, list(answer.data["errors"])) == (400, [field])


def test_the_clock_of_a_suspected_food_incident_runs_two_hours(suspected, api, staff, now):
    assert suspected["report_due_at"] == "2026-07-21T12:15:00+08:00"
    assert suspected["reports_missing"] == ["health", "regulator"]
    now.move_to(NOW + dt.timedelta(minutes=50))
    clock = queries.clock_of(Incident.objects.get())
    assert (clock.minutes_left, clock.late, clock.is_done) == (70, False, False)

    at = (NOW + dt.timedelta(minutes=50)).isoformat()
    for authority in ("health", "regulator"):
        answer = api(staff).post(REPORTS, of(suspected, **report(authority), occurred_at=at))
        assert answer.status_code == 201, answer.data
    now.move_to(NOW + dt.timedelta(hours=5))
    clock = queries.clock_of(Incident.objects.get())
    assert (clock.is_done, clock.late) == (True, False)


def test_a_report_after_two_hours_is_late(suspected, api, staff):
    at = (NOW + dt.timedelta(hours=2, minutes=1)).isoformat()
    for authority in ("health", "regulator"):
        api(staff).post(REPORTS, of(suspected, **report(authority), occurred_at=at))
    assert queries.clock_of(Incident.objects.get()).late


def test_a_second_report_to_the_same_authority_supplements(suspected, api, staff):
    first = api(staff).post(REPORTS, of(suspected, **report("health")))
    second = api(staff).post(REPORTS, of(suspected, **report("health", affected=5)))
    assert [first.data["supplement"], second.data["supplement"]] == [False, True]


def test_abuse_must_be_reported_at_once_and_is_confidential(api, staff, officer, auditor, sent):
    made = api(staff).post(INCIDENTS, sent(**incident(kind="abuse", what="发现身上多处淤青"))).data
    assert made["reports_missing"] == ["police"]
    assert queries.clock_of(Incident.objects.get()).at_once
    api(staff).post(ENTRIES, of(made, text="孩子说是被打的"))
    for person in (officer, auditor):
        seen = api(person).get(f"{INCIDENTS}{made['id']}/").data
        assert "淤青" not in str(seen)
        assert "被打" not in str(api(person).get(ENTRIES).data)
    assert "淤青" in api(staff).get(f"{INCIDENTS}{made['id']}/").data["what"]


def test_union_roles_see_counts_and_masked_names(suspected, api, auditor):
    seen = api(auditor).get(f"{INCIDENTS}{suspected['id']}/").data
    assert (seen["people"], seen["affected"]) == ("王＊、李＊、赵＊", 3)


def test_what_happened_is_encrypted_in_the_database(suspected):
    raw = Incident.objects.extra(select={"a": "what", "b": "people"}).values_list("a", "b")[0]
    history = Incident.history.extra(select={"a": "what"}).values_list("a", flat=True)[0]
    assert "呕吐" not in f"{raw}{history}"
    assert "王小明" not in str(raw)


def test_the_timeline_grows_and_is_read_in_order(suspected, api, staff, officer, query_budget):
    at = [(NOW + dt.timedelta(minutes=n)).isoformat() for n in (1, 5, 9)]
    api(staff).post(ENTRIES, of(suspected, kind="call", whom="120", text="请求救护车", occurred_at=at[0]))
    api(staff).post(REPORTS, of(suspected, **report("health"), occurred_at=at[2]))
    api(officer).post(ENTRIES, of(suspected, kind="informed", whom="区市总值班", occurred_at=at[1]))
    from ops.organization.access import Access

    standing = Incident.objects.select_related("facility").get()
    access = Access(staff)
    with query_budget(3):
        lines = queries.timeline_of(standing, access)
    assert [type(line.row) for line in lines] == [IncidentEntry, IncidentEntry, StatutoryReport]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": "call", "text": "x"}, "whom"),
        ({}, "text"),
        ({"kind": "state", "text": "x"}, "kind"),
        ({"photo": str(uuid4())}, "photo"),
    ],
)
def test_an_empty_line_is_refused(suspected, api, staff, fields, field):
    answer = api(staff).post(ENTRIES, of(suspected, **fields))
    assert (answer.status_code, list(answer.data["errors"])) == (400, [field])


def test_it_is_contained_and_closed_with_a_conclusion_once_reported(suspected, api, staff, manager):
    url = f"{INCIDENTS}{suspected['id']}/"
    assert api(staff).post(f"{url}contain/", {"text": "儿童已送医，停止供餐"}).data["state"] == "contained"
    assert list(api(manager).post(f"{url}close/", {"conclusion": " "}).data["errors"]) == ["conclusion"]
    refused = api(manager).post(f"{url}close/", {"conclusion": "诺如病毒"})
    assert refused.status_code == 409
    assert "Market regulator" in refused.data["detail"]
    for authority in ("health", "regulator"):
        api(staff).post(REPORTS, of(suspected, **report(authority)))
    assert api(staff).post(f"{url}close/", {"conclusion": "x"}).status_code == 403
    closed = api(manager).post(f"{url}close/", {"conclusion": "疾控确认为诺如病毒，全面消毒"})
    assert (closed.status_code, closed.data["state"]) == (200, "closed")
    assert IncidentEntry.objects.filter(kind="state").count() == 2
    assert api(manager).post(f"{url}reopen/", {"reason": "又有 1 名儿童发病"}).data["state"] == "open"


def test_only_a_manager_withdraws_with_a_reason_and_not_once_reported(suspected, api, staff, manager):
    url = f"{INCIDENTS}{suspected['id']}/void/"
    assert api(staff).post(url, {"reason": "误报"}).status_code == 403
    assert api(manager).post(url, {}).status_code == 400
    api(staff).post(REPORTS, of(suspected, **report("health")))
    assert api(manager).post(url, {"reason": "误报"}).status_code == 409
    assert not Incident.objects.get().is_void


def test_a_false_alarm_is_withdrawn_and_stays_readable(api, staff, manager, sent):
    made = api(staff).post(INCIDENTS, sent(**incident())).data
    api(manager).post(f"{INCIDENTS}{made['id']}/void/", {"reason": "演习误报"})
    assert api(staff).get(f"{INCIDENTS}{made['id']}/").data["voided_at"]
    assert api(staff).post(ENTRIES, of(made, text="x")).status_code == 409


def test_evidence_is_kept_while_a_food_incident_runs(suspected, api, staff, station, now):
    old = NOW - dt.timedelta(hours=60)
    sample, _new = food.keep_sample(
        id=uuid4(), facility=station, meal="lunch", dish="虾仁", grams=130, occurred_at=old, by=TESTER
    )
    url = f"/api/v1/retained-samples/{sample.pk}/"
    assert api(staff).post(f"{url}discard/").status_code == 409
    assert api(staff).post(f"{url}void/", {"reason": "x"}).status_code == 409
    Incident.objects.get()
    for authority in ("health", "regulator"):
        api(staff).post(REPORTS, of(suspected, **report(authority)))
    manager = factories.make_user(Role.FACILITY_MANAGER, station)
    api(manager).post(f"{INCIDENTS}{suspected['id']}/close/", {"conclusion": "排除"})
    assert api(staff).post(f"{url}discard/").status_code == 200


def test_a_correction_moves_the_clock(suspected, api, staff):
    answer = api(staff).patch(
        f"{INCIDENTS}{suspected['id']}/",
        {"occurred_at": "2026-07-21T09:45:00+08:00", "reason": "发现时间记错"},
        headers={"if-match": '"1"'},
    )
    assert answer.data["report_due_at"] == "2026-07-21T11:45:00+08:00"


def test_foreign_incidents_are_not_found_and_auditors_do_not_write(
    suspected, api, stranger, auditor, other_auditor, officer, sent
):
    for person in (stranger, other_auditor):
        assert api(person).get(f"{INCIDENTS}{suspected['id']}/").status_code == 404
        assert api(person).get(ENTRIES).data["results"] == [] if person is stranger else True
    assert api(stranger).post(INCIDENTS, sent(**incident())).status_code == 404
    assert api(stranger).post(ENTRIES, of(suspected, text="x")).status_code == 404
    assert api(auditor).post(ENTRIES, of(suspected, text="x")).status_code == 403
    assert api(officer).post(INCIDENTS, sent(**incident())).status_code == 403


def test_running_incidents_are_listed_in_constant_queries(suspected, api, staff, officer, sent, query_budget):
    for _i in range(3):
        api(staff).post(INCIDENTS, sent(**incident()))
    with query_budget(4):
        found = api(officer).get(INCIDENTS, {"running": True}).data["results"]
    assert len(found) == 4


def test_a_drill_is_recorded_and_completes_its_duty(api, staff, station, sent):
    from tests.safety.test_food_records import waiting_duty

    duty = waiting_duty(station, "drill")
    body = sent(kind="fire", summary="全员 2 分 40 秒撤离到操场", children=28, adults=4, seconds=160)
    assert api(staff).post(DRILLS, body).status_code == 201
    duty.refresh_from_db()
    assert duty.state == "done"
    assert list(api(staff).post(DRILLS, sent(kind="fire", summary=" ")).data["errors"]) == ["summary"]


def test_a_new_plan_follows_the_old_which_stays_readable(api, manager, staff, station):
    def plan(day):
        return {"facility": str(station.pk), "kind": "fire", "title": "火灾", "steps": "报警\n撤离", "valid_from": day}

    assert api(manager).post(PLANS, plan("2026-07-01")).status_code == 201
    assert api(manager).post(PLANS, plan("2026-07-01")).status_code == 400
    assert api(manager).post(PLANS, plan("2026-08-01")).status_code == 201
    assert api(staff).post(PLANS, plan("2026-09-01")).status_code == 403
    rows = api(staff).get(PLANS).data["results"]
    assert {(row["valid_from"], row["valid_until"]) for row in rows} == {
        ("2026-07-01", "2026-07-31"),
        ("2026-08-01", None),
    }
