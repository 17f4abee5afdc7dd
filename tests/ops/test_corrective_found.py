"""What fails opens a corrective action by itself: once, with a deadline; what was remedied on the spot does not."""

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from ops.checklists.models import ChecklistRun, Finding
from ops.organization.roles import Role
from ops.policy.models import Parameter
from ops.records.actions import create
from ops.rectification.actions import Report, report_failures
from ops.rectification.models import CorrectiveAction, Failure
from ops.reminders.models import Reminder
from tests import factories
from tests.ops.checklists import send_photo
from tests.ops.corrective import fault, fill


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room", "澳柯玛小屋")


@pytest.fixture
def staff(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


@pytest.fixture
def manager(room):
    return factories.make_user(Role.FACILITY_MANAGER, room)


def test_a_failed_item_opens_an_action_with_its_deadline(api, staff, room):
    assert fill(api(staff), room, floor=fault()).status_code == 201
    action = CorrectiveAction.objects.get()
    finding = Finding.objects.get()
    assert (action.state, action.severity, action.source_kind, action.source_id) == (
        "open",
        "minor",
        "finding",
        finding.pk,
    )
    assert (action.title, action.note, action.regime, action.raised_by) == (
        f"不符合：{finding.item.text}",
        "积水",
        "cleaning",
        staff,
    )
    assert dt.timedelta(days=6, hours=23) < action.due_at - timezone.now() <= dt.timedelta(days=7)
    assert action.history.get().history_user == staff
    assert Reminder.objects.count() == 0


def test_what_was_remedied_on_the_spot_opens_none(api, staff, room):
    fill(api(staff), room, floor={"value": "no", "remedy": "mended"})
    assert CorrectiveAction.objects.count() == 0
    assert Failure.objects.get().action is None
    assert Finding.objects.get().settled_at is not None


def test_what_was_only_reported_for_repair_is_still_to_be_done(api, staff, room):
    fill(api(staff), room, basin={"value": "no", "remedy": "reported"})
    assert CorrectiveAction.objects.get().state == "open"
    assert Finding.objects.get().settled_at is None


def test_a_critical_item_opens_one_whatever_was_done_and_the_manager_hears_at_once(api, staff, manager, room):
    photo = send_photo(api(staff), room).data["id"]
    fill(api(staff), room, door={"value": "no", "remedy": "stopped", "photos": [photo]})
    action = CorrectiveAction.objects.get()
    assert (action.severity, action.before) == ("critical", [photo])
    assert action.due_at - timezone.now() <= dt.timedelta(hours=24)
    told = Reminder.objects.get(channel="in_app")
    assert (told.recipient, told.kind, told.urgent) == (manager, "corrective_opened", True)


def test_a_failure_reported_twice_opens_one(api, staff, room):
    first = fill(api(staff), room, floor=fault())
    assert first.status_code == 201
    kept = CorrectiveAction.objects.get()
    finding = Finding.objects.get()
    report = Report("finding", finding.pk, kept.subject, "x", timezone.now())
    assert report_failures(facility=room, reports=[report], by=factories.TESTER) == []
    assert (CorrectiveAction.objects.count(), Failure.objects.count()) == (1, 1)


def test_the_same_item_again_joins_the_standing_action_and_the_third_time_is_worse(api, staff, manager, room):
    for _day in range(2):
        fill(api(staff), room, floor=fault())
    action = CorrectiveAction.objects.get()
    assert (action.times_found, action.severity) == (2, "minor")
    fill(api(staff), room, floor=fault())
    action = CorrectiveAction.objects.get()
    assert (action.times_found, action.severity) == (3, "serious")
    assert action.due_at - timezone.now() <= dt.timedelta(days=3)
    assert action.history.first().history_change_reason == "Found 3 times in 30 days"
    assert Failure.objects.filter(action=action).count() == 3
    assert Reminder.objects.filter(recipient=manager, channel="in_app", kind="corrective_opened").count() == 1


def test_three_times_remedied_on_the_spot_is_one_too_many(api, staff, room):
    for _day in range(2):
        fill(api(staff), room, floor={"value": "no", "remedy": "mended"})
    assert CorrectiveAction.objects.count() == 0
    fill(api(staff), room, floor={"value": "no", "remedy": "mended"})
    action = CorrectiveAction.objects.get()
    assert (action.severity, action.times_found) == ("serious", 3)


def test_what_was_long_ago_or_elsewhere_does_not_count(api, staff, room, district):
    other = factories.make_facility(district, "room")
    colleague = factories.make_user(Role.ROOM_MANAGER, other)
    fill(api(staff), room, at=timezone.now() - dt.timedelta(days=31), floor={"value": "no", "remedy": "mended"})
    fill(api(colleague), other, floor={"value": "no", "remedy": "mended"})
    for _day in range(2):
        fill(api(staff), room, floor={"value": "no", "remedy": "mended"})
    assert CorrectiveAction.objects.count() == 0


def test_a_correction_that_shows_no_fault_cancels_the_action(api, staff, room):
    fill(api(staff), room, floor=fault(), bin=fault("有异味"))
    run = ChecklistRun.objects.get()
    change = {"answers": {"floor": {"value": "yes"}}, "reason": "点错一行"}
    url = f"/api/v1/checklist-runs/{run.pk}/"
    assert api(staff).patch(url, change, headers={"If-Match": '"1"'}).status_code == 200
    states = {action.note: action.state for action in CorrectiveAction.objects.all()}
    assert states == {"积水": "cancelled", "有异味": "open"}
    assert CorrectiveAction.objects.get(state="cancelled").history.first().history_change_reason == "点错一行"


def test_a_union_may_set_its_own_numbers(api, staff, room, district):
    rule = Parameter(key="rectify_minor_days", union=district, value=Decimal(2), valid_from=dt.date(2020, 1, 1))
    create(rule, by=factories.TESTER)
    fill(api(staff), room, floor=fault())
    assert CorrectiveAction.objects.get().due_at - timezone.now() <= dt.timedelta(days=2)
