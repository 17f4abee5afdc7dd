"""Forms of the equipment register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.web.forms import RecordForm
from safety.equipment.models import Equipment, EquipmentInspection


def number(label: Any, **options: Any) -> forms.IntegerField:
    """A whole number, typed on the number pad."""
    box = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(label=label, widget=box, **options)


class EquipmentForm(RecordForm):
    """A piece of equipment."""

    name = forms.CharField(label=_("Name"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind"), choices=Equipment.Kind.choices)
    location = forms.CharField(label=pgettext_lazy("equipment", "Location"), max_length=60, required=False)
    quantity = number(_("Quantity"), min_value=1, max_value=10000, initial=1)
    interval_days = number(_("Inspected every … days"), min_value=1, max_value=1825, initial=30)
    serial = forms.CharField(label=_("Serial number"), max_length=60, required=False)
    bought_on = forms.DateField(
        label=_("Bought on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class CorrectForm(EquipmentForm):
    """The register put right."""

    prefix = "correct"
    id = None  # type: ignore[assignment] # Django leaves out an inherited field so
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why is it corrected?"), max_length=300)


class InspectionForm(RecordForm):
    """What an inspection found."""

    result = forms.ChoiceField(
        label=_("Result"), choices=EquipmentInspection.Result.choices, widget=forms.RadioSelect, initial="ok"
    )
    note = forms.CharField(
        label=_("What is wrong, or what was repaired?"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    inspector_name = forms.CharField(
        label=_("Inspected by somebody else"), max_length=40, required=False, help_text=_("A technician, a colleague.")
    )


class ReasonForm(forms.Form):
    """A correction says why."""

    prefix = "reason"
    reason = forms.CharField(label=_("Why?"), max_length=300)
