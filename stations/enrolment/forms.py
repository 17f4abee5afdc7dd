"""Forms of registration: the child, the grown-ups around it, what they agree to, and corrections."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ops.facilities.models import Facility
from ops.web.forms import RecordForm
from stations.enrolment.actions import Registration
from stations.enrolment.allergens import choices
from stations.enrolment.avoiding import allergens_of
from stations.enrolment.consent_texts import Text
from stations.enrolment.models import Child, Relation
from stations.enrolment.persons import NewConsent, NewContact, NewGuardian, NewPerson
from stations.terms.models import Group, Term

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_OFF = forms.TextInput(attrs={"autocomplete": "off"})
_PHONE = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
_TERM_LONG = _("with the enrolment; erased on request once the term is over")

CHILD_COLUMNS = ("name", "name_en", "sex", "birth_date", "grade", "school", "flag")

WHY_CHILD = {
    "birth_date": (_("The station takes children of certain grades and ages."), _TERM_LONG),
    "identity_number": (
        _("Only where the insurance asks for it. Encrypted; nobody sees it without giving a reason."),
        _("30 days after the last term, then erased by itself"),
    ),
    "flag": (_("Stands on the tile at the door and at table. A word such as “peanut”, no diagnosis."), ""),
    "allergens": (
        _("Each dish of the menu is compared with it. What the free text below speaks of is added by itself."),
        _TERM_LONG,
    ),
    "allergies": (_("So that the kitchen and the staff keep the child safe. Encrypted."), _TERM_LONG),
    "health_note": (_("What staff must know to help in an emergency. Encrypted."), _TERM_LONG),
    "medication": (
        _("Medicine is only given on a signed order of the same morning. Encrypted."),
        _TERM_LONG,
    ),
}
WHY_GUARDIAN = {
    "phone": (_("To reach you when something happens. Encrypted and shown masked."), _TERM_LONG),
    "employer_union": (_("The union counts for whose members the station works."), ""),
}

WHY_CONTACT = (_("Called when no guardian answers. Encrypted and shown masked."), _TERM_LONG)


class ChildFields(forms.ModelForm):
    """The child's own columns."""

    identity_number = forms.CharField(label=_("Identity number"), required=False, max_length=18, widget=_OFF)
    allergens = forms.MultipleChoiceField(
        label=_("Must not eat"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    allergies = forms.CharField(label=_("Allergies"), required=False, max_length=300)
    health_note = forms.CharField(label=_("Health"), required=False, max_length=500)
    medication = forms.CharField(label=_("Medication"), required=False, max_length=300)

    why = WHY_CHILD

    class Meta:
        model = Child
        fields = CHILD_COLUMNS
        widgets = {"name": _OFF, "name_en": _OFF, "birth_date": _DATE, "sex": forms.RadioSelect}  # noqa: RUF012

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fields["sex"].choices = Child.Sex.choices  # type: ignore[attr-defined]

    def _post_clean(self) -> None:
        """Constraints are the action's to check: the form only reads."""

    def columns(self) -> dict[str, Any]:
        """The child's columns as entered; an empty identity number says nothing."""
        names = (*CHILD_COLUMNS, "identity_number", "allergies", "health_note", "medication")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class RegisterForm(ChildFields):
    """The registration form's part about the child, its place and the consents."""

    id = RecordForm.base_fields["id"]
    term = forms.ModelChoiceField(Term.objects.none(), label=_("Term"), required=False, empty_label=_("Not yet"))
    group = forms.ModelChoiceField(Group.objects.none(), label=_("Group"), required=False)
    personal_data = forms.BooleanField(
        label=_("A guardian agrees that the station keeps and uses these data to look after the child."),
        error_messages={"required": _("Without this agreement the child's data may not be kept.")},
    )
    health = forms.BooleanField(label=_("Allergies, health and medicine may be kept."), required=False)
    emergency_care = forms.BooleanField(label=_("Medical help may be called in an emergency."), required=False)
    photo = forms.BooleanField(label=_("Photos may be kept to recognise people at the door."), required=False)
    sharing = forms.BooleanField(label=_("The child's full name may be passed on to the union."), required=False)
    leave_alone = forms.BooleanField(
        label=_("A guardian has signed that the child may leave alone (promise in the folder)."), required=False
    )
    given_by = forms.CharField(label=_("Agreed by"), max_length=40, widget=_OFF)

    def __init__(self, data: Any = None, *, station: Facility):
        super().__init__(data)
        today = station.today()
        terms = Term.objects.filter(facility=station, last_day__gte=today, state__in=["planned", "open"])
        self.fields["term"].queryset = terms.order_by("first_day")  # type: ignore[attr-defined]
        groups = Group.objects.filter(facility=station, term__in=terms).select_related("term")
        self.fields["group"].queryset = groups.order_by("term__first_day", "position")  # type: ignore[attr-defined]
        if first := terms.first():
            self.initial["term"] = first.pk


class GuardianForm(forms.Form):
    """One guardian; the second may stay empty."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=40, widget=_OFF)
    # Not chosen beforehand: a father who did not look is no mother.
    relation = forms.ChoiceField(label=_("Relation"), choices=[("", "—"), *Relation.choices])
    phone = forms.CharField(label=_("Phone number"), max_length=20, widget=_PHONE)
    employer = forms.CharField(label=_("Employer"), max_length=100, required=False, widget=_OFF)
    employer_union = forms.CharField(label=_("Employer's trade union"), max_length=100, required=False, widget=_OFF)

    why = WHY_GUARDIAN

    def __init__(self, *args: Any, **options: Any):
        options.setdefault("use_required_attribute", False)
        super().__init__(*args, **options)

    def entered(self) -> NewGuardian | None:
        """The guardian, or None where nothing was entered."""
        return NewGuardian(**self.cleaned_data) if self.has_changed() and self.cleaned_data.get("name") else None


class PersonForm(forms.Form):
    """Who else may collect the child, or must not."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=40, widget=_OFF)
    relation = forms.ChoiceField(label=_("Relation"), choices=Relation.choices, initial="grandmother")
    phone = forms.CharField(label=_("Phone number"), max_length=20, required=False, widget=_PHONE)

    def __init__(self, *args: Any, **options: Any):
        options.setdefault("use_required_attribute", False)
        super().__init__(*args, **options)

    def entered(self) -> NewPerson | None:
        """The person, or None where nothing was entered."""
        return NewPerson(**self.cleaned_data) if self.has_changed() and self.cleaned_data.get("name") else None


class ContactForm(forms.Form):
    """Whom to call when no guardian answers."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=40, widget=_OFF)
    relation = forms.ChoiceField(label=_("Relation"), choices=Relation.choices, initial="grandfather")
    phone = forms.CharField(label=_("Phone number"), max_length=20, widget=_PHONE)

    why = {"phone": WHY_CONTACT}  # noqa: RUF012

    def __init__(self, *args: Any, **options: Any):
        options.setdefault("use_required_attribute", False)
        super().__init__(*args, **options)

    def has_changed(self) -> bool:
        """A relation alone names nobody."""
        return any(self[name].data for name in ("name", "phone"))

    def entered(self) -> NewContact | None:
        """The contact, or None where nothing was entered."""
        return NewContact(**self.cleaned_data) if self.has_changed() and self.cleaned_data.get("name") else None


class ContactAddForm(RecordForm, ContactForm):
    """A contact that is added to a child's file."""

    def contact(self) -> NewContact:
        """As entered."""
        return NewContact(**{name: self.cleaned_data[name] for name in ("name", "relation", "phone")})


class ConsentTextForm(forms.Form):
    """A new version of a text, from a day on."""

    union = forms.ChoiceField(label=_("Holds for"), help_text=_("For this union and all below it."))
    valid_from = forms.DateField(label=_("Holds from"), widget=_DATE, initial=timezone.localdate)
    body = forms.CharField(label=_("Text in Chinese"), widget=forms.Textarea(attrs={"rows": 8}), max_length=4000)
    body_en = forms.CharField(
        label=_("Text in English"), widget=forms.Textarea(attrs={"rows": 8}), max_length=6000, required=False
    )
    reason = forms.CharField(label=_("Why it is changed"), max_length=300)

    def __init__(self, *args: Any, unions: list[Any], **options: Any):
        super().__init__(*args, **options)
        self.fields["union"].choices = [(str(union.pk), str(union)) for union in unions]  # type: ignore[attr-defined]


class HeldPersonForm(RecordForm, PersonForm):
    """A person who may collect the child: for good, until a day, or on one day only."""

    holds = forms.ChoiceField(
        label=_("How long"),
        choices=[("always", _("Until it is withdrawn")), ("one_day", _("Only on")), ("last_day", _("Until"))],
        widget=forms.RadioSelect,
        initial="always",
    )
    day = forms.DateField(label=_("Day"), required=False, widget=_DATE)
    photo = forms.FileField(label=_("Photo"), required=False)

    @staticmethod
    def holding(person: Any, today: dt.date) -> dict[str, Any]:
        """How long somebody may collect the child, as the form begins with it."""
        holds = "one_day" if person.valid_on else "last_day" if person.until else "always"
        return {"holds": holds, "day": person.valid_on or person.until or today}

    def clean(self) -> dict[str, Any]:
        """A day is needed where the authorisation names one."""
        given = super().clean() or self.cleaned_data
        if given.get("holds") in ("one_day", "last_day") and not given.get("day"):
            self.add_error("day", _("Choose the day."))
        return given

    def who(self) -> dict[str, Any]:
        """Name, relation, phone, and how long it holds, as entered."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in ("name", "relation", "phone")},
            "valid_on": given["day"] if given["holds"] == "one_day" else None,
            "until": given["day"] if given["holds"] == "last_day" else None,
        }


class PickupForm(HeldPersonForm):
    """A person who may collect the child; or one who must not."""

    barred = forms.BooleanField(label=_("This person must NOT collect the child"), required=False)
    barred_note = forms.CharField(label=_("Why, and what staff should do"), max_length=200, required=False, widget=_OFF)

    why = {  # noqa: RUF012
        "photo": (
            _("To recognise the person at the door. Only with that person's agreement."),
            _TERM_LONG,
        ),
        "phone": WHY_GUARDIAN["phone"],
    }

    def person(self, photo_id: Any = None) -> NewPerson:
        """The person as entered."""
        barred = self.cleaned_data["barred"]
        note = self.cleaned_data["barred_note"] if barred else ""
        return NewPerson(**self.who(), barred=barred, barred_note=note, photo_id=photo_id)


class ChildEditForm(ChildFields):
    """Corrections of a child's particulars. What is encrypted stays as it is unless something new is typed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    photo = forms.FileField(label=_("Photo"), required=False)
    reason = forms.CharField(label=_("Why it is corrected"), max_length=200, widget=_OFF)

    why = {  # noqa: RUF012
        **WHY_CHILD,
        "photo": (_("To recognise the child at the door. Only with the guardian's agreement."), _TERM_LONG),
    }

    def __init__(self, data: Any = None, files: Any = None, *, child: Child):
        super().__init__(data, files, instance=child)
        self.initial = {**self.initial, "version": child.version, "identity_number": ""}
        self.initial["allergens"] = allergens_of(child)
        for name in ("identity_number", "allergies", "health_note", "medication"):
            self.initial[name] = ""
            self.fields[name].help_text = _("Leave empty to keep what stands.")

    def columns(self) -> dict[str, Any]:
        """What differs from the child; nothing where an encrypted field was left empty."""
        entered = super().columns()
        kept = {"identity_number", "allergies", "health_note", "medication"}
        return {name: value for name, value in entered.items() if value or name not in kept}


class OpenForm(RecordForm):
    """Why a masked field is opened."""

    reason = forms.CharField(label=_("Why you need it"), max_length=200, widget=_OFF)


class PlaceForm(RecordForm):
    """A place in a term for a child that is registered."""

    term = forms.ModelChoiceField(Term.objects.none(), label=_("Term"))
    group = forms.ModelChoiceField(Group.objects.none(), label=_("Group"), required=False)

    def __init__(self, data: Any = None, *, station: Facility):
        super().__init__(data)
        terms = Term.objects.filter(facility=station, last_day__gte=station.today(), state__in=["planned", "open"])
        self.fields["term"].queryset = terms  # type: ignore[attr-defined]
        self.fields["group"].queryset = Group.objects.filter(term__in=terms)  # type: ignore[attr-defined]


def registration_of(
    form: RegisterForm,
    guardians: list[GuardianForm],
    others: list[PersonForm],
    contacts: list[ContactForm],
    texts: list[Text],
) -> Registration:
    """The filled form as the action wants it."""
    given = form.cleaned_data
    by = given["given_by"]
    consents = [NewConsent.to(text, given=given[text.kind], by=by) for text in texts]
    return Registration(
        child=form.columns(),
        guardians=[one for one in (guardian.entered() for guardian in guardians) if one],
        persons=[one for one in (other.entered() for other in others) if one],
        contacts=[one for one in (contact.entered() for contact in contacts) if one],
        consents=consents,
        allergens=form.cleaned_data["allergens"],
    )
