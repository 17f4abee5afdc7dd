"""From history rows to lines that a person can read: what happened, by whom, from where, why, and what changed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.audit.registry import TimelineEntry
from ops.audit.values import human, is_hidden, mask_names, masked_ip
from ops.duties.registry import regimes
from ops.facilities.models import Facility
from ops.organization.models import Membership
from ops.organization.roles import IN_FIELD, Role
from ops.records.actor import Source
from ops.records.models import FieldRecord

# What a line is, and the word that stands before its headline.
MADE, CHANGED, CORRECTED, MENDED, VOIDED, UNDONE = "made", "changed", "corrected", "mended", "voided", "undone"
WORDS = {
    MADE: "",
    CHANGED: gettext_lazy("changed"),
    CORRECTED: gettext_lazy("corrected"),
    MENDED: gettext_lazy("mended the same day"),
    VOIDED: gettext_lazy("voided"),
    UNDONE: gettext_lazy("undone the same day"),
}


@dataclass(frozen=True)
class Reader:
    """Who reads: people of the facility read names in clear, everybody else masked (decision 10)."""

    clear: bool

    @classmethod
    def of(cls, access: Any, facility: Facility) -> Reader:
        """The reader of a facility's history."""
        return cls(clear=access.may_at(facility, *IN_FIELD))


class Change(NamedTuple):
    """A field by its human name, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """One line of the timeline. Moments are in the facility's zone."""

    entry: TimelineEntry
    history_id: int
    record_id: Any
    version: int
    at: dt.datetime
    happened_at: dt.datetime | None
    late: dt.timedelta | None
    shape: str
    word: str
    tone: str
    title: str
    regime: str
    person: str
    role: str
    source: str
    by_system: bool
    ip: str
    reason: str
    changes: tuple[Change, ...] = ()
    note: str = ""
    size: int = 1
    values: tuple[tuple[str, str, bool], ...] = ()

    @property
    def kind(self) -> str:
        """The table, as in addresses."""
        return self.entry.key

    @property
    def headline(self) -> str:
        """Record and what happened to it, in one phrase."""
        return f"{self.entry.label}·{self.word}" if self.word else str(self.entry.label)

    @property
    def date(self) -> dt.date:
        """The facility's date on which it was recorded."""
        return self.at.date()

    @property
    def is_small(self) -> bool:
        """Whether it is shown quietly: the program's own work, and slips put right at once."""
        return self.shape in (MENDED, UNDONE) or (self.by_system and not self.tone)


def lines_of(
    facility: Facility,
    found: Sequence[tuple[TimelineEntry, int]],
    reader: Reader,
    sizes: dict[tuple[str, int], int],
) -> list[Line]:
    """Lines in the order of `found`; at most two statements a table, notes of a table apart, and one for roles."""
    wanted: dict[str, tuple[TimelineEntry, list[int]]] = {}
    for entry, history_id in found:
        wanted.setdefault(entry.key, (entry, []))[1].append(history_id)
    tables = {key: _Table(entry, facility, reader, _loaded(entry, ids)) for key, (entry, ids) in wanted.items()}
    roles = _Roles(facility, (row.history_user_id for table in tables.values() for row in table.rows.values()))
    return [tables[entry.key].line(row, roles, sizes.get((entry.key, row), 1)) for entry, row in found]


def versions_of(entry: TimelineEntry, pk: Any, facility: Facility, reader: Reader) -> list[Line]:
    """All versions of a record with all their values, newest first."""
    rows = _with_related(entry, entry.history._base_manager.filter(id=pk)).order_by("-version", "-history_id")
    table = _Table(entry, facility, reader, [_preceded(row, before) for row, before in _pairs(list(rows))])
    roles = _Roles(facility, (row.history_user_id for row in table.rows.values()))
    return [table.line(history_id, roles, 1, whole=True) for history_id in table.rows]


def _pairs(rows: list[Any]) -> Iterable[tuple[Any, Any]]:
    return zip(rows, [*rows[1:], None], strict=True)


def _preceded(row: Any, before: Any) -> Any:
    row.before = before
    return row


def _loaded(entry: TimelineEntry, ids: list[int]) -> list[Any]:
    """The rows with the version before each, in two statements."""
    table = entry.history._base_manager
    earlier = (
        table.filter(id=OuterRef("id"), version__lt=OuterRef("version"))
        .order_by("-version", "-history_id")
        .values("history_id")[:1]
    )
    rows = list(_with_related(entry, table.filter(history_id__in=ids)).annotate(before_id=Subquery(earlier)))
    known = {row.history_id: row for row in rows}
    missing = {row.before_id for row in rows if row.before_id and row.history_type != "+"} - set(known)
    if missing:
        known |= {row.history_id: row for row in _with_related(entry, table.filter(history_id__in=missing))}
    return [_preceded(row, known.get(row.before_id)) for row in rows]


def _with_related(entry: TimelineEntry, rows: QuerySet[Any]) -> QuerySet[Any]:
    keys = [field.name for field in entry.history.tracked_fields if field.is_relation and field.name != "facility"]
    return rows.select_related("history_user", *keys, *entry.related)


