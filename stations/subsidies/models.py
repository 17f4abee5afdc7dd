"""Rules of a union's subsidy campaigns (奖补): what a station must reach, and in which days."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ops.organization.models import TradeUnion
from ops.policy.models import OfUnionQuerySet
from ops.records.models import Recorded
from stations.terms.models import Station


class SubsidyRule(Recorded):
    """What a campaign asks of the stations below a union between two days. Applications and payments will name it."""

    union = models.ForeignKey(TradeUnion, models.PROTECT, related_name="+", verbose_name=_("trade union"))
    name = models.CharField(_("name of the campaign"), max_length=60)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    children_min = models.PositiveSmallIntegerField(_("children at least"), validators=[MinValueValidator(1)])
    days_min = models.PositiveSmallIntegerField(_("days at least"), validators=[MinValueValidator(1)])
    attendance_min = models.DecimalField(
        _("attendance rate at least (%)"),
        max_digits=4,
        decimal_places=1,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    running_mode = models.CharField(
        _("only stations that are"),
        max_length=10,
        choices=Station.RunningMode.choices,
        blank=True,
        help_text=_("Empty: every station of the union."),
    )
    source_text = models.CharField(
        _("where it is written"),
        max_length=200,
        blank=True,
        help_text=_("Document and number, so that others find it."),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    objects = OfUnionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of a subsidy")
        verbose_name_plural = _("rules of subsidies")
        constraints = (
            models.CheckConstraint(
                name="subsidy_rule_span",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                name="subsidy_rule_demands",
                condition=Q(children_min__gte=1, days_min__gte=1, attendance_min__gte=0, attendance_min__lte=100),
            ),
        )

    def __str__(self) -> str:
        return self.name
