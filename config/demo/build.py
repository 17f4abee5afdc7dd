"""Builds the demo city, part after part."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable

from django.db import transaction

from config.demo.applications import build_applications
from config.demo.attendance import build_attendance
from config.demo.children import build_children
from config.demo.door import build_door
from config.demo.duties import build_duties, count_compliance, sweep_once
from config.demo.exports import build_export
from config.demo.facilities import build_facilities
from config.demo.guardians import build_guardian
from config.demo.logins import PASSWORD, build_logins
from config.demo.menus import build_menus
from config.demo.people import Crowd
from config.demo.records import build_records
from config.demo.rectification import build_rectification
from config.demo.reminders import build_reminders
from config.demo.rhythms import build_rhythms
from config.demo.rooms import build_rooms, order_closures
from config.demo.safety import build_safety, publish_rules
from config.demo.subsidies import build_subsidies
from config.demo.templates import publish_templates
from config.demo.unions import build_unions
from config.demo.world import World

PARTS: tuple[Callable[[World], None], ...] = (
    build_unions,
    publish_rules,
    build_facilities,
    build_logins,
    build_children,
    build_attendance,
    build_subsidies,
    build_applications,
    build_guardian,
    build_door,
    build_menus,
    build_rooms,
    build_duties,
    publish_templates,
    build_records,
    build_safety,
    build_rectification,
    build_rhythms,
    order_closures,
    sweep_once,
    build_reminders,
    count_compliance,
    build_export,
)


def build(*, today: dt.date, seed: int, scale: int, told: Callable[[str], None]) -> World:
    """Build all parts in one transaction: the city stands whole or not at all."""
    chance = random.Random(seed)  # noqa: S311
    world = World(today=today, seed=seed, scale=scale, chance=chance, crowd=Crowd(seed), password=PASSWORD)
    with transaction.atomic():
        for part in PARTS:
            part(world)
            told((part.__doc__ or part.__name__).split("\n")[0])
    return world
