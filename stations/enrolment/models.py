"""Children, guardians, authorised pick-up persons, enrolments and consents (信息登记制度, clause 二.3)."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ops.checklists.models import Photo
from ops.facilities.models import OfFacility, OfFacilityQuerySet
from ops.organization.models import User, in_language
from ops.records.days import full_years
from ops.records.encryption import EncryptedTextField
from stations.enrolment.allergens import choices
from stations.enrolment.identity import masked_name
from stations.terms.models import Group, Term

# Read only where they are asked for: decrypting sixty children's notes for a board would be waste and exposure.
SENSITIVE = ("identity_number", "allergies", "health_note", "medication")


class Relation(models.TextChoices):
    """How a grown-up stands to a child."""

    FATHER = "father", _("Father")
    MOTHER = "mother", _("Mother")
    GRANDFATHER = "grandfather", _("Grandfather")
    GRANDMOTHER = "grandmother", _("Grandmother")
    MATERNAL_GRANDFATHER = "maternal_grandfather", _("Mother's father")
    MATERNAL_GRANDMOTHER = "maternal_grandmother", _("Mother's mother")
    SIBLING = "sibling", _("Elder brother or sister")
    RELATIVE = "relative", _("Relative")
    NANNY = "nanny", _("Nanny")
    OTHER = "other", _("Other")


class ChildQuerySet(OfFacilityQuerySet):
    """Children without what is sensitive, unless asked for."""

    def plainly(self) -> ChildQuerySet:
        """Without the encrypted columns."""
        return self.defer(*SENSITIVE)

    def matching(self, text: str) -> ChildQuerySet:
        """By name, pinyin or initials."""
        text = text.strip()
        if not text:
            return self
        latin = text.lower().replace(" ", "")
        return self.filter(
            Q(name__contains=text)
            | Q(name_en__icontains=text)
            | Q(pinyin__startswith=latin)
            | Q(initials__startswith=latin)
        )


class Child(OfFacility):
    """A child known to one station.

    Identity number and hash are not in history, so that their erasure after the term leaves nothing behind.
    """

    class Sex(models.TextChoices):
        """As on the identity card."""

        FEMALE = "female", _("Girl")
        MALE = "male", _("Boy")

    UNRECORDED = frozenset({"identity_number", "identity_hash"})

    name = models.CharField(_("name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    pinyin = models.CharField(max_length=120, blank=True, editable=False)
    initials = models.CharField(max_length=20, blank=True, editable=False)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex.choices)
    birth_date = models.DateField(_("birth date"))
    grade = models.PositiveSmallIntegerField(
        _("grade"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(9)]
    )
    school = models.CharField(_("school"), max_length=60, blank=True)
    identity_number = EncryptedTextField(_("identity number"), blank=True)
    identity_hash = models.CharField(max_length=64, blank=True, editable=False)
    identity_known = models.BooleanField(_("identity number given"), default=False, editable=False)
    # Shown on tiles: a word that helps at the door and at table, not a diagnosis.
    flag = models.CharField(_("flag on the tile"), max_length=12, blank=True)
    allergies = EncryptedTextField(_("allergies"), blank=True)
    health_note = EncryptedTextField(_("health"), blank=True)
    medication = EncryptedTextField(_("medication"), blank=True)
    photo = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo"))
    # Follows the standing consent to leaving alone (自行离站承诺书).
    may_leave_alone = models.BooleanField(_("may leave alone"), default=False, editable=False)
    # Who the child was is gone for good (PIPL Art. 47); what happened at the station stays, of nobody.
    erased_at = models.DateTimeField(_("erased at"), null=True, editable=False)

    objects = ChildQuerySet.as_manager()

    class Meta:
        verbose_name = _("child")
        verbose_name_plural = _("children")
        constraints = (
            models.UniqueConstraint(
                fields=["facility", "identity_hash"],
                name="child_once",
                condition=~Q(identity_hash=""),
                violation_error_message=_("A child with this identity number is already registered here."),
            ),
        )
        indexes = (
            models.Index(fields=["facility", "pinyin"], name="child_by_pinyin"),
            models.Index(fields=["identity_hash"], name="child_by_identity", condition=~Q(identity_hash="")),
        )

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def masked(self) -> str:
        """The name as union roles read it."""
        return masked_name(self.name)

    def age(self, day: dt.date) -> int:
        """Full years on a day."""
        return full_years(self.birth_date, day)


class ChildAllergen(OfFacility):
    """Something of the registered list that a child must not eat, chosen beside the free text by staff or guardian.

    Not encrypted, so that a board of sixty children is compared with a menu in one statement; masked for all who do
    not work at the station. What no longer holds is withdrawn, not removed.
    """

    child = models.ForeignKey(Child, models.PROTECT, related_name="avoided", verbose_name=_("child"))
    allergen = models.CharField(_("allergen"), max_length=20, choices=choices)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    class Meta:
        verbose_name = _("allergen of a child")
        verbose_name_plural = _("allergens of children")
        constraints = (
            models.UniqueConstraint(
                fields=["child", "allergen"], name="child_allergen_once", condition=Q(withdrawn_at=None)
            ),
        )
        indexes = (models.Index(fields=["facility"], name="child_allergen_standing", condition=Q(withdrawn_at=None)),)

    def __str__(self) -> str:
        return self.get_allergen_display()


class Guardian(OfFacility):
    """A parent or other guardian; siblings share one."""

    name = models.CharField(_("name"), max_length=40)
    phone = EncryptedTextField(_("phone number"))
    phone_hash = models.CharField(max_length=64, editable=False)
    phone_masked = models.CharField(max_length=20, editable=False)
    employer = models.CharField(_("employer"), max_length=100, blank=True)
    employer_union = models.CharField(_("employer's trade union"), max_length=100, blank=True)
    # Whoever proved to hold this phone, or opened the link that staff handed out; never matched by a number alone.
    user = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="guardian_rows", verbose_name=_("account")
    )
    tells_arrivals = models.BooleanField(_("is told of arrivals"), default=False, editable=False)
    tells_departures = models.BooleanField(_("is told of departures"), default=False, editable=False)
    children = models.ManyToManyField(Child, through="Guardianship", related_name="guardians")

    class Meta:
        verbose_name = _("guardian")
        verbose_name_plural = _("guardians")
        constraints = (models.UniqueConstraint(fields=["facility", "phone_hash"], name="guardian_once"),)

    def __str__(self) -> str:
        return self.name


class Guardianship(OfFacility):
    """Which guardian stands how to which child, and in which order they are called."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="guardianships", verbose_name=_("child"))
    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="guardianships", verbose_name=_("guardian"))
    relation = models.CharField(_("relation"), max_length=22, choices=Relation.choices)
    position = models.PositiveSmallIntegerField(_("order of calling"), default=1)

    class Meta:
        verbose_name = _("guardianship")
        verbose_name_plural = _("guardianships")
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["child", "guardian"], name="guardianship_once"),)

    def __str__(self) -> str:
        return f"{self.guardian} · {self.get_relation_display()}"


