"""Unexplained absence: whom to call, in the guardians' order, and what came of each call."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.records.actions import record_once
from ops.records.actor import Actor
from ops.records.errors import RuleBroken
from ops.records.ids import uuid7
from stations.attendance.absences import record_absence
from stations.attendance.board import Board, Tile, TileState, roll_call
from stations.attendance.following import tell_managers
from stations.attendance.models import Absence, AbsenceReason, CallRecord
from stations.enrolment.models import Child, Guardianship

Outcome = CallRecord.Outcome


@dataclass(slots=True)
class Unexplained:
    """A child who is missing without a word: the guardians in calling order, and the day's calls."""

    tile: Tile
    links: list[Guardianship] = field(default_factory=list)
    calls: list[CallRecord] = field(default_factory=list)

    @property
    def next(self) -> Guardianship | None:
        """Whom to call next; None once everybody was called in vain."""
        called = {call.guardian_id for call in self.calls}
        return next((link for link in self.links if link.guardian_id not in called), None)

    @property
    def coming(self) -> bool:
        """Whether the last answer was that the child is on the way."""
        return bool(self.calls) and self.calls[-1].outcome == Outcome.COMING

    @property
    def in_vain(self) -> bool:
        """Whether every guardian was called and nobody answered."""
        return self.next is None and all(call.outcome == Outcome.NO_ANSWER for call in self.calls)


def unexplained_of(board: Board) -> list[Unexplained]:
    """The board's missing children who should be here by now, the longest unheard-of first; two queries."""
    found = {tile.child_id: Unexplained(tile) for tile in board.tiles if tile.overdue}
    links = Guardianship.objects.filter(child__in=found).select_related("guardian").defer("guardian__phone")
    for link in links.order_by("child", "position", "id"):
        found[link.child_id].links.append(link)
    calls = CallRecord.objects.filter(facility=board.facility, local_date=board.day, child__in=found, voided_at=None)
    for call in calls.select_related("called_by").order_by("occurred_at", "id"):
        found[call.child_id].calls.append(call)
    return sorted(found.values(), key=lambda one: (one.coming, len(one.calls)))


@transaction.atomic
def record_call(
    *,
    id: UUID,
    child: Child,
    guardian_id: UUID,
    outcome: str,
    by: Actor,
    reason: str = "",
    note: str = "",
    occurred_at: dt.datetime | None = None,
) -> tuple[CallRecord, bool]:
    """Record a call about a child who is missing today; the same `id` again returns what stands.

    "Does not come" excuses the child with the `reason` that was said, so that it is accounted for. When the last of
    the guardians did not answer, the managers are told at once. Raises RuleBroken at a field.
    """
    moment = occurred_at or timezone.now()
    link = Guardianship.objects.filter(child=child, guardian=guardian_id).select_related("guardian").first()
    if link is None:
        raise RuleBroken("guardian", _("This person is not known with this child."))
    if outcome == Outcome.AWAY and reason in ("", AbsenceReason.UNREACHED):
        raise RuleBroken("reason", _("Choose why the child does not come."))
    call = CallRecord(
        id=id,
        facility_id=child.facility_id,
        child=child,
        local_date=child.facility.local(moment).date(),
        guardian=link.guardian,
        guardian_name=link.guardian.name,
        outcome=outcome,
        note=note.strip(),
        called_by=by.user,
        occurred_at=moment,
    )
    if standing := CallRecord.objects.filter(pk=id).first():
        call.occurred_at = occurred_at or standing.occurred_at
    call, new = record_once(call, by=by)
    if new and outcome == Outcome.AWAY:
        record_absence(
            id=uuid7(),
            child=child,
            local_date=call.local_date,
            reason=reason,
            note=note,
            announced_by=link.guardian,
            occurred_at=moment,
            by=by,
        )
    elif new and outcome == Outcome.NO_ANSWER and nobody_answered(child, call.local_date):
        tell_managers("guardians_unreached", f"unreached:{child.pk}:{call.local_date}", child.facility, by, {})
    return call, new


@transaction.atomic
def give_up_calling(*, id: UUID, child: Child, by: Actor) -> tuple[Absence, bool]:
    """Everybody was called in vain and the managers know: the child counts as accounted for, "not reached".

    Raises RuleBroken as long as a guardian was not called today.
    """
    today = child.facility.today()
    if not nobody_answered(child, today):
        raise RuleBroken("child", _("Call every guardian first."))
    return record_absence(id=id, child=child, local_date=today, reason=AbsenceReason.UNREACHED, by=by)


def nobody_answered(child: Child, day: dt.date) -> bool:
    """Whether every guardian of the child was called on the day and none answered; two queries."""
    calls = CallRecord.objects.filter(child=child, local_date=day, voided_at=None)
    outcomes: dict[UUID, set[str]] = {}
    for guardian, outcome in calls.values_list("guardian_id", "outcome"):
        outcomes.setdefault(guardian, set()).add(outcome)
    guardians = set(Guardianship.objects.filter(child=child).values_list("guardian_id", flat=True))
    return guardians <= outcomes.keys() and all(found == {Outcome.NO_ANSWER} for found in outcomes.values())


def missing_without_a_word(facility: Facility, day: dt.date) -> list[Unexplained]:
    """Whom to call at a station on a day; seven queries."""
    board = roll_call(facility, day)
    return unexplained_of(board) if any(tile.state == TileState.MISSING for tile in board.tiles) else []
