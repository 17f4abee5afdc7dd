"""How an action ends: done, verified, sent back, cancelled, and what its sources hear of it. Rows are locked before."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone

from ops.records.actions import save
from ops.records.actor import Actor
from ops.rectification import rules, telling
from ops.rectification.models import CorrectiveAction, State
from ops.rectification.registry import sources


def finish_now(
    action: CorrectiveAction, *, note: str, photos: Sequence[str], by: Actor, heard: Sequence[UUID] = ()
) -> CorrectiveAction:
    """Done: waits to be verified by somebody else; its sources are settled with the note, but those that `heard`."""
    action.state, action.done_at, action.done_by = State.DONE, timezone.now(), by.user
    action.done_note, action.evidence = note.strip()[:300], list(photos)
    action.verifier = rules.verifier_of(action, by.user)
    _stop_telling(action)
    saved = save(action, by=by)
    _settle(saved, note.strip(), by, heard)
    return saved


def verify_now(action: CorrectiveAction, *, note: str, by: Actor) -> CorrectiveAction:
    """Verified: closed for good."""
    now = timezone.now()
    action.state, action.verified_at, action.verified_by, action.closed_at = State.VERIFIED, now, by.user, now
    return save(action, by=by, reason=note.strip()[:300])


def open_again_now(action: CorrectiveAction, *, reason: str, by: Actor) -> CorrectiveAction:
    """Open again, with a fresh short deadline where the old one has passed; whoever did it is told why."""
    now = timezone.now()
    doer = action.done_by
    numbers = rules.numbers_on(action.facility, now)
    action.state, action.verifier, action.sent_back = State.OPEN, "", action.sent_back + 1
    action.verified_at = action.verified_by = action.closed_at = None
    again = now + dt.timedelta(hours=numbers["rectify_again_hours"])
    action.due_at = action.due_at if action.due_at > again else again
    action.told, action.tell_at = 0, now
    saved = save(action, by=by, reason=reason.strip()[:300])
    for kind, ids in _sources_of(saved).items():
        sources[kind].reopened(ids=ids, by=by)
    telling.tell_sent_back(saved, doer, by=by)
    return saved


def cancel_now(action: CorrectiveAction, *, reason: str, by: Actor, heard: Sequence[UUID] = ()) -> CorrectiveAction:
    """Not to be done after all, with a reason; its sources are settled with it."""
    action.state, action.closed_at = State.CANCELLED, timezone.now()
    _stop_telling(action)
    saved = save(action, by=by, reason=reason.strip()[:300])
    _settle(saved, reason.strip(), by, heard)
    return saved


def _stop_telling(action: CorrectiveAction) -> None:
    action.tell_at = None
    telling.forget(action)


def _settle(action: CorrectiveAction, note: str, by: Actor, heard: Sequence[UUID]) -> None:
    for kind, found in _sources_of(action).items():
        ids = [pk for pk in found if pk not in heard]
        if ids:
            sources[kind].settled(ids=ids, note=note[:300], at=action.done_at or timezone.now(), by=by)


def _sources_of(action: CorrectiveAction) -> dict[str, list[UUID]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for kind, pk in action.failures.values_list("source_kind", "source_id"):
        if kind in sources:
            found[kind].append(pk)
    return dict(found)
