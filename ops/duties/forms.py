"""What a person enters for a plan."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.checklists.models import ChecklistTemplate
from ops.checklists.queries import templates_for
from ops.duties.models import DutyPlan, EscalationPolicy, PlanTemplateVersion
from ops.duties.queries import in_field_at
from ops.duties.registry import conditions, regimes, triggers
from ops.duties.rhythm_forms import RhythmForm
from ops.facilities.models import Facility
from ops.organization.models import User
from ops.organization.roles import IN_FIELD

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CHECKLIST = "checklist"


class PlanForm(RhythmForm):
    """A plan. `completion` is "checklist:<id>", "record:<trigger>" or "condition:<condition>"."""

    regime = forms.ChoiceField(label=_("Regime"))
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    completion = forms.ChoiceField(label=_("Completed by"))
    calendar = forms.ChoiceField(label=_("On which days"), choices=DutyPlan.Calendar.choices)
    grace_minutes = forms.IntegerField(label=_("Grace"), min_value=0, max_value=24 * 60)
    late_minutes = forms.IntegerField(label=_("May still be done late for"), min_value=0, max_value=31 * 24 * 60)
    role = forms.ChoiceField(label=_("In charge"), choices=[(role.value, role.label) for role in IN_FIELD])
    person = forms.ModelChoiceField(
        label=_("Responsible by name"),
        queryset=User.objects.none(),
        required=False,
        help_text=_("While absent, the stand-in; without one everybody with the role above."),
    )
    policy = forms.ModelChoiceField(label=_("When it is overdue"), queryset=EscalationPolicy.objects.none())
    presence = forms.BooleanField(
        label=_("Scan the code at the place"),
        required=False,
        help_text=_("For checklists: a missing scan is marked for the auditor, not refused."),
    )
    first_day = forms.DateField(label=_("First day"), widget=DATE)
    last_day = forms.DateField(label=_("Last day"), widget=DATE, required=False)

    def __init__(self, *args: Any, facility: Facility, **options: Any):
        super().__init__(*args, **options)
        chosen: Any = self.fields
        chosen["regime"].choices = [(r.key, r.label) for r in regimes if facility.kind in r.facility_kinds]
        chosen["policy"].queryset = EscalationPolicy.objects.offered(named=self.initial.get("policy"))
        chosen["completion"].choices = _completions(facility)
        chosen["person"].queryset = in_field_at(facility, named=self.initial.get("person"))

    def look_only(self) -> PlanForm:
        """For a look at what it will ask for: when it falls is enough, its name may come later."""
        for name in ("name", "reason"):
            if name in self.fields:
                self.fields[name].required = False
        return self

    def plan_fields(self) -> dict[str, Any]:
        """The plan's columns."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in RhythmForm.base_fields}
        way, _colon, what = data.pop("completion").partition(":")
        data |= self.rhythm_fields()
        data["completed_by"] = way
        data["checklist"] = ChecklistTemplate.objects.get(pk=what) if way == CHECKLIST else None
        data["trigger"] = "" if way == CHECKLIST else what
        return data

    @staticmethod
    def initial_of(plan: DutyPlan | PlanTemplateVersion) -> dict[str, Any]:
        """What the form shows of a standing plan, or version of a template."""
        shown = {name: getattr(plan, name) for name in PlanForm.base_fields if hasattr(plan, name)}
        what = plan.checklist_id if plan.completed_by == CHECKLIST else plan.trigger
        return shown | {"completion": f"{plan.completed_by}:{what}", "rrule": "", **RhythmForm.rhythm_initial(plan)}


class ChangePlanForm(PlanForm):
    """A change of a plan, and why."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Reason for the change"), max_length=300)

    def plan_fields(self) -> dict[str, Any]:
        """The plan's columns."""
        data = super().plan_fields()
        return {name: value for name, value in data.items() if name not in ("version", "reason")}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


def plan_defaults(facility: Facility) -> dict[str, Any]:
    """What a new plan's form begins with."""
    return {
        **RhythmForm.rhythm_initial(DutyPlan(opens=dt.time(8), due=dt.time(17))),
        "calendar": DutyPlan.Calendar.OPENING_DAYS,
        "grace_minutes": 0,
        "late_minutes": 720,
        "first_day": facility.today(),
        "policy": EscalationPolicy.objects.filter(key="routine").first(),
    }


def _completions(facility: Facility) -> list[Any]:
    """Checklists of regimes that apply to the facility (all, for one without a kind), records, and conditions."""
    here = {regime.key for regime in regimes if not facility.kind or facility.kind in regime.facility_kinds}
    checklists = templates_for(facility).filter(regime__in=here).order_by("name")
    return [
        (_("A checklist"), [(f"checklist:{template.pk}", str(template)) for template in checklists]),
        (_("A record"), [(f"record:{trigger.key}", trigger.label) for trigger in triggers]),
        (_("A state of affairs"), [(f"condition:{condition.key}", condition.label) for condition in conditions]),
    ]
