"""A station and a room with their people, at a quarter past ten on a summer morning."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine

from ops.organization.roles import Role
from tests import factories

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = dt.datetime(2026, 7, 21, 10, 15, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def now():
    """The time of the test; it stands still."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def station(now, district):
    """A station of the district."""
    return factories.make_facility(district, "station", "云南路爱心驿站", emergency_phone="0532-12345678")


@pytest.fixture
def other_station(now, other_district):
    """A station whose records nobody of the district may see."""
    return factories.make_facility(other_district, "station", "金家岭爱心驿站")


@pytest.fixture
def room(now, district):
    """A mother room of the district."""
    return factories.make_facility(district, "room", "市民中心妈妈小屋")


@pytest.fixture
def staff(station):
    """Who works at the station."""
    return factories.make_user(Role.STATION_STAFF, station, name="赵敏")


@pytest.fixture
def manager(station):
    """Who manages the station."""
    return factories.make_user(Role.FACILITY_MANAGER, station, name="钱丽")


@pytest.fixture
def room_manager(room):
    """Who looks after the room."""
    return factories.make_user(Role.ROOM_MANAGER, room, name="孙洁")


@pytest.fixture
def stranger(other_station):
    """Who works at a station of another district."""
    return factories.make_user(Role.STATION_STAFF, other_station, name="李娜")


@pytest.fixture
def sent(station):
    """What a device sends: a new id, the station, and the time, with what the test adds."""

    def body(**fields):
        return {"id": str(uuid4()), "facility": str(station.pk), "occurred_at": NOW.isoformat()} | fields

    return body
