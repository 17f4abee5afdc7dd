"""Forms of the guardian's page, and of the staff who answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.web.forms import RecordForm
from stations.enrolment.models import Relation
from stations.guardians.actions import Wish

_OFF = forms.TextInput(attrs={"autocomplete": "off"})
_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_TERM_LONG = _("with the enrolment; erased on request once the term is over")


class PhoneForm(forms.Form):
    """The phone number that the station knows."""

    phone = forms.CharField(
        label=_("Phone number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national"}),
        help_text=_("The number that you gave at the station. A code of six digits is sent to it."),
    )


class CodeForm(forms.Form):
    """The code that came to the phone."""

    phone = forms.CharField(widget=forms.HiddenInput, max_length=20)
    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class NoticesForm(forms.Form):
    """Of what a guardian is told."""

    arrivals = forms.BooleanField(label=_("When my child has arrived"), required=False)
    departures = forms.BooleanField(label=_("When my child was collected, and by whom"), required=False)


class WishForm(RecordForm):
    """Somebody who should be allowed to collect the child."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=40, widget=_OFF)
    relation = forms.ChoiceField(label=_("Relation"), choices=Relation.choices, initial="grandmother")
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    holds = forms.ChoiceField(
        label=_("How long"),
        choices=[("always", _("Until it is withdrawn")), ("one_day", _("Only on")), ("last_day", _("Until"))],
        widget=forms.RadioSelect,
        initial="always",
    )
    day = forms.DateField(label=_("Day"), required=False, widget=_DATE)
    photo = forms.FileField(label=_("Photo"), required=False)
    note = forms.CharField(label=_("Anything that staff should know"), max_length=200, required=False, widget=_OFF)

    why = {  # noqa: RUF012
        "phone": (_("So that staff can call this person. Encrypted and shown masked."), _TERM_LONG),
        "photo": (_("So that staff recognise this person at the door. Ask them first."), _TERM_LONG),
    }

    def clean(self) -> dict[str, Any]:
        """A day is needed where the authorisation names one."""
        given = super().clean() or self.cleaned_data
        if given.get("holds") in ("one_day", "last_day") and not given.get("day"):
            self.add_error("day", _("Choose the day."))
        return given

    def wish(self, photo_id: Any = None) -> Wish:
        """The wish as entered."""
        given = self.cleaned_data
        return Wish(
            name=given["name"],
            relation=given["relation"],
            phone=given["phone"],
            valid_on=given["day"] if given["holds"] == "one_day" else None,
            until=given["day"] if given["holds"] == "last_day" else None,
            photo_id=photo_id,
            note=given["note"],
        )


class WithdrawForm(RecordForm):
    """Why somebody should no longer collect the child."""

    note = forms.CharField(label=_("Why, and what staff should do"), max_length=200, widget=_OFF)


class ErasureForm(RecordForm):
    """Why the data should be erased."""

    reason = forms.CharField(label=_("Why"), max_length=200, required=False, widget=_OFF)
