"""Absences of people (请假), with their stand-ins (代班)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ops.organization.models import Membership, User
from ops.organization.roles import MANAGING
from ops.records.models import Recorded, RecordedQuerySet


class AbsenceQuerySet(RecordedQuerySet):
    """Absences by time, and in a reader's scope."""

    def standing(self) -> AbsenceQuerySet:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def at(self, moment: Any) -> AbsenceQuerySet:
        """Those in force at a moment."""
        return self.standing().filter(Q(until=None) | Q(until__gt=moment), since__lte=moment)

    def visible_to(self, access: Any) -> AbsenceQuerySet:
        """One's own, those in which one stands in, and those of the people whom one manages."""
        managed = Membership.objects.filter(access.facilities("facility", MANAGING))
        return self.filter(Q(user=access.user.pk) | Q(stand_in=access.user.pk) | Q(user__in=managed.values("user")))


class Absence(Recorded):
    """A person is away from one moment until another; meanwhile the stand-in is responsible for what is theirs.

    Without a stand-in (or while that one is away too), everybody with the duty's role is. Never deleted: it is
    shortened, or withdrawn. `cause` is kept coarse on purpose: why somebody is ill is nobody's business here.
    """

    class Cause(models.TextChoices):
        """Why, in one word."""

        LEAVE = "leave", _("On leave")
        TRAINING = "training", _("Training")
        TRIP = "trip", _("Away on duty")
        OTHER = "other", _("Another reason")

    user = models.ForeignKey(User, models.PROTECT, related_name="absences", verbose_name=_("person"), db_index=False)
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"), null=True, blank=True)
    cause = models.CharField(_("reason"), max_length=10, choices=Cause.choices, default=Cause.LEAVE)
    note = models.CharField(_("remark"), max_length=120, blank=True)
    stand_in = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="standing_in", verbose_name=_("stand-in")
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        verbose_name_plural = _("absences")
        constraints = (
            models.CheckConstraint(
                name="absence_span",
                condition=Q(until=None) | Q(until__gt=F("since")),
                violation_error_message=_("The end lies before the beginning."),
            ),
            models.CheckConstraint(
                name="absence_other_stands_in",
                condition=Q(stand_in=None) | ~Q(stand_in=F("user")),
                violation_error_message=_("Nobody stands in for themselves."),
            ),
        )
        indexes = (models.Index(fields=["user", "until"], name="absence_by_user"),)

    def __str__(self) -> str:
        return f"{self.user}, {self.get_cause_display()}"

    @property
    def last_moment(self) -> Any:
        """The last moment away, whose date is the last day; None where the end is not known."""
        return self.until and self.until - dt.timedelta(microseconds=1)

    @property
    def is_over(self) -> bool:
        """Whether it has ended or was withdrawn."""
        return self.withdrawn_at is not None or (self.until is not None and self.until <= timezone.now())
