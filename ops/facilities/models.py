"""What stations and rooms have in common: address, people, state, opening hours, closures."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.organization.models import TradeUnion, User, in_language
from ops.records.models import FieldRecord, Recorded, RecordedQuerySet
from ops.records.search import SearchField, wanted

# Without 0/O, 1/I/L: the code is read aloud and typed from a poster.
CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    """A facility's public code, eight characters, as printed under its QR."""
    return "".join(secrets.choice(CODE_ALPHABET) for _i in range(8))


def valid_zone(name: str) -> None:
    """Refuse a time zone that the system does not know."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValidationError(_("Unknown time zone.")) from error


class FacilityQuerySet(RecordedQuerySet):
    """Facilities in a reader's scope."""

    def visible_to(self, access: Any, roles: Any = None) -> FacilityQuerySet:
        """Those in the reader's subtree or granted singly."""
        return self.filter(access.facilities("", roles))

    def matching(self, text: str) -> FacilityQuerySet:
        """By name, its pinyin or initials, English name, host unit or code."""
        sought = wanted(text)
        return self.filter(search__contains=sought) if sought else self


class Facility(Recorded):
    """A station or a mother room (设施): what both share. Clause 二; fields of 附件1 and 附件2."""

    class State(models.TextChoices):
        """A facility's life."""

        PREPARING = "preparing", _("Preparing")
        OPEN = "open", pgettext_lazy("facility", "Open")
        SUSPENDED = "suspended", pgettext_lazy("facility", "Suspended")
        CLOSED = "closed", _("Closed for good")

    UNRECORDED = frozenset({"search"})

    kind = models.CharField(_("kind"), max_length=20, help_text=_("As registered by the upper floors: station, room."))
    union = models.ForeignKey(TradeUnion, models.PROTECT, related_name="facilities", verbose_name=_("trade union"))
    # The union's place in the tree, kept here so that a subtree is one indexed range.
    union_path = models.CharField(max_length=255, db_index=True, editable=False)
    name = models.CharField(pgettext_lazy("place", "name"), max_length=100)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)
    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    host = models.CharField(_("host unit"), max_length=100, blank=True, help_text=_("As on the application form."))
    address = models.CharField(_("address"), max_length=200, blank=True)
    postcode = models.CharField(
        _("postcode"), max_length=6, blank=True, validators=[RegexValidator(r"^\d{6}$", _("Six digits."))]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    manager_name = models.CharField(_("manager"), max_length=60, blank=True)
    manager_phone = models.CharField(_("manager's phone"), max_length=20, blank=True)
    contact_name = models.CharField(_("contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("contact's phone"), max_length=20, blank=True)
    equipment_note = models.TextField(_("equipment and furnishing"), blank=True)
    emergency_phone = models.CharField(_("emergency phone"), max_length=20, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai", validators=[valid_zone])
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    search = SearchField(sources=("name", "name_en", "host", "code"))

    objects = FacilityQuerySet.as_manager()

    class Meta:
        verbose_name = _("facility")
        verbose_name_plural = _("facilities")
        indexes = (models.Index(fields=["union_path", "kind", "name"], name="facility_by_union"),)

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    def save(self, *args: Any, **options: Any) -> None:
        """Keep the union's path with the facility."""
        self.union_path = self.union.path
        super().save(*args, **options)

    @property
    def zone(self) -> ZoneInfo:
        """The facility's time zone."""
        return ZoneInfo(self.time_zone)

    def local(self, moment: dt.datetime) -> dt.datetime:
        """A moment on the facility's clock."""
        return moment.astimezone(self.zone)

    def today(self) -> dt.date:
        """The facility's date now."""
        return self.local(timezone.now()).date()

    def moment(self, day: dt.date, clock: dt.time) -> dt.datetime:
        """A clock time of the facility as a moment."""
        return dt.datetime.combine(day, clock, tzinfo=self.zone)


class OfFacilityQuerySet(RecordedQuerySet):
    """Rows that belong to a facility, in a reader's scope."""

    def visible_to(self, access: Any, roles: Any = None) -> Self:
        """Those of facilities in the reader's scope."""
        return self.filter(access.facilities("facility", roles))


class OfFacility(Recorded):
    """A recorded row that belongs to one facility: plans, children, terms."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+", verbose_name=_("facility"))

    objects = OfFacilityQuerySet.as_manager()

    class Meta:
        abstract = True


class FacilityRecord(FieldRecord):
    """A field record that belongs to one facility: hand-overs, readings, visits."""

    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+", verbose_name=_("facility"))

    objects = OfFacilityQuerySet.as_manager()

    class Meta:
        abstract = True


class OpeningHours(OfFacility):
    """A span of a weekday in which the facility is open; 附件2 knows three a day (上午, 中午, 下午)."""

    weekday = models.PositiveSmallIntegerField(_("weekday"), help_text=_("0 is Monday."))
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))
    # A past day is judged by the hours of that day: a changed span ends, and another begins.
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        constraints = (
            models.CheckConstraint(name="opening_weekday", condition=Q(weekday__lte=6)),
            models.CheckConstraint(
                name="opening_span",
                condition=Q(closes__gt=F("opens")),
                violation_error_message=_("Closing lies before opening."),
            ),
            models.UniqueConstraint(
                fields=["facility", "weekday", "opens"], name="opening_once", condition=Q(last_day=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}–{self.closes:%H:%M}"


class ClosureQuerySet(RecordedQuerySet):
    """Closures by reach and time."""

    def visible_to(self, access: Any) -> ClosureQuerySet:
        """Of facilities in scope, and orders of unions in the subtree."""
        return self.filter(access.facilities("facility") | access.unions("union"))

    def reaching(self, facility: Facility) -> ClosureQuerySet:
        """Those that close this facility, whether ordered for it or for a union above it."""
        ancestors = [facility.union_path[:end] for end in range(4, len(facility.union_path) + 1, 4)]
        return self.filter(
            Q(facility=facility) | Q(union__path__in=ancestors, facility_kind__in=["", facility.kind]),
            lifted_at=None,
        )


class Closure(Recorded):
    """Days on which a facility, or every facility of a kind below a union, is closed (clause 二.3).

    Holiday, typhoon, epidemic, repairs; an order of a union reaches its whole subtree.
    """

    class Cause(models.TextChoices):
        """Why it is closed."""

        HOLIDAY = "holiday", _("Holiday")
        WEATHER = "weather", _("Severe weather")
        EPIDEMIC = "epidemic", _("Epidemic")
        REPAIR = "repair", _("Repairs")
        ORDER = "order", _("Order of the union")
        OTHER = "other", _("Other")

    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="closures", verbose_name=_("facility")
    )
    union = models.ForeignKey(
        TradeUnion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="closures",
        verbose_name=_("trade union"),
    )
    facility_kind = models.CharField(_("kind of facility"), max_length=20, blank=True)
    cause = models.CharField(_("cause"), max_length=10, choices=Cause.choices)
    document_no = models.CharField(_("document number"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: until it is lifted."))
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True, editable=False)

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        constraints = (
            models.CheckConstraint(
                name="closure_of_facility_or_union",
                condition=Q(facility=None, union__isnull=False) | Q(facility__isnull=False, union=None),
            ),
            models.CheckConstraint(
                name="closure_span",
                condition=Q(last_day=None) | Q(last_day__gte=F("first_day")),
                violation_error_message=_("The last day lies before the first."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_cause_display()} {self.first_day}"


class FacilityImport(Recorded):
    """A spreadsheet of unions and facilities: its lines until somebody has confirmed them, then what became of it."""

    UNRECORDED = frozenset({"lines", "checked"})

    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    made_at = models.DateTimeField(_("sent at"), default=timezone.now, editable=False)
    file_name = models.CharField(_("file"), max_length=120)
    lines = models.JSONField(default=dict)
    # What the last check found, as the page shows it; None while it has not been checked.
    checked = models.JSONField(null=True, blank=True)
    confirmed = models.BooleanField(_("taken over"), default=False)
    unions = models.PositiveIntegerField(_("unions entered"), default=0)
    entered = models.PositiveIntegerField(_("facilities entered"), default=0)
    updated = models.PositiveIntegerField(_("facilities updated"), default=0)

    class Meta:
        verbose_name = _("import of facilities")
        verbose_name_plural = _("imports of facilities")

    def __str__(self) -> str:
        return self.file_name
