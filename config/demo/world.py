"""What the parts of the demo city hand to each other, and its fixed identities."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from config.demo.people import Crowd
from ops.facilities.models import Facility
from ops.organization.models import TradeUnion, User
from ops.records.actor import Actor, Source

_SPACE = uuid.UUID("6a1f0d52-3c0b-5c1e-9d0a-2f6f5b1f7a10")
ZONE = ZoneInfo("Asia/Shanghai")
DEMO = Actor.command("demo_city")
DAYS_OF_HISTORY, DAYS_OF_SECOND_TERM = 40, 12


def identity(*parts: Any) -> uuid.UUID:
    """The id of a demo row: the same at every run, so that running again adds nothing twice."""
    return uuid.uuid5(_SPACE, "/".join(str(part) for part in parts))


@dataclass
class World:
    """The demo city while it is being built."""

    today: dt.date
    seed: int
    scale: int
    chance: random.Random
    crowd: Crowd
    password: str
    city: TradeUnion = field(init=False)
    # Unions that have facilities, by name of the district or direct union they stand below.
    grassroots: dict[str, list[TradeUnion]] = field(default_factory=dict)
    supervising: list[TradeUnion] = field(default_factory=list)
    stations: list[Facility] = field(default_factory=list)
    rooms: list[Facility] = field(default_factory=list)
    staff: dict[uuid.UUID, list[User]] = field(default_factory=dict)
    managers: dict[uuid.UUID, User] = field(default_factory=dict)
    # What became of the duties of the past, and who cooks where.
    outcomes: list[Any] = field(default_factory=list)
    cooks: dict[uuid.UUID, str] = field(default_factory=dict)
    # By facility, and by child.
    enrolments: dict[uuid.UUID, list[Any]] = field(default_factory=dict)
    collectors: dict[uuid.UUID, list[Any]] = field(default_factory=dict)

    @property
    def first_day(self) -> dt.date:
        """Where the forty days of history begin."""
        return self.today - dt.timedelta(days=DAYS_OF_HISTORY)

    @property
    def weekdays(self) -> str:
        """On which weekdays stations work (0 is Monday): also at the weekend when the city is first seen then."""
        return "0123456" if self.today.weekday() > 4 else "01234"

    def term_begins(self, number: int) -> dt.date:
        """The first day of a station's term: a sixth of the stations run a long one, the others are in their second."""
        return self.first_day if number % 6 == 0 else self.today - dt.timedelta(days=DAYS_OF_SECOND_TERM)

    def days_of_station(self, number: int) -> list[dt.date]:
        """The days on which a station worked, today included."""
        first = self.term_begins(number)
        days = (first + dt.timedelta(days=later) for later in range((self.today - first).days + 1))
        return [day for day in days if str(day.weekday()) in self.weekdays]

    def moment(self, day: dt.date, clock: dt.time, minutes: float = 0) -> dt.datetime:
        """A clock time in Qingdao, so many minutes later."""
        return dt.datetime.combine(day, clock, tzinfo=ZONE) + dt.timedelta(minutes=minutes)

    def happens(self, probability: float) -> bool:
        """A coin with that probability."""
        return self.chance.random() < probability

    def officers(self, union: TradeUnion) -> list[User]:
        """The officers of a union."""
        return list(User.objects.filter(memberships__union=union, memberships__role="union_officer"))

    def acting(self, user: User) -> Actor:
        """The person at the phone or tablet of a facility."""
        return Actor(user=user, source=Source.WEB, ip="10.2.0.14")
