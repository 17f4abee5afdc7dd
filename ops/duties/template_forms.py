"""What a person enters for a plan template and its versions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.duties.forms import DATE, PlanForm
from ops.duties.models import PlanTemplate, PlanTemplateVersion
from ops.duties.registry import regimes
from ops.facilities.models import Facility
from ops.facilities.registry import kinds
from ops.organization.models import TradeUnion

# What belongs to one facility, and not to a template.
OF_A_FACILITY = ("first_day", "last_day", "person")
OF_A_TEMPLATE = ("regime", "name", "name_en", "facility_kinds", "reach")


class UnionsField(forms.ModelMultipleChoiceField):
    """Unions, indented by their depth."""

    def label_from_instance(self, union: Any) -> str:
        """The name behind as many blanks as it stands below the first."""
        return f"{'　' * (union.depth - self.shallowest)}{union}"

    shallowest = 1


class VersionForm(PlanForm):
    """What a template asks for from a day on."""

    from_day = forms.DateField(label=_("From this day"), widget=DATE)
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("For example the notice and its number."))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, union: TradeUnion, kind: str = "", **options: Any):
        place = Facility(kind=kind, union=union, union_path=union.path)
        super().__init__(*args, facility=place, **options)
        for name in OF_A_FACILITY:
            self.fields.pop(name, None)

    def terms(self) -> dict[str, Any]:
        """The version's columns."""
        return {name: value for name, value in self.plan_fields().items() if name in PlanTemplateVersion.TERMS}

    def asked(self) -> dict[str, Any]:
        """The version's columns, its day and its reason."""
        return self.terms() | {name: self.cleaned_data[name] for name in ("from_day", "reason")}

    def subject(self) -> dict[str, Any]:
        """What belongs to the template, where the form asks for it."""
        return {name: self.cleaned_data[name] for name in OF_A_TEMPLATE if name in self.cleaned_data}

    @staticmethod
    def of(version: PlanTemplateVersion) -> dict[str, Any]:
        """What the form shows of a standing version."""
        return PlanForm.initial_of(version)


class NextVersionForm(VersionForm):
    """A further version of a template that stands."""

    def __init__(self, *args: Any, template: PlanTemplate, **options: Any):
        super().__init__(*args, union=template.union, kind=next(iter(template.facility_kinds), ""), **options)
        for name in ("regime", "name", "name_en"):
            self.fields.pop(name, None)


class TemplateForm(VersionForm):
    """A new template with its first version."""

    facility_kinds = forms.MultipleChoiceField(
        label=_("Kinds of facility"), widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose one.")}
    )
    reach = UnionsField(
        label=_("Published to"),
        queryset=TradeUnion.objects.none(),
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("The union itself for its whole subtree, or some unions below it."),
    )

    def __init__(self, *args: Any, union: TradeUnion, **options: Any):
        super().__init__(*args, union=union, **options)
        chosen: Any = self.fields
        chosen["facility_kinds"].choices = [(kind.key, kind.plural) for kind in kinds]
        chosen["regime"].choices = [(regime.key, regime.label) for regime in regimes]
        chosen["reach"].queryset = below(union)
        chosen["reach"].shallowest = union.depth


class ReachForm(forms.Form):
    """Further unions for a template."""

    reach = UnionsField(label=_("Publish to further unions"), queryset=TradeUnion.objects.none(), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, template: PlanTemplate, **options: Any):
        super().__init__(*args, **options)
        reach: Any = self.fields["reach"]
        standing = [one.union_id for one in template.reach.all()]
        reach.queryset = below(template.union).exclude(pk__in=standing)
        reach.shallowest = template.union.depth


class WithdrawForm(forms.Form):
    """The last day of a template."""

    last_day = forms.DateField(label=_("Last day"), widget=DATE)
    reason = forms.CharField(label=_("Reason"), max_length=300)
    version = forms.IntegerField(widget=forms.HiddenInput)


def below(union: TradeUnion) -> Any:
    """The union and the level below it: whole districts, not each grassroots union of a city."""
    return TradeUnion.objects.filter(path__startswith=union.path, depth__lte=union.depth + 1).order_by("path")
