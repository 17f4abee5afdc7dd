"""What a desk is asked for by its address: the same for pages and API."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.duties.registry import regimes
from ops.facilities.registry import kinds
from ops.records.errors import RuleBroken

LONGEST_DAYS = 400
FIGURE_LABELS = {
    "expected": gettext_lazy("Expected"),
    "done": gettext_lazy("Done"),
    "on_time": gettext_lazy("On time"),
    "late": gettext_lazy("Done late"),
    "missed": gettext_lazy("Not done"),
    "overdue": gettext_lazy("Overdue, not done"),
    "undone": gettext_lazy("Came due, not done"),
    "excused": gettext_lazy("Excused"),
    "open": gettext_lazy("Not yet due"),
}


class DeskForm(forms.Form):
    """All optional; days are the facilities' dates."""

    union = forms.UUIDField(label=gettext_lazy("trade union"), required=False)
    facility = forms.UUIDField(label=gettext_lazy("facility"), required=False)
    day = forms.DateField(label=gettext_lazy("day"), required=False)
    first = forms.DateField(label=gettext_lazy("first day"), required=False)
    last = forms.DateField(label=gettext_lazy("last day"), required=False)
    regime = forms.ChoiceField(label=gettext_lazy("regime"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("kind"), required=False)
    figure = forms.ChoiceField(label=gettext_lazy("Figure"), required=False)

    def __init__(self, data: Mapping[str, Any]):
        super().__init__(data)
        lists: dict[str, list[tuple[str, Any]]] = {
            "regime": [(regime.key, regime.label) for regime in regimes],
            "kind": [(kind.key, kind.plural) for kind in kinds],
            "figure": list(FIGURE_LABELS.items()),
        }
        every = {"regime": _("All regimes"), "kind": _("Stations and rooms"), "figure": _("All")}
        for name, choices in lists.items():
            self.fields[name].choices = [("", every[name]), *choices]  # type: ignore[attr-defined]
            self.fields[name].widget.attrs["class"] = "chip"
        for name in ("day", "first", "last"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        """Days in order, and no more than a good year of them."""
        data: dict[str, Any] = super().clean() or {}
        today = timezone.localdate()
        day = data.get("day")
        first, last = data.get("first") or day or today, data.get("last") or day or today
        if last < first:
            self.add_error("last", _("The last day lies before the first."))
        if (last - first).days > LONGEST_DAYS:
            self.add_error("first", _("At most %(days)s days at once.") % {"days": LONGEST_DAYS})
        return data | {"day": day or today, "first": first, "last": last}

    def asked(self) -> Asked:
        """What is asked for. Raises RuleBroken at the first field that is wrong."""
        for name, messages in self.errors.items():
            raise RuleBroken(name, messages[0])
        return Asked(self.cleaned_data)


class Asked:
    """The cleaned question."""

    def __init__(self, data: dict[str, Any]):
        self.union: str = str(data["union"] or "")
        self.facility: UUID | None = data["facility"]
        self.day: dt.date = data["day"]
        self.first: dt.date = data["first"]
        self.last: dt.date = data["last"]
        self.regime: str = data["regime"]
        self.kind: str = data["kind"]
        self.figure: str = data["figure"]
