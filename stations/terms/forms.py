"""Forms of terms."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from ops.facilities.models import Facility
from ops.organization.models import User
from ops.web.forms import RecordForm
from stations.terms.models import Function, Group, Term
from stations.terms.roster import staff_of

WEEKDAYS = [
    ("0", _("Mon")),
    ("1", _("Tue")),
    ("2", _("Wed")),
    ("3", _("Thu")),
    ("4", _("Fri")),
    ("5", _("Sat")),
    ("6", _("Sun")),
]
_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_COLUMNS = (
    *("name", "name_en", "first_day", "last_day", "opens", "arrive_by", "closes"),
    *("capacity", "grade_from", "grade_to", "age_from", "age_to", "fee_note", "health_check", "state"),
    *("applications_from", "applications_until", "waiting_rule", "filling"),
)


def _moment_box() -> forms.DateTimeInput:
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def _clock_box() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class TermForm(forms.ModelForm):
    """A term with its weekdays and the names of its groups."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    days = forms.MultipleChoiceField(
        label=_("Weekdays"), choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple, initial=list("01234")
    )
    groups = forms.CharField(
        label=_("Groups"),
        required=False,
        max_length=200,
        help_text=_("Names with commas between them. Leave empty when all are together."),
    )
    reason = forms.CharField(label=_("Why it changes"), max_length=200)

    class Meta:
        model = Term
        fields = _COLUMNS
        labels = {"name": _("Name of the term")}  # noqa: RUF012
        widgets = {  # noqa: RUF012
            "first_day": _DATE,
            "last_day": _DATE,
            "opens": _clock_box(),
            "arrive_by": _clock_box(),
            "closes": _clock_box(),
            "applications_from": _moment_box(),
            "applications_until": _moment_box(),
            "waiting_rule": forms.RadioSelect,
            "filling": forms.RadioSelect,
        }

    def __init__(self, data: Any = None, *, term: Term | None = None):
        super().__init__(data, instance=term)
        self.term = term
        self.fields["applications_from"].help_text = _("Leave empty while guardians cannot apply by link or code.")
        for name, choices in (("waiting_rule", Term.WaitingRule.choices), ("filling", Term.Filling.choices)):
            # What nobody chose stays as it is usual.
            self.fields[name].required = False
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        if term is None:
            for name in ("reason", "version", "state"):
                del self.fields[name]
        else:
            del self.fields["id"]
            self.initial = {
                **self.initial,
                "version": term.version,
                "days": list(term.weekdays),
                "groups": "，".join(group.name for group in term.groups.all()),
            }

    def _post_clean(self) -> None:
        """Constraints are the action's to check: the form only reads."""

    def columns(self) -> dict[str, Any]:
        """The term's columns as entered."""
        entered = {name: self.cleaned_data[name] for name in _COLUMNS if name in self.cleaned_data}
        entered = {name: value for name, value in entered.items() if value or name not in ("waiting_rule", "filling")}
        return entered | {"weekdays": "".join(sorted(self.cleaned_data["days"]))}

    def group_names(self) -> list[str]:
        """Names of groups in their order, each once."""
        text = self.cleaned_data["groups"].replace("，", ",").replace("、", ",")
        return list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))


class CancelDayForm(forms.Form):
    """One day that is cancelled, and why."""

    date = forms.DateField(label=_("Day"), widget=_DATE)
    note = forms.CharField(
        label=_("Why"), max_length=100, help_text=_("Every guardian reads this: no name, no illness.")
    )

    def __init__(self, data: Any = None, *, term: Term):
        super().__init__(data, prefix="cancel")
        box = self.fields["date"].widget
        box.attrs |= {"min": term.first_day.isoformat(), "max": term.last_day.isoformat()}


class ShiftForm(RecordForm):
    """Who is on duty from when until when; the day stands in the address."""

    person = forms.ModelChoiceField(User.objects.none(), label=_("Staff"), required=False)
    name = forms.CharField(label=_("Or a volunteer's name"), max_length=40, required=False)
    function = forms.ChoiceField(label=_("Function"), choices=Function.choices)
    starts = forms.TimeField(label=_("From"), widget=_clock_box())
    ends = forms.TimeField(label=_("Until"), widget=_clock_box())

    def __init__(self, data: Any = None, *, station: Facility):
        super().__init__(data, initial={"starts": "08:00", "ends": "17:30"})
        self.fields["person"] = _PersonField(staff_of(station), label=_("Staff"), required=False)


class GroupStaffForm(forms.Form):
    """Who looks after which group."""

    group = forms.ModelChoiceField(Group.objects.none(), label=_("Group"), empty_label=None)
    person = forms.ModelChoiceField(User.objects.none(), label=_("Staff"))
    function = forms.ChoiceField(label=_("Function"), choices=Function.choices)

    def __init__(self, data: Any = None, *, term: Term):
        super().__init__(data)
        self.fields["group"].queryset = Group.objects.filter(term=term)  # type: ignore[attr-defined]
        self.fields["person"] = _PersonField(staff_of(term.facility), label=_("Staff"))


class _PersonField(forms.ModelChoiceField):
    """People by their names."""

    def label_from_instance(self, obj: Any) -> str:
        """As colleagues call them."""
        return str(obj.name)
