"""Forms of facilities, their opening hours and closures."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.facilities.actions import SPANS_A_DAY
from ops.facilities.models import Closure, Facility
from ops.facilities.queries import Span
from ops.facilities.registry import kinds
from ops.organization.models import TradeUnion

PLAIN_FIELDS = (
    *("name", "name_en", "host", "address", "postcode", "email"),
    *("manager_name", "manager_phone", "contact_name", "contact_phone", "emergency_phone"),
    *("opened_on", "equipment_note"),
)
WEEKDAYS = (*(_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")),)
PARTS_OF_DAY = (_("Morning"), pgettext_lazy("part of the day", "Noon"), _("Afternoon"))


def day_box() -> forms.DateInput:
    """The browser's own calendar."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class FacilityForm(forms.ModelForm):
    """What stations and rooms have in common, as on 附件1 and 附件2. Never saved by itself: see actions."""

    class Meta:
        model = Facility
        fields = PLAIN_FIELDS
        widgets = {  # noqa: RUF012
            "opened_on": day_box(),
            "equipment_note": forms.Textarea(attrs={"rows": 3}),
            "postcode": forms.TextInput(attrs={"inputmode": "numeric"}),
            "manager_phone": forms.TextInput(attrs={"inputmode": "tel"}),
            "contact_phone": forms.TextInput(attrs={"inputmode": "tel"}),
            "emergency_phone": forms.TextInput(attrs={"inputmode": "tel"}),
        }

    def validate_unique(self) -> None:
        """The action's to say: the form is filled with somebody's older version."""


class NewFacilityForm(FacilityForm):
    """A facility that is entered: of which kind, of which union."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    union = forms.ModelChoiceField(
        label=_("Trade union"), queryset=TradeUnion.objects.none(), empty_label=_("Choose a union")
    )
    field_order = ("kind", "union", *PLAIN_FIELDS)

    def __init__(self, *args: Any, unions: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["kind"].choices = [(kind.key, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["union"].queryset = unions  # type: ignore[attr-defined]


class EditFacilityForm(FacilityForm):
    """A correction, of the version that was read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason"), max_length=300, required=False)


class StateForm(forms.Form):
    """Another state, and why."""

    state = forms.ChoiceField(label=_("State"), choices=Facility.State.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class MoveForm(forms.Form):
    """The union that it shall belong to, and why."""

    union = forms.ModelChoiceField(
        label=_("Moves to"), queryset=TradeUnion.objects.none(), empty_label=_("Choose a union")
    )
    reason = forms.CharField(label=_("Reason"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, unions: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["union"].queryset = unions  # type: ignore[attr-defined]


class HoursForm(forms.Form):
    """Three spans for each weekday, as 附件2 asks: 上午, 中午, 下午."""

    first_day = forms.DateField(label=_("From this day on"), widget=day_box())
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        for weekday, name in enumerate(WEEKDAYS):
            for part in range(SPANS_A_DAY):
                for end, word in (("opens", pgettext_lazy("hours", "from")), ("closes", pgettext_lazy("hours", "to"))):
                    label = f"{name} {PARTS_OF_DAY[part]} {word}"
                    box = forms.TimeInput(format="%H:%M", attrs={"type": "time", "step": 60, "aria-label": label})
                    self.fields[f"{end}-{weekday}-{part}"] = forms.TimeField(
                        label=label, required=False, widget=box, input_formats=["%H:%M", "%H:%M:%S"]
                    )
            # Holds what the action says about the whole day.
            self.fields[f"day-{weekday}"] = forms.CharField(label=name, required=False, widget=forms.HiddenInput)

    def rows(self) -> list[tuple[Any, Any, list[tuple[Any, Any, Any]]]]:
        """For the template: each weekday with what is wrong about it, and its spans as (part, from, to)."""
        return [
            (
                name,
                self[f"day-{weekday}"],
                [
                    (PARTS_OF_DAY[part], self[f"opens-{weekday}-{part}"], self[f"closes-{weekday}-{part}"])
                    for part in range(SPANS_A_DAY)
                ],
            )
            for weekday, name in enumerate(WEEKDAYS)
        ]

    def clean(self) -> dict[str, Any]:
        """A span has two ends."""
        data = super().clean() or {}
        for weekday in range(7):
            for part in range(SPANS_A_DAY):
                opens, closes = data.get(f"opens-{weekday}-{part}"), data.get(f"closes-{weekday}-{part}")
                if (opens is None) != (closes is None):
                    self.add_error(f"day-{weekday}", _("Give both from and to."))
        return data

    def week(self) -> dict[int, list[Span]]:
        """The spans by weekday."""
        data = self.cleaned_data
        return {
            weekday: [
                (data[f"opens-{weekday}-{part}"], data[f"closes-{weekday}-{part}"])
                for part in range(SPANS_A_DAY)
                if data.get(f"opens-{weekday}-{part}") is not None
            ]
            for weekday in range(7)
        }

    @staticmethod
    def initial_of(week: list[tuple[int, list[Any]]], first_day: dt.date, version: int) -> dict[str, Any]:
        """Initial values: a span goes to the part of the day in which it begins, or the next free one."""
        initial: dict[str, Any] = {"first_day": first_day, "version": version}
        for weekday, spans in week:
            free = 0
            for number, span in enumerate(spans):
                usual = 0 if span.opens < dt.time(11, 30) else 1 if span.opens < dt.time(13, 30) else 2
                part = max(free, min(usual, SPANS_A_DAY - (len(spans) - number)))
                initial[f"opens-{weekday}-{part}"] = span.opens
                initial[f"closes-{weekday}-{part}"] = span.closes
                free = part + 1
        return initial


class ClosureForm(forms.Form):
    """Why and when a facility is closed."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    cause = forms.ChoiceField(label=_("Cause"), choices=Closure.Cause.choices)
    first_day = forms.DateField(label=_("First day"), widget=day_box())
    last_day = forms.DateField(
        label=_("Last day"), required=False, widget=day_box(), help_text=_("Empty: until it is lifted.")
    )
    document_no = forms.CharField(label=_("Document number"), required=False, max_length=60)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)


class OrderForm(ClosureForm):
    """An order for all facilities of a kind below a union."""

    union = forms.ModelChoiceField(label=_("For all below"), queryset=TradeUnion.objects.none(), empty_label=None)
    facility_kind = forms.ChoiceField(label=_("Kind of facility"), required=False)
    field_order = ("union", "facility_kind")

    def __init__(self, *args: Any, unions: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["union"].queryset = unions  # type: ignore[attr-defined]
        choices = [("", _("Stations and rooms")), *((kind.key, kind.plural) for kind in kinds)]
        self.fields["facility_kind"].choices = choices  # type: ignore[attr-defined]


class LiftForm(forms.Form):
    """Why a closure ends."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


def details_form(kind: str, data: Any = None, initial: dict[str, Any] | None = None) -> forms.Form | None:
    """The form of what is asked for a kind alone, or None where nothing is."""
    entry = kinds.get(kind)
    if entry is None or entry.details is None:
        return None
    return entry.details.form(data, initial=initial, prefix=kind)
