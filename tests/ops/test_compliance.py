"""The five numbers: one definition, the same by every way of asking, equal to the duties themselves."""

import datetime as dt
import random
from collections import Counter

import pytest
from django.utils import timezone

from ops.compliance import actions, queries
from ops.compliance.figures import Figures
from ops.compliance.models import ComplianceDay, ComplianceMonth
from ops.compliance.queries import Scope
from ops.duties.models import Duty
from ops.organization.roles import Role
from ops.records import bulk
from ops.records.actions import save
from ops.records.actor import Actor
from tests import factories
from tests.ops import ledger

State = Duty.State
SWEEP = Actor.system("sweep")


def noon(days_ago):
    """A moment of the facility's noon, some days ago."""
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    return dt.datetime.combine(day, dt.time(12), tzinfo=timezone.get_default_timezone())


@pytest.fixture
def unions(district):
    return [factories.make_union(f"街道{n}", below=district, level="grassroots") for n in range(3)]


@pytest.fixture
def crowded(unions, district):
    """Seven facilities in three unions and on the district itself; two regimes; twelve days in random states."""
    chance = random.Random(20260721)
    rows = []
    for number in range(7):
        facility = factories.make_facility([*unions, district][number % 4], name=f"驿站{number}")
        for regime in ("cleaning", "food_safety"):
            plan = ledger.make_plan(facility, regime)
            for days_ago in range(12):
                state = chance.choice(list(State))
                withdrawn = {"void_reason": chance.choice(["suspended", "plan_changed"])} if state == State.VOID else {}
                rows.append(ledger.duty_of(plan, noon(days_ago), state, **withdrawn))
    bulk.insert(Duty, rows, by=SWEEP)
    actions.count_changes()
    return rows


def by_hand(duties):
    """The figures of duties, counted one by one."""
    states = Counter(duty.state for duty in duties)
    undone = states[State.OVERDUE] + states[State.MISSED]
    done = states[State.DONE] + states[State.DONE_LATE]
    return Figures(
        expected=done + undone,
        done=done,
        on_time=states[State.DONE],
        late=states[State.DONE_LATE],
        missed=states[State.MISSED],
        overdue=states[State.OVERDUE],
        excused=sum(duty.state == State.VOID and duty.void_reason != "plan_changed" for duty in duties),
        open=states[State.OPEN],
    )


def test_late_is_not_missed_is_not_excused(district):
    plan = ledger.make_plan(factories.make_facility(district))
    for hour, state in enumerate(State):
        ledger.make_duty(plan, noon(1) + dt.timedelta(minutes=hour), state)
    actions.count_changes()
    found = queries.total(Scope(union=district), *[timezone.localdate() - dt.timedelta(days=1)] * 2)
    assert found == Figures(expected=4, done=2, on_time=1, late=1, missed=1, overdue=1, excused=1, open=1)
    assert (found.rate, found.on_time_rate) == ("50.0%", "25.0%")


def test_nothing_expected_has_no_rate():
    assert (Figures().rate, Figures().on_time_rate, Figures().permille_on_time) == ("—", "—", None)


@pytest.mark.parametrize(
    "by", [(), ("regime",), ("day",), ("regime", "day"), ("union",), ("facility", "regime"), ("union", "day")]
)
def test_figures_equal_the_duties_whichever_way_they_are_asked(crowded, district, by):
    keys = {
        "regime": lambda duty: duty.regime,
        "day": lambda duty: duty.day,
        "facility": lambda duty: duty.facility_id,
        "union": lambda duty: duty.facility.union_path,
    }
    groups = {}
    for duty in crowded:
        groups.setdefault(tuple(keys[name](duty) for name in by), []).append(duty)
    today = timezone.localdate()
    found = queries.figures(Scope(union=district), today - dt.timedelta(days=30), today, by)
    assert found == {key: by_hand(duties) for key, duties in groups.items()}


def test_a_month_equals_its_days(crowded, district):
    today = timezone.localdate()
    found = queries.figures(Scope(union=district), today - dt.timedelta(days=12), today, ("month", "regime"))
    groups = {}
    for duty in crowded:
        groups.setdefault((duty.day.replace(day=1), duty.regime), []).append(duty)
    assert found == {key: by_hand(duties) for key, duties in groups.items()}


def test_one_facility_and_one_regime(crowded):
    duties = [duty for duty in crowded if duty.facility_id == crowded[0].facility_id and duty.regime == "cleaning"]
    today = timezone.localdate()
    scope = Scope(facility=crowded[0].facility, regime="cleaning")
    assert queries.total(scope, today - dt.timedelta(days=12), today) == by_hand(duties)


def test_counting_again_changes_nothing_and_a_change_is_counted(crowded, district):
    assert queries.verify(*_span()) == []
    before = list(ComplianceDay.objects.order_by("facility", "day", "regime").values_list("expected", "done"))
    actions.recount(*_span())
    assert list(ComplianceDay.objects.order_by("facility", "day", "regime").values_list("expected", "done")) == before
    duty = Duty.objects.filter(state=State.OVERDUE, day__lt=timezone.localdate()).first()
    duty.state = State.DONE_LATE
    save(duty, by=SWEEP)
    assert len(queries.verify(*_span())) == 1
    actions.count_changes()
    assert queries.verify(*_span()) == []
    assert sum(row.expected for row in ComplianceMonth.objects.all()) == sum(
        row.expected for row in ComplianceDay.objects.all()
    )


