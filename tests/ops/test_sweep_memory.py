"""What a sweep holds at a time does not grow with the duties: whole batches stay in the database."""

import datetime as dt

import pytest
from django.db import models
from django.db.backends.utils import CursorWrapper

from ops.duties.actions import generate_duties, sweep
from ops.duties.models import Duty
from ops.organization.roles import Role
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import make_plan

BATCH, DAYS, PLANS = 20, 30, 6
FIRST = dt.date(2026, 3, 1)


@pytest.fixture
def many(district):
    room = factories.make_facility(district, "room")
    factories.make_user(Role.ROOM_MANAGER, room)
    last = FIRST + dt.timedelta(days=DAYS - 1)
    plans = [make_plan(room, first_day=FIRST, last_day=last, late_minutes=10**6) for _n in range(PLANS)]
    generate_duties(first=FIRST, last=last, by=TESTER, plans=plans)
    return DAYS * PLANS


@pytest.fixture
def fetched(monkeypatch):
    """How many rows each statement handed to Python, counted at the cursor."""
    counts = []
    attribute = CursorWrapper.__getattr__

    def counting(self, name):
        found = attribute(self, name)
        if name not in ("fetchall", "fetchmany"):
            return found

        def count(*args):
            rows = found(*args)
            counts.append(len(rows))
            return rows

        return count

    monkeypatch.setattr(CursorWrapper, "__getattr__", counting)
    return counts


def test_no_statement_of_a_sweep_hands_out_more_than_a_batch_and_none_makes_a_duty_of_what_it_writes(
    many, fetched, monkeypatch
):
    made = []
    init = models.Model.__init__

    def counted(self, *args, **options):
        made.extend([1] if isinstance(self, Duty) else [])
        init(self, *args, **options)

    monkeypatch.setattr(models.Model, "__init__", counted)
    swept = sweep(by=TESTER, batch=BATCH)
    assert swept.overdue == many > 5 * BATCH
    assert max(fetched) <= BATCH
    assert made == []


@pytest.mark.postgres
def test_generation_hands_out_as_much_for_two_months_as_for_ten_days(district, fetched):
    make_plan(factories.make_facility(district, "room"), first_day=FIRST, also_due=["14:00"])

    def most(first, days):
        fetched.clear()
        made = generate_duties(first=first, last=first + dt.timedelta(days=days), by=TESTER)
        return made, max(fetched)

    (few, a_little), (many, as_little) = most(FIRST, 10), most(FIRST + dt.timedelta(days=20), 60)
    assert many > 4 * few > 0
    assert as_little == a_little
