"""The outbox of reminders: a row is written in the transaction of what caused it; tasks only deliver."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ops.duties.models import Duty
from ops.facilities.models import Facility
from ops.organization.models import TradeUnion, User
from ops.records.encryption import EncryptedTextField
from ops.records.ids import uuid7
from ops.records.models import Recorded, RecordedQuerySet


class Channel(models.TextChoices):
    """How a reminder reaches a person or a union's group. E-mail and text messages go to the account's own address."""

    IN_APP = "in_app", _("In the app")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    WECOM = "wecom", _("WeCom")
    DINGTALK = "dingtalk", _("DingTalk")
    FEISHU = "feishu", _("Feishu")
    WEBHOOK = "webhook", _("Webhook")
    PUSH = "push", _("Browser notification")


# Channels whose address is a ContactPoint.
POINTED = (Channel.WECOM, Channel.DINGTALK, Channel.FEISHU, Channel.WEBHOOK, Channel.PUSH)
# What a union may have: a robot of a group, or a webhook.
OF_GROUPS = (Channel.WECOM, Channel.DINGTALK, Channel.FEISHU, Channel.WEBHOOK)


def usual_channels() -> list[str]:
    """Beside the app, for whoever has not chosen."""
    return [Channel.EMAIL.value]


def _choices(channels: Iterable[Channel]) -> list[tuple[str, Any]]:
    return [(one.value, one.label) for one in channels]


ADDRESSED = _choices(POINTED)
BESIDE_APP = _choices(one for one in Channel if one != Channel.IN_APP)


class ContactPointQuerySet(RecordedQuerySet):
    """Addresses as their owners see them."""

    def visible_to(self, access: Any) -> ContactPointQuerySet:
        """One's own, and those of the unions in one's subtree."""
        return self.filter(Q(user=access.user.pk) | access.unions("union"))

    def standing(self) -> ContactPointQuerySet:
        """Not taken away."""
        return self.filter(ended_at=None)


class ContactPoint(Recorded):
    """An address of a person, or of a union's group, by one channel: a robot, a webhook, a browser's push.

    `address` is JSON as `ops.reminders.channels` understands it: a secret, encrypted, never in history and never shown.
    It is not changed: another address is another point. Only a verified one (a test arrived) gets reminders.
    """

    UNRECORDED = frozenset({"address"})

    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="contact_points", verbose_name=_("person")
    )
    union = models.ForeignKey(
        TradeUnion, models.PROTECT, null=True, blank=True, related_name="contact_points", verbose_name=_("trade union")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=ADDRESSED)
    label = models.CharField(_("what it is called"), max_length=60)
    address = EncryptedTextField(editable=False)
    urgent_only = models.BooleanField(_("urgent only"), default=False)
    verified_at = models.DateTimeField(_("verified at"), null=True, blank=True)
    tested_at = models.DateTimeField(_("tested at"), null=True, blank=True)
    test_error = models.CharField(_("what the test said"), max_length=300, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        verbose_name = _("address for reminders")
        verbose_name_plural = _("addresses for reminders")
        constraints = (
            models.CheckConstraint(
                name="point_of_person_or_union",
                condition=Q(user=None, union__isnull=False) | Q(user__isnull=False, union=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.label}"


class Preference(Recorded):
    """How a person wants to be reminded. Without a row: by e-mail, at once, but for the policy's quiet hours."""

    user = models.OneToOneField(User, models.PROTECT, related_name="reminder_preference", verbose_name=_("person"))
    # Keys of channels beside the app, which cannot be left out.
    ordinary = models.JSONField(_("ordinary reminders"), default=usual_channels, blank=True)
    urgent = models.JSONField(_("urgent reminders"), default=usual_channels, blank=True)
    # On the clock of the facility a reminder is about. Ordinary ones only.
    digest_at = models.TimeField(_("all together once a day at"), null=True, blank=True)
    quiet_from = models.TimeField(_("quiet hours begin"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet hours end"), null=True, blank=True)

    class Meta:
        verbose_name = _("choice of reminders")
        verbose_name_plural = _("choices of reminders")
        constraints = (
            models.CheckConstraint(
                name="quiet_hours_whole",
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {', '.join(self.ordinary)} / {', '.join(self.urgent)}"


class Reminder(models.Model):
    """One message to one address: a person's by one channel, or a union's group (no recipient then).

    It carries no child's full name and no health data.
    """

    class State(models.TextChoices):
        """Where the delivery stands."""

        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed, will be retried")
        DEAD = "dead", _("Given up")
        SETTLED = "settled", _("No longer needed")
        CARRIED = "carried", _("In a summary")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # What kind of message: its text is composed in the recipient's language when it is delivered or read.
    kind = models.CharField(_("kind"), max_length=40)
    duty = models.ForeignKey(
        Duty, models.PROTECT, null=True, blank=True, related_name="reminders", verbose_name=_("duty"), db_index=False
    )
    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("facility"), db_index=False
    )
    # Identifies the cause where it is not the duty's own course (an incident): unique with level and address.
    subject = models.CharField(max_length=80, blank=True)
    params = models.JSONField(default=dict, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), default=0)
    recipient = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("recipient"),
        db_index=False,
    )
    point = models.ForeignKey(
        ContactPoint,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reminders",
        verbose_name=_("address"),
        db_index=False,
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
    # In the app: put off by its reader until then.
    snoozed_until = models.DateTimeField(_("put off until"), null=True, blank=True)
    # The summary that says this along with many others of one union and level.
    carried_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carries",
        verbose_name=_("in the summary"),
        db_index=False,
    )

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = (
            models.CheckConstraint(
                name="reminder_has_an_address", condition=Q(recipient__isnull=False) | Q(point__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["duty", "level", "recipient", "channel"],
                name="reminder_once",
                condition=Q(subject="", point=None),
            ),
            models.UniqueConstraint(
                fields=["duty", "level", "point"],
                name="reminder_once_by_point",
                condition=Q(subject="", point__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["subject", "level", "recipient", "channel"],
                name="reminder_once_by_subject",
                condition=~Q(subject="") & Q(point=None),
            ),
            models.UniqueConstraint(
                fields=["subject", "level", "point"],
                name="reminder_once_subject_point",
                condition=~Q(subject="") & Q(point__isnull=False),
            ),
        )
        indexes = (
            models.Index(
                fields=["not_before"], name="reminder_to_send", condition=Q(state__in=["waiting", "failed", "sending"])
            ),
            models.Index(fields=["recipient", "-created_at"], name="reminder_by_recipient"),
            # Both unique keys that begin with the duty are partial.
            models.Index(fields=["duty"], name="reminder_by_duty", condition=Q(duty__isnull=False)),
            models.Index(fields=["-created_at"], name="reminder_stuck", condition=Q(state__in=["failed", "dead"])),
            models.Index(
                fields=["created_at"],
                name="reminder_fresh",
                condition=Q(channel="in_app", read_at=None, carried_by=None),
            ),
            models.Index(fields=["carried_by"], name="reminder_carried", condition=Q(carried_by__isnull=False)),
        )

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_id or self.point_id} ({self.channel})"

    @property
    def told(self) -> User | ContactPoint | None:
        """Whom it goes to: a person, or a union's group."""
        return self.recipient or self.point

    @property
    def is_held(self) -> bool:
        """Whether it may not be sent yet."""
        return self.not_before > timezone.now()

    @property
    def is_snoozed(self) -> bool:
        """Whether its reader has put it off and the time has not come."""
        return self.snoozed_until is not None and self.snoozed_until > timezone.now()


class ReminderAnswerQuerySet(RecordedQuerySet):
    """Answers to reminders."""

    def on_it(self) -> ReminderAnswerQuerySet:
        """Those by which somebody is on it now."""
        return self.filter(kind="on_it", withdrawn_at=None)


class ReminderAnswer(Recorded):
    """What a person answered to a reminder: "I'm on it" for all who were told at that level, or "later" for oneself.

    Neither stops the way to the next level: only doing the work does. An "I'm on it" may be taken back.
    """

    class Kind(models.TextChoices):
        """What was answered."""

        ON_IT = "on_it", _("I'm on it")
        SNOOZE = "snooze", _("Put off")

    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("facility"), db_index=False
    )
    duty = models.ForeignKey(
        Duty, models.PROTECT, null=True, blank=True, related_name="reminder_answers", verbose_name=_("duty")
    )
    subject = models.CharField(max_length=80, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), default=0)
    kind = models.CharField(_("answer"), max_length=10, choices=Kind.choices)
    answered_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("answered by"), db_index=False
    )
    answered_at = models.DateTimeField(_("answered at"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    until = models.DateTimeField(_("put off until"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("taken back at"), null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(_("why it was taken back"), max_length=300, blank=True)

    objects = ReminderAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a reminder")
        verbose_name_plural = _("answers to reminders")
        constraints = (
            models.UniqueConstraint(
                fields=["duty", "level"],
                name="on_it_once_duty",
                condition=Q(kind="on_it", subject="", withdrawn_at=None),
            ),
            models.UniqueConstraint(
                fields=["subject", "level"],
                name="on_it_once_subject",
                condition=Q(kind="on_it", withdrawn_at=None) & ~Q(subject=""),
            ),
        )
        indexes = (models.Index(fields=["subject"], name="answer_by_subject", condition=~Q(subject="")),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.answered_by_id}"

    @property
    def is_on_it(self) -> bool:
        """Whether its person is on it now."""
        return self.kind == self.Kind.ON_IT and self.withdrawn_at is None
