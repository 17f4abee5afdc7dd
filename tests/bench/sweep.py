"""The overdue sweep against the one raw statement that it must be, on PostgreSQL; JSON to stdout.

    DATABASE_URL=postgres://… python -m tests.bench.sweep [--duties 500000] [--runs 3]

500,000 duties of 1,000 facilities, 5 % of them overdue; each makes a history row and four reminders (the one
responsible and the manager, in the app and by mail). Our sweep commits in batches, asks for suspended facilities and
conditions, and looks recipients up in the unions' tree; the raw statement does the bare writes at once. Both in turn,
from the same state, medians. Then: how long until another connection sees the first reminder when 50,000 are due. Last:
the memory that one sweep takes at its peak, with a tenth of the duties and with all of them.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import resource
import statistics
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

DUTIES, FACILITIES, PLANS_EACH = 500_000, 1_000, 10
OVERDUE_SHARE = 20  # one in so many
RUNS = 3
GATE, MOONSHOT = 1.5, 1.15
FIRST_GATE_MS, FIRST_MOONSHOT_MS = 1000, 100
# Overdue checks a second that healthchecks' loop flips one by one, measured on four cores: the upper end.
ONE_BY_ONE, TIMES_ONE_BY_ONE = 204, 20
# The peak with all duties may exceed that with a tenth of them by this much, and no more.
MEMORY_GATE = 1.25


def measure(duties: int = DUTIES, runs: int = RUNS) -> dict[str, Any]:
    """All figures; expects an empty database with tables."""
    build(duties)
    ours, raw = [], []
    for _run in range(runs):
        reset(duties // OVERDUE_SHARE)
        ours.append(timed(our_sweep))
        expected = written()
        reset(duties // OVERDUE_SHARE)
        raw.append(timed(raw_statement))
        assert written() == expected, (written(), expected)  # noqa: S101
    reset(min(50_000, duties // 2))
    first, all_of_it = first_reminder()
    ratio = statistics.median(ours) / statistics.median(raw)
    rate = duties // OVERDUE_SHARE / statistics.median(ours) * 1000
    return {
        "duties": duties,
        "overdue": duties // OVERDUE_SHARE,
        "written": dict(zip(("overdue", "history", "reminders"), expected, strict=True)),
        "sweep_ms": [round(value) for value in ours],
        "raw_ms": [round(value) for value in raw],
        "ratio": round(ratio, 3),
        "gate": GATE,
        "moonshot": MOONSHOT,
        "gate_held": ratio <= GATE,
        "overdue_a_second": round(rate),
        "one_by_one_a_second": ONE_BY_ONE,
        "times_one_by_one": round(rate / ONE_BY_ONE, 1),
        "times_one_by_one_held": rate >= TIMES_ONE_BY_ONE * ONE_BY_ONE,
        "due_50000": {
            "first_reminder_ms": round(first, 1),
            "whole_sweep_ms": round(all_of_it),
            "gate_ms": FIRST_GATE_MS,
            "moonshot_ms": FIRST_MOONSHOT_MS,
        },
        "memory": memory(duties),
    }


def memory(duties: int) -> dict[str, Any]:
    """What a sweep takes at its peak, by tracemalloc, as the duties grow tenfold; and the process's peak RSS."""
    peaks = {}
    for number in (duties, duties // 10):
        keep_only(number)
        reset(number // OVERDUE_SHARE)
        tracemalloc.start()
        our_sweep()
        peaks[number] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    growth = peaks[duties] / peaks[duties // 10]
    return {
        "peak_kb": {str(number): round(peak / 1024) for number, peak in sorted(peaks.items())},
        "growth": round(growth, 3),
        "gate": MEMORY_GATE,
        "gate_held": growth <= MEMORY_GATE,
        "process_peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def keep_only(number: int) -> None:
    """Leave so many duties."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE ops_reminder")
        # Nothing points at them any more: the checks of foreign keys would only cost time.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "DELETE FROM ops_duty WHERE id > (SELECT id FROM ops_duty ORDER BY id OFFSET %s LIMIT 1)", [number - 1]
        )
        cursor.execute("SET session_replication_role = DEFAULT")


def build(duties: int) -> None:
    """The facilities, their people, plans and duties."""
    from django.db import connection

    from ops.duties.library import publish_policies
    from ops.duties.models import DutyPlan
    from ops.organization.models import Membership, User
    from ops.organization.roles import Role
    from ops.records import bulk
    from tests import factories

    by = factories.TESTER
    policy = publish_policies(by=by)["routine"]
    city = factories.make_union("市总工会")
    districts = [factories.make_union(below=city) for _n in range(10)]
    unions = [factories.make_union(below=districts[n % 10], level="grassroots") for n in range(100)]
    factories.make_user(Role.UNION_OFFICER, city)
    for district in districts:
        factories.make_user(Role.UNION_OFFICER, district)
    facilities = [factories.make_facility(unions[n % 100], "room") for n in range(FACILITIES)]
    people = [User(username=f"p{n}", name=f"p{n}", email=f"p{n}@example.org") for n in range(2 * FACILITIES)]
    bulk.insert(User, people, by=by)
    roles = (Role.ROOM_MANAGER, Role.FACILITY_MANAGER)
    held = [Membership(user=u, role=roles[n % 2], facility=facilities[n // 2]) for n, u in enumerate(people)]
    bulk.insert(Membership, held, by=by)
    plans = [
        DutyPlan(
            facility=facility, policy=policy, regime="cleaning", name=f"{n}", due=dt.time(10), role=Role.ROOM_MANAGER,
            completed_by="record", trigger="reading", first_day=dt.date(2026, 1, 1),
        )
        for facility in facilities
        for n in range(PLANS_EACH)
    ]  # fmt: skip
    for start in range(0, len(plans), 2000):
        bulk.insert(DutyPlan, plans[start : start + 2000], by=by)
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO ops_duty (id, version, facility_id, plan_id, regime, policy_id, role, trigger, day, opens_at,
                   due_at, overdue_at, closes_at, state, record_kind, escalated_to, void_reason)
               SELECT gen_random_uuid(), 1, p.facility_id, p.id, p.regime, p.policy_id, p.role, p.trigger, d.at::date,
                   d.at - interval '8 hours', d.at, d.at, d.at + interval '30 days', 'open', '', 0, ''
               FROM ops_dutyplan p
               CROSS JOIN (SELECT now() + n * interval '1 day' AS at FROM generate_series(1, %s) n) d""",
            [duties // len(plans)],
        )
        cursor.execute(
            """INSERT INTO ops_historicalduty (id, version, facility_id, plan_id, regime, policy_id, role, trigger, day,
                   opens_at, due_at, overdue_at, closes_at, state, record_kind, escalated_to, void_reason, history_date,
                   history_type, history_change_reason, source, request_id, actor_name)
               SELECT id, version, facility_id, plan_id, regime, policy_id, role, trigger, day, opens_at, due_at,
                   overdue_at, closes_at, state, record_kind, escalated_to, void_reason, now(), '+',
                   '', 'system', '', 'bench'
               FROM ops_duty"""
        )


def reset(overdue: int) -> None:
    """So many duties are due, none is overdue yet; the tables are as after a vacuum."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE ops_reminder")
        cursor.execute("DELETE FROM ops_historicalduty WHERE history_type = '~'")
        cursor.execute(
            """UPDATE ops_duty SET state = 'open', version = 1, escalated_to = 0, escalate_at = NULL,
                   overdue_at = due_at WHERE state <> 'open' OR overdue_at <> due_at"""
        )
        cursor.execute(
            """UPDATE ops_duty SET due_at = moved.at, overdue_at = moved.at, opens_at = moved.at - interval '8 hours'
               FROM (SELECT id, now() - (row_number() OVER (ORDER BY id)) * interval '1 millisecond' AS at
                     FROM ops_duty ORDER BY id LIMIT %s) moved WHERE moved.id = ops_duty.id""",
            [overdue],
        )
        for table in (
            "ops_duty",
            "ops_historicalduty",
            "ops_reminder",
            "ops_membership",
            "ops_dutyplan",
            "ops_facility",
        ):
            cursor.execute(f"VACUUM ANALYZE {table}")
        cursor.execute("CHECKPOINT")


def our_sweep() -> None:
    """The product's sweep."""
    from ops.duties.actions import sweep
    from ops.records.actor import Actor

    sweep(by=Actor.system("sweep"))


def raw_statement() -> None:
    """The same writes in one statement, by the driver alone."""
    from django.db import connection

    columns = ", ".join(f'"{field.column}"' for field in _tracked())
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH changed AS (
                UPDATE ops_duty SET state = 'overdue', version = version + 1, escalated_to = 1,
                    escalate_at = now() + interval '16 hours'
                WHERE state = 'open' AND overdue_at <= now() RETURNING *
            ), copied AS (
                INSERT INTO ops_historicalduty ({columns}, history_date, history_type, history_change_reason, source,
                    request_id, actor_name)
                SELECT {columns}, now(), '~', '', 'system', '', 'sweep' FROM changed
            )
            INSERT INTO ops_reminder (id, kind, duty_id, facility_id, subject, params, level, recipient_id, channel,
                state, urgent, created_at, not_before, attempts, error, sent_at)
            SELECT gen_random_uuid(), 'duty_overdue', c.id, c.facility_id, '', '{{}}', 1, m.user_id, w.way,
                CASE w.way WHEN 'in_app' THEN 'sent' ELSE 'waiting' END, false, now(), now(), 0, '',
                CASE w.way WHEN 'in_app' THEN now() END
            FROM changed c
            JOIN ops_membership m ON m.facility_id = c.facility_id AND m.role IN (c.role, 'facility_manager')
            CROSS JOIN (VALUES ('in_app'), ('email')) w(way)
            ON CONFLICT DO NOTHING"""
        )


def _tracked() -> list[Any]:
    from ops.duties.models import Duty

    return Duty.history.model.tracked_fields


def written() -> tuple[int, ...]:
    """Overdue duties, changes in history, reminders."""
    from django.db import connection

    counts = (
        "SELECT count(*) FROM ops_duty WHERE state = 'overdue'",
        "SELECT count(*) FROM ops_historicalduty WHERE history_type = '~'",
        "SELECT count(*) FROM ops_reminder",
    )
    found = []
    with connection.cursor() as cursor:
        for count in counts:
            cursor.execute(count)
            found.append(cursor.fetchone()[0])
    return tuple(found)


def first_reminder() -> tuple[float, float]:
    """Milliseconds until another connection sees a reminder, and until the sweep has ended."""
    from django.db import connection

    seen: list[float] = []
    ready = threading.Event()

    def watch() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            ready.set()
            while not seen:
                cursor.execute("SELECT 1 FROM ops_reminder LIMIT 1")
                if cursor.fetchone():
                    seen.append(time.perf_counter())
                time.sleep(0.002)
        connection.close()

    watcher = threading.Thread(target=watch)
    watcher.start()
    ready.wait()
    started = time.perf_counter()
    our_sweep()
    ended = time.perf_counter()
    watcher.join()
    return (seen[0] - started) * 1000, (ended - started) * 1000


def timed(work: Callable[[], None]) -> float:
    """Milliseconds of one run."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def main() -> int:
    """Measure in a database of its own, which is dropped afterwards."""
    parser = argparse.ArgumentParser(description="The overdue sweep against raw SQL")
    parser.add_argument("--duties", type=int, default=DUTIES, help="open duties; a multiple of 100,000")
    parser.add_argument("--runs", type=int, default=RUNS)
    options = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection

    if connection.vendor != "postgresql":
        print("DATABASE_URL must name a PostgreSQL server", file=sys.stderr)  # noqa: T201
        return 2
    before = connection.settings_dict["NAME"]
    connection.settings_dict.setdefault("TEST", {})["NAME"] = f"{before}_bench_sweep"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        print(json.dumps(measure(options.duties, options.runs), indent=2))  # noqa: T201
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
