"""What the guardian's page offers to the floors below."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry, timeline
from ops.operation.registry import OwnTask, own_tasks
from ops.organization.roles import Role
from ops.reminders.queries import unread
from ops.reminders.registry import Message, MessageKind, messages
from ops.web import text
from ops.web.registry import MenuEntry, Tab, registry
from stations.enrolment.models import Relation
from stations.enrolment.registry import ChildPanel, Waiting, child_panels, waiting
from stations.guardians import allergies, notices, queries
from stations.guardians.models import ANSWERING, AllergyRequest, Answer, DataRequest, Erasure, PersonRequest

_NAMES = frozenset({"child", "asked_by", "name", "person"})
_GUARDIAN = frozenset({str(Role.GUARDIAN)})


def register() -> None:
    """Home and tabs of guardians, what waits for staff, the messages, and the requests on the timeline."""
    own_tasks.register(
        OwnTask("stations.guardians.tasks.tell_handovers", _("Tells guardians of arrivals and departures"))
    )
    registry.add_home(Role.GUARDIAN, "family-home", order=90)
    entry: dict[str, Any] = {"key": "family", "label": _("My children"), "url_name": "family-home", "icon": "family"}
    registry.add_tabs(
        Tab(**entry, roles=_GUARDIAN, order=15),
        Tab(
            key="family-messages",
            label=_("Messages"),
            url_name="reminder-list",
            icon="bell",
            roles=_GUARDIAN,
            order=80,
            rows=unread,
            loud=True,
        ),
    )
    registry.add_entrances(
        MenuEntry(key="family", label=_("I am a guardian"), url_name="family-enter", icon="family", order=10)
    )
    registry.add_menu(MenuEntry(**entry, roles=_GUARDIAN, group="work", order=90))
    registry.add_menu(
        MenuEntry(
            key="data-requests",
            label=_("Requests about personal data"),
            url_name="data-requests-home",
            icon="file",
            roles=frozenset({str(role) for role in ANSWERING}),
            group="manage",
            order=60,
            rows=lambda access: (queries.erasures_waiting(access),),
        )
    )
    child_panels.register(ChildPanel("guardian-requests", "stations/guardians/panel.html", _panel, first=True))
    child_panels.register(ChildPanel("guardian-pages", "stations/guardians/pages_panel.html", _pages))
    waiting.register(
        Waiting(
            "person-requests",
            _("Guardians ask about who may collect"),
            "guardian-requests",
            rows=lambda facility: (queries.open_person_requests(facility),),
        )
    )
    waiting.register(
        Waiting(
            "allergy-requests",
            _("Guardians ask about allergies"),
            "guardian-requests",
            rows=lambda facility: (allergies.open_allergy_requests(facility),),
        )
    )
    messages.register(MessageKind(notices.KIND, _("Arrival and departure"), _handover, at_once=True))
    messages.register(MessageKind("data_request", _("Request about personal data"), _data_request))
    messages.register(MessageKind("guardian_answer", _("Answer to a guardian"), _answer))
    _timeline()


def _panel(child: Any) -> dict[str, Any]:
    return {
        "asked": [one for one in queries.requests_of(child) if one.is_open],
        "allergies": list(allergies.open_allergy_requests(child.facility).filter(child=child)),
    }


def _pages(child: Any) -> dict[str, Any]:
    return {"ties": queries.pages_of(child)}


def _handover(reminder: Any, language: str) -> Message:
    """Arrived, collected, left alone, or the correction of what was told."""
    said = reminder.params
    what = said.get("what")
    who = str(Relation(said["who"]).label) if said.get("who") in Relation.values else gettext("somebody else")
    words = {"name": said.get("name", ""), "clock": said.get("clock", ""), "who": who}
    titles = {
        "arrived": gettext("%(name)s arrived at %(clock)s"),
        "collected": gettext("%(name)s was collected at %(clock)s by: %(who)s"),
        "alone": gettext("%(name)s left alone at %(clock)s"),
        "void": gettext("The notice about %(name)s at %(clock)s was wrong"),
    }
    title = titles.get(what, titles["void"]) % words
    if said.get("corrected"):
        title = gettext("Correction: %(notice)s") % {"notice": title}
    parts = [str(reminder.facility), text.short_day(dt.date.fromisoformat(said["day"]), language)]
    if said.get("late"):
        parts.append(gettext("entered afterwards, at %(clock)s") % {"clock": said["late"]})
    return Message(title, gettext(", ").join(parts), reverse("family-child", args=[said["child"]]))


def _data_request(reminder: Any, language: str) -> Message:
    """Told to the station's managers; names no child."""
    return Message(
        gettext("Guardians ask that data be erased"),
        str(reminder.facility),
        reverse("data-requests", args=[reminder.facility_id]),
    )


def _answer(reminder: Any, language: str) -> Message:
    """What became of a guardian's request; the page says more."""
    agreed = reminder.params.get("answer") == Answer.AGREED
    title = gettext("%(station)s has done what you asked") if agreed else gettext("%(station)s answered your request")
    return Message(
        title=title % {"station": reminder.facility},
        body=gettext("It is about %(name)s. Open the page to read more.") % {"name": reminder.params.get("name", "")},
        url=reverse("family-child", args=[reminder.params["child"]]),
    )


def _timeline() -> None:
    answer = ("answer", "answered_at", "answer_reason")
    timeline.register(
        TimelineEntry(
            PersonRequest,
            _("Request about a pick-up person"),
            ("child", "kind", "person", "name", "relation", "valid_on", "until", "note", "asked_by", *answer),
            regime="enrolment",
            title=lambda row: f"{row.child} · {row.get_kind_display()}",
            masked=frozenset({"phone", "photo", "note"}),
            masked_names=_NAMES,
        )
    )
    timeline.register(
        TimelineEntry(
            AllergyRequest,
            _("Word about allergies"),
            ("child", "kind", "allergens", "words", "asked_by", *answer),
            regime="enrolment",
            title=lambda row: f"{row.child} · {row.get_kind_display()}",
            masked=frozenset({"allergens", "words"}),
            masked_names=frozenset({"child", "asked_by"}),
        )
    )
    timeline.register(
        TimelineEntry(
            DataRequest,
            _("Request about personal data"),
            ("child", "kind", "reason", "asked_by", *answer),
            regime="enrolment",
            title=lambda row: f"{row.child} · {row.get_kind_display()}",
            masked=frozenset({"reason"}),
            masked_names=_NAMES - {"name", "person"},
        )
    )
    timeline.register(TimelineEntry(Erasure, _("Erasure"), ("ground", "rows"), regime="enrolment"))
