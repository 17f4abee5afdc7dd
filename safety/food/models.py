"""What a kitchen must be able to show: samples, temperatures, deliveries, and who was fit to handle food (二.3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ops.checklists.models import Photo
from ops.facilities.models import FacilityRecord, OfFacilityQuerySet
from ops.organization.models import User
from ops.records.encryption import EncryptedTextField

# What a judgement says of a record, by code; {limit} is the number in force on its day.
FAILURES = {
    "too_little": _("Less than %(limit)s g kept"),
    "too_warm": _("Warmer than %(limit)s °C"),
    "too_cold": _("Colder than %(limit)s °C"),
    "too_old": _("More than %(limit)s h since cooking"),
    "not_accepted": _("Not accepted on inspection"),
    "no_licence": _("No licence of the supplier"),
    "no_receipt": _("No receipt"),
    "unfit": _("Not fit to handle food"),
    "certificate_expired": _("Health certificate expired"),
}

# How each kind of record is called in page addresses.
SORT_KEYS = {
    "StaffHealthCheck": "checks",
    "FridgeReading": "readings",
    "FoodDelivery": "deliveries",
    "RetainedSample": "samples",
}


class FoodQuerySet(OfFacilityQuerySet):
    """Kitchen records by what they say."""

    def standing(self) -> FoodQuerySet:
        """Not withdrawn."""
        return self.filter(voided_at=None)

    def unsettled(self) -> FoodQuerySet:
        """Failed, and nobody has yet said what was done about it."""
        return self.filter(passed=False, settled_at=None, voided_at=None)


class FoodRecord(FacilityRecord):
    """A record that the rules in force on its day judge. What is true is recorded, however bad; it is marked."""

    passed = models.BooleanField(_("within the rules"), default=True, editable=False)
    # [[code of FAILURES, limit as text], …]
    failures = models.JSONField(_("what failed"), default=list, editable=False)
    # {parameter: number as text}: the rules that it was judged by.
    limits = models.JSONField(_("rules in force"), default=dict, editable=False)
    remedy = models.CharField(_("what was done about it"), max_length=300, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, editable=False)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by"), editable=False
    )

    objects = FoodQuerySet.as_manager()

    JUDGEMENT = ("passed", "failures", "limits", "settled_at")
    SERVER_SET = FacilityRecord.SERVER_SET | {*JUDGEMENT, "recorded_by", "remedy"}

    class Meta:
        abstract = True

    @property
    def sort_key(self) -> str:
        """The kind's name in page addresses."""
        return SORT_KEYS[type(self).__name__]

    @property
    def local_date(self) -> dt.date:
        """The facility's date on which it happened: the day whose rules judge it."""
        return self.facility.local(self.occurred_at).date()

    @property
    def failure_labels(self) -> list[str]:
        """What failed, in words."""
        return [str(FAILURES[code]) % {"limit": limit} for code, limit in self.failures]

    @property
    def is_unsettled(self) -> bool:
        """Whether it failed and waits for somebody to act."""
        return not self.passed and self.settled_at is None and not self.is_void


def _meta_indexes(name: str) -> tuple[models.Index, ...]:
    return (
        models.Index(fields=["facility", "-occurred_at"], name=f"{name}_by_facility"),
        models.Index(
            fields=["facility"], name=f"{name}_unsettled", condition=Q(passed=False, settled_at=None, voided_at=None)
        ),
    )


class Meal(models.TextChoices):
    """Meals of a station's day."""

    BREAKFAST = "breakfast", _("Breakfast")
    LUNCH = "lunch", _("Lunch")
    SNACK = "snack", _("Snack")
    SUPPER = "supper", _("Supper")


