"""Figures by union, facility, regime, day or month; who is behind and since when; the rows behind each figure.

Days before today come from the rollups, today from the duties themselves, so that a desk never lags behind the field.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import Substr
from django.utils import timezone

from ops.compliance.figures import MEANING, NAMES, UNDONE, Figures, counted, counted_at, read
from ops.compliance.models import ComplianceDay, ComplianceMark, ComplianceMonth, ComplianceUnionDay, Urging
from ops.duties.models import Duty, DutyQuerySet
from ops.duties.registry import regimes
from ops.facilities.models import Facility
from ops.organization.models import TradeUnion

STEP = TradeUnion.steplen
BY = ("union", "facility", "regime", "day", "month")


@dataclass(frozen=True)
class Scope:
    """What is looked at: a union with all below it, or one facility; and perhaps one regime."""

    union: TradeUnion | None = None
    facility: Facility | None = None
    regime: str = ""

    def facilities(self) -> QuerySet[Facility]:
        """The facilities themselves."""
        if self.facility is not None:
            return Facility.objects.filter(pk=self.facility.pk)
        return Facility.objects.filter(union_path__startswith=self.path)

    def duties(self) -> DutyQuerySet:
        """All duties in it."""
        return Duty.objects.filter(self._within("facility__union_path", "facility"))

    @property
    def path(self) -> str:
        """Of the union."""
        return self.union.path if self.union is not None else ""

    def rollup(self, by: Iterable[str]) -> QuerySet[Any]:
        """The coarsest rollup that knows what is asked for."""
        if "month" in by:
            return ComplianceMonth.objects.filter(self._within("union__path", ""))
        if self.facility is not None or "facility" in by:
            return ComplianceDay.objects.filter(self._within("facility__union_path", "facility"))
        return ComplianceUnionDay.objects.filter(self._within("union__path", ""))

    def _within(self, path: str, facility: str) -> Q:
        chosen = Q(regime=self.regime) if self.regime else Q()
        if self.facility is not None and facility:
            return chosen & Q(**{facility: self.facility})
        return chosen & Q(**{f"{path}__startswith": self.path})


def figures(scope: Scope, first: dt.date, last: dt.date, by: tuple[str, ...] = ()) -> dict[tuple[Any, ...], Figures]:
    """The figures of these days (inclusive; the facilities' dates) by what is asked for, keyed in that order.

    By `union` the keys are paths of the unions directly below the scope (or its own, for what hangs on it directly).
    Two statements. By `month`, whole months are taken, from the rollup alone.
    """
    today = timezone.localdate()
    found: dict[tuple[Any, ...], Figures] = {}
    if "month" in by:
        months = scope.rollup(by).filter(month__gte=first.replace(day=1), month__lte=last)
        return _grouped(months, by, scope, "union__path", _summed())
    path = "facility__union_path" if scope.facility is not None or "facility" in by else "union__path"
    settled = scope.rollup(by).filter(day__gte=first, day__lte=min(last, today - dt.timedelta(days=1)))
    if first < today:
        found = _grouped(settled, by, scope, path, _summed())
    if first <= today <= last:
        live = _grouped(scope.duties().filter(day=today), by, scope, "facility__union_path", counted("n_"))
        for key, part in live.items():
            found[key] = found.get(key, Figures()) + part
    return found


def total(scope: Scope, first: dt.date, last: dt.date) -> Figures:
    """The figures of all of it."""
    return figures(scope, first, last).get((), Figures())


@dataclass(frozen=True)
class Compared:
    """A day's figures beside those of the day before; of a day that is not over, beside the same part of it."""

    now: Figures
    before: Figures
    # Until when on the day before; None where the whole days are compared.
    until: dt.datetime | None

    @property
    def worse(self) -> dict[str, bool]:
        """Which rate fell."""
        now, before = self.now, self.before
        comparable = bool(now.expected and before.expected)
        return {
            "rate": comparable and now.done * before.expected < before.done * now.expected,
            "on_time_rate": comparable and now.on_time * before.expected < before.on_time * now.expected,
        }


def day_compared(scope: Scope, day: dt.date) -> Compared:
    """A day and the one before it; one statement for today, two for an earlier day."""
    yesterday = day - dt.timedelta(days=1)
    if day != timezone.localdate():
        return Compared(total(scope, day, day), total(scope, yesterday, yesterday), None)
    moment = timezone.now() - dt.timedelta(days=1)
    row = (
        scope.duties()
        .filter(day__in=[yesterday, day])
        .aggregate(
            **{name: _only(aggregate, Q(day=day)) for name, aggregate in counted("now_").items()},
            **{name: _only(aggregate, Q(day=yesterday)) for name, aggregate in counted_at(moment, "then_").items()},
        )
    )
    return Compared(read(row, "now_"), read(row, "then_"), timezone.localtime(moment))


def behind(scope: Scope) -> DutyQuerySet:
    """What is overdue and can still be done, longest first. The exempt are not among it: their duties are void."""
    return scope.duties().filter(state=Duty.State.OVERDUE).order_by("overdue_at", "pk")


def most_urgent(scope: Scope, number: int) -> DutyQuerySet:
    """What to call about first: what concerns the children's safety, then what is overdue longest."""
    found = behind(scope).order_by("-policy__urgent", "overdue_at", "pk")
    return found.select_related("facility", "plan", "policy").prefetch_related("policy__steps")[:number]


def after(rows: DutyQuerySet, since: dt.datetime, pk: UUID) -> DutyQuerySet:
    """Overdue duties beyond that place."""
    return rows.filter(Q(overdue_at__gt=since) | Q(overdue_at=since, pk__gt=pk))


def behind_counts(scope: Scope) -> tuple[int, int]:
    """How many duties are overdue, at how many facilities."""
    counts = behind(scope).order_by().aggregate(duties=Count("pk"), facilities=Count("facility", distinct=True))
    return counts["duties"], counts["facilities"]


def rows_behind(scope: Scope, figure: str, first: dt.date, last: dt.date) -> DutyQuerySet:
    """The duties that a figure counts, latest first."""
    found = scope.duties().filter((MEANING | UNDONE)[figure], day__gte=first, day__lte=last)
    return found.select_related("plan", "facility", "done_by", "closure").order_by("-due_at", "-pk")


@dataclass
class Behind:
    """One overdue duty as a desk sees it."""

    duty: Duty
    chain: list[str]
    urging: Urging | None = None


def with_chain(duties: Iterable[Duty], names: dict[str, Any]) -> list[Behind]:
    """Duties with who has been reminded so far, and whether somebody urged within the hour; one statement.

    `duties` come with facility, plan, and policy with its steps; `names` names facility kinds and reaches.
    """
    rows = list(duties)
    since = timezone.now() - dt.timedelta(hours=1)
    urgings = Urging.objects.filter(duty__in=rows, occurred_at__gt=since).order_by("occurred_at")
    last = {urging.duty_id: urging for urging in urgings}
    return [Behind(duty, _chain(duty, names), last.get(duty.pk)) for duty in rows]


def _chain(duty: Duty, names: dict[str, Any]) -> list[str]:
    reached: dict[str, str] = {}
    for step in sorted(duty.policy.steps.all(), key=lambda step: step.level):
        if step.level <= duty.escalated_to:
            key = f"{step.reach}:{step.role}" if step.reach == "facility" else step.reach
            reached[key] = str(names.get(key) or names[step.reach])
    return list(dict.fromkeys(reached.values()))


@dataclass
class FacilityStanding:
    """A facility in the list of who is behind: since when, how much, and how its last days were."""

    facility: Facility
    since: dt.datetime | None = None
    overdue: int = 0
    regimes: list[Any] = field(default_factory=list)
    week: Figures = field(default_factory=Figures)


def facilities_behind(scope: Scope, kind: str = "") -> QuerySet[Any]:
    """Facilities with something overdue, longest first: rows of `facility`, `since`, `overdue`."""
    found = behind(scope).order_by()
    if kind:
        found = found.filter(facility__kind=kind)
    return found.values("facility").annotate(since=Min("overdue_at"), overdue=Count("pk")).order_by("since", "facility")


def standings(facilities: list[Facility], regime: str = "") -> list[FacilityStanding]:
    """The given facilities with what is overdue there and their figures of the last seven days; three statements."""
    today = timezone.localdate()
    ids = [facility.pk for facility in facilities]
    chosen = Q(regime=regime) if regime else Q()
    overdue: dict[UUID, list[Any]] = defaultdict(list)
    late = Duty.objects.filter(chosen, facility__in=ids, state=Duty.State.OVERDUE).order_by("overdue_at")
    for facility, since, of in late.values_list("facility", "overdue_at", "regime"):
        overdue[facility].append((since, of))
    week = figures_of(facilities, today - dt.timedelta(days=6), today, regime)
    return [
        FacilityStanding(
            facility,
            since=overdue[facility.pk][0][0] if overdue[facility.pk] else None,
            overdue=len(overdue[facility.pk]),
            regimes=[regime.label for regime in regimes if regime.key in {row[1] for row in overdue[facility.pk]}],
            week=week.get(facility.pk, Figures()),
        )
        for facility in facilities
    ]


def figures_of(facilities: list[Facility], first: dt.date, last: dt.date, regime: str = "") -> dict[UUID, Figures]:
    """The figures of each of these facilities over some days; at most two statements."""
    today = timezone.localdate()
    chosen = Q(regime=regime) if regime else Q()
    chosen &= Q(facility__in=[facility.pk for facility in facilities])
    found: dict[UUID, Figures] = defaultdict(Figures)
    days = ComplianceDay.objects.filter(chosen, day__gte=first, day__lte=min(last, today - dt.timedelta(days=1)))
    _add_to(found, days.order_by().values("facility").annotate(**_summed()))
    if first <= today <= last:
        live = Duty.objects.filter(chosen, day=today).order_by()
        _add_to(found, live.values("facility").annotate(**counted("n_")))
    return found


@dataclass(frozen=True)
class Difference:
    """A rollup that does not say what the rows say."""

    facility: UUID
    day: dt.date
    regime: str
    rollup: Figures
    rows: Figures


def verify(first: dt.date, last: dt.date) -> list[Difference]:
    """Compare the rollup of these days with the duties themselves; empty when they agree. Two statements."""
    keys = ("facility", "day", "regime")
    days = ComplianceDay.objects.filter(day__range=(first, last)).values(*keys, *NAMES)
    duties = Duty.objects.filter(day__range=(first, last)).order_by().values(*keys).annotate(**counted())
    said, true = ({tuple(row[key] for key in keys): read(row) for row in rows} for rows in (days, duties))
    return [
        Difference(key[0], key[1], key[2], said.get(key, Figures()), true.get(key, Figures()))
        for key in sorted(said.keys() | true.keys(), key=str)
        if said.get(key, Figures()) != true.get(key, Figures())
    ]


def counted_until() -> dt.datetime | None:
    """When the rollups were last counted."""
    return ComplianceMark.objects.values_list("counted_at", flat=True).first()


def _add_to(week: dict[UUID, Figures], rows: Iterable[Any]) -> None:
    for row in rows:
        week[row["facility"]] += read(row, "n_")


def _summed() -> dict[str, Any]:
    return {f"n_{name}": Sum(name) for name in NAMES}


def _only(aggregate: Count, condition: Q) -> Count:
    return Count("pk", filter=condition & aggregate.filter)


def _grouped(
    rows: QuerySet[Any], by: tuple[str, ...], scope: Scope, path: str, aggregates: dict[str, Any]
) -> dict[tuple[Any, ...], Figures]:
    below = Substr(path, 1, len(scope.path) + STEP)
    named = {f"by_{name}": below if name == "union" else F(name) for name in by}
    if not named:
        return {(): read(rows.order_by().aggregate(**aggregates), "n_")}
    found = rows.order_by().values(**named).annotate(**aggregates)
    return {tuple(row[name] for name in named): read(row, "n_") for row in found}
