"""How often a plan falls and at what times, as people choose it: plainly, or by a rule of their own."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from ops.duties.rules import names_times, parts_of
from ops.duties.words import DAYS, NTH

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
DAILY, WEEKLY, MONTH_DAY, MONTH_WEEKDAY, HOURS, OTHER = "daily", "weekly", "day", "weekday", "hours", "other"
OFTEN = [
    (DAILY, _("Daily, or every so many days")),
    (WEEKLY, _("On some weekdays")),
    (MONTH_DAY, _("On a day of the month")),
    (MONTH_WEEKDAY, _("On a weekday of the month")),
    (HOURS, _("Every so many opening hours")),
    (OTHER, _("By a rule of your own (RFC 5545)")),
]
_UNITS = {DAILY: "DAILY", WEEKLY: "WEEKLY", MONTH_DAY: "MONTHLY", MONTH_WEEKDAY: "MONTHLY"}
_WEEKDAYS = [(day, WEEKDAYS[number]) for number, day in enumerate(DAYS)]
_MONTH_DAYS = [*((str(day), str(day)) for day in range(1, 32)), ("-1", _("the last day"))]


class TimesOfDay(forms.CharField):
    """Times such as "9:30, 14:30", also with Chinese commas and colons; cleaned to datetime.time, earliest first."""

    default_error_messages = {"invalid": _("Give times of day such as 09:30, 14:30.")}  # noqa: RUF012

    def clean(self, value: Any) -> Any:
        """The times; ValidationError where one is none."""
        text = super().clean(value).replace("\uff1a", ":")
        try:
            found = {
                dt.time.fromisoformat(part.zfill(5)) for part in re.split(r"[\s,;\uff0c\uff1b\u3001]+", text) if part
            }
        except ValueError as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error
        return sorted(found)

    def prepare_value(self, value: Any) -> Any:
        """What the box shows."""
        return value if value is None or isinstance(value, str) else ", ".join(f"{time:%H:%M}" for time in value)


class RhythmForm(forms.Form):
    """The part of a plan's form that says when it falls. `rhythm_fields()` gives the plan's columns.

    Boxes that do not belong to what was chosen in `often` are not looked at; the page hides them.
    """

    often = forms.ChoiceField(label=_("How often"), choices=OFTEN)
    every = forms.IntegerField(label=_("Every so many"), min_value=1, max_value=366, required=False)
    weekdays = forms.MultipleChoiceField(
        label=_("Weekdays"), choices=_WEEKDAYS, required=False, widget=forms.CheckboxSelectMultiple
    )
    month_day = forms.ChoiceField(label=_("Day of the month"), choices=_MONTH_DAYS, required=False)
    nth = forms.ChoiceField(label=_("Which one"), choices=list(NTH.items()), required=False)
    nth_weekday = forms.ChoiceField(label=_("Weekday"), choices=_WEEKDAYS, required=False)
    every_opening_hours = forms.IntegerField(
        label=_("Every so many opening hours"),
        min_value=1,
        max_value=24,
        required=False,
        help_text=_("Counted from each opening of the day; the last one at or before closing."),
    )
    rrule = forms.CharField(
        label=_("Own rule"),
        max_length=300,
        required=False,
        help_text=_("An RFC 5545 rule, such as FREQ=WEEKLY;INTERVAL=2;BYDAY=WE or FREQ=DAILY;BYHOUR=9,14;BYMINUTE=30."),
    )
    times = TimesOfDay(
        label=_("Due at"),
        max_length=300,
        required=False,
        help_text=_("One time, or several on the same day: 09:30, 14:30."),
    )
    opens = forms.TimeField(
        label=_("May be done from"), widget=TIME, help_text=_("What is due again that day: from the time before.")
    )
    window_minutes = forms.IntegerField(
        label=_("Or so long before each"),
        min_value=1,
        max_value=31 * 24 * 60,
        required=False,
        help_text=_("Counts instead of the clock time, for each due time by itself."),
    )

    def clean(self) -> dict[str, Any]:
        """What was chosen needs its boxes."""
        data = super().clean() or {}
        often = data.get("often")
        needed = {WEEKLY: "weekdays", HOURS: "every_opening_hours", OTHER: "rrule"}.get(often or "")
        if needed and not data.get(needed) and needed not in self.errors:
            self.add_error(needed, forms.Field.default_error_messages["required"])
        own = often == HOURS or (often == OTHER and names_times((data.get("rrule") or "").upper()))
        if not own and not data.get("times") and "times" not in self.errors:
            self.add_error("times", forms.Field.default_error_messages["required"])
        return data

    def rhythm_fields(self) -> dict[str, Any]:
        """The plan's columns that say when it falls."""
        data = self.cleaned_data
        due, *more = data["times"] or [dt.time(23, 59)]
        return {
            "rrule": self._rule(),
            "due": due,
            "also_due": [f"{time:%H:%M}" for time in more],
            "every_opening_hours": data["every_opening_hours"] if data["often"] == HOURS else None,
            "opens": data["opens"],
            "window_minutes": data["window_minutes"],
        }

    def _rule(self) -> str:
        data = self.cleaned_data
        often, every = data["often"], data["every"] or 1
        if often == OTHER:
            return data["rrule"]
        parts = [f"FREQ={_UNITS.get(often, 'DAILY')}"]
        if every > 1 and often != HOURS:
            parts.append(f"INTERVAL={every}")
        if often == WEEKLY:
            parts.append("BYDAY=" + ",".join(day for day in DAYS if day in data["weekdays"]))
        if often == MONTH_DAY:
            parts.append(f"BYMONTHDAY={data['month_day'] or 1}")
        if often == MONTH_WEEKDAY:
            parts.append(f"BYDAY={data['nth'] or 1}{data['nth_weekday'] or DAYS[0]}")
        return ";".join(parts)

    @staticmethod
    def rhythm_initial(terms: Any) -> dict[str, Any]:
        """What the boxes show of a plan (or anything with its terms)."""
        shown = {"every": 1, "weekdays": list(DAYS[:5]), "month_day": "1", "nth": "1", "nth_weekday": DAYS[0]}
        shown |= {"opens": terms.opens, "window_minutes": terms.window_minutes, "times": list(terms.due_times)}
        if terms.every_opening_hours is not None:
            return shown | {"often": HOURS, "every_opening_hours": terms.every_opening_hours}
        return shown | (_chosen(parts_of(terms.rrule)) or {"often": OTHER, "rrule": terms.rrule})


def _chosen(parts: dict[str, str]) -> dict[str, Any] | None:
    """The plain choice that makes this rule; None where only the rule itself says it."""
    every = {"every": int(parts.pop("INTERVAL", "1"))}
    unit, by = parts.pop("FREQ", ""), parts
    if unit == "DAILY" and not by:
        return every | {"often": DAILY}
    if unit == "WEEKLY" and by.keys() == {"BYDAY"} and set(by["BYDAY"].split(",")) <= set(DAYS):
        return every | {"often": WEEKLY, "weekdays": by["BYDAY"].split(",")}
    if unit == "MONTHLY" and by.keys() == {"BYMONTHDAY"} and by["BYMONTHDAY"] in dict(_MONTH_DAYS):
        return every | {"often": MONTH_DAY, "month_day": by["BYMONTHDAY"]}
    if unit == "MONTHLY" and by.keys() == {"BYDAY"} and by["BYDAY"][:-2] in NTH and by["BYDAY"][-2:] in DAYS:
        return every | {"often": MONTH_WEEKDAY, "nth": by["BYDAY"][:-2], "nth_weekday": by["BYDAY"][-2:]}
    return None
