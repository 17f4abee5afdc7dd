"""The reminders of duties: SQL that stands in the statement of the sweep, reading the duties it has just changed.

Recipients are looked up in memberships that are in force at that moment. Reach `facility` is everybody with the role
at the facility; `union` the officers of the nearest union above it that has one; `city` those of the federation. Who
is away is spared: their stand-in is told instead, else the others with the same role there, and they only if there is
nobody else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache

from ops.absences.models import Absence
from ops.duties.models import EscalationPolicy, EscalationStep
from ops.duties.registry import DutyChange, Event
from ops.facilities.models import Facility
from ops.organization.models import Membership, TradeUnion, User
from ops.organization.roles import IN_FIELD
from ops.records.bulk import Then, new_ids, placeholder
from ops.reminders.hours import awake
from ops.reminders.models import Channel, Reminder
from ops.reminders.ways import statement

# The federation has five levels; nobody is looked for above sixteen.
_LEVELS = ", ".join(f"({TradeUnion.steplen * depth})" for depth in range(1, 17))
_REMINDER, _MEMBERSHIP, _UNION, _USER, _FACILITY, _ABSENCE = (
    model._meta.db_table for model in (Reminder, Membership, TradeUnion, User, Facility, Absence)
)
State = Reminder.State
Reach = EscalationStep.Reach
Sql = tuple[str, list[Any]]


class Step(NamedTuple):
    """Who is told at a level: a role (empty: the responsible) at a reach; JSON of the channels the policy demands."""

    reach: Reach
    demanded: str
    role: str


def follow(change: DutyChange) -> Then | None:
    """What a change of duties means for reminders: some are written, or need not be sent any more."""
    if change.event in (Event.NEAR, Event.OVERDUE, Event.ESCALATED) and change.level is not None:
        return _remind(change)
    if change.event in (Event.DONE, Event.VOID):
        return _settle
    if change.event == Event.REOPENED:
        return _forget
    return None


def _settle(connection: Any) -> tuple[str, Sequence[Any]]:
    """The duty is done or not required: what was not sent yet need not be."""
    return (
        f"UPDATE {_REMINDER} SET state = %s WHERE state IN (%s, %s) AND duty_id IN (SELECT id FROM written)",  # noqa: S608
        [State.SETTLED.value, State.WAITING.value, State.FAILED.value],
    )


def _forget(connection: Any) -> tuple[str, Sequence[Any]]:
    """The duty is to be done after all: what was never sent goes, so that it can be written anew when it is overdue."""
    return (
        f"DELETE FROM {_REMINDER} WHERE state IN (%s, %s, %s) AND duty_id IN (SELECT id FROM written)",  # noqa: S608
        [State.SETTLED.value, State.WAITING.value, State.FAILED.value],
    )


def _remind(change: DutyChange) -> Then | None:
    steps = _steps(change.policy, change.level)
    if not steps:
        return None

    def then(connection: Any) -> tuple[str, Sequence[Any]]:
        return _insert(connection, change, steps)

    return then


def _steps(policy: EscalationPolicy, level: int | None) -> list[Step]:
    """The steps of a level; before it is due the responsible alone are reminded."""
    if level == 0:
        return [Step(Reach.FACILITY, "", "")]
    return [
        Step(Reach(step.reach), json.dumps(step.channels) if step.channels else "", step.role)
        for step in policy.steps.all()
        if step.level == level
    ]


def _insert(connection: Any, change: DutyChange, steps: list[Step]) -> tuple[str, Sequence[Any]]:
    now = connection.ops.adapt_datetimefield_value(change.at)
    recipients, told = _told(steps, now)
    ways = statement(recipients, urgent=change.policy.urgent, with_groups=any(s.reach != Reach.FACILITY for s in steps))
    held, held_params = _not_before(connection, change, now)
    columns = (
        "id, kind, duty_id, facility_id, subject, params, level, recipient_id, point_id, channel, state, urgent, "
        "created_at, not_before, attempts, error, sent_at"
    )
    moment, in_app = _moment(connection), Channel.IN_APP.value
    sql = f"""
        INSERT INTO {_REMINDER} ({columns}) {ways}
        SELECT {new_ids(connection, change.at)}, %s, ways.duty_id, ways.facility_id, '', '{{}}', %s, ways.user_id,
            ways.point_id, ways.channel, CASE ways.channel WHEN %s THEN %s ELSE %s END, %s, {moment},
            CASE WHEN ways.own_hours THEN {moment} ELSE {held} END, 0, '',
            CASE ways.channel WHEN %s THEN {moment} END
        FROM ways JOIN {_FACILITY} f ON f.id = ways.facility_id WHERE true
        ON CONFLICT DO NOTHING"""  # noqa: S608
    said = [_kind(change), change.level, in_app, State.SENT.value, State.WAITING.value, bool(change.policy.urgent)]
    return sql, [*told, *said, now, now, *held_params, in_app, now]


def _told(steps: list[Step], now: Any) -> Sql:
    """Who is told by these steps: duty, facility, person, union of the role, and the channels that are demanded."""
    parts, params = [], []
    for reach, demanded in sorted({(step.reach, step.demanded) for step in steps}):
        roles = [step.role for step in steps if (step.reach, step.demanded) == (reach, demanded)]
        sql, values = _RECIPIENTS[reach](roles, now)
        parts.append(f"SELECT found.*, CAST(%s AS text) AS demanded FROM ({sql}) found")  # noqa: S608
        params += [demanded, *values]
    return " UNION ".join(parts), params


def _kind(change: DutyChange) -> str:
    return f"duty_{change.event.value}"


def _moment(connection: Any) -> str:
    return placeholder(connection, Reminder._meta.get_field("created_at"))


def _not_before(connection: Any, change: DutyChange, now: Any) -> Sql:
    """Now, or for what is not urgent the end of the policy's quiet hours on the facility's clock."""
    policy = change.policy
    if policy.urgent:
        return _moment(connection), [now]
    default = settings.TIME_ZONE
    zones = {default, *_zones_in_use()}
    ends = {zone: awake(change.at, ZoneInfo(zone), policy.quiet_from, policy.quiet_until) for zone in zones}
    shown = [zone for zone, end in ends.items() if end != ends[default]]
    rest = connection.ops.adapt_datetimefield_value(ends[default])
    if not shown:
        return _moment(connection), [rest]
    cases = " ".join(f"WHEN %s THEN {_moment(connection)}" for _zone in shown)
    params = [param for zone in shown for param in (zone, connection.ops.adapt_datetimefield_value(ends[zone]))]
    return f"CASE f.time_zone {cases} ELSE {_moment(connection)} END", [*params, rest]


def _zones_in_use() -> list[str]:
    """Time zones of the facilities; kept for five minutes."""
    zones = Facility.objects.order_by().values_list("time_zone", flat=True).distinct()
    return cache.get_or_set("facility-zones", lambda: list(zones), 300) or []


def _in_force(now: Any) -> Sql:
    return "m.since <= %s AND (m.until IS NULL OR m.until > %s)", [now, now]


def _at_facility(roles: list[str], now: Any) -> Sql:
    """Everybody with one of the roles at the duty's facility; an empty role is whoever is responsible for the duty."""
    named = [role for role in roles if role]
    either, duties = [], "written w"
    duty_params: list[Any] = []
    if named:
        either.append(f"m.role IN ({', '.join(['%s'] * len(named))})")
    if "" in roles:
        person, duty_params = _responsible(now)
        duties = f"(SELECT w.id, w.facility_id, w.role, {person} AS responsible FROM written w) w"  # noqa: S608
        either.append("m.user_id = w.responsible OR (w.responsible IS NULL AND m.role = w.role)")
    in_force, params = _in_force(now)
    away, away_params = _away(now)
    stand_in, stand_in_params = _at_work("gone.stand_in_id", now)
    another, another_params = _another("facility_id", now)
    return (
        f"""SELECT w.id AS duty_id, w.facility_id,
                CASE WHEN {stand_in} THEN gone.stand_in_id ELSE m.user_id END AS user_id,
                NULLIF(w.facility_id, w.facility_id) AS union_id FROM {duties}
            JOIN {_MEMBERSHIP} m ON m.facility_id = w.facility_id AND ({" OR ".join(either)}) AND {in_force}
            LEFT JOIN {away} gone ON gone.user_id = m.user_id
            WHERE gone.user_id IS NULL OR {stand_in} OR NOT {another}""",  # noqa: S608
        [*stand_in_params, *duty_params, *named, *params, *away_params, *stand_in_params, *another_params],
    )