class PickupPersonQuerySet(OfFacilityQuerySet):
    """Authorised persons by day."""

    def standing(self, day: dt.date) -> PickupPersonQuerySet:
        """Those who count on a day: also the barred, who must be seen."""
        return self.filter(Q(valid_on=None) | Q(valid_on=day), Q(until=None) | Q(until__gte=day), withdrawn_at=None)


class PickupPerson(OfFacility):
    """Who may collect a child (授权接送人), for good, until a day or for one day only; or who must never (禁止接走)."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="pickup_persons", verbose_name=_("child"))
    guardian = models.ForeignKey(
        Guardian, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("guardian")
    )
    name = models.CharField(_("name"), max_length=40)
    relation = models.CharField(_("relation"), max_length=22, choices=Relation.choices)
    phone = EncryptedTextField(_("phone number"), blank=True)
    phone_masked = models.CharField(max_length=20, blank=True, editable=False)
    photo = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo"))
    valid_on = models.DateField(_("only on"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    barred = models.BooleanField(_("must not collect"), default=False)
    barred_note = models.CharField(_("why, and what to do"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=1, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)
    # A guardian asked to withdraw this person; it holds until staff have seen it, but the door shows it at once.
    withdrawal_asked_at = models.DateTimeField(_("withdrawal asked at"), null=True, editable=False)

    objects = PickupPersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("authorised pick-up person")
        verbose_name_plural = _("authorised pick-up persons")
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                name="pickup_barred_says_why",
                condition=Q(barred=False) | ~Q(barred_note=""),
                violation_error_message=_("Say why, and what staff should do."),
            ),
            models.CheckConstraint(name="pickup_one_day_or_span", condition=Q(valid_on=None) | Q(until=None)),
        )

    def __str__(self) -> str:
        return f"{self.name} · {self.get_relation_display()}"

    def counts_on(self, day: dt.date) -> bool:
        """Whether this row counts on a day."""
        return self.withdrawn_at is None and self.valid_on in (None, day) and (self.until is None or self.until >= day)


class EmergencyContact(OfFacility):
    """Whom to call when no guardian answers, in the order of calling. Who is called need not be one who may collect."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="emergency_contacts", verbose_name=_("child"))
    name = models.CharField(_("name"), max_length=40)
    relation = models.CharField(_("relation"), max_length=22, choices=Relation.choices)
    phone = EncryptedTextField(_("phone number"))
    phone_masked = models.CharField(max_length=20, editable=False)
    position = models.PositiveSmallIntegerField(_("order of calling"), default=1)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    class Meta:
        verbose_name = _("emergency contact")
        verbose_name_plural = _("emergency contacts")
        ordering = ("position", "id")
        indexes = (models.Index(fields=["child", "position"], name="contact_by_child", condition=Q(withdrawn_at=None)),)

    def __str__(self) -> str:
        return f"{self.name} · {self.get_relation_display()}"


