"""What happens in the field: complete, correct; store photos. Publishing lies in publishing.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.checklists import images, queries, reuse, scoring
from ops.checklists.answers import Judgement, judge
from ops.checklists.models import (
    ChecklistItem,
    ChecklistRun,
    ChecklistVersion,
    Finding,
    Photo,
    Presence,
)
from ops.checklists.registry import finding_listeners
from ops.facilities.models import Facility
from ops.records import bulk
from ops.records.actions import amend, lock, record_once, require_reason
from ops.records.actor import Actor
from ops.records.errors import RuleBroken
from ops.records.ids import uuid7


@transaction.atomic
def complete_checklist(
    *,
    id: UUID,
    facility: Facility,
    checklist: ChecklistVersion,
    answers: Mapping[str, Any],
    started_at: dt.datetime,
    occurred_at: dt.datetime,
    by: Actor,
    done_by_name: str = "",
    presence: str = Presence.NOT_ASKED,
    timed: bool = True,
) -> ChecklistRun:
    """Record a completed checklist, and a finding for each failed item.

    Readings are judged by the rules in force at the facility on the local day of `occurred_at`. Sending the same
    again changes nothing. `presence` says how it was proved that somebody was there; `timed` is False where one tap
    answers all. Raises AnswersRefused (a RuleBroken) with every item at fault as `answers.<key>`,
    RuleBroken when the checklist is another union's, Conflict when the id stands for something else.
    """
    _require_usable(checklist, facility)
    day = queries.local_day(facility, occurred_at)
    items = list(checklist.items.all())
    judgement = _judge(items, facility, answers, day)
    numbers = scoring.numbers_of(facility, day)
    run = ChecklistRun(
        id=id,
        facility=facility,
        checklist=checklist,
        answers=judgement.answers,
        passed=not judgement.failed,
        failed_items=len(judgement.failed),
        score=scoring.score_of(items, judgement.answers, numbers[scoring.CRITICAL_CAP]),
        started_at=started_at,
        occurred_at=occurred_at,
        done_by=by.user,
        done_by_name=(done_by_name or (by.user.name if by.user else by.name))[:60],
        presence=presence,
    )
    run.marks = " ".join(scoring.marks_of(run, numbers, timed=timed))
    run, is_new = record_once(run, by=by)
    if is_new:
        _raise_findings(run, judgement.failed, by)
        reuse.remember_photos(run)
    return run


@transaction.atomic
def amend_run(
    *, run: ChecklistRun, answers: Mapping[str, Any], version: int | None, reason: str, by: Actor
) -> ChecklistRun:
    """Correct some answers of a completed checklist; the others stand, and so does the earlier version in history.

    Judged by the rules of the day on which it was done. Findings follow: new ones are raised, those that no longer
    hold are settled with the reason. Raises as complete_checklist does, and Stale when `version` has moved on.
    """
    require_reason(reason)
    fresh = lock(run, version=version)
    merged = {**fresh.answers, **answers}
    day = queries.local_day(fresh.facility, fresh.occurred_at)
    items = list(fresh.checklist.items.all())
    judgement = _judge(items, fresh.facility, merged, day)
    cap = scoring.numbers_of(fresh.facility, day)[scoring.CRITICAL_CAP]
    amended = amend(
        fresh,
        by=by,
        version=None,
        reason=reason,
        answers=judgement.answers,
        passed=not judgement.failed,
        failed_items=len(judgement.failed),
        score=scoring.score_of(items, judgement.answers, cap),
        marks=scoring.marks_with(fresh, judgement.answers),
    )
    if amended.version != fresh.version:
        reuse.remember_photos(amended)
        _follow_up(amended, judgement, reason, by)
    return amended


def _follow_up(run: ChecklistRun, judgement: Judgement, reason: str, by: Actor) -> None:
    failed = {item.pk for item in judgement.failed}
    standing = set(run.findings.values_list("item_id", flat=True))
    no_longer = list(run.findings.exclude(item__in=failed).values_list("pk", flat=True))
    unsettled = run.findings.filter(pk__in=no_longer, settled_at=None)
    bulk.update(unsettled, by=by, reason=reason, settled_at=timezone.now(), settlement=reason[:300])
    if no_longer:
        for listener in finding_listeners:
            listener.withdrawn(ids=no_longer, reason=reason, by=by)
    _raise_findings(run, [item for item in judgement.failed if item.pk not in standing], by, reason)


def _raise_findings(run: ChecklistRun, failed: Iterable[ChecklistItem], by: Actor, reason: str = "") -> None:
    findings = [_finding(run, item) for item in failed]
    if findings:
        bulk.insert(Finding, findings, by=by, reason=reason)
        for listener in finding_listeners:
            listener.found(findings=findings, by=by)


def _require_usable(checklist: ChecklistVersion, facility: Facility) -> None:
    template = checklist.template
    union = template.union
    elsewhere = template.facility_id not in (None, facility.pk)
    if elsewhere or (union is not None and not facility.union_path.startswith(union.path)):
        raise RuleBroken("checklist", _("This checklist is not for this place."))
    if checklist.published_at is None:
        raise RuleBroken("checklist", _("This checklist is only proposed; it is not in use yet."))


def _judge(items: list[ChecklistItem], facility: Facility, answers: Mapping[str, Any], day: dt.date) -> Judgement:
    given = [answer.get("photos") for answer in answers.values() if isinstance(answer, Mapping)]
    ids = [one for photos in given if isinstance(photos, list) for one in photos]
    return judge(
        items,
        answers,
        limits=queries.limits_on(items, facility, day),
        stored_photos=frozenset(queries.stored_photos(ids, facility)),
    )


def _finding(run: ChecklistRun, item: ChecklistItem) -> Finding:
    finding = Finding(
        facility=run.facility, run=run, item=item, note=run.answers[item.key]["note"], found_at=run.occurred_at
    )
    if finding.remedied_on_spot and not item.critical:
        finding.settled_at = run.occurred_at
    return finding


def settle_findings(*, findings: QuerySet[Finding], settlement: str, at: dt.datetime, by: Actor) -> None:
    """These were put right, as their corrective action says."""
    bulk.update(findings.filter(settled_at=None), by=by, settled_at=at, settlement=settlement[:300])


def reopen_findings(*, findings: QuerySet[Finding], by: Actor) -> None:
    """These were not put right after all."""
    bulk.update(findings.exclude(settled_at=None), by=by, settled_at=None, settlement="")


@transaction.atomic
def store_photo(
    *, id: UUID, facility: Facility, file: Any, occurred_at: dt.datetime, by: Actor, field: str = "file"
) -> Photo:
    """Check a picture, encode it anew without its metadata, and keep it with a small copy.

    The same id with the same bytes again returns the photo already kept; with other bytes it is a Conflict.
    Raises RuleBroken at `field` for what is not a picture, too large, moving, damaged, or a decompression bomb.
    """
    picture = images.clean(file, field=field)
    photo = Photo(
        id=id,
        facility=facility,
        image=ContentFile(picture.full, name="photo.jpg"),
        width=picture.width,
        height=picture.height,
        sha256=picture.sha256,
        look=picture.look,
        taken_by=by.user,
        occurred_at=occurred_at,
    )
    photo, is_new = record_once(photo, by=by)
    if is_new:
        default_storage.save(photo.small_name, ContentFile(picture.small))
    return photo


def take_photo(*, facility: Facility, file: Any, by: Actor) -> Photo:
    """Store a picture that came with a form, under an id of ours. Raises RuleBroken at `photo`."""
    return store_photo(id=uuid7(), facility=facility, file=file, occurred_at=timezone.now(), by=by, field="photo")
