"""A spreadsheet of children on its way in."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ops.facilities.models import OfFacility
from ops.organization.models import User
from ops.records.encryption import EncryptedTextField
from stations.terms.models import Term


class RosterImport(OfFacility):
    """A spreadsheet of children: its lines, encrypted, until somebody has confirmed them, then what became of it."""

    UNRECORDED = frozenset({"lines", "checked"})

    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    made_at = models.DateTimeField(_("sent at"), default=timezone.now, editable=False)
    file_name = models.CharField(_("file"), max_length=120)
    # The term in which every child of the file gets a place, if any.
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("term"))
    # JSON, both: the lines as read, and what the last check found.
    lines = EncryptedTextField(blank=True)
    checked = EncryptedTextField(blank=True)
    confirmed = models.BooleanField(_("taken over"), default=False)
    entered = models.PositiveIntegerField(_("children entered"), default=0)
    updated = models.PositiveIntegerField(_("children updated"), default=0)
    waiting = models.PositiveIntegerField(_("put on the waiting list"), default=0)

    class Meta:
        verbose_name = _("import of children")
        verbose_name_plural = _("imports of children")
        indexes = (models.Index(fields=["facility", "-made_at"], name="roster_by_facility"),)

    def __str__(self) -> str:
        return self.file_name
