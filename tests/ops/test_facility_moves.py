"""A facility moves to another union, or opens at other times: its duties follow at once, and history says why."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from ops.compliance.actions import count_changes
from ops.compliance.queries import Scope, total
from ops.duties.actions import generate_duties, pause_plan
from ops.duties.models import Duty, DutyPlan
from ops.facilities.actions import order_closure
from ops.facilities.models import Facility
from ops.facilities.queries import opening_of
from ops.organization.roles import Role
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import local, make_duty, make_plan, register
from tests.ops.test_plan_templates import NOON, TODAY, follow, publish

YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon():
    register()
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room", name="海尔路小屋")


@pytest.fixture
def city_officer(city):
    return factories.make_user(Role.UNION_OFFICER, city)


def moved(api, officer, room, union, reason="改由区总工会管理"):
    room.refresh_from_db()
    url = f"/api/v1/facilities/{room.pk}/move/"
    answer = api(officer).post(
        url, {"union": str(union.pk), "reason": reason}, headers={"If-Match": f'"{room.version}"'}
    )
    room.refresh_from_db()
    return answer


def of_template(room, template):
    return DutyPlan.objects.get(facility=room, template=template, template_version__number=1)


def test_it_gets_the_templates_of_its_new_union_and_leaves_those_of_the_old(
    room, city, district, other_district, city_officer, api
):
    before = factories.make_facility(other_district, "room")
    theirs = publish(other_district, name="新区巡查", due=dt.time(17), reason="x")
    ours, everybodys = publish(district), publish(city, name="全市巡查", due=dt.time(16))
    own = make_plan(room, name="自订", due=dt.time(15))
    assert moved(api, city_officer, room, other_district).status_code == 200
    left, new = of_template(room, ours), of_template(room, theirs)
    assert (left.last_day, new.first_day, new.last_day) == (YESTERDAY, TODAY, None)
    why = f"Moved from {district} to {other_district}: 改由区总工会管理"
    for plan in (left, new):
        assert plan.history.latest().history_change_reason == why
        assert plan.history.latest().history_user == city_officer
    gone = Duty.objects.filter(plan=left)
    assert {(duty.state, duty.void_reason) for duty in gone} == {("void", "moved")}
    assert gone.first().history.latest().history_change_reason == why
    assert Duty.objects.filter(plan=new, state="open").count() >= 8
    for plan in (of_template(room, everybodys), own):
        assert plan.last_day is None
        assert Duty.objects.filter(plan=plan, state="open").count() >= 7
    assert DutyPlan.objects.filter(facility=before).count() == 2
    follow(ours)
    assert not DutyPlan.objects.filter(facility=room, template=ours, last_day=None).exists()


def test_what_was_due_before_the_move_stays(room, district, other_district, city_officer, api):
    ours = publish(district, due=dt.time(10))
    with time_machine.travel(NOON + dt.timedelta(days=1)):
        generate_duties(first=TODAY, last=TODAY + dt.timedelta(days=2), by=TESTER)
        moved(api, city_officer, room, other_district)
        states = dict(Duty.objects.filter(plan__template=ours).values_list("day", "state"))
    tomorrow = TODAY + dt.timedelta(days=1)
    assert states[tomorrow] == "open"  # due two hours before the move; the sweep calls it overdue
    assert {states[day] for day in states if day > tomorrow} == {"void"}


def test_a_facility_that_comes_back_goes_on_with_the_plan_that_it_had(
    room, district, other_district, city_officer, api
):
    ours = publish(district)
    plan = of_template(room, ours)
    due = set(Duty.objects.filter(plan=plan).values_list("due_at", flat=True))
    moved(api, city_officer, room, other_district)
    moved(api, city_officer, room, district, reason="划回")
    plan.refresh_from_db()
    assert plan.last_day is None
    assert due <= set(Duty.objects.filter(plan=plan, state="open").values_list("due_at", flat=True))
    reasons = [row.history_change_reason for row in plan.history.order_by("history_id")]
    assert len(reasons) == 3
    assert "划回" in reasons[-1]


def test_a_pause_is_not_undone_by_coming_back(room, district, other_district, city_officer, api):
    plan = of_template(room, publish(district))
    pause_plan(plan=plan, by=TESTER, reason="x")
    moved(api, city_officer, room, other_district)
    moved(api, city_officer, room, district)
    plan.refresh_from_db()
    assert (plan.paused, plan.last_day) == (True, None)
    assert not Duty.objects.filter(plan=plan, state="open").exists()


def test_orders_of_the_new_union_hold_and_those_of_the_old_no_longer(room, district, other_district, city_officer, api):
    plan = make_plan(room, due=dt.time(20))
    first, last = TODAY + dt.timedelta(days=1), TODAY + dt.timedelta(days=2)
    order_closure(union=district, facility_kind="", cause="weather", first_day=first, last_day=first, by=TESTER)
    order_closure(union=other_district, facility_kind="", cause="weather", first_day=last, last_day=last, by=TESTER)
    assert [duty.day for duty in Duty.objects.filter(plan=plan, state="void")] == [first]
    moved(api, city_officer, room, other_district)
    assert [duty.day for duty in Duty.objects.filter(plan=plan, state="void")] == [last]


def test_by_the_page_with_a_reason_and_only_between_unions_that_one_runs(
    room, district, other_district, city_officer, officer, as_user, api
):
    theirs = publish(other_district, name="新区巡查")
    url = reverse("facility-move", args=[room.pk])
    browser = as_user(city_officer)
    assert url in browser.get(reverse("facility-detail", args=[room.pk])).content.decode()
    assert str(district) in browser.get(url).content.decode()
    sent = {"union": str(other_district.pk), "version": room.version, "reason": ""}
    assert browser.post(url, sent).status_code == 422
    assert browser.post(url, sent | {"reason": "x", "version": 7}).status_code == 409
    assert as_user(officer).post(url, sent | {"reason": "x"}).status_code == 422  # not a union of theirs
    assert browser.post(url, sent | {"reason": "x"}).status_code == 302
    room.refresh_from_db()
    assert (room.union, room.union_path) == (other_district, other_district.path)
    assert of_template(room, theirs)
    assert as_user(officer).get(url).status_code == 404
    assert moved(api, officer, room, district).status_code == 404


def test_a_name_that_the_other_union_has_already_is_refused_and_nothing_is_written(
    room, district, other_district, city_officer, api
):
    factories.make_facility(other_district, "room", name=room.name)
    plan = of_template(room, publish(district))
    answer = moved(api, city_officer, room, other_district)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["name"])
    plan.refresh_from_db()
    assert (room.union, plan.last_day) == (district, None)


def test_its_days_count_for_the_union_that_it_belongs_to_now(room, district, other_district, city_officer, api):
    plan = make_plan(room)
    make_duty(plan, due_in=-1440, state="missed")
    count_changes()

    def missed(union):
        return total(Scope(union=union), YESTERDAY, YESTERDAY).missed

    assert (missed(district), missed(other_district)) == (1, 0)
    moved(api, city_officer, room, other_district)
    assert (missed(district), missed(other_district)) == (0, 1)


# --- Other opening hours ---


def week(**spans):
    """Every day from..to."""
    return {"spans": [{"weekday": day, **span} for day in range(7) for span in spans.values()]}


def opens(api, officer, room, body):
    room.refresh_from_db()
    url = f"/api/v1/facilities/{room.pk}/opening-hours/"
    return api(officer).put(url, body, headers={"If-Match": f'"{room.version}"'})


MORNING, AFTERNOON = {"opens": "08:00", "closes": "12:00"}, {"opens": "13:00", "closes": "17:00"}


def windows(plan, day):
    rows = Duty.objects.filter(plan=plan, day=day, state="open").order_by("due_at")
    return [(plan.facility.local(one.opens_at).hour, plan.facility.local(one.due_at).hour) for one in rows]


def test_duties_that_have_not_begun_follow_other_hours_at_once(room, officer, api):
    opens(api, officer, room, week(morning=MORNING, afternoon=AFTERNOON))
    plan = make_plan(room, every_opening_hours=2, calendar="opening_days", due=None)
    tomorrow = TODAY + dt.timedelta(days=1)
    assert windows(plan, tomorrow) == [(8, 10), (10, 12), (12, 15), (15, 17)]
    assert opens(api, officer, room, week(afternoon=AFTERNOON)).status_code == 200
    assert windows(plan, tomorrow) == [(13, 15), (15, 17)]  # 15:00 kept its due time, not its window
    kept = Duty.objects.get(plan=plan, due_at=local(room, 2026, 7, 22, 15))
    assert kept.history.latest().history_change_reason == "Opening hours changed"
    # Its window began at noon, by the hours of then: who is at it is not disturbed.
    assert windows(plan, TODAY) == [(12, 15), (15, 17)]
    before = Duty.history.count()
    generate_duties(first=TODAY, last=tomorrow, by=TESTER)
    assert Duty.history.count() == before


def test_a_day_that_opens_again_is_asked_for_with_its_reminder(room, officer, api):
    opens(api, officer, room, week(morning=MORNING))
    plan = make_plan(room, calendar="opening_days", due=dt.time(18))
    plan.policy.before_minutes = 60
    plan.policy.acted_by(TESTER).save()
    opens(api, officer, room, {"spans": []})
    assert not Duty.objects.filter(plan=plan, state="open").exists()
    opens(api, officer, room, week(afternoon=AFTERNOON))
    again = Duty.objects.filter(plan=plan, state="open")
    assert {duty.due_at - duty.escalate_at for duty in again} == {dt.timedelta(hours=1)}
    assert again.count() == 9


def test_hours_that_were_announced_for_later_are_overtaken(room, officer, api):
    nine = {"opens": "09:00", "closes": "17:00"}
    opens(api, officer, room, week(all_day=MORNING))
    opens(api, officer, room, week(all_day=nine) | {"first_day": "2026-08-01"})
    opens(api, officer, room, week(all_day=nine) | {"first_day": "2026-07-25"})
    opening = opening_of([room], TODAY, dt.date(2026, 8, 3))
    day, found = TODAY, []
    while day <= dt.date(2026, 8, 3):
        found.append(opening.spans(room, day))
        day += dt.timedelta(days=1)
    assert found == [[(dt.time(8), dt.time(12))]] * 4 + [[(dt.time(9), dt.time(17))]] * 10
    past = opens(api, officer, room, week(all_day=nine) | {"first_day": "2026-07-20"})
    assert (past.status_code, list(past.json()["errors"])) == (400, ["first_day"])


def test_a_facility_that_opens_has_its_duties_at_once(district, officer, api):
    room = factories.make_facility(district, "room", state=Facility.State.PREPARING)
    plan = make_plan(room, due=dt.time(20))
    assert not Duty.objects.filter(plan=plan).exists()
    url = f"/api/v1/facilities/{room.pk}/state/"
    sent = {"state": "open", "reason": "x"}
    assert api(officer).post(url, sent, headers={"If-Match": '"1"'}).status_code == 200
    assert Duty.objects.filter(plan=plan, state="open").count() >= 8
