"""Rollups of duties, derived and re-computable at any time; and urgings, which are records."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ops.duties.models import Duty
from ops.facilities.models import Facility, FacilityRecord
from ops.organization.models import TradeUnion, User
from ops.records.models import HistoryMark


class Counts(models.Model):
    """How many duties stood in each state; see ops.compliance.queries for what each figure means."""

    regime = models.CharField(_("regime"), max_length=30)
    expected = models.PositiveIntegerField(_("expected"))
    done = models.PositiveIntegerField(_("done"))
    on_time = models.PositiveIntegerField(_("on time"))
    late = models.PositiveIntegerField(_("done late"))
    missed = models.PositiveIntegerField(_("not done"))
    overdue = models.PositiveIntegerField(_("overdue"))
    excused = models.PositiveIntegerField(_("excused"))
    open = models.PositiveIntegerField(_("still open"))

    class Meta:
        abstract = True


class ComplianceDay(Counts):
    """A facility's day in one regime: for its own calendar."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+", verbose_name=_("facility"))
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("compliance of a day")
        verbose_name_plural = _("compliance of days")
        constraints = (models.UniqueConstraint(fields=["facility", "day", "regime"], name="compliance_day_once"),)
        indexes = (models.Index(fields=["day"], name="compliance_by_day"),)

    def __str__(self) -> str:
        return f"{self.facility_id} {self.day} {self.regime}"


class ComplianceUnionDay(Counts):
    """A union's own facilities on one day in one regime, without the unions below it: summed by subtree when read."""

    union = models.ForeignKey(TradeUnion, models.CASCADE, related_name="+", verbose_name=_("trade union"))
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("compliance of a union's day")
        verbose_name_plural = _("compliance of unions' days")
        constraints = (models.UniqueConstraint(fields=["day", "union", "regime"], name="compliance_union_day_once"),)

    def __str__(self) -> str:
        return f"{self.union_id} {self.day} {self.regime}"


class ComplianceMonth(Counts):
    """A union's own facilities over one month in one regime: for desks that look back."""

    union = models.ForeignKey(TradeUnion, models.CASCADE, related_name="+", verbose_name=_("trade union"))
    month = models.DateField(_("month"), help_text=_("Its first day."))

    class Meta:
        verbose_name = _("compliance of a month")
        verbose_name_plural = _("compliance of months")
        constraints = (models.UniqueConstraint(fields=["month", "union", "regime"], name="compliance_month_once"),)

    def __str__(self) -> str:
        return f"{self.union_id} {self.month:%Y-%m} {self.regime}"


class ComplianceMark(HistoryMark):
    """How far the history of duties has been counted."""

    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.settled_id} {self.counted_at}"


class Urging(FacilityRecord):
    """A person at a desk urged those responsible to do what is overdue (催办)."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="urgings", verbose_name=_("duty"))
    urged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("urged by"))
    told = models.PositiveSmallIntegerField(_("people told"))

    class Meta:
        verbose_name = _("urging")
        verbose_name_plural = _("urgings")
        indexes = (models.Index(fields=["duty", "-occurred_at"], name="urging_by_duty"),)

    def __str__(self) -> str:
        return str(self.duty)
