"""What a reader of the history wants to see: the same filter for page, API and export."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry
from ops.facilities.models import Facility
from ops.records.actor import Source
from ops.records.models import FieldRecord

CORRECTIONS, SAME_DAY, LATE, VOIDED, VIEWS = "corrections", "same-day", "late", "voided", "views"
MARKED = "marked"
ONLY = {
    CORRECTIONS: _("Corrected"),
    SAME_DAY: _("Mended the same day"),
    LATE: _("Entered late"),
    VOIDED: _("Voided"),
    VIEWS: _("Personal data viewed"),
    MARKED: _("Marked"),
}
# In place of a person: what the program did by itself.
NOBODY = "system"


@dataclass(frozen=True)
class HistoryFilter:
    """Days are the facility's dates and inclusive; everything empty means the whole history."""

    first: dt.date | None = None
    last: dt.date | None = None
    regime: str = ""
    kind: str = ""
    person: str = ""
    only: str = ""
    source: str = ""
    # Rows written after this moment are left out: an export reads one standing history.
    until: dt.datetime | None = None

    def as_query(self) -> dict[str, str]:
        """As the address of a page or of the API says it; empty ones are left out."""
        named = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "until"}
        return {name: str(value) for name, value in named.items() if value}

    def but(self, **changes: Any) -> HistoryFilter:
        """The same filter with something changed."""
        return replace(self, **changes)

    def chosen(self, entry: TimelineEntry, facility: Facility) -> QuerySet[Any] | None:
        """History rows of one model that this filter lets through, unordered; None where it can let none through."""
        if self.kind and self.kind != entry.key:
            return None
        wanted = self._special(entry, facility.zone)
        regime = self._regime(entry)
        if wanted is None or regime is None:
            return None
        rows = entry.history._base_manager.filter(entry.belongs_to(facility)).order_by()
        return rows.filter(*self._when(facility), *self._who(), *regime).filter(wanted)

    def _when(self, facility: Facility) -> list[Q]:
        found = []
        if self.first:
            found.append(Q(history_date__gte=facility.moment(self.first, dt.time())))
        if self.last:
            found.append(Q(history_date__lt=facility.moment(self.last + dt.timedelta(days=1), dt.time())))
        if self.until:
            found.append(Q(history_date__lte=self.until))
        return found

    def _who(self) -> list[Q]:
        found = []
        if self.person == NOBODY:
            found.append(Q(history_user=None, source=Source.SYSTEM))
        elif self.person:
            found.append(Q(history_user=UUID(self.person)))
        if self.source:
            found.append(Q(source=self.source))
        return found

    def _regime(self, entry: TimelineEntry) -> list[Q] | None:
        if not self.regime:
            return []
        if entry.regime_field:
            return [Q(**{entry.regime_field: self.regime})]
        return [] if entry.regime == self.regime else None

    def _special(self, entry: TimelineEntry, zone: ZoneInfo) -> Q | None:
        if not self.only:
            return Q()
        return SPECIAL[self.only](entry, zone)


def corrected(entry: TimelineEntry, zone: ZoneInfo) -> Q | None:
    """Changed with a reason; of field records only on another day than they were recorded."""
    changed = Q(history_type="~") & ~Q(history_change_reason="") & ~Q(source=Source.SYSTEM)
    if not issubclass(entry.model, FieldRecord):
        return changed
    return changed & Q(voided_at=None) & ~_same_day(zone)


def mended(entry: TimelineEntry, zone: ZoneInfo) -> Q | None:
    """A field record put right on the day on which it was recorded: a slip of the finger, no correction."""
    if not issubclass(entry.model, FieldRecord):
        return None
    return Q(history_type="~", voided_at=None) & ~Q(history_change_reason="") & _same_day(zone)


def late(entry: TimelineEntry, zone: ZoneInfo) -> Q | None:
    """Entered much later than it happened (补录)."""
    if not issubclass(entry.model, FieldRecord):
        return None
    margin = dt.timedelta(minutes=entry.model.LATE_AFTER_MINUTES)
    return Q(history_type="+", recorded_at__gte=F("occurred_at") + margin)


def voided(entry: TimelineEntry, zone: ZoneInfo) -> Q | None:
    """Withdrawn, on whichever day."""
    return Q(history_type="~", voided_at__isnull=False) if issubclass(entry.model, FieldRecord) else None


def viewed(entry: TimelineEntry, zone: ZoneInfo) -> Q | None:
    """A look at personal data, with its reason."""
    return Q() if entry.personal_view else None


def marked(entry: TimelineEntry, zone: ZoneInfo) -> Q | None:
    """What the program noticed when it was sent in: too fast, a photo used before, presence not proved."""
    return Q(history_type="+") & ~Q(marks="") if entry.has("marks") else None


SPECIAL = {CORRECTIONS: corrected, SAME_DAY: mended, LATE: late, VOIDED: voided, VIEWS: viewed, MARKED: marked}


def _same_day(zone: ZoneInfo) -> Q:
    changed, recorded = (TruncDate(moment, tzinfo=zone) for moment in ("history_date", "recorded_at"))
    return Q(Exact(changed, recorded))
