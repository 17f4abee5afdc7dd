"""Checklists in force, the limits of a day, runs with their answers, photos, and findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.checklists import costs
from ops.checklists.answers import READINGS, Limits, photo_id, shown_number
from ops.checklists.models import (
    ChecklistItem,
    ChecklistRun,
    ChecklistTemplate,
    ChecklistVersion,
    Finding,
    ItemKind,
    Photo,
)
from ops.facilities.models import Facility
from ops.organization.models import in_language
from ops.policy.models import Parameter


def templates_for(facility: Facility) -> QuerySet[ChecklistTemplate]:
    """Checklists that this facility may use: the common ones and those of the unions above it."""
    reaching = Q(union=None) | Q(union__path__in=_ancestors(facility.union_path))
    return ChecklistTemplate.objects.filter(reaching, Q(facility=None) | Q(facility=facility.pk))


def templates_visible(access: Any) -> QuerySet[ChecklistTemplate]:
    """The common checklists, and those of unions above or within the reader's scope."""
    shared, own = Q(facility=None), Q(union=None, facility=None)
    here = [grant.facility_id for grant in access.grants if grant.facility_id]
    for grant in access.grants:
        if grant.union_path is not None:
            own |= Q(union__path__startswith=grant.union_path)
            own |= shared & Q(union__path__in=_ancestors(grant.union_path))
    paths = Facility.objects.filter(access.facilities(), pk__in=here)
    for path in set(paths.values_list("union_path", flat=True)):
        own |= shared & Q(union__path__in=_ancestors(path))
    return ChecklistTemplate.objects.filter(own | Q(facility__in=here))


def version_on(template: ChecklistTemplate, day: dt.date) -> ChecklistVersion | None:
    """The version of a checklist in force on a day; the first one before there was any."""
    versions = template.versions.exclude(published_at=None).order_by("-number")
    return versions.filter(valid_from__lte=day).first() or versions.last()


def is_used(version: ChecklistVersion) -> bool:
    """Whether a run stands on this version, which makes it immutable."""
    return version.runs.exists()


def limits_on(items: Iterable[ChecklistItem], facility: Facility, day: dt.date) -> dict[str, Limits]:
    """The limits of each reading by the rules in force on a day, by item key; at most one query."""
    readings = [item for item in items if item.kind in READINGS]
    keys = {key for item in readings for key in (item.low_parameter, item.high_parameter) if key}
    rules = _parameters(keys, facility.union_path, day) if keys else {}
    return {item.key: _limits(item, rules) for item in readings}


def _parameters(keys: Iterable[str], union_path: str, day: dt.date) -> dict[str, Parameter]:
    found = Parameter.objects.filter(key__in=keys, union__path__in=_ancestors(union_path), valid_from__lte=day)
    # The nearest union wins, then the newest: the last one read stands.
    return {rule.key: rule for rule in found.order_by("union__depth", "valid_from")}


def _limits(item: ChecklistItem, rules: Mapping[str, Parameter]) -> Limits:
    low, high = rules.get(item.low_parameter), rules.get(item.high_parameter)
    sources = dict.fromkeys(rule.source_text for rule in (low, high) if rule and rule.source_text)
    return Limits(low=low.value if low else item.low, high=high.value if high else item.high, source="；".join(sources))


def _ancestors(path: str) -> list[str]:
    return [path[:end] for end in range(4, len(path) + 1, 4)]


def stored_photos(ids: Iterable[str], facility: Facility) -> dict[str, Photo]:
    """Those of the ids that are standing photos of this facility; one query."""
    wanted = [one for one in (photo_id(given) for given in ids) if one]
    if not wanted:
        return {}
    found = Photo.objects.filter(pk__in=wanted, facility=facility, voided_at=None)
    return {str(photo.pk): photo for photo in found}


@dataclass
class Choice:
    """One selectable answer or remedy as a page draws it."""

    key: str
    label: str
    fails: bool = False
    chosen: bool = False


