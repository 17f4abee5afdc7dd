"""Escalation policies (提醒规则): whom an overdue duty concerns, how long after, by which channels."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ops.organization.models import in_language
from ops.organization.roles import Role
from ops.records.models import Recorded, RecordedQuerySet


class EscalationPolicyQuerySet(RecordedQuerySet):
    """The policies of the federation."""

    def of_duties(self) -> EscalationPolicyQuerySet:
        """Those by which overdue duties are passed on."""
        return self.filter(concerns=EscalationPolicy.Concerns.DUTIES)

    def offered(self, named: Any = None) -> EscalationPolicyQuerySet:
        """Those that a plan may come to name, and the one that it names already."""
        return self.of_duties().filter(Q(retired_at=None) | Q(pk=getattr(named, "pk", named)))


class EscalationPolicy(Recorded):
    """Who is told of an overdue duty or corrective action, and how long after.

    A retired one goes on for the plans and templates that name it; no other comes to name it.
    """

    class Concerns(models.TextChoices):
        """What is passed on by it."""

        DUTIES = "duties", _("Duties whose plan names it")
        CORRECTIVE = "corrective", _("Corrective actions of this severity")

    key = models.SlugField(_("key"), max_length=40, unique=True)
    concerns = models.CharField(
        _("concerns"), max_length=10, choices=Concerns.choices, default=Concerns.DUTIES, editable=False
    )
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
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True, editable=False)

    objects = EscalationPolicyQuerySet.as_manager()

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
