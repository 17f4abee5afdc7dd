"""What was taken away from the history, by whom: an export is itself on the record."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from ops.facilities.models import FacilityRecord
from ops.organization.models import User


class Export(FacilityRecord):
    """A facility's history taken away as a file. `occurred_at` is the moment up to which it reaches."""

    class Format(models.TextChoices):
        """Kinds of file."""

        XLSX = "xlsx", _("Spreadsheet (.xlsx)")
        CSV = "csv", _("Text table (.csv)")

    format = models.CharField(_("kind of file"), max_length=4, choices=Format.choices)
    # As the address of the filtered page says it: {"first": "2026-07-01", "only": "corrections"}.
    filters = models.JSONField(_("filter"), default=dict, blank=True)
    # The same in words, in the language of who exported.
    filter_text = models.CharField(_("what was chosen"), max_length=300, blank=True)
    rows = models.PositiveIntegerField(_("rows"))
    exported_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("exported by"))

    class Meta:
        verbose_name = _("export of the history")
        verbose_name_plural = _("exports of the history")

    def __str__(self) -> str:
        return f"{self.get_format_display()} · {self.rows}"
