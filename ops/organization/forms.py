"""Forms of sign-in, one's own profile, and colleagues."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.organization.models import TradeUnion, normal_phone
from ops.organization.roles import Role


def password_box(label: Any, autocomplete: str = "new-password") -> forms.CharField:
    """A password field; the browser's own keeper is told what it is."""
    box = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, widget=box, strip=False, max_length=128)


def phone_box(*, required: bool = True) -> forms.CharField:
    """A mobile number, typed on the number pad."""
    box = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})
    return forms.CharField(label=_("Phone number"), widget=box, max_length=30, required=required)


class SignInForm(forms.Form):
    """Phone number or user name, and password."""

    login = forms.CharField(
        label=_("Phone number or user name"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = password_box(_("Password"), "current-password")


class ForgottenForm(forms.Form):
    """Where the link shall go."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class NewPasswordForm(forms.Form):
    """A new password, twice."""

    password = password_box(_("New password"))
    again = password_box(_("The same once more"))

    def clean(self) -> dict[str, Any]:
        """Both must agree: a slip of the thumb would lock the person out."""
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords differ."))
        return data


class WelcomeForm(NewPasswordForm):
    """First sign-in by a one-time link."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ("name", "password", "again")


class PasswordForm(NewPasswordForm):
    """One's own password, knowing the old one."""

    old = password_box(_("Present password"), "current-password")
    field_order = ("old", "password", "again")


class ProfileForm(forms.Form):
    """One's own details."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = phone_box(required=False)
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Reminders and the link for a forgotten password go here."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean_phone(self) -> str:
        """The number as it is stored."""
        return normal_phone(self.cleaned_data["phone"])


class TokenForm(forms.Form):
    """A token for a program."""

    name = forms.CharField(label=_("What it is for"), max_length=60)
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        initial=365,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("One year"))],
    )


class SetUpForm(NewPasswordForm):
    """The federation and its first administrator."""

    federation = forms.CharField(
        label=_("Name of the federation"), max_length=100, help_text=_("The union that stands above all others.")
    )
    person_name = forms.CharField(label=_("Your name"), max_length=60)
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        help_text=_("Small letters and digits. You sign in with it or with your phone number."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    phone = phone_box()
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("federation", "person_name", "username", "phone", "password", "again", "language")


class ColleagueForm(forms.Form):
    """A colleague by phone number, and what they may do."""

    phone = phone_box()
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty for no end. Inspectors always need one."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, roles: list[str], **options: Any):
        super().__init__(*args, **options)
        self.fields["role"].choices = [(role, Role(role).label) for role in roles]  # type: ignore[attr-defined]
        if len(roles) == 1:
            self.fields["role"].initial = roles[0]


class UntilForm(forms.Form):
    """How long a membership runs."""

    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty for no end."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class EndForm(forms.Form):
    """Why a membership ends."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class UnionForm(forms.Form):
    """A union below another."""

    name = forms.CharField(label=pgettext_lazy("place", "Name"), max_length=100)
    name_en = forms.CharField(label=_("English name"), max_length=150, required=False)
    short_name = forms.CharField(label=_("Short name"), max_length=40, required=False)
    level = forms.ChoiceField(
        label=_("Level"),
        choices=[choice for choice in TradeUnion.Level.choices if choice[0] != TradeUnion.Level.CITY],
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def end_of(day: dt.date | None, zone: dt.tzinfo | None = None) -> dt.datetime | None:
    """The moment after the last day of access, on the place's clock; None for no end."""
    if day is None:
        return None
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time())
    return midnight.replace(tzinfo=zone or timezone.get_default_timezone())


def last_day_of(until: dt.datetime | None, zone: dt.tzinfo | None = None) -> dt.date | None:
    """The last whole day before the end of an access."""
    if until is None:
        return None
    return (until.astimezone(zone or timezone.get_default_timezone()) - dt.timedelta(microseconds=1)).date()


class PhoneForm(forms.Form):
    """The phone to which a code is sent."""

    phone = forms.CharField(
        label=_("Phone number"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national"}),
        help_text=_("A code of six digits is sent to it."),
    )


class CodeForm(forms.Form):
    """The code that came to the phone."""

    phone = forms.CharField(widget=forms.HiddenInput, max_length=20)
    code = forms.CharField(
        label=_("Code from the text message"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
