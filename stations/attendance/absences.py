"""Why a child does not come (请假): said at the door, or announced beforehand by a guardian."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.records import bulk
from ops.records.actions import record_once, void
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from stations.attendance.following import ask_again
from stations.attendance.models import Absence, AbsenceAnnouncement, Handover
from stations.enrolment.models import Child, Enrolment, Guardian
from stations.terms.models import Term

# Nobody is announced away for longer at once (days).
LONGEST_DAYS = 62


@transaction.atomic
def record_absence(
    *,
    id: UUID,
    child: Child,
    local_date: dt.date,
    reason: str,
    by: Actor,
    note: str = "",
    announced_by: Guardian | None = None,
    announced_by_name: str = "",
    occurred_at: dt.datetime | None = None,
) -> tuple[Absence, bool]:
    """Record that a child does not come on a day, and why; returns the record and whether it is new.

    Raises Conflict when the day already has an absence of this child, or the child is here.
    """
    absence = Absence(
        id=id,
        facility_id=child.facility_id,
        child=child,
        local_date=local_date,
        reason=reason,
        note=note.strip(),
        announced_by=announced_by,
        announced_by_name=announced_by.name if announced_by else announced_by_name.strip(),
        occurred_at=occurred_at or timezone.now(),
    )
    if not Absence.objects.filter(pk=id).exists():
        _require_free_day(child, local_date)
    absence, new = record_once(absence, by=by)
    if new:
        ask_again(child.facility, by)
    return absence, new


@transaction.atomic
def announce_absence(
    *,
    id: UUID,
    child: Child,
    first_day: dt.date,
    last_day: dt.date,
    reason: str,
    by: Actor,
    note: str = "",
    announced_by: Guardian | None = None,
    announced_by_name: str = "",
) -> tuple[AbsenceAnnouncement, bool]:
    """Announce beforehand that a child stays away from one day to another (请假), by a guardian or by staff for one.

    Each day on which the child has a place gets its absence, so that the roll call counts it as accounted for; days
    already excused keep what stands. The same `id` again returns what stands. Raises RuleBroken for past days, too
    long a span or days without a place; Conflict when the child is here today, or every day is excused already.
    """
    announcement = AbsenceAnnouncement(
        id=id,
        facility_id=child.facility_id,
        child=child,
        first_day=first_day,
        last_day=last_day,
        reason=reason,
        note=note.strip(),
        announced_by=announced_by,
        announced_by_name=announced_by.name if announced_by else announced_by_name.strip(),
        occurred_at=timezone.now(),
    )
    standing = AbsenceAnnouncement.objects.filter(pk=id).first()
    if standing is not None:
        announcement.occurred_at = standing.occurred_at
        return record_once(announcement, by=by)
    # Two phones that announce the same days wait for each other here.
    Child.objects.plainly().select_for_update().get(pk=child.pk)
    days = _days_to_excuse(child, first_day, last_day)
    announcement, new = record_once(announcement, by=by)
    bulk.insert(Absence, [_of_day(announcement, day) for day in days], by=by)
    ask_again(child.facility, by)
    return announcement, new


@transaction.atomic
def take_back_absence(
    *, announcement: AbsenceAnnouncement, reason: str, by: Actor, version: int | None = None
) -> AbsenceAnnouncement:
    """The child comes after all: from today on it is expected again; days past keep their absence."""
    if announcement.is_void:
        return announcement
    voided = void(announcement, by=by, reason=reason, version=version)
    coming = Absence.objects.filter(
        announcement=announcement, local_date__gte=announcement.facility.today(), voided_at=None
    )
    bulk.update(coming, by=by, reason=reason, voided_at=timezone.now())
    ask_again(announcement.facility, by)
    return voided


@transaction.atomic
def void_absence(*, absence: Absence, reason: str, by: Actor, version: int | None = None) -> Absence:
    """Withdraw an absence: the child is expected after all."""
    voided = void(absence, by=by, reason=reason, version=version)
    ask_again(voided.facility, by)
    return voided


def _days_to_excuse(child: Child, first: dt.date, last: dt.date) -> list[dt.date]:
    if last < first:
        raise RuleBroken("last_day", _("The last day lies before the first."))
    if first < child.facility.today():
        raise RuleBroken("first_day", _("Days past are excused at the station."))
    if (last - first).days >= LONGEST_DAYS:
        raise RuleBroken("last_day", _("At most %(count)d days at once.") % {"count": LONGEST_DAYS})
    days = place_days(child, first, last)
    if not days:
        raise RuleBroken("first_day", _("%(name)s has no place on these days.") % {"name": child.name})
    if child.facility.today() in days:
        _require_not_here(child, child.facility.today())
    excused = Absence.objects.filter(child=child, local_date__in=days, voided_at=None)
    if not (left := set(days) - set(excused.values_list("local_date", flat=True))):
        raise Conflict(_("This child is already excused for these days."))
    return sorted(left)


def place_days(child: Child, first: dt.date, last: dt.date) -> list[dt.date]:
    """Days of the span on which the child has a place in a term, by the term's weekdays; one query."""
    held = Enrolment.objects.filter(child=child, state__in=Enrolment.ON_ROLL, term__state=Term.State.OPEN)
    places = list(held.select_related("term"))
    days = (first + dt.timedelta(n) for n in range((last - first).days + 1))
    return [day for day in days if any(_has_place(place, day) for place in places)]


def _has_place(place: Enrolment, day: dt.date) -> bool:
    term = place.term
    first, last = max(term.first_day, place.from_day or day), min(term.last_day, place.until_day or day)
    return first <= day <= last and str(day.weekday()) in term.weekdays


def _of_day(announcement: AbsenceAnnouncement, day: dt.date) -> Absence:
    return Absence(
        facility_id=announcement.facility_id,
        child_id=announcement.child_id,
        local_date=day,
        reason=announcement.reason,
        note=announcement.note,
        announced_by_id=announcement.announced_by_id,
        announced_by_name=announcement.announced_by_name,
        announcement=announcement,
        occurred_at=announcement.occurred_at,
    )


def _require_free_day(child: Child, day: dt.date) -> None:
    if Absence.objects.filter(child=child, local_date=day, voided_at=None).exists():
        raise Conflict(_("This child is already excused for that day."))
    _require_not_here(child, day)


def _require_not_here(child: Child, day: dt.date) -> None:
    standing = Handover.objects.filter(child=child, local_date=day, voided_at=None)
    last = standing.order_by("-sequence").first()
    if last is not None and last.is_arrival:
        raise Conflict(_("%(name)s is in the station.") % {"name": child.name})
