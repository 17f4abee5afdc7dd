"""The meal board as a form: everybody present ate as usual, but for what is chosen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.web.forms import RecordForm
from stations.enrolment.allergens import choices
from stations.meals.actions import Exceptions
from stations.meals.models import Dish, MealException, MealKind
from stations.meals.queries import Place, Table

_OFF = forms.TextInput(attrs={"autocomplete": "off"})
_DISH = ("name", "name_en", "ingredients", "allergens")
CHOICES = [("", _("Ate as usual")), *MealException.choices]


class MealForm(RecordForm):
    """A meal: what there was, who ate along, and a choice a child."""

    kind = forms.ChoiceField(choices=MealKind.choices, widget=forms.HiddenInput)
    menu = forms.CharField(label=_("What there was"), max_length=200, required=False, widget=_OFF)
    accompanied_by = forms.CharField(label=_("Who ate along"), max_length=40, required=False, widget=_OFF)

    why = {  # noqa: RUF012
        "accompanied_by": (_("A responsible person eats along at every meal (陪餐)."), ""),
    }

    def __init__(self, data: Any = None, *, table: Table):
        super().__init__(data, initial={"kind": table.kind})
        self.table = table

    def exceptions(self) -> Exceptions:
        """What was chosen for single children."""
        return exceptions_of(self.data, self.table)

    def flags_confirmed(self) -> bool:
        """Whether every present child with a flag was looked at."""
        return all(self.data.get(f"seen-{place.tile.child_id}") for place in self.table.flagged)

    def rows(self) -> list[tuple[Place, str, bool]]:
        """Each place with what is chosen now, and whether it was looked at."""
        return rows_of(self.data if self.is_bound else None, self.table)


class MealEditForm(forms.Form):
    """Corrections of a meal, with the reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    menu = forms.CharField(label=_("What there was"), max_length=200, required=False, widget=_OFF)
    accompanied_by = forms.CharField(label=_("Who ate along"), max_length=40, required=False, widget=_OFF)
    reason = forms.CharField(label=_("Why it is corrected"), max_length=200, widget=_OFF)


def exceptions_of(data: Any, table: Table) -> Exceptions:
    """The chosen exceptions of a board, by child."""
    chosen: Exceptions = {}
    for place in table.places:
        child_id: UUID = place.tile.child_id
        if kind := data.get(f"x-{child_id}", ""):
            chosen[child_id] = {"kind": kind, "note": ""}
    return chosen


def rows_of(data: Any, table: Table) -> list[tuple[Place, str, bool]]:
    """Each place with its choice and tick, from what was sent or what stands."""
    if data is None:
        return [(place, place.kind, False) for place in table.places]
    return [
        (
            place,
            data.get(f"x-{place.tile.child_id}", ""),
            bool(data.get(f"seen-{place.tile.child_id}")),
        )
        for place in table.places
    ]


class DishForm(RecordForm):
    """A dish with what is in it; with `dish` a change of it, which says why."""

    name = forms.CharField(label=_("Name of the dish"), max_length=40, widget=_OFF)
    name_en = forms.CharField(label=_("English name"), max_length=60, required=False, widget=_OFF)
    ingredients = forms.CharField(label=_("Ingredients"), max_length=300, required=False, widget=_OFF)
    allergens = forms.MultipleChoiceField(
        label=_("Contains"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    photo = forms.FileField(label=_("Photo"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("Why it is corrected"), max_length=200, widget=_OFF)

    why = {  # noqa: RUF012
        "allergens": (_("Compared with what each child must not eat. Look at sauces too."), ""),
    }

    def __init__(self, data: Any = None, files: Any = None, *, dish: Dish | None = None):
        initial = {name: getattr(dish, name) for name in (*_DISH, "version")} if dish else {}
        super().__init__(data, files, initial=initial)
        if dish is None:
            del self.fields["reason"]

    def columns(self) -> dict[str, Any]:
        """The dish's columns as entered, but for the photo."""
        return {name: self.cleaned_data[name] for name in _DISH}
