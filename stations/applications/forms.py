"""The application form: the child or children, who stands around them, what is agreed to, the signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from ops.organization.models import normal_phone
from ops.records.errors import RuleBroken
from ops.web.pages import form_errors
from stations.applications import actions
from stations.applications.loose import DRAFT_DAYS
from stations.applications.packing import Wanted
from stations.enrolment.actions import Registration
from stations.enrolment.consent_texts import Text, texts_in_force
from stations.enrolment.forms import WHY_CHILD, ChildFields, ContactForm, GuardianForm, PersonForm
from stations.enrolment.models import Child
from stations.enrolment.persons import NewConsent, NewPerson
from stations.medicine.forms import OrderFields
from stations.terms.models import Term

MOST_PERSONS, MOST_CONTACTS, MOST_ORDERS = 3, 2, 2
PHOTO_SALT = "stations.applications.photo"
# What is asked of a child here: nothing that staff only need once it comes.
ASKED = ("name", "sex", "birth_date", "grade", "school", "identity_number", "allergens", "allergies", "health_note")
_OFF = forms.TextInput(attrs={"autocomplete": "off"})


class ApplicantForm(ChildFields):
    """A child for whom a place is wanted; all but the first may stay empty."""

    class Meta(ChildFields.Meta):
        model = Child

    def __init__(self, *args: Any, term: Term, **options: Any):
        super().__init__(*args, **options)
        for name in [name for name in self.fields if name not in ASKED]:
            del self.fields[name]
        grades = range(term.grade_from, term.grade_to + 1)
        self.fields["grade"] = forms.TypedChoiceField(
            label=_("grade"), coerce=int, choices=[("", "—"), *((grade, str(grade)) for grade in grades)]
        )
        self.order_fields(ASKED)

    def has_changed(self) -> bool:
        """Where no name and no birth date was entered, there is no child."""
        return any(self[name].data for name in ("name", "birth_date"))

    def columns(self) -> dict[str, Any]:
        """The child's columns as entered."""
        return {name: self.cleaned_data[name] for name in ASKED if name != "allergens"}


class SecondGuardianForm(GuardianForm):
    """May stay empty."""

    def has_changed(self) -> bool:
        """A relation alone names nobody."""
        return any(self[name].data for name in ("name", "phone"))


class FirstGuardianForm(GuardianForm):
    """Whoever applies; the phone is the one that they proved to hold."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, use_required_attribute=True, **options)
        del self.fields["phone"]


class CollectorForm(PersonForm):
    """Who else may collect the children, with a photo; `kept` is one that was sent before an error elsewhere."""

    photo = forms.FileField(label=_("Photo"), required=False)
    kept = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    why = {  # noqa: RUF012
        "photo": (
            _("To recognise the person at the door. Only with that person's agreement."),
            WHY_CHILD["allergies"][1],
        ),
    }

    def has_changed(self) -> bool:
        """A relation alone names nobody."""
        return any(self[name].data for name in ("name", "phone"))

    def clean_kept(self) -> str:
        """A form that lay on the device for too long says so, once, instead of going without its photo."""
        kept: str = self.cleaned_data["kept"]
        if kept and self.photo_id is None:
            self._carry("")
            self.add_error("photo", _("The photo is no longer kept. Choose it once more."))
        return kept

    @property
    def photo_id(self) -> UUID | None:
        """The photo that was kept, if the page was not tampered with."""
        try:
            return UUID(signing.loads(self["kept"].value() or "", salt=PHOTO_SALT, max_age=dt.timedelta(DRAFT_DAYS)))
        except (signing.BadSignature, ValueError):
            return None

    def keep(self, photo_id: UUID) -> None:
        """Let the page carry a stored photo on."""
        self._carry(signing.dumps(str(photo_id), salt=PHOTO_SALT))

    def _carry(self, text: str) -> None:
        sent: Any = self.data
        self.data = sent = sent.copy()
        sent[self.add_prefix("kept")] = text

    def person(self) -> NewPerson | None:
        """The person, or None where nothing was entered."""
        if not self.has_changed() or not self.cleaned_data.get("name"):
            return None
        values = {name: self.cleaned_data[name] for name in ("name", "relation", "phone")}
        return NewPerson(**values, photo_id=self.photo_id)


class MedicineForm(OrderFields):
    """A medicine to be given at the station; may stay empty."""

    def has_changed(self) -> bool:
        """Days alone order nothing."""
        return any(self[name].data for name in ("medicine", "dose", "times"))


class AgreementsForm(forms.Form):
    """Each text on its own: agreed or refused, never chosen beforehand."""

    def __init__(self, *args: Any, texts: list[Text], **options: Any):
        super().__init__(*args, **options)
        self.texts = texts
        for text in texts:
            self.fields[text.kind] = forms.ChoiceField(
                label=text.label, choices=[("yes", _("I agree")), ("no", _("I do not agree"))], widget=forms.RadioSelect
            )

    def clean(self) -> dict[str, Any]:
        """Without the agreement to keep the data there is nothing to go on with."""
        given = super().clean() or self.cleaned_data
        for text in self.texts:
            if text.required and given.get(text.kind) == "no":
                self.add_error(text.kind, _("Without this agreement the child's data may not be kept."))
        return given

    def pairs(self) -> list[tuple[Text, Any]]:
        """Each text with its choice."""
        return [(text, self[text.kind]) for text in self.texts]


class SignForm(forms.Form):
    """Who signs; the drawing lies in `signature`."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    signed_by = forms.CharField(label=_("Your name"), max_length=40, widget=_OFF)
    signature = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400_000)

    def clean_signature(self) -> str:
        """Nothing is applied for without it, where the device can draw."""
        drawn: str = self.cleaned_data["signature"]
        if not drawn.startswith("data:image/png;base64,"):
            raise forms.ValidationError(_("Sign with a finger in the field above."))
        return drawn


