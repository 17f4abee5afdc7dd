"""The history as a file that opens in WPS and Excel: written line by line, without formulas, with its own cover."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ops.audit.lines import Line
from ops.audit.models import Export
from ops.organization.models import TradeUnion

# A cell that begins so is a formula to a spreadsheet program.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
MOMENT = "yyyy-mm-dd hh:mm:ss"


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
        _naive(line.at),
        _naive(line.happened_at),
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
        (_("exported at"), _naive(facility.local(export.occurred_at))),
        (_("time zone"), facility.time_zone),
        (_("rows"), export.rows),
        (_("number of this export"), str(export.pk)),
        (_("Names"), _("As the exporter may read them; what is hidden on the page is hidden here.")),
    ]


def plain(value: Any) -> Any:
    """A value that no spreadsheet program takes for a formula, and without characters that it refuses."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{text}" if text.startswith(FORMULA_MARKS) else text


def write_xlsx(export: Export, union: TradeUnion, lines: Iterable[Line]) -> IO[bytes]:
    """A workbook of two sheets, in a temporary file rewound to its beginning."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("History"))
    heads = columns()
    for number, (_head, width) in enumerate(heads, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{export.rows + 1}"
    sheet.append([_cell(sheet, head, bold=True) for head, _width in heads])
    for line in lines:
        sheet.append([_cell(sheet, value) for value in values(line)])
    about = book.create_sheet(_("About this file"))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 18, 70
    for name, value in cover(export, union):
        about.append([_cell(about, name, bold=True), _cell(about, value)])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the answer that sends it
    book.save(file)
    file.seek(0)
    return file


def write_csv(export: Export, union: TradeUnion, lines: Iterable[Line]) -> Iterator[bytes]:
    """Rows of text as they are read: UTF-8 with a mark, so that Excel and WPS know it; the cover comes first."""
    writer = csv.writer(_Echo())
    yield BOM.encode()
    for name, value in cover(export, union):
        yield writer.writerow([plain(name), plain(_text(value))]).encode()
    yield writer.writerow([]).encode()
    yield writer.writerow([head for head, _width in columns()]).encode()
    for line in lines:
        yield writer.writerow([plain(_text(value)) for value in values(line)]).encode()


def to_file(export: Export, union: TradeUnion, lines: Iterable[Line]) -> IO[bytes]:
    """The whole file of either kind, in a temporary file rewound to its beginning."""
    if export.format == Export.Format.XLSX:
        return write_xlsx(export, union, lines)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever keeps it
    file.writelines(write_csv(export, union, lines))
    file.seek(0)
    return file


def file_name(export: Export) -> str:
    """By facility and time, as the facility's clock shows it."""
    facility = export.facility
    return f"{facility.code}-{facility.local(export.occurred_at):%Y%m%d-%H%M}.{export.format}"


class _Echo:
    """What csv writes comes straight back."""

    def write(self, text: str) -> str:
        return text


def _naive(moment: dt.datetime | None) -> Any:
    return "" if moment is None else moment.replace(tzinfo=None, microsecond=0)


def _text(value: Any) -> str:
    return value.isoformat(sep=" ") if isinstance(value, dt.datetime) else str(value)


def _cell(sheet: Any, value: Any, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=plain(value))
    if isinstance(value, dt.datetime):
        cell.number_format = MOMENT
    if isinstance(value, str) and "\n" in value:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
