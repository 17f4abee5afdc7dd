"""Taking over unions and facilities from a spreadsheet: a dry run line by line, then all or nothing; both as jobs."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ops.facilities import actions, queries
from ops.facilities.forms import PLAIN_FIELDS
from ops.facilities.judging import CHANGED, NEW, SAME, Check, Row, as_data, check, unions_by_name
from ops.facilities.models import Facility, FacilityImport
from ops.facilities.workbook import read
from ops.jobs import actions as jobs
from ops.jobs.models import Job
from ops.jobs.registry import Failed, Result
from ops.jobs.running import Report
from ops.organization.access import Access
from ops.organization.actions import add_union
from ops.organization.models import TradeUnion
from ops.records.actions import create, save
from ops.records.actor import Actor
from ops.records.errors import Conflict

# The two kinds of jobs.
CHECK, TAKE_OVER = "facility-check", "facility-import"


# --- The three steps of a person: send the file, see the check, confirm ---


@transaction.atomic
def take_file(*, file: Any, by: Actor) -> FacilityImport:
    """Read an uploaded spreadsheet, keep its lines until they are confirmed, and let them be checked.

    Raises RuleBroken at `file`.
    """
    unions, places = read(file)
    lines = {
        "unions": [[line.number, line.cells] for line in unions],
        "places": [[line.number, line.cells] for line in places],
    }
    # Lines that nobody confirmed are not kept on.
    FacilityImport.objects.filter(made_by=by.user, confirmed=False).update(lines={}, checked=None)
    draft = create(FacilityImport(made_by=by.user, file_name=file.name[:120], lines=lines), by=by)
    check_again(draft=draft, by=by)
    return draft


@transaction.atomic
def check_again(*, draft: FacilityImport, by: Actor) -> Job:
    """Let the lines be checked, as the unions and places stand then. Raises Conflict when it is too late for that."""
    _require_open(draft)
    FacilityImport.objects.filter(pk=draft.pk).update(checked=None)
    return jobs.start(kind=CHECK, by=by, object_id=draft.pk, title=draft.file_name)


@transaction.atomic
def confirm(*, draft: FacilityImport, by: Actor) -> Job:
    """Let everything be entered and updated, or nothing. Raises Conflict unless the check found all in order."""
    fresh = _require_open(draft)
    if fresh.checked is None or fresh.checked["wrong_total"]:
        raise Conflict(_("Lines must be mended first. Look at the check."))
    return jobs.start(kind=TAKE_OVER, by=by, object_id=draft.pk, title=draft.file_name)


def _require_open(draft: FacilityImport) -> FacilityImport:
    fresh = FacilityImport.objects.select_for_update().get(pk=draft.pk)
    if fresh.confirmed:
        raise Conflict(_("This file has already been taken over."))
    if not fresh.lines:
        raise Conflict(_("A newer file has taken its place. Send this one again."))
    return fresh


# --- The same steps as a worker does them ---


def run_check(job: Job, by: Actor, report: Report) -> Result:
    """Find out what would become of each line, and note it with the draft."""
    draft = FacilityImport.objects.get(pk=job.about)
    found = as_data(check(draft, Access(by.user), report))
    FacilityImport.objects.filter(pk=draft.pk, confirmed=False).update(checked=found)
    return Result({"wrong": found["wrong_total"], **found["counts"]})


def run_take_over(job: Job, by: Actor, report: Report) -> Result:
    """Enter and update everything: in one transaction with the mark that it is done.

    Raises Failed when it was taken over before, or when a line has become wrong since the check.
    """
    draft = _require_open(FacilityImport(pk=job.about))
    access = Access(by.user)
    checked = check(draft, access, report)
    if checked.wrong:
        lines = [
            (f"{sheet} {row.number}", f"{column}: {message}")
            for sheet, row in checked.wrong
            for column, message in row.errors
        ]
        raise Failed(_("A line has become wrong since the check. Nothing was taken over."), lines)
    counts = checked.counts()
    _enter(checked, draft, access, by.importing(), report)
    draft.confirmed, draft.lines, draft.checked = True, {"unions": [], "places": []}, None
    draft.unions, draft.entered, draft.updated = counts["unions"], counts[NEW], counts[CHANGED]
    save(draft, by=by)
    return Result({"unions": draft.unions, "entered": draft.entered, "updated": draft.updated})


def _enter(checked: Check, draft: FacilityImport, access: Access, by: Actor, report: Report) -> None:
    reason = _("From the file %(name)s") % {"name": draft.file_name}
    names = unions_by_name(queries.unions_run(access))
    made: dict[str, TradeUnion] = {}
    for row in checked.unions:
        if row.verdict == NEW:
            made[row.name] = _enter_union(row, names, made, by)
    rows = [row for row in checked.facilities if row.verdict != SAME]
    new = []
    for number, row in enumerate(rows, 1):
        facility, is_new = _keep(row, access, made, by, reason)
        if is_new:
            new.append(facility)
        report(number, len(rows))
    actions.announce_beginning(new, by=by)


def _enter_union(row: Row, names: dict[str, list[TradeUnion]], made: dict[str, TradeUnion], by: Actor) -> TradeUnion:
    above = row.values["above"]
    fields = {name: row.values[name] for name in ("name", "name_en", "short_name", "level")}
    return add_union(below=made.get(above) or names[above][0], by=by, **fields)


def _keep(row: Row, access: Access, made: dict[str, TradeUnion], by: Actor, reason: str) -> tuple[Facility, bool]:
    values = {name: row.values[name] for name in PLAIN_FIELDS}
    if row.standing is not None:
        facility = row.standing
        actions.change_facility(facility=facility, version=None, by=by, reason=reason, details=row.details, **values)
        return facility, False
    union = row.values["union"] or made[row.union_name]
    facility = actions.enter_facility(
        kind=row.values["kind"],
        union=union,
        by=by,
        details=row.details,
        reason=reason,
        announce=False,
        **values,
    )
    return facility, True
