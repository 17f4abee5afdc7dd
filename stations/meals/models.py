"""Menus as they are planned and published, meals as they were served (食品餐饮安全制度, clause 二.3)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ops.checklists.models import Photo
from ops.facilities.models import FacilityRecord, OfFacility, OfFacilityQuerySet
from ops.organization.models import User, in_language
from ops.records.search import SearchField, wanted
from stations.enrolment.allergens import labels


class MealKind(models.TextChoices):
    """Which meal of the day."""

    BREAKFAST = "breakfast", _("Breakfast")
    LUNCH = "lunch", _("Lunch")
    SNACK = "snack", _("Snack")
    DINNER = "dinner", _("Dinner")


class DishQuerySet(OfFacilityQuerySet):
    """Dishes of a station's library."""

    def standing(self) -> DishQuerySet:
        """Those still cooked."""
        return self.filter(retired_at=None)

    def matching(self, text: str) -> DishQuerySet:
        """By name, pinyin, initials, English name or ingredient."""
        sought = wanted(text)
        return self.filter(search__contains=sought) if sought else self


class Dish(OfFacility):
    """A dish of a station's library, with what it contains. Typed in once, used again every week."""

    UNRECORDED = frozenset({"search"})

    name = models.CharField(_("name of the dish"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=60, blank=True)
    ingredients = models.CharField(_("ingredients"), max_length=300, blank=True)
    # Keys of the registered list (stations.enrolment.allergens).
    allergens = models.JSONField(_("contains"), default=list, blank=True)
    # Until somebody has looked, the allergens are only what the name suggests.
    allergens_checked = models.BooleanField(_("allergens checked"), default=False)
    photo = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo"))
    retired_at = models.DateTimeField(_("no longer cooked since"), null=True, editable=False)
    search = SearchField(sources=("name", "name_en", "ingredients"))

    objects = DishQuerySet.as_manager()

    class Meta:
        verbose_name = _("dish")
        verbose_name_plural = _("dishes")
        constraints = (
            models.UniqueConstraint(
                fields=["facility", "name"],
                name="dish_name_once",
                condition=Q(retired_at=None),
                violation_error_message=_("There is already a dish of this name."),
            ),
        )

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def allergen_labels(self) -> list[str]:
        """What it contains, in the reader's words."""
        return labels(self.allergens)


class WeekMenu(OfFacility):
    """A station's menu of one week (Monday to Sunday). What guardians read are its editions, not this draft."""

    monday = models.DateField(_("week from"))

    class Meta:
        verbose_name = _("weekly menu")
        verbose_name_plural = _("weekly menus")
        constraints = (models.UniqueConstraint(fields=["facility", "monday"], name="week_menu_once"),)

    def __str__(self) -> str:
        return f"{self.monday}"

    @property
    def sunday(self) -> dt.date:
        """The last day of the week."""
        return self.monday + dt.timedelta(days=6)


class MenuDish(OfFacility):
    """A dish that is planned for a meal of a day. Taken off the menu it stays readable."""

    menu = models.ForeignKey(WeekMenu, models.PROTECT, related_name="dishes", verbose_name=_("weekly menu"))
    day = models.DateField(_("day"))
    kind = models.CharField(_("meal"), max_length=10, choices=MealKind.choices)
    dish = models.ForeignKey(Dish, models.PROTECT, related_name="+", verbose_name=_("dish"))
    position = models.PositiveSmallIntegerField(_("position"), default=1)
    removed_at = models.DateTimeField(_("taken off at"), null=True, editable=False)

    class Meta:
        verbose_name = _("dish on the menu")
        verbose_name_plural = _("dishes on the menu")
        constraints = (
            models.UniqueConstraint(
                fields=["facility", "day", "kind", "dish"],
                name="menu_dish_once",
                condition=Q(removed_at=None),
                violation_error_message=_("This dish is already on the menu of this meal."),
            ),
        )
        indexes = (models.Index(fields=["facility", "day"], name="menu_dish_by_day", condition=Q(removed_at=None)),)

    def __str__(self) -> str:
        return f"{self.day} {self.get_kind_display()}"


class MenuEdition(OfFacility):
    """A weekly menu as it was published to guardians: the first, or a changed one. Never altered afterwards."""

    menu = models.ForeignKey(WeekMenu, models.PROTECT, related_name="editions", verbose_name=_("weekly menu"))
    number = models.PositiveSmallIntegerField(_("edition"))
    # [{"day", "kind", "dishes": [{"id", "name", "name_en", "ingredients", "allergens", "photo"}]}], in order.
    content = models.JSONField(_("content"), default=list, blank=True)
    reason = models.CharField(_("why it was changed"), max_length=200, blank=True)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("published by")
    )

    class Meta:
        verbose_name = _("published menu")
        verbose_name_plural = _("published menus")
        constraints = (
            models.UniqueConstraint(fields=["menu", "number"], name="menu_edition_once"),
            models.CheckConstraint(
                name="menu_edition_change_says_why",
                condition=Q(number=1) | ~Q(reason=""),
                violation_error_message=_("Say what changed: guardians read it."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.menu} · {self.number}"


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
