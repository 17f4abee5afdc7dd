"""The room (小屋) beside its facility, and the orders that suspend rooms (clause 二.3)."""

from __future__ import annotations

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ops.facilities.models import Closure, Facility, OfFacilityQuerySet
from ops.organization.models import TradeUnion, in_language
from ops.records.models import Recorded, RecordedQuerySet

KIND = "room"


class Furnishing(models.TextChoices):
    """What a mother room may have (ten ministries, 2016)."""

    HOT_WATER = "hot_water", _("Hot water")
    CHANGING_TABLE = "changing_table", _("Changing table")
    CHAIR = "chair", _("Nursing chair")
    CURTAIN = "curtain", _("Curtain or partition")
    BASIN = "basin", _("Basin")
    FRIDGE = "fridge", _("Milk fridge")
    COT = "cot", _("Cot")
    SOCKET = "socket", _("Socket")
    BIN = "bin", _("Covered bin")
    AIR = "air", _("Air-conditioning")
    NAPPIES = "nappies", _("Nappy vending")
    CALL = "call", _("Call bell")


class Room(Recorded):
    """A mother room: what 附件2 asks beyond what every facility has."""

    class Location(models.TextChoices):
        """建立位置."""

        OFFICE = "office", _("In a public authority")
        INSTITUTION = "institution", _("In a public institution")
        ENTERPRISE = "enterprise", _("In an enterprise")
        BUILDING = "building", _("In an office building")
        PUBLIC = "public", _("In a public place")

    class ManagingBody(models.TextChoices):
        """管理主体."""

        UNIT = "unit", _("The unit itself")
        PROPERTY = "property", _("Property management")
        UNION = "union", _("The trade union")
        VOLUNTEERS = "volunteers", _("Volunteers")
        OTHER = "other", _("Others")

    class Audience(models.TextChoices):
        """使用对象."""

        STAFF = "staff", _("Staff of the unit")
        BUILDING = "building", _("People who work in the building")
        PUBLIC = "public", _("Open to everyone")

    class Edition(models.TextChoices):
        """企业版 / 社会版."""

        ENTERPRISE = "enterprise", _("Enterprise edition")
        PUBLIC = "public", _("Public edition")

    UNRECORDED = frozenset({"pin"})

    facility = models.OneToOneField(Facility, models.PROTECT, related_name="room", verbose_name=_("facility"))
    location = models.CharField(_("location"), max_length=12, choices=Location.choices, default=Location.PUBLIC)
    managing_body = models.CharField(
        _("managed by"), max_length=12, choices=ManagingBody.choices, default=ManagingBody.UNIT
    )
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience.choices, default=Audience.PUBLIC)
    edition = models.CharField(_("edition"), max_length=10, choices=Edition.choices, default=Edition.PUBLIC)
    area = models.DecimalField(
        _("area (m²)"), max_digits=6, decimal_places=1, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    places = models.PositiveSmallIntegerField(
        _("places"), default=1, validators=[MinValueValidator(1)], help_text=_("How many can use it at the same time.")
    )
    wayfinding = models.CharField(_("way to it"), max_length=100, blank=True)
    wayfinding_en = models.CharField(_("way to it, in English"), max_length=150, blank=True)
    furnishing = models.JSONField(_("furnishing"), default=list, blank=True)
    # Hashed; lets a cleaner without an account record the cleaning.
    pin = models.CharField(max_length=128, blank=True, editable=False)

    objects = OfFacilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = (models.CheckConstraint(name="room_has_places", condition=Q(places__gte=1)),)

    def __str__(self) -> str:
        return str(self.facility)

    @property
    def way(self) -> str:
        """How to find it, in the reader's language."""
        return in_language(self.wayfinding, self.wayfinding_en)

    @property
    def furnishing_labels(self) -> list[Any]:
        """What the room has, in the reader's language."""
        return [choice.label for choice in Furnishing if choice.value in self.furnishing]


class SuspensionOrderQuerySet(RecordedQuerySet):
    """Orders by reach and time."""

    def visible_to(self, access: Any) -> SuspensionOrderQuerySet:
        """For rooms in scope, for unions in the subtree, and from unions above one's rooms."""
        return self.filter(access.facilities("facility") | access.unions("union"))

    def standing(self) -> SuspensionOrderQuerySet:
        """Not lifted."""
        return self.filter(lifted_at=None)

    def reaching(self, facility: Facility) -> SuspensionOrderQuerySet:
        """Those for this room, or for a union above it."""
        ancestors = [facility.union_path[:end] for end in range(4, len(facility.union_path) + 1, 4)]
        return self.filter(Q(facility=facility) | Q(union__path__in=ancestors))


class SuspensionOrder(Recorded):
    """An order for one room, or for every room below a union: closed, or entry only by scanning (扫码进入)."""

    class Mode(models.TextChoices):
        """What the order means at the door."""

        CLOSED = "closed", _("Closed")
        SCAN_ONLY = "scan_only", _("Entry only by scanning")

    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("room")
    )
    union = models.ForeignKey(
        TradeUnion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("trade union")
    )
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.CLOSED)
    cause = models.CharField(_("cause"), max_length=10, choices=Closure.Cause.choices, default=Closure.Cause.EPIDEMIC)
    document_no = models.CharField(_("document number"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty: until it is lifted."))
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True, editable=False)
    # What closes the calendar and voids the duties; an order to scan leaves both as they are.
    closure = models.OneToOneField(Closure, models.PROTECT, null=True, blank=True, related_name="+", editable=False)

    objects = SuspensionOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension order")
        verbose_name_plural = _("suspension orders")
        constraints = (
            models.CheckConstraint(
                name="suspension_of_room_or_union",
                condition=Q(facility=None, union__isnull=False) | Q(facility__isnull=False, union=None),
            ),
            models.CheckConstraint(
                name="suspension_span", condition=Q(last_day=None) | Q(last_day__gte=F("first_day"))
            ),
        )
        indexes = (models.Index(fields=["lifted_at", "first_day"], name="suspension_by_day"),)

    def __str__(self) -> str:
        return f"{self.get_mode_display()} {self.first_day}"

    @property
    def is_lifted(self) -> bool:
        """Whether it was ended, by itself or with the closure that it made."""
        return self.lifted_at is not None or (self.closure is not None and self.closure.lifted_at is not None)

    @property
    def nearness(self) -> int:
        """The order for the room itself goes before that of a union, and a lower union's before a higher one's."""
        return 1000 if self.facility_id else self.union.depth  # type: ignore[union-attr]
