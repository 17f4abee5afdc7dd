"""Deadlines and numbers in force, and who may do what to a corrective action."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import ngettext

from ops.facilities.models import Facility
from ops.organization.models import Membership
from ops.organization.roles import IN_FIELD, Role
from ops.policy.queries import numbers_in_force
from ops.rectification.models import CorrectiveAction, Severity, State, Verifier
from ops.rectification.registry import sources

KEYS = (
    "rectify_minor_days",
    "rectify_serious_days",
    "rectify_critical_hours",
    "rectify_again_hours",
    "rectify_repeat_times",
    "rectify_repeat_days",
    "rectify_on_spot_minutes",
)
WORSE = {
    Severity.MINOR: Severity.SERIOUS,
    Severity.SERIOUS: Severity.CRITICAL,
    Severity.CRITICAL: Severity.CRITICAL,
}
RANK = {severity: rank for rank, severity in enumerate(Severity.values)}


@dataclass
class Numbers:
    """The house's numbers of corrective actions in force at a facility on a day; one query at the first question."""

    facility: Facility
    day: dt.date

    @cached_property
    def _held(self) -> dict[str, Any]:
        return numbers_in_force(KEYS, self.facility.union_path, self.day)

    def __getitem__(self, key: str) -> int:
        return int(self._held[key])

    def span(self, severity: str) -> dt.timedelta:
        """How long it may take to put right what is so bad."""
        if severity == Severity.CRITICAL:
            return dt.timedelta(hours=self["rectify_critical_hours"])
        return dt.timedelta(days=self[f"rectify_{severity}_days"])

    def limit(self, severity: str) -> str:
        """The same in words, in the unit in which the policy has it."""
        if severity == Severity.CRITICAL:
            hours = self["rectify_critical_hours"]
            return ngettext("within {n} hour", "within {n} hours", hours).format(n=hours)
        days = self[f"rectify_{severity}_days"]
        return ngettext("within {n} day", "within {n} days", days).format(n=days)


def numbers_on(facility: Facility, moment: dt.datetime) -> Numbers:
    """The numbers in force on the facility's day of a moment."""
    return Numbers(facility, facility.local(moment).date())


def verifier_of(action: CorrectiveAction, done_by: Any) -> Verifier:
    """Who is to verify: the manager what staff did; the union what a manager did or the union asked for."""
    source = sources.get(action.source_kind)
    if source is not None and source.from_above:
        return Verifier.UNION
    if done_by is None:
        return Verifier.MANAGER
    manages = Membership.objects.current().filter(
        user=done_by, facility_id=action.facility_id, role=Role.FACILITY_MANAGER
    )
    return Verifier.UNION if manages.exists() else Verifier.MANAGER


def may_finish(action: CorrectiveAction, access: Any) -> bool:
    """Who works at the facility; who is named works there too."""
    return bool(access.may_at(action.facility, *IN_FIELD))


def may_verify(action: CorrectiveAction, access: Any) -> bool:
    """The officer, and the manager what staff did; nobody their own."""
    if action.done_by_id is not None and action.done_by_id == access.user.pk:
        return False
    if access.may_at(action.facility, Role.UNION_OFFICER):
        return True
    return action.verifier == Verifier.MANAGER and access.may_at(action.facility, Role.FACILITY_MANAGER)


def may_cancel(action: CorrectiveAction, access: Any) -> bool:
    """The officer; the manager only what is not critical and was not asked by the union."""
    if access.may_at(action.facility, Role.UNION_OFFICER):
        return True
    source = sources.get(action.source_kind)
    above = source is not None and source.from_above
    return not above and action.severity != Severity.CRITICAL and access.may_at(action.facility, Role.FACILITY_MANAGER)


def may_reopen(action: CorrectiveAction, access: Any) -> bool:
    """The officer; the manager what a manager verifies or cancels."""
    if access.may_at(action.facility, Role.UNION_OFFICER):
        return True
    own = action.verifier != Verifier.UNION and may_cancel(action, access)
    return own and access.may_at(action.facility, Role.FACILITY_MANAGER)


def may_assign(action: CorrectiveAction, access: Any) -> bool:
    """Who says who puts it right."""
    return access.may_at(action.facility, Role.FACILITY_MANAGER, Role.UNION_OFFICER)


def may_reschedule(action: CorrectiveAction, access: Any) -> bool:
    """Deadline and severity are the union's to change."""
    return bool(access.may_at(action.facility, Role.UNION_OFFICER))


@dataclass(frozen=True)
class May:
    """What a reader may do to an action now."""

    finish: bool
    verify: bool
    cancel: bool
    assign: bool
    reschedule: bool
    reopen: bool


def may(action: CorrectiveAction, access: Any) -> May:
    """All that the reader may do to the action as it stands."""
    is_open, standing = action.state == State.OPEN, action.is_standing
    return May(
        finish=is_open and may_finish(action, access),
        verify=action.state == State.DONE and may_verify(action, access),
        cancel=standing and may_cancel(action, access),
        assign=is_open and may_assign(action, access),
        reschedule=is_open and may_reschedule(action, access),
        reopen=not standing and may_reopen(action, access),
    )
