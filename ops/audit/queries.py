"""The history of a facility: one statement finds the rows of a page over all tables, then each table is read once.

Each table gives at most as many rows as the page holds, by its index (facility, time), before they are merged; so the
length of the history does not matter.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from ops.audit.filters import ONLY, SPECIAL, HistoryFilter
from ops.audit.lines import Line, Reader, lines_of, versions_of
from ops.audit.registry import TimelineEntry, timeline
from ops.facilities.models import Facility
from ops.organization.models import Membership, User
from ops.records.errors import RuleBroken

PAGE = 50
# Rows are exported in pieces of this size.
PIECE = 1000


@dataclass(frozen=True)
class Place:
    """Where a page of the history begins: after this row, towards the past."""

    date: dt.datetime
    kind: str
    row: int

    def __str__(self) -> str:
        plain = f"{self.date.isoformat()}|{self.kind}|{self.row}"
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, cursor: str) -> Place:
        """A cursor as sent by a client. Raises RuleBroken when it is not one of ours."""
        try:
            plain = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
            date, kind, row = plain.split("|")
            return cls(dt.datetime.fromisoformat(date).astimezone(dt.UTC), timeline[kind].key, int(row))
        except (ValueError, KeyError, binascii.Error, OverflowError) as error:
            raise RuleBroken("cursor", _("This page address is not valid.")) from error


@dataclass(frozen=True)
class HistoryPage:
    """Lines newest first, and the cursor of the next page (empty at the end)."""

    lines: list[Line]
    next: str


def history_page(
    facility: Facility,
    chosen: HistoryFilter,
    reader: Reader,
    *,
    cursor: str = "",
    limit: int = PAGE,
    strokes: bool = True,
) -> HistoryPage:
    """A page of the facility's history. With `strokes`, rows made in one stroke are one line.

    Statements: one for the page, at most three for each table on it, one for the roles of its people.
    """
    after = Place.read(cursor) if cursor else None
    strokes = strokes and not chosen.only  # corrections and the like are told one by one
    found = find_rows(facility, chosen, after=after, limit=limit + 1, strokes=strokes)
    lines = lines_of(facility, found[:limit], reader, _sizes(facility, chosen, found[:limit]) if strokes else {})
    last = lines[-1] if len(found) > limit else None
    return HistoryPage(lines, str(Place(last.at, last.entry.key, last.history_id)) if last else "")


def find_rows(
    facility: Facility, chosen: HistoryFilter, *, after: Place | None, limit: int, strokes: bool
) -> list[tuple[TimelineEntry, int]]:
    """Which rows come next, as (table, history id), newest first; one statement over all tables."""
    parts = []
    for rank, entry in enumerate(_ordered()):
        rows = chosen.chosen(entry, facility)
        if rows is None:
            continue
        if strokes:
            rows = rows.exclude(_not_last_of_its_stroke(entry, rows))
        if after is not None:
            rows = rows.filter(_beyond(after, entry))
        rows = rows.order_by("-history_date", "-history_id").annotate(rank=Value(rank, IntegerField()))
        parts.append(rows.values("rank", "history_id", "history_date")[:limit])
    order = " ORDER BY history_date DESC, rank DESC, history_id DESC LIMIT %s"
    entries = _ordered()
    return [(entries[row[0]], row[1]) for row in _union(parts, "rank, history_id, history_date", order, [limit])]


def count_rows(facility: Facility, chosen: HistoryFilter) -> int:
    """How many history rows the filter lets through, over all tables; one statement."""
    counted = [rows.values(one=Value(1)).annotate(n=Count("*")).values("n") for rows in _each(facility, chosen)]
    return sum(row[0] for row in _union(counted, "n"))


def count_special(facility: Facility, chosen: HistoryFilter) -> dict[str, int]:
    """How many rows each of the special filters would leave of this selection; one statement."""
    whole, parts = chosen.but(only=""), []
    for entry in timeline:
        rows = whole.chosen(entry, facility)
        if rows is None:
            continue
        special = {f"n{index}": _special_count(entry, facility, only) for index, only in enumerate(ONLY)}
        parts.append(rows.values(one=Value(1)).annotate(**special).values(*special))
    found = _union(parts, ", ".join(f"n{index}" for index in range(len(ONLY))))
    return {only: sum(row[index] for row in found) for index, only in enumerate(ONLY)}


def _special_count(entry: TimelineEntry, facility: Facility, only: str) -> Count:
    condition = SPECIAL[only](entry, facility.zone)
    return Count("history_id", filter=Q(history_id=None) if condition is None else condition)


def every_line(facility: Facility, chosen: HistoryFilter, reader: Reader) -> Iterator[Line]:
    """The whole filtered history, newest first, read in pieces: memory does not grow with its length."""
    after = None
    while True:
        found = find_rows(facility, chosen, after=after, limit=PIECE, strokes=False)
        lines = lines_of(facility, found, reader, {})
        yield from lines
        if len(found) < PIECE:
            return
        after = Place(lines[-1].at, lines[-1].entry.key, lines[-1].history_id)


def people_of(facility: Facility) -> QuerySet[User]:
    """Who may appear in the history: all who ever held a role at the facility or at a union above it."""
    ancestors = [facility.union_path[:end] for end in range(4, len(facility.union_path) + 1, 4)]
    held = Membership.objects.filter(Q(facility=facility) | Q(union__path__in=ancestors))
    return User.objects.filter(pk__in=held.values("user")).order_by("name")


@dataclass(frozen=True)
class RecordHistory:
    """All versions of one record, newest first, and the facility that it belongs to."""

    entry: TimelineEntry
    facility: Facility
    lines: list[Line]

    def on(self, day: dt.date) -> Line | None:
        """The version that stood at the end of that day (the facility's date)."""
        end = self.facility.moment(day + dt.timedelta(days=1), dt.time())
        return next((line for line in self.lines if line.at < end), None)


def record_history(kind: str, pk: Any, access: Any) -> RecordHistory | None:
    """The versions of a record that the reader may see; None for what is not there or out of scope."""
    entry = timeline.get(kind)
    if entry is None:
        return None
    newest = entry.history._base_manager.filter(id=pk).order_by("-version", "-history_id").first()
    if newest is None:
        return None
    home = Q(pk=newest.id) if entry.model is Facility else Q(pk=newest.facility_id)
    facility = Facility.objects.visible_to(access).select_related("union").filter(home).first()
    if facility is None:
        return None
    return RecordHistory(entry, facility, versions_of(entry, pk, facility, Reader.of(access, facility)))


def _each(facility: Facility, chosen: HistoryFilter) -> list[QuerySet[Any]]:
    found = (chosen.chosen(entry, facility) for entry in timeline)
    return [rows for rows in found if rows is not None]


def _ordered() -> list[TimelineEntry]:
    return sorted(timeline, key=lambda entry: entry.key)


def _beyond(after: Place, entry: TimelineEntry) -> Q:
    """Older than the place; among rows of the same moment, tables go by name and rows by id, both falling."""
    if entry.key < after.kind:
        return Q(history_date__lte=after.date)
    if entry.key > after.kind:
        return Q(history_date__lt=after.date)
    return Q(history_date__lte=after.date) & (Q(history_date__lt=after.date) | Q(history_id__lt=after.row))


def _not_last_of_its_stroke(entry: TimelineEntry, rows: QuerySet[Any]) -> Q:
    later = rows.filter(
        entry.stroke,
        history_date=OuterRef("history_date"),
        history_type=OuterRef("history_type"),
        history_id__gt=OuterRef("history_id"),
    )
    return entry.stroke & Q(Exists(later))


def _sizes(
    facility: Facility, chosen: HistoryFilter, found: list[tuple[TimelineEntry, int]]
) -> dict[tuple[str, int], int]:
    """How many rows were made in the stroke of each found row, by (table, history id); one statement."""
    by_table = defaultdict(list)
    for entry, history_id in found:
        by_table[entry.key].append(history_id)
    parts: list[QuerySet[Any]] = []
    keys: list[str] = []
    for key, ids in by_table.items():
        rows = chosen.chosen(timeline[key], facility)
        shown = timeline[key].history._base_manager.filter(timeline[key].stroke, history_id__in=ids).order_by()
        same = rows.filter(  # type: ignore[union-attr]
            timeline[key].stroke, history_date=OuterRef("history_date"), history_type=OuterRef("history_type")
        )
        total = same.values("history_type").annotate(n=Count("*")).values("n")
        parts.append(
            shown.annotate(rank=Value(len(keys), IntegerField()), n=_scalar(total)).values("rank", "history_id", "n")
        )
        keys.append(key)
    return {(keys[rank], row): size for rank, row, size in _union(parts, "rank, history_id, n")}


def _scalar(rows: QuerySet[Any]) -> Any:
    return Subquery(rows, output_field=IntegerField())


def _union(parts: list[QuerySet[Any]], columns: str, tail: str = "", params: list[Any] | None = None) -> list[Any]:
    """Rows of all parts together. Django's own union() cannot limit its parts on SQLite."""
    statements, values = [], []
    for number, part in enumerate(parts):
        try:
            statement, wanted = part.query.get_compiler(connection=connection).as_sql()
        except EmptyResultSet:
            continue
        statements.append(f"SELECT {columns} FROM ({statement}) AS part{number}")  # noqa: S608 - our own column names
        values += wanted
    if not statements:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements) + tail, [*values, *(params or [])])
        return cursor.fetchall()
