"""A room on a Tuesday afternoon."""

from typing import Any

import pytest
import time_machine

from ops.organization.models import User
from ops.organization.roles import Role
from rooms.opening.models import Room
from tests import factories
from tests.rooms.rooms import at, make_room


@pytest.fixture(autouse=True)
def clock() -> Any:
    """The time, which the test may move."""
    with time_machine.travel(at("13:50"), tick=False) as traveller:
        yield traveller


@pytest.fixture
def room(clock: Any, district: Any) -> Room:
    """A room of the district, open now."""
    return make_room(district)


@pytest.fixture
def manager(room: Room) -> User:
    """Who keeps the room."""
    return factories.make_user(Role.ROOM_MANAGER, room.facility)
