"""A use begins, a use ends, somebody says what is wrong, somebody deals with it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.records import bulk
from ops.records.actions import lock, record_once, save
from ops.records.actor import Actor, Source
from ops.records.errors import Conflict, RuleBroken
from rooms.opening.models import Room
from rooms.opening.queries import opening_state
from rooms.visits.models import LONGEST_MINUTES, Feedback, Visit
from rooms.visits.queries import inside

# Two people who tap the same within so long tell of the same thing.
SAME_FEEDBACK_MINUTES = 30


def a_user() -> Actor:
    """A user at the door: neither account nor address of hers is kept."""
    return Actor(user=None, source=Source.WEB, name="room user")


@transaction.atomic
def enter(*, id: UUID, room: Room, occurred_at: dt.datetime, by: Actor, take_over: bool = False) -> Visit:
    """Begin a use of a room. The same id again returns the use that stands.

    Raises RuleBroken where the room is closed or suspended, Conflict where every place is taken, unless `take_over`:
    then whoever forgot to leave is taken to have left.
    """
    locked = lock(room, version=None)
    if Visit.objects.filter(pk=id).exists():
        return record_once(Visit(pk=id, facility_id=room.facility_id, occurred_at=occurred_at), by=by)[0]
    if not opening_state(room, occurred_at).lets_in:
        raise RuleBroken("", _("The room is not open now."))
    present = list(inside(room, occurred_at).order_by("occurred_at"))
    if len(present) >= locked.places:
        if not take_over:
            raise Conflict(_("The room is in use."))
        _end(present[0], occurred_at, Visit.Ending.NEXT, by)
    return record_once(Visit(pk=id, facility_id=room.facility_id, occurred_at=occurred_at), by=by)[0]


@transaction.atomic
def leave(*, visit: Visit, occurred_at: dt.datetime, by: Actor) -> Visit:
    """End a use; ending it again changes nothing."""
    fresh = lock(visit, version=None)
    return fresh if fresh.left_at else _end(fresh, occurred_at, Visit.Ending.USER, by)


def _end(visit: Visit, at: dt.datetime, ending: str, by: Actor) -> Visit:
    visit.left_at = max(at, visit.occurred_at)
    visit.minutes = min(int((visit.left_at - visit.occurred_at).total_seconds() // 60), 32_000)
    visit.ending = ending
    return save(visit, by=by, fields=["left_at", "minutes", "ending"])


def end_forgotten(*, by: Actor, now: dt.datetime | None = None) -> int:
    """End the uses that nobody ended within two hours; set-based, and harmless when run twice."""
    now = now or timezone.now()
    longest = dt.timedelta(minutes=LONGEST_MINUTES)
    open_too_long = Visit.objects.filter(left_at=None, occurred_at__lte=now - longest)
    ended = bulk.update(
        open_too_long, by=by, left_at=F("occurred_at") + longest, minutes=LONGEST_MINUTES, ending=Visit.Ending.TIME
    )
    return len(ended)


@transaction.atomic
def report(*, id: UUID, room: Room, kind: str, occurred_at: dt.datetime, by: Actor) -> Feedback:
    """Record what a user found wrong. The same kind within half an hour is the same finding."""
    if kind not in Feedback.Kind.values:
        raise RuleBroken("kind", _("Choose what is wrong."))
    standing = Feedback.objects.filter(
        facility=room.facility_id,
        kind=kind,
        handled_at=None,
        occurred_at__gte=occurred_at - dt.timedelta(minutes=SAME_FEEDBACK_MINUTES),
    ).first()
    if standing is not None and standing.pk != id:
        return standing
    return record_once(Feedback(pk=id, facility_id=room.facility_id, kind=kind, occurred_at=occurred_at), by=by)[0]


@transaction.atomic
def handle(*, feedback: Feedback, handling: str, version: int | None, by: Actor) -> Feedback:
    """Say what was done about feedback. Raises Stale; doing it again changes only the words."""
    fresh = lock(feedback, version=version)
    if fresh.handled_at and fresh.handling == handling.strip():
        return fresh
    fresh.handling = handling.strip()[:200]
    fresh.handled_at = fresh.handled_at or timezone.now()
    fresh.handled_by = by.user
    return save(fresh, by=by, fields=["handling", "handled_at", "handled_by"])
