"""What failed, as other capabilities report it: opens a corrective action, or joins the one that stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.records.actions import create, save
from ops.records.actor import Actor
from ops.records.ids import uuid7
from ops.rectification import rules, telling
from ops.rectification.closing import cancel_now, finish_now
from ops.rectification.escalation import NEAR
from ops.rectification.models import STANDING, CorrectiveAction, Failure, Severity, State


@dataclass(frozen=True)
class Report:
    """One failure. `subject` is the same for the same thing at the same facility; no name or health data of anybody.

    What was `remedied` on the spot opens no action, unless it is critical or comes again and again.
    """

    source_kind: str
    source_id: UUID
    subject: str
    title: str
    found_at: dt.datetime
    title_en: str = ""
    note: str = ""
    regime: str = ""
    severity: str = Severity.MINOR
    remedied: bool = False
    photos: Sequence[str] = field(default_factory=tuple)


@transaction.atomic
def report_failures(*, facility: Facility, reports: Iterable[Report], by: Actor) -> list[CorrectiveAction]:
    """Open an action for each failure, or attach it to the one that stands for the same subject.

    Reporting the same source again changes nothing. Found as often as the policy says within its days (our own
    default: three times in thirty days), a failure is raised in severity, and opens an action even if it was remedied
    on the spot each time. Returns the actions that were opened or joined.
    """
    given = list(reports)
    if not given:
        return []
    # Whoever else reports at this facility waits: the count of failures is then true, and no twin is opened.
    Facility.objects.select_for_update(no_key=True).get(pk=facility.pk)
    ids = [report.source_id for report in given]
    known = set(Failure.objects.filter(source_id__in=ids).values_list("source_id", flat=True))
    touched = [_take(facility, report, by) for report in given if report.source_id not in known]
    return [action for action in touched if action is not None]


def _take(facility: Facility, report: Report, by: Actor) -> CorrectiveAction | None:
    numbers = rules.numbers_on(facility, report.found_at)
    subject = report.subject[:150]
    times = 1 + _times_before(facility, subject, report.found_at, numbers["rectify_repeat_days"])
    repeated = times >= numbers["rectify_repeat_times"]
    found = CorrectiveAction.objects.filter(facility=facility, subject=subject, state__in=STANDING)
    standing = found.select_for_update(of=("self",)).select_related("facility").first()
    action = standing
    if standing is not None:
        _join(standing, report, numbers, repeated, times, by)
    elif not report.remedied or report.severity == Severity.CRITICAL or repeated:
        action = _open(facility, report, subject, numbers, repeated, times, by)
    Failure.objects.create(
        facility=facility,
        action=action,
        source_kind=report.source_kind,
        source_id=report.source_id,
        subject=subject,
        found_at=report.found_at,
    )
    return action


def _times_before(facility: Facility, subject: str, moment: dt.datetime, days: int) -> int:
    since = moment - dt.timedelta(days=days)
    return Failure.objects.filter(facility=facility, subject=subject, found_at__gt=since).count()


def _again(times: int, numbers: rules.Numbers) -> str:
    return _("Found %(times)d times in %(days)d days") % {"times": times, "days": numbers["rectify_repeat_days"]}


def _open(
    facility: Facility, report: Report, subject: str, numbers: rules.Numbers, repeated: bool, times: int, by: Actor
) -> CorrectiveAction:
    severity = rules.WORSE[Severity(report.severity)] if repeated else Severity(report.severity)
    now = timezone.now()
    due_at = max(now, report.found_at) + numbers.span(severity)
    action = CorrectiveAction(
        id=uuid7(),
        facility=facility,
        source_kind=report.source_kind,
        source_id=report.source_id,
        subject=subject,
        regime=report.regime,
        title=report.title,
        title_en=report.title_en,
        note=report.note,
        before=list(report.photos),
        severity=severity,
        raised_by=by.user,
        due_at=due_at,
        times_found=times if repeated else 1,
        tell_at=now,
        occurred_at=report.found_at,
    )
    create(action, by=by, reason=_again(times, numbers) if repeated else "")
    if severity != Severity.MINOR:
        telling.tell_opened(action, by=by)
    return action


def _join(
    action: CorrectiveAction, report: Report, numbers: rules.Numbers, repeated: bool, times: int, by: Actor
) -> None:
    """The same failure again: one more on the count; worse, and due sooner, where it comes too often."""
    before = action.severity
    worse = rules.WORSE[Severity(before)] if repeated and times % numbers["rectify_repeat_times"] == 0 else before
    worst = max((before, worse, report.severity), key=lambda one: rules.RANK[one])
    action.times_found += 1
    action.before = list(dict.fromkeys([*action.before, *report.photos]))[:12]
    if action.state == State.DONE and not report.remedied:
        # What was called done failed again before anybody had verified it.
        action.state, action.verifier, action.done_at, action.done_by = State.OPEN, "", None, None
        action.done_note, action.evidence = "", []
    if worst != before:
        action.severity = worst
        action.due_at = min(action.due_at, max(timezone.now(), report.found_at) + numbers.span(worst))
    if action.state == State.OPEN and action.told <= NEAR:
        action.tell_at = timezone.now()
    save(action, by=by, reason=_again(times, numbers) if repeated else "")
    if worst != before:
        telling.tell_opened(action, by=by)


@transaction.atomic
def settled_at_source(
    *, source_kind: str, source_id: UUID, facility: Facility, note: str, by: Actor
) -> CorrectiveAction | None:
    """The failure was put right where it was recorded (the kitchen's page): its action follows.

    Within the minutes that count as "on the spot" a single minor or serious failure needs no verification: doing the
    work is enough. Later it is done and waits to be verified. Returns the action, None where there is none open.
    """
    action = _action_of(source_kind, [source_id])
    if action is None or action.state != State.OPEN:
        return None
    numbers = rules.numbers_on(facility, action.occurred_at)
    on_spot = timezone.now() - action.recorded_at <= dt.timedelta(minutes=numbers["rectify_on_spot_minutes"])
    if on_spot and action.times_found == 1 and action.severity != Severity.CRITICAL:
        return cancel_now(action, reason=_("Remedied on the spot"), by=by, heard=[source_id])
    return finish_now(action, note=note, photos=[], by=by, heard=[source_id])


@transaction.atomic
def withdraw_failures(*, source_kind: str, source_ids: Sequence[UUID], reason: str, by: Actor) -> None:
    """The records turned out wrong (amended, voided): an action that stands for nothing else is cancelled."""
    for pk in source_ids:
        action = _action_of(source_kind, [pk])
        if action is None or not action.is_standing:
            continue
        if action.failures.exclude(source_id__in=source_ids).exists():
            action.times_found = max(1, action.times_found - 1)
            save(action, by=by, reason=reason[:300])
        else:
            cancel_now(action, reason=reason, by=by, heard=source_ids)


def _action_of(source_kind: str, ids: Sequence[UUID]) -> CorrectiveAction | None:
    found = CorrectiveAction.objects.filter(failures__source_kind=source_kind, failures__source_id__in=ids)
    row = found.values_list("pk", flat=True).first()
    if row is None:
        return None
    return CorrectiveAction.objects.select_for_update(of=("self",)).select_related("facility").get(pk=row)
