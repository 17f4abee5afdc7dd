"""Who hears of a corrective action, and how it reads. Never the name of a child, never health data."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Subquery, UUIDField
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.absences import queries as absences
from ops.duties.models import EscalationPolicy, EscalationStep
from ops.organization.models import Membership, TradeUnion, User, in_language
from ops.organization.roles import Role
from ops.records.actor import Actor
from ops.rectification.escalation import FIRST, NEAR
from ops.rectification.models import CorrectiveAction, Severity
from ops.reminders.actions import Notice, no_longer_needed, remind_all
from ops.reminders.compose import day_and_clock
from ops.reminders.registry import Message, MessageKind

Reach = EscalationStep.Reach
KIND_OF_LEVEL = {NEAR: "corrective_near", FIRST: "corrective_overdue", FIRST + 1: "corrective_escalated"}


def tell_opened(action: CorrectiveAction, *, by: Actor) -> None:
    """Word of a serious action, or of one that the union asked for, to its owner; urgent where it is critical."""
    _tell(action, "corrective_opened", f"opened:{action.severity}", owners([action])[action.pk], by)


def tell_sent_back(action: CorrectiveAction, doer: User | None, *, by: Actor) -> None:
    """Word to whoever did it and to the owner that it is not done yet."""
    people = owners([action])[action.pk]
    _tell(action, "corrective_sent_back", f"back:{action.sent_back}", [*([doer] if doer else []), *people], by)


class Told(NamedTuple):
    """Somebody hears of an action at a level of its policy, by the channels that the policy demands, if any."""

    action: CorrectiveAction
    level: int
    people: Sequence[User]
    channels: tuple[str, ...] = ()
    policy: EscalationPolicy | None = None


def tell_levels(told: Iterable[Told], *, by: Actor) -> None:
    """Levels of the escalation, many at once; the outbox keeps each person to one message a level and attempt."""
    remind_all(notices=[_of_level(one, by) for one in told], by=by)


def _of_level(told: Told, by: Actor) -> Notice:
    action, policy = told.action, told.policy
    kind = KIND_OF_LEVEL.get(told.level, "corrective_escalated")
    notice = _notice(action, kind, f"due:{action.sent_back}", told.people, by, level=told.level)
    if policy is None:
        return notice
    quiet = (policy.quiet_from, policy.quiet_until)
    return replace(notice, channels=told.channels, urgent=policy.urgent, quiet=quiet)


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
    """The named person, while away their stand-in, else whoever manages the facility, by action."""
    people = People(actions, timezone.now())
    return {action.pk: people.responsible(action) for action in actions}


class People:
    """Who may have to hear of some actions, looked up once for all; whoever is away is spared as duties spare them."""

    def __init__(self, actions: Sequence[CorrectiveAction], now: dt.datetime):
        self.actions = actions
        self.now = now

    def responsible(self, action: CorrectiveAction) -> list[User]:
        """Who has to put it right."""
        named = self._named.get(action.pk)
        return [named] if named else self.of(action, Reach.FACILITY, Role.FACILITY_MANAGER)

    def of(self, action: CorrectiveAction, reach: str, role: str) -> list[User]:
        """Whom a step of an escalation policy means."""
        if reach == Reach.FACILITY:
            return self._at_facilities.get((action.facility_id, role), []) if role else self.responsible(action)
        path = action.facility.union_path
        step = TradeUnion.steplen
        ends = (step,) if reach == Reach.CITY else range(len(path), 0, -step)
        return next((found for end in ends if (found := self._at_unions.get((path[:end], role)))), [])

    @cached_property
    def _named(self) -> dict[Any, User]:
        owned = [action.pk for action in self.actions if action.owner_id]
        if not owned:
            return {}
        rows = CorrectiveAction.objects.filter(pk__in=owned).annotate(
            there=absences.at_work("owner", "facility", self.now),
            instead=Subquery(absences.stand_in_of("owner", "facility", self.now), output_field=UUIDField()),
        )
        found = {
            pk: owner if there else instead
            for pk, owner, there, instead in rows.values_list("pk", "owner", "there", "instead")
        }
        users = User.objects.in_bulk({pk for pk in found.values() if pk})
        return {pk: users[person] for pk, person in found.items() if person}

    @cached_property
    def _at_facilities(self) -> dict[tuple[Any, str], list[User]]:
        held = Membership.objects.current(self.now).filter(facility__in={action.facility_id for action in self.actions})
        rows = list(absences.told_for(held, self.now).values_list("facility_id", "role", "told"))
        users = User.objects.in_bulk({person for _facility, _role, person in rows})
        found: dict[tuple[Any, str], list[User]] = defaultdict(list)
        for facility, role, person in rows:
            found[facility, role].append(users[person])
        return found

    @cached_property
    def _at_unions(self) -> dict[tuple[str, str], list[User]]:
        step = TradeUnion.steplen
        paths = {action.facility.union_path for action in self.actions}
        above = {path[:end] for path in paths for end in range(step, len(path) + 1, step)}
        rows = Membership.objects.current(self.now).filter(union__path__in=above, user__is_active=True)
        found: dict[tuple[str, str], list[User]] = defaultdict(list)
        for row in rows.select_related("user", "union"):
            found[row.union.path, row.role].append(row.user)
        return found


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
