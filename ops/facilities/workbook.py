"""The spreadsheet by which unions and facilities come in: its template, and reading one safely."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.datavalidation import DataValidation

from ops.facilities.registry import kinds
from ops.facilities.rows import FacilityRowForm, UnionRowForm
from ops.records.errors import RuleBroken

MOST_ROWS = 2000
MOST_COLUMNS = 80
MOST_BYTES = 5 * 1024 * 1024
MOST_BYTES_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 200
# A document type, or an encoding in which one could hide from us; no office program writes either.
DECLARES = re.compile(rb"<!(DOCTYPE|ENTITY)|\0", re.IGNORECASE)
UNIONS = ("工会", "Unions")
PLACES = ("驿站和小屋", "Stations and rooms")
HELP = ("说明", "Instructions")

INSTRUCTIONS = (
    gettext_lazy("Fill in the two sheets, one line a union or facility. Leave what you do not know empty."),
    gettext_lazy("Unions: only those that are not entered yet, each with the name of the union above it."),
    gettext_lazy("Where two unions have one name, write the upper one and a slash before it: Shinan/Education."),
    gettext_lazy("Stations and rooms: a line with the code, or with the same union, kind and name, updates that one."),
    gettext_lazy("Nothing is kept until you have seen the result of the check and confirmed it; then all or nothing."),
    gettext_lazy("At most 2,000 lines and 5 MB."),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in both languages, and what may stand in it."""

    zh: str
    en: str
    choices: tuple[tuple[str, str, str], ...] = ()

    @property
    def header(self) -> str:
        """As written in the template."""
        return self.zh if self.zh == self.en else f"{self.zh} {self.en}"


@dataclass(frozen=True, slots=True)
class Line:
    """A row as read: its number in the sheet, and its cells as text by the column's Chinese name."""

    number: int
    cells: dict[str, str]


def both(text: Any) -> tuple[str, str]:
    """A translatable text in Chinese and English."""
    with override("zh-hans"):
        zh = str(text)
    with override("en"):
        return zh, str(text)


def column_of(field: forms.Field) -> Column:
    """The column of a form's field."""
    choices = [(key, *both(label)) for key, label in getattr(field, "choices", []) or [] if key not in ("", None)]
    return Column(*both(field.label), tuple((str(key), zh, en) for key, zh, en in choices))


def union_columns() -> list[Column]:
    """Columns of the first sheet."""
    return [column_of(field) for field in UnionRowForm.base_fields.values()]


def facility_columns() -> list[Column]:
    """Columns of the second sheet: the common ones, then those of each kind; a name that kinds share stands once."""
    fields = list(FacilityRowForm().fields.values())
    for kind in kinds:
        if kind.details:
            fields += list(kind.details.form.base_fields.values())
    columns: dict[str, Column] = {}
    for field in fields:
        column = column_of(field)
        columns.setdefault(column.zh, column)
    return list(columns.values())


# --- The template ---


def template() -> bytes:
    """An empty spreadsheet with the columns of this installation, choices to pick from, and instructions."""
    return empty_book(INSTRUCTIONS, [(UNIONS, union_columns()), (PLACES, facility_columns())])


def empty_book(instructions: Sequence[Any], sheets: Sequence[tuple[tuple[str, str], list[Column]]]) -> bytes:
    """An empty spreadsheet: the instructions in both languages, then each sheet; it opens on the last."""
    book = Workbook()
    sheet = book.active
    sheet.title = " ".join(HELP)
    sheet.column_dimensions["A"].width = 90
    for text in instructions:
        for line in dict.fromkeys(both(text)):
            sheet.append([line])
            sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True)
    for name, columns in sheets:
        _write_sheet(book.create_sheet(" ".join(name)), columns)
    book.active = len(sheets)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_sheet(sheet: Any, columns: list[Column]) -> None:
    sheet.append([column.header for column in columns])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(columns, 1):
        cell = sheet.cell(1, number)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E4EFEA")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = max(14, min(28, len(column.header) + 4))
        # Text, so that a phone number or postcode keeps every digit.
        sheet.column_dimensions[letter].number_format = "@"
        words = ",".join(zh for _key, zh, _en in column.choices)
        if words and len(words) < 250:
            rule = DataValidation(type="list", formula1=f'"{words}"', allow_blank=True)
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{MOST_ROWS + 1}")