def _away(now: Any) -> Sql:
    """Who is absent, with their stand-ins: a person has one absence at a time."""
    return (
        f"""(SELECT user_id, stand_in_id FROM {_ABSENCE}
            WHERE withdrawn_at IS NULL AND since <= %s AND (until IS NULL OR until > %s))""",  # noqa: S608
        [now, now],
    )


def _another(place: str, now: Any) -> Sql:
    """That somebody who is not absent holds the role of membership `m` at the same facility or union."""
    away, away_params = _away(now)
    return (
        f"""EXISTS (SELECT 1 FROM {_MEMBERSHIP} o JOIN {_USER} other ON other.id = o.user_id AND other.is_active
            WHERE o.{place} = m.{place} AND o.role = m.role AND o.since <= %s AND (o.until IS NULL OR o.until > %s)
                AND NOT EXISTS (SELECT 1 FROM {away} z WHERE z.user_id = o.user_id))""",  # noqa: S608
        [now, now, *away_params],
    )


def _responsible(now: Any) -> Sql:
    """The person named for a duty if at work, else their stand-in if at work, else NULL: everybody with its role.

    The same as `ops.duties.responsible.with_responsible`, on the duties just written; a test compares the two.
    """
    person, person_params = _at_work("w.person_id", now)
    stand_in, stand_in_params = _at_work("a.stand_in_id", now)
    return (
        f"""CASE WHEN w.person_id IS NULL THEN NULL WHEN {person} THEN w.person_id ELSE (
            SELECT a.stand_in_id FROM {_ABSENCE} a WHERE a.user_id = w.person_id AND a.withdrawn_at IS NULL
                AND a.since <= %s AND (a.until IS NULL OR a.until > %s) AND {stand_in} ORDER BY a.since LIMIT 1) END""",  # noqa: S608
        [*person_params, now, now, *stand_in_params],
    )


