"""Hand-overs and absences (接送出勤制度, clause 二.3)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.facilities.models import FacilityRecord, OfFacility
from ops.organization.models import User
from stations.enrolment.models import Child, Enrolment, Guardian, PickupPerson, Relation

# A child comes and goes at most eight times a day.
ARRIVALS = tuple(range(1, 17, 2))
DEPARTURES = tuple(range(2, 17, 2))


class PickupCode(OfFacility):
    """A one-time code of a day by which a pick-up person is recognised at the door: six digits, or the same as a QR.

    Only a keyed hash is kept. A code serves once; a newer one of the same person takes the older's place.
    """

    UNRECORDED = frozenset({"code_hash"})

    person = models.ForeignKey(
        PickupPerson, models.PROTECT, related_name="codes", verbose_name=pgettext_lazy("pick-up", "person")
    )
    local_date = models.DateField(_("day"))
    code_hash = models.CharField(max_length=64, editable=False)
    issued_at = models.DateTimeField(_("issued at"), default=timezone.now, editable=False)
    issued_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("issued by")
    )
    used_at = models.DateTimeField(_("used at"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, editable=False)

    class Meta:
        verbose_name = _("pick-up code")
        verbose_name_plural = _("pick-up codes")
        constraints = (
            # Never given twice on a day, not even after use: an old slip of paper opens nothing.
            models.UniqueConstraint(fields=["facility", "local_date", "code_hash"], name="pickup_code_once"),
            models.UniqueConstraint(
                fields=["person", "local_date"],
                name="pickup_code_standing",
                condition=Q(used_at=None, revoked_at=None),
            ),
            models.CheckConstraint(name="pickup_code_end", condition=Q(used_at=None) | Q(revoked_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.local_date}"

    @property
    def standing(self) -> bool:
        """Whether it still opens the door on its day."""
        return self.used_at is None and self.revoked_at is None


class Handover(FacilityRecord):
    """A child was brought (送) or collected (接), person to person.

    `sequence` counts a child's hand-overs of a day: odd ones arrive, even ones leave. With its unique key no child
    can arrive twice without leaving between, whoever taps at the same time.
    """

    class Kind(models.TextChoices):
        """Which way."""

        DROP_OFF = "drop_off", _("Drop-off")
        PICK_UP = "pick_up", _("Pick-up")

    class Measure(models.TextChoices):
        """What was done about a fever at the door."""

        ISOLATED = "isolated", _("Isolated, guardian called")
        SENT_HOME = "sent_home", _("Sent home with the guardian")
        RECHECKED = "rechecked", _("Measured again, normal")

    child = models.ForeignKey(Child, models.PROTECT, related_name="handovers", verbose_name=_("child"))
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="handovers", verbose_name=_("enrolment"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    local_date = models.DateField(_("day"))
    sequence = models.PositiveSmallIntegerField(editable=False)
    # Empty at a drop-off means that nobody noted who brought the child (送来人未记): it is never guessed.
    person = models.ForeignKey(
        PickupPerson,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=pgettext_lazy("pick-up", "person"),
    )
    person_name = models.CharField(_("name of the person"), max_length=40, blank=True)
    relation = models.CharField(_("relation"), max_length=22, choices=Relation.choices, blank=True)
    left_alone = models.BooleanField(_("left alone"), default=False)
    temperature = models.DecimalField(_("temperature (°C)"), max_digits=3, decimal_places=1, null=True, blank=True)
    observation = models.CharField(_("observation"), max_length=100, blank=True)
    measure = models.CharField(_("what was done"), max_length=10, choices=Measure.choices, blank=True)
    # At or above the limit in force on the day, judged when it was recorded.
    feverish = models.BooleanField(_("fever"), default=False, editable=False)
    override_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("released by")
    )
    override_reason = models.CharField(_("reason of the release"), max_length=200, blank=True)
    # The person was recognised by their one-time code.
    code = models.ForeignKey(
        PickupCode, models.PROTECT, null=True, blank=True, related_name="handovers", verbose_name=_("pick-up code")
    )
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
        "feverish",
        "override_by",
        "code",
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


class AbsenceReason(models.TextChoices):
    """Why a child does not come."""

    ILLNESS = "illness", _("Ill")
    FAMILY = "family", _("Family matters")
    TRAVEL = "travel", _("Travelling")
    LESSON = "lesson", _("Other lessons")
    UNREACHED = "unreached", _("Guardian not reached")
    OTHER = "other", _("Other")


class AbsenceAnnouncement(FacilityRecord):
    """A guardian says beforehand that a child stays away for some days (请假). Each day has its own absence."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="announcements", verbose_name=_("child"))
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=10, choices=AbsenceReason.choices)
    note = models.CharField(_("note"), max_length=100, blank=True)
    announced_by = models.ForeignKey(
        Guardian, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("announced by")
    )
    announced_by_name = models.CharField(_("announced by"), max_length=40, blank=True)

    SERVER_SET = FacilityRecord.SERVER_SET | {"facility", "occurred_at"}

    class Meta:
        verbose_name = _("announced absence")
        verbose_name_plural = _("announced absences")
        constraints = (
            models.CheckConstraint(
                name="announcement_span",
                condition=Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day lies before the first."),
            ),
        )
        indexes = (
            models.Index(fields=["child", "first_day"], name="announcement_by_child"),
            models.Index(fields=["facility", "last_day"], name="announcement_by_facility"),
        )

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.first_day}–{self.last_day}"


