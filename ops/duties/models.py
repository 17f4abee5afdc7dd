"""Duty plans (检查计划) and the duties (检查任务) they yield."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.duties.escalation_models import EscalationPolicy, EscalationStep
from ops.duties.registry import conditions
from ops.duties.template_models import PlanTemplate, PlanTemplateReach, PlanTemplateVersion, PlanTerms
from ops.facilities.models import Closure, Facility, OfFacility, OfFacilityQuerySet
from ops.organization.models import User, in_language
from ops.organization.roles import Role

__all__ = [
    "Duty",
    "DutyPlan",
    "EscalationPolicy",
    "EscalationStep",
    "PlanTemplate",
    "PlanTemplateReach",
    "PlanTemplateVersion",
    "PlanTerms",
]


class DutyPlanQuerySet(OfFacilityQuerySet):
    """Plans by what they ask for."""

    def in_force(self, first: dt.date, last: dt.date) -> DutyPlanQuerySet:
        """Those that may ask for something between two days, with their facility and policy.

        Nothing is asked of a facility that prepares, or is closed for good.
        """
        return self.filter(
            Q(last_day=None) | Q(last_day__gte=first),
            paused=False,
            first_day__lte=last,
            facility__state__in=[Facility.State.OPEN, Facility.State.SUSPENDED],
        ).select_related("facility", "policy")


class DutyPlan(PlanTerms, OfFacility):
    """What must be done again and again at a facility, until when, by whom, and what completes it (decision 5)."""

    regime = models.CharField(_("regime"), max_length=30, help_text=_("As registered with ops.duties.registry."))
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    # Responsible by name, and while absent (ops.absences) their stand-in. Everyone with `role` at the facility is
    # where nobody is named, or neither works there at the time.
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible person")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    paused = models.BooleanField(_("paused"), default=False)
    # Duties due before this moment are not made: a plan made or changed at noon asks nothing for that morning.
    effective_from = models.DateTimeField(_("in effect from"), null=True, blank=True, editable=False)
    # The template and the version of which this is the facility's copy; none for a local plan. Each version has a plan
    # of its own, from its day until the day before the next one's: a duty's plan tells what applied.
    template = models.ForeignKey(
        PlanTemplate,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="plans",
        verbose_name=_("plan template"),
    )
    template_version = models.ForeignKey(
        PlanTemplateVersion,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("version of the template"),
        db_index=False,
    )
    # Whether the facility has changed its copy.
    adapted = models.BooleanField(_("changed by the facility"), default=False, editable=False)
    # The key of the ready template: by it a copy made before there were templates is recognised.
    standard_key = models.CharField(max_length=40, blank=True, editable=False)

    objects = DutyPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty plan")
        verbose_name_plural = _("duty plans")
        indexes = (models.Index(fields=["facility", "regime"], name="plan_by_facility"),)
        constraints = (
            models.UniqueConstraint(
                fields=["facility", "standard_key"], name="standard_plan_once", condition=~Q(standard_key="")
            ),
            models.UniqueConstraint(
                fields=["facility", "template_version"],
                name="plan_of_version_once",
                condition=Q(template_version__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_says_what_completes_it",
                condition=Q(completed_by="checklist", checklist__isnull=False)
                | (~Q(completed_by="checklist") & ~Q(trigger="")),
            ),
            models.CheckConstraint(
                name="plan_hours_between",
                condition=Q(every_opening_hours=None) | Q(every_opening_hours__gte=1, every_opening_hours__lte=24),
            ),
        )

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class DutyQuerySet(OfFacilityQuerySet):
    """Duties by state and time."""

    def undone(self) -> DutyQuerySet:
        """Still to be done, in time or late."""
        return self.filter(state__in=[Duty.State.OPEN, Duty.State.OVERDUE])

    def excusable(self, at: dt.datetime) -> DutyQuerySet:
        """Without those that stand even on a closed day: what they are about goes on then. No further statement."""
        return self.exclude(_stands(at))

    def standing(self, at: dt.datetime) -> DutyQuerySet:
        """Only those."""
        return self.filter(_stands(at))


def _stands(at: dt.datetime) -> Q:
    found = Q(pk__in=())
    for condition in conditions:
        if condition.stands is not None:
            found |= Q(trigger=condition.key, closes_at__gt=at) & Q(condition.stands())
    return found


class Duty(OfFacility):
    """One occurrence of a plan. Times are moments; `day` is the facility's date.

    `regime`, `policy`, `role`, `person` and `trigger` are the plan's as they were for this duty: a changed plan does
    not rewrite the past, and the sweep reads one table.
    """

    class State(models.TextChoices):
        """A duty's life: open → done, or open → overdue → done late or missed; void where the facility was closed."""

        OPEN = "open", pgettext_lazy("duty", "Open")
        OVERDUE = "overdue", _("Overdue")
        DONE = "done", _("Done")
        DONE_LATE = "done_late", _("Done late")
        MISSED = "missed", _("Missed")
        VOID = "void", _("Not required")

    # Every sweep writes this table: a foreign key has no index of its own where another index begins with it.
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+", verbose_name=_("facility"), db_index=False)
    plan = models.ForeignKey(
        DutyPlan, models.PROTECT, related_name="duties", verbose_name=_("duty plan"), db_index=False
    )
    regime = models.CharField(_("regime"), max_length=30)
    policy = models.ForeignKey(
        EscalationPolicy, models.PROTECT, related_name="+", verbose_name=_("escalation policy"), db_index=False
    )
    role = models.CharField(_("responsible role"), max_length=20, choices=Role.choices)
    person = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible person"),
        db_index=False,
    )
    trigger = models.CharField(_("record or condition"), max_length=40, blank=True)
    day = models.DateField(_("day"))
    opens_at = models.DateTimeField(_("may be done from"))
    due_at = models.DateTimeField(_("due at"))
    # due_at + grace: from then on it is overdue; closes_at: from then on it is missed.
    overdue_at = models.DateTimeField(_("overdue from"))
    closes_at = models.DateTimeField(_("missed from"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by"), db_index=False
    )
    # What completed it: the registered kind and the id of the checklist run or domain record.
    record_kind = models.CharField(max_length=40, blank=True)
    record_id = models.UUIDField(null=True, blank=True)
    escalated_to = models.PositiveSmallIntegerField(_("escalated to level"), default=0)
    escalate_at = models.DateTimeField(_("next escalation"), null=True, blank=True)
    # Why it is not required: the closure, or one of VOID_REASONS, or words.
    closure = models.ForeignKey(
        Closure, models.PROTECT, null=True, blank=True, related_name="duties", verbose_name=_("closure"), db_index=False
    )
    void_reason = models.CharField(_("why it is not required"), max_length=200, blank=True)

    VOID_REASONS = {  # noqa: RUF012
        "suspended": _("The facility was suspended"),
        "plan_changed": _("The plan was changed"),
        "new_version": _("A newer version of the plan applies"),
        "withdrawn": _("The plan was withdrawn"),
        "moved": _("The facility moved to another union"),
        "calendar": _("No longer a day of its calendar"),
        "plan_paused": _("The plan was paused"),
    }

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        constraints = (
            models.UniqueConstraint(fields=["plan", "due_at"], name="duty_once"),
            models.CheckConstraint(
                name="duty_times",
                condition=Q(opens_at__lte=F("due_at"), overdue_at__gte=F("due_at"), closes_at__gte=F("overdue_at")),
            ),
        )
        indexes = (
            models.Index(fields=["facility", "day"], name="duty_by_facility"),
            models.Index(fields=["facility", "trigger", "closes_at"], name="duty_by_trigger", condition=~Q(trigger="")),
            models.Index(fields=["policy", "overdue_at"], name="duty_turning_overdue", condition=Q(state="open")),
            models.Index(
                fields=["policy", "escalate_at"], name="duty_to_escalate", condition=Q(escalate_at__isnull=False)
            ),
            models.Index(fields=["closes_at"], name="duty_turning_missed", condition=Q(state="overdue")),
            models.Index(fields=["closure"], name="duty_by_closure", condition=Q(closure__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.plan} {self.day}"

    def save(self, *args: Any, **options: Any) -> None:
        """Take over from the plan what was left out."""
        if not self.policy_id:
            self.policy_id = self.plan.policy_id
        self.regime = self.regime or self.plan.regime
        self.role = self.role or self.plan.role
        self.person_id = self.person_id or self.plan.person_id
        self.trigger = self.trigger or self.plan.trigger
        super().save(*args, **options)

    @property
    def why_void(self) -> str:
        """Why it is not required, in the reader's language."""
        if self.closure is not None:
            return " ".join(part for part in (self.closure.get_cause_display(), self.closure.document_no) if part)
        return str(self.VOID_REASONS.get(self.void_reason, self.void_reason))

    @property
    def is_undone(self) -> bool:
        """Whether it can still be done."""
        return self.state in (self.State.OPEN, self.State.OVERDUE)
