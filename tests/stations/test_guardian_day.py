"""What a guardian reads of a child's day."""

import datetime as dt

import pytest
from django.utils import timezone

from ops.records.ids import uuid7
from stations.attendance.absences import record_absence
from stations.meals.serving import Plate, serve_many
from stations.terms.actions import cancel_day
from tests.factories import TESTER
from tests.stations import family, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(child, as_user):
    """The guardian's phone."""
    return as_user(family.account_of(child))


def test_the_page_says_where_the_child_is(phone, child, station):
    page = phone.get("/family/").content.decode()
    assert "here" in page
    arrived = world.arrive(child)
    at = f"{station.local(arrived.occurred_at):%H:%M}"
    assert f"At the station since {at}" in phone.get("/family/").content.decode()
    left = world.leave(child, person_id=world.authorise(child).pk)
    at = f"{station.local(left.occurred_at):%H:%M}"
    assert f"Handed over to: Grandfather, at {at}" in phone.get("/family/").content.decode()


def test_an_absence_and_a_late_entry_are_said(phone, child, sibling, station):
    record_absence(id=uuid7(), child=child, local_date=station.today(), reason="illness", by=TESTER)
    assert "Excused today: Ill" in phone.get(f"/family/{child.pk}/").content.decode()
    world.arrive(child, at=timezone.now() - dt.timedelta(minutes=30))
    assert "Entered afterwards" in phone.get(f"/family/{child.pk}/").content.decode()


def test_what_was_eaten(phone, child, sibling):
    world.arrive(child)
    world.arrive(sibling)
    serve_many(
        facility=child.facility,
        kind="lunch",
        occurred_at=timezone.now(),
        menu="米饭 西红柿炒蛋",
        plates=[
            Plate(id=uuid7(), child_id=child.pk, portion="half", note="牙疼"),
            Plate(id=uuid7(), child_id=sibling.pk, portion="none", note="秘密"),
        ],
        by=TESTER,
    )
    page = phone.get("/family/").content.decode()
    assert "米饭 西红柿炒蛋" in page
    assert "Half" in page
    assert "秘密" not in page


def test_term_days_and_cancelled_days(phone, child, term, station):
    cancel_day(term=term, date=station.today() + dt.timedelta(days=2), note="台风", by=TESTER)
    page = phone.get(f"/family/{child.pk}/").content.decode()
    assert "台风" in page
    assert "arrive by 08:30" in page


def test_the_number_of_statements_does_not_grow_with_children(phone, child, term, query_budget):
    guardian = family.guardian_of(child)
    for _ in range(3):
        other = world.make_child(term)
        from ops.records.actions import create
        from stations.enrolment.models import Guardianship

        create(Guardianship(facility=child.facility, child=other, guardian=guardian, relation="mother"), by=TESTER)
        world.arrive(other)
    with query_budget(16):
        page = phone.get("/family/").content.decode()
    assert page.count('class="card family"') == 4
