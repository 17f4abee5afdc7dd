"""Who looks after which group, and who is on duty when: writes and reads of the roster (值班表)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.organization.models import User
from ops.organization.roles import AT_STATION
from ops.records import bulk
from ops.records.actions import create, lock, save
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from stations.terms.actions import checked
from stations.terms.models import Group, GroupStaff, Shift

WEEK = 7


def staff_of(facility: Facility) -> QuerySet[User]:
    """People with a role at the station; one query."""
    held = facility.memberships.current().filter(role__in=AT_STATION)
    return User.objects.filter(memberships__in=held, is_active=True).distinct().order_by("name")


@transaction.atomic
def add_to_group(*, group: Group, person: User, function: str, by: Actor) -> GroupStaff:
    """Have somebody look after a group from today on; who already does stays. Raises RuleBroken for a stranger."""
    if not staff_of(group.facility).filter(pk=person.pk).exists():
        raise RuleBroken("person", _("This person does not work at the station."))
    if standing := GroupStaff.objects.filter(group=group, person=person, until=None).first():
        return standing
    row = GroupStaff(
        facility=group.facility, group=group, person=person, function=function, since=group.facility.today()
    )
    return create(checked(row), by=by)


@transaction.atomic
def remove_from_group(*, row: GroupStaff, by: Actor) -> GroupStaff:
    """Somebody no longer looks after a group; doing it twice changes nothing."""
    fresh = lock(row, version=None)
    if fresh.until is None:
        fresh.until = fresh.facility.today()
        save(fresh, by=by, fields=["until"])
    return fresh


@transaction.atomic
def set_shift(
    *,
    id: UUID,
    facility: Facility,
    date: dt.date,
    starts: dt.time,
    ends: dt.time,
    by: Actor,
    person: User | None = None,
    name: str = "",
    function: str = "tutor",
) -> tuple[Shift, bool]:
    """Put somebody on the roster of a day; returns the shift and whether it is new.

    Without `person` it is a volunteer by `name`. The same `id` again returns what stands. Raises RuleBroken at a
    field, also where the person's shifts overlap; Conflict when the id stands for another shift.
    """
    shift = Shift(id=id, facility=facility, date=date, starts=starts, ends=ends, person=person, function=function)
    shift.name = person.name if person else name.strip()
    if standing := Shift.objects.filter(pk=id).first():
        if (standing.facility_id, standing.date, standing.name) != (facility.pk, date, shift.name):
            raise Conflict(_("This id already stands for another record."))
        return standing, False
    if not shift.name:
        raise RuleBroken("name", _("Choose a person, or enter a volunteer's name."))
    if person is not None and not staff_of(facility).filter(pk=person.pk).exists():
        raise RuleBroken("person", _("This person does not work at the station."))
    checked(shift)
    same = Shift.objects.standing().filter(facility=facility, date=date, name=shift.name)
    if same.filter(starts__lt=ends, ends__gt=starts).exists():
        raise RuleBroken("starts", _("%(name)s already has a shift at that time.") % {"name": shift.name})
    return create(shift, by=by), True


@transaction.atomic
def cancel_shift(*, shift: Shift, by: Actor, reason: str = "", version: int | None = None) -> Shift:
    """Take a shift off the roster; it stays in history, and doing it twice changes nothing."""
    fresh = lock(shift, version=version)
    if fresh.cancelled_at is None:
        fresh.cancelled_at = timezone.now()
        save(fresh, by=by, reason=reason)
    return fresh


@transaction.atomic
def copy_day(*, facility: Facility, to: dt.date, by: Actor) -> int:
    """Copy the last rostered day before `to`, within two weeks; returns how many shifts are new."""
    earlier = Shift.objects.standing().filter(facility=facility, date__lt=to, date__gte=to - dt.timedelta(2 * WEEK))
    source = earlier.order_by("-date").values_list("date", flat=True).first()
    if source is None:
        raise RuleBroken("", _("There is no earlier day to copy."))
    return _copy(facility, source, source, to - source, by)


@transaction.atomic
def copy_week(*, facility: Facility, to: dt.date, by: Actor) -> int:
    """Copy the week before the one in which `to` lies, weekday by weekday; returns how many shifts are new."""
    monday = to - dt.timedelta(to.weekday())
    source = monday - dt.timedelta(WEEK)
    if not Shift.objects.standing().filter(facility=facility, date__range=(source, source + dt.timedelta(6))).exists():
        raise RuleBroken("", _("The week before has no roster."))
    return _copy(facility, source, source + dt.timedelta(6), dt.timedelta(WEEK), by)


def _copy(facility: Facility, first: dt.date, last: dt.date, later: dt.timedelta, by: Actor) -> int:
    """Shifts that already stand are kept; people who left since are not copied."""
    here = set(staff_of(facility).values_list("pk", flat=True))
    shifts = Shift.objects.standing().filter(facility=facility, date__range=(first, last))
    copies = [
        Shift(
            facility=facility,
            date=shift.date + later,
            starts=shift.starts,
            ends=shift.ends,
            person_id=shift.person_id,
            name=shift.name,
            function=shift.function,
        )
        for shift in shifts
        if shift.person_id is None or shift.person_id in here
    ]
    return len(bulk.insert(Shift, copies, by=by))


def shifts_between(facility: Facility, first: dt.date, last: dt.date) -> dict[dt.date, list[Shift]]:
    """The roster by day, with empty days; one query."""
    days: dict[dt.date, list[Shift]] = {first + dt.timedelta(n): [] for n in range((last - first).days + 1)}
    for shift in Shift.objects.standing().filter(facility=facility, date__range=(first, last)):
        days[shift.date].append(shift)
    return days


def group_staff(groups: Any) -> dict[UUID, list[GroupStaff]]:
    """Who looks after each of these groups now; one query."""
    found: dict[UUID, list[GroupStaff]] = {}
    for row in GroupStaff.objects.filter(group__in=groups, until=None).select_related("person"):
        found.setdefault(row.group_id, []).append(row)
    return found