class Family:
    """One child's part of the form: the child and its medicine."""

    def __init__(self, data: Any, term: Term, number: int):
        may_stay_empty = number > 1
        self.number = number
        self.child = ApplicantForm(
            data,
            term=term,
            prefix=f"c{number}",
            empty_permitted=may_stay_empty,
            use_required_attribute=not may_stay_empty,
        )
        days = {"first_day": term.first_day, "last_day": term.last_day}
        self.orders = [
            MedicineForm(
                data,
                prefix=f"c{number}-o{order}",
                empty_permitted=True,
                initial=days,
                use_required_attribute=False,
            )
            for order in range(1, MOST_ORDERS + 1)
        ]

    @property
    def is_used(self) -> bool:
        """Whether a child was entered here."""
        return self.number == 1 or self.child.has_changed()


class Sheet:
    """The whole form, read and judged together so that every mistake is marked at once and nothing typed is lost."""

    def __init__(self, data: Any, files: Any, *, term: Term, phone: str):
        self.term, self.phone, self.is_bound = term, phone, data is not None
        self.texts = texts_in_force(term.facility)
        self.agreements = AgreementsForm(data, texts=self.texts, prefix="a")
        self.families = [Family(data, term, number) for number in range(1, actions.MOST_CHILDREN + 1)]
        self.guardian = FirstGuardianForm(data, prefix="g1")
        self.second = SecondGuardianForm(data, prefix="g2", empty_permitted=True, initial={"relation": "father"})
        self.contacts = [
            ContactForm(data, prefix=f"e{number}", empty_permitted=True) for number in range(1, MOST_CONTACTS + 1)
        ]
        self.persons = [
            CollectorForm(data, files, prefix=f"p{number}", empty_permitted=True)
            for number in range(1, MOST_PERSONS + 1)
        ]
        self.sign = SignForm(data)

    @property
    def forms(self) -> Iterator[Any]:
        """Every form of the sheet, in the order of the page."""
        yield self.agreements
        for family in self.families:
            yield from (family.child, *family.orders)
        yield from (self.guardian, self.second, *self.contacts, *self.persons, self.sign)

    @property
    def wrong(self) -> list[Any]:
        """The forms in which something is to be corrected."""
        return [form for form in self.forms if self.is_bound and form.errors]

    def is_valid(self) -> bool:
        """Whether everything can be applied for; what cannot is marked at its field."""
        if not all([form.is_valid() for form in self.forms]):  # noqa: C419 - each is asked
            return False
        return all([self._holds(family) for family in self.families if family.is_used])  # noqa: C419

    def wanted(self) -> list[Wanted]:
        """What is applied for, a child each."""
        return [self._wanted(family) for family in self.families if family.is_used]

    def _wanted(self, family: Family) -> Wanted:
        signed_by = self.sign.cleaned_data["signed_by"]
        given = self.agreements.cleaned_data
        first = self.guardian
        first.cleaned_data["phone"] = self.phone
        guardians = [one for one in (first.entered(), self.second.entered()) if one]
        registration = Registration(
            child=family.child.columns(),
            guardians=guardians,
            persons=[one for one in (form.person() for form in self.persons) if one],
            consents=[NewConsent.to(text, given=given[text.kind] == "yes", by=signed_by) for text in self.texts],
            contacts=[one for one in (form.entered() for form in self.contacts) if one],
            allergens=family.child.cleaned_data["allergens"],
        )
        orders = [form.order(signed_by) for form in family.orders if form.has_changed()]
        return Wanted(registration, orders)

    def _holds(self, family: Family) -> bool:
        with form_errors(family.child) as holds:
            try:
                actions.check(self._wanted(family), self.term)
            except RuleBroken as refused:
                if refused.field not in self.agreements.fields:
                    raise
                self.agreements.add_error(refused.field, str(refused.detail))
                return False
        return bool(holds)

    def own_phone_again(self) -> bool:
        """Whether the second guardian was given the phone of the first."""
        return normal_phone(self.second["phone"].value() or "") == self.phone
