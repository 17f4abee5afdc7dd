"""People and programs at work while things are killed; remembers what was acknowledged to them."""

from __future__ import annotations

import datetime as dt
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, connections
from django.utils import timezone

from ops.duties.actions import change_plan, complete_duty, create_plan, pause_plan, resume_plan
from ops.duties.library import CHILD_SAFETY, publish_policies
from ops.duties.models import Duty, DutyPlan, EscalationPolicy
from ops.facilities.actions import close_facility, lift_closure
from ops.facilities.models import Closure, Facility
from ops.jobs import actions as jobs
from ops.organization.models import User
from ops.organization.roles import Role
from ops.records.actor import Actor, Source
from ops.records.errors import DomainError
from tests import factories
from tests.ops import duty_world

ROOMS = 6


class World:
    """A few rooms with a cleaner and a manager each; everybody has an address."""

    def __init__(self) -> None:
        city = factories.make_union("市总工会")
        self.union = factories.make_union("市南区总工会", below=city)
        officer = factories.make_user(Role.UNION_OFFICER, self.union)
        self.officer = Actor(officer, Source.WEB)
        self.policy: EscalationPolicy = publish_policies(by=factories.TESTER)[CHILD_SAFETY]
        self.rooms: list[Facility] = []
        self.people: dict[UUID, set[UUID]] = {}
        self.cleaners: dict[UUID, User] = {}
        for number in range(ROOMS):
            room = factories.make_facility(self.union, "room", name=f"小屋{number}")
            cleaner = factories.make_user(Role.ROOM_MANAGER, room)
            manager = factories.make_user(Role.FACILITY_MANAGER, room)
            self.rooms.append(room)
            self.cleaners[room.pk] = cleaner
            self.people[room.pk] = {cleaner.pk, manager.pk}


class Load:
    """Threads that go on until told to stop. What an action has returned is acknowledged, and must stand for good."""

    def __init__(self, world: World, seed: int):
        self.world = world
        self.random = random.Random(seed)
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.completed: dict[UUID, UUID] = {}  # duty → record
        self.plans: set[UUID] = set()
        self.closures: set[UUID] = set()
        self.lifted: set[UUID] = set()
        self.jobs: dict[UUID, str] = {}
        self.troubles: list[str] = []
        self.interrupted = Counter[str]()
        work = [self.plan, self.complete, self.complete, self.change, self.close, self.ask]
        self.threads = [threading.Thread(target=self._again_and_again, args=[one]) for one in work]

    def start(self) -> None:
        """Begin."""
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """End, after what is under way."""
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def _again_and_again(self, work: Callable[[], None]) -> None:
        while not self.stopping.is_set():
            try:
                work()
            except (OperationalError, InterfaceError):
                self.interrupted[work.__name__] += 1
                connections.close_all()
                time.sleep(0.2)
            except DomainError:
                pass  # somebody else was quicker
            except Exception as error:  # noqa: BLE001  # a page would have been a 500
                self.troubles.append(f"{work.__name__}: {type(error).__name__}: {error}"[:300])
            time.sleep(0.05)
        connections.close_all()

    def _insist(self, act: Callable[[], Any]) -> Any:
        """As a phone does: the same again, under the same id, until it is answered."""
        while True:
            try:
                return act()
            except (OperationalError, InterfaceError):
                self.interrupted["sent again"] += 1
                connections.close_all()
                time.sleep(0.2)

    def plan(self) -> None:
        """A plan from yesterday on: yesterday's and perhaps today's duty are overdue as soon as they are made."""
        time.sleep(0.1)
        room = self.random.choice(self.world.rooms)
        plan = create_plan(
            facility=room,
            by=self.world.officer,
            policy=self.world.policy,
            regime=duty_world.REGIME,
            name=f"检查{self.random.randrange(10**6)}",
            role="room_manager",
            completed_by="record",
            trigger=duty_world.TRIGGER,
            calendar=DutyPlan.Calendar.EVERY_DAY,
            opens=dt.time(0),
            due=self.random.choice([dt.time(0, 5), dt.time(23, 58)]),
            late_minutes=60 * 24 * 30,
            first_day=room.today() - dt.timedelta(days=1),
            last_day=room.today() + dt.timedelta(days=2),
        )
        with self.lock:
            self.plans.add(plan.pk)

    def complete(self) -> None:
        """Do one that can be done now."""
        can = Duty.objects.undone().filter(opens_at__lte=timezone.now()).select_related("facility", "plan")
        found = list(can.order_by("?")[:1])
        if not found:
            time.sleep(0.2)
            return
        duty, record = found[0], uuid4()
        by = Actor(self.world.cleaners[duty.facility_id], Source.API)
        at = timezone.now()
        done = self._insist(
            lambda: complete_duty(duty=duty, record_kind=duty_world.TRIGGER, record_id=record, occurred_at=at, by=by)
        )
        if done.record_id == record:
            with self.lock:
                self.completed[duty.pk] = record
        time.sleep(self.random.uniform(0.2, 1.2))

    def change(self) -> None:
        """Move a plan's time, pause it, or let it go on."""
        time.sleep(0.3)
        plan = (
            DutyPlan.objects.filter(pk__in=list(self.plans)).select_related("facility", "policy").order_by("?").first()
        )
        if plan is None:
            return
        words: dict[str, Any] = {"by": self.world.officer, "version": plan.version, "reason": "换时间"}
        if plan.paused:
            resume_plan(plan=plan, **words)
        elif self.random.random() < 0.3:
            pause_plan(plan=plan, **words)
        else:
            change_plan(plan=plan, **words, due=dt.time(23, self.random.randrange(60)))

    def close(self) -> None:
        """Close a place for tomorrow, and open it again."""
        time.sleep(0.5)
        room, key = self.random.choice(self.world.rooms), uuid4()
        day = room.today() + dt.timedelta(days=1)
        self._insist(
            lambda: close_facility(
                facility=room, cause="repair", first_day=day, last_day=day, by=self.world.officer, id=key
            )
        )
        with self.lock:
            self.closures.add(key)
        if self.random.random() < 0.6:
            time.sleep(0.3)
            self._insist(
                lambda: lift_closure(closure=Closure.objects.get(pk=key), reason="修好了", by=self.world.officer)
            )
            with self.lock:
                self.lifted.add(key)

    def ask(self) -> None:
        """Ask for a job; under its draft's id, so that asking again is the same job."""
        kind, draft = self.random.choice(["soak-enter", "soak-write"]), uuid4()
        params = {"union": str(self.world.union.pk)}
        job = self._insist(lambda: jobs.start(kind=kind, by=self.world.officer, object_id=draft, params=params))
        with self.lock:
            self.jobs[job.pk] = kind
        time.sleep(self.random.uniform(0.2, 0.8))