class EnrolmentQuerySet(OfFacilityQuerySet):
    """Enrolments by state and day."""

    def on(self, day: dt.date) -> EnrolmentQuerySet:
        """Of children who are expected on a day, but for a closure of the whole facility."""
        return self.filter(
            Q(from_day=None) | Q(from_day__lte=day),
            Q(until_day=None) | Q(until_day__gte=day),
            state__in=Enrolment.ON_ROLL,
            term__state=Term.State.OPEN,
            term__first_day__lte=day,
            term__last_day__gte=day,
            term__weekdays__contains=str(day.weekday()),
        ).exclude(term__closures__date=day)


class Enrolment(OfFacility):
    """A child's place in a term: applied → waiting → admitted → attending → withdrawn or finished, or not admitted.

    How it went from state to state, when, by whom and why, stands in its history (see `waiting.steps_of`).
    """

    class State(models.TextChoices):
        """The life of a place."""

        APPLIED = "applied", _("Applied")
        WAITING = "waiting", _("On the waiting list")
        ADMITTED = "admitted", _("Admitted")
        ATTENDING = "attending", _("Attending")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        FINISHED = "finished", _("Finished")
        REFUSED = "refused", _("Not admitted")

    QUEUED = (State.APPLIED, State.WAITING)
    ON_ROLL = (State.ADMITTED, State.ATTENDING)
    HOLDING = (*QUEUED, *ON_ROLL)
    GIVEN_UP = (State.WITHDRAWN, State.REFUSED)

    child = models.ForeignKey(Child, models.PROTECT, related_name="enrolments", verbose_name=_("child"))
    term = models.ForeignKey(Term, models.PROTECT, related_name="enrolments", verbose_name=_("term"))
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="enrolments", verbose_name=_("group")
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.APPLIED)
    state_since = models.DateTimeField(_("since"))
    # When it was applied for: what the waiting list goes by; empty means since it has its first state.
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    from_day = models.DateField(_("from"), null=True, blank=True)
    until_day = models.DateField(_("until"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = (
            models.UniqueConstraint(
                fields=["child", "term"],
                name="enrolment_once",
                condition=~Q(state__in=["refused", "withdrawn"]),
                violation_error_message=_("The child already has a place in this term."),
            ),
            models.CheckConstraint(
                name="enrolment_span",
                condition=Q(from_day=None) | Q(until_day=None) | Q(until_day__gte=F("from_day")),
                violation_error_message=_("The last day lies before the first."),
            ),
        )
        indexes = (
            models.Index(fields=["term", "state"], name="enrolment_by_term"),
            models.Index(fields=["facility", "state"], name="enrolment_by_facility"),
        )

    def __str__(self) -> str:
        return f"{self.child_id} · {self.get_state_display()}"

    @property
    def is_on_roll(self) -> bool:
        """Whether the child is expected on the term's days."""
        return self.state in self.ON_ROLL
