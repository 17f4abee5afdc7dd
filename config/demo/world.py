"""What the parts of the demo city hand to each other, and its fixed identities."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field
from typing import Any

from config.demo.people import Crowd
from ops.facilities.models import Facility
from ops.organization.models import TradeUnion, User
from ops.records.actor import Actor, Source

_SPACE = uuid.UUID("6a1f0d52-3c0b-5c1e-9d0a-2f6f5b1f7a10")
DEMO = Actor.command("demo_city")
DAYS_OF_HISTORY = 40


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

    @property
    def first_day(self) -> dt.date:
        """Where the forty days of history begin."""
        return self.today - dt.timedelta(days=DAYS_OF_HISTORY)

    def happens(self, probability: float) -> bool:
        """A coin with that probability."""
        return self.chance.random() < probability

    def acting(self, user: User) -> Actor:
        """The person at the phone or tablet of a facility."""
        return Actor(user=user, source=Source.WEB, ip="10.2.0.14")
