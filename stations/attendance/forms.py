"""Forms of correction at the door."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ops.web.forms import RecordForm
from stations.attendance.models import AbsenceReason, CallRecord, Handover
from stations.enrolment.models import Child, Guardian, PickupPerson, Relation

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_OFF = forms.TextInput(attrs={"autocomplete": "off"})
_REASON = forms.TextInput(attrs={"autocomplete": "off"})


class VoidForm(forms.Form):
    """Why a record is withdrawn."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it is voided"), max_length=200, widget=_REASON)


class HealthForm(forms.Form):
    """What epidemic mode asks at drop-off; without it nothing comes."""

    temperature = forms.DecimalField(
        label=_("Temperature (°C)"), max_digits=3, decimal_places=1, min_value=30, max_value=45, required=False
    )
    observation = forms.CharField(label=_("Observation"), max_length=100, required=False)
    measure = forms.ChoiceField(
        label=_("What was done"), choices=[("", "—"), *Handover.Measure.choices], required=False
    )


class AmendForm(HealthForm):
    """Time, person and health of a hand-over, and why they change."""

    PLAIN = ("temperature", "observation", "measure")

    version = forms.IntegerField(widget=forms.HiddenInput)
    clock = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    person = forms.ModelChoiceField(PickupPerson.objects.none(), label=_("Who"), required=False)
    reason = forms.CharField(label=_("Why it is corrected"), max_length=200, widget=_REASON)

    def __init__(self, data: Any = None, *, handover: Handover):
        self.handover = handover
        facility = handover.facility
        initial = {
            "version": handover.version,
            "clock": facility.local(handover.occurred_at).time().replace(second=0, microsecond=0),
            "person": handover.person_id,
            **{name: getattr(handover, name) for name in self.PLAIN},
        }
        super().__init__(data, initial=initial)
        persons = PickupPerson.objects.filter(child=handover.child_id, barred=False).defer("phone")
        field = self.fields["person"]
        field.queryset = persons  # type: ignore[attr-defined]
        field.empty_label = gettext("Not noted") if handover.is_arrival else "—"  # type: ignore[attr-defined]
        if handover.left_alone or handover.override_by_id:
            del self.fields["person"]
        asked = handover.is_arrival and handover.enrolment.term.health_check
        if not asked and handover.temperature is None:
            del self.fields["temperature"], self.fields["measure"]

    def changes(self) -> dict[str, Any]:
        """The columns that differ from what the editor saw."""
        given = self.cleaned_data
        changes: dict[str, Any] = {}
        if given["clock"] != self.initial["clock"]:
            changes["occurred_at"] = self.handover.facility.moment(self.handover.local_date, given["clock"])
        if "person" in self.fields:
            person = given["person"].pk if given["person"] else None
            if person != self.initial["person"]:
                changes["person_id"] = person
        plain = (name for name in self.PLAIN if name in self.fields)
        return changes | {name: given[name] for name in plain if given[name] != self.initial[name]}

    def conflicts(self, now: Handover) -> list[tuple[Any, Any, Any]]:
        """Label, what stands now, what this editor typed: for whoever must decide between the two."""
        given = self.cleaned_data
        clock = f"{now.facility.local(now.occurred_at):%H:%M}"
        rows: list[tuple[Any, Any, Any]] = [(gettext("Time"), clock, _clock(given["clock"]))]
        if "person" in self.fields:
            rows.append((gettext("Who"), now.person or gettext("Not noted"), given["person"] or gettext("Not noted")))
        if "temperature" in self.fields:
            rows.append((gettext("Temperature (°C)"), now.temperature or "", given["temperature"] or ""))
            done = Handover.Measure(given["measure"]).label if given["measure"] else ""
            rows.append((gettext("What was done"), now.get_measure_display(), done))
        rows.append((gettext("Observation"), now.observation, given["observation"]))
        return [row for row in rows if str(row[1]) != str(row[2])]


def _clock(value: dt.time) -> str:
    return f"{value:%H:%M}"


class AnnounceForm(RecordForm):
    """From when until when a child stays away, why, and who said so."""

    first_day = forms.DateField(label=_("First day away"), widget=_DATE)
    last_day = forms.DateField(label=_("Last day away"), widget=_DATE)
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[choice for choice in AbsenceReason.choices if choice[0] != AbsenceReason.UNREACHED],
        widget=forms.RadioSelect,
    )
    announced_by = forms.ModelChoiceField(Guardian.objects.none(), label=_("Who said so"), required=False)
    note = forms.CharField(label=_("Note"), max_length=100, required=False)

    def __init__(self, data: Any = None, *, child: Child):
        today = child.facility.today()
        super().__init__(data, initial={"first_day": today, "last_day": today})
        guardians = child.guardians.defer("phone").order_by("guardianships__position").distinct()
        self.fields["announced_by"].queryset = guardians  # type: ignore[attr-defined]
        self.fields["announced_by"].empty_label = "—"  # type: ignore[attr-defined]
        for name in ("first_day", "last_day"):
            self.fields[name].widget.attrs["min"] = today.isoformat()


class ReleaseForm(RecordForm):
    """To whom a child is released, why, and which manager confirms it on this device."""

    person_name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=40, widget=_OFF)
    relation = forms.ChoiceField(label=_("Relation"), choices=Relation.choices, initial=Relation.OTHER)
    override_reason = forms.CharField(label=_("Why, and with whom you spoke"), max_length=200, widget=_OFF)
    manager_login = forms.CharField(label=_("Manager's user name or phone"), max_length=60, widget=_OFF)
    manager_password = forms.CharField(
        label=_("Manager's password"), max_length=128, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, data: Any = None, *, is_manager: bool):
        super().__init__(data)
        if is_manager:
            del self.fields["manager_login"], self.fields["manager_password"]


class CallForm(RecordForm):
    """What came of a call."""

    guardian = forms.ModelChoiceField(Guardian.objects.none())
    outcome = forms.ChoiceField(choices=CallRecord.Outcome.choices)
    reason = forms.ChoiceField(choices=[("", ""), *AbsenceReason.choices], required=False)
    note = forms.CharField(label=_("Note"), max_length=100, required=False)

    def __init__(self, data: Any = None, *, child: Child):
        super().__init__(data)
        self.fields["guardian"].queryset = child.guardians.defer("phone")  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """The six digits that a person shows."""

    code = forms.CharField(
        label=_("Six digits"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
    )


class KioskForm(forms.Form):
    """What the tablet is called."""

    name = forms.CharField(label=_("Name of the tablet"), max_length=40, help_text=_("Such as “front door”."))


class EndKioskForm(forms.Form):
    """A manager's word on the tablet itself."""

    manager_login = forms.CharField(label=_("Manager's user name or phone"), max_length=60, widget=_OFF)
    manager_password = forms.CharField(
        label=_("Manager's password"), max_length=128, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
    )
