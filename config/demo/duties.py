"""Every regime's duties over forty days: most done in time, some late, some missed; today's as the clock has it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.utils import timezone

from config.demo.children import insert_all
from config.demo.world import DEMO, World, identity
from ops.compliance.actions import recount
from ops.duties.actions import sweep
from ops.duties.by_checklist import RECORD_KIND
from ops.duties.generation import AHEAD_DAYS, generate_duties
from ops.duties.models import Duty, DutyPlan
from ops.duties.occurrences import expand
from ops.duties.standard import adopt_standard_plans
from ops.facilities.models import Facility
from ops.organization.models import Membership
from ops.records import bulk
from ops.records.actor import Actor

# Minutes before the due time, and after it, at which duties were done.
EARLY, LATE = (7, 16, 28, 43, 65), (25, 95, 240)
SWEEPER = Actor.system("sweep")
CHUNK = 4000
LEFT_TO_VISITORS = frozenset({"attendance", "meals", "retained_sample", "cleaning"})
# The triggers whose records the demo makes, each under its duty's own id; conditions have none.
WITH_RECORD = ("fridge_reading", "retained_sample", "food_log", "morning_check")


@dataclass
class Outcome:
    """What became of a duty: done so many minutes after it was due (negative: before), or missed (None)."""

    duty: Duty
    minutes: int | None

    @property
    def done_at(self) -> dt.datetime:
        """When it was done."""
        return self.duty.due_at + dt.timedelta(minutes=self.minutes or 0)


def build_duties(world: World) -> None:
    """Every regime's duties over forty days: most done in time, some late, some missed."""
    _adopt(world)
    plans = list(DutyPlan.objects.select_related("facility", "policy", "checklist").order_by("pk"))
    duties = _past_duties(plans, world)
    insert_all(duties, dated_by="opens_at", size=CHUNK)
    now = timezone.now()
    ended = [duty for duty in duties if duty.due_at < now and duty.state == Duty.State.OPEN]
    world.outcomes = [outcome for outcome in (_outcome(world, duty) for duty in ended) if outcome is not None]
    _finish(world.outcomes, now)
    generate_duties(first=world.today, last=world.today + dt.timedelta(days=AHEAD_DAYS), by=DEMO)


def sweep_once(world: World) -> None:
    """Call overdue what is overdue by now, so that desks tell it from the first page on."""
    sweep(by=SWEEPER)


def count_compliance(world: World) -> None:
    """The five numbers of all these days."""
    recount(world.first_day, world.today + dt.timedelta(days=1))


def _adopt(world: World) -> None:
    """Long-term stations and all rooms from the first day, the others from the first day of their second term."""
    begins: dict[dt.date, list[Facility]] = defaultdict(list)
    for number, facility in enumerate(world.stations):
        begins[world.term_begins(number)].append(facility)
    begins[world.first_day].extend(world.rooms)
    for first_day, facilities in begins.items():
        adopt_standard_plans(facilities=facilities, by=DEMO, first_day=first_day)


def _past_duties(plans: list[DutyPlan], world: World) -> list[Duty]:
    duties = []
    for plan, occurrence in expand(plans, world.first_day, world.today):
        duty = occurrence.duty(plan)
        duty.id = identity("duty", plan.facility_id, plan.standard_key or plan.pk, occurrence.due_at)
        duties.append(duty)
    return duties


def _outcome(world: World, duty: Duty) -> Outcome | None:
    """None: still open, and for the sweep to find, or for visitors to do at their own station and room."""
    local_today = duty.day == world.today
    own = duty.facility_id in (world.stations[0].pk, world.rooms[0].pk) and duty.regime in LEFT_TO_VISITORS
    draw = world.chance.random()
    if local_today and (own or draw > 0.94):
        return None
    if draw < 0.925:
        return Outcome(duty, -world.chance.choice(EARLY))
    late = world.chance.choice(LATE)
    if draw < 0.97 and duty.due_at + dt.timedelta(minutes=late) < timezone.now():
        return Outcome(duty, late)
    return None if local_today else Outcome(duty, None)


def _finish(outcomes: Iterable[Outcome], now: dt.datetime) -> None:
    by_minutes: dict[int | None, list[UUID]] = defaultdict(list)
    for outcome in outcomes:
        by_minutes[outcome.minutes].append(outcome.duty.pk)
    for minutes, keys in by_minutes.items():
        for start in range(0, len(keys), CHUNK):
            chosen = Duty.objects.filter(pk__in=keys[start : start + CHUNK])
            if minutes is None:
                _miss(chosen, now)
            else:
                _complete(chosen, minutes)


def _complete(chosen: Any, minutes: int) -> None:
    who = Membership.objects.filter(facility=OuterRef("facility"), role=OuterRef("role")).values("user")[:1]
    bulk.update(
        chosen,
        by=DEMO,
        dated_by="done_at",
        state=Duty.State.DONE if minutes < 0 else Duty.State.DONE_LATE,
        done_at=F("due_at") + Value(dt.timedelta(minutes=minutes)),
        done_by_id=Subquery(who),
        record_kind=Case(When(trigger="", then=Value(RECORD_KIND)), default=F("trigger")),
        record_id=Case(When(Q(trigger="") | Q(trigger__in=WITH_RECORD), then=F("id")), default=None),
        escalate_at=None,
    )


def _miss(chosen: Any, now: dt.datetime) -> None:
    keys = list(chosen.values_list("pk", flat=True))
    these = Duty.objects.filter(pk__in=keys)
    bulk.update(these, by=SWEEPER, dated_by="overdue_at", state=Duty.State.OVERDUE, escalated_to=1, escalate_at=None)
    closed = these.filter(Q(closes_at__lt=now))
    bulk.update(closed, by=SWEEPER, dated_by="closes_at", state=Duty.State.MISSED)