class Absence(FacilityRecord):
    """A child does not come on a day, and why (请假). `occurred_at` is when the station learned of it."""

    Reason = AbsenceReason

    child = models.ForeignKey(Child, models.PROTECT, related_name="absences", verbose_name=_("child"))
    local_date = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)
    note = models.CharField(_("note"), max_length=100, blank=True)
    announced_by = models.ForeignKey(
        Guardian, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("announced by")
    )
    announced_by_name = models.CharField(_("announced by"), max_length=40, blank=True)
    # Announced beforehand for a span of days; else said on the day itself.
    announcement = models.ForeignKey(
        AbsenceAnnouncement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="absences",
        editable=False,
        verbose_name=_("announcement"),
    )

    SERVER_SET = FacilityRecord.SERVER_SET | {"facility", "announcement"}

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = (
            models.UniqueConstraint(fields=["child", "local_date"], name="absence_once", condition=Q(voided_at=None)),
        )
        indexes = (models.Index(fields=["facility", "local_date"], name="absence_by_day"),)

    def __str__(self) -> str:
        return self.get_reason_display()


class CallRecord(FacilityRecord):
    """Somebody was called because a child did not come (电话联系记录): who, when, and what came of it."""

    class Outcome(models.TextChoices):
        """What came of the call."""

        COMING = "coming", _("Is on the way")
        AWAY = "away", _("Does not come today")
        NO_ANSWER = "no_answer", _("No answer")

    child = models.ForeignKey(Child, models.PROTECT, related_name="calls", verbose_name=_("child"))
    local_date = models.DateField(_("day"))
    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="+", verbose_name=_("guardian"))
    guardian_name = models.CharField(_("who was called"), max_length=40)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    note = models.CharField(_("note"), max_length=100, blank=True)
    called_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("called by")
    )

    SERVER_SET = FacilityRecord.SERVER_SET | {"facility", "local_date", "guardian_name", "called_by"}

    class Meta:
        verbose_name = _("call to a guardian")
        verbose_name_plural = _("calls to guardians")
        indexes = (models.Index(fields=["facility", "local_date"], name="call_by_day"),)

    def __str__(self) -> str:
        return f"{self.guardian_name} · {self.get_outcome_display()}"


class RatioBreach(FacilityRecord):
    """A time in which too few grown-ups were on duty for the children present. `occurred_at` is when it began.

    Written by the watch, once from its beginning to its end, with the worst that was seen.
    """

    local_date = models.DateField(_("day"))
    children = models.PositiveSmallIntegerField(_("children present"))
    on_duty = models.PositiveSmallIntegerField(_("grown-ups on duty"))
    limit = models.DecimalField(_("children for each grown-up"), max_digits=5, decimal_places=2)
    # The ratio is right again since then; it must stay so for some minutes before the breach is over.
    calm_since = models.DateTimeField(_("right again since"), null=True, editable=False)
    resolved_at = models.DateTimeField(_("over at"), null=True, editable=False)

    class Meta:
        verbose_name = _("breach of the staff-to-child ratio")
        verbose_name_plural = _("breaches of the staff-to-child ratio")
        constraints = (
            models.UniqueConstraint(fields=["facility"], name="ratio_breach_running", condition=Q(resolved_at=None)),
        )
        indexes = (models.Index(fields=["facility", "-occurred_at"], name="ratio_breach_by_time"),)

    def __str__(self) -> str:
        return f"{self.on_duty}:{self.children}"


class Kiosk(OfFacility):
    """A tablet at the door on which guardians check in by code and nothing else can be done; only a hash is kept."""

    UNRECORDED = frozenset({"token_hash", "seen_at"})

    name = models.CharField(_("name of the tablet"), max_length=40)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    started_at = models.DateTimeField(_("started at"), default=timezone.now, editable=False)
    started_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("started by")
    )
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    seen_at = models.DateTimeField(_("last seen"), null=True, editable=False)

    class Meta:
        verbose_name = _("kiosk")
        verbose_name_plural = _("kiosks")
        indexes = (models.Index(fields=["facility", "-started_at"], name="kiosk_by_facility"),)

    def __str__(self) -> str:
        return self.name
