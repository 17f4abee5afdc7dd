"""Duty plans (检查计划) and the duties (检查任务) they yield."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.checklists.models import ChecklistTemplate
from ops.duties.words import rhythm
from ops.facilities.models import Closure, Facility, OfFacility, OfFacilityQuerySet
from ops.organization.models import User, in_language
from ops.organization.roles import Role
from ops.records.models import Recorded, RecordedQuerySet


class EscalationPolicy(Recorded):
    """Who is told of an overdue duty, and how long after."""

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False, help_text=_("Quiet hours do not hold its reminders."))
    before_minutes = models.PositiveIntegerField(
        _("minutes before it is due"),
        null=True,
        blank=True,
        help_text=_("When the responsible are reminded beforehand; empty: not at all."),
    )
    # On the facility's clock; what is not urgent waits for their end. The same twice: none.
    quiet_from = models.TimeField(_("quiet hours begin"), default=dt.time(22))
    quiet_until = models.TimeField(_("quiet hours end"), default=dt.time(7))

    class Meta:
        verbose_name = _("escalation policy")
        verbose_name_plural = _("escalation policies")

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def before(self) -> dt.timedelta | None:
        """How long before it is due the responsible are reminded."""
        return None if self.before_minutes is None else dt.timedelta(minutes=self.before_minutes)


class StandingSteps(models.Manager.from_queryset(RecordedQuerySet)):
    """The steps that stand: `policy.steps.all()` too. The withdrawn are reached by `_base_manager` and history."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(withdrawn_at=None)


class EscalationStep(Recorded):
    """One step: so many minutes after the duty is overdue, everybody with this role at this reach is reminded."""

    class Reach(models.TextChoices):
        """Whose role counts."""

        FACILITY = "facility", _("At the facility")
        UNION = "union", _("At the supervising union")
        CITY = "city", _("At the city federation")

    policy = models.ForeignKey(
        EscalationPolicy, models.PROTECT, related_name="steps", verbose_name=_("escalation policy")
    )
    level = models.PositiveSmallIntegerField(_("level"))
    after_minutes = models.PositiveIntegerField(_("minutes after it is overdue"))
    reach = models.CharField(_("reach"), max_length=10, choices=Reach.choices)
    role = models.CharField(
        _("role"),
        max_length=20,
        choices=Role.choices,
        blank=True,
        help_text=_("Empty: the role responsible for the duty."),
    )
    # Keys of channels, as ops.reminders knows them; empty: each recipient's own choice.
    channels = models.JSONField(_("channels"), default=list, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)

    objects = StandingSteps()

    class Meta:
        verbose_name = _("escalation step")
        verbose_name_plural = _("escalation steps")
        ordering = ("level", "after_minutes")
        constraints = (
            models.UniqueConstraint(
                fields=["policy", "level", "reach", "role"], name="step_once", condition=Q(withdrawn_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.level}: {self.get_reach_display()}"


class DutyPlan(OfFacility):
    """What must be done again and again at a facility, until when, by whom, and what completes it (decision 5)."""

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

    regime = models.CharField(_("regime"), max_length=30, help_text=_("As registered with ops.duties.registry."))
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
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
    # Responsible by name, and while absent (ops.absences) their stand-in. Everyone with `role` at the facility is
    # where nobody is named, or neither works there at the time.
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("responsible person")
    )
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
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True)
    paused = models.BooleanField(_("paused"), default=False)
    # Duties due before this moment are not made: a plan made or changed at noon asks nothing for that morning.
    effective_from = models.DateTimeField(_("in effect from"), null=True, blank=True, editable=False)
    # Of which standard plan (ops.duties.standard) this is the facility's own copy; empty for a local plan.
    standard_key = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("duty plan")
        verbose_name_plural = _("duty plans")
        indexes = (models.Index(fields=["facility", "regime"], name="plan_by_facility"),)
        constraints = (
            models.UniqueConstraint(
                fields=["facility", "standard_key"], name="standard_plan_once", condition=~Q(standard_key="")
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

    @property
    def due_times(self) -> list[dt.time]:
        """All clock times at which it is due on its days, earliest first."""
        return sorted({self.due, *(dt.time.fromisoformat(clock) for clock in self.also_due)})

    @property
    def rhythm(self) -> str:
        """How often, in the reader's language; the rule itself where it has no words."""
        return rhythm(self.rrule)


class DutyQuerySet(OfFacilityQuerySet):
    """Duties by state and time."""

    def undone(self) -> DutyQuerySet:
        """Still to be done, in time or late."""
        return self.filter(state__in=[Duty.State.OPEN, Duty.State.OVERDUE])


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
