"""Emergencies (突发事件) and their timelines, the reports that the law demands, plans and drills (应急处理制度)."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.checklists.models import Photo
from ops.facilities.models import FacilityRecord, OfFacility, OfFacilityQuerySet
from ops.organization.models import User
from ops.records.encryption import EncryptedTextField


class Kind(models.TextChoices):
    """What kind of emergency; the order is that of the report page."""

    INJURY = "injury", _("Injury")
    ILLNESS = "illness", _("Fever or illness")
    FOOD = "food", _("Suspected food poisoning")
    MISSING = "missing", _("Missing child")
    STRANGER = "stranger", _("Stranger, or pick-up refused")
    FIRE = "fire", _("Fire or evacuation")
    DAMAGE = "damage", _("Damage to the premises")
    ABUSE = "abuse", _("Suspected abuse")
    OTHER = "other", _("Something else")


class Severity(models.TextChoices):
    """How bad it is."""

    MINOR = "minor", _("Minor")
    SERIOUS = "serious", _("Serious")
    GRAVE = "grave", _("Grave")


class IncidentQuerySet(OfFacilityQuerySet):
    """Incidents by state."""

    def running(self) -> IncidentQuerySet:
        """Not yet closed and not withdrawn."""
        return self.filter(voided_at=None).exclude(state=Incident.State.CLOSED)


class Incident(FacilityRecord):
    """An emergency at a facility. `occurred_at` is when it happened or was noticed: the clocks run from then."""

    class State(models.TextChoices):
        """An incident's life."""

        OPEN = "open", pgettext_lazy("incident", "Running")
        CONTAINED = "contained", _("Contained")
        CLOSED = "closed", pgettext_lazy("incident", "Closed")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices, default=Severity.SERIOUS)
    # Health and family matters stand in both: encrypted. Names are in their own field, which union roles see masked.
    what = EncryptedTextField(
        _("what happened"), blank=True, default="", help_text=_("No names here: write them in their own field.")
    )
    people = EncryptedTextField(_("names of those concerned"), blank=True, default="")
    affected = models.PositiveSmallIntegerField(_("people affected"), default=0)
    place = models.CharField(_("place"), max_length=80, blank=True)
    # Somebody without an account, or another person's words.
    reporter_name = models.CharField(_("reported by"), max_length=40, blank=True)
    reported_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("reported by"), editable=False
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN, editable=False)
    contained_at = models.DateTimeField(_("contained at"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    conclusion = models.CharField(_("conclusion"), max_length=500, blank=True, editable=False)
    # Until when the law wants it reported, by the rule in force on its day; empty where it names no time.
    report_due_at = models.DateTimeField(_("to be reported until"), null=True, editable=False)

    SERVER_SET = FacilityRecord.SERVER_SET | {
        "reported_by",
        "state",
        "contained_at",
        "closed_at",
        "conclusion",
        "report_due_at",
    }

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        indexes = (
            models.Index(fields=["facility", "-occurred_at"], name="incident_by_facility"),
            models.Index(
                fields=["facility"], name="incident_running", condition=~Q(state="closed") & Q(voided_at=None)
            ),
        )
        constraints = (
            models.CheckConstraint(
                name="incident_closed_with_conclusion", condition=~Q(state="closed") | ~Q(conclusion="")
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_running(self) -> bool:
        """Whether somebody still has to act."""
        return self.state != self.State.CLOSED and not self.is_void


class IncidentEntry(FacilityRecord):
    """One line of an incident's timeline; it only ever grows."""

    class Kind(models.TextChoices):
        """What the line tells."""

        NOTE = "note", pgettext_lazy("incident", "Note")
        CALL = "call", _("Call made")
        INFORMED = "informed", _("Informed")
        MEASURE = "measure", _("Measure taken")
        PHOTO = "photo", _("Photo")
        STATE = "state", _("State")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="entries", verbose_name=_("incident"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.NOTE)
    text = EncryptedTextField(_("text"), blank=True, default="")
    # Who was called or informed: parents, 120, the union.
    whom = models.CharField(_("who"), max_length=60, blank=True)
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo"))
    written_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("written by"), editable=False
    )

    SERVER_SET = FacilityRecord.SERVER_SET | {"written_by"}

    class Meta:
        verbose_name = _("incident entry")
        verbose_name_plural = _("incident entries")
        indexes = (
            models.Index(fields=["incident", "occurred_at"], name="entry_by_incident"),
            models.Index(fields=["facility", "-occurred_at"], name="entry_by_facility"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.whom}".strip()


class Authority(models.TextChoices):
    """To whom the law or the federation wants an incident reported."""

    HEALTH = "health", _("County health authority")
    REGULATOR = "regulator", _("Market regulator")
    POLICE = "police", _("Police")
    EDUCATION = "education", _("Education authority")
    UNION = "union", _("Supervising union")
    OTHER = "other", _("Another authority")


class StatutoryReport(FacilityRecord):
    """A report to an authority: to whom, when, and what was said. `occurred_at` is when it was made."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="reports", verbose_name=_("incident"))
    authority = models.CharField(_("authority"), max_length=10, choices=Authority.choices)
    # The desk or person who took the report.
    reported_to = models.CharField(_("who took the report"), max_length=80, blank=True)
    reference = models.CharField(_("reference number"), max_length=60, blank=True)
    place = models.CharField(_("place told"), max_length=80, blank=True)
    affected = models.PositiveSmallIntegerField(_("number of people told"))
    text = EncryptedTextField(_("what was said"), blank=True, default="")
    supplement = models.BooleanField(_("supplements an earlier report"), default=False)
    reported_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("reported by"), editable=False
    )

    SERVER_SET = FacilityRecord.SERVER_SET | {"reported_by", "supplement"}

    class Meta:
        verbose_name = _("statutory report")
        verbose_name_plural = _("statutory reports")
        indexes = (models.Index(fields=["incident", "occurred_at"], name="report_by_incident"),)

    def __str__(self) -> str:
        return str(self.get_authority_display())


class EmergencyPlan(OfFacility):
    """What a facility does in one kind of emergency (应急预案), and whom it calls."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=80)
    steps = models.TextField(_("steps"), help_text=_("One step a line."))
    contacts = models.TextField(_("whom to call"), blank=True, help_text=_("One a line: name, phone."))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("emergency plan")
        verbose_name_plural = _("emergency plans")
        indexes = (models.Index(fields=["facility", "kind"], name="emergency_plan_by_facility"),)
        constraints = (
            models.CheckConstraint(
                name="emergency_plan_span",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("The end lies before the beginning."),
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def step_list(self) -> list[str]:
        """The steps, one by one."""
        return [line.strip() for line in self.steps.splitlines() if line.strip()]

    @property
    def contact_list(self) -> list[str]:
        """Whom to call, one by one."""
        return [line.strip() for line in self.contacts.splitlines() if line.strip()]

    def holds_on(self, day: dt.date) -> bool:
        """Whether this is the plan of that day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


class Drill(FacilityRecord):
    """An emergency drill (演练) and what it showed."""

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    plan = models.ForeignKey(
        EmergencyPlan, models.PROTECT, null=True, blank=True, related_name="drills", verbose_name=_("emergency plan")
    )
    children = models.PositiveSmallIntegerField(_("children"), default=0)
    adults = models.PositiveSmallIntegerField(_("adults"), default=0)
    seconds = models.PositiveIntegerField(_("seconds until all were out"), null=True, blank=True)
    summary = models.CharField(_("how it went"), max_length=500)
    to_improve = models.CharField(_("what must be better"), max_length=500, blank=True)
    photo = models.ForeignKey(Photo, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo"))
    recorded_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by"), editable=False
    )

    SERVER_SET = FacilityRecord.SERVER_SET | {"recorded_by"}

    class Meta:
        verbose_name = _("drill")
        verbose_name_plural = _("drills")
        indexes = (models.Index(fields=["facility", "-occurred_at"], name="drill_by_facility"),)

    def __str__(self) -> str:
        return str(self.get_kind_display())
