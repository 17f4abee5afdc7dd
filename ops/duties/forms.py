"""What a person enters for a plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.checklists.models import ChecklistTemplate
from ops.checklists.queries import templates_for
from ops.duties.models import DutyPlan, EscalationPolicy
from ops.duties.registry import conditions, regimes, triggers
from ops.duties.words import RHYTHMS
from ops.facilities.models import Facility
from ops.organization.roles import IN_FIELD

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
CHECKLIST, OTHER = "checklist", "other"


class PlanForm(forms.Form):
    """A plan. `completion` is "checklist:<id>", "record:<trigger>" or "condition:<condition>"."""

    regime = forms.ChoiceField(label=_("Regime"))
    name = forms.CharField(label=_("Name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=120, required=False)
    completion = forms.ChoiceField(label=_("Completed by"))
    often = forms.ChoiceField(label=_("How often"))
    rrule = forms.CharField(
        label=_("Own rule"),
        max_length=200,
        required=False,
        help_text=_("Only for another rhythm: an RFC 5545 rule, such as FREQ=WEEKLY;INTERVAL=2;BYDAY=WE."),
    )
    calendar = forms.ChoiceField(label=_("On which days"), choices=DutyPlan.Calendar.choices)
    opens = forms.TimeField(label=_("May be done from"), widget=TIME)
    due = forms.TimeField(label=_("Due at"), widget=TIME)
    grace_minutes = forms.IntegerField(label=_("Grace"), min_value=0, max_value=24 * 60)
    late_minutes = forms.IntegerField(label=_("May still be done late for"), min_value=0, max_value=31 * 24 * 60)
    role = forms.ChoiceField(label=_("In charge"), choices=[(role.value, role.label) for role in IN_FIELD])
    policy = forms.ModelChoiceField(label=_("When it is overdue"), queryset=EscalationPolicy.objects.all())
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
        chosen["completion"].choices = _completions(facility)
        chosen["often"].choices = [*RHYTHMS.items(), (OTHER, _("Another rhythm"))]

    def plan_fields(self) -> dict[str, Any]:
        """The plan's columns."""
        data = dict(self.cleaned_data)
        way, _colon, what = data.pop("completion").partition(":")
        often, own = data.pop("often"), data.pop("rrule")
        data["rrule"] = own.strip() if often == OTHER else often
        data["completed_by"] = way
        data["checklist"] = ChecklistTemplate.objects.get(pk=what) if way == CHECKLIST else None
        data["trigger"] = "" if way == CHECKLIST else what
        return data

    @staticmethod
    def initial_of(plan: DutyPlan) -> dict[str, Any]:
        """What the form shows of a standing plan."""
        shown = {name: getattr(plan, name) for name in PlanForm.base_fields if hasattr(plan, name)}
        what = plan.checklist_id if plan.completed_by == CHECKLIST else plan.trigger
        return shown | {
            "completion": f"{plan.completed_by}:{what}",
            "often": plan.rrule if plan.rrule in RHYTHMS else OTHER,
            "rrule": "" if plan.rrule in RHYTHMS else plan.rrule,
        }


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
        "often": "FREQ=DAILY",
        "calendar": DutyPlan.Calendar.OPENING_DAYS,
        "opens": "08:00",
        "due": "17:00",
        "grace_minutes": 0,
        "late_minutes": 720,
        "first_day": facility.today(),
        "policy": EscalationPolicy.objects.filter(key="routine").first(),
    }


def _completions(facility: Facility) -> list[Any]:
    """Checklists of regimes that apply to the facility, registered records, and conditions."""
    here = {regime.key for regime in regimes if facility.kind in regime.facility_kinds}
    checklists = templates_for(facility).filter(regime__in=here).order_by("name")
    return [
        (_("A checklist"), [(f"checklist:{template.pk}", str(template)) for template in checklists]),
        (_("A record"), [(f"record:{trigger.key}", trigger.label) for trigger in triggers]),
        (_("A state of affairs"), [(f"condition:{condition.key}", condition.label) for condition in conditions]),
    ]
