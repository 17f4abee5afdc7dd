"""Forms of the guardian's page, and of the staff who answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.organization.forms import PhoneForm as AnyPhoneForm
from ops.web.forms import RecordForm
from stations.attendance.models import AbsenceReason
from stations.enrolment.allergens import choices
from stations.enrolment.forms import HeldPersonForm
from stations.guardians.actions import Wish

_OFF = forms.TextInput(attrs={"autocomplete": "off"})
_TERM_LONG = _("with the enrolment; erased on request once the term is over")


class PhoneForm(AnyPhoneForm):
    """The phone number that the station knows."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["phone"].help_text = _(
            "The number that you gave at the station. A code of six digits is sent to it."
        )


class NoticesForm(forms.Form):
    """Of what a guardian is told."""

    arrivals = forms.BooleanField(label=_("When my child has arrived"), required=False)
    departures = forms.BooleanField(label=_("When my child was collected, and by whom"), required=False)
    texts = forms.BooleanField(label=_("Also by text message to my phone"), required=False)


class AbsenceForm(RecordForm):
    """On which days the child stays away, and why."""

    when = forms.ChoiceField(
        label=_("When"),
        choices=[("today", _("Today")), ("tomorrow", _("Tomorrow")), ("days", _("Other days"))],
        widget=forms.RadioSelect,
        initial="today",
    )
    first_day = forms.DateField(label=_("First day away"), required=False)
    last_day = forms.DateField(label=_("Last day away"), required=False)
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[choice for choice in AbsenceReason.choices if choice[0] != AbsenceReason.UNREACHED],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Note"), max_length=100, required=False, widget=_OFF)

    def __init__(self, data: Any = None, *, today: dt.date):
        self.today = today
        super().__init__(data)
        for name in ("first_day", "last_day"):
            self.fields[name].widget = forms.DateInput(
                attrs={"type": "date", "min": today.isoformat()}, format="%Y-%m-%d"
            )

    def clean(self) -> dict[str, Any]:
        """Other days need a first one; without a last one it is that one day."""
        given = super().clean() or self.cleaned_data
        if given.get("when") == "days" and not given.get("first_day"):
            self.add_error("first_day", _("Choose the day."))
        return given

    def days(self) -> tuple[dt.date, dt.date]:
        """From when until when."""
        given = self.cleaned_data
        if given["when"] == "days":
            return given["first_day"], given["last_day"] or given["first_day"]
        day = self.today + dt.timedelta(days=given["when"] == "tomorrow")
        return day, day


class WishForm(HeldPersonForm):
    """Somebody who should be allowed to collect the child."""

    note = forms.CharField(label=_("Anything that staff should know"), max_length=200, required=False, widget=_OFF)

    why = {  # noqa: RUF012
        "phone": (_("So that staff can call this person. Encrypted and shown masked."), _TERM_LONG),
        "photo": (_("So that staff recognise this person at the door. Ask them first."), _TERM_LONG),
    }

    def wish(self, photo_id: Any = None) -> Wish:
        """The wish as entered."""
        return Wish(**self.who(), photo_id=photo_id, note=self.cleaned_data["note"])


class AllergyForm(RecordForm):
    """All that a child must not eat; with `consented` the agreement to it stands already."""

    allergens = forms.MultipleChoiceField(
        label=_("Must not eat"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(label=_("In your own words"), max_length=300, required=False, widget=_OFF)
    agree = forms.BooleanField(label=_("I agree that the station keeps this about my child's health"), required=False)

    why = {  # noqa: RUF012
        "words": (_("So that the kitchen and the staff keep the child safe. Encrypted."), _TERM_LONG),
    }

    def __init__(self, data: Any = None, *, initial: dict[str, Any], consented: bool):
        super().__init__(data, initial=initial)
        if consented:
            del self.fields["agree"]


class WithdrawForm(RecordForm):
    """Why somebody should no longer collect the child."""

    note = forms.CharField(label=_("Why, and what staff should do"), max_length=200, widget=_OFF)


class ErasureForm(RecordForm):
    """Why the data should be erased."""

    reason = forms.CharField(label=_("Why"), max_length=200, required=False, widget=_OFF)
