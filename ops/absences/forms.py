"""What a person enters for an absence: days, on their facility's clock."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.absences.models import Absence
from ops.absences.queries import colleagues_of, zone_of
from ops.organization.forms import end_of, last_day_of
from ops.organization.models import User

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AbsenceForm(forms.Form):
    """From which day to which, why in one word, and who stands in."""

    since = forms.DateField(label=_("First day away"), widget=DATE)
    until = forms.DateField(
        label=_("Last day away"), widget=DATE, required=False, help_text=_("That day included; empty: not yet known.")
    )
    cause = forms.ChoiceField(label=_("Reason"), choices=Absence.Cause.choices)
    stand_in = forms.ModelChoiceField(
        label=_("Stand-in"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("Responsible meanwhile; without one everybody with the duty's role is."),
    )
    note = forms.CharField(
        label=_("Remark"), max_length=120, required=False, help_text=_("No health details: they are not needed here.")
    )

    def __init__(self, *args: Any, user: User, **options: Any):
        super().__init__(*args, **options)
        self.zone = zone_of(user)
        box: Any = self.fields["stand_in"]
        box.queryset = colleagues_of(user)

    def columns(self) -> dict[str, Any]:
        """The absence's columns; days become moments."""
        data = {name: self.cleaned_data[name] for name in AbsenceForm.base_fields}
        since = dt.datetime.combine(data["since"], dt.time(), tzinfo=self.zone)
        return data | {"since": since, "until": end_of(data["until"], self.zone)}

    @staticmethod
    def initial_of(absence: Absence) -> dict[str, Any]:
        """What the form shows of a standing absence."""
        zone = zone_of(absence.user)
        shown = {name: getattr(absence, name) for name in ("cause", "note", "stand_in", "version")}
        return shown | {
            "since": absence.since.astimezone(zone).date(),
            "until": last_day_of(absence.until, zone),
        }


class ChangeAbsenceForm(AbsenceForm):
    """A change of an absence, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason for the change"), max_length=300)


class WithdrawForm(forms.Form):
    """Why it does not take place."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
