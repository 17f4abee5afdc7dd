"""How often a rule falls, in words."""

from __future__ import annotations

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

# The rules that people choose from; any other is written out.
RHYTHMS = {
    "FREQ=DAILY": gettext_lazy("Daily"),
    "FREQ=WEEKLY;BYDAY=MO": gettext_lazy("Every Monday"),
    "FREQ=WEEKLY;BYDAY=MO,TH": gettext_lazy("Mondays and Thursdays"),
    "FREQ=WEEKLY;BYDAY=FR": gettext_lazy("Every Friday"),
    "FREQ=MONTHLY;BYMONTHDAY=1": gettext_lazy("The 1st of each month"),
    "FREQ=MONTHLY;BYDAY=1MO": gettext_lazy("The first Monday of each month"),
    "FREQ=MONTHLY;BYMONTHDAY=-1": gettext_lazy("The last day of each month"),
}


def rhythm(rule: str) -> str:
    """The rule in the reader's language; the rule itself where we have no words for it."""
    if rule in RHYTHMS:
        return str(RHYTHMS[rule])
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    if parts.keys() == {"FREQ", "BYDAY"} and parts["FREQ"] == "WEEKLY":
        days = parts["BYDAY"].split(",")
        if set(days) <= set(_DAYS):
            return _("Every {days}").format(days=_(", ").join(str(WEEKDAYS[_DAYS.index(day)]) for day in days))
    if parts.keys() == {"FREQ", "BYMONTHDAY"} and parts["FREQ"] == "MONTHLY" and parts["BYMONTHDAY"].isdigit():
        return _("On day {day} of each month").format(day=parts["BYMONTHDAY"])
    return rule
