"""Menus as they are planned and published, meals as they were served (食品餐饮安全制度, clause 二.3)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.checklists.models import Photo
from ops.facilities.models import FacilityRecord, OfFacility, OfFacilityQuerySet
from ops.organization.models import User, in_language
from ops.records.search import SearchField, wanted
from stations.enrolment.allergens import labels
from stations.enrolment.models import Child


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


class Portion(models.TextChoices):
    """What a child had of a meal."""

    FULL = "full", pgettext_lazy("portion", "Ate")
    EXTRA = "extra", _("Second helping")
    HALF = "half", _("Half")
    NONE = "none", _("Did not eat")
    REFUSED = "refused", _("Refused")
    BROUGHT = "brought", _("Brought from home")
    SPECIAL = "special", _("Special diet")


# Portions of children who had nothing.
NOT_EATEN = frozenset({Portion.NONE, Portion.REFUSED})
# Portions that the station's kitchen put on the plate: only these can hold what a child must not eat.
SERVED = frozenset({Portion.FULL, Portion.EXTRA, Portion.HALF, Portion.SPECIAL})


class Settlement(models.TextChoices):
    """What was done before a child with a flag, or one who must not eat of a dish, was served."""

    CHECKED = "checked", _("Looked at: may eat all of it")
    LEFT_OUT = "left_out", _("Without that dish")
    REPLACED = "replaced", _("Another dish instead")
    ALLOWED = "allowed", _("The guardian allows it")


class MealRecord(FacilityRecord):
    """One meal of a day. What each child had are its servings; counts and names here are kept with them."""

    kind = models.CharField(_("meal"), max_length=10, choices=MealKind.choices)
    local_date = models.DateField(_("day"))
    menu = models.CharField(_("menu"), max_length=200, blank=True)
    # Of meals noted before servings were: {child id: {"kind": one of Portion, "note": "…"}}; the others ate as usual.
    exceptions = models.JSONField(_("exceptions"), default=dict, blank=True)
    present = models.PositiveSmallIntegerField(_("present"))
    ate = models.PositiveSmallIntegerField(_("ate"))
    # 陪餐: a responsible person eats along at every meal. The names, as their records say (AccompaniedMeal).
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


class Serving(FacilityRecord):
    """What one child had of a meal."""

    meal = models.ForeignKey(MealRecord, models.PROTECT, related_name="servings", verbose_name=_("meal"))
    child = models.ForeignKey(Child, models.PROTECT, related_name="servings", verbose_name=_("child"))
    portion = models.CharField(_("portion"), max_length=8, choices=Portion.choices, default=Portion.FULL)
    note = models.CharField(_("note"), max_length=100, blank=True)
    # A dish of the menu held what the child must not eat: [{"dish": name, "allergens": [keys]}].
    clashes = models.JSONField(_("conflicts"), default=list, blank=True)
    has_clash = models.BooleanField(_("conflict with an allergy"), default=False)
    settled = models.CharField(_("what was done"), max_length=8, choices=Settlement.choices, blank=True)
    instead = models.CharField(_("what instead, or who allowed it"), max_length=100, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )

    SERVER_SET = FacilityRecord.SERVER_SET | {"facility", "meal", "clashes", "has_clash", "recorded_by"}

    class Meta:
        verbose_name = _("serving")
        verbose_name_plural = _("servings")
        constraints = (
            models.UniqueConstraint(fields=["meal", "child"], name="serving_once", condition=Q(voided_at=None)),
            models.CheckConstraint(
                name="serving_clash_is_settled",
                condition=Q(has_clash=False)
                | Q(settled__in=[Settlement.LEFT_OUT, Settlement.REPLACED, Settlement.ALLOWED])
                | ~Q(portion__in=sorted(SERVED)),
            ),
        )
        indexes = (models.Index(fields=["child", "-occurred_at"], name="serving_by_child"),)

    def __str__(self) -> str:
        return self.get_portion_display()

    @property
    def said(self) -> str:
        """What the child had, and what was done where a dish held what it must not eat."""
        parts = [self.get_portion_display()]
        if self.has_clash and self.settled:
            parts += [self.get_settled_display(), self.instead]
        return " · ".join(str(part) for part in parts if part)

    @property
    def clash_labels(self) -> list[str]:
        """The dishes that conflicted, each with what of it, in the reader's words."""
        return [f"{clash['dish']}（{'、'.join(labels(clash['allergens']))}）" for clash in self.clashes]


