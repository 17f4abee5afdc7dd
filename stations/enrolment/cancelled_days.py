"""Guardians of a term's children are told that a day is cancelled: by their account's channels, else by text."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.organization.outbox import queue_text
from ops.records.actor import Actor
from ops.reminders.actions import Notice, remind_all
from ops.reminders.discretion import Discretion
from ops.reminders.registry import Message, MessageKind
from ops.web.text import day
from stations.enrolment.models import Enrolment, Guardian, Guardianship
from stations.enrolment.queries import unbarred
from stations.terms.models import TermClosure

KIND = "day_cancelled"


def tell(closure: TermClosure, by: Actor) -> None:
    """Tell every guardian of a child with a place, once each, unless the day is past or the guardian is barred."""
    if closure.date < closure.facility.today():
        return
    guardians = _guardians(closure)
    said = {"day": closure.date.isoformat(), "why": closure.note}
    notice = Notice(
        kind=KIND,
        subject=f"{KIND}:{closure.pk}",
        facility=closure.facility,
        recipients=tuple(one.user for one in guardians if one.user is not None),
        # The day may be tomorrow.
        urgent=True,
        params=said,
    )
    remind_all(notices=[notice], by=by)
    discreet = Discretion([(KIND, closure.facility_id)])
    with translation.override(settings.LANGUAGE_CODE):
        text = _said(closure.facility, discreet.applied(KIND, closure.facility_id, said), settings.LANGUAGE_CODE)
    for guardian in guardians:
        if guardian.user is None:
            queue_text(guardian.phone, text)


def _guardians(closure: TermClosure) -> list[Guardian]:
    """Those of the children with a place; one query."""
    expected = Enrolment.objects.filter(term=closure.term_id, state__in=Enrolment.ON_ROLL).values("child")
    ties = unbarred(Guardianship.objects.filter(child__in=expected)).select_related("guardian__user")
    return list({tie.guardian_id: tie.guardian for tie in ties}.values())


def _said(station: Any, said: dict[str, Any], language: str) -> str:
    told = {"station": station, "day": day(dt.date.fromisoformat(said["day"]), language), "why": said["why"]}
    return _("{station} does not open on {day}: {why}. Please do not bring your child.").format(**told)


def _message(reminder: Any, language: str) -> Message:
    return Message(
        title=_("The station does not open on {day}").format(
            day=day(dt.date.fromisoformat(reminder.params["day"]), language)
        ),
        body=_said(reminder.facility, reminder.params, language),
        url=reverse("family-home"),
    )


MESSAGE = MessageKind(KIND, gettext_lazy("A day is cancelled"), _message, free_text=True)