def _at_work(person: str, now: Any) -> Sql:
    """That somebody works in the field at the duty's facility, and is not absent."""
    return (
        f"""(EXISTS (SELECT 1 FROM {_MEMBERSHIP} h JOIN {_USER} u ON u.id = h.user_id AND u.is_active
                WHERE h.facility_id = w.facility_id AND h.user_id = {person}
                AND h.role IN ({", ".join(["%s"] * len(IN_FIELD))})
                AND h.since <= %s AND (h.until IS NULL OR h.until > %s))
            AND NOT EXISTS (SELECT 1 FROM {_ABSENCE} x WHERE x.user_id = {person} AND x.withdrawn_at IS NULL
                AND x.since <= %s AND (x.until IS NULL OR x.until > %s)))""",  # noqa: S608
        [*(str(role) for role in IN_FIELD), now, now, now, now],
    )


def _officers(roles: list[str], now: Any) -> Sql:
    """Holders of the roles at unions, with the unions' paths; not who is away while another holds the same role."""
    in_force, params = _in_force(now)
    away, away_params = _away(now)
    another, another_params = _another("union_id", now)
    return (
        f"""SELECT u.path, u.id AS union_id, m.user_id FROM {_MEMBERSHIP} m JOIN {_UNION} u ON u.id = m.union_id
            JOIN {_USER} officer ON officer.id = m.user_id AND officer.is_active
            LEFT JOIN {away} gone ON gone.user_id = m.user_id
            WHERE m.role IN ({", ".join(["%s"] * len(roles))}) AND {in_force}
                AND (gone.user_id IS NULL OR NOT {another})""",  # noqa: S608
        [*away_params, *roles, *params, *another_params],
    )


def _at_union(roles: list[str], now: Any) -> Sql:
    """The officers of the nearest union above the facility that has one."""
    officers, params = _officers(roles, now)
    return (
        f"""SELECT w.id AS duty_id, w.facility_id, nearest.user_id, nearest.union_id FROM written w
            JOIN {_FACILITY} f ON f.id = w.facility_id
            JOIN (
                SELECT p.union_path, o.user_id, o.union_id,
                    RANK() OVER (PARTITION BY p.union_path ORDER BY length(o.path) DESC) AS distance
                FROM (SELECT DISTINCT f.union_path FROM written w JOIN {_FACILITY} f ON f.id = w.facility_id) p
                JOIN (VALUES {_LEVELS}) above ON above.column1 <= length(p.union_path)
                JOIN ({officers}) o ON o.path = substr(p.union_path, 1, above.column1)
            ) nearest ON nearest.union_path = f.union_path AND nearest.distance = 1""",  # noqa: S608
        params,
    )


def _at_city(roles: list[str], now: Any) -> Sql:
    """The officers of the federation."""
    officers, params = _officers(roles, now)
    return (
        f"""SELECT w.id AS duty_id, w.facility_id, o.user_id, o.union_id FROM written w
            JOIN {_FACILITY} f ON f.id = w.facility_id
            JOIN ({officers}) o ON o.path = substr(f.union_path, 1, {TradeUnion.steplen})""",  # noqa: S608
        params,
    )


_RECIPIENTS = {Reach.FACILITY: _at_facility, Reach.UNION: _at_union, Reach.CITY: _at_city}
