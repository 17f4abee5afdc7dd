"""The filter of the history, as an address carries it: parsed the same way for page, API and export."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ops.audit.filters import NOBODY, ONLY, HistoryFilter
from ops.audit.queries import people_of
from ops.audit.registry import timeline
from ops.duties.registry import regimes
from ops.facilities.models import Facility
from ops.records.actor import Source
from ops.records.errors import RuleBroken
from ops.web import text


class HistoryForm(forms.Form):
    """All fields are optional; `day` is short for the same first and last day."""

    day = forms.DateField(label=gettext_lazy("day"), required=False)
    first = forms.DateField(label=gettext_lazy("first day"), required=False)
    last = forms.DateField(label=gettext_lazy("last day"), required=False)
    regime = forms.ChoiceField(label=gettext_lazy("regime"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of record"), required=False)
    person = forms.ChoiceField(label=gettext_lazy("Person"), required=False)
    source = forms.ChoiceField(label=gettext_lazy("Source"), required=False)
    only = forms.ChoiceField(label=gettext_lazy("Only"), required=False)

    def __init__(self, data: Mapping[str, Any], *, facility: Facility):
        super().__init__(data)
        self.facility = facility
        people = [(str(person.pk), str(person)) for person in people_of(facility)]
        lists = {
            "regime": [
                (regime.key, regime.label)
                for regime in regimes
                if not regime.facility_kinds or facility.kind in regime.facility_kinds
            ],
            "kind": [(entry.key, entry.label) for entry in timeline],
            "person": [*people, (NOBODY, _("System"))],
            "source": list(Source.choices),
            "only": list(ONLY.items()),
        }
        for name, choices in lists.items():
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]
        for name in ("day", "first", "last"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", _("The last day lies before the first."))
        return data

    def chosen(self) -> HistoryFilter:
        """The filter. Raises RuleBroken at the first field that is wrong."""
        for field, messages in self.errors.items():
            raise RuleBroken(field, messages[0])
        data = dict(self.cleaned_data)
        day = data.pop("day")
        return HistoryFilter(**{**data, "first": day or data["first"], "last": day or data["last"]})


def in_words(form: HistoryForm, chosen: HistoryFilter) -> str:
    """The filter as a sentence for cover sheets and the timeline."""
    parts = [days_in_words(chosen.first, chosen.last)]
    for name in ("regime", "kind", "person", "source", "only"):
        value = getattr(chosen, name)
        if value:
            labels = {str(key): label for key, label in form.fields[name].choices}  # type: ignore[attr-defined]
            parts.append(f"{form.fields[name].label}: {labels[value]}")
    return "; ".join(str(part) for part in parts)


def days_in_words(first: dt.date | None, last: dt.date | None) -> str:
    """A span of days, with the year: it may be read years later."""
    language, unknown = get_language() or "", dt.date.min
    names = {"first": first, "last": last}
    words = {name: text.short_day(day, language, unknown) for name, day in names.items() if day}
    if not words:
        return _("The whole history")
    if first == last:
        return words["first"]
    if not last:
        return _("From %(first)s on") % words
    return (_("Until %(last)s") if not first else _("%(first)s to %(last)s")) % words