class AccompaniedMeal(FacilityRecord):
    """Somebody responsible, or a parent, ate along and says how it was (陪餐记录)."""

    class Capacity(models.TextChoices):
        """As what the person ate along."""

        IN_CHARGE = "in_charge", _("Person in charge")
        STAFF = "staff", _("Staff")
        GUARDIAN = "guardian", _("Guardian")
        UNION = "union", _("Trade union")

    class Verdict(models.TextChoices):
        """How the meal was."""

        GOOD = "good", _("All was well")
        PROBLEM = "problem", _("Something was wrong")

    kind = models.CharField(_("meal"), max_length=10, choices=MealKind.choices)
    local_date = models.DateField(_("day"))
    person_name = models.CharField(_("who ate along"), max_length=40)
    capacity = models.CharField(
        _("in what capacity"), max_length=10, choices=Capacity.choices, default=Capacity.IN_CHARGE
    )
    verdict = models.CharField(_("how it was"), max_length=8, choices=Verdict.choices, default=Verdict.GOOD)
    remark = models.CharField(_("remark"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )

    SERVER_SET = FacilityRecord.SERVER_SET | {"local_date", "recorded_by"}

    class Meta:
        verbose_name = _("accompanied meal")
        verbose_name_plural = _("accompanied meals")
        constraints = (
            models.UniqueConstraint(
                fields=["facility", "local_date", "kind", "person_name"],
                name="accompanied_once",
                condition=Q(voided_at=None),
            ),
            models.CheckConstraint(
                name="accompanied_problem_says_what",
                condition=~Q(verdict="problem") | ~Q(remark=""),
                violation_error_message=_("Say what was wrong."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.person_name}"


class MealPhoto(FacilityRecord):
    """A picture of a meal as it was served: the food, never a child."""

    kind = models.CharField(_("meal"), max_length=10, choices=MealKind.choices)
    local_date = models.DateField(_("day"))
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="+", verbose_name=_("photo"))

    SERVER_SET = FacilityRecord.SERVER_SET | {"local_date"}

    class Meta:
        verbose_name = _("photo of a meal")
        verbose_name_plural = _("photos of meals")
        indexes = (models.Index(fields=["facility", "local_date", "kind"], name="meal_photo_by_meal"),)

    def __str__(self) -> str:
        return self.get_kind_display()


class KitchenOrder(FacilityRecord):
    """How many portions the kitchen was told to make, from who was really there. A later one replaces it."""

    kind = models.CharField(_("meal"), max_length=10, choices=MealKind.choices)
    local_date = models.DateField(_("day"))
    children = models.PositiveSmallIntegerField(_("portions for children"))
    staff = models.PositiveSmallIntegerField(_("portions for staff"), default=0)
    extra = models.PositiveSmallIntegerField(_("spare portions"), default=0)
    # GroupCount and Special of stations.meals.kitchen as they were: first names and groups, no diagnosis.
    groups = models.JSONField(_("by group"), default=list)
    specials = models.JSONField(_("special diets"), default=list)
    note = models.CharField(_("note for the kitchen"), max_length=200, blank=True)
    sent_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )
    seen_at = models.DateTimeField(_("read by the kitchen at"), null=True, editable=False)

    SERVER_SET = FacilityRecord.SERVER_SET | {
        *("local_date", "children", "groups", "specials", "sent_by", "seen_at"),
    }

    class Meta:
        verbose_name = _("count for the kitchen")
        verbose_name_plural = _("counts for the kitchen")
        indexes = (
            models.Index(fields=["facility", "local_date", "kind", "-occurred_at"], name="kitchen_order_by_meal"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.total}"

    @property
    def total(self) -> int:
        """All portions."""
        return self.children + self.staff + self.extra


class KitchenLinkQuerySet(OfFacilityQuerySet):
    """Links of kitchens."""

    def open(self, now: dt.datetime) -> KitchenLinkQuerySet:
        """Those that still open something."""
        return self.filter(voided_at=None, until__gt=now)


class KitchenLink(FacilityRecord):
    """What opens the kitchen's page without an account, for some hours; voided when it is withdrawn."""

    until = models.DateTimeField(_("until"))
    made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    opened_at = models.DateTimeField(_("first opened at"), null=True, editable=False)

    SERVER_SET = FacilityRecord.SERVER_SET | {"occurred_at", "until", "made_by", "opened_at"}

    objects = KitchenLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link for the kitchen's phone")
        verbose_name_plural = _("links for the kitchen's phone")
        indexes = (models.Index(fields=["facility", "until"], name="kitchen_link_open", condition=Q(voided_at=None)),)

    def __str__(self) -> str:
        return f"{self.until:%m-%d %H:%M}"
