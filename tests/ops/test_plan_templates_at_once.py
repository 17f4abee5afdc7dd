"""Two officers at once, and generation meanwhile: one version wins, nothing is made twice. On the real PostgreSQL."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connections

from ops.duties.actions import generate_duties
from ops.duties.models import Duty, DutyPlan, PlanTemplate
from ops.duties.template_actions import extend_reach, publish_template, publish_version
from ops.records.errors import Stale
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import REGIME, TRIGGER, register

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TERMS = {"calendar": "every_day", "role": "room_manager", "completed_by": "record", "trigger": TRIGGER}


def at_once(*works):
    """What each of these raised, or None, when they run at the same time."""
    raised = [None] * len(works)

    def run(place, work):
        try:
            work()
        except Exception as error:  # noqa: BLE001
            raised[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.fixture
def template():
    register()
    union = factories.make_union(below=factories.make_union())
    rooms = [factories.make_facility(union, "room") for _n in range(6)]
    made = publish_template(
        union=union,
        reach=[union],
        facility_kinds=["room"],
        regime=REGIME,
        name="巡查",
        from_day=rooms[0].today(),
        reason="x",
        by=TESTER,
        due=dt.time(23, 50),
        **TERMS,
    )
    return PlanTemplate.objects.get(pk=made.pk)


def test_of_two_versions_announced_at_once_one_wins(template):
    day = template.versions.get().from_day + dt.timedelta(days=2)

    def announce(hour):
        return lambda: publish_version(
            template=template, version=1, from_day=day, reason="y", by=TESTER, due=dt.time(hour), **TERMS
        )

    raised = at_once(announce(20), announce(21), announce(22))
    assert sum(error is None for error in raised) == 1
    assert all(isinstance(error, Stale) for error in raised if error)
    assert DutyPlan.objects.filter(template=template, template_version__number=2).count() == 6
    open_ = Duty.objects.filter(plan__template=template, day__gte=day, state="open")
    assert open_.count() == open_.values("facility", "day").distinct().count() > 0


def test_generation_and_publishing_at_once_make_nothing_twice(template):
    first = template.versions.get().from_day
    day, last = first + dt.timedelta(days=2), first + dt.timedelta(days=12)
    raised = at_once(
        lambda: generate_duties(first=first, last=last, by=TESTER),
        lambda: publish_version(
            template=template, version=1, from_day=day, reason="y", by=TESTER, due=dt.time(20), **TERMS
        ),
        lambda: extend_reach(template=template, reach=[], reason="again", by=TESTER),
        lambda: generate_duties(first=first, last=last, by=TESTER),
    )
    assert raised == [None] * 4
    generate_duties(first=first, last=last, by=TESTER)
    open_ = Duty.objects.filter(plan__template=template, state="open")
    assert open_.filter(day__gte=day, plan__template_version__number=1).count() == 0
    assert open_.count() == open_.values("facility", "day").distinct().count() > 0