def test_nothing_changed_is_nothing_to_count(crowded, query_budget):
    actions.count_changes()
    with query_budget(8):
        assert actions.count_changes() == 0


def test_a_row_with_a_lower_number_committed_later_is_counted(crowded):
    """As when a long transaction took its number before a short one and commits after it."""
    history = Duty.history.model.objects
    late, later = Duty.objects.filter(state=State.OVERDUE, day__lt=timezone.localdate())[:2]

    def done(duty, history_id):
        duty.state = State.DONE_LATE
        save(duty, by=SWEEP)
        history.filter(history_id=history.order_by("-history_id").first().history_id).update(history_id=history_id)

    newest = history.order_by("-history_id").first().history_id
    done(late, newest + 1000)
    actions.count_changes()
    done(later, newest + 500)
    actions.count_changes()
    assert queries.verify(*_span()) == []


def test_the_rollup_is_found_wrong_when_it_is(crowded):
    row = ComplianceDay.objects.filter(expected__gt=0).first()
    row.done += 1
    row.save()
    (difference,) = queries.verify(*_span())
    assert (difference.facility, difference.day, difference.regime) == (row.facility_id, row.day, row.regime)


def test_part_of_a_day_is_compared_with_the_same_part_of_yesterday(district):
    plan = ledger.make_plan(factories.make_facility(district))
    now = timezone.now()
    yesterday = timezone.localdate() - dt.timedelta(days=1)

    def stored(ago, state, done_ago=None):
        due = now - dt.timedelta(days=1, hours=0) - ago
        duty = ledger.duty_of(plan, due, state)
        duty.day = yesterday
        duty.done_at = None if done_ago is None else now - dt.timedelta(days=1) - done_ago
        bulk.insert(Duty, [duty], by=SWEEP)

    hour = dt.timedelta(hours=1)
    stored(2 * hour, State.DONE, done_ago=2 * hour)  # done by then
    stored(2.5 * hour, State.DONE_LATE, done_ago=-hour)  # overdue then, done an hour later
    stored(3 * hour, State.DONE_LATE, done_ago=hour)  # late, but done by then
    stored(-3 * hour, State.DONE, done_ago=-3 * hour)  # not yet due then
    found = queries.day_compared(Scope(union=district), timezone.localdate())
    assert found.before == Figures(expected=3, done=2, on_time=1, late=1, overdue=1, open=1)
    whole = queries.day_compared(Scope(union=district), yesterday)
    assert whole.until is None


def _span():
    today = timezone.localdate()
    return today - dt.timedelta(days=30), today


# --- by the API ---


def test_the_api_answers_by_union_facility_regime_day_and_month(api, auditor, crowded, district, unions):
    first, last = (day.isoformat() for day in _span())
    client = api(auditor)
    for by in ("union", "facility", "regime", "day", "month", "regime,union", ""):
        answer = client.get("/api/v1/compliance/", {"first": first, "last": last, "by": by})
        assert answer.status_code == 200, answer.content
        assert sum(row["expected"] for row in answer.json()) == by_hand(crowded).expected
    names = {
        row["name"] for row in client.get("/api/v1/compliance/", {"first": first, "last": last, "by": "union"}).json()
    }
    assert names == {"街道0", "街道1", "街道2", "市南区总工会"}


def test_the_api_asks_for_a_constant_number_of_statements(api, auditor, crowded, query_budget):
    first, last = (day.isoformat() for day in _span())
    client = api(auditor)
    with query_budget(7):
        client.get("/api/v1/compliance/", {"first": first, "last": last, "by": "facility,regime"})


@pytest.mark.parametrize(
    "query", [{"by": "colour"}, {"first": "2026-01-01", "last": "2025-01-01"}, {"by": "month,day"}, {"regime": "none"}]
)
def test_a_question_that_cannot_be_answered_is_refused(api, auditor, crowded, query):
    assert api(auditor).get("/api/v1/compliance/", query).status_code == 400


def test_another_union_and_its_facilities_are_not_found(api, other_auditor, other_district, crowded, district):
    for query in ({"union": district.pk}, {"facility": crowded[0].facility_id}):
        assert api(other_auditor).get("/api/v1/compliance/", query).status_code == 404
        assert api(other_auditor).get("/api/v1/overdue/", query).status_code == 404
    (own,) = api(other_auditor).get("/api/v1/compliance/").json()
    assert own["expected"] == 0


def test_a_manager_asks_about_the_own_facility_only(api, crowded):
    mine, other = crowded[0].facility, crowded[-1].facility
    manager = factories.make_user(Role.FACILITY_MANAGER, mine)
    assert api(manager).get("/api/v1/compliance/", {"facility": mine.pk}).status_code == 200
    assert api(manager).get("/api/v1/compliance/", {"facility": other.pk}).status_code == 404
    assert api(manager).get("/api/v1/compliance/").status_code == 404
