"""A table as a file that opens in WPS and Excel: written row by row, without formulas, with its own cover."""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.db import models
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

# A cell that begins so is a formula to a spreadsheet program.
FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
MOMENT = "yyyy-mm-dd hh:mm:ss"


class Format(models.TextChoices):
    """The kinds of file."""

    XLSX = "xlsx", ".xlsx"
    CSV = "csv", "CSV"


@dataclass(frozen=True)
class Table:
    """What a file holds: headings with widths (in characters), `count` rows, and a cover of names and values.

    Moments are clock times without a zone, as spreadsheets know no zones; the cover says whose clock.
    """

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Any]]
    count: int
    cover: Sequence[tuple[str, Any]]


def write_xlsx(table: Table) -> IO[bytes]:
    """A workbook of two sheets, in a temporary file rewound to its beginning."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.title)
    for number, (_head, width) in enumerate(table.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{table.count + 1}"
    sheet.append([_cell(sheet, head, bold=True) for head, _width in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])
    about = book.create_sheet(_("About this file"))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 18, 70
    for name, value in table.cover:
        about.append([_cell(about, name, bold=True), _cell(about, value)])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the answer that sends it
    book.save(file)
    file.seek(0)
    return file


def write_csv(table: Table) -> Iterator[bytes]:
    """Rows of text as they are read: UTF-8 with a mark, so that Excel and WPS know it; the cover comes first."""
    writer = csv.writer(_Echo())
    yield BOM.encode()
    for name, value in table.cover:
        yield writer.writerow([plain(name), plain(_text(value))]).encode()
    yield writer.writerow([]).encode()
    yield writer.writerow([head for head, _width in table.columns]).encode()
    for row in table.rows:
        yield writer.writerow([plain(_text(value)) for value in row]).encode()


def to_file(table: Table, kind: str) -> IO[bytes]:
    """The whole file of either kind, in a temporary file rewound to its beginning."""
    if kind == Format.XLSX:
        return write_xlsx(table)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever keeps it
    file.writelines(write_csv(table))
    file.seek(0)
    return file


def plain(value: Any) -> Any:
    """A value that no spreadsheet program takes for a formula, and without characters that it refuses."""
    if not isinstance(value, str):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{text}" if text.startswith(FORMULA_MARKS) else text


def naive(moment: dt.datetime | None) -> Any:
    """A local moment as the table holds it: to the second, without its zone; empty where there is none."""
    return "" if moment is None else moment.replace(tzinfo=None, microsecond=0)


class _Echo:
    """What csv writes comes straight back."""

    def write(self, text: str) -> str:
        return text


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
