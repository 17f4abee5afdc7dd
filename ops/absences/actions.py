"""Entering, changing and withdrawing absences."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.absences.models import Absence
from ops.absences.queries import colleagues_of, may_keep
from ops.organization.access import access_of
from ops.organization.models import User
from ops.records.actions import amend, create
from ops.records.actor import Actor
from ops.records.errors import Conflict, NotAllowed, RuleBroken

CHANGEABLE = frozenset({"since", "until", "cause", "note", "stand_in"})


@transaction.atomic
def enter_absence(
    *,
    user: User,
    since: dt.datetime,
    until: dt.datetime | None = None,
    cause: str = Absence.Cause.LEAVE,
    note: str = "",
    stand_in: User | None = None,
    by: Actor,
) -> Absence:
    """Somebody is away; meanwhile the stand-in is responsible for their duties, or everybody with the duty's role.

    Entered by the person or who manages them: raises NotAllowed. Raises RuleBroken at the field that is wrong, and
    where another absence of the same person overlaps.
    """
    _require_may_keep(user, by)
    absence = Absence(user=user, since=since, until=until, cause=cause, note=note.strip(), stand_in=stand_in)
    _check(absence)
    return create(absence, by=by)


@transaction.atomic
def change_absence(*, absence: Absence, by: Actor, version: int | None, reason: str, **changes: Any) -> Absence:
    """Shorten or lengthen it, or name another stand-in, with a reason.

    Raises NotAllowed, Stale, RuleBroken at the field, Conflict once it is withdrawn.
    """
    if unknown := changes.keys() - CHANGEABLE:
        raise TypeError(f"not to be changed: {sorted(unknown)}")
    _require_may_keep(absence.user, by)
    if absence.withdrawn_at is not None:
        raise Conflict(_("This absence was withdrawn."))
    changed = amend(absence, by=by, version=version, reason=reason, **changes)
    _check(changed)
    return changed


@transaction.atomic
def withdraw_absence(*, absence: Absence, by: Actor, reason: str) -> Absence:
    """It does not take place, or was entered by mistake; it stays readable. Doing it again changes nothing."""
    _require_may_keep(absence.user, by)
    if absence.withdrawn_at is not None:
        return absence
    return amend(absence, by=by, version=None, reason=reason, withdrawn_at=timezone.now())


def _require_may_keep(user: User, by: Actor) -> None:
    access = access_of(by)
    if access is not None and not may_keep(access, user):
        raise NotAllowed()


def _check(absence: Absence) -> None:
    if absence.until is not None and absence.until <= absence.since:
        raise RuleBroken("until", _("The end lies before the beginning."))
    if absence.stand_in_id is not None and not colleagues_of(absence.user).filter(pk=absence.stand_in_id).exists():
        raise RuleBroken("stand_in", _("Choose a colleague who works at the same facility now."))
    # One at a time for each person: the next one waits here and then sees this one.
    User.objects.select_for_update(no_key=True).get(pk=absence.user_id)
    others = Absence.objects.standing().filter(user=absence.user_id).exclude(pk=absence.pk)
    if absence.until is not None:
        others = others.filter(since__lt=absence.until)
    if others.filter(Q(until=None) | Q(until__gt=absence.since)).exists():
        raise RuleBroken("since", _("Another absence of the same person lies in this time: change that one."))
