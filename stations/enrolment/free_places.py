"""Whoever manages a station hears of a free place for which children wait, and who is next, until it is decided."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Min, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ops.absences.queries import managers_told
from ops.organization.models import in_language
from ops.records.actor import Actor
from ops.reminders.actions import Notice, remind_all, settle_all_but
from ops.reminders.models import Reminder
from ops.reminders.registry import Message, MessageKind
from ops.web.text import short_day
from stations.enrolment.models import Enrolment
from stations.enrolment.waiting import APPLIED_AT, PRECEDENCE, with_places
from stations.terms.models import Term

KIND = "free_place"
# Nobody decided: said again after so long, and so on.
AGAIN = dt.timedelta(days=3)


@transaction.atomic
def tell(*, by: Actor, now: dt.datetime | None = None) -> int:
    """Tell managers of free places in terms whose places staff fill, with the next in the term's order.

    Each free place is told of once, and again every three days until somebody decides; what was decided before it was
    sent is not sent. Returns how many are told of. Twice, or two at once, changes nothing more; the number of
    statements does not grow with the terms.
    """
    now = now or timezone.now()
    subjects = {_subject(place): place for place in _next_in_order(now)}
    settle_all_but(kind=KIND, subjects=subjects)
    told = _told(subjects)
    due = {}
    for subject, place in subjects.items():
        first, highest = told.get(subject, (now, -1))
        if (level := (now - first) // AGAIN) > highest:
            due[subject] = (place, level)
    managers = managers_told({place.facility_id for place, _level in due.values()})
    notices = [_notice(subject, place, level, managers) for subject, (place, level) in due.items()]
    if notices:
        remind_all(notices=notices, by=by)
    return len(notices)


def _next_in_order(now: dt.datetime) -> list[Enrolment]:
    """The first who waits in each term that has a free place, with the term's counts; two queries."""
    ahead = Term.objects.filter(filling=Term.Filling.STAFF, state__in=Term.AHEAD, last_day__gte=timezone.localdate(now))
    left = Count("enrolments", filter=Q(enrolments__state=Enrolment.State.WITHDRAWN))
    counted: Any = with_places(ahead).annotate(left=left)
    roomy = counted.filter(waiting__gt=0, on_roll__lt=F("capacity"))
    terms = {term.pk: term for term in roomy}
    number = Window(RowNumber(), partition_by="term", order_by=[PRECEDENCE.copy().asc(), APPLIED_AT.copy().asc(), "pk"])
    waiting = Enrolment.objects.filter(term__in=terms, state=Enrolment.State.WAITING)
    first = waiting.annotate(number=number).filter(number=1).select_related("child", "facility")
    found: list[Any] = list(first.only("term", "applied_at", "state_since", "child__name", "facility"))
    for place in found:
        place.term = terms[place.term_id]
    return found


def _subject(place: Any) -> str:
    """Another for each place that falls free: given up by a child, or added to the term."""
    return f"{KIND}:{place.pk.hex}:{place.term.left}:{place.term.capacity}"


def _told(subjects: Iterable[str]) -> dict[str, tuple[dt.datetime, int]]:
    """When each was told of first, and at which level last; one query."""
    rows = Reminder.objects.filter(kind=KIND, subject__in=list(subjects)).exclude(subject="").order_by()
    found = rows.values_list("subject").annotate(first=Min("created_at"), highest=Max("level"))
    return {subject: (first, highest) for subject, first, highest in found}


def _notice(subject: str, place: Any, level: int, managers: dict[Any, list[Any]]) -> Notice:
    applied = place.facility.local(place.applied_at or place.state_since)
    return Notice(
        kind=KIND,
        subject=subject,
        facility=place.facility,
        recipients=tuple(managers.get(place.facility_id, ())),
        level=level,
        params={
            "term": place.term.name,
            "term_en": place.term.name_en,
            "free": place.term.capacity - place.term.on_roll,
            "next": place.child.masked,
            "applied": applied.date().isoformat(),
            # By which an erasure finds it.
            "child": str(place.child_id),
        },
    )


def _message(reminder: Any, language: str) -> Message:
    said = reminder.params
    title = ngettext("A place is free: {term}", "{number} places are free: {term}", said["free"])
    told = {
        "facility": reminder.facility,
        "next": said["next"],
        "day": short_day(dt.date.fromisoformat(said["applied"]), language),
    }
    return Message(
        title=title.format(number=said["free"], term=in_language(said["term"], said["term_en"])),
        body=_("{facility}: next in the order is {next}, who applied on {day}. Please decide.").format(**told),
        url=reverse("application-list", args=[reminder.facility_id]),
    )


MESSAGE = MessageKind(KIND, gettext_lazy("A place is free while children wait"), _message, free_text=True)
