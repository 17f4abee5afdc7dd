"""Versioned checklists, their completed runs, and the findings these raise."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ops.facilities.models import Facility, FacilityRecord, OfFacility
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
    # A checklist of one facility alone; its union is the facility's.
    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("facility")
    )
    name = models.CharField(_("name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)
    regime = models.CharField(_("regime"), max_length=30)
    # How often it is meant to be filled in: what it costs a week is shown beside it.
    a_month = models.PositiveSmallIntegerField(_("times in four weeks"), default=20)

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
    # Empty while it is only proposed: nobody fills it in before a union officer has published it.
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("checklist version")
        verbose_name_plural = _("checklist versions")
        constraints = (models.UniqueConstraint(fields=["template", "number"], name="checklist_version_once"),)

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"

    def save(self, *args: Any, **options: Any) -> None:
        """A published version never changes; a proposed one is published or declined, once."""
        if not self._state.adding:
            standing = type(self)._base_manager.only("published_at", "declined_at").get(pk=self.pk)
            if standing.published_at or standing.declined_at:
                raise TypeError("A checklist version never changes: publish a new one")
        super().save(*args, **options)

    @property
    def is_proposed(self) -> bool:
        """Whether it waits for a union officer."""
        return self.published_at is None and self.declined_at is None


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
    weight = models.PositiveSmallIntegerField(_("weight in the score"), default=1)
    # Readings outside are failures. A limit may name a regulatory parameter, whose value on the day then counts.
    low = models.DecimalField(_("lowest"), max_digits=8, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(_("highest"), max_digits=8, decimal_places=2, null=True, blank=True)
    low_parameter = models.CharField(_("parameter of the lowest"), max_length=60, blank=True)
    high_parameter = models.CharField(_("parameter of the highest"), max_length=60, blank=True)
    unit = models.CharField(_("unit"), max_length=12, blank=True)
    # [{"key": "...", "zh": "...", "en": "...", "fails": false}]: the answers of a choice; of other kinds the ready
    # remedies of a failure, `"later": true` where something is still to be done after it (reported for repair).
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
    # What it shows (ops.checklists.images.look_of), so that it is recognised as another file too.
    look = models.CharField(max_length=64, db_index=True, blank=True)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("taken by"))

    # The bytes as received decide whether two sendings are one picture.
    SERVER_SET = FacilityRecord.SERVER_SET | {"image", "width", "height", "look", "taken_by", "occurred_at"}

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return f"{self.sha256[:8]} {self.width}×{self.height}"

    @property
    def small_name(self) -> str:
        """Where the small copy lies in the storage."""
        return f"{str(self.image.name).removesuffix('.jpg')}-small.jpg"


class Presence(models.TextChoices):
    """How it was proved that somebody stood at the place."""

    NOT_ASKED = "", _("Not asked")
    SCANNED = "scanned", _("Code scanned at the place")
    TYPED = "typed", _("Code typed at the place")
    MISSING = "missing", _("Not proved")


class Mark(models.TextChoices):
    """What an auditor may want to look at; nothing of it is forbidden."""

    FAST = "fast", _("Filled in faster than one can look")
    PHOTO_REUSED = "photo_reused", _("A photo was used more than once")
    LATE = "late", _("Sent in long after it was finished")
    CLOCK = "clock", _("The device's clock ran ahead")
    NO_PRESENCE = "no_presence", _("Presence at the place not proved")


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
    # 0–100 by the items' weights; empty where no item is judged.
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    presence = models.CharField(_("proof of presence"), max_length=8, choices=Presence.choices, blank=True)
    # Keys of Mark, with a space between.
    marks = models.CharField(_("marks"), max_length=80, blank=True)

    SERVER_SET = FacilityRecord.SERVER_SET | {
        *("passed", "failed_items", "score", "done_by", "done_by_name", "presence", "marks")
    }

    class Meta:
        verbose_name = _("completed checklist")
        verbose_name_plural = _("completed checklists")
        indexes = (models.Index(fields=["facility", "-occurred_at"], name="run_by_facility"),)

    def __str__(self) -> str:
        return str(self.checklist.template)

    @property
    def mark_words(self) -> list[str]:
        """The marks in the reader's language."""
        return [str(Mark(mark).label) for mark in self.marks.split()]


class PhotoUse(models.Model):
    """Which run shows which photo: so that a picture handed in again is noticed. Derived from the answers."""

    photo = models.ForeignKey(Photo, models.CASCADE, related_name="uses")
    run = models.ForeignKey(ChecklistRun, models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["photo", "run"], name="photo_use_once"),)

    def __str__(self) -> str:
        return f"{self.photo_id} in {self.run_id}"


class RunDraft(models.Model):
    """A checklist half filled in, so that a colleague can go on with it. No record: gone when it is handed in."""

    # What it is filled in for: a duty's id.
    subject = models.UUIDField(primary_key=True)
    facility = models.ForeignKey(Facility, models.CASCADE, related_name="+")
    checklist = models.ForeignKey(ChecklistVersion, models.CASCADE, related_name="+")
    run_id = models.UUIDField(db_index=True)
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, models.CASCADE, related_name="+")
    # Counts the savings: who saves over a colleague's newer one is told.
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.checklist} {self.started_at:%H:%M}"


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
    def remedied_on_spot(self) -> bool:
        """Whether a remedy was chosen that leaves nothing to be done."""
        remedy = (self.run.answers.get(self.item.key) or {}).get("remedy")
        chosen = next((choice for choice in self.item.choices if remedy and choice["key"] == remedy), None)
        return chosen is not None and not chosen.get("later")

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
