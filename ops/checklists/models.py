"""Versioned checklists, their completed runs, and the findings these raise."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ops.facilities.models import FacilityRecord, OfFacility
from ops.organization.models import TradeUnion, User, in_language
from ops.records.models import Recorded


class ItemKind(models.TextChoices):
    """How an item is answered."""

    YES_NO = "yes_no", _("Yes or no")
    NUMBER = "number", _("Number")
    TEMPERATURE = "temperature", _("Temperature")
    CHOICE = "choice", _("Choice")
    TEXT = "text", _("Text")
    PHOTO = "photo", _("Photo")
    SIGNATURE = "signature", _("Signature")


class ChecklistTemplate(Recorded):
    """A checklist (清单) by name; what it asks stands in its versions."""

    key = models.SlugField(_("key"), max_length=60, unique=True)
    union = models.ForeignKey(
        TradeUnion, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("trade union")
    )
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)
    regime = models.CharField(_("regime"), max_length=30)

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class ChecklistVersion(Recorded):
    """What a checklist asks from a day on; immutable once a run uses it."""

    template = models.ForeignKey(
        ChecklistTemplate, models.PROTECT, related_name="versions", verbose_name=_("checklist")
    )
    number = models.PositiveIntegerField(_("version"))
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("checklist version")
        verbose_name_plural = _("checklist versions")
        constraints = (models.UniqueConstraint(fields=["template", "number"], name="checklist_version_once"),)

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"


class ChecklistItem(Recorded):
    """One question of a checklist version."""

    checklist = models.ForeignKey(
        ChecklistVersion, models.PROTECT, related_name="items", verbose_name=_("checklist version")
    )
    key = models.SlugField(_("key"), max_length=40)
    position = models.PositiveSmallIntegerField(_("position"))
    section = models.CharField(_("section"), max_length=60, blank=True)
    section_en = models.CharField(_("English section"), max_length=80, blank=True)
    text = models.CharField(_("question"), max_length=200)
    text_en = models.CharField(_("English question"), max_length=250, blank=True)
    help_text = models.CharField(_("help"), max_length=200, blank=True)
    help_text_en = models.CharField(_("English help"), max_length=250, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=ItemKind.choices)
    required = models.BooleanField(_("required"), default=True)
    allow_na = models.BooleanField(_("may be not applicable"), default=False)
    critical = models.BooleanField(_("critical"), default=False)
    photo_on_failure = models.BooleanField(_("photo required when it fails"), default=False)
    # Readings outside are failures. A limit may name a regulatory parameter, whose value on the day then counts.
    low = models.DecimalField(_("lowest"), max_digits=8, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(_("highest"), max_digits=8, decimal_places=2, null=True, blank=True)
    low_parameter = models.CharField(_("parameter of the lowest"), max_length=60, blank=True)
    high_parameter = models.CharField(_("parameter of the highest"), max_length=60, blank=True)
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    # [{"key": "...", "zh": "...", "en": "...", "fails": false}]: the answers of a choice; of other kinds the ready
    # remedies of a failure.
    choices = models.JSONField(_("choices"), default=list, blank=True)
    # Asked only when an earlier item was answered so: {"item": key, "in": ["no", ...]}, or
    # {"item": key, "failed": true}; empty: always.
    condition = models.JSONField(_("condition"), default=dict, blank=True)

    class Meta:
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=["checklist", "key"], name="item_key_once"),
            models.CheckConstraint(
                name="item_limits", condition=Q(low=None) | Q(high=None) | Q(high__gte=models.F("low"))
            ),
        )

    def __str__(self) -> str:
        return in_language(self.text, self.text_en)

    def save(self, *args: Any, **options: Any) -> None:
        """A question never changes: a checklist that asks otherwise is a new version."""
        if not self._state.adding:
            raise TypeError("A checklist item never changes: publish a new version")
        super().save(*args, **options)

    @property
    def label(self) -> str:
        """The question in the reader's language."""
        return str(self)

    @property
    def section_label(self) -> str:
        """The section in the reader's language."""
        return in_language(self.section, self.section_en)

    @property
    def help_label(self) -> str:
        """The help in the reader's language."""
        return in_language(self.help_text, self.help_text_en)


def photo_path(photo: Photo, filename: str) -> str:
    """Photos lie by facility and month, under a name that nobody can guess."""
    return f"photos/{photo.facility_id}/{photo.recorded_at:%Y-%m}/{photo.pk}.{filename.rpartition('.')[2].lower()}"


class Photo(FacilityRecord):
    """A picture taken in the field, re-encoded without its metadata."""

    image = models.FileField(_("photo"), upload_to=photo_path)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # Of the bytes as received: the same picture handed in twice can be noticed.
    sha256 = models.CharField(max_length=64, db_index=True)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("taken by"))

    # The bytes as received decide whether two sendings are one picture.
    SERVER_SET = FacilityRecord.SERVER_SET | {"image", "width", "height", "taken_by", "occurred_at"}

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.width}×{self.height}"

    @property
    def small_name(self) -> str:
        """Where the small copy lies in the storage."""
        return f"{str(self.image.name).removesuffix('.jpg')}-small.jpg"


class ChecklistRun(FacilityRecord):
    """A completed checklist. `occurred_at` is when it was finished."""

    checklist = models.ForeignKey(
        ChecklistVersion, models.PROTECT, related_name="runs", verbose_name=_("checklist version")
    )
    started_at = models.DateTimeField(_("started at"))
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("done by"))
    done_by_name = models.CharField(_("done by"), max_length=60, blank=True)
    # {item key: {"value": …, "ok": true|false|null, "note": "…", "photos": [id, …]}}
    answers = models.JSONField(_("answers"), default=dict)
    passed = models.BooleanField(_("passed"), default=True)
    failed_items = models.PositiveSmallIntegerField(_("failed items"), default=0)

    SERVER_SET = FacilityRecord.SERVER_SET | {"passed", "failed_items", "done_by", "done_by_name"}

    class Meta:
        verbose_name = _("completed checklist")
        verbose_name_plural = _("completed checklists")
        indexes = (models.Index(fields=["facility", "-occurred_at"], name="run_by_facility"),)

    def __str__(self) -> str:
        return str(self.checklist.template)


class Finding(OfFacility):
    """An item that failed in a run: what a corrective action (整改) starts from."""

    run = models.ForeignKey(
        ChecklistRun, models.PROTECT, related_name="findings", verbose_name=_("completed checklist")
    )
    item = models.ForeignKey(ChecklistItem, models.PROTECT, related_name="+", verbose_name=_("checklist item"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    found_at = models.DateTimeField(_("found at"))
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settlement = models.CharField(_("how it was settled"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        indexes = (models.Index(fields=["facility", "settled_at"], name="finding_by_facility"),)

    def __str__(self) -> str:
        return str(self.item)

    @property
    def summary(self) -> str:
        """What was said and done about it when it was found, in the reader's language."""
        said = self.run.answers.get(self.item.key) or {}
        remedies = [
            in_language(choice["zh"], choice.get("en", ""))
            for choice in self.item.choices
            if said.get("remedy") and choice["key"] == said["remedy"]
        ]
        return " · ".join(part for part in (*remedies, self.note) if part)
