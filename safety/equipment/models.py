"""The equipment register of a facility and its inspections at fixed intervals (定期检查设施设备, clause 二.3)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.checklists.models import Photo
from ops.facilities.models import FacilityRecord, OfFacilityQuerySet
from ops.organization.models import User


class EquipmentQuerySet(OfFacilityQuerySet):
    """Equipment by state."""

    def in_service(self) -> EquipmentQuerySet:
        """Not retired."""
        return self.exclude(state=Equipment.State.RETIRED)


class Equipment(FacilityRecord):
    """One piece of equipment, or a set that is inspected together. `occurred_at` is when it was entered."""

    class Kind(models.TextChoices):
        """What it is."""

        FURNITURE = "furniture", _("Furniture")
        NURSING = "nursing", _("Nursing and changing")
        COLD = "cold", _("Refrigerator or freezer")
        KITCHEN = "kitchen", _("Kitchen and water")
        CLIMATE = "climate", _("Heating, cooling, air")
        FIRE = "fire", _("Fire protection")
        FIRST_AID = "first_aid", _("First aid")
        SECURITY = "security", _("Doors, locks, cameras")
        PLAY = "play", _("Toys and teaching")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        """Whether it can be used."""

        IN_USE = "in_use", pgettext_lazy("equipment", "In use")
        BROKEN = "broken", _("Broken")
        RETIRED = "retired", _("Retired")

    name = models.CharField(_("name"), max_length=60)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    location = models.CharField(pgettext_lazy("equipment", "location"), max_length=60, blank=True)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1)
    bought_on = models.DateField(_("bought on"), null=True, blank=True)
    interval_days = models.PositiveSmallIntegerField(_("inspected every … days"), default=30)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.IN_USE, editable=False)
    inspected_on = models.DateField(_("last inspected on"), null=True, editable=False)
    next_due = models.DateField(_("next inspection"), null=True, editable=False)

    SERVER_SET = FacilityRecord.SERVER_SET | {"occurred_at", "state", "inspected_on", "next_due"}

    objects = EquipmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")
        indexes = (models.Index(fields=["facility", "next_due"], name="equipment_due", condition=~Q(state="retired")),)
        constraints = (
            models.CheckConstraint(
                name="equipment_interval",
                condition=Q(interval_days__gte=1),
                violation_error_message=_("At least one day."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    def days_left(self, today: dt.date) -> int | None:
        """Days until the next inspection; negative when overdue, None when retired."""
        return None if self.next_due is None else (self.next_due - today).days


class EquipmentInspection(FacilityRecord):
    """What an inspection of one piece of equipment found; a repair is one with the result "repaired"."""

    class Result(models.TextChoices):
        """What was found."""

        OK = "ok", _("In order")
        DEFECT = "defect", _("Defect, usable")
        BROKEN = "broken", _("Defect, out of use")
        REPAIRED = "repaired", _("Repaired")

    equipment = models.ForeignKey(Equipment, models.PROTECT, related_name="inspections", verbose_name=_("equipment"))
    result = models.CharField(_("result"), max_length=8, choices=Result.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo"))
    inspected_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("inspected by"), editable=False
    )
    # A person without an account, or the technician.
    inspector_name = models.CharField(_("inspected by"), max_length=40, blank=True)

    SERVER_SET = FacilityRecord.SERVER_SET | {"inspected_by"}

    class Meta:
        verbose_name = _("equipment inspection")
        verbose_name_plural = _("equipment inspections")
        indexes = (
            models.Index(fields=["facility", "-occurred_at"], name="inspection_by_facility"),
            models.Index(fields=["equipment", "-occurred_at"], name="inspection_by_equipment"),
        )

    def __str__(self) -> str:
        return f"{self.equipment} {self.get_result_display()}"
