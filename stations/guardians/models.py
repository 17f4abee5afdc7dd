"""What guardians ask of a station, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.checklists.models import Photo
from ops.facilities.models import FacilityRecord
from ops.organization.models import User
from ops.organization.roles import Role
from ops.records.encryption import EncryptedTextField
from ops.records.models import HistoryMark
from stations.enrolment.allergens import labels
from stations.enrolment.models import Child, Guardian, PickupPerson, Relation

# Who answers a wish about personal data: the station's manager, or the union that supervises it.
ANSWERING = (Role.FACILITY_MANAGER, Role.UNION_OFFICER)


class Answer(models.TextChoices):
    """What became of a guardian's request."""

    OPEN = "open", _("Not yet seen by staff")
    AGREED = "agreed", _("Done")
    DECLINED = "declined", _("Declined")
    TAKEN_BACK = "taken_back", _("Taken back")


class Asked(FacilityRecord):
    """What every request has: of which child, by whom, and the answer of the station with its reason."""

    asked_by = models.ForeignKey(
        Guardian, models.PROTECT, null=True, related_name="+", verbose_name=_("asked by"), editable=False
    )
    answer = models.CharField(_("answer"), max_length=10, choices=Answer.choices, default=Answer.OPEN, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, editable=False)
    answered_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("answered by"), editable=False
    )
    answer_reason = models.CharField(_("reason of the answer"), max_length=200, blank=True, editable=False)

    SERVER_SET = FacilityRecord.SERVER_SET | {
        *("facility", "occurred_at", "asked_by", "answer", "answered_at", "answered_by", "answer_reason"),
    }

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        """Whether staff still have to answer."""
        return self.answer == Answer.OPEN and self.voided_at is None


class PersonRequest(Asked):
    """A guardian wants somebody to be authorised, changed or withdrawn (授权接送人).

    Nothing of it holds at the door until staff have seen and confirmed it: a stolen phone must not collect a child.
    """

    class Kind(models.TextChoices):
        """What is wanted."""

        ADD = "add", _("Add a person")
        CHANGE = "change", _("Change a person")
        WITHDRAW = "withdraw", _("Withdraw a person")

    child = models.ForeignKey(Child, models.PROTECT, related_name="person_requests", verbose_name=_("child"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    person = models.ForeignKey(
        PickupPerson,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="requests",
        verbose_name=pgettext_lazy("pick-up", "person"),
    )
    name = models.CharField(_("name"), max_length=40, blank=True)
    relation = models.CharField(_("relation"), max_length=22, choices=Relation.choices, blank=True)
    phone = EncryptedTextField(_("phone number"), blank=True)
    phone_masked = models.CharField(max_length=20, blank=True, editable=False)
    photo = models.ForeignKey(Photo, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo"))
    valid_on = models.DateField(_("only on"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("why"), max_length=200, blank=True)

    SERVER_SET = Asked.SERVER_SET | {"phone_masked"}

    class Meta:
        verbose_name = _("request about a pick-up person")
        verbose_name_plural = _("requests about pick-up persons")
        constraints = (
            models.CheckConstraint(name="person_request_of_whom", condition=Q(kind="add") | Q(person__isnull=False)),
            models.CheckConstraint(name="person_request_day_or_span", condition=Q(valid_on=None) | Q(until=None)),
            models.UniqueConstraint(
                fields=["person", "kind"],
                name="person_request_once",
                condition=Q(answer="open", person__isnull=False, voided_at=None),
                violation_error_message=_("You already asked for this. Staff will see it."),
            ),
        )
        indexes = (
            models.Index(fields=["facility"], name="person_request_open", condition=Q(answer="open")),
            models.Index(fields=["child", "-occurred_at"], name="person_request_by_child"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.name}"


class AllergyRequest(Asked):
    """A guardian read what is kept from a child's plate: it is right, or it should change once staff have seen it."""

    class Kind(models.TextChoices):
        """What is said."""

        CONFIRM = "confirm", _("What is kept is right")
        CHANGE = "change", _("Change of what is kept")

    child = models.ForeignKey(Child, models.PROTECT, related_name="allergy_requests", verbose_name=_("child"))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    # All that the child must not eat: keys of the registered list (stations.enrolment.allergens).
    allergens = models.JSONField(_("must not eat"), default=list, blank=True)
    words = EncryptedTextField(_("in the guardian's words"), blank=True)

    class Meta:
        verbose_name = _("word about allergies")
        verbose_name_plural = _("words about allergies")
        constraints = (
            models.UniqueConstraint(
                fields=["child"],
                name="allergy_request_once",
                condition=Q(answer="open", voided_at=None),
                violation_error_message=_("You already asked for this. Staff will see it."),
            ),
        )
        indexes = (
            models.Index(fields=["facility"], name="allergy_request_open", condition=Q(answer="open")),
            models.Index(fields=["child", "-occurred_at"], name="allergy_request_by_child"),
        )

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def labels(self) -> list[str]:
        """The registered list in the reader's words."""
        return labels(self.allergens)


class DataRequest(Asked):
    """A guardian took a copy of a child's data away, or asks that they be erased (PIPL Arts. 45, 47)."""

    class Kind(models.TextChoices):
        """What is wanted."""

        COPY = "copy", _("Copy of the data")
        ERASURE = "erasure", _("Erasure of the data")
        HEALTH = "health", _("Erasure of the health data")

    child = models.ForeignKey(Child, models.PROTECT, related_name="data_requests", verbose_name=_("child"))
    kind = models.CharField(_("kind"), max_length=7, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        constraints = (
            models.UniqueConstraint(
                fields=["child", "kind"],
                name="data_request_once",
                condition=Q(answer="open", voided_at=None),
                violation_error_message=_("You already asked for this. Staff will see it."),
            ),
        )
        indexes = (
            models.Index(fields=["facility"], name="data_request_open", condition=Q(answer="open")),
            models.Index(fields=["child", "-occurred_at"], name="data_request_by_child"),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class Erasure(FacilityRecord):
    """That a child's data were erased, when, by whom and on what ground: the tombstone (decision 3)."""

    child = models.ForeignKey(Child, models.PROTECT, related_name="+", verbose_name=_("child"))
    request = models.ForeignKey(
        DataRequest, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("request")
    )
    ground = models.CharField(_("ground"), max_length=200)
    rows = models.PositiveIntegerField(_("records"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        constraints = (models.UniqueConstraint(fields=["child"], name="erasure_once"),)

    def __str__(self) -> str:
        return self.ground


class NoticeMark(HistoryMark):
    """How far the history of hand-overs was read for notices."""
