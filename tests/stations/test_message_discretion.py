"""No message tells a child's full name or health: every registered kind is tried out with real causes."""

from __future__ import annotations

import datetime as dt
import json
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from ops.compliance.actions import urge
from ops.duties.actions import sweep
from ops.duties.library import publish_policies
from ops.organization.roles import Role
from ops.records.actions import save
from ops.records.actor import Actor, Source
from ops.rectification import telling
from ops.reminders import actions, answers
from ops.reminders.letters import mail, text_message, text_of, words
from ops.reminders.models import Reminder
from ops.reminders.registry import messages
from safety.incidents.actions import report_incident
from stations.attendance.calls import record_call
from stations.attendance.ratio import watch_ratios
from stations.enrolment import free_places, places
from stations.enrolment.models import Enrolment
from stations.enrolment.persons import NewGuardian
from stations.guardians import accounts, tasks
from stations.terms.actions import cancel_day
from tests.factories import TESTER
from tests.ops.corrective import opened
from tests.ops.duty_world import make_duty, make_plan
from tests.stations import family, world
from tests.stations.test_pickup_requests import answer, ask
from tests.stations.test_ratio import on_duty
from tests.stations.test_release import URL as RELEASE

pytestmark = pytest.mark.django_db
NAME, ENGLISH, GUARDIAN, HEALTH = "欧阳小满", "Ouyang Xiaoman", "欧阳建国", "花生过敏会休克"


@pytest.fixture
def child(term):
    """Whose name and health must not be told."""
    return world.make_child(
        term,
        name=NAME,
        name_en=ENGLISH,
        health_note=HEALTH,
        guardian=NewGuardian(GUARDIAN, "13812340000", "father"),
    )


def of_duties(station, staff, officer):
    """Near, overdue, passed on, urged, put off, and too many at once."""
    policy = publish_policies(by=TESTER)["child_safety"]
    policy.before_minutes = 30
    save(policy, by=TESTER)
    past = {"first_day": dt.date(2020, 1, 1), "last_day": dt.date(2020, 1, 2), "role": "station_staff"}
    plan = make_plan(station, policy=policy, **past)
    make_duty(plan, due_in=10, escalate_at=timezone.now())
    duties = [make_duty(plan, due_in=-minute) for minute in range(1, 13)]
    sweep(by=TESTER)
    urge(duty=duties[0], by=Actor(officer, Source.WEB))
    sweep(by=TESTER, now=timezone.now() + dt.timedelta(minutes=31))
    mine = Reminder.objects.filter(recipient=staff, channel="in_app", kind="duty_overdue")[0]
    until = timezone.now() + dt.timedelta(hours=1)
    answers.snooze(reminder=mine, until=until, reason="忙", by=Actor(staff, Source.WEB))
    taken = Reminder.objects.filter(recipient=staff, channel="in_app", kind="duty_overdue")[1]
    answers.take_on(reminder=taken, by=Actor(staff, Source.WEB))
    answers.take_back(reminder=taken, reason=f"{NAME}{HEALTH}", by=Actor(staff, Source.WEB))
    actions.deliver()


def of_children(child, staff, manager, as_user, door):
    """At the door, on the telephone, and what guardians are told; a manager releases."""
    user = family.account_of(child)
    accounts.choose_notices(user=user, arrivals=True, departures=True, by=TESTER)
    ask(as_user(user), child)
    answer(as_user(staff), do="confirm")
    asked = {"id": str(uuid4()), "reason": f"{NAME}{HEALTH}"}
    assert as_user(user).post(f"/family/{child.pk}/data/erasure/", asked).status_code == 302
    for link in child.guardianships.all():
        record_call(id=uuid4(), child=child, guardian_id=link.guardian_id, outcome="no_answer", note=NAME, by=TESTER)
    world.arrive(child)
    tasks.tell_handovers()
    manager.set_password("a-long-password")
    manager.acted_by(TESTER).save()
    how = {"person_name": "于阿姨", "relation": "nanny", "override_reason": f"{NAME}{HEALTH}"}
    body = world.tap(child, **how) | {"manager_login": manager.username, "manager_password": "a-long-password"}
    body.pop("kind")
    assert door.post(RELEASE, body).status_code == 201


def of_station(station, term):
    """An incident, too few grown-ups, and corrective actions whose title says too much."""
    report_incident(
        id=uuid4(),
        facility=station,
        kind="injury",
        what=f"{NAME}摔倒，{HEALTH}",
        people=NAME,
        occurred_at=timezone.now(),
        by=TESTER,
    )
    on_duty(station)
    for _number in range(16):
        world.arrive(world.make_child(term))
    watch_ratios(by=TESTER)
    action = opened(station, title=f"{NAME}的床位松动", title_en=f"The bed of {ENGLISH} is loose")
    telling.tell_opened(action, by=TESTER)
    people = [row.user for row in station.memberships.filter(role=Role.FACILITY_MANAGER)]
    telling.tell_levels([telling.Told(action, level, people) for level in telling.KIND_OF_LEVEL], by=TESTER)
    telling.tell_sent_back(action, None, by=TESTER)


def of_places(station, child):
    """A free place for which the child waits, and a day on which its station stays closed."""
    today = station.today()
    full = world.make_term(
        station, capacity=1, first_day=today + dt.timedelta(days=60), last_day=today + dt.timedelta(days=90)
    )
    first = Enrolment.objects.get(child=world.make_child(full))
    places.enrol(id=uuid4(), child=child, term=full, by=TESTER)
    places.withdraw(enrolment=first, reason="x", by=TESTER)
    free_places.tell(by=TESTER)
    cancel_day(term=child.enrolments.first().term, date=today + dt.timedelta(days=1), note=f"{NAME}家积水", by=TESTER)


def test_no_message_of_any_kind_tells_a_full_name_or_health(
    station, term, child, staff, manager, officer, as_user, door
):
    of_children(child, staff, manager, as_user, door)
    of_places(station, child)
    of_station(station, term)
    of_duties(station, staff, officer)
    told = list(Reminder.objects.select_related("recipient", "point", "facility", "duty__plan", "duty__facility"))
    untried = {kind.key for kind in messages} - {row.kind for row in told}
    assert untried == set(), "kinds of messages that nobody tries out here"
    said = []
    for row in told:
        said.append(json.dumps(row.params, ensure_ascii=False))
        for language in ("zh-hans", "en"):
            with translation.override(language):
                message = text_of(row, language)
                said += [message.title, message.body, message.url]
        letter = mail([row])
        said += [letter.subject, letter.body, " ".join(words([row])), text_message([row])]
    everything = "\n".join(said)
    assert "欧阳**的床位松动" in everything
    assert "欧阳**家积水" in everything
    for secret in (NAME, ENGLISH, GUARDIAN, HEALTH, "13812340000"):
        assert secret not in everything


def test_a_message_leads_to_a_page_that_only_who_may_can_open(child, staff, manager, as_user, door, other_staff):
    of_children(child, staff, manager, as_user, door)
    row = Reminder.objects.filter(kind="pick_up_release", recipient=manager, channel="in_app").get()
    address = text_of(row, "en").url
    assert as_user(manager).get(address).status_code == 200
    assert as_user(other_staff).get(address).status_code == 404
    assert as_user(other_staff).get(reverse("reminder-open", args=[row.pk])).status_code == 404
