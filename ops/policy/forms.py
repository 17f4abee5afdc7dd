"""Forms of the regulatory numbers and the calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ops.policy.models import Parameter


def date_box() -> forms.DateInput:
    """The browser's own date picker."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ParameterForm(forms.Form):
    """A new value of a number, from a day on."""

    value = forms.DecimalField(
        label=_("New value"),
        max_digits=10,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    valid_from = forms.DateField(label=_("Holds from"), widget=date_box(), initial=timezone.localdate)
    union = forms.ChoiceField(label=_("Holds for"), help_text=_("For this union and all below it."))
    source_text = forms.CharField(
        label=_("Where it is written"), max_length=200, help_text=_("Document and number, so that others find it.")
    )
    mark = forms.ChoiceField(
        label=_("How well the source is known"), choices=Parameter.Mark.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Why it is changed"), max_length=300)

    def __init__(self, *args: Any, unions: list[Any], **options: Any):
        super().__init__(*args, **options)
        union_field: Any = self.fields["union"]
        union_field.choices = [(str(union.pk), str(union)) for union in unions]


class CalendarDayForm(forms.Form):
    """A day that differs from the published calendar."""

    date = forms.DateField(label=_("Day"), widget=date_box())
    working = forms.TypedChoiceField(
        label=_("That day"),
        choices=[("no", _("Day off")), ("yes", _("Working day"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="no",
    )
    name = forms.CharField(label=_("Name"), max_length=60, required=False, help_text=_("For example: typhoon day"))
    reason = forms.CharField(label=_("Why"), max_length=300)
