"""The monthly attendance sheet (出勤月报表) as unions keep it on paper: a line a child, a column a day."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from ops.jobs.tables import plain
from ops.records import paper
from stations.attendance.rates import LATE, MISSED, PRESENT, Attendance, ChildRow, Tally

# The signs of the paper form.
SIGNS = {PRESENT: "√", LATE: "△", MISSED: "×", "illness": "○"}
EXCUSED = "◇"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Line:
    """A child's month: a sign for each day of the month, empty where nobody was expected."""

    number: int
    row: ChildRow
    signs: list[str]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of a month."""

    attendance: Attendance
    month: dt.date
    days: list[dt.date]
    lines: list[Line]
    present_by_day: list[int | None]

    @property
    def total(self) -> Tally:
        """The month's tally."""
        total = Tally()
        for line in self.lines:
            total.add(line.tally)
        return total

    @property
    def title(self) -> str:
        """What stands on top."""
        return _("Monthly attendance sheet")

    @property
    def legend(self) -> str:
        """What the signs mean."""
        return _("√ present  △ late  ○ ill  ◇ other leave  × absent without a word  blank: no course or not enrolled")

    @property
    def name(self) -> str:
        """The file's name without its ending."""
        return f"{self.attendance.term.facility}-{self.title}-{self.month:%Y-%m}"


def sheet_of(attendance: Attendance, month: dt.date) -> Sheet:
    """The sheet of a month, made of the term's attendance; no query."""
    length = calendar.monthrange(month.year, month.month)[1]
    days = [month.replace(day=number) for number in range(1, length + 1)]
    rows = [row for row in attendance.rows if any(day in row.days for day in days)]
    lines = [
        Line(number, row, [_sign(row.days.get(day)) for day in days], row.tally(days[0], days[-1]))
        for number, row in enumerate(rows, start=1)
    ]
    held = set(attendance.held)
    present = [sum(row.days.get(day) in (PRESENT, LATE) for row in rows) if day in held else None for day in days]
    return Sheet(attendance, month, days, lines, present)


def xlsx(sheet: Sheet) -> bytes:
    """The sheet as a workbook that opens in WPS and Excel; names are text, never formulas."""
    book = Workbook()
    page: Any = book.active
    page.title = f"{sheet.month:%Y-%m}"
    tail = [_("Expected"), _("Present"), _("Late"), _("Leave"), _("Absent"), _("Rate")]
    width = 3 + len(sheet.days) + len(tail)
    term = sheet.attendance.term
    for text, size in ((f"{term.facility} {sheet.title}", 16), (f"{term} · {sheet.month:%Y-%m}", 11)):
        page.append([plain(text)])
        page.merge_cells(start_row=page.max_row, start_column=1, end_row=page.max_row, end_column=width)
        page.cell(page.max_row, 1).font = Font(size=size, bold=size > 11)
        page.cell(page.max_row, 1).alignment = Alignment(horizontal="center")
    page.append([_("No."), _("Name"), _("Group"), *(day.day for day in sheet.days), *tail])
    for line in sheet.lines:
        tally = line.tally
        counts = [tally.expected, tally.present, tally.late, tally.excused, tally.missed]
        page.append([line.number, plain(line.row.name), plain(line.row.group), *line.signs, *counts, _share(tally)])
    total = sheet.total
    counts = [total.expected, total.present, total.late, total.excused, total.missed]
    page.append(["", _("Present"), "", *("" if n is None else n for n in sheet.present_by_day), *counts, _share(total)])
    _frame(page, len(sheet.days), len(tail))
    page.append([sheet.legend])
    page.append([_("Made by:") + " " * 24 + _("Manager:") + " " * 24 + _("Date:")])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def pdf(sheet: Sheet) -> bytes:
    """The sheet as PDF, A4 across. Raises CannotPrint where the library's own libraries are missing."""
    return paper.pdf(render_to_string("stations/attendance/monthly.html", {"sheet": sheet}))


def _sign(mark: str | None) -> str:
    return "" if mark is None else SIGNS.get(mark, EXCUSED)


def _share(tally: Tally) -> Any:
    return tally.present / tally.expected if tally.expected else ""


def _frame(page: Any, days: int, tail: int) -> None:
    """Rules, widths, and what repeats on every leaf."""
    thin = Side(style="thin")
    for cells in page.iter_rows(min_row=3, max_row=page.max_row):
        for cell in cells:
            cell.border = Border(thin, thin, thin, thin)
            cell.alignment = Alignment(horizontal="left" if cell.column == 2 and cell.row > 3 else "center")
        cells[-1].number_format = "0.0%"
    for column in range(1, 4 + days + tail):
        page.column_dimensions[get_column_letter(column)].width = {1: 5, 2: 12, 3: 12}.get(column, 3.6)
    for column in range(4 + days, 4 + days + tail):
        page.column_dimensions[get_column_letter(column)].width = 7
    page.freeze_panes = "D4"
    page.print_title_rows = "1:3"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
