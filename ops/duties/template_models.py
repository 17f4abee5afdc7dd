"""What a plan asks for, and the templates by which a union publishes a plan to its subtree (计划模板)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ops.checklists.models import ChecklistTemplate
from ops.duties.escalation_models import EscalationPolicy
from ops.duties.rules import names_times
from ops.duties.words import clocks, rhythm
from ops.organization.models import TradeUnion, in_language
from ops.organization.roles import Role
from ops.policy.models import OfUnionQuerySet
from ops.records.models import Recorded


class PlanTerms(models.Model):
    """What is asked for, when and of whom: by a facility's plan, or by a template's version for many facilities."""

    class Calendar(models.TextChoices):
        """On which of the rule's days the duty falls."""

        EVERY_DAY = "every_day", _("Every day")
        WORKING_DAYS = "working_days", _("Working days")
        OPENING_DAYS = "opening_days", _("Opening days")
        TERM_DAYS = "term_days", _("Term days")

    class CompletedBy(models.TextChoices):
        """What completes a duty."""

        CHECKLIST = "checklist", _("A completed checklist")
        RECORD = "record", _("A record of another kind")
        CONDITION = "condition", _("A condition becoming true")

    # The columns below by name.
    TERMS = (
        *("rrule", "calendar", "opens", "due", "also_due", "every_opening_hours", "window_minutes"),
        *("grace_minutes", "late_minutes", "role", "policy", "completed_by", "checklist", "trigger", "presence"),
    )

    rrule = models.CharField(
        _("recurrence"),
        max_length=300,
        default="FREQ=DAILY",
        help_text=_("An RFC 5545 rule (RRULE), counted from the first day on the facility's clock."),
    )
    calendar = models.CharField(_("calendar"), max_length=14, choices=Calendar.choices, default=Calendar.OPENING_DAYS)
    opens = models.TimeField(_("may be done from"), default=dt.time(0, 0))
    due = models.TimeField(_("due at"))
    # Clock times ("14:30") at which it is due again on the same days; see `due_times`.
    also_due = models.JSONField(_("also due at"), default=list, blank=True)
    # Due so many hours after each opening of the day, and again after as many, the last at or before closing. Such a
    # plan, like one whose rule names times of day itself (BYHOUR, hourly), has no use for `due` and `also_due`.
    every_opening_hours = models.PositiveSmallIntegerField(_("every so many opening hours"), null=True, blank=True)
    # How long before each due time it may be done. Empty: from `opens`, and what is due again on a day from the due
    # time before.
    window_minutes = models.PositiveIntegerField(_("may be done so many minutes before"), null=True, blank=True)
    grace_minutes = models.PositiveSmallIntegerField(_("minutes of grace"), default=0)
    # After this many minutes beyond due time an undone duty is missed and can no longer be done late.
    late_minutes = models.PositiveIntegerField(_("minutes in which it may still be done late"), default=1440)
    role = models.CharField(_("responsible role"), max_length=20, choices=Role.choices)
    policy = models.ForeignKey(EscalationPolicy, models.PROTECT, related_name="+", verbose_name=_("escalation policy"))
    completed_by = models.CharField(
        _("completed by"), max_length=10, choices=CompletedBy.choices, default=CompletedBy.CHECKLIST
    )
    checklist = models.ForeignKey(
        ChecklistTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("checklist"),
    )
    # The registered kind of record, or condition, that completes it.
    trigger = models.CharField(_("record or condition"), max_length=40, blank=True)
    # Whoever fills in the checklist scans or types the facility's code at the place.
    presence = models.BooleanField(_("proof of presence"), default=False)

    class Meta:
        abstract = True

    @property
    def due_times(self) -> tuple[dt.time, ...]:
        """All clock times at which it is due on its days, earliest first."""
        return due_times(self.due, self.also_due)

    @property
    def rhythm(self) -> str:
        """How often, in the reader's language; the rule itself where it has no words."""
        return rhythm(self.rrule)

    @property
    def clock_words(self) -> str:
        """At what times of its days, as the plan says it; empty where the rule or the opening hours say it."""
        if self.every_opening_hours is not None or names_times(self.rrule):
            return ""
        times = clocks(self.due_times)
        alone = self.window_minutes is None and not self.also_due
        return f"{self.opens:%H:%M}–{times}" if alone else times


def due_times(due: dt.time, also_due: Sequence[str]) -> tuple[dt.time, ...]:
    """A plan's clock times, earliest first."""
    return tuple(sorted({due, *map(dt.time.fromisoformat, also_due)})) if also_due else (due,)


class PlanTemplate(Recorded):
    """A plan that a union publishes to the facilities of some kinds below it; what it asks stands in its versions."""

    union = models.ForeignKey(TradeUnion, models.PROTECT, related_name="+", verbose_name=_("trade union"))
    # Unique within its union; of a ready template (ops.duties.standard) the ready plan's.
    key = models.SlugField(_("key"), max_length=40)
    facility_kinds = models.JSONField(_("kinds of facility"), default=list)
    regime = models.CharField(_("regime"), max_length=30)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    # Withdrawn: asked for the last time on this day.
    last_day = models.DateField(_("last day"), null=True, blank=True)

    objects = OfUnionQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan template")
        verbose_name_plural = _("plan templates")
        constraints = (models.UniqueConstraint(fields=["union", "key"], name="plan_template_key_once"),)

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class PlanTemplateReach(Recorded):
    """A union to whose whole subtree a template is published: its owner, or districts of the owner's choice."""

    template = models.ForeignKey(
        PlanTemplate, models.PROTECT, related_name="reach", verbose_name=_("plan template"), db_index=False
    )
    union = models.ForeignKey(TradeUnion, models.PROTECT, related_name="+", verbose_name=_("trade union"))

    class Meta:
        verbose_name = _("reach of a plan template")
        verbose_name_plural = _("reach of plan templates")
        constraints = (models.UniqueConstraint(fields=["template", "union"], name="plan_template_reach_once"),)

    def __str__(self) -> str:
        return f"{self.template} → {self.union}"


class PlanTemplateVersion(PlanTerms, Recorded):
    """What a template asks for from a day on, until the next version's day; it never changes."""

    template = models.ForeignKey(
        PlanTemplate, models.PROTECT, related_name="versions", verbose_name=_("plan template"), db_index=False
    )
    number = models.PositiveIntegerField(_("version"))
    from_day = models.DateField(_("holds from"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("version of a plan template")
        verbose_name_plural = _("versions of plan templates")
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=["template", "number"], name="plan_template_version_once"),
            models.CheckConstraint(
                name="template_says_what_completes",
                condition=Q(completed_by="checklist", checklist__isnull=False)
                | (~Q(completed_by="checklist") & ~Q(trigger="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        """Refuse a change: what was asked for on a day stays readable."""
        if not self._state.adding:
            raise TypeError("A version of a plan template never changes: publish a new one")
        super().save(*args, **options)