@dataclass
class Question:
    """An item with its limits and, where it has been answered, the answer: what a page draws."""

    item: ChecklistItem
    limits: Limits
    answer: dict[str, Any] = field(default_factory=dict)
    photos: list[Photo] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    number: int = 0

    @property
    def is_reading(self) -> bool:
        """Whether a number is asked."""
        return self.item.kind in READINGS

    @property
    def choices(self) -> list[Choice]:
        """The answers of a choice, or the ready remedies of a failure, in the reader's language."""
        chosen = self.answer.get("value" if self.item.kind == ItemKind.CHOICE else "remedy")
        return [
            Choice(c["key"], in_language(c["zh"], c.get("en", "")), bool(c.get("fails")), c["key"] == chosen)
            for c in self.item.choices
        ]

    @property
    def limits_text(self) -> str:
        """What a reading should be, in words."""
        unit = self.item.unit
        low, high = self.limits.low, self.limits.high
        if low is not None and high is not None:
            return _("Should be %(low)s–%(high)s %(unit)s") % {
                "low": shown_number(low),
                "high": shown_number(high),
                "unit": unit,
            }
        if low is not None:
            return _("Should be at least %(low)s %(unit)s") % {"low": shown_number(low), "unit": unit}
        if high is not None:
            return _("Should be at most %(high)s %(unit)s") % {"high": shown_number(high), "unit": unit}
        return ""

    @property
    def beyond_text(self) -> str:
        """By how much the reading lies outside, in words; empty when it does not."""
        value = self.answer.get("value")
        if not self.is_reading or self.answer.get("ok") is not False or value is None:
            return ""
        beyond = self.limits.beyond(Decimal(value))
        text = _("%(by)s %(unit)s above the limit") if beyond > 0 else _("%(by)s %(unit)s below the limit")
        return text % {"by": shown_number(abs(beyond)), "unit": self.item.unit}

    @property
    def answer_text(self) -> str:
        """The answer in words, in the reader's language."""
        value = self.answer.get("value")
        if value is None:
            return ""
        if value == "na":
            return _("Not applicable")
        if self.item.kind == ItemKind.YES_NO:
            return _("Fine") if value == "yes" else _("Not fine")
        if self.item.kind == ItemKind.CHOICE:
            return next((choice.label for choice in self.choices if choice.key == value), value)
        return f"{value} {self.item.unit}".strip() if self.is_reading else value

    @property
    def remedy_text(self) -> str:
        """The chosen remedy, in the reader's language."""
        return remedy_text(self.item, self.answer)


def remedy_text(item: ChecklistItem, answer: Mapping[str, Any]) -> str:
    """The remedy that was chosen for a failed item, in the reader's language."""
    if item.kind == ItemKind.CHOICE:
        return ""
    found = next((choice for choice in item.choices if choice["key"] == answer.get("remedy")), None)
    return in_language(found["zh"], found.get("en", "")) if found else ""


@dataclass
class Section:
    """Questions under one heading."""

    label: str
    questions: list[Question]


def questions_of(
    version: ChecklistVersion,
    facility: Facility,
    day: dt.date,
    *,
    answers: Mapping[str, Any] | None = None,
    errors: Mapping[str, list[Any]] | None = None,
) -> list[Question]:
    """The questions of a version with limits of the day, answers and errors; at most three queries."""
    answers, errors = answers or {}, errors or {}
    items = list(version.items.all())
    limits = limits_on(items, facility, day)
    ids = [one for answer in answers.values() if isinstance(answer, Mapping) for one in answer.get("photos") or []]
    photos = stored_photos(ids, facility)
    questions = []
    for number, item in enumerate(items, start=1):
        answer = dict(answers.get(item.key) or {})
        questions.append(
            Question(
                item=item,
                limits=limits.get(item.key, Limits()),
                answer=answer,
                photos=[photos[one] for one in answer.get("photos") or [] if one in photos],
                errors=[str(message) for message in errors.get(f"answers.{item.key}", [])],
                number=number,
            )
        )
    return questions


def sections_of(questions: Iterable[Question]) -> list[Section]:
    """Questions grouped under their headings, in order."""
    sections: list[Section] = []
    for question in questions:
        if not sections or sections[-1].label != question.item.section_label:
            sections.append(Section(question.item.section_label, []))
        sections[-1].questions.append(question)
    return sections


@dataclass
class Correction:
    """One amendment of a run: who changed which answers, when and why."""

    at: dt.datetime
    who: str
    reason: str
    same_day: bool
    changes: list[tuple[str, str, str]]


