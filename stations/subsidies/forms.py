"""Forms of the rules of subsidies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.policy.forms import date_box
from ops.web.forms import RecordForm
from stations.subsidies.actions import DEMANDS
from stations.subsidies.models import SubsidyRule
from stations.terms.models import Station


class DemandsForm(forms.ModelForm):
    """What a campaign asks for."""

    running_mode = forms.ChoiceField(
        label=_("Which stations"), choices=[("", _("All stations")), *Station.RunningMode.choices], required=False
    )

    class Meta:
        model = SubsidyRule
        fields = DEMANDS
        widgets = {"first_day": date_box(), "last_day": date_box()}


class NewRuleForm(RecordForm, DemandsForm):
    """A campaign's rule, for one of the unions that the person speaks for."""

    union = forms.ChoiceField(label=_("Holds for"), help_text=_("For this union and all below it."))

    def __init__(self, data: Any = None, *, unions: list[Any], initial: dict[str, Any] | None = None):
        super().__init__(data, initial=initial)
        field: Any = self.fields["union"]
        field.choices = [(str(union.pk), str(union)) for union in unions]


class AmendRuleForm(DemandsForm):
    """A change of what it asks for, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it is changed"), max_length=300)


class WithdrawForm(forms.Form):
    """Why it asks for nothing any more."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=300)
