"""The history as a table: a line a row, with a cover that says for whom it stands alone on a desk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from ops.audit.lines import Line
from ops.audit.models import Export
from ops.jobs.tables import Table, naive
from ops.organization.models import TradeUnion


def columns() -> list[tuple[str, int]]:
    """Headings and widths (in characters)."""
    return [
        (_("recorded at"), 20),
        (_("happened at"), 20),
        (_("Entered late (minutes)"), 12),
        (_("Kind of record"), 14),
        (_("regime"), 12),
        (_("What happened"), 14),
        (_("Subject"), 32),
        (_("What changed"), 48),
        (_("reason"), 32),
        (_("Person"), 12),
        (_("role"), 14),
        (_("Source"), 14),
        (_("Address"), 14),
        (_("version"), 8),
        (_("Note"), 32),
        (_("Record number"), 38),
    ]


def values(line: Line) -> list[Any]:
    """One line of the table; moments are the facility's clock, without a zone, as spreadsheets know no zones."""
    changed = "\n".join(f"{change.label}: {change.before} → {change.after}" for change in line.changes)
    return [
        naive(line.at),
        naive(line.happened_at),
        int(line.late.total_seconds() // 60) if line.late else "",
        str(line.entry.label),
        line.regime,
        line.word or _("recorded"),
        line.title,
        changed,
        line.reason,
        line.person or (_("System") if line.by_system else ""),
        line.role,
        line.source,
        line.ip,
        line.version,
        line.note,
        str(line.record_id),
    ]


def cover(export: Export, union: TradeUnion) -> list[tuple[str, Any]]:
    """What this file is: for whom it stands alone on a desk."""
    facility = export.facility
    return [
        (_("facility"), str(facility)),
        (_("code"), facility.code),
        (_("trade union"), str(union)),
        (_("what was chosen"), export.filter_text),
        (_("exported by"), str(export.exported_by)),
        (_("exported at"), naive(facility.local(export.occurred_at))),
        (_("time zone"), facility.time_zone),
        (_("rows"), export.rows),
        (_("number of this export"), str(export.pk)),
        (_("Names"), _("As the exporter may read them; what is hidden on the page is hidden here.")),
    ]


def table_of(export: Export, union: TradeUnion, lines: Iterable[Line]) -> Table:
    """The table that an export holds."""
    return Table(_("History"), columns(), map(values, lines), export.rows, cover(export, union))


def file_name(export: Export) -> str:
    """By facility and time, as the facility's clock shows it."""
    facility = export.facility
    return f"{facility.code}-{facility.local(export.occurred_at):%Y%m%d-%H%M}.{export.format}"