def corrections_of(run: ChecklistRun) -> list[Correction]:
    """Every amendment of a run, newest first; one query beside the items."""
    if run.version == 1:
        return []
    versions = list(run.history.select_related("history_user").order_by("history_date", "history_id"))
    items = {item.key: item for item in run.checklist.items.all()}
    found = []
    for before, after in zip(versions, versions[1:], strict=False):
        changes = [
            (items[key].label, _said(items[key], before.answers.get(key)), _said(items[key], after.answers.get(key)))
            for key in items
            if before.answers.get(key) != after.answers.get(key)
        ]
        local = run.facility.local
        found.append(
            Correction(
                at=after.history_date,
                who=str(after.history_user or after.actor_name),
                reason=after.history_change_reason,
                same_day=local(after.history_date).date() == local(run.occurred_at).date(),
                changes=changes,
            )
        )
    return found[::-1]


def _said(item: ChecklistItem, answer: Mapping[str, Any] | None) -> str:
    if not answer:
        return _("no answer")
    question = Question(item, Limits(), dict(answer))
    parts = [question.answer_text, question.remedy_text, answer.get("note", "")]
    if photos := answer.get("photos"):
        parts.append(_("%(count)d photos") % {"count": len(photos)})
    return "；".join(part for part in parts if part)


def runs_visible(access: Any) -> QuerySet[ChecklistRun]:
    """Completed checklists in the reader's scope, with what a list shows."""
    return ChecklistRun.objects.visible_to(access).select_related(
        "facility", "facility__union", "checklist__template", "done_by"
    )


def findings_visible(access: Any) -> QuerySet[Finding]:
    """Findings in the reader's scope, with what a list shows."""
    return Finding.objects.visible_to(access).select_related("facility", "run__checklist__template", "item")


def open_findings(facility: Facility, *, most: int = 20) -> list[Finding]:
    """What failed here and is not settled, newest first; one query."""
    rows = Finding.objects.filter(facility=facility, settled_at=None)
    return list(rows.select_related("run__checklist__template", "item").order_by("-found_at")[:most])


def recent_runs(facility: Facility, *, regime: str = "", most: int = 20) -> list[ChecklistRun]:
    """The latest completed checklists of a facility; one query."""
    rows = ChecklistRun.objects.filter(facility=facility, voided_at=None)
    if regime:
        rows = rows.filter(checklist__template__regime=regime)
    return list(rows.select_related("checklist__template", "done_by").order_by("-occurred_at")[:most])


def last_run(facility: Facility, regime: str) -> ChecklistRun | None:
    """The newest standing run of a regime at a facility."""
    return next(iter(recent_runs(facility, regime=regime, most=1)), None)


def run_standing(run_id: UUID) -> ChecklistRun | None:
    """A run by the id that its client chose."""
    return ChecklistRun.objects.select_related("facility", "checklist").filter(pk=run_id).first()


def local_day(facility: Facility, moment: dt.datetime | None = None) -> dt.date:
    """The facility's date of a moment (now, unless told)."""
    return facility.local(moment or timezone.now()).date()


@dataclass
class LibraryEntry:
    """A checklist with its newest version in force and what it costs; `proposed` waits for a union officer."""

    template: ChecklistTemplate
    version: ChecklistVersion | None
    items: list[ChecklistItem]
    proposed: ChecklistVersion | None
    cost: costs.Cost


def library(access: Any) -> list[LibraryEntry]:
    """The checklists of the reader's places with their newest items; three queries."""
    versions = (
        ChecklistVersion.objects.filter(template__in=templates_visible(access), declined_at=None)
        .select_related("template__union", "template__facility")
        .prefetch_related("items")
        .order_by("template__regime", "template__key", "-number")
    )
    of_template: dict[UUID, list[ChecklistVersion]] = {}
    for version in versions:
        of_template.setdefault(version.template_id, []).append(version)
    cap = costs.cap_for(None)
    return [_entry(found, cap) for found in of_template.values()]


def _entry(versions: list[ChecklistVersion], cap: Decimal) -> LibraryEntry:
    today = timezone.localdate()
    published = [version for version in versions if version.published_at]
    current = next((v for v in published if v.valid_from <= today), published[-1] if published else None)
    proposed = next((version for version in versions if version.is_proposed), None)
    shown = current or versions[0]
    items = list(shown.items.all())
    template = shown.template
    return LibraryEntry(template, current, items, proposed, costs.cost_of(items, template.a_month, None, cap))
