"""The notice's 200 stations and 100 rooms, their hours, and the people who work there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.hashers import make_password

from config.demo.places import DISTRICTS, ROAD_NAMES, ROOM_PLACES, STATION_HOSTS, in_english
from config.demo.world import DEMO, World, identity
from ops.facilities.models import CODE_ALPHABET, Facility, OpeningHours
from ops.organization.models import Membership, TradeUnion, User
from ops.organization.roles import Role
from ops.records import bulk

STATIONS, ROOMS = 200, 100
# Who runs the station and the room that visitors see.
VISITORS_MANAGER = "邢立新"
_POSTCODES = {name: postcode for name, _code, postcode, _streets in DISTRICTS}
# 附件2 knows three spans a day; a room in a public place stays open through the evening.
ROOM_HOURS = ((dt.time(8, 30), dt.time(11, 30)), (dt.time(11, 30), dt.time(13, 30)), (dt.time(13, 30), dt.time(21, 30)))
STATION_HOURS = ((dt.time(7, 30), dt.time(17, 30)),)


def build_facilities(world: World) -> None:
    """Facilities in round-robin over the grassroots unions, two of three below a district."""
    world.stations = [_station(world, *place) for place in _places(world, STATIONS * world.scale)]
    world.rooms = [_room(world, *place) for place in _places(world, ROOMS * world.scale)]
    everything = [*world.stations, *world.rooms]
    for start in range(0, len(everything), 500):
        bulk.insert(Facility, everything[start : start + 500], by=DEMO)
    bulk.insert(OpeningHours, _hours(world), by=DEMO)
    _people(world)


def _places(world: World, number: int) -> Iterator[tuple[int, str, TradeUnion]]:
    """Numbered places: (number, district or direct union, grassroots union)."""
    rings = [(name, unions) for name, unions in world.grassroots.items()]
    districts, direct = rings[: len(DISTRICTS)], rings[len(DISTRICTS) :]
    for index in range(number):
        ring = direct if index % 5 == 4 else districts
        turn = index // 5 if ring is direct else index - index // 5
        name, unions = ring[turn % len(ring)]
        yield index, name, unions[(turn // len(ring)) % len(unions)]


def _station(world: World, index: int, above: str, union: TradeUnion) -> Facility:
    place = union.short_name
    host = STATION_HOSTS[index % len(STATION_HOSTS)] if index >= len(DISTRICTS) else ""
    return _facility(
        world,
        "station",
        index,
        above,
        union,
        name=f"{place}{host}爱心托管驿站",
        name_en=in_english(place, f"Care Station {index + 1}"),
        host=f"{place}{host or '街道办事处'}",
    )


def _room(world: World, index: int, above: str, union: TradeUnion) -> Facility:
    place = union.short_name
    spot = ROOM_PLACES[index % len(ROOM_PLACES)]
    return _facility(
        world,
        "room",
        index,
        above,
        union,
        name=f"{place}{spot}爱心妈妈小屋",
        name_en=in_english(place, f"Mother Room {index + 1}"),
        host=f"{place}{spot}",
    )


def _facility(
    world: World, kind: str, index: int, above: str, union: TradeUnion, *, name: str, name_en: str, host: str
) -> Facility:
    manager = VISITORS_MANAGER if index == 0 else world.crowd.adult()
    street = world.chance.choice(ROAD_NAMES)
    return Facility(
        id=identity(kind, index),
        kind=kind,
        union=union,
        union_path=union.path,
        name=name,
        name_en=name_en,
        code="".join(world.chance.choice(CODE_ALPHABET) for _i in range(8)),
        host=host,
        address=f"青岛市{above if above in _POSTCODES else '市南区'}{street}{world.chance.randint(1, 280)}号",
        postcode=_POSTCODES.get(above, "266071"),
        email=f"{kind}{index + 1}@example.org",
        manager_name=manager,
        manager_phone=world.crowd.phone(),
        contact_name=world.crowd.adult(),
        contact_phone=world.crowd.phone(),
        emergency_phone="0532 8000 1234",
        opened_on=world.today - dt.timedelta(days=world.chance.randint(60, 900)),
    )


def _hours(world: World) -> list[OpeningHours]:
    station_days = [int(day) for day in world.weekdays]
    spans: list[tuple[Facility, Any, list[int]]] = [
        (facility, STATION_HOURS, station_days) for facility in world.stations
    ]
    spans += [(facility, ROOM_HOURS, list(range(7))) for facility in world.rooms]
    return [
        OpeningHours(
            id=identity("hours", facility.pk, day, opens), facility=facility, weekday=day, opens=opens, closes=closes
        )
        for facility, hours, days in spans
        for day in days
        for opens, closes in hours
    ]


def _people(world: World) -> None:
    """A manager and two staff a station, a manager and one attendant a room, two people a supervising union."""
    people: list[User] = []
    memberships: list[Membership] = []
    secret = make_password(world.password)
    since = dt.datetime.combine(world.first_day, dt.time(), tzinfo=dt.UTC) - dt.timedelta(days=30)

    def employ(name: str, role: Role, phone: str = "", **at: TradeUnion | Facility) -> User:
        place = next(iter(at.values()))
        key = identity("person", role, place.pk, name)
        phone = phone or world.crowd.phone()
        user = User(id=key, username=phone, phone=phone, name=name, password=secret)
        people.append(user)
        membership = Membership(id=identity("membership", key), user=user, role=role, since=since, **at)
        memberships.append(membership)
        return user

    for facility in (*world.stations, *world.rooms):
        role, number = (Role.STATION_STAFF, 2) if facility.kind == "station" else (Role.ROOM_MANAGER, 1)
        manager = employ(facility.manager_name, Role.FACILITY_MANAGER, facility.manager_phone, facility=facility)
        world.managers[facility.pk] = manager
        world.staff[facility.pk] = [employ(world.crowd.adult(), role, facility=facility) for _i in range(number)]
    for union in (world.city, *world.supervising):
        employ(world.crowd.adult(), Role.UNION_OFFICER, union=union)
        employ(world.crowd.adult(), Role.UNION_AUDITOR, union=union)
    bulk.insert(User, people, by=DEMO)
    bulk.insert(Membership, memberships, by=DEMO)
