"""Regulatory numbers by date and union, and the official calendar."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ops.organization.models import TradeUnion
from ops.records.models import Recorded, RecordedQuerySet

STEP = 4  # Characters of one level in a union's path.


def upwards(path: str) -> list[str]:
    """The paths of a union and of all above it, the federation first."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]


class OfUnionQuerySet(RecordedQuerySet):
    """What a union says for itself and all below it, in a reader's scope."""

    def visible_to(self, access: Any) -> Self:
        """What the unions in the reader's scope say, and what those above them say."""
        facilities = [grant.facility_id for grant in access.grants if grant.facility_id is not None]
        paths = {grant.union_path for grant in access.grants if grant.union_path is not None}
        if facilities:
            paths.update(TradeUnion.objects.filter(facilities__in=facilities).values_list("path", flat=True))
        above = {ancestor for path in paths for ancestor in upwards(path)}
        return self.filter(access.unions("union") | Q(union__path__in=above))


class ParameterQuerySet(OfUnionQuerySet):
    """Regulatory numbers."""

    def of(self, union_path: str) -> ParameterQuerySet:
        """What reaches this union: its own numbers and those of all above it."""
        return self.filter(union__path__in=upwards(union_path))


class Parameter(Recorded):
    """The value of a regulatory number from a day on, for a union and all below it (decision 11)."""

    class Mark(models.TextChoices):
        """How well the source is known."""

        VERIFIED = "V", _("Read in a stored source")
        SECONDARY = "V2", _("Secondary or undated text")
        RECALLED = "R", _("Unverified: check against the official text")
        HOUSE = "H", _("Our own default: no rule says it")

    key = models.CharField(_("parameter"), max_length=60)
    union = models.ForeignKey(TradeUnion, models.PROTECT, related_name="+", verbose_name=_("trade union"))
    value = models.DecimalField(_("value"), max_digits=10, decimal_places=2)
    valid_from = models.DateField(_("valid from"))
    source_text = models.CharField(_("source"), max_length=200)
    mark = models.CharField(_("how well the source is known"), max_length=2, choices=Mark.choices)

    objects = ParameterQuerySet.as_manager()

    class Meta:
        verbose_name = _("regulatory parameter")
        verbose_name_plural = _("regulatory parameters")
        constraints = (models.UniqueConstraint(fields=["key", "union", "valid_from"], name="parameter_once"),)

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class CalendarDayQuerySet(RecordedQuerySet):
    """Days of the one calendar, which everybody may read."""

    def visible_to(self, access: Any) -> CalendarDayQuerySet:
        """All of them for people with a role."""
        return self.all() if access.grants else self.none()


class CalendarDay(Recorded):
    """A day that the official calendar changes: a holiday on a weekday, or a make-up working day on a weekend."""

    date = models.DateField(_("date"), unique=True)
    working = models.BooleanField(_("working day"))
    name = models.CharField(_("name"), max_length=60, blank=True)

    objects = CalendarDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
