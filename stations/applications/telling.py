"""What a guardian who applied is told by text: the surname only, no reason, and the link to read more."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from ops.organization.outbox import queue_text
from stations.applications.models import Application, AppliedChild
from stations.enrolment.models import Enrolment
from stations.enrolment.waiting import numbers_of

State = Enrolment.State


def link_of(application: Application) -> str:
    """Where the guardian reads how it stands."""
    return settings.PUBLIC_URL + reverse("application-state", args=[application.secret])


def tell_received(application: Application) -> None:
    """Confirm an application, with its link."""
    with _language(application):
        text = _("{station}: your application for {term} has arrived. See how it stands: {link}").format(
            station=application.facility, term=application.term, link=link_of(application)
        )
    queue_text(application.phone, text)


def tell_refused(application: Application, child: str) -> None:
    """Say that a child cannot be admitted; the reason stands behind the link."""
    with _language(application):
        _tell(application, child, _("could not be admitted"))


def place_moved(place: Enrolment, before: str, reason: str) -> None:
    """Tell the guardian who applied what became of a place; of what they did themselves, they are not told."""
    if place.state in (State.APPLIED, State.ATTENDING, State.FINISHED) or not before:
        return
    applied = AppliedChild.objects.select_related("application__facility", "application__term")
    found = applied.filter(enrolment=place).first()
    if found is None or found.withdrawn:
        return
    with _language(found.application):
        if place.state == State.ADMITTED:
            said = _("has a place")
        elif place.state == State.WAITING:
            number = numbers_of([place.term_id]).get(place.pk, 0)
            said = _("is on the waiting list, number {number}").format(number=number)
        elif place.state == State.REFUSED:
            said = _("could not be admitted")
        else:
            said = _("has no place any more")
        _tell(found.application, found.name_masked, said)


def _tell(application: Application, child: str, said: str) -> None:
    text = _("{station}, {term}: {child} {said}. Read more: {link}").format(
        station=application.facility, term=application.term, child=child, said=said, link=link_of(application)
    )
    queue_text(application.phone, text)


def _language(application: Application) -> translation.override:
    return translation.override(application.language or settings.LANGUAGE_CODE)
