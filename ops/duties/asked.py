"""What thousands of plans ask for, worked out once for all that are alike, and written by the database itself.

Facilities with the same clock, hours, terms and closures are one place; plans with the same rhythm at one place are one
group. Two small tables travel to the server (the place of each facility, and when each group falls); it joins them with
the plans, which are never read.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connections, models, router

from ops.duties.changes import change_duties, following
from ops.duties.models import Duty, DutyPlan, EscalationPolicy
from ops.duties.occurrences import Calendars, Occurrence, Place, Rhythm
from ops.duties.registry import DutyChange, Event
from ops.duties.rules import is_anchored
from ops.duties.template_models import due_times
from ops.facilities.models import Facility
from ops.records import bulk
from ops.records.actor import Actor

_DUTY, _PLAN, _POLICY = (model._meta.db_table for model in (Duty, DutyPlan, EscalationPolicy))
_NUMBER = models.IntegerField()
# The columns in which the plans of a group agree; beside them the first day where the rule counts from it, and how long
# before a duty its people are reminded.
_ALIKE = (
    *("rrule", "calendar", "due", "also_due", "every_opening_hours", "opens", "window_minutes"),
    *("grace_minutes", "late_minutes"),
)
_RHYTHM = {name: DutyPlan._meta.get_field(name) for name in _ALIKE} | {
    "anchor": DutyPlan._meta.get_field("first_day"),
    "before": EscalationPolicy._meta.get_field("before_minutes"),
}
_TIME = {
    name: Duty._meta.get_field(name)
    for name in ("day", "opens_at", "due_at", "overdue_at", "closes_at", "closure", "state", "escalate_at")
}
# What a duty takes over from its plan, and from the time of its group.
_COLUMNS = {
    **{name: f"p.{name}" for name in ("regime", "role", "trigger")},
    **{name: f"p.{name}_id" for name in ("facility", "policy", "person")},
    **{name: f"t.{name}" for name in _TIME},
    "plan": "p.id",
}
# Of the times of a group those that the plan asks for.
_WITHIN = """t.day >= p.first_day AND (p.last_day IS NULL OR t.day <= p.last_day)
    AND (p.effective_from IS NULL OR t.due_at > p.effective_from)"""


@dataclass
class Asked:
    """What the plans of some facilities ask for between two days; of all their plans, or of those named."""

    first: dt.date
    last: dt.date
    plans: Sequence[UUID] | None = None
    places: list[tuple[UUID, int]] = field(default_factory=list)
    # Rules that are counted from the plan's first day.
    anchored: list[str] = field(default_factory=list)
    times: list[tuple[Any, ...]] = field(default_factory=list)

    def in_force(self, connection: Any) -> tuple[str, list[Any]]:
        """FROM of the plans in force (`p`) with their policies (`e`) and places (`c`), and its parameters."""
        places, params = bulk.values(connection, "c", {"facility": Duty._meta.pk, "place": _NUMBER}, self.places)
        named: str = ""
        named_params: Sequence[Any] = ()
        if self.plans is not None:
            one_column = [(plan,) for plan in self.plans]
            named, named_params = bulk.values(connection, "n", {"plan": Duty._meta.pk}, one_column)
            named = f"JOIN {named} ON n.plan = p.id"
        bounds = [connection.ops.adapt_datefield_value(day) for day in (self.last, self.first)]
        return (
            f"""{places} JOIN {_PLAN} p ON p.facility_id = c.facility AND NOT p.paused AND p.first_day <= %s
                AND (p.last_day IS NULL OR p.last_day >= %s) JOIN {_POLICY} e ON e.id = p.policy_id {named}""",
            [*params, *bounds, *named_params],
        )

    def rhythm(self) -> tuple[list[str], list[Any]]:
        """SQL of the columns in which the plans of a group agree, in the order of `_RHYTHM`, and their parameters."""
        rules = ", ".join(["%s"] * len(self.anchored)) or "NULL"
        anchor = f"CASE WHEN p.rrule IN ({rules}) THEN p.first_day END"
        return [*(f"p.{name}" for name in _ALIKE), anchor, "e.before_minutes"], self.anchored

    def group(self) -> tuple[str, list[Any]]:
        """SQL of the group of a plan, as one text: by a single equality the planner foresees how many rows come."""
        columns, params = self.rhythm()
        texts = [f"COALESCE(CAST({column} AS text), '')" for column in ("c.place", *columns)]
        return " || ' ' || ".join(texts), params

    def falling(self, connection: Any) -> tuple[str, list[Any]]:
        """The times at which the groups fall (`t`), to join by `grp`."""
        sql, params = bulk.values(connection, "t", {"grp": models.TextField(), **_TIME}, self.times)
        return sql, list(params)


def asked_of(
    facilities: Sequence[Facility], first: dt.date, last: dt.date, plans: Sequence[UUID] | None = None
) -> Asked:
    """What the plans of these facilities ask for from `first` to `last`; a constant number of queries."""
    standing = DutyPlan.objects.filter(facility__in=facilities, paused=False)
    rules = set(standing.values_list("rrule", "calendar").distinct())
    terms = any(calendar == DutyPlan.Calendar.TERM_DAYS for _rule, calendar in rules)
    calendars = Calendars.of(facilities, first, last, terms=terms)
    asked = Asked(first, last, plans, anchored=sorted({rule for rule, _calendar in rules if is_anchored(rule)}))
    numbers: dict[int, int] = {}
    by_number: list[Place] = []
    for facility in facilities:
        place = calendars.places[facility.pk]
        if id(place) not in numbers:
            numbers[id(place)] = len(by_number)
            by_number.append(place)
        asked.places.append((facility.pk, numbers[id(place)]))
    for group, number, *alike, anchor, before in _groups(asked):
        rhythm = _rhythm(dict(zip(_ALIKE, alike, strict=True)), anchor)
        asked.times += [(group, *_time(one, before)) for one in calendars.occurrences(rhythm, by_number[number])]
    return asked


def _groups(asked: Asked) -> list[tuple[Any, ...]]:
    """Each group with its place's number and the columns of `_RHYTHM`."""
    connection = connections[router.db_for_write(Duty)]
    plans, params = asked.in_force(connection)
    with connection.cursor() as cursor:
        (group, group_params), (columns, rhythm_params) = asked.group(), asked.rhythm()
        cursor.execute(
            f"SELECT DISTINCT {group}, c.place, {', '.join(columns)} FROM {plans}",  # noqa: S608
            [*group_params, *rhythm_params, *params],
        )
        rows = cursor.fetchall()
    fields = _RHYTHM.values()
    return [(group, place, *map(_read, fields, row)) for group, place, *row in rows]