# --- Reading ---


def read(file: Any) -> tuple[list[Line], list[Line]]:
    """The lines of both sheets of an uploaded file; raises RuleBroken as `read_sheets`."""
    unions, places = read_sheets(file, [(UNIONS, union_columns()), (PLACES, facility_columns())])
    return unions, places


def read_sheets(file: Any, sheets: Sequence[tuple[tuple[str, str], list[Column]]]) -> list[list[Line]]:
    """The lines of each sheet of an uploaded file, by the sheet's names and columns.

    Raises RuleBroken at `file` for what is no .xlsx, is too large, unpacks into too much, declares entities, has
    none of our columns, or has more than MOST_ROWS lines.
    """
    data = _harmless(file)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        found = [_lines(_sheet(book, names), columns) for names, columns in sheets]
    except RuleBroken:
        raise
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, ParseError) as error:
        raise RuleBroken("file", _not_a_workbook()) from error
    except (DefusedXmlException, IndexError, AttributeError, EOFError, OSError) as error:
        raise RuleBroken("file", _not_a_workbook()) from error
    if all(lines is None for lines in found):
        raise RuleBroken("file", _("None of our columns is in this file. Fill in the template and send that."))
    filled = [lines or [] for lines in found]
    if sum(map(len, filled)) > MOST_ROWS:
        raise RuleBroken("file", _too_many())
    if not any(filled):
        raise RuleBroken("file", _("There is no line in this file yet."))
    return filled


def _too_many() -> str:
    return _("More than %(most)s lines. Divide the file and send one part after the other.") % {"most": MOST_ROWS}


def _not_a_workbook() -> str:
    return _("This is not a spreadsheet that we can read. In WPS or Excel, save it as .xlsx.")


def _harmless(file: Any) -> bytes:
    """The bytes of the upload, once we know that unpacking them can hurt nobody."""
    if file.size > MOST_BYTES:
        raise RuleBroken("file", _("The file is larger than 5 MB."))
    data: bytes = file.read()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES_UNPACKED:
                raise RuleBroken("file", _("This file unpacks into far too much. Copy its lines into the template."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and DECLARES.search(_head(archive, part)):
                    raise RuleBroken("file", _not_a_workbook())
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise RuleBroken("file", _not_a_workbook()) from error
    return data


def _head(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The beginning of a part, where a document type would have to be declared."""
    with archive.open(part) as stream:
        return stream.read(64 * 1024)


def _sheet(book: Any, names: tuple[str, str]) -> Any:
    for sheet in book.worksheets:
        if any(name in sheet.title for name in names):
            return sheet
    return None


def _lines(sheet: Any, columns: list[Column]) -> list[Line] | None:
    if sheet is None:
        return None
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=5 * MOST_ROWS, max_col=MOST_COLUMNS, values_only=True)
    known = {_plain(name): column.zh for column in columns for name in (column.zh, column.en, column.header)}
    header = [known.get(_plain(as_text(cell))) for cell in next(rows, ())]
    if not any(header):
        return None
    return list(_filled(rows, header))


def _filled(rows: Iterator[Any], header: list[str | None]) -> Iterator[Line]:
    count = 0
    for number, row in enumerate(rows, 2):
        cells = {name: as_text(cell) for name, cell in zip(header, row, strict=False) if name}
        if any(cells.values()):
            count += 1
            if count > MOST_ROWS:
                raise RuleBroken("file", _too_many())
            yield Line(number, cells)


def _plain(text: str) -> str:
    return re.sub(r"[\s*：:()（）]", "", text).lower()


def as_text(cell: Any) -> str:
    """A cell as a person would read it: whole numbers without a point, dates and times in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, dt.time):
        return cell.strftime("%H:%M")
    return str(cell).strip()
