"""A duty's checklist completes the duty, by page and by API; once, by the right people, in its window."""

import datetime as dt
import uuid

import pytest
import time_machine

from ops.checklists import library
from ops.checklists.models import ChecklistRun
from ops.duties.actions import create_plan, generate_duties
from ops.duties.models import Duty
from ops.facilities.models import OpeningHours
from ops.organization.roles import Role
from ops.records.actions import create
from tests import factories
from tests.factories import TESTER
from tests.ops.checklists import all_fine, ready
from tests.ops.test_checklist_pages import posted

DAY = dt.date(2026, 7, 21)


@pytest.fixture(autouse=True)
def _afternoon():
    with time_machine.travel(dt.datetime(2026, 7, 21, 13, 50, tzinfo=dt.timezone(dt.timedelta(hours=8))), tick=False):
        yield


@pytest.fixture
def room(district):
    room = factories.make_facility(district, "room", "澳柯玛小屋")
    create(OpeningHours(facility=room, weekday=1, opens=dt.time(8), closes=dt.time(20)), by=TESTER)
    return room


@pytest.fixture
def manager(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


@pytest.fixture
def duty(room):
    template = library.publish(TESTER)["room-daily-cleaning"]
    create_plan(
        facility=room,
        by=TESTER,
        regime="cleaning",
        name="午间清洁",
        name_en="Midday cleaning",
        opens=dt.time(12),
        due=dt.time(14, 30),
        role=Role.ROOM_MANAGER,
        completed_by="checklist",
        checklist=template,
        first_day=DAY,
    )
    generate_duties(first=DAY, last=DAY, by=TESTER)
    return Duty.objects.get(facility=room, day=DAY)


def sent(**changes):
    answers = all_fine(ready("room-daily-cleaning"))
    return {"id": str(uuid.uuid4()), "answers": answers, "started_at": "2026-07-21T05:48:00Z"} | changes


def test_by_the_api(api, manager, duty):
    content = sent()
    url = f"/api/v1/duties/{duty.pk}/checklist/"
    assert api(manager).post(url, content).status_code == 201
    duty.refresh_from_db()
    assert (duty.state, duty.record_kind, str(duty.record_id)) == ("done", "ops.checklistrun", content["id"])
    assert (duty.done_by, duty.done_at) == (manager, ChecklistRun.objects.get().occurred_at)
    assert api(manager).post(url, content).status_code == 200
    assert ChecklistRun.objects.count() == 1


def test_by_the_page(as_user, manager, duty):
    url = f"/duties/{duty.pk}/checklist/"
    page = as_user(manager).get(url)
    assert "Midday cleaning" in page.content.decode()
    assert as_user(manager).post(url, posted(page)).status_code == 302
    duty.refresh_from_db()
    assert duty.state == "done"
    assert as_user(manager).get(url)["Location"] == f"/checklist-runs/{duty.record_id}/"


def test_a_refused_checklist_leaves_the_duty_open(api, manager, duty):
    answers = sent()["answers"] | {"floor": {"value": "no"}}
    response = api(manager).post(f"/api/v1/duties/{duty.pk}/checklist/", sent(answers=answers))
    assert (response.status_code, list(response.data["errors"])) == (400, ["answers.floor"])
    duty.refresh_from_db()
    assert duty.state == "open"


def test_before_its_time_neither_is_recorded(api, manager, duty):
    response = api(manager).post(f"/api/v1/duties/{duty.pk}/checklist/", sent(occurred_at="2026-07-21T02:00:00Z"))
    assert (response.status_code, list(response.data["errors"])) == (400, ["occurred_at"])
    assert ChecklistRun.objects.count() == 0


def test_a_colleague_who_was_first_keeps_the_duty_and_the_second_run_is_kept(api, manager, duty, room):
    colleague = factories.make_user(Role.ROOM_MANAGER, room)
    first = api(colleague).post(f"/api/v1/duties/{duty.pk}/checklist/", sent()).data["id"]
    assert api(manager).post(f"/api/v1/duties/{duty.pk}/checklist/", sent()).status_code == 201
    duty.refresh_from_db()
    assert str(duty.record_id) == first
    assert ChecklistRun.objects.count() == 2


def test_another_checklist_does_not_complete_it(api, manager, duty):
    other = ready("fridge-temperature")
    answers = {"fridge": {"value": "4"}, "tidy": {"value": "yes"}}
    response = api(manager).post(f"/api/v1/duties/{duty.pk}/checklist/", sent(answers=answers, checklist=str(other.pk)))
    assert (response.status_code, list(response.data["errors"])) == (400, ["checklist"])


def test_who_may(api, as_user, duty, auditor, other_district):
    stranger = factories.make_user(Role.ROOM_MANAGER, factories.make_facility(other_district, "room"))
    for user, status in ((stranger, 404), (auditor, 403)):
        assert api(user).post(f"/api/v1/duties/{duty.pk}/checklist/", sent()).status_code == status
        assert as_user(user).get(f"/duties/{duty.pk}/checklist/").status_code == status