def _read(column: Any, value: Any) -> Any:
    """A value as Python has it; SQLite keeps times and days, and both databases hand out JSON, as text."""
    return json.loads(value) if isinstance(column, models.JSONField) else column.to_python(value)


def _rhythm(columns: dict[str, Any], anchor: dt.date | None) -> Rhythm:
    times = due_times(columns.pop("due"), columns.pop("also_due"))
    return Rhythm(anchor=anchor, times=times, **columns)


def _time(one: Occurrence, before_minutes: int | None) -> tuple[Any, ...]:
    closure = None if one.closure is None else one.closure.pk
    remind_at = one.remind_at(before_minutes)
    return (one.day, one.opens_at, one.due_at, one.overdue_at, one.closes_at, closure, one.state, remind_at)


def _parts(asked: Asked, connection: Any) -> list[tuple[str, list[Any]]]:
    return [asked.in_force(connection), asked.falling(connection), asked.group()]


def insert_asked(asked: Asked, *, by: Actor, at: dt.datetime) -> int:
    """Insert the duties that are asked for and do not stand yet; returns how many are new."""

    def origin(connection: Any) -> tuple[str, Sequence[Any]]:
        (plans, params), (times, time_params), (group, group_params) = _parts(asked, connection)
        return (
            f"""{plans} JOIN {times} ON t.grp = {group} WHERE {_WITHIN}
            AND NOT EXISTS (SELECT 1 FROM {_DUTY} d WHERE d.plan_id = p.id AND d.due_at = t.due_at)""",  # noqa: S608
            [*params, *time_params, *group_params],
        )

    if not asked.times:
        return 0
    return bulk.insert_from(Duty, origin, _COLUMNS, by=by, at=at, then=following(DutyChange(Event.GENERATED, at)))


