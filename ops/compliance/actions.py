"""Counting duties into the rollups, and urging those who are behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, models, transaction
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.absences.queries import told_for
from ops.compliance.figures import NAMES, counted
from ops.compliance.models import ComplianceDay, ComplianceMark, ComplianceMonth, ComplianceUnionDay, Urging
from ops.duties.models import Duty
from ops.duties.responsible import with_responsible
from ops.facilities.models import Facility
from ops.organization.models import Membership, TradeUnion, User
from ops.organization.roles import Role
from ops.records.actions import create
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from ops.reminders.actions import remind

BATCH = 500
URGE_AGAIN_AFTER = dt.timedelta(hours=1)


def count_changes() -> int:
    """Count anew the facility-days whose duties changed since the last time; returns how many facilities that were.

    Set-based: the changed facilities and days are found in the history of duties by its number, then counted with all
    of these days. Running it twice, or two at once (one waits), changes nothing.
    """
    with transaction.atomic():
        mark = _held_mark()
        history = Duty.history.model._base_manager.order_by()
        changed = mark.unread(history)
        facilities = []
        if mark.looked_at(changed):
            facilities = list(changed.values_list("facility", flat=True).distinct())
            _count(facilities, sorted(changed.values_list("day", flat=True).distinct()))
        mark.counted_at = timezone.now()
        mark.move(mark.counted_at)
    return len(facilities)


def recount(first: dt.date, last: dt.date, facilities: Iterable[Facility] | None = None) -> None:
    """Count all duties of these days anew (the facilities' dates, inclusive), of some facilities or of all."""
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    with transaction.atomic():
        _held_mark()
        chosen = Facility.objects.order_by("pk").values_list("pk", flat=True)
        _count(list(chosen) if facilities is None else [facility.pk for facility in facilities], days)


@transaction.atomic
def follow_move(*, facility: Facility, former: TradeUnion, by: Actor, reason: str) -> None:
    """Count both unions anew: all of a facility's days belong to the union that it belongs to now."""
    _held_mark()
    days = ComplianceDay.objects.filter(facility=facility).order_by("day").values_list("day", flat=True).distinct()
    _count_unions([former.pk, facility.union_id], list(days))


def _held_mark() -> ComplianceMark:
    now = timezone.now()
    ComplianceMark.objects.bulk_create([ComplianceMark(pk=1, next_at=now, counted_at=now)], ignore_conflicts=True)
    return ComplianceMark.objects.select_for_update().get(pk=1)


def _count(facilities: Sequence[UUID], days: Sequence[dt.date]) -> None:
    if not facilities or not days:
        return
    for start in range(0, len(facilities), BATCH):
        _count_days(facilities[start : start + BATCH], days)
    unions = list(Facility.objects.filter(pk__in=facilities).order_by().values_list("union", flat=True).distinct())
    _count_unions(unions, days)


def _count_days(facilities: Sequence[UUID], days: Sequence[dt.date]) -> None:
    keys = ("facility", "day", "regime")
    duties = Duty.objects.filter(facility__in=facilities, day__in=days).order_by()
    _replace(
        ComplianceDay.objects.filter(facility__in=facilities, day__in=days),
        keys,
        duties.values(*keys).annotate(**counted()).values_list(*keys, *NAMES),
    )


def _count_unions(unions: Sequence[UUID], days: Sequence[dt.date]) -> None:
    if not days:
        return
    sums = {f"sum_{name}": Sum(name) for name in NAMES}
    of_days = ComplianceDay.objects.filter(facility__union__in=unions, day__in=days).order_by()
    _replace(
        ComplianceUnionDay.objects.filter(union__in=unions, day__in=days),
        ("union", "day", "regime"),
        of_days.values(of=F("facility__union"), on=F("day"), kind=F("regime"))
        .annotate(**sums)
        .values_list("of", "on", "kind", *sums),
    )
    months = sorted({day.replace(day=1) for day in days})
    of_months = (
        ComplianceUnionDay.objects.filter(union__in=unions).annotate(month=TruncMonth("day")).filter(month__in=months)
    )
    of_months = of_months.filter(day__gte=months[0], day__lt=months[-1] + dt.timedelta(days=31))
    _replace(
        ComplianceMonth.objects.filter(union__in=unions, month__in=months),
        ("union", "month", "regime"),
        of_months.order_by()
        .values(of=F("union"), on=F("month"), kind=F("regime"))
        .annotate(**sums)
        .values_list("of", "on", "kind", *sums),
    )


def _replace(standing: QuerySet[Any], keys: tuple[str, ...], counts: QuerySet[Any, Any]) -> None:
    """Put freshly counted rows in the place of those that stand: two statements, no row travels through Python."""
    model: type[models.Model] = standing.model
    standing._raw_delete(standing.db)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(model._meta.get_field(name).column)) for name in (*keys, *NAMES))  # type: ignore[union-attr]
    statement, values = counts.query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) {statement}", values)  # noqa: S608


@transaction.atomic
def urge(*, duty: Duty, by: Actor, id: UUID | None = None) -> Urging:
    """Remind the facility's people of an overdue duty at once (催办); it stands in the facility's history.

    Raises RuleBroken when the duty is not overdue or nobody there could be told, Conflict within an hour of the last.
    """
    fresh = Duty.objects.select_for_update(of=("self",)).select_related("facility", "plan").get(pk=duty.pk)
    if fresh.state != Duty.State.OVERDUE:
        raise RuleBroken("", _("This is no longer overdue."))
    now = timezone.now()
    last = fresh.urgings.order_by("-occurred_at").first()
    if last is not None and last.occurred_at > now - URGE_AGAIN_AFTER:
        again = fresh.facility.local(last.occurred_at + URGE_AGAIN_AFTER)
        raise Conflict(_("Already urged; again from %(time)s.") % {"time": f"{again:%H:%M}"})
    people = _responsible(fresh)
    if not people:
        raise RuleBroken("", _("Nobody at this facility can be reminded: appoint a manager first."))
    urging = Urging(
        id=id or uuid4(),
        facility=fresh.facility,
        duty=fresh,
        urged_by=by.user,
        told=len(people),
        occurred_at=now,
        recorded_at=now,
    )
    create(urging, by=by)
    remind(
        kind="duty_urged",
        subject=f"urging:{urging.pk}",
        facility=fresh.facility,
        recipients=people,
        by=by,
        params={
            "duty": str(fresh.pk),
            "plan": fresh.plan.name,
            "plan_en": fresh.plan.name_en,
            "due_at": fresh.due_at.isoformat(),
            "urged_by": str(by.user or ""),
        },
    )
    return urging


def _responsible(duty: Duty) -> list[User]:
    """Whoever is responsible for it now, and the manager; who is away is spared where another can be told."""
    now = timezone.now()
    named = with_responsible(Duty.objects.filter(pk=duty.pk), now).get().responsible_id  # type: ignore[attr-defined]
    roles = {Role.FACILITY_MANAGER} if named else {duty.role, Role.FACILITY_MANAGER}
    held = Membership.objects.current(now).filter(facility=duty.facility, role__in=roles)
    return list(User.objects.filter(Q(pk__in=told_for(held, now)) | Q(pk=named)))
