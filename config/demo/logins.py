"""The people that a visitor of the demo city may be, one a role, all with one password."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password

from config.demo.facilities import VISITORS_MANAGER
from config.demo.world import DEMO, World, identity
from ops.organization.models import Membership, User
from ops.organization.roles import Role
from ops.records import bulk

PASSWORD = "aixin-demo"  # noqa: S105 (printed for everybody by `make run`)


@dataclass(frozen=True)
class Login:
    """A demo person: user name, name, role, and where the role is held."""

    username: str
    name: str
    role: Role
    place: str
    what: str


LOGINS = (
    Login(
        "staff",
        "于海燕",
        Role.STATION_STAFF,
        "station",
        "驿站工作人员：点名、用餐、应急 / Station staff: roll call, meals, incidents",
    ),
    Login(
        "room",
        "王桂芬",
        Role.ROOM_MANAGER,
        "room",
        "小屋管理员：清洁、设备、使用登记 / Room manager: cleaning checklist, use of the room",
    ),
    Login(
        "manager",
        VISITORS_MANAGER,
        Role.FACILITY_MANAGER,
        "station",
        "管理负责人：人员、计划、更正 / Facility manager: people, plans, amends",
    ),
    Login(
        "officer",
        "毕秀丽",
        Role.UNION_OFFICER,
        "district",
        "区总工会干部：谁逾期、督办 / Union officer of a district: who is overdue",
    ),
    Login(
        "auditor",
        "范志强",
        Role.UNION_AUDITOR,
        "district",
        "区总工会经审：台账、导出 / Union auditor of the district: history, exports",
    ),
    Login(
        "auditor2",
        "孟玉兰",
        Role.UNION_AUDITOR,
        "other district",
        "另一个区的经审：看不到这个区 / Auditor of another district: finds none of it",
    ),
    Login("city", "孙建华", Role.UNION_OFFICER, "city", "市总工会干部 / Officer of the city federation"),
    Login(
        "inspector", "段晓东", Role.INSPECTOR, "station", "验收专家：一家驿站 / Inspector: one station, for thirty days"
    ),
    Login(
        "guardian",
        "刘敏",
        Role.GUARDIAN,
        "station",
        "家长：孩子今天、请假、接送码、接送人 / Guardian: the child's day, absences, pick-up code",
    ),
    Login("admin", "系统管理员", Role.ADMINISTRATOR, "city", "系统管理员 / System administrator"),
)


def build_logins(world: World) -> None:
    """Make the demo people; the manager also runs the room, so that both kinds can be seen with one log-in."""
    secret = make_password(PASSWORD)
    places: dict[str, dict[str, Any]] = {
        "station": {"facility": world.stations[0]},
        "room": {"facility": world.rooms[0]},
        "district": {"union": world.supervising[0]},
        "other district": {"union": world.supervising[3]},
        "city": {"union": world.city},
    }
    since = dt.datetime.combine(world.first_day, dt.time(), tzinfo=dt.UTC) - dt.timedelta(days=30)
    people, memberships = [], []
    for number, login in enumerate(LOGINS, 1):
        is_admin = login.role == Role.ADMINISTRATOR
        user = User(
            id=identity("login", login.username),
            username=login.username,
            phone=f"1380000{number:04d}",
            email=f"{login.username}@example.org",
            name=login.name,
            password=secret,
            is_staff=is_admin,
            is_superuser=is_admin,
        )
        until = since + dt.timedelta(days=120) if login.role == Role.INSPECTOR else None
        people.append(user)
        memberships.append(
            Membership(
                id=identity("login-membership", login.username),
                user=user,
                role=login.role,
                since=since,
                until=until,
                **places[login.place],
            )
        )
    memberships.append(
        Membership(
            id=identity("login-membership", "manager", "room"),
            user=next(user for user in people if user.username == "manager"),
            role=Role.FACILITY_MANAGER,
            since=since,
            facility=world.rooms[0],
        )
    )
    bulk.insert(User, people, by=DEMO)
    bulk.insert(Membership, memberships, by=DEMO)
    by_name = {user.username: user for user in people}
    world.staff[world.stations[0].pk] = [by_name["staff"]]
    world.staff[world.rooms[0].pk] = [by_name["room"]]
    world.managers[world.stations[0].pk] = world.managers[world.rooms[0].pk] = by_name["manager"]