class RetainedSample(FoodRecord):
    """A food sample kept of one dish of one meal (留样). `occurred_at` is when it was put away."""

    meal = models.CharField(_("meal"), max_length=10, choices=Meal.choices)
    dish = models.CharField(_("dish"), max_length=60)
    grams = models.PositiveSmallIntegerField(_("grams"))
    cabinet = models.CharField(_("cabinet"), max_length=40, blank=True)
    temperature = models.DecimalField(_("temperature, °C"), max_digits=4, decimal_places=1, null=True, blank=True)
    kept_by = models.CharField(_("kept by"), max_length=40, blank=True)
    kept_until = models.DateTimeField(_("kept until"), editable=False)
    discarded_at = models.DateTimeField(_("discarded at"), null=True, editable=False)
    discarded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("discarded by"), editable=False
    )

    SERVER_SET = FoodRecord.SERVER_SET | {"kept_until", "discarded_at", "discarded_by"}

    class Meta:
        verbose_name = _("retained sample")
        verbose_name_plural = _("retained samples")
        indexes = (
            *_meta_indexes("sample"),
            models.Index(
                fields=["facility", "kept_until"],
                name="sample_in_cabinet",
                condition=Q(discarded_at=None, voided_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.dish} {self.grams} g"

    @property
    def is_due_out(self) -> bool:
        """Whether it has been kept long enough and may be discarded."""
        return self.discarded_at is None and not self.is_void and timezone.now() >= self.kept_until


class FridgeReading(FoodRecord):
    """What the thermometer of a cold appliance said."""

    class Appliance(models.TextChoices):
        """What kind of appliance, which decides the rule."""

        FRIDGE = "fridge", _("Refrigerator")
        FREEZER = "freezer", _("Freezer")
        SAMPLES = "samples", _("Sample cabinet")

    kind = models.CharField(_("kind"), max_length=10, choices=Appliance.choices, default=Appliance.FRIDGE)
    appliance = models.CharField(_("appliance"), max_length=40)
    temperature = models.DecimalField(_("temperature, °C"), max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = _("fridge reading")
        verbose_name_plural = _("fridge readings")
        indexes = _meta_indexes("reading")

    def __str__(self) -> str:
        return f"{self.appliance} {self.temperature} °C"


class FoodDelivery(FoodRecord):
    """Food or meals that arrived, checked on arrival with the supplier's papers (索证索票)."""

    class Kind(models.TextChoices):
        """What arrived, which decides the rule."""

        HOT = "hot", _("Hot meal")
        COLD = "cold", _("Cold meal")
        GOODS = "goods", _("Ingredients")

    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.GOODS)
    supplier = models.CharField(_("supplier"), max_length=80)
    licence_no = models.CharField(_("licence number"), max_length=40, blank=True)
    receipt_no = models.CharField(_("receipt number"), max_length=40, blank=True)
    items = models.CharField(_("what arrived"), max_length=300)
    accepted = models.BooleanField(_("accepted on inspection"), default=True)
    temperature = models.DecimalField(_("temperature, °C"), max_digits=4, decimal_places=1, null=True, blank=True)
    cooked_at = models.DateTimeField(_("cooked at"), null=True, blank=True)
    photo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo of the receipt")
    )

    class Meta:
        verbose_name = _("food delivery")
        verbose_name_plural = _("food deliveries")
        indexes = _meta_indexes("delivery")

    def __str__(self) -> str:
        return f"{self.supplier}: {self.items}"


class StaffHealthCheck(FoodRecord):
    """The morning health check of one food handler (从业人员晨检)."""

    class Outcome(models.TextChoices):
        """What the check said."""

        FIT = "fit", _("Fit")
        UNFIT = "unfit", _("Unwell")
        OFF = "off", _("Not on duty")

    person_name = models.CharField(pgettext_lazy("person", "name"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=6, choices=Outcome.choices)
    # Health data of a person: encrypted, and shown to the facility only.
    symptom = EncryptedTextField(_("symptom"), blank=True, default="")
    temperature = models.DecimalField(_("temperature, °C"), max_digits=4, decimal_places=1, null=True, blank=True)

    class Meta:
        verbose_name = _("staff health check")
        verbose_name_plural = _("staff health checks")
        indexes = _meta_indexes("healthcheck")

    def __str__(self) -> str:
        return f"{self.person_name}: {self.get_outcome_display()}"


class HealthCertificate(FacilityRecord):
    """A food handler's yearly health certificate (健康证). `occurred_at` is when it was seen."""

    person_name = models.CharField(pgettext_lazy("person", "name"), max_length=40)
    number = models.CharField(_("certificate number"), max_length=40, blank=True)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("expires on"))
    # From then on the person no longer handles food here.
    left_on = models.DateField(_("left on"), null=True, blank=True, editable=False)
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo"))

    SERVER_SET = FacilityRecord.SERVER_SET | {"occurred_at", "expires_on", "left_on"}

    class Meta:
        verbose_name = _("health certificate")
        verbose_name_plural = _("health certificates")
        indexes = (models.Index(fields=["facility", "expires_on"], name="certificate_by_facility"),)
        constraints = (
            models.CheckConstraint(
                name="certificate_span",
                condition=Q(expires_on__gt=models.F("issued_on")),
                violation_error_message=_("It expires before it was issued."),
            ),
        )

    def __str__(self) -> str:
        return gettext("%(name)s, until %(day)s") % {"name": self.person_name, "day": self.expires_on}

    def days_left(self, today: dt.date) -> int:
        """Days until it expires; negative when it has."""
        return (self.expires_on - today).days


RECORDS: tuple[type[Any], ...] = (RetainedSample, FridgeReading, FoodDelivery, StaffHealthCheck)
