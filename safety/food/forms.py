"""Forms of the kitchen: few fields, the last values filled in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.web.forms import RecordForm
from safety.food.models import FoodDelivery, FridgeReading, Meal, StaffHealthCheck


class Degrees(forms.DecimalField):
    """Degrees Celsius, typed or stepped."""

    def __init__(self, **options: Any):
        options.setdefault("label", _("Temperature, °C"))
        box = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})
        super().__init__(max_digits=4, decimal_places=1, widget=box, **options)


def moment(label: Any, **options: Any) -> forms.DateTimeField:
    """A moment in local time, now unless told."""
    options.setdefault("initial", timezone.localtime)
    options.setdefault("required", False)
    box = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=box, input_formats=["%Y-%m-%dT%H:%M"], **options)


class KitchenForm(RecordForm):
    """What every kitchen form ends with: when it happened, now unless told."""

    occurred_at = moment(_("When?"))

    def clean_occurred_at(self) -> Any:
        """Now, where the form does not say."""
        return self.cleaned_data.get("occurred_at") or timezone.now()


class CheckForm(KitchenForm):
    """One food handler's morning check."""

    person_name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=40)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=StaffHealthCheck.Outcome.choices)
    symptom = forms.CharField(
        label=_("What is wrong?"),
        max_length=200,
        required=False,
        help_text=_("Fever, diarrhoea, vomiting, a wound on the hand, a running ear…"),
    )
    temperature = Degrees(required=False)

    why = {  # noqa: RUF012
        "symptom": (_("Whoever is unwell may not touch food."), _("encrypted, seen by this station only")),
    }


class ReadingForm(KitchenForm):
    """What a thermometer says."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=FridgeReading.Appliance.choices, initial=FridgeReading.Appliance.FRIDGE
    )
    appliance = forms.CharField(label=_("Which one?"), max_length=40, help_text=_("As it is written on its door."))
    temperature = Degrees()


class DeliveryForm(KitchenForm):
    """What arrived, with the supplier's papers."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=FoodDelivery.Kind.choices, widget=forms.RadioSelect)
    supplier = forms.CharField(label=_("Supplier"), max_length=80)
    licence_no = forms.CharField(label=_("Licence number"), max_length=40, required=False)
    items = forms.CharField(label=_("What arrived?"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    temperature = Degrees(label=_("Temperature on arrival, °C"), required=False)
    cooked_at = moment(_("Cooked at"), initial=None)
    receipt_no = forms.CharField(label=_("Receipt number"), max_length=40, required=False)
    accepted = forms.TypedChoiceField(
        label=_("On inspection"),
        choices=[("yes", _("Accepted")), ("no", pgettext_lazy("food", "Refused"))],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )


class SampleForm(KitchenForm):
    """A sample put away."""

    meal = forms.ChoiceField(label=_("Meal"), choices=Meal.choices, initial=Meal.LUNCH, widget=forms.RadioSelect)
    dish = forms.CharField(label=_("Dish"), max_length=60)
    grams = forms.IntegerField(
        label=_("Weight"),
        min_value=1,
        max_value=5000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    cabinet = forms.CharField(label=_("Cabinet"), max_length=40, required=False)
    temperature = Degrees(label=_("Temperature of the cabinet, °C"), required=False)
    kept_by = forms.CharField(label=_("Kept by"), max_length=40, required=False)


class RemedyForm(forms.Form):
    """What was done about a record that failed."""

    remedy = forms.CharField(label=_("What did you do about it?"), max_length=300)


class ReasonForm(forms.Form):
    """A correction says why."""

    prefix = "reason"
    reason = forms.CharField(label=_("Why?"), max_length=300)


class CertificateForm(RecordForm):
    """A food handler's health certificate."""

    person_name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=40)
    number = forms.CharField(label=_("Certificate number"), max_length=40, required=False)
    issued_on = forms.DateField(
        label=_("Issued on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("It expires by the rule in force: one year later."),
    )
    photo = forms.FileField(label=_("Photo"), required=False)


def correcting(form: type[RecordForm]) -> type[forms.Form]:
    """The same fields for a correction: with the version that was read and a reason, without the id."""
    fields: dict[str, Any] = {
        "id": None,
        "photo": None,
        "version": forms.IntegerField(widget=forms.HiddenInput),
        "reason": forms.CharField(label=_("Why is it corrected?"), max_length=300),
        "prefix": "correct",
    }
    if issubclass(form, KitchenForm):
        fields["occurred_at"] = moment(_("When?"), required=True)
    return type(f"{form.__name__}Correction", (form,), fields)
