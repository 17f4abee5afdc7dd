"""An application by a guardian, and the children it is for."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ops.checklists.models import Photo
from ops.facilities.models import FacilityRecord, OfFacility
from ops.records.encryption import EncryptedTextField
from stations.enrolment.models import Enrolment
from stations.terms.models import Term


class Application(FacilityRecord):
    """A guardian applied for one child or several, by a phone that they proved to hold, and signed.

    Whoever has its secret link reads where it stands, and no more; the link is sent to that phone.
    """

    UNRECORDED = frozenset({"secret", "secret_hash"})

    term = models.ForeignKey(Term, models.PROTECT, related_name="applications", verbose_name=_("term"))
    phone = EncryptedTextField(_("phone number"))
    phone_hash = models.CharField(max_length=64, editable=False)
    phone_masked = models.CharField(max_length=20, editable=False)
    # The language in which the guardian reads what becomes of it.
    language = models.CharField(max_length=10, blank=True)
    signed_by = models.CharField(_("signed by"), max_length=40)
    signature = models.ForeignKey(
        Photo, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("signature")
    )
    secret = EncryptedTextField(editable=False)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        indexes = (
            models.Index(fields=["facility", "-occurred_at"], name="application_by_facility"),
            models.Index(fields=["term", "phone_hash"], name="application_by_phone"),
        )

    def __str__(self) -> str:
        return f"{self.signed_by} {self.occurred_at:%Y-%m-%d}"


class LoosePhoto(models.Model):
    """A picture that nothing shows yet: of an application that was not sent, or was closed without a place.

    No record: gone when the application is sent, or with its picture (see `loose.clear_away`).
    """

    photo = models.OneToOneField(Photo, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("photo"))
    since = models.DateTimeField(_("since"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("photo of no application")
        verbose_name_plural = _("photos of no application")

    def __str__(self) -> str:
        return str(self.photo_id)


class AppliedChild(OfFacility):
    """One child of an application.

    Most become a child and a place applied for at once. Where the application might touch somebody else's record (a
    child or a phone that is known here by other names, a place elsewhere), what was entered lies here, encrypted, until
    staff have asked; whoever applies sees no difference.
    """

    class Doubt(models.TextChoices):
        """What staff ask before it is taken over."""

        CHILD = "child", _("A child of this name and birth date is registered here; this phone is not a guardian's")
        GUARDIAN = "guardian", _("A phone number of this form is known here under another name")
        ELSEWHERE = "elsewhere", _("The child seems to have a place elsewhere at the same time")

    UNRECORDED = frozenset({"entered"})

    application = models.ForeignKey(Application, models.PROTECT, related_name="children", verbose_name=_("application"))
    position = models.PositiveSmallIntegerField(default=1)
    enrolment = models.OneToOneField(
        Enrolment, models.PROTECT, null=True, blank=True, related_name="applied", verbose_name=_("enrolment")
    )
    doubt = models.CharField(_("to be asked"), max_length=9, choices=Doubt.choices, blank=True)
    # What was entered, as JSON, until it is taken over or closed.
    entered = EncryptedTextField(blank=True, editable=False)
    name_masked = models.CharField(_("name"), max_length=40)
    # Closed without a place: not admitted by staff, or withdrawn by the guardian.
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    withdrawn = models.BooleanField(_("withdrawn by the guardian"), default=False, editable=False)

    class Meta:
        verbose_name = _("child of an application")
        verbose_name_plural = _("children of applications")
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=["application", "position"], name="applied_child_once"),)
        indexes = (
            models.Index(
                fields=["facility"],
                name="applied_child_open",
                condition=models.Q(enrolment=None, closed_at=None),
            ),
        )

    def __str__(self) -> str:
        return self.name_masked

    @property
    def is_open(self) -> bool:
        """Whether staff still have to ask."""
        return self.enrolment_id is None and self.closed_at is None