class Astray(NamedTuple):
    """A duty that stands otherwise than is asked: by its state, or by when it may be done."""

    duty: UUID
    state: str
    is_gone: bool
    closure: UUID | None
    opens_at: dt.datetime | None
    remind_at: dt.datetime | None

    @property
    def change(self) -> tuple[Event | None, dict[str, Any]]:
        """What happens to it, and its columns as they shall be."""
        if self.is_gone or self.closure is not None:
            why = "calendar" if self.is_gone else ""
            void = {"closure_id": self.closure, "void_reason": why, "escalate_at": None}
            return Event.VOID, {"state": Duty.State.VOID, **void}
        if self.state == Duty.State.OPEN:
            return None, {"opens_at": self.opens_at}
        again = {"closure_id": None, "void_reason": "", "escalate_at": self.remind_at, "opens_at": self.opens_at}
        return Event.REOPENED, {"state": Duty.State.OPEN, **again}


def follow_calendars(asked: Asked, *, by: Actor, now: dt.datetime, reason: str = "") -> None:
    """What is not yet due follows its calendar: hours, terms, closures or the union may have changed since it was made.

    A duty that is no longer asked for, or whose day is now closed, becomes void (but for what `excusable` leaves); one
    that is asked for again reopens. One that may be done from another time, and has not begun, may be done from then.
    """
    by_change: dict[tuple[Any, ...], list[UUID]] = {}
    for one in _astray(asked, now):
        event, columns = one.change
        by_change.setdefault((event, *columns.items()), []).append(one.duty)
    for (event, *written), ids in by_change.items():
        chosen = Duty.objects.filter(pk__in=ids, state__in=[Duty.State.OPEN, Duty.State.VOID])
        if event is None:
            bulk.update(chosen, by=by, reason=reason, **dict(written))
        else:
            chosen = chosen.excusable(now) if event == Event.VOID else chosen
            change_duties(chosen, event, by=by, at=now, reason=reason, **dict(written))


def _astray(asked: Asked, now: dt.datetime) -> list[Astray]:
    connection = connections[router.db_for_write(Duty)]
    (plans, params), (times, time_params), (group, group_params) = _parts(asked, connection)
    sql = f"""SELECT d.id, d.state, t.grp IS NULL, t.closure, t.opens_at, t.escalate_at
        FROM {plans} JOIN {_DUTY} d ON d.plan_id = p.id AND d.day BETWEEN %s AND %s AND d.due_at > %s
        LEFT JOIN {times} ON t.grp = {group} AND t.due_at = d.due_at AND {_WITHIN}
        WHERE d.state = 'open'
                AND (t.grp IS NULL OR t.closure IS NOT NULL OR t.opens_at <> d.opens_at AND d.opens_at > %s)
            OR d.state = 'void' AND (d.void_reason = 'calendar' OR d.closure_id IS NOT NULL)
                AND t.grp IS NOT NULL AND t.closure IS NULL"""  # noqa: S608
    ops = connection.ops
    bounds = [ops.adapt_datefield_value(asked.first), ops.adapt_datefield_value(asked.last)]
    with connection.cursor() as cursor:
        moment = ops.adapt_datetimefield_value(now)
        cursor.execute(sql, [*params, *bounds, moment, *time_params, *group_params, moment])
        to_id = Duty._meta.pk.to_python
        return [
            Astray(to_id(duty), state, bool(gone), closure and to_id(closure), _moment(opens_at), _moment(remind_at))
            for duty, state, gone, closure, opens_at, remind_at in cursor.fetchall()
        ]


def _moment(value: Any) -> dt.datetime | None:
    """A moment as the cursor gives it; SQLite keeps it as text in UTC."""
    return dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC) if isinstance(value, str) else value
