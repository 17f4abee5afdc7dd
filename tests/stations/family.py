"""Guardians with an account, and the doors by which they come in."""

from __future__ import annotations

from typing import Any

from django.test import Client

from ops.organization.models import User, normal_phone
from stations.enrolment.models import Child, Guardian
from stations.guardians import accounts
from tests import factories
from tests.factories import TESTER
from tests.gateway import Gateway

ENTER = "/family/enter/"


def guardian_of(child: Child) -> Guardian:
    """The child's first guardian."""
    return child.guardians.get()


def account_of(child: Child) -> User:
    """An account of the child's guardian, who was let in once."""
    row = guardian_of(child)
    user = factories.make_user(name=row.name, phone=None)
    accounts._join(user, [row], TESTER)
    return user


def bar(child: Child, row: Guardian) -> None:
    """The child's guardian must not collect it any more."""
    from tests.stations import world

    world.authorise(child, row.name, "father", barred=True, barred_note="法院裁定")


def enter(client: Client, gateway: Gateway, phone: str) -> Any:
    """Sign in by a code to the phone, as the pages ask for it."""
    client.post(ENTER, {"phone": phone})
    return client.post(ENTER, {"phone": phone, "code": gateway.last_code(normal_phone(phone))})
