"""A facility's own month: what each day was like, and today's duties."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any

from ops.compliance.desk import rows_url
from ops.compliance.figures import Figures
from ops.compliance.queries import Scope, figures
from ops.duties.models import Duty
from ops.facilities.models import Facility


@dataclass(frozen=True)
class Day:
    """A day of the calendar. `state`: ok, due (late), bad (not done), void (excused), or empty for nothing to do."""

    date: dt.date
    inside: bool
    figures: Figures
    url: str

    @property
    def state(self) -> str:
        """The word for the day's shape."""
        if not self.inside:
            return ""
        if self.figures.undone:
            return "bad"
        if self.figures.late:
            return "due"
        if self.figures.done:
            return "ok"
        return "void" if self.figures.excused and not self.figures.open else ""


def calendar_panel(facility: Facility, access: Any) -> dict[str, Any]:
    """Context of the dossier's panel; three statements."""
    today = facility.today()
    first = today.replace(day=1)
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    scope = Scope(facility=facility)
    by_day = figures(scope, first, last, by=("day",))
    weeks = [
        [_day(scope, day, day.month == first.month, by_day) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    duties = Duty.objects.filter(facility=facility, day=today).select_related("plan", "done_by", "closure")
    whole = sum((found for (day,), found in by_day.items() if day <= today), Figures())
    return {
        "facility": facility,
        "today": today,
        "month": first,
        "weeks": weeks,
        "weekdays": [day.date for day in weeks[0]],
        "whole": whole,
        "month_url": rows_url(scope, "expected", first, today),
        "duties": duties.order_by("due_at", "pk"),
    }


def _day(scope: Scope, day: dt.date, inside: bool, by_day: dict[tuple[Any, ...], Figures]) -> Day:
    return Day(day, inside, by_day.get((day,), Figures()), rows_url(scope, "expected", day, day))
