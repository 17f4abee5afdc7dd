"""What a person enters for an escalation policy: its own fields, and a row for each step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.duties import registry
from ops.duties.escalation import Step
from ops.duties.escalation_queries import whom
from ops.duties.models import EscalationPolicy, EscalationStep
from ops.duties.rhythm_forms import TIME
from ops.organization.roles import IN_FIELD, Role

Reach = EscalationStep.Reach
# (reach, role) that a step may tell, as one choice.
RECIPIENTS = (
    (Reach.FACILITY, ""),
    *((Reach.FACILITY, role) for role in IN_FIELD),
    *((reach, role) for reach in (Reach.UNION, Reach.CITY) for role in (Role.UNION_OFFICER, Role.UNION_AUDITOR)),
    (Reach.CITY, Role.ADMINISTRATOR),
)
MOST_STEPS = 20
OWN = ("name", "name_en", "urgent", "before_minutes", "quiet_from", "quiet_until")


class OfferForm(forms.Form):
    """Why a policy is retired, or brought back."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


class PolicyForm(forms.Form):
    """A policy and its steps. A step's fields are `steps.<n>.level`, `.after_minutes`, `.role` ("reach:role"; empty: no
    step) and `.channels`.
    """

    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=100, required=False)
    urgent = forms.BooleanField(
        label=_("Urgent: quiet hours do not hold its reminders"),
        required=False,
        help_text=_("Only for the safety of children."),
    )
    before_minutes = forms.IntegerField(
        label=_("Reminder beforehand"),
        required=False,
        help_text=_("Minutes before it is due, to who is in charge; empty: none."),
    )
    quiet_from = forms.TimeField(label=_("Quiet hours from"), widget=TIME)
    quiet_until = forms.TimeField(
        label=_("Quiet hours until"),
        widget=TIME,
        help_text=_("On the facility's clock. The same time twice: no quiet hours."),
    )
    reason = forms.CharField(label=_("Reason for the change"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    count = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_STEPS)

    def __init__(self, *args: Any, steps: int, **options: Any):
        super().__init__(*args, **options)
        self.rows = min(steps, MOST_STEPS)
        self.initial["count"] = self.rows
        choices = [("", "—"), *((f"{reach}:{role}", whom(reach, role)) for reach, role in RECIPIENTS)]
        ways = [(channel.key, channel.label) for channel in registry.channels]
        for number in range(self.rows):
            place = f"steps.{number}"
            self.fields[f"{place}.level"] = forms.IntegerField(label=_("Level"), required=False, min_value=1)
            self.fields[f"{place}.after_minutes"] = forms.IntegerField(
                label=_("Minutes after it is overdue"), required=False, min_value=0
            )
            self.fields[f"{place}.role"] = forms.ChoiceField(label=_("Who is told"), choices=choices, required=False)
            self.fields[f"{place}.channels"] = forms.MultipleChoiceField(
                label=_("How"), choices=ways, required=False, widget=forms.CheckboxSelectMultiple
            )

    @classmethod
    def of(cls, policy: EscalationPolicy) -> dict[str, Any]:
        """What the form shows of a standing policy."""
        shown = {name: getattr(policy, name) for name in OWN} | {"version": policy.version}
        for number, step in enumerate(policy.steps.all()):
            place = f"steps.{number}"
            shown[f"{place}.level"] = step.level
            shown[f"{place}.after_minutes"] = step.after_minutes
            shown[f"{place}.role"] = f"{step.reach}:{step.role}"
            shown[f"{place}.channels"] = step.channels
        return shown

    def step_rows(self) -> list[dict[str, Any]]:
        """The fields of each step, for the page."""
        names = ("level", "after_minutes", "role", "channels")
        return [{name: self[f"steps.{number}.{name}"] for name in names} for number in range(self.rows)]

    def clean(self) -> dict[str, Any]:
        """A step that says whom says when."""
        data = super().clean() or self.cleaned_data
        for number in self._filled(data):
            for name in ("level", "after_minutes"):
                place = f"steps.{number}.{name}"
                if data.get(place) is None and place not in self.errors:
                    self.add_error(place, _("Enter a number."))
        return data

    def policy_fields(self) -> dict[str, Any]:
        """The policy's columns."""
        return {name: self.cleaned_data[name] for name in OWN}

    def steps(self) -> list[Step]:
        """The steps that are filled in, in the order of the page."""
        data = self.cleaned_data
        found = []
        for number in self._filled(data):
            reach, _colon, role = data[f"steps.{number}.role"].partition(":")
            level, after = data[f"steps.{number}.level"], data[f"steps.{number}.after_minutes"]
            found.append(Step(level, after, reach, role, tuple(data[f"steps.{number}.channels"])))
        return found

    def _filled(self, data: dict[str, Any]) -> list[int]:
        return [number for number in range(self.rows) if data.get(f"steps.{number}.role")]
