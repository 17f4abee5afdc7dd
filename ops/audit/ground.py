"""The ground floor's own records on the timeline; upper floors register theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ops.audit.models import Export
from ops.audit.registry import MADE_IN_ONE_STROKE, TimelineEntry, as_record, timeline
from ops.audit.values import written
from ops.checklists.models import ChecklistRun, Finding, Photo
from ops.compliance.models import Urging
from ops.duties.models import Duty, DutyPlan
from ops.facilities.models import Closure, Facility, OpeningHours
from ops.organization.models import Membership
from ops.rectification.models import CorrectiveAction
from ops.rectification.models import State as CorrectiveState
from ops.reminders.models import Reminder, ReminderAnswer

DUTY_WORDS = {
    Duty.State.OVERDUE: gettext_lazy("overdue"),
    Duty.State.DONE: gettext_lazy("done"),
    Duty.State.DONE_LATE: gettext_lazy("done late"),
    Duty.State.MISSED: gettext_lazy("not done"),
    Duty.State.VOID: gettext_lazy("not required"),
}
DUTY_TONES = {Duty.State.OVERDUE: "bad", Duty.State.MISSED: "bad", Duty.State.DONE_LATE: "due", Duty.State.VOID: "void"}


def register() -> None:
    """Called once, when the app starts."""
    for entry in ENTRIES:
        if entry.key not in timeline:
            timeline.register(entry)


def duty_word(row: Any, before: Any) -> Any:
    """What became of the duty in this version."""
    if before is None:
        return ""
    if row.state != before.state:
        return DUTY_WORDS.get(row.state, "")
    return _("reminded higher up") if row.escalated_to > before.escalated_to else ""


def duty_tone(row: Any, before: Any) -> str:
    """A lapse is loud where it begins, not in each later version."""
    turned = before is not None and row.state != before.state
    return DUTY_TONES.get(row.state, "") if turned else ""


CORRECTIVE_WORDS = {
    CorrectiveState.OPEN: gettext_lazy("sent back"),
    CorrectiveState.DONE: gettext_lazy("put right"),
    CorrectiveState.VERIFIED: gettext_lazy("verified"),
    CorrectiveState.CANCELLED: gettext_lazy("cancelled"),
}


def corrective_word(row: Any, before: Any) -> Any:
    """What became of the corrective action in this version."""
    if before is None:
        return _("opened")
    if row.times_found > before.times_found:
        return _("found again")
    return CORRECTIVE_WORDS.get(row.state, "") if row.state != before.state else ""


def corrective_tone(row: Any, before: Any) -> str:
    """A fault is due from its beginning, bad where it comes again or was not mended."""
    if before is None:
        return "due"
    if row.times_found > before.times_found or row.sent_back > before.sent_back:
        return "bad"
    return "void" if row.state == CorrectiveState.CANCELLED and row.state != before.state else ""


def duty_notes(rows: Sequence[Any], facility: Facility) -> dict[int, str]:
    """Until when it was due and who has been told, for duties that lapsed; one statement."""
    lapsed = [row for row in rows if duty_tone(row, row.before) == "bad"]
    excused = {row.history_id: as_record(row).why_void for row in rows if row.state == Duty.State.VOID}
    told: dict[Any, dict[Any, str]] = defaultdict(dict)
    if lapsed:
        sent = Reminder.objects.filter(duty__in={row.id for row in lapsed}, sent_at__isnull=False)
        for reminder in sent.select_related("recipient").order_by("level", "sent_at"):
            at = f"{facility.local(reminder.sent_at):%H:%M}"  # type: ignore[arg-type]
            told[reminder.duty_id].setdefault(reminder.recipient_id, f"{reminder.recipient} {at}")
    return excused | {row.history_id: _due_and_told(row, facility, list(told[row.id].values())) for row in lapsed}


def _due_and_told(row: Any, facility: Facility, told: list[str]) -> str:
    note = _("Due by %(time)s") % {"time": written(row.due_at, facility)}
    if told:
        note += _("; reminded: %(people)s") % {"people": _(", ").join(told)}
    return note


def run_notes(rows: Sequence[Any], facility: Facility) -> dict[int, str]:
    """The score, how many items failed, and what was noticed."""
    return {row.history_id: note for row in rows if (note := _run_note(as_record(row)))}


def _run_note(run: Any) -> str:
    parts = []
    if run.failed_items:
        parts.append(ngettext("%d item not in order", "%d items not in order", run.failed_items) % run.failed_items)
    if run.score is not None and run.failed_items:
        parts.append(_("score %(score)d") % {"score": run.score})
    return " · ".join([*parts, *run.mark_words])


def _reaching(facility: Facility) -> Q:
    ancestors = [facility.union_path[:end] for end in range(4, len(facility.union_path) + 1, 4)]
    return Q(facility=facility.pk) | Q(union__path__in=ancestors, facility_kind__in=["", facility.kind])


def _generated(row: Any, number: int) -> str:
    if row.history_type == "~":
        return ngettext("%d duty not required", "%d duties not required", number) % number
    return ngettext("%d generated", "%d generated", number) % number


def _membership_word(row: Any, before: Any) -> Any:
    if before is None:
        return _("granted")
    return _("ended") if row.until and not before.until else ""


ENTRIES = (
    TimelineEntry(
        model=Facility,
        label=gettext_lazy("Facility"),
        fields=(
            *("name", "name_en", "state", "union", "host", "address", "postcode", "email", "manager_name"),
            *("manager_phone", "contact_name", "contact_phone", "equipment_note", "emergency_phone"),
            *("time_zone", "opened_on"),
        ),
    ),
    TimelineEntry(
        model=OpeningHours,
        label=gettext_lazy("Opening hours"),
        fields=("weekday", "opens", "closes"),
    ),
    TimelineEntry(
        model=Closure,
        label=gettext_lazy("Closure"),
        fields=("cause", "document_no", "note", "first_day", "last_day", "lifted_at"),
        reaching=_reaching,
        tone=lambda row, before: "void" if before is None else "",
    ),
    TimelineEntry(
        model=Membership,
        label=gettext_lazy("Role"),
        fields=("user", "role", "since", "until"),
        title=lambda row: f"{row.user} · {row.get_role_display()}",
        word=_membership_word,
        word_says_it=True,
    ),
    TimelineEntry(
        model=ChecklistRun,
        label=gettext_lazy("Checklist"),
        fields=(
            *("checklist", "started_at", "occurred_at", "done_by", "done_by_name", "answers", "passed", "score"),
            *("presence", "marks"),
        ),
        title=lambda row: str(row.checklist.template),
        related=("checklist__template",),
        regime_field="checklist__template__regime",
        tone=lambda row, before: "" if row.passed and not (before is None and row.marks) else "due",
        notes=run_notes,
    ),
    TimelineEntry(
        model=Finding,
        label=gettext_lazy("Finding"),
        fields=("item", "note", "found_at", "settled_at", "settlement"),
        title=lambda row: str(row.item),
        related=("run__checklist__template",),
        regime_field="run__checklist__template__regime",
        word=lambda row, before: _("settled") if before and row.settled_at and not before.settled_at else "",
    ),
    TimelineEntry(
        model=CorrectiveAction,
        label=gettext_lazy("Corrective action"),
        fields=(
            *("title", "note", "severity", "owner", "due_at", "times_found", "done_note", "done_by"),
            *("verified_by", "sent_back"),
        ),
        regime_field="regime",
        word=corrective_word,
        tone=corrective_tone,
    ),
    TimelineEntry(
        model=Photo,
        label=gettext_lazy("Photo"),
        fields=("taken_by",),
    ),
    TimelineEntry(
        model=DutyPlan,
        label=gettext_lazy("Duty plan"),
        fields=(
            *("name", "name_en", "rrule", "calendar", "opens", "due", "also_due", "every_opening_hours"),
            *("window_minutes", "grace_minutes", "late_minutes", "role", "person", "policy", "completed_by"),
            *("checklist", "trigger", "presence", "first_day", "last_day", "paused", "template_version"),
        ),
        lists=frozenset({"also_due"}),
        regime_field="regime",
    ),
    TimelineEntry(
        model=Duty,
        label=gettext_lazy("Duty"),
        fields=("opens_at", "due_at", "role", "person", "done_at", "done_by"),
        title=lambda row: str(row.plan),
        regime_field="regime",
        word=duty_word,
        word_says_it=True,
        tone=duty_tone,
        notes=duty_notes,
        stroke=MADE_IN_ONE_STROKE | Q(history_type="~", state=Duty.State.VOID),
        stroke_title=_generated,
    ),
    TimelineEntry(
        model=Urging,
        label=gettext_lazy("Urging"),
        fields=("duty", "told"),
        title=lambda row: str(row.duty.plan),
        related=("duty__plan",),
        regime_field="duty__regime",
    ),
    TimelineEntry(
        model=ReminderAnswer,
        label=gettext_lazy("Answer to a reminder"),
        fields=("kind", "reason", "until", "level", "withdrawn_at", "withdrawn_reason"),
        title=lambda row: str(row.duty.plan) if row.duty_id else row.get_kind_display(),
        related=("duty__plan",),
        word=lambda row, before: row.get_kind_display(),
    ),
    TimelineEntry(
        model=Export,
        label=gettext_lazy("Export of the history"),
        fields=("format", "rows", "filter_text"),
    ),
)
