"""Orders to give medicine, and each giving."""

from __future__ import annotations

import datetime as dt

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ops.checklists.models import Photo
from ops.facilities.models import FacilityRecord, OfFacility, OfFacilityQuerySet
from ops.organization.models import User
from ops.records.encryption import EncryptedTextField
from stations.enrolment.models import Child

ENCRYPTED = ("medicine", "dose", "manner")
_CLOCKS = RegexValidator(
    r"^([01]\d|2[0-3]):[0-5]\d(,([01]\d|2[0-3]):[0-5]\d){0,5}$", _("Times such as 08:30, 12:00; at most six.")
)


class MedicationOrderQuerySet(OfFacilityQuerySet):
    """Orders by day."""

    def standing(self, day: dt.date) -> MedicationOrderQuerySet:
        """Those that hold on a day."""
        return self.filter(first_day__lte=day, last_day__gte=day, withdrawn_at=None)

    def plainly(self) -> MedicationOrderQuerySet:
        """Without the encrypted columns."""
        return self.defer(*ENCRYPTED)


class MedicationOrder(OfFacility):
    """What a guardian signed: which medicine, how much, how, at which times, from which day until which.

    What is given differently is another order; this one is withdrawn. Clock times are local.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="medication_orders", verbose_name=_("child"))
    medicine = EncryptedTextField(_("medicine"))
    dose = EncryptedTextField(_("how much each time"))
    manner = EncryptedTextField(_("how"), blank=True)
    times = models.CharField(_("at what times"), max_length=40, validators=[_CLOCKS])
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"))
    signed_by = models.CharField(_("signed by"), max_length=40)
    signed_at = models.DateTimeField(_("signed at"), default=timezone.now)
    signature = models.ForeignKey(
        Photo, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("signature")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    objects = MedicationOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("order to give medicine")
        verbose_name_plural = _("orders to give medicine")
        ordering = ("first_day", "id")
        constraints = (
            models.CheckConstraint(
                name="medication_span",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day lies before the first."),
            ),
        )
        indexes = (
            models.Index(fields=["facility", "last_day"], name="medication_standing", condition=Q(withdrawn_at=None)),
            models.Index(fields=["child", "first_day"], name="medication_by_child"),
        )

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day} {self.times}"

    @property
    def clocks(self) -> list[str]:
        """The times of a day, in order."""
        return self.times.split(",")


class MedicineGiving(FacilityRecord):
    """A dose was given, or was not and why: once for each time of each day."""

    order = models.ForeignKey(MedicationOrder, models.PROTECT, related_name="givings", verbose_name=_("order"))
    local_date = models.DateField(_("day"))
    clock = models.CharField(_("time"), max_length=5)
    given = models.BooleanField(_("given"), default=True)
    note = EncryptedTextField(_("note"), blank=True)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    SERVER_SET = FacilityRecord.SERVER_SET | {"facility", "local_date", "given_by"}

    class Meta:
        verbose_name = _("giving of medicine")
        verbose_name_plural = _("givings of medicine")
        constraints = (
            models.UniqueConstraint(
                fields=["order", "local_date", "clock"], name="giving_once", condition=Q(voided_at=None)
            ),
        )
        indexes = (models.Index(fields=["facility", "local_date"], name="giving_by_day"),)

    def __str__(self) -> str:
        return f"{self.local_date} {self.clock}"
