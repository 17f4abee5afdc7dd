"""Regulatory numbers by date and union, and the official calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ops.organization.models import TradeUnion
from ops.records.models import Recorded


class Parameter(Recorded):
    """The value of a regulatory number from a day on, for a union and all below it (decision 11)."""

    class Mark(models.TextChoices):
        """How well the source is known."""

        VERIFIED = "V", _("Read in a stored source")
        SECONDARY = "V2", _("Secondary or undated text")
        RECALLED = "R", _("Unverified: check against the official text")

    key = models.CharField(_("parameter"), max_length=60)
    union = models.ForeignKey(TradeUnion, models.PROTECT, related_name="+", verbose_name=_("trade union"))
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=2)
    valid_from = models.DateField(_("valid from"))
    source_text = models.CharField(_("source"), max_length=200)
    mark = models.CharField(_("how well the source is known"), max_length=2, choices=Mark.choices)

    class Meta:
        verbose_name = _("regulatory parameter")
        verbose_name_plural = _("regulatory parameters")
        constraints = (models.UniqueConstraint(fields=["key", "union", "valid_from"], name="parameter_once"),)

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class CalendarDay(Recorded):
    """A day that the official calendar changes: a holiday on a weekday, or a make-up working day on a weekend."""

    date = models.DateField(_("date"), unique=True)
    working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
