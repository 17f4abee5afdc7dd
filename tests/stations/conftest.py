"""One station of the district with its staff, and a station of the sibling district."""

from __future__ import annotations

from typing import Any

import pytest

from ops.facilities.models import Facility
from ops.organization.models import TradeUnion, User
from ops.organization.roles import Role
from stations.enrolment.models import Child
from stations.terms.models import Term
from tests import factories
from tests.stations import world


@pytest.fixture
def station(district: TradeUnion) -> Facility:
    """The station the tests are about."""
    return world.make_station(district)


@pytest.fixture
def term(station: Facility) -> Term:
    """Its running term."""
    return world.make_term(station)


@pytest.fixture
def child(term: Term) -> Child:
    """A child of the term."""
    return world.make_child(term)


@pytest.fixture
def sibling(term: Term) -> Child:
    """Another child of the term."""
    return world.make_child(term)


@pytest.fixture
def staff(station: Facility) -> User:
    """Somebody who works at the station."""
    return factories.make_user(Role.STATION_STAFF, station)


@pytest.fixture
def manager(station: Facility) -> User:
    """The station's manager."""
    return factories.make_user(Role.FACILITY_MANAGER, station)


@pytest.fixture
def other_staff(other_district: TradeUnion) -> User:
    """Somebody who works at a station of the sibling district."""
    return factories.make_user(Role.STATION_STAFF, world.make_station(other_district))


@pytest.fixture
def room_manager(district: TradeUnion) -> User:
    """Somebody who runs a mother room of the same district."""
    return factories.make_user(Role.ROOM_MANAGER, factories.make_facility(district, kind="room"))


@pytest.fixture
def door(api: Any, staff: User) -> Any:
    """A program at the door, acting for staff."""
    return api(staff)
