"""The enrolment form (信息登记表) on paper: a child's, filled in, or a blank one to fill in at the door."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ops.checklists.models import Photo
from ops.facilities.models import Facility
from ops.records import paper
from ops.records.actor import Actor
from ops.records.ids import uuid7
from stations.enrolment import privacy
from stations.enrolment.consent_models import SensitiveView
from stations.enrolment.consent_texts import text_signed, texts_in_force
from stations.enrolment.models import Child

SCHEME = "photo:"
OPENED = (SensitiveView.What.IDENTITY, SensitiveView.What.HEALTH, SensitiveView.What.PHONE)


@transaction.atomic
def filled_form(*, child: Child, reason: str, by: Actor) -> bytes:
    """A child's form as a PDF file, with what is masked elsewhere; that it was opened, and why, is recorded.

    Raises RuleBroken without a reason, CannotPrint where the library's own libraries are missing.
    """
    for what in OPENED:
        privacy.open_sensitive(id=uuid7(), child=child, what=what, reason=reason, by=by)
    whole = Child.objects.select_related("facility__union", "photo").get(pk=child.pk)
    station = whole.facility
    persons = list(whole.pickup_persons.standing(station.today()).select_related("photo"))
    consents: list[Any] = list(
        whole.consents.filter(withdrawn_at=None, voided_at=None).select_related("text", "signature").order_by("kind")
    )
    for consent in consents:
        consent.full = text_signed(consent)
    photos = [whole.photo, *(one.photo for one in persons), *(one.signature for one in consents)]
    context = {
        "station": station,
        "child": whole,
        "links": whole.guardianships.select_related("guardian"),
        "contacts": whole.emergency_contacts.filter(withdrawn_at=None),
        "persons": persons,
        "consents": consents,
        "orders": whole.medication_orders.standing(station.today()),
        "places": whole.enrolments.select_related("term", "group").order_by("-term__first_day")[:3],
    }
    pictures = {f"{SCHEME}{photo.pk}": partial(_read, photo) for photo in photos if photo is not None}
    return paper.pdf(render_to_string("stations/applications/form_print.html", context), pictures)


def blank_form(station: Facility) -> bytes:
    """An empty form with the texts in force, as a PDF file. Raises CannotPrint."""
    context = {"station": station, "texts": texts_in_force(station), "blank": True, "two": "12", "three": "123"}
    return paper.pdf(render_to_string("stations/applications/form_print.html", context))


def response_of(data: bytes, whose: Any) -> HttpResponse:
    """The file, named by what it is and whose."""
    return paper.pdf_response(data, f"{_('Enrolment form')}-{whose}")


def _read(photo: Photo) -> bytes:
    with default_storage.open(photo.small_name) as file:
        data: bytes = file.read()
    return data
