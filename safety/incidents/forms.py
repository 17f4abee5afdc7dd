"""Forms of incidents, reports to authorities, emergency plans and drills."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.web.forms import RecordForm
from safety.incidents.models import Authority, IncidentEntry, Kind, Severity


def moment_box() -> forms.DateTimeInput:
    """The browser's own picker of day and time."""
    return forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    """A moment in local time, now unless told."""
    options.setdefault("initial", timezone.localtime)
    options.setdefault("required", False)
    return forms.DateTimeField(label=label, widget=moment_box(), input_formats=["%Y-%m-%dT%H:%M"], **options)


def count_box() -> forms.TextInput:
    """A count typed on the number pad."""
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


def lines(label: Any, rows: int = 3, **options: Any) -> forms.CharField:
    """Some lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class HappenedForm(RecordForm):
    """A record of something that happened: now, where the form does not say."""

    def clean_occurred_at(self) -> Any:
        """Now, where the form does not say."""
        return self.cleaned_data.get("occurred_at") or timezone.now()


class IncidentForm(HappenedForm):
    """An emergency: what kind, how bad; the rest can follow."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind.choices, widget=forms.RadioSelect)
    severity = forms.ChoiceField(
        label=_("How bad is it?"), choices=Severity.choices, initial=Severity.SERIOUS, widget=forms.RadioSelect
    )
    what = lines(
        _("What happened?"),
        2,
        max_length=2000,
        required=False,
        help_text=_("In a few words, without names. It can be added to later."),
    )
    affected = forms.IntegerField(
        label=_("People affected"), min_value=0, max_value=10000, required=False, widget=count_box()
    )
    people = forms.CharField(
        label=_("Names of those concerned"),
        max_length=500,
        required=False,
        help_text=_("Several names with commas between."),
    )
    place = forms.CharField(label=_("Where?"), max_length=80, required=False)
    occurred_at = moment_field(_("When?"))

    why = {"people": (_("So that parents can be told. Unions see the family name only."), "")}  # noqa: RUF012


class EntryForm(HappenedForm):
    """A line of the timeline."""

    prefix = "entry"
    kind = forms.ChoiceField(
        label=_("What?"),
        choices=[choice for choice in IncidentEntry.Kind.choices if choice[0] not in ("state", "photo")],
        initial=IncidentEntry.Kind.NOTE,
        widget=forms.RadioSelect,
    )
    whom = forms.CharField(
        label=_("Who was called or informed?"),
        max_length=60,
        required=False,
        help_text=_("120, parents, the union on duty…"),
    )
    text = lines(_("In words"), 2, max_length=2000, required=False)
    occurred_at = moment_field(_("When?"))


class StatutoryForm(HappenedForm):
    """A report to an authority: time, place, head-count."""

    prefix = "report"
    authority = forms.ChoiceField(label=_("To whom?"), choices=Authority.choices, widget=forms.RadioSelect)
    reported_to = forms.CharField(label=_("Who took the report?"), max_length=80, required=False)
    affected = forms.IntegerField(
        label=_("How many people were told?"), min_value=0, max_value=10000, widget=count_box()
    )
    place = forms.CharField(label=_("Which place was told?"), max_length=80, required=False)
    text = lines(_("What was said"), 2, max_length=2000, required=False)
    reference = forms.CharField(label=_("Reference number"), max_length=60, required=False)
    occurred_at = moment_field(_("When was it reported?"))


class CloseForm(forms.Form):
    """The end of an incident."""

    prefix = "close"
    conclusion = lines(
        _("Conclusion"), max_length=500, help_text=_("What came of it, and what will be done differently.")
    )


class ReasonForm(forms.Form):
    """A correction says why."""

    prefix = "reason"
    reason = forms.CharField(label=_("Why?"), max_length=300)


class CorrectForm(forms.Form):
    """What was reported, put right."""

    prefix = "correct"
    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What is it?"), choices=Kind.choices)
    severity = forms.ChoiceField(label=_("How bad is it?"), choices=Severity.choices)
    what = lines(_("What happened?"), max_length=2000, required=False)
    affected = forms.IntegerField(label=_("People affected"), min_value=0, max_value=10000, widget=count_box())
    people = forms.CharField(label=_("Names of those concerned"), max_length=500, required=False)
    place = forms.CharField(label=_("Where?"), max_length=80, required=False)
    occurred_at = moment_field(_("When?"), required=True)
    reason = forms.CharField(label=_("Why is it corrected?"), max_length=300)


class DrillForm(HappenedForm):
    """An emergency drill."""

    kind = forms.ChoiceField(
        label=_("What was practised?"),
        choices=[
            (Kind.FIRE, pgettext_lazy("drill", "Fire or evacuation")),
            *[c for c in Kind.choices if c[0] != "fire"],
        ],
        initial=Kind.FIRE,
    )
    occurred_at = moment_field(_("When?"))
    children = forms.IntegerField(label=_("Children"), min_value=0, max_value=10000, initial=0, widget=count_box())
    adults = forms.IntegerField(label=_("Adults"), min_value=0, max_value=10000, initial=0, widget=count_box())
    seconds = forms.IntegerField(
        label=_("Until all were out"), min_value=0, max_value=86400, required=False, widget=count_box()
    )
    summary = lines(_("How did it go?"), max_length=500)
    to_improve = lines(_("What must be better next time?"), 2, max_length=500, required=False)
    photo = forms.FileField(label=_("Photo"), required=False)


class PlanForm(forms.Form):
    """An emergency plan."""

    kind = forms.ChoiceField(label=_("For which emergency?"), choices=Kind.choices)
    title = forms.CharField(label=_("Title"), max_length=80)
    steps = lines(_("Steps"), 6, max_length=4000, help_text=_("One step a line, in the order in which they are done."))
    contacts = lines(_("Whom to call"), max_length=2000, required=False, help_text=_("One a line: name, phone."))
    valid_from = forms.DateField(
        label=_("Holds from"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
