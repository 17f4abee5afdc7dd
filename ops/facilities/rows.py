"""A line of the spreadsheet as a form: the same checks as on the page, the same words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.facilities.forms import PLAIN_FIELDS, FacilityForm
from ops.facilities.models import Facility
from ops.facilities.registry import kinds
from ops.organization.models import TradeUnion


class UnionRowForm(forms.Form):
    """A union to enter."""

    name = forms.CharField(label=_("Name of the union"), max_length=100)
    name_en = forms.CharField(label=_("English name"), max_length=150, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=TradeUnion.Level.choices[1:])
    above = forms.CharField(label=_("Union above it"), max_length=200)


class FacilityRowForm(FacilityForm):
    """A facility to enter or to update, without what its kind asks beside."""

    union_name = forms.CharField(label=_("Trade union"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"))
    code = forms.CharField(
        label=_("Code"), max_length=8, required=False, help_text=_("Only to update one that is entered.")
    )
    field_order = ("union_name", "kind", *PLAIN_FIELDS, "code")

    class Meta(FacilityForm.Meta):
        model = Facility

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        box: Any = self.fields["kind"]
        box.choices = [(kind.key, kind.label) for kind in kinds]
        box.also = {word.lower(): kind.key for kind in kinds for word in kind.also}

    def clean_code(self) -> str:
        """As printed."""
        return str(self.cleaned_data["code"]).upper()
