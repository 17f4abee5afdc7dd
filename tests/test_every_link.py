"""Every page that a role can reach by menus, tabs and links is there for that role."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone

from ops.checklists import library
from ops.checklists.actions import complete_checklist
from ops.checklists.queries import version_on
from ops.duties import tasks
from ops.duties.actions import generate_duties
from ops.duties.standard import adopt_standard_plans
from ops.facilities.models import OpeningHours
from ops.organization.roles import Role
from ops.records import bulk
from ops.records.actions import amend
from ops.records.ids import uuid7
from rooms.opening.actions import add_room, order_suspension
from safety.equipment.actions import enter_equipment
from safety.incidents.actions import report_incident
from stations.enrolment.models import Child
from tests import factories
from tests.factories import TESTER
from tests.stations import family, world

pytestmark = pytest.mark.django_db

# Addresses that are no pages: files, streams, the end of the visit.
NO_PAGES = frozenset(
    ("sign-out", "photo", "facility-history-export", "service-worker", "manifest", "healthz", "readyz", "set_language")
)
# So many addresses of one kind of page are opened for each role.
EACH = 1
ORIGIN = "http://testserver"
LINK = re.compile(r'<a [^>]*href="(/[^"]*)"')


@pytest.fixture
def station(district):
    """A station in the middle of its day."""
    facility = world.make_station(district)
    term = world.make_term(facility)
    children = [world.make_child(term) for _n in range(4)]
    world.authorise(children[0], "钱大同", "father", barred=True, barred_note="法院禁令")
    record = world.arrive(children[0])
    amend(record, by=TESTER, version=1, reason="补充", observation="咳嗽")
    world.arrive(children[1])
    return facility


@pytest.fixture
def room(district):
    """A room with a fault, a suspension to come, a piece of equipment and an incident."""
    facility = factories.make_facility(district, "room", "万象城三层小屋", emergency_phone="0532 8000 1234")
    hours = [OpeningHours(facility=facility, weekday=n, opens=dt.time(0), closes=dt.time(23, 59)) for n in range(7)]
    bulk.insert(OpeningHours, hours, by=TESTER)
    made = add_room(facility=facility, by=TESTER)
    soon = facility.today() + dt.timedelta(days=9)
    order_suspension(first_day=soon, last_day=soon, mode="closed", by=TESTER, room=made, document_no="青工发 7 号")
    return facility


@pytest.fixture
def lived(station, room):
    """What has happened there."""
    library.publish(TESTER)
    for facility in (station, room):
        today = facility.today()
        adopt_standard_plans(facilities=[facility], by=TESTER, first_day=today - dt.timedelta(days=1))
        generate_duties(first=today - dt.timedelta(days=1), last=today, by=TESTER, facility=facility)
        enter_equipment(
            id=uuid7(), facility=facility, name="灭火器", kind="fire", interval_days=30, by=TESTER, location="门口"
        )
        report_incident(
            id=uuid7(), facility=facility, kind="injury", occurred_at=timezone.now(), by=TESTER, what="膝盖擦伤"
        )
    template = library.publish(TESTER)["room-daily-cleaning"]
    version = version_on(template, room.today())
    answers: dict[str, Any] = {item.key: {"value": "yes"} for item in version.items.all()}
    answers["floor"] = {"value": "no", "note": "积水"}
    now = timezone.now()
    complete_checklist(
        id=uuid7(), facility=room, checklist=version, answers=answers, started_at=now, occurred_at=now, by=TESTER
    )
    return station, room


@pytest.fixture
def people(lived, district):
    """One person of each role."""
    station, room = lived
    manager = factories.make_user(Role.FACILITY_MANAGER, station)
    factories.grant(manager, Role.FACILITY_MANAGER, room)
    found = {
        "manager": manager,
        "staff": factories.make_user(Role.STATION_STAFF, station),
        "room manager": factories.make_user(Role.ROOM_MANAGER, room),
        "officer": factories.make_user(Role.UNION_OFFICER, district),
        "auditor": factories.make_user(Role.UNION_AUDITOR, district),
        "inspector": factories.make_user(Role.INSPECTOR, station),
        "administrator": factories.make_user(Role.ADMINISTRATOR, district, is_superuser=True, is_staff=True),
        "guardian": family.account_of(Child.objects.filter(facility=station, pickup_persons__barred=False)[0]),
        "nobody": factories.make_user(),
    }
    tasks.sweep()
    return found


def name_of(url: str) -> str:
    """The name of a page's address, "" for what is no page of the product."""
    try:
        match = resolve(urlsplit(url).path)
    except Resolver404:
        return ""
    name = match.url_name or ""
    return "" if name in NO_PAGES or name.startswith("api-") or match.namespace else name


def pages_behind(links: Iterable[str], origin: str) -> Iterator[tuple[str, str]]:
    """Name and address of the pages that links of this product lead to, without their fragments."""
    for link in links:
        address = link.split("#")[0]
        if address.startswith(origin) and (name := name_of(address)):
            yield name, address.removeprefix(origin)


def pages_of(client: Client, starts: list[str]) -> Iterator[tuple[str, str, int]]:
    """Name, address and status of each page within reach, a few of a kind."""
    waiting = [(name_of(start) or "start", start) for start in starts]
    known = set(waiting)
    opened: dict[str, int] = {}
    while waiting:
        name, address = waiting.pop(0)
        if opened.get(name, 0) >= EACH:
            continue
        opened[name] = opened.get(name, 0) + 1
        answer = client.get(address, follow=True)
        if not answer.get("Content-Type", "").startswith("text/html"):
            opened[name] = EACH
            continue
        yield name, address, answer.status_code
        html = answer.content.decode()
        for link in pages_behind((ORIGIN + href.replace("&amp;", "&") for href in LINK.findall(html)), ORIGIN):
            if link not in known:
                known.add(link)
                waiting.append(link)


def test_every_link_of_every_role_leads_to_a_page(people, lived):
    _station, room = lived
    wrong: list[str] = []
    seen: set[str] = set()
    for role, person in {**people, "stranger": None}.items():
        client = Client(raise_request_exception=False, headers={"accept-language": "zh-hans"})
        if person:
            client.force_login(person)
        starts = ["/", "/me/"] if person else ["/sign-in/", "/forgotten/", f"/r/{room.code}/"]
        for name, address, status in pages_of(client, starts):
            seen.add(name)
            if status != 200:
                wrong.append(f"{role} {address}: status {status}")
    assert len(seen) > 60, sorted(seen)
    assert not wrong, "\n".join(wrong)
