"""Taking over children from a spreadsheet: a dry run line by line, then all or nothing; both as jobs."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.judging import CHANGED, NEW, WRONG
from ops.facilities.models import Facility
from ops.jobs import actions as jobs
from ops.jobs.models import Job
from ops.jobs.registry import Failed, Result
from ops.jobs.running import Report
from ops.organization.access import Access
from ops.organization.roles import AT_STATION
from ops.policy.queries import by_union
from ops.records.actions import create, save
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from stations.enrolment import roster_rows
from stations.enrolment.consent_texts import REQUIRED, texts_in_force
from stations.enrolment.roster_check import as_data, check
from stations.enrolment.roster_keep import keep
from stations.enrolment.roster_models import RosterImport
from stations.terms.models import Term

# The two kinds of jobs.
CHECK, TAKE_OVER = "roster-check", "roster-import"


# --- The three steps of a person: send the file, see the check, confirm ---


@transaction.atomic
def take_file(*, facility: Facility, file: Any, by: Actor, term: Term | None = None) -> RosterImport:
    """Read an uploaded roster, keep its lines encrypted until they are confirmed, and let them be checked.

    Raises RuleBroken at `file`.
    """
    lines = [[line.number, line.cells] for line in roster_rows.read(file)]
    # Lines that nobody confirmed are not kept on.
    RosterImport.objects.filter(facility=facility, made_by=by.user, confirmed=False).update(lines="", checked="")
    draft = RosterImport(facility=facility, made_by=by.user, file_name=file.name[:120], term=term)
    draft.lines = json.dumps(lines, ensure_ascii=False)
    create(draft, by=by)
    check_again(draft=draft, by=by)
    return draft


@transaction.atomic
def check_again(*, draft: RosterImport, by: Actor) -> Job:
    """Let the lines be checked, as the children stand then. Raises Conflict when it is too late for that."""
    _require_open(draft)
    RosterImport.objects.filter(pk=draft.pk).update(checked="")
    return jobs.start(kind=CHECK, by=by, object_id=draft.pk, title=draft.file_name)


@transaction.atomic
def confirm(*, draft: RosterImport, by: Actor) -> Job:
    """Let everything be entered and updated, or nothing. Raises Conflict unless the check found all in order."""
    fresh = _require_open(draft)
    if not fresh.checked or json.loads(fresh.checked)["wrong_total"]:
        raise Conflict(_("Lines must be mended first. Look at the check."))
    return jobs.start(kind=TAKE_OVER, by=by, object_id=draft.pk, title=draft.file_name)


def forget_drafts(*, now: dt.datetime | None = None) -> int:
    """Forget the lines of rosters that nobody confirmed for longer than the policy says; returns how many."""
    now = now or timezone.now()
    days = by_union("unsent_days_max", timezone.localdate(now))
    drafts = RosterImport.objects.filter(confirmed=False).exclude(lines="").select_related("facility")
    old = [
        draft.pk
        for draft in drafts.defer("lines", "checked")
        if draft.made_at < now - dt.timedelta(days=int(days(draft.facility.union_path)))
    ]
    return RosterImport.objects.filter(pk__in=old, confirmed=False).update(lines="", checked="")


def _require_open(draft: RosterImport) -> RosterImport:
    fresh = RosterImport.objects.select_for_update(of=("self",)).select_related("facility", "term").get(pk=draft.pk)
    if fresh.confirmed:
        raise Conflict(_("This file has already been taken over."))
    if not fresh.lines:
        raise Conflict(_("A newer file has taken its place. Send this one again."))
    return fresh


# --- The same steps as a worker does them ---


def run_check(job: Job, by: Actor, report: Report) -> Result:
    """Find out what would become of each line, and note it with the draft."""
    draft = RosterImport.objects.select_related("facility", "term").get(pk=job.about)
    found = as_data(check(draft, report))
    unconfirmed: Any = RosterImport.objects.filter(pk=draft.pk, confirmed=False)
    unconfirmed.update(checked=json.dumps(found, ensure_ascii=False))
    return Result({"wrong": found["wrong_total"], **found["counts"]})


def run_take_over(job: Job, by: Actor, report: Report) -> Result:
    """Enter and update everything: in one transaction with the mark that it is done.

    Raises Failed when whoever asked works there no longer, or when a line has become wrong since the check.
    """
    draft = _require_open(RosterImport(pk=job.about))
    if not Access(by.user).may_at(draft.facility, *AT_STATION):
        raise Failed(_("You no longer work at this station."))
    rows = check(draft)
    if wrong := [row for row in rows if row.verdict == WRONG]:
        lines = [(row.number, f"{column}: {message}") for row in wrong for column, message in row.errors]
        raise Failed(_("A line has become wrong since the check. Nothing was taken over."), lines)
    agreement = next(text for text in texts_in_force(draft.facility) if text.kind in REQUIRED)
    try:
        waiting = keep(rows, draft, agreement, by.importing(), report)
    except RuleBroken as refused:
        raise Failed(f"{_('Nothing was taken over.')} {refused.detail}") from refused
    except IntegrityError as collision:
        raise Failed(_("Somebody else entered the same at this moment. Check the file once more.")) from collision
    counts = Counter(row.verdict for row in rows)
    draft.confirmed, draft.lines, draft.checked = True, "", ""
    draft.entered, draft.updated, draft.waiting = counts[NEW], counts[CHANGED], waiting
    save(draft, by=by)
    return Result({"entered": draft.entered, "updated": draft.updated, "waiting": waiting})


def checked_of(draft: RosterImport) -> dict[str, Any] | None:
    """What the last check found; None while it has not been checked."""
    found: dict[str, Any] | None = json.loads(draft.checked) if draft.checked else None
    return found


def own(access: Access, pk: UUID | None = None) -> Any:
    """The reader's own rosters at stations where they work."""
    rows = RosterImport.objects.visible_to(access, AT_STATION).filter(made_by=access.user.pk)
    rows = rows.select_related("facility", "term")
    return rows if pk is None else rows.filter(pk=pk)
