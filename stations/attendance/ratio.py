"""Grown-ups on duty for the children present: live on the board, and watched so that a breach is recorded and told."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.absences.queries import managers_told
from ops.facilities.models import Facility
from ops.policy.defaults import defaults
from ops.policy.models import Parameter, upwards
from ops.policy.queries import by_union
from ops.records import bulk
from ops.records.actor import Actor
from ops.reminders.actions import Notice, remind_all
from stations.attendance.models import Handover, RatioBreach
from stations.enrolment.models import PickupPerson
from stations.terms.models import Shift

LIMIT = "station_children_per_staff"
# A breach is over once the ratio was right for so long: somebody who steps out for a moment begins no second one.
CALM = dt.timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Ratio:
    """Children present, grown-ups on duty, and how many children one may look after."""

    children: int
    on_duty: int
    rostered: bool
    limit: Decimal

    @property
    def needed(self) -> int:
        """How many grown-ups these children need."""
        return math.ceil(self.children / self.limit)

    @property
    def breached(self) -> bool:
        """Whether too few are on duty; without a roster of the day it is not known, and no breach."""
        return self.rostered and self.on_duty < self.needed

    @property
    def css(self) -> str:
        """The signal beside it."""
        return "bad" if self.breached else ("ok" if self.rostered else "note")

    @property
    def text(self) -> str:
        """What stands on the board."""
        if not self.rostered:
            return _("No roster today: ratio unknown")
        told = {"staff": self.on_duty, "children": self.children, "short": self.needed - self.on_duty}
        if self.breached:
            return _("%(staff)d on duty for %(children)d children: %(short)d too few") % told
        return _("%(staff)d on duty for %(children)d children") % told


@dataclass(frozen=True, slots=True)
class Live:
    """What the board asks for beside its children, in one statement."""

    mark: str
    on_duty: int
    rostered: bool
    limit: Decimal

    def ratio(self, children: int) -> Ratio:
        """The ratio for so many children present."""
        return Ratio(children, self.on_duty, self.rostered, self.limit)


def live(facility: Facility, now: dt.datetime | None = None) -> Live:
    """The mark of the authorisations (changes whenever one does), who is on duty now, and the limit; one query."""
    local = facility.local(now or timezone.now())
    persons = PickupPerson.objects.filter(facility=OuterRef("pk")).order_by().values("facility")
    shifts = Shift.objects.filter(facility=OuterRef("pk"), date=local.date()).order_by()
    now_on = shifts.standing().filter(starts__lte=local.time(), ends__gt=local.time()).values("facility")
    limits = Parameter.objects.filter(key=LIMIT, union__path__in=upwards(facility.union_path))
    limit = limits.filter(valid_from__lte=local.date()).order_by("-union__depth", "-valid_from")
    row = (
        Facility.objects.filter(pk=facility.pk)
        .values_list(
            Subquery(persons.annotate(number=Count("pk")).values("number")),
            Subquery(persons.annotate(versions=Sum("version")).values("versions")),
            Subquery(now_on.annotate(number=Count("pk")).values("number")),
            Exists(shifts),
            Subquery(limit.values("value")[:1]),
        )
        .get()
    )
    number, versions, on_duty, rostered, value = row
    return Live(f"{number or 0}-{versions or 0}", on_duty or 0, rostered, value or defaults[LIMIT].value)


def watch_ratios(*, by: Actor, now: dt.datetime | None = None) -> int:
    """Look at every station where children are: begin, worsen or end its breach; returns how many began.

    Each breach is told once, to the managers and to who is on duty. Running it twice or two at once changes nothing
    more. The number of statements does not grow with the stations.
    """
    now = now or timezone.now()
    began = 0
    for zone in set(Facility.objects.filter(kind="station").values_list("time_zone", flat=True)):
        began += _watch(zone, now.astimezone(ZoneInfo(zone)), by)
    return began


@transaction.atomic
def _watch(zone: str, local: dt.datetime, by: Actor) -> int:
    ratios = _ratios(zone, local)
    unresolved = RatioBreach.objects.filter(facility__time_zone=zone, resolved_at=None)
    running = {breach.facility_id: breach for breach in unresolved.select_for_update(of=("self",))}
    new = [
        _begun(facility_id, ratio, local)
        for facility_id, ratio in ratios.items()
        if ratio.breached and facility_id not in running
    ]
    written = set(bulk.insert(RatioBreach, new, by=by))
    for facility_id, breach in running.items():
        _go_on(breach, ratios.get(facility_id), local, by)
    begun = [breach for breach in new if breach.pk in written]
    if begun:
        _tell(begun, local, by)
    return len(begun)


def _ratios(zone: str, local: dt.datetime) -> dict[UUID, Ratio]:
    """Stations with children, or a roster, of a zone; three queries."""
    day, clock = local.date(), local.time()
    left = Handover.objects.filter(
        child=OuterRef("child"), local_date=day, sequence=OuterRef("sequence") + 1, voided_at=None
    )
    here = Handover.objects.filter(facility__time_zone=zone, local_date=day, kind="drop_off", voided_at=None)
    children = here.exclude(Exists(left)).order_by().values("facility_id", "facility__union_path")
    # A day whose last shift was taken off again has a roster all the same: nobody is on duty.
    shifts = Shift.objects.filter(facility__time_zone=zone, date=day).order_by().values("facility_id")
    on_duty = Count("pk", filter=Q(starts__lte=clock, ends__gt=clock, cancelled_at=None))
    duty = {row["facility_id"]: row["now"] for row in shifts.annotate(now=on_duty)}
    limit = by_union(LIMIT, day)
    return {
        row["facility_id"]: Ratio(
            row["number"],
            duty.get(row["facility_id"], 0),
            row["facility_id"] in duty,
            limit(row["facility__union_path"]),
        )
        for row in children.annotate(number=Count("pk"))
    }


def _begun(facility_id: UUID, ratio: Ratio, local: dt.datetime) -> RatioBreach:
    return RatioBreach(
        facility_id=facility_id,
        local_date=local.date(),
        children=ratio.children,
        on_duty=ratio.on_duty,
        limit=ratio.limit,
        occurred_at=local,
    )


def _go_on(breach: RatioBreach, ratio: Ratio | None, now: dt.datetime, by: Actor) -> None:
    """One row a change, seldom more than one of a city's stations a minute."""
    changes: dict[str, Any] = {}
    if ratio is None or not ratio.breached:
        if breach.calm_since is None:
            changes["calm_since"] = now
        elif now - breach.calm_since >= CALM:
            changes["resolved_at"] = breach.calm_since
    else:
        if breach.calm_since is not None:
            changes["calm_since"] = None
        if ratio.needed - ratio.on_duty > math.ceil(breach.children / breach.limit) - breach.on_duty:
            changes |= {"children": ratio.children, "on_duty": ratio.on_duty, "limit": ratio.limit}
    if changes:
        bulk.update(RatioBreach.objects.filter(pk=breach.pk, resolved_at=None), by=by, **changes)


def _tell(breaches: Iterable[RatioBreach], local: dt.datetime, by: Actor) -> None:
    """The managers and who is on duty; one notice a breach, in one write."""
    ids = [breach.facility_id for breach in breaches]
    facilities = Facility.objects.in_bulk(ids)
    managing = managers_told(ids)
    people = {pk: {person.pk: person for person in managing.get(pk, ())} for pk in ids}
    shifts = Shift.objects.standing().filter(facility__in=ids, date=local.date(), person__isnull=False)
    on_duty = shifts.filter(starts__lte=local.time(), ends__gt=local.time()).select_related("person")
    for shift in on_duty:
        people[shift.facility_id][shift.person_id] = shift.person
    remind_all(
        notices=[
            Notice(
                kind="ratio_breach",
                subject=f"ratio:{breach.pk}",
                facility=facilities[breach.facility_id],
                recipients=tuple(people[breach.facility_id].values()),
                urgent=True,
                params={"children": breach.children, "on_duty": breach.on_duty, "clock": f"{local:%H:%M}"},
            )
            for breach in breaches
        ],
        by=by,
    )
