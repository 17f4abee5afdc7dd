"""Meals as they were served (食品餐饮安全制度, clause 二.3)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ops.facilities.models import FacilityRecord
from ops.organization.models import User


class MealKind(models.TextChoices):
    """Which meal of the day."""

    BREAKFAST = "breakfast", _("Breakfast")
    LUNCH = "lunch", _("Lunch")
    SNACK = "snack", _("Snack")
    DINNER = "dinner", _("Dinner")


class MealException(models.TextChoices):
    """How a child's meal differed from the meal of all."""

    EXTRA = "extra", _("Second helping")
    HALF = "half", _("Half")
    NONE = "none", _("Did not eat")
    REFUSED = "refused", _("Refused")
    BROUGHT = "brought", _("Brought from home")
    SPECIAL = "special", _("Special diet")


class MealRecord(FacilityRecord):
    """One meal of a day: everybody present ate as usual, but for the exceptions."""

    kind = models.CharField(_("meal"), max_length=10, choices=MealKind.choices)
    local_date = models.DateField(_("day"))
    menu = models.CharField(_("menu"), max_length=200, blank=True)
    # {child id: {"kind": one of MealException, "note": "…"}}; whoever is not named ate as usual.
    exceptions = models.JSONField(_("exceptions"), default=dict, blank=True)
    present = models.PositiveSmallIntegerField(_("present"))
    ate = models.PositiveSmallIntegerField(_("ate"))
    # 陪餐: a responsible person eats along at every meal.
    accompanied_by = models.CharField(_("accompanied by"), max_length=40, blank=True)
    # Children with a flag (allergy, diet) who were present and were confirmed one by one before serving.
    flags_confirmed = models.BooleanField(_("flagged children checked"), default=False)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )

    SERVER_SET = FacilityRecord.SERVER_SET | {"present", "ate", "recorded_by", "local_date"}

    class Meta:
        verbose_name = _("meal")
        verbose_name_plural = _("meals")
        constraints = (
            models.UniqueConstraint(
                fields=["facility", "local_date", "kind"], name="meal_once", condition=Q(voided_at=None)
            ),
            models.CheckConstraint(name="meal_counts", condition=Q(ate__lte=F("present"))),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