class _Roles:
    """Which role a person held at the facility at a time; one statement for all people of a page."""

    def __init__(self, facility: Facility, people: Iterable[Any]):
        self._held: dict[Any, list[Any]] = defaultdict(list)
        users = {person for person in people if person is not None}
        if not users:
            return
        ancestors = [facility.union_path[:end] for end in range(4, len(facility.union_path) + 1, 4)]
        held = Membership.objects.filter(user__in=users).filter(Q(facility=facility) | Q(union__path__in=ancestors))
        for row in held.order_by("since").values_list("user_id", "role", "since", "until"):
            self._held[row[0]].append(row[1:])

    def at(self, person: Any, moment: dt.datetime) -> str:
        """The role's name; the nearest one where none was in force at the very moment."""
        held = self._held.get(person, [])
        fitting = [row for row in held if row[1] <= moment and (row[2] is None or row[2] > moment)] or held
        return str(Role(fitting[-1][0]).label) if fitting else ""


class _Table:
    """History rows of one model, ready to be told."""

    def __init__(self, entry: TimelineEntry, facility: Facility, reader: Reader, rows: list[Any]):
        self.entry = entry
        self.facility = facility
        self.rows = {row.history_id: row for row in rows}
        self.fields = [entry.model._meta.get_field(name) for name in entry.fields]
        for row in rows:
            for version in (row, row.before):
                if version is None:
                    continue
                if entry.has("facility"):
                    version.facility = facility
                if not reader.clear:
                    mask_names(version, entry.masked_names)
        self.notes = entry.notes(rows, facility)

    def line(self, history_id: int, roles: _Roles, size: int, *, whole: bool = False) -> Line:
        row = self.rows[history_id]
        entry = self.entry
        shape = self._shape(row)
        regime = regimes.get(entry.regime_of(row))
        own_word = entry.word(row, row.before)
        word = own_word or WORDS[shape]
        silent = row.before is None or bool(own_word and entry.word_says_it)
        return Line(
            entry=entry,
            history_id=history_id,
            record_id=row.id,
            version=row.version,
            at=self.facility.local(row.history_date),
            happened_at=self.facility.local(row.occurred_at) if entry.has("occurred_at") else None,
            late=self._late(row),
            shape=shape,
            word=str(word),
            tone=entry.tone(row, row.before),
            title=str(entry.stroke_title(row, size)) if size > 1 else entry.title(row),
            regime=str(regime.label) if regime and size == 1 else "",
            person=self._person(row),
            role=roles.at(row.history_user_id, row.history_date),
            source=str(row.get_source_display()),
            by_system=row.source in (Source.SYSTEM, Source.COMMAND),
            ip=masked_ip(row.ip),
            reason=row.history_change_reason,
            changes=() if silent else tuple(self._changes(row)),
            note=self.notes.get(history_id, ""),
            size=size,
            values=tuple(self._values(row)) if whole else (),
        )

    def _shape(self, row: Any) -> str:
        if row.history_type == "+":
            return MADE
        if not issubclass(self.entry.model, FieldRecord):
            reasoned = row.history_change_reason and row.source != Source.SYSTEM
            return CORRECTED if reasoned else CHANGED
        same_day = self.facility.local(row.recorded_at).date() == self.facility.local(row.history_date).date()
        if row.voided_at is not None:
            return UNDONE if same_day else VOIDED
        if not row.history_change_reason or row.source == Source.SYSTEM:
            return CHANGED
        return MENDED if same_day else CORRECTED

    def _late(self, row: Any) -> dt.timedelta | None:
        if row.history_type != "+" or not issubclass(self.entry.model, FieldRecord):
            return None
        margin = dt.timedelta(minutes=self.entry.model.LATE_AFTER_MINUTES)
        late = row.recorded_at - row.occurred_at
        return late if late >= margin else None

    def _person(self, row: Any) -> str:
        if row.history_user_id is not None:
            return str(row.history_user) if row.history_user is not None else _("no longer known")
        if row.source in (Source.SYSTEM, Source.COMMAND):
            return ""
        return row.actor_name

    def _changes(self, row: Any) -> Iterable[Change]:
        for field in self.fields:
            if getattr(row, field.attname) == getattr(row.before, field.attname):
                continue
            if is_hidden(field, self.entry.masked, self.entry.lists):
                yield Change(str(field.verbose_name), _("hidden"), _("changed, not shown"))
                continue
            yield Change(
                str(field.verbose_name), human(row.before, field, self.facility), human(row, field, self.facility)
            )

    def _values(self, row: Any) -> Iterable[tuple[str, str, bool]]:
        """Each field by name: its value, and whether it differs from the version before."""
        for field in self.fields:
            changed = row.before is not None and getattr(row, field.attname) != getattr(row.before, field.attname)
            hidden = is_hidden(field, self.entry.masked, self.entry.lists)
            yield str(field.verbose_name), _("hidden") if hidden else human(row, field, self.facility), changed
