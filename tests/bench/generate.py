"""Making one day's duties of 50,000 plans, against the bare INSERT … SELECT of the same rows; JSON to stdout.

    DATABASE_URL=postgres://… python -m tests.bench.generate

2,500 facilities with 20 plans each: several rhythms and times of day, opening hours of five kinds, one of twenty
facilities closed by an order. Ours reads the plans, works out when they fall, leaves out what stands, and writes duties
with their history in batches of 5,000 plans; the raw statement is told the day, writes one duty a plan with its history
at once, and knows no calendar. Both in turn into empty tables, medians of five, and the best of each. Then: the same
again when everything stands already, which is what beat asks for every hour.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

FACILITIES, PLANS_EACH = 2_500, 20
RUNS = 5
GATE = 2.0
RULES = ("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "FREQ=DAILY;INTERVAL=1", "FREQ=MONTHLY;BYMONTHDAY=9")
# A Thursday, the 9th: all of the rules fall on it.
DAY = dt.date(2026, 7, 9)


def measure() -> dict[str, Any]:
    """All figures; expects an empty database with tables."""
    build()
    ours, raw = [], []
    for _run in range(RUNS):
        reset()
        raw.append(timed(raw_statement))
        expected = written()
        reset()
        ours.append(timed(our_generation))
        assert written() == expected, (written(), expected)  # noqa: S101
    again = [timed(our_generation) for _run in range(RUNS)]
    ratio = statistics.median(ours) / statistics.median(raw)
    return {
        "plans": FACILITIES * PLANS_EACH,
        "written": dict(zip(("duties", "history"), expected, strict=True)),
        "generate_ms": [round(value) for value in ours],
        "raw_ms": [round(value) for value in raw],
        "ratio": round(ratio, 3),
        "ratio_of_the_best": round(min(ours) / min(raw), 3),
        "gate": GATE,
        "gate_held": ratio <= GATE,
        "nothing_new_ms": round(statistics.median(again)),
    }


def build() -> None:
    """The facilities with their hours, an order that closes some, and the plans."""
    from ops.duties.library import publish_policies
    from ops.duties.models import DutyPlan
    from ops.facilities.models import Closure, OpeningHours
    from ops.organization.roles import Role
    from ops.records import bulk
    from ops.records.actions import create
    from tests import factories

    by = factories.TESTER
    policy = publish_policies(by=by)["routine"]
    city = factories.make_union("市总工会")
    unions = [factories.make_union(below=city, level="grassroots") for _n in range(100)]
    facilities = [factories.make_facility(unions[n % 100], "room") for n in range(FACILITIES)]
    hours = [
        OpeningHours(facility=facility, weekday=weekday, opens=dt.time(7 + n % 5), closes=dt.time(18))
        for n, facility in enumerate(facilities)
        for weekday in range(7)
    ]
    bulk.insert(OpeningHours, hours, by=by)
    for union in unions[:5]:
        create(Closure(union=union, cause=Closure.Cause.WEATHER, first_day=DAY, last_day=DAY), by=by)
    plans = [
        DutyPlan(
            facility=facility, policy=policy, regime="cleaning", name=f"{n}", role=Role.ROOM_MANAGER,
            rrule=RULES[n % 4], calendar=("opening_days", "every_day")[n % 2], due=dt.time(9 + n % 8, 30),
            completed_by="record", trigger="reading", first_day=dt.date(2026, 1, 1),
        )
        for facility in facilities
        for n in range(PLANS_EACH)
    ]  # fmt: skip
    for start in range(0, len(plans), 5000):
        bulk.insert(DutyPlan, plans[start : start + 5000], by=by)


def reset() -> None:
    """No duty stands; the tables are as after a vacuum."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE ops_duty, ops_historicalduty CASCADE")
        for table in ("ops_duty", "ops_historicalduty", "ops_dutyplan", "ops_facility", "ops_openinghours"):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("CHECKPOINT")


def our_generation() -> None:
    """The product's."""
    from ops.duties.actions import generate_duties
    from ops.records.actor import Actor

    generate_duties(first=DAY, last=DAY, by=Actor.system("generate"))


def raw_statement() -> None:
    """The same number of rows in one statement, by the driver alone."""
    from django.db import connection

    from ops.duties.models import Duty

    tracked = ", ".join(f'"{field.column}"' for field in Duty.history.model.tracked_fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH written AS (
                INSERT INTO ops_duty (id, version, facility_id, plan_id, regime, policy_id, role, person_id, trigger,
                    day, opens_at, due_at, overdue_at, closes_at, state, record_kind, escalated_to, void_reason)
                SELECT gen_random_uuid(), 1, p.facility_id, p.id, p.regime, p.policy_id, p.role, p.person_id, p.trigger,
                    %s::date, (%s::date + p.opens) AT TIME ZONE f.time_zone, d.at, d.at,
                    d.at + p.late_minutes * interval '1 minute', 'open', '', 0, ''
                FROM ops_dutyplan p JOIN ops_facility f ON f.id = p.facility_id
                CROSS JOIN LATERAL (SELECT (%s::date + p.due) AT TIME ZONE f.time_zone AS at) d RETURNING *
            )
            INSERT INTO ops_historicalduty ({tracked}, history_date, history_type, history_change_reason, source,
                request_id, actor_name)
            SELECT {tracked}, now(), '+', '', 'system', '', 'generate' FROM written""",
            [DAY, DAY, DAY],
        )


def written() -> tuple[int, ...]:
    """Duties, and rows of history."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM ops_duty), (SELECT count(*) FROM ops_historicalduty)")
        return tuple(cursor.fetchone())


def timed(work: Callable[[], None]) -> float:
    """Milliseconds of one run."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def main() -> int:
    """Measure in a database of its own, which is dropped afterwards."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection

    if connection.vendor != "postgresql":
        print("DATABASE_URL must name a PostgreSQL server", file=sys.stderr)  # noqa: T201
        return 2
    before = connection.settings_dict["NAME"]
    connection.settings_dict.setdefault("TEST", {})["NAME"] = f"{before}_bench_generate"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        print(json.dumps(measure(), indent=2))  # noqa: T201
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
