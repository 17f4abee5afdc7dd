"""What a person may see and do now: the single implementation of scope."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from ops.organization.models import Membership, TradeUnion
from ops.organization.roles import AT_FACILITY, AT_UNION, MAY_GRANT, Role
from ops.records.actor import Actor, Source
from ops.records.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Grant:
    """One membership in force: a role below a union path, or at a facility."""

    role: str
    union_path: str | None = None
    facility_id: UUID | None = None

    def reaches(self, facility: Any) -> bool:
        """Whether this grant covers the facility."""
        if self.facility_id is not None:
            return self.facility_id == facility.pk
        return self.union_path is not None and facility.union_path.startswith(self.union_path)

    def covers(self, place: Any) -> bool:
        """Whether this grant reaches a whole union, or a facility."""
        if isinstance(place, TradeUnion):
            return self.union_path is not None and place.path.startswith(self.union_path)
        return self.reaches(place)


class Access:
    """A person's grants, read in one query at the first question and kept for one request only."""

    def __init__(self, user: Any):
        self.user = user

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """Memberships in force now."""
        if not self.user or not self.user.is_authenticated or not self.user.is_active:
            return ()
        read_with_token = getattr(self.user, "grants_read", None)
        if read_with_token is not None:
            return read_with_token
        rows = Membership.objects.current().filter(user=self.user).values_list("role", "union__path", "facility_id")
        return tuple(Grant(*row) for row in rows)

    @cached_property
    def roles(self) -> frozenset[str]:
        """All roles held anywhere."""
        return frozenset(grant.role for grant in self.grants)

    def may(self, *roles: str) -> bool:
        """Whether one of the roles is held anywhere."""
        return not self.roles.isdisjoint(roles)

    def may_at(self, facility: Any, *roles: str) -> bool:
        """Whether one of the roles is held at this facility, directly or through its union."""
        return any(grant.role in roles and grant.reaches(facility) for grant in self.grants)

    def require(self, facility: Any, *roles: str) -> None:
        """Raise NotAllowed unless one of the roles is held at this facility."""
        if not self.may_at(facility, *roles):
            raise NotAllowed()

    def facilities(self, prefix: str = "", roles: Iterable[str] | None = None) -> Q:
        """The condition "belongs to a facility in my scope"; `prefix` leads to the facility, empty for Facility itself.

        With `roles`, only memberships with one of those roles count. Guardians have no facility scope of their own.
        """
        before = f"{prefix}__" if prefix else ""
        wanted = None if roles is None else frozenset(roles)
        within = Q(pk__in=())
        here = []
        for grant in self.grants:
            if grant.role == Role.GUARDIAN or (wanted is not None and grant.role not in wanted):
                continue
            if grant.facility_id is not None:
                here.append(grant.facility_id)
            else:
                within |= Q(**{f"{before}union_path__startswith": grant.union_path})
        return within | Q(**{f"{prefix or 'pk'}__in": here}) if here else within

    def unions(self, prefix: str = "") -> Q:
        """The condition "is a union in my subtree"."""
        before = f"{prefix}__" if prefix else ""
        within = Q(pk__in=())
        for grant in self.grants:
            if grant.union_path is not None:
                within |= Q(**{f"{before}path__startswith": grant.union_path})
        return within

    def may_at_union(self, union: Any, *roles: str) -> bool:
        """Whether one of the roles is held at this union or above it."""
        return any(union.path.startswith(path) for path in self.union_paths(*roles))

    def may_for_all(self, *roles: str) -> bool:
        """Whether one of the roles is held at the federation itself, for what all its unions share."""
        return any(len(path) == TradeUnion.steplen for path in self.union_paths(*roles))

    def may_grant(self, role: str, place: Any) -> bool:
        """Whether the person may hand out or end this role at a union or facility: nobody more than they hold."""
        return any(role in MAY_GRANT.get(grant.role, ()) and grant.covers(place) for grant in self.grants)

    def grantable(self, place: Any) -> list[str]:
        """The roles that the person may hand out at a union or facility, in their usual order."""
        fitting = AT_UNION if isinstance(place, TradeUnion) else AT_FACILITY
        return [role for role in Role.values if role in fitting and self.may_grant(role, place)]

    @cached_property
    def runs_installation(self) -> bool:
        """Whether the reader is the system administrator of the whole installation: of the federation itself."""
        return any(len(path) == TradeUnion.steplen for path in self.union_paths(Role.ADMINISTRATOR))

    def union_paths(self, *roles: str) -> list[str]:
        """Paths of the unions where one of the roles is held."""
        return [grant.union_path for grant in self.grants if grant.union_path is not None and grant.role in roles]


def access_of(by: Actor) -> Access | None:
    """The reach of whoever acts; None for the program itself (system, command), which nobody needs to limit."""
    if by.user is None and by.source in (Source.SYSTEM, Source.COMMAND):
        return None
    return Access(by.user)
