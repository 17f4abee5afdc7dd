"""A guardian announces an absence and gives a one-time code; the station's board and door know."""

import datetime as dt
import re

import pytest

from ops.records.ids import uuid7
from stations.attendance.board import TileState, roll_call
from stations.attendance.models import Absence, AbsenceAnnouncement, Handover
from stations.meals import planning
from tests.factories import TESTER
from tests.stations import family, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(child, as_user):
    """The guardian's phone."""
    return as_user(family.account_of(child))


def report(phone, child, **fields):
    return phone.post(f"/family/{child.pk}/absence/", {"id": uuid7(), "when": "today", "reason": "illness", **fields})


def state_of(child):
    return next(tile.state for tile in roll_call(child.facility, child.facility.today()).tiles)


def test_today_reported_is_away_on_the_board_and_can_be_taken_back(phone, child):
    assert report(phone, child, note="发烧").status_code == 302
    assert state_of(child) == TileState.ABSENT
    announced = AbsenceAnnouncement.objects.get()
    assert announced.announced_by == family.guardian_of(child)
    assert "Excused today: Ill" in phone.get("/family/").content.decode()
    phone.post(f"/family/{child.pk}/absence/{announced.pk}/back/")
    assert state_of(child) == TileState.MISSING


def test_a_span_of_days(phone, child, station):
    first = station.today() + dt.timedelta(days=2)
    last = first + dt.timedelta(days=3)
    report(phone, child, when="days", first_day=first.isoformat(), last_day=last.isoformat(), reason="travel")
    assert Absence.objects.filter(child=child, voided_at=None).count() == 4
    assert "Travelling" in phone.get(f"/family/{child.pk}/absence/").content.decode()


def test_refused_at_the_field_while_the_child_is_here_or_days_are_past(phone, child, station):
    past = (station.today() - dt.timedelta(days=2)).isoformat()
    response = report(phone, child, when="days", first_day=past, last_day=past)
    assert response.status_code == 422
    assert "Days past are excused at the station" in response.content.decode()
    assert report(phone, child, when="days").status_code == 422
    world.arrive(child)
    assert report(phone, child).status_code == 409


def test_a_code_is_shown_large_used_once_at_the_door_and_gone(phone, child, door, as_user, staff):
    grandfather = world.authorise(child)
    address = f"/family/{child.pk}/code/"
    page = phone.post(address, {"person": grandfather.pk}, follow=True).content.decode()
    digits = "".join(re.findall(r'class="family-code"[^>]*>(\d{3}) (\d{3})<', page)[0])
    assert "<svg" in page
    assert digits[:3] in phone.get(address).content.decode(), "it stays readable on this phone"
    world.arrive(child)
    sent = {"facility": str(child.facility_id), "code": digits, "kind": "pick_up"}
    response = door.post(
        "/api/v1/pickup-codes/redeem/", {**sent, "handovers": [{"child": str(child.pk), "id": str(uuid7())}]}
    )
    assert response.status_code in (200, 201), response.content
    assert Handover.objects.get(child=child, kind="pick_up").person == grandfather
    assert digits[:3] + " " not in phone.get(address).content.decode()


def test_a_code_taken_back_opens_nothing(phone, child, door):
    mother = world.mother_of(child)
    phone.post(f"/family/{child.pk}/code/", {"person": mother.pk})
    code = mother.codes.get()
    phone.post(f"/family/{child.pk}/code/{code.pk}/back/")
    code.refresh_from_db()
    assert code.revoked_at


def test_no_code_for_the_barred_or_for_who_is_not_confirmed(phone, child):
    barred = world.authorise(child, "周大海", "relative", barred=True, barred_note="法院裁定")
    assert phone.post(f"/family/{child.pk}/code/", {"person": barred.pk}).status_code == 404


def test_the_published_menu_is_read(phone, child, station):
    day = station.today() + dt.timedelta(days=7)
    row = planning.plan_by_name(facility=station, day=day, kind="lunch", name="清蒸鲈鱼", by=TESTER)
    planning.check_dishes(facility=station, contains={row.dish_id: []}, by=TESTER)
    assert "清蒸鲈鱼" not in phone.get(f"/family/{child.pk}/menu/?week={day}").content.decode(), "a draft is no menu"
    planning.publish_week(facility=station, day=day, by=TESTER)
    assert "清蒸鲈鱼" in phone.get(f"/family/{child.pk}/menu/?week={day}").content.decode()
