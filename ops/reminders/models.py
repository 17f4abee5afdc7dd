"""The outbox of reminders: a row is written in the transaction of what caused it; tasks only deliver."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ops.duties.models import Duty
from ops.facilities.models import Facility
from ops.organization.models import User
from ops.records.ids import uuid7


class Channel(models.TextChoices):
    """How a reminder reaches a person."""

    IN_APP = "in_app", _("In the app")
    EMAIL = "email", _("E-mail")


class Reminder(models.Model):
    """One message to one person by one channel. It carries no child's full name and no health data."""

    class State(models.TextChoices):
        """Where the delivery stands."""

        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed, will be retried")
        DEAD = "dead", _("Given up")
        SETTLED = "settled", _("No longer needed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # What kind of message: its text is composed in the recipient's language when it is delivered or read.
    kind = models.CharField(_("kind"), max_length=40)
    duty = models.ForeignKey(
        Duty, models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name=_("duty"), db_index=False
    )
    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("facility"), db_index=False
    )
    # Identifies the cause where there is no duty (an incident, an override): unique with level, recipient and channel.
    subject = models.CharField(max_length=80, blank=True)
    params = models.JSONField(default=dict, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), default=0)
    recipient = models.ForeignKey(
        User, models.PROTECT, related_name="reminders", verbose_name=_("recipient"), db_index=False
    )
    channel = models.CharField(_("channel"), max_length=10, choices=Channel.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    urgent = models.BooleanField(_("urgent"), default=False)
    created_at = models.DateTimeField(_("created at"))
    # While waiting: not sent before. While being sent: the sender's lease, after which another takes it over.
    not_before = models.DateTimeField(_("not before"))
    # The mail that carries it: a mail sent again after a crash has the same reminders and the same Message-ID.
    batch = models.UUIDField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = (
            models.UniqueConstraint(fields=["duty", "level", "recipient", "channel"], name="reminder_once"),
            models.UniqueConstraint(
                fields=["subject", "level", "recipient", "channel"],
                name="reminder_once_by_subject",
                condition=~Q(subject=""),
            ),
        )
        indexes = (
            models.Index(
                fields=["not_before"], name="reminder_to_send", condition=Q(state__in=["waiting", "failed", "sending"])
            ),
            models.Index(fields=["recipient", "-created_at"], name="reminder_by_recipient"),
            models.Index(fields=["-created_at"], name="reminder_stuck", condition=Q(state__in=["failed", "dead"])),
        )

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_id} ({self.channel})"
