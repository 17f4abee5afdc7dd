"""A day ends early while children are in the house: who still has to hand them over is asked, and reminded."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from ops.duties.actions import generate_duties, sweep
from ops.duties.models import Duty, DutyPlan
from ops.reminders.models import Reminder
from tests.factories import TESTER
from tests.ops.duty_world import make_plan
from tests.stations import world

pytestmark = pytest.mark.django_db


def clock(station, hour, minute=0):
    return dt.datetime.combine(station.today(), dt.time(hour, minute), tzinfo=station.zone)


@pytest.fixture
def noon(station):
    with time_machine.travel(clock(station, 12), tick=False) as traveller:
        yield traveller


@pytest.fixture
def duties(noon, station, term, staff):
    """Today's: every child handed over, and one that a closed day does not ask."""
    common = {"calendar": DutyPlan.Calendar.TERM_DAYS, "role": "station_staff", "policy": "child_safety"}
    common |= {"opens": dt.time(11), "due": dt.time(18)}
    handed_over = {"completed_by": "condition", "trigger": "every_child_handed_over", "regime": "attendance"}
    plans = [make_plan(station, **common, **handed_over), make_plan(station, **common)]
    return [Duty.objects.get(plan=plan, day=station.today()) for plan in plans]


def states(duties):
    for duty in duties:
        duty.refresh_from_db()
    return [duty.state for duty in duties]


def cancelled(manager, station, term, as_user, api, officer):
    sent = {"cancel-date": str(station.today()), "cancel-note": "台风"}
    return as_user(manager).post(reverse("term-cancel-day", args=[term.pk]), sent).status_code == 302


def closed(manager, station, term, as_user, api, officer):
    sent = {"cause": "weather", "first_day": str(station.today()), "last_day": "", "id": str(world.uuid7())}
    return as_user(manager).post(reverse("facility-close", args=[station.pk]), sent).status_code == 302


def ordered(manager, station, term, as_user, api, officer):
    sent = {"cause": "weather", "first_day": str(station.today()), "last_day": "", "id": str(world.uuid7())}
    sent |= {"union": str(station.union_id), "facility_kind": "station"}
    return as_user(officer).post(reverse("closure-order"), sent).status_code == 302


def suspended(manager, station, term, as_user, api, officer):
    sent = {"state": "suspended", "reason": "台风"}
    answer = api(officer).post(f"/api/v1/facilities/{station.pk}/state/", sent, headers={"if-match": '"1"'})
    return answer.status_code == 200


ENDED = [cancelled, closed, ordered, suspended]


@pytest.fixture
def end_the_day(noon, manager, station, term, as_user, api, officer):
    return lambda end: end(manager, station, term, as_user, api, officer)


@pytest.mark.parametrize("end", ENDED)
def test_with_a_child_inside_the_hand_over_stands_and_its_delay_is_told(
    end, end_the_day, duties, noon, station, staff, child, sibling
):
    world.arrive(child)
    world.arrive(sibling)
    assert end_the_day(end)
    hour = {"first": station.today(), "last": station.today(), "by": TESTER}
    generate_duties(**hour)
    noon.move_to(clock(station, 18, 1))
    sweep(by=TESTER)
    assert states(duties) == ["overdue", "void"]
    assert Reminder.objects.filter(duty=duties[0], recipient=staff, channel="in_app").exists()
    generate_duties(**hour)
    world.leave(child)
    assert states(duties) == ["overdue", "void"]
    world.leave(sibling)
    assert states(duties) == ["done_late", "void"]


@pytest.mark.parametrize("end", ENDED[:3])
def test_the_last_child_to_leave_ends_it(end, end_the_day, duties, station, child, sibling):
    world.arrive(child)
    assert end_the_day(end)
    assert states(duties) == ["open", "void"]
    world.leave(child)
    generate_duties(first=station.today(), last=station.today(), by=TESTER)
    assert states(duties)[0] in ("done", "void")


@pytest.mark.parametrize("end", ENDED[:3])
def test_an_empty_house_is_excused_at_once(end, end_the_day, duties, child, sibling):
    world.arrive(child)
    world.leave(child)
    assert end_the_day(end)
    assert states(duties) == ["void", "void"]


@pytest.mark.parametrize("end", ENDED[:3])
def test_a_child_who_is_brought_nevertheless_has_to_be_handed_over(
    end, end_the_day, duties, noon, station, door, child
):
    assert end_the_day(end)
    assert door.post("/api/v1/handovers/", world.tap(child)).status_code == 201
    generate_duties(first=station.today(), last=station.today(), by=TESTER)
    assert states(duties) == ["open", "void"]
    noon.move_to(clock(station, 18, 1))
    sweep(by=TESTER)
    assert states(duties) == ["overdue", "void"]
