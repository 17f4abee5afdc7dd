"""What guardians are asked to agree to, what they answered, and who opened a masked field and why."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ops.checklists.models import Photo
from ops.facilities.models import FacilityRecord
from ops.organization.models import TradeUnion, User
from ops.records.models import Recorded
from stations.enrolment.models import Child


class ConsentText(Recorded):
    """What guardians are asked to agree to, word for word, for a union and all below it from a day on."""

    union = models.ForeignKey(TradeUnion, models.PROTECT, related_name="+", verbose_name=_("trade union"))
    kind = models.CharField(_("kind"), max_length=14)
    edition = models.CharField(_("version of the text"), max_length=20)
    valid_from = models.DateField(_("holds from"))
    body = models.TextField(_("text"))
    body_en = models.TextField(_("text in English"), blank=True)

    class Meta:
        verbose_name = _("text of an agreement")
        verbose_name_plural = _("texts of agreements")
        constraints = (
            models.UniqueConstraint(
                fields=["union", "kind", "valid_from"],
                name="consent_text_once",
                violation_error_message=_("A text holds from that day already. Choose a later day."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.edition}"


class Consent(FacilityRecord):
    """What a guardian agreed to or refused: which text, in which version, when, given to whom (PIPL Arts. 29, 31)."""

    class Kind(models.TextChoices):
        """What is agreed to; each is asked singly and may be refused."""

        PERSONAL_DATA = "personal_data", _("Personal data of a child under 14")
        LEAVE_ALONE = "leave_alone", _("Leaving alone (signed promise)")
        PHOTO = "photo", _("Photo for recognition at the door")
        SHARING = "sharing", _("Passing names on to the supervising union")
        HEALTH = "health", _("Allergies, health and medicine")
        EMERGENCY_CARE = "emergency_care", _("Medical help in an emergency")

    child = models.ForeignKey(Child, models.PROTECT, related_name="consents", verbose_name=_("child"))
    kind = models.CharField(_("kind"), max_length=14, choices=Kind.choices)
    given = models.BooleanField(_("agreed"))
    text_version = models.CharField(_("version of the text"), max_length=20)
    # Which published text; none where it is the built-in one of that version, or signed on paper.
    text = models.ForeignKey(
        "stations.ConsentText", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("text")
    )
    given_by = models.CharField(_("by"), max_length=40)
    signature = models.ForeignKey(
        Photo, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("signature")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    SERVER_SET = FacilityRecord.SERVER_SET | {"withdrawn_at"}

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = (models.Index(fields=["child", "kind"], name="consent_by_child"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.text_version}"


class SensitiveView(FacilityRecord):
    """Somebody opened a masked field of a child, and why (decision 10)."""

    class What(models.TextChoices):
        """Which field was opened."""

        IDENTITY = "identity_number", _("Identity number")
        HEALTH = "health", _("Allergies, health and medication")
        PHONE = "phone", _("Phone number")

    child = models.ForeignKey(Child, models.PROTECT, related_name="+", verbose_name=_("child"))
    what = models.CharField(_("what"), max_length=16, choices=What.choices)
    whose = models.CharField(_("whose"), max_length=40, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    viewed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("seen by"))

    SERVER_SET = FacilityRecord.SERVER_SET | {"facility", "occurred_at", "viewed_by"}

    class Meta:
        verbose_name = _("opening of a masked field")
        verbose_name_plural = _("openings of masked fields")
        indexes = (models.Index(fields=["child", "-occurred_at"], name="view_by_child"),)

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.reason}"

    @classmethod
    def sensitive_fields(cls, what: str) -> tuple[str, ...]:
        """The child's columns behind a kind of opening."""
        shown: dict[Any, tuple[str, ...]] = {
            cls.What.IDENTITY: ("identity_number",),
            cls.What.HEALTH: ("allergies", "health_note", "medication"),
        }
        return shown.get(what, ())
