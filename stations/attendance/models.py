"""Hand-overs and absences (接送出勤制度, clause 二.3)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ops.facilities.models import FacilityRecord
from ops.organization.models import User
from stations.enrolment.models import Child, Enrolment, Guardian, PickupPerson, Relation

# A child comes and goes at most eight times a day.
ARRIVALS = tuple(range(1, 17, 2))
DEPARTURES = tuple(range(2, 17, 2))


class Handover(FacilityRecord):
    """A child was brought (送) or collected (接), person to person.

    `sequence` counts a child's hand-overs of a day: odd ones arrive, even ones leave. With its unique key no child
    can arrive twice without leaving between, whoever taps at the same time.
    """

    class Kind(models.TextChoices):
        """Which way."""

        DROP_OFF = "drop_off", _("Drop-off")
        PICK_UP = "pick_up", _("Pick-up")

    child = models.ForeignKey(Child, models.PROTECT, related_name="handovers", verbose_name=_("child"))
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="handovers", verbose_name=_("enrolment"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    local_date = models.DateField(_("day"))
    sequence = models.PositiveSmallIntegerField(editable=False)
    # Empty at a drop-off means that nobody noted who brought the child (送来人未记): it is never guessed.
    person = models.ForeignKey(
        PickupPerson, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    person_name = models.CharField(_("name of the person"), max_length=40, blank=True)
    relation = models.CharField(_("relation"), max_length=22, choices=Relation.choices, blank=True)
    left_alone = models.BooleanField(_("left alone"), default=False)
    temperature = models.DecimalField(_("temperature (°C)"), max_digits=3, decimal_places=1, null=True, blank=True)
    observation = models.CharField(_("observation"), max_length=100, blank=True)
    override_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )
    override_reason = models.CharField(_("reason of the release"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    # Server clock less device clock at sending, in seconds: noted, never a ground for refusal.
    clock_skew = models.IntegerField(_("difference of the device's clock (s)"), default=0, editable=False)
    # Voided by the same person within two minutes: a slip of the finger, not a correction.
    undone = models.BooleanField(_("undone at once"), default=False, editable=False)

    SERVER_SET = FacilityRecord.SERVER_SET | {
        "facility",
        "enrolment",
        "local_date",
        "sequence",
        "person_name",
        "relation",
        "override_by",
        "recorded_by",
        "clock_skew",
        "undone",
    }

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        constraints = (
            models.UniqueConstraint(
                fields=["child", "local_date", "sequence"], name="handover_once", condition=Q(voided_at=None)
            ),
            models.CheckConstraint(
                name="handover_sequence",
                condition=Q(kind="drop_off", sequence__in=ARRIVALS) | Q(kind="pick_up", sequence__in=DEPARTURES),
            ),
            models.CheckConstraint(
                name="handover_left_with_somebody",
                condition=Q(kind="drop_off", left_alone=False, override_by=None)
                | Q(kind="pick_up", left_alone=True, person=None, override_by=None)
                | Q(kind="pick_up", left_alone=False, person__isnull=False, override_by=None)
                | (Q(kind="pick_up", left_alone=False, override_by__isnull=False) & ~Q(override_reason="")),
            ),
        )
        indexes = (models.Index(fields=["facility", "local_date"], name="handover_by_day"),)

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def is_arrival(self) -> bool:
        """Whether the child came."""
        return self.kind == self.Kind.DROP_OFF


class Absence(FacilityRecord):
    """A child does not come on a day, and why (请假). `occurred_at` is when the station learned of it."""

    class Reason(models.TextChoices):
        """Why."""

        ILLNESS = "illness", _("Ill")
        FAMILY = "family", _("Family matters")
        TRAVEL = "travel", _("Travelling")
        LESSON = "lesson", _("Other lessons")
        UNREACHED = "unreached", _("Guardian not reached")
        OTHER = "other", _("Other")

    child = models.ForeignKey(Child, models.PROTECT, related_name="absences", verbose_name=_("child"))
    local_date = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    note = models.CharField(_("note"), max_length=100, blank=True)
    announced_by = models.ForeignKey(
        Guardian, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("announced by")
    )
    announced_by_name = models.CharField(_("announced by"), max_length=40, blank=True)

    SERVER_SET = FacilityRecord.SERVER_SET | {"facility"}

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = (
            models.UniqueConstraint(fields=["child", "local_date"], name="absence_once", condition=Q(voided_at=None)),
        )
        indexes = (models.Index(fields=["facility", "local_date"], name="absence_by_day"),)

    def __str__(self) -> str:
        return self.get_reason_display()
