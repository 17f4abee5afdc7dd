"""Makes the world of a test: unions, people, facilities. Each test makes its own; none reads another's."""

from __future__ import annotations

import itertools
from typing import Any

from ops.facilities.models import Facility
from ops.organization.actions import add_union
from ops.organization.models import Membership, TradeUnion, User
from ops.organization.roles import AT_UNION, Role
from ops.records.actions import create
from ops.records.actor import Actor

NUMBERS = itertools.count(1)
TESTER = Actor.command("test")
PASSWORD = "station-2026"


def make_union(name: str = "", *, below: TradeUnion | None = None, **fields: Any) -> TradeUnion:
    """A union; the city federation when it is below none."""
    fields.setdefault("level", TradeUnion.Level.DISTRICT if below else TradeUnion.Level.CITY)
    return add_union(below=below, by=TESTER, name=name or f"工会{next(NUMBERS)}", **fields)


def make_facility(union: TradeUnion, kind: str = "station", name: str = "", **fields: Any) -> Facility:
    """A facility of a kind, without its station or room row."""
    return create(Facility(union=union, kind=kind, name=name or f"驿站{next(NUMBERS)}", **fields), by=TESTER)


def make_user(role: Role | None = None, at: TradeUnion | Facility | None = None, **fields: Any) -> User:
    """A person who can sign in with PASSWORD, holding one role."""
    number = next(NUMBERS)
    fields.setdefault("username", f"user{number}")
    fields.setdefault("phone", f"139{number:08d}")
    fields.setdefault("email", f"user{number}@example.org")
    fields.setdefault("name", f"于{number}")
    user = User.objects.create_user(password=PASSWORD, by=TESTER, **fields)
    if role:
        grant(user, role, at)
    return user


def grant(user: User, role: Role, at: Any, **fields: Any) -> Membership:
    """A membership at a union or facility."""
    place = "union" if role in AT_UNION else "facility"
    return create(Membership(user=user, role=role, **{place: at}, **fields), by=TESTER)
