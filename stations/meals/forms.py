"""Forms of meals: the board, corrections, who ate along, the count for the kitchen, a dish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid5

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.web.forms import RecordForm
from stations.enrolment.allergens import choices
from stations.meals.models import SERVED, AccompaniedMeal, Dish, MealKind, Portion, Serving, Settlement
from stations.meals.queries import Place, Table
from stations.meals.serving import Plate

_OFF = forms.TextInput(attrs={"autocomplete": "off"})
_DISH = ("name", "name_en", "ingredients", "allergens")
# What settles a conflict; that it was looked at is not enough.
SETTLING = [choice for choice in Settlement.choices if choice[0] != Settlement.CHECKED]


class TableForm(RecordForm):
    """The board of a meal: everybody who is here ate, but for what is chosen; what must be settled is settled first."""

    kind = forms.ChoiceField(choices=MealKind.choices, widget=forms.HiddenInput)
    menu = forms.CharField(label=_("What there was"), max_length=200, required=False, widget=_OFF)
    accompanied_by = forms.CharField(label=_("Who ate along"), max_length=40, required=False, widget=_OFF)

    why = {  # noqa: RUF012
        "accompanied_by": (_("A responsible person eats along at every meal (陪餐)."), ""),
    }

    def __init__(self, data: Any = None, *, table: Table, places: list[Place]):
        menu = "、".join(str(dish) for dish in table.dishes)[:200]
        super().__init__(data, initial={"kind": table.kind, "menu": menu})
        self.places = places

    def clean(self) -> dict[str, Any]:
        """Nothing is sent while a child is not looked at."""
        left = [place.tile.label for place in self.places if not self._is_settled(place)]
        if self.is_bound and left:
            text = _("Say first what these children get: %(names)s.")
            self.add_error(None, text % {"names": "、".join(left)})
        return self.cleaned_data

    def plates(self) -> list[Plate]:
        """A plate for each child, under ids that follow from the form's."""
        return [
            Plate(
                id=uuid5(self.cleaned_data["id"], str(row.place.tile.child_id)),
                child_id=row.place.tile.child_id,
                portion=row.portion,
                settled=row.settled,
                instead=row.instead,
            )
            for row in self.rows()
        ]

    def rows(self) -> list[Row]:
        """Each place with what is chosen for it now."""
        return [self._row(place) for place in self.places]

    def _row(self, place: Place) -> Row:
        key = place.tile.child_id
        seen = Settlement.CHECKED.value if self.data.get(f"seen-{key}") else ""
        return Row(
            place,
            self.data.get(f"x-{key}") or Portion.FULL.value,
            self.data.get(f"settled-{key}", "") or seen,
            self.data.get(f"instead-{key}", ""),
        )

    def _is_settled(self, place: Place) -> bool:
        row = self._row(place)
        return not place.care.needed or row.portion not in SERVED or bool(row.settled)


@dataclass(frozen=True, slots=True)
class Row:
    """A place of the board with what is chosen for it."""

    place: Place
    portion: str
    settled: str
    instead: str


class MealEditForm(forms.Form):
    """A correction of what there was, with the reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    menu = forms.CharField(label=_("What there was"), max_length=200, required=False, widget=_OFF)
    reason = forms.CharField(label=_("Why it is corrected"), max_length=200, widget=_OFF)


class ServingForm(forms.Form):
    """A correction of what one child had, with the reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    portion = forms.ChoiceField(label=_("What the child had"), choices=Portion.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), max_length=100, required=False, widget=_OFF)
    settled = forms.ChoiceField(
        label=_("What was done"), choices=[("", "—"), *SETTLING], required=False, widget=forms.Select
    )
    instead = forms.CharField(label=_("What instead, or who allowed it"), max_length=100, required=False, widget=_OFF)
    reason = forms.CharField(
        label=_("Why it is corrected"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "usual-reasons"}),
    )

    def __init__(self, data: Any = None, *, serving: Serving):
        names = ("version", "portion", "note", "settled", "instead")
        super().__init__(data, initial={name: getattr(serving, name) for name in names})
        if not serving.has_clash:
            del self.fields["settled"], self.fields["instead"]

    def changes(self) -> dict[str, Any]:
        """The columns as entered."""
        given = self.cleaned_data
        return {name: given[name] for name in ("portion", "note", "settled", "instead") if name in given}


class AccompaniedForm(RecordForm):
    """Who ate along, and how it was."""

    person_name = forms.CharField(label=_("Who ate along"), max_length=40, widget=_OFF)
    capacity = forms.ChoiceField(label=_("In what capacity"), choices=AccompaniedMeal.Capacity.choices)
    verdict = forms.ChoiceField(
        label=_("How it was"), choices=AccompaniedMeal.Verdict.choices, widget=forms.RadioSelect, initial="good"
    )
    remark = forms.CharField(label=_("Taste, warmth, amount"), max_length=300, required=False, widget=_OFF)


class KitchenForm(RecordForm):
    """What the kitchen is told beside the children who are here."""

    staff = forms.IntegerField(label=_("Portions for staff"), min_value=0, max_value=200)
    extra = forms.IntegerField(label=_("Spare portions"), min_value=0, max_value=200, initial=0, required=False)
    note = forms.CharField(label=_("Note for the kitchen"), max_length=200, required=False, widget=_OFF)

    def clean_extra(self) -> int:
        """None is no spare portion."""
        return self.cleaned_data["extra"] or 0


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
