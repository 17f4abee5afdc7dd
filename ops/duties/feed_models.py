"""The address under which a person's own calendar program reads their duties."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ops.organization.models import User
from ops.records.models import Recorded


class CalendarFeed(Recorded):
    """A secret address of one person's duties as iCalendar. Only a hash of its secret is kept; a new one ends it."""

    UNRECORDED = frozenset({"secret_hash"})

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("person"))
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints = (
            models.UniqueConstraint(fields=["user"], name="calendar_feed_once", condition=Q(revoked_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%Y-%m-%d}"
