"""Corrective actions, and the failures that each of them stands for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.facilities.models import Facility, FacilityRecord, OfFacilityQuerySet
from ops.organization.models import User, in_language
from ops.records.ids import uuid7


class Severity(models.TextChoices):
    """How bad it is: decides the deadline."""

    MINOR = "minor", pgettext_lazy("fault", "Minor")
    SERIOUS = "serious", pgettext_lazy("fault", "Serious")
    CRITICAL = "critical", pgettext_lazy("fault", "Critical")


class Verifier(models.TextChoices):
    """Who checks that it was put right: never whoever did it."""

    MANAGER = "manager", _("Facility manager")
    UNION = "union", _("Union officer")


class State(models.TextChoices):
    """Where a corrective action stands."""

    OPEN = "open", _("To be put right")
    DONE = "done", _("Done, to be verified")
    VERIFIED = "verified", _("Verified")
    CANCELLED = "cancelled", _("Cancelled")


STANDING = (State.OPEN, State.DONE)


class CorrectiveActionQuerySet(OfFacilityQuerySet):
    """Corrective actions by what they ask of people."""

    def standing(self) -> CorrectiveActionQuerySet:
        """Neither verified nor cancelled."""
        return self.filter(state__in=STANDING)

    def overdue(self, now: dt.datetime) -> CorrectiveActionQuerySet:
        """Not put right by their deadline."""
        return self.filter(state=State.OPEN, due_at__lt=now)


class CorrectiveAction(FacilityRecord):
    """One thing to be put right (整改). `occurred_at` is when it was first found.

    The steps that it went through are its history; `done_*` and `evidence` tell of the latest attempt.
    """

    State = State

    # What it came from: a key of ops.rectification.registry.sources, and the record there, if there is one.
    source_kind = models.CharField(_("source"), max_length=20)
    source_id = models.UUIDField(null=True, blank=True)
    # What it is about, so that the same failure at the same facility is recognised; empty: cannot come again.
    subject = models.CharField(max_length=150, blank=True, editable=False)
    regime = models.CharField(_("regime"), max_length=30, blank=True)
    title = models.CharField(_("what is wrong"), max_length=200)
    title_en = models.CharField(_("what is wrong, in English"), max_length=250, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    # Ids of photos of the facility: as it was found, and as it was left.
    before = models.JSONField(_("photos before"), default=list, blank=True)
    evidence = models.JSONField(_("photos after"), default=list, blank=True)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity.choices)
    raised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("raised by"))
    owner = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
        help_text=_("Empty: whoever manages the facility."),
    )
    due_at = models.DateTimeField(_("deadline"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN, editable=False)
    verifier = models.CharField(_("verified by"), max_length=8, choices=Verifier.choices, blank=True, editable=False)
    done_at = models.DateTimeField(_("put right at"), null=True, editable=False)
    done_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("put right by"), editable=False
    )
    done_note = models.CharField(_("what was done"), max_length=300, blank=True)
    verified_at = models.DateTimeField(_("verified at"), null=True, editable=False)
    verified_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("verified by"), editable=False
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    times_found = models.PositiveSmallIntegerField(_("times found"), default=1, editable=False)
    sent_back = models.PositiveSmallIntegerField(_("times sent back"), default=0, editable=False)
    # The sweep's own: the level that was told (ops.rectification.escalation), and when it looks at the action next.
    told = models.PositiveSmallIntegerField(default=0, editable=False)
    tell_at = models.DateTimeField(null=True, editable=False)

    objects = CorrectiveActionQuerySet.as_manager()

    UNRECORDED = frozenset({"told", "tell_at"})
    SERVER_SET = FacilityRecord.SERVER_SET | {
        *("subject", "regime", "raised_by", "owner", "due_at", "state", "verifier", "evidence"),
        *("done_at", "done_by", "done_note", "verified_at", "verified_by", "closed_at", "times_found", "sent_back"),
    }

    class Meta:
        verbose_name = _("corrective action")
        verbose_name_plural = _("corrective actions")
        indexes = (
            models.Index(fields=["facility", "-occurred_at"], name="corrective_by_facility"),
            models.Index(fields=["due_at"], name="corrective_standing", condition=Q(state__in=["open", "done"])),
            models.Index(fields=["tell_at"], name="corrective_to_tell", condition=Q(state="open")),
        )
        constraints = (
            # One standing action a failure, however many report it at once.
            models.UniqueConstraint(
                fields=["facility", "subject"],
                name="corrective_once_standing",
                condition=Q(state__in=["open", "done"]) & ~Q(subject=""),
            ),
            models.CheckConstraint(
                name="corrective_verified_by_another",
                condition=Q(verified_by=None) | Q(done_by=None) | ~Q(verified_by=F("done_by")),
            ),
        )

    def __str__(self) -> str:
        return in_language(self.title, self.title_en)

    @property
    def is_standing(self) -> bool:
        """Whether anything is still to be done about it."""
        return self.state in STANDING

    @property
    def is_overdue(self) -> bool:
        """Whether its deadline has passed and it is not put right."""
        return self.state == State.OPEN and self.due_at < timezone.now()

    @property
    def was_late(self) -> bool:
        """Whether it was put right after its deadline."""
        return self.done_at is not None and self.done_at > self.due_at

    def save(self, *args: Any, **options: Any) -> None:
        """Texts are cut to what fits: a title comes from a checklist and must never stop its run."""
        self.title, self.title_en, self.note = self.title[:200], self.title_en[:250], self.note[:300]
        super().save(*args, **options)


class Failure(models.Model):
    """One failure that was reported: the same one found again joins the action that stands.

    Written once, beside the record that tells of it; without an action where it was remedied on the spot.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+", verbose_name=_("facility"))
    action = models.ForeignKey(
        CorrectiveAction, models.PROTECT, null=True, related_name="failures", verbose_name=_("corrective action")
    )
    source_kind = models.CharField(_("source"), max_length=20)
    source_id = models.UUIDField()
    subject = models.CharField(max_length=150)
    found_at = models.DateTimeField(_("found at"))

    class Meta:
        verbose_name = _("failure")
        verbose_name_plural = _("failures")
        indexes = (models.Index(fields=["facility", "subject", "-found_at"], name="failure_by_subject"),)
        constraints = (models.UniqueConstraint(fields=["source_kind", "source_id"], name="failure_once"),)

    def __str__(self) -> str:
        return f"{self.source_kind} {self.subject}"
