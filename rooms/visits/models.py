"""Uses of a room, without a name, and what users say of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ops.facilities.models import FacilityRecord
from ops.organization.models import User

# A visit that nobody ended is ended by the program after so long.
LONGEST_MINUTES = 120


class Visit(FacilityRecord):
    """One use of a room (使用登记制度): in, out, minutes; nothing about the person. `occurred_at` is when it began.

    The id is known to the user's phone alone (a signed cookie), which is how she ends it.
    """

    class Ending(models.TextChoices):
        """Who ended the visit."""

        USER = "user", _("By the user")
        NEXT = "next", _("By the next user")
        TIME = "time", _("By the program")

    SERVER_SET = FacilityRecord.SERVER_SET | {"left_at", "minutes", "ending"}

    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    ending = models.CharField(_("ended"), max_length=6, choices=Ending.choices, blank=True)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = (
            models.CheckConstraint(
                name="visit_ends_after_it_begins", condition=Q(left_at=None) | Q(left_at__gte=F("occurred_at"))
            ),
        )
        indexes = (
            models.Index(fields=["facility", "-occurred_at"], name="visit_by_facility"),
            models.Index(fields=["occurred_at"], name="visit_open", condition=Q(left_at=None)),
        )

    def __str__(self) -> str:
        return f"{self.occurred_at:%Y-%m-%d %H:%M}"


class Feedback(FacilityRecord):
    """What a user tapped: not clean, supplies missing, broken, locked. No words, no name."""

    class Kind(models.TextChoices):
        """What is wrong."""

        DIRTY = "dirty", _("Not clean")
        SUPPLIES = "supplies", _("Supplies missing")
        BROKEN = "broken", _("Something broken")
        LOCKED = "locked", _("Door locked")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    handled_at = models.DateTimeField(_("dealt with at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dealt with by")
    )
    handling = models.CharField(_("what was done"), max_length=200, blank=True)

    SERVER_SET = FacilityRecord.SERVER_SET | {"handled_at", "handled_by", "handling"}

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        indexes = (models.Index(fields=["facility", "handled_at"], name="feedback_by_facility"),)

    def __str__(self) -> str:
        return str(self.get_kind_display())
