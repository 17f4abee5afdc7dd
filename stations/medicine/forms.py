"""Forms of medicine: an order, and a dose that was not given."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.web.forms import RecordForm
from stations.medicine.actions import NewOrder

_OFF = forms.TextInput(attrs={"autocomplete": "off"})
_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_TERM_LONG = _("with the enrolment; erased on request once the term is over")
COLUMNS = ("medicine", "dose", "manner", "times", "first_day", "last_day")


class OrderFields(forms.Form):
    """What a guardian orders."""

    medicine = forms.CharField(label=_("Medicine"), max_length=80, widget=_OFF)
    dose = forms.CharField(label=_("How much each time"), max_length=60, widget=_OFF, help_text=_("Such as 5 ml."))
    manner = forms.CharField(
        label=_("How it is given"),
        max_length=100,
        required=False,
        widget=_OFF,
        help_text=_("Such as after lunch, with water."),
    )
    times = forms.CharField(label=_("At what times"), max_length=60, widget=_OFF, help_text=_("Such as 12:00, 16:00."))
    first_day = forms.DateField(label=_("From"), widget=_DATE)
    last_day = forms.DateField(label=_("Until"), widget=_DATE)

    why = {  # noqa: RUF012
        "medicine": (
            _("Given only as signed, from its own package, brought with the child that morning. Encrypted."),
            _TERM_LONG,
        )
    }

    def order(self, signed_by: str, signature_id: Any = None) -> NewOrder:
        """The order as entered."""
        values = {name: self.cleaned_data[name] for name in COLUMNS}
        return NewOrder(**values, signed_by=signed_by, signature_id=signature_id)


class OrderForm(RecordForm, OrderFields):
    """An order that staff enter from the signed paper."""

    signed_by = forms.CharField(label=_("Signed by"), max_length=40, widget=_OFF)


class WithdrawForm(forms.Form):
    """Why a medicine is given no longer."""

    reason = forms.CharField(label=_("Why"), max_length=200, widget=_OFF)
