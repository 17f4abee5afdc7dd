"""Who hears of a corrective action, and how it reads. Never the name of a child, never health data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.organization.models import Membership, TradeUnion, User, in_language
from ops.organization.queries import managers_at
from ops.organization.roles import Role
from ops.records.actor import Actor
from ops.rectification.models import CorrectiveAction, Severity
from ops.reminders.actions import Notice, no_longer_needed, remind_all
from ops.reminders.compose import day_and_clock
from ops.reminders.registry import Message, MessageKind

NEAR, OVERDUE, UNION = 1, 2, 3
KIND_OF_LEVEL = {NEAR: "corrective_near", OVERDUE: "corrective_overdue", UNION: "corrective_escalated"}


def tell_opened(action: CorrectiveAction, *, by: Actor) -> None:
    """Word of a serious action, or of one that the union asked for, to its owner; urgent where it is critical."""
    _tell(action, "corrective_opened", f"opened:{action.severity}", owners([action])[action.pk], by)


def tell_sent_back(action: CorrectiveAction, doer: User | None, *, by: Actor) -> None:
    """Word to whoever did it and to the owner that it is not done yet."""
    people = owners([action])[action.pk]
    _tell(action, "corrective_sent_back", f"back:{action.sent_back}", [*([doer] if doer else []), *people], by)


def tell_levels(told: Iterable[tuple[CorrectiveAction, int, Iterable[User]]], *, by: Actor) -> None:
    """Levels of the escalation, many at once; the outbox keeps each person to one message a level and attempt."""
    notices = [
        _notice(action, KIND_OF_LEVEL[level], f"due:{action.sent_back}", people, by, level=level)
        for action, level, people in told
    ]
    remind_all(notices=notices, by=by)


def forget(action: CorrectiveAction) -> None:
    """What waits to be sent need not be sent any more."""
    no_longer_needed(subject_prefix=_subject(action, ""))


def _subject(action: CorrectiveAction, what: str) -> str:
    return f"rectify:{action.pk}:{what}"


def _tell(action: CorrectiveAction, kind: str, what: str, people: Iterable[User], by: Actor) -> None:
    remind_all(notices=[_notice(action, kind, what, people, by)], by=by)


def _notice(
    action: CorrectiveAction, kind: str, what: str, people: Iterable[User], by: Actor, *, level: int = 0
) -> Notice:
    said = {
        "action": str(action.pk),
        "title": action.title,
        "title_en": action.title_en,
        "due_at": action.due_at.isoformat(),
        "severity": action.severity,
    }
    return Notice(
        kind=kind,
        subject=_subject(action, what),
        facility=action.facility,
        # Nobody is told of what they have just done themselves.
        recipients=tuple(person for person in people if by.user is None or person.pk != by.user.pk),
        urgent=kind == "corrective_opened" and action.severity == Severity.CRITICAL,
        level=level,
        params=said,
    )


def owners(actions: Sequence[CorrectiveAction]) -> dict[Any, list[User]]:
    """The named person, else whoever manages the facility, by action; at most two queries."""
    managing = managers(actions)
    named = User.objects.in_bulk({action.owner_id for action in actions if action.owner_id})
    return {
        action.pk: [named[action.owner_id]] if action.owner_id else managing.get(action.facility_id, [])
        for action in actions
    }


def managers(actions: Sequence[CorrectiveAction]) -> dict[Any, list[User]]:
    """Facility managers by facility; one query."""
    return managers_at({action.facility_id for action in actions})


def officers(actions: Sequence[CorrectiveAction]) -> dict[str, list[User]]:
    """Officers of the nearest union above each facility that has any, by the facility's union path; one query."""
    step = TradeUnion.steplen
    paths = {action.facility.union_path for action in actions}
    above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
    rows = Membership.objects.current().filter(role=Role.UNION_OFFICER, union__path__in=above)
    at: dict[str, list[User]] = {}
    for row in rows.select_related("user", "union"):
        if row.user.is_active:
            at.setdefault(row.union.path, []).append(row.user)
    return {path: _nearest(path, at, step) for path in paths}


def _nearest(path: str, at: dict[str, list[User]], step: int) -> list[User]:
    ends = range(len(path), 0, -step)
    return next((at[path[:end]] for end in ends if path[:end] in at), [])


def _message(reminder: Any, title: str, body: str) -> Message:
    said = reminder.params
    words = {
        "what": in_language(said["title"], said["title_en"]),
        "facility": reminder.facility,
        "time": day_and_clock(reminder.facility, dt.datetime.fromisoformat(said["due_at"])),
        "severity": Severity(said["severity"]).label,
    }
    return Message(title.format(**words), body.format(**words), reverse("corrective-action", args=[said["action"]]))


def opened(reminder: Any, language: str) -> Message:
    """There is something serious to be put right."""
    return _message(reminder, _("To be put right: {what}"), _("{facility}, {severity}: by {time}."))


def near(reminder: Any, language: str) -> Message:
    """Due soon."""
    return _message(reminder, _("To be put right soon: {what}"), _("{facility}: by {time}."))


def overdue(reminder: Any, language: str) -> Message:
    """Overdue, to owner and manager."""
    return _message(
        reminder, _("Not put right in time: {what}"), _("{facility}: was due {time}. Please see to it now.")
    )


def escalated(reminder: Any, language: str) -> Message:
    """Overdue and unheeded, to the union."""
    return _message(
        reminder,
        _("{facility}: not put right in time"),
        _("{what} ({severity}) was due {time}. The facility was reminded."),
    )


def sent_back(reminder: Any, language: str) -> Message:
    """Somebody looked and it is not done yet."""
    return _message(reminder, _("Sent back: {what}"), _("{facility}: not yet put right. Until {time}."))


KINDS = (
    MessageKind("corrective_opened", gettext_lazy("Corrective action opened"), opened, free_text=True),
    MessageKind("corrective_near", gettext_lazy("Corrective action due soon"), near, free_text=True),
    MessageKind("corrective_overdue", gettext_lazy("Corrective action overdue"), overdue, free_text=True),
    MessageKind(
        "corrective_escalated", gettext_lazy("Corrective action overdue, passed on"), escalated, free_text=True
    ),
    MessageKind("corrective_sent_back", gettext_lazy("Corrective action sent back"), sent_back, free_text=True),
)
