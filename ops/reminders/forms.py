"""Forms: the choice of channels, an address, and putting off."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ops.organization.models import TradeUnion
from ops.reminders.addresses import Kind
from ops.reminders.models import Channel, Preference


def _clock(label: Any, help_text: Any = "") -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )


class ChoiceForm(forms.Form):
    """By which of the channels that are open to a person, and when."""

    urgent = forms.MultipleChoiceField(
        label=_("Urgent reminders"),
        error_messages={"required": _("Urgent reminders cannot be switched off: choose at least one way.")},
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They cannot be switched off: at least one way beside the app, at any hour."),
    )
    ordinary = forms.MultipleChoiceField(
        label=_("Ordinary reminders"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: in the app alone. What an escalation policy sends by a named way comes all the same."),
    )
    digest_at = _clock(
        _("All together once a day at"),
        _("Empty: when they arise, with quiet hours kept. What is only worth something at once is not held."),
    )
    quiet_from = _clock(_("Quiet hours begin"))
    quiet_until = _clock(
        _("Quiet hours end"), _("Both empty: those of the policy, 22:00 to 7:00 unless set. Urgent reminders break in.")
    )

    def __init__(self, *args: Any, able: list[str], wish: Preference, **options: Any):
        options.setdefault(
            "initial",
            {name: getattr(wish, name) for name in ("urgent", "ordinary", "digest_at", "quiet_from", "quiet_until")},
        )
        super().__init__(*args, **options)
        offered = [(key, Channel(key).label) for key in able]
        for name in ("urgent", "ordinary"):
            self.fields[name].choices = offered  # type: ignore[attr-defined]


class PointForm(forms.Form):
    """An address of one channel, of a person or, with `unions`, of one of these."""

    union = forms.ModelChoiceField(label=_("Trade union"), queryset=TradeUnion.objects.none(), empty_label=None)
    label = forms.CharField(label=_("What it is called"), max_length=60, required=False)
    url = forms.CharField(
        label=_("Webhook address"),
        max_length=1000,
        widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"}),
    )
    secret = forms.CharField(
        max_length=200,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}, render_value=True),
    )
    urgent_only = forms.BooleanField(label=_("Urgent reminders only"), required=False)

    def __init__(self, *args: Any, kind: Kind, unions: Any = None, **options: Any):
        super().__init__(*args, **options)
        self.fields["url"].help_text = kind.how
        if kind.secret:
            self.fields["secret"].label = kind.secret
        else:
            del self.fields["secret"]
        if unions is None:
            del self.fields["union"], self.fields["urgent_only"]
        else:
            self.fields["union"].queryset = unions  # type: ignore[attr-defined]


class SnoozeForm(forms.Form):
    """Until when, and why."""

    until = forms.DateTimeField(
        label=_("Remind me again at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(label=_("Why it can wait"), max_length=300)

    @staticmethod
    def start(latest: dt.datetime) -> dt.datetime:
        """An hour from now, or the latest allowed."""
        return min(timezone.now() + dt.timedelta(hours=1), latest)


class TakeBackForm(forms.Form):
    """Why one is not on it after all."""

    reason = forms.CharField(label=_("Why you are not on it after all"), max_length=300)
