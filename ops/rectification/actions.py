"""What people do with corrective actions: raise, finish, verify or send back, assign, cancel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.checklists.queries import stored_photos
from ops.facilities.models import Facility
from ops.organization.access import Access, access_of
from ops.organization.models import Membership, User
from ops.organization.roles import IN_FIELD
from ops.records.actions import amend, record_once, require_reason
from ops.records.actor import Actor
from ops.records.errors import Conflict, NotAllowed, RuleBroken, Stale
from ops.rectification import rules, telling
from ops.rectification.closing import cancel_now, finish_now, open_again_now, verify_now
from ops.rectification.failures import Report, report_failures, settled_at_source, withdraw_failures
from ops.rectification.models import CorrectiveAction, Failure, Severity, State
from ops.rectification.registry import SourceKind, sources
from ops.rectification.sweeping import sweep

__all__ = [
    "Report",
    "cancel",
    "change",
    "finish",
    "raise_action",
    "reopen",
    "report_failures",
    "send_back",
    "settled_at_source",
    "sweep",
    "verify",
    "withdraw_failures",
]

MOST_PHOTOS = 6


@transaction.atomic
def raise_action(
    *,
    id: UUID,
    facility: Facility,
    source_kind: str,
    title: str,
    severity: str,
    occurred_at: dt.datetime,
    by: Actor,
    source_id: UUID | None = None,
    note: str = "",
    photos: Sequence[str] = (),
    owner: User | None = None,
    due_at: dt.datetime | None = None,
) -> tuple[CorrectiveAction, bool]:
    """Raise a corrective action by hand: a spot check, an acceptance visit, an incident, a manager's own round.

    The deadline follows from the severity unless one is given. The same id with the same content again changes
    nothing. Raises RuleBroken, NotAllowed for a source that is not the actor's to raise, Conflict.
    """
    source = _source_by_hand(source_kind, source_id, facility, by)
    if not title.strip():
        raise RuleBroken("title", _("Say what is wrong."))
    now = timezone.now()
    due_at = due_at or now + rules.numbers_on(facility, now).span(severity)
    action = CorrectiveAction(
        id=id,
        facility=facility,
        source_kind=source.key,
        source_id=source_id,
        title=title.strip()[:200],
        note=note.strip()[:300],
        before=_own_photos(photos, facility),
        severity=severity,
        raised_by=by.user,
        owner=owner,
        due_at=due_at,
        occurred_at=occurred_at,
        tell_at=now,
    )
    action, new = record_once(action, by=by)
    if not new:
        return action, False
    _require_deadline(due_at, now)
    _require_owner(owner, facility)
    if source_id is not None:
        Failure.objects.create(
            facility=facility,
            action=action,
            source_kind=source.key,
            source_id=source_id,
            subject=f"{source.key}:{source_id}",
            found_at=occurred_at,
        )
    if source.from_above or severity != Severity.MINOR:
        telling.tell_opened(action, by=by)
    return action, True


@transaction.atomic
def finish(
    *, action: CorrectiveAction, note: str, by: Actor, version: int | None, photos: Sequence[str] = ()
) -> CorrectiveAction:
    """Put right: a note, photos where they help; now somebody else verifies it. Sending it twice changes nothing.

    Raises RuleBroken without a note, Conflict when it is not open, Stale, NotAllowed.
    """
    if not note.strip():
        raise RuleBroken("note", _("Say what was done."))
    fresh = _locked(action)
    if fresh.state == State.DONE and by.user and fresh.done_by_id == by.user.pk and fresh.done_note == note.strip():
        return fresh
    _require_state(fresh, State.OPEN, version)
    _require(fresh, rules.may_finish, by)
    return finish_now(fresh, note=note, photos=_own_photos(photos, fresh.facility), by=by)


@transaction.atomic
def verify(*, action: CorrectiveAction, by: Actor, version: int | None, note: str = "") -> CorrectiveAction:
    """It is really put right, says somebody who did not do it. Of two at once one wins, the other gets a Conflict.

    Raises NotAllowed for whoever did it, for a manager what the union has to verify, Conflict, Stale.
    """
    fresh = _locked(action)
    if fresh.state == State.VERIFIED and by.user and fresh.verified_by_id == by.user.pk:
        return fresh
    _require_state(fresh, State.DONE, version)
    _require_verifier(fresh, by)
    return verify_now(fresh, note=note, by=by)


@transaction.atomic
def send_back(*, action: CorrectiveAction, reason: str, by: Actor, version: int | None) -> CorrectiveAction:
    """It is not put right yet: open again, with the reason. Raises as `verify` does; RuleBroken without a reason."""
    if not reason.strip():
        raise RuleBroken("reason", _("Say what is still missing."))
    fresh = _locked(action)
    _require_state(fresh, State.DONE, version)
    _require_verifier(fresh, by)
    return open_again_now(fresh, reason=reason, by=by)


@transaction.atomic
def reopen(*, action: CorrectiveAction, reason: str, by: Actor, version: int | None) -> CorrectiveAction:
    """It was verified or cancelled, and is not put right after all: open again, with the reason.

    Raises RuleBroken without a reason, Conflict when it stands or another stands for the same failure, Stale,
    NotAllowed.
    """
    if not reason.strip():
        raise RuleBroken("reason", _("Say what is still missing."))
    fresh = _locked(action)
    if fresh.is_standing:
        raise Conflict(_now_stands(fresh))
    _require_version(fresh, version)
    _require(fresh, rules.may_reopen, by)
    twins = CorrectiveAction.objects.standing().filter(facility=fresh.facility_id, subject=fresh.subject)
    if fresh.subject and twins.exists():
        raise Conflict(_("It was found again in the meantime: another corrective action stands for it."))
    return open_again_now(fresh, reason=reason, by=by)


@transaction.atomic
def cancel(*, action: CorrectiveAction, reason: str, by: Actor, version: int | None) -> CorrectiveAction:
    """Not to be done after all, with a reason; it stays readable. Raises RuleBroken, Conflict, Stale, NotAllowed."""
    if not reason.strip():
        raise RuleBroken("reason", _("Say why it need not be done."))
    fresh = _locked(action)
    if fresh.state == State.CANCELLED:
        return fresh
    if not fresh.is_standing:
        raise Conflict(_now_stands(fresh))
    _require_version(fresh, version)
    _require(fresh, rules.may_cancel, by)
    return cancel_now(fresh, reason=reason, by=by)


@transaction.atomic
def change(
    *, action: CorrectiveAction, reason: str, by: Actor, version: int | None, **changes: Any
) -> CorrectiveAction:
    """Name another owner; officers also set another deadline or severity. With a reason.

    A new severity without a deadline sets the deadline anew, counted from now. Raises RuleBroken, Conflict, Stale,
    NotAllowed.
    """
    require_reason(reason)
    fresh = _locked(action)
    _require_state(fresh, State.OPEN, version)
    _require(fresh, rules.may_assign, by)
    if "owner" in changes:
        _require_owner(changes["owner"], fresh.facility)
    now = timezone.now()
    worse = changes.get("severity", fresh.severity)
    later = changes.get("due_at") or fresh.due_at
    if worse != fresh.severity or later != fresh.due_at:
        _require(fresh, rules.may_reschedule, by)
        if worse != fresh.severity and later == fresh.due_at:
            later = now + rules.numbers_on(fresh.facility, now).span(worse)
        _require_deadline(later, now)
        changes |= {"due_at": later}
    before = (fresh.owner_id, fresh.due_at)
    changed = amend(fresh, by=by, version=None, reason=reason, **changes)
    if (changed.owner_id, changed.due_at) != before:
        telling.forget(changed)
        CorrectiveAction.objects.filter(pk=changed.pk).update(told=0, tell_at=now)
    return changed


def _source_by_hand(key: str, source_id: UUID | None, facility: Facility, by: Actor) -> SourceKind:
    source = sources.get(key)
    if source is None or not source.by_hand:
        raise RuleBroken("source_kind", _("Choose one of the answers."))
    access = access_of(by)
    if access is not None and not access.may_at(facility, *source.by_hand):
        raise NotAllowed()
    if source_id is None:
        if not source.alone:
            raise RuleBroken("source_id", _("Say which record it comes from."))
        return source
    seen = source.seen([source_id]).get(source_id) if source.seen else None
    if seen is None or seen.facility_id != facility.pk:
        raise RuleBroken("source_id", _("Not found at this facility."))
    return source


def _locked(action: CorrectiveAction) -> CorrectiveAction:
    rows = CorrectiveAction.objects.select_for_update(of=("self",)).select_related("facility", "done_by")
    return rows.get(pk=action.pk)


def _require_state(action: CorrectiveAction, state: State, version: int | None) -> None:
    """What has moved on says so in words, before any question of versions."""
    if action.state != state:
        raise Conflict(_now_stands(action))
    _require_version(action, version)


def _require_version(action: CorrectiveAction, version: int | None) -> None:
    if version is not None and action.version != version:
        raise Stale(current_version=action.version)


def _now_stands(action: CorrectiveAction) -> str:
    if action.state == State.VERIFIED:
        words = {"who": action.verified_by or "", "at": f"{action.facility.local(action.closed_at):%H:%M}"}  # type: ignore[arg-type]
        return _("%(who)s has already verified it at %(at)s.") % words
    return _("It stands as “%(state)s” by now.") % {"state": action.get_state_display()}


def _require(action: CorrectiveAction, may: Callable[[CorrectiveAction, Access], bool], by: Actor) -> None:
    access = access_of(by)
    if access is not None and not may(action, access):
        raise NotAllowed()


def _require_verifier(action: CorrectiveAction, by: Actor) -> None:
    if by.user is not None and action.done_by_id == by.user.pk:
        raise NotAllowed(_("Whoever put it right does not verify it: somebody else does."))
    access = access_of(by)
    if access is not None and not rules.may_verify(action, access):
        raise NotAllowed(_("This is for the union to verify."))


def _require_owner(owner: User | None, facility: Facility) -> None:
    if owner is None:
        return
    works = Membership.objects.current().filter(user=owner, facility=facility, role__in=IN_FIELD)
    if not works.exists():
        raise RuleBroken("owner", _("This person does not work at the facility."))


def _require_deadline(due_at: dt.datetime, now: dt.datetime) -> None:
    if due_at <= now:
        raise RuleBroken("due_at", _("The deadline lies in the past."))
    if due_at > now + dt.timedelta(days=366):
        raise RuleBroken("due_at", _("At most a year ahead."))


def _own_photos(photos: Sequence[str], facility: Facility) -> list[str]:
    ids = list(dict.fromkeys(str(photo) for photo in photos))
    if len(ids) > MOST_PHOTOS:
        raise RuleBroken("photos", _("At most %(most)d photos.") % {"most": MOST_PHOTOS})
    if not set(ids) <= set(stored_photos(ids, facility)):
        raise RuleBroken("photos", _("A photo is not stored here. Take it again."))
    return ids
