"""Forms of corrective actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.rectification.models import Severity
from ops.web.forms import RecordForm


class _Versioned(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


def _words(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, widget=forms.Textarea(attrs={"rows": 3}), **options)


class FinishForm(_Versioned):
    """What was done."""

    note = _words(_("What was done?"))


class VerifyForm(_Versioned):
    """Somebody else has looked."""

    prefix = "verify"
    note = _words(_("Anything to add?"), required=False)


class SendBackForm(_Versioned):
    """It is not put right yet."""

    prefix = "back"
    reason = _words(_("What is still missing?"))


class ReopenForm(_Versioned):
    """It is not put right after all."""

    prefix = "reopen"
    reason = _words(_("What is still missing?"))


class CancelForm(_Versioned):
    """It need not be done."""

    prefix = "cancel"
    reason = _words(_("Why need it not be done?"))


class ChangeForm(_Versioned):
    """Another owner; for officers another deadline or severity."""

    prefix = "change"
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, required=False)
    due_at = forms.DateTimeField(
        label=_("Deadline"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(label=_("Why?"), max_length=300)

    def __init__(self, *args: Any, people: Any = (), reschedule: bool = False, **options: Any):
        super().__init__(*args, **options)
        named = [(str(person.pk), person.name) for person in people]
        self.fields["owner"].choices = [("", _("Facility manager")), *named]  # type: ignore[attr-defined]
        if not reschedule:
            del self.fields["severity"], self.fields["due_at"]


class RaiseForm(RecordForm):
    """A corrective action by hand."""

    source_kind = forms.ChoiceField(label=_("Where does it come from?"), widget=forms.RadioSelect)
    title = forms.CharField(label=pgettext_lazy("fault", "What is wrong?"), max_length=200)
    note = forms.CharField(
        label=_("What should be done?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    severity = forms.ChoiceField(
        label=_("Severity"), choices=Severity.choices, widget=forms.RadioSelect, initial=Severity.MINOR
    )
    owner = forms.ChoiceField(label=_("Owner"), required=False)

    def __init__(self, *args: Any, kinds: Any = (), people: Any = (), limits: dict[str, str], **options: Any):
        super().__init__(*args, **options)
        self.limits = limits
        self.fields["source_kind"].choices = [(kind.key, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        if len(kinds) == 1:
            self.fields["source_kind"].initial = kinds[0].key
        named = [(str(person.pk), person.name) for person in people]
        self.fields["owner"].choices = [("", _("Facility manager")), *named]  # type: ignore[attr-defined]

    def severities(self) -> list[tuple[Any, str]]:
        """Each choice with how long it gives to put it right."""
        return [(radio, self.limits[radio.data["value"]]) for radio in self["severity"]]
