"""A union publishes a plan to its subtree: every facility has it, new versions follow on a day, local plans stay."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from ops.duties.actions import change_plan, generate_duties, pause_plan, void_for_closure
from ops.duties.facility_changes import begin
from ops.duties.library import publish_policies
from ops.duties.models import Duty, DutyPlan, PlanTemplate, PlanTemplateVersion
from ops.duties.standard import adopt_standard_plans, publish_ready
from ops.duties.template_actions import extend_reach, publish_template, publish_version, withdraw_template
from ops.facilities.models import Closure, Facility
from ops.organization.roles import Role
from ops.records.actions import create
from ops.records.errors import RuleBroken, Stale
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import REGIME, TRIGGER, local, make_plan, register

# A Tuesday, 12:00 in Qingdao.
NOON = dt.datetime(2026, 7, 21, 4, tzinfo=dt.UTC)
TODAY = dt.date(2026, 7, 21)
NEXT = dt.date(2026, 7, 25)
TERMS = {
    "calendar": "every_day",
    "due": dt.time(18),
    "role": "room_manager",
    "completed_by": "record",
    "trigger": TRIGGER,
}


@pytest.fixture(autouse=True)
def _noon():
    register()
    with time_machine.travel(NOON, tick=True):
        yield


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room", name="海尔路小屋")


def publish(union, **fields):
    defaults = {
        "reach": [union],
        "facility_kinds": ["room"],
        "regime": REGIME,
        "name": "每日安全检查",
        "name_en": "Daily safety round",
        "from_day": TODAY,
        "reason": "notice 12",
        "by": TESTER,
    }
    return publish_template(union=union, **{**defaults, **TERMS, **fields})


def follow(template, **fields):
    asked = {**TERMS, "due": dt.time(16), "from_day": NEXT, "reason": "notice 13", "by": TESTER, "version": None}
    return publish_version(template=template, **{**asked, **fields})


def duties(facility, **filters):
    rows = Duty.objects.filter(facility=facility, **filters).order_by("due_at")
    return [(duty.day, facility.local(duty.due_at).hour) for duty in rows]


def test_publishing_gives_every_facility_of_the_kind_below_its_plan_and_duties(room, district, other_district):
    second = factories.make_facility(district, "room")
    station = factories.make_facility(district, "station")
    elsewhere = factories.make_facility(other_district, "room")
    closed = factories.make_facility(district, "room", state=Facility.State.CLOSED)
    template = publish(district)
    plans = DutyPlan.objects.filter(template=template)
    assert {plan.facility for plan in plans} == {room, second}
    assert not DutyPlan.objects.filter(facility__in=[station, elsewhere, closed]).exists()
    plan = plans.get(facility=room)
    assert (plan.template_version.number, plan.due, plan.first_day) == (1, dt.time(18), TODAY)
    assert len(duties(room)) == 8
    assert plan.history.get().history_change_reason == "notice 12"


def test_publishing_again_changes_nothing(room, district):
    template = publish(district)
    before = DutyPlan.history.count(), Duty.history.count()
    assert extend_reach(template=template, reach=[], reason="again", by=TESTER) == 0
    adopt_standard_plans(facilities=[room], by=TESTER)
    mine = DutyPlan.objects.filter(template=template)
    assert (mine.count(), DutyPlan.history.filter(template=template).count()) == (1, before[0])


def test_statements_do_not_grow_with_the_facilities(city, query_budget):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def statements(number):
        union = factories.make_union(below=city)
        for _n in range(number):
            factories.make_facility(union, "room")
        with CaptureQueriesContext(connection) as published:
            template = publish(union)
        with CaptureQueriesContext(connection) as followed:
            follow(template)
        with CaptureQueriesContext(connection) as withdrawn:
            withdraw_template(template=template, version=None, last_day=NEXT, reason="x", by=TESTER)
        assert DutyPlan.objects.filter(template=template).count() == 2 * number
        return len(published), len(followed), len(withdrawn)

    statements(1)  # the policies are made once
    few = statements(2)
    assert statements(25) == few


def test_a_facility_that_begins_later_has_it_too(district):
    template = publish(district)
    room = factories.make_facility(district, "room")
    begin(facilities=[room], by=TESTER)
    assert DutyPlan.objects.get(facility=room, template=template).first_day == TODAY
    assert len(duties(room, plan__template=template)) >= 8


def test_to_some_districts_only_and_then_to_more(city, district, other_district, room):
    elsewhere = factories.make_facility(other_district, "room")
    template = publish(city, reach=[district])
    assert not DutyPlan.objects.filter(facility=elsewhere).exists()
    assert extend_reach(template=template, reach=[other_district], reason="all", by=TESTER) == 1
    assert DutyPlan.objects.get(facility=elsewhere).template == template


def test_a_new_version_replaces_open_duties_from_its_day_on_and_nothing_before(room, district):
    template = publish(district, due=dt.time(10))
    generate_duties(first=TODAY, last=TODAY, by=TESTER)
    version = follow(template)
    old, new = DutyPlan.objects.filter(template=template).order_by("first_day")
    assert (old.last_day, new.first_day, new.template_version) == (dt.date(2026, 7, 24), NEXT, version)
    assert duties(room, plan=old, state="open") == [(dt.date(2026, 7, day), 10) for day in (22, 23, 24)]
    gone = Duty.objects.filter(plan=old, state="void")
    assert {(duty.day >= NEXT, duty.void_reason) for duty in gone} == {(True, "new_version")}
    assert gone.first().history.latest().history_change_reason == "notice 13"
    assert duties(room, plan=new, state="open") == [(dt.date(2026, 7, day), 16) for day in (25, 26, 27, 28)]
    # The same again is the same; later days come by the task, of the new version alone.
    assert follow(template) == version
    generate_duties(first=NEXT, last=dt.date(2026, 8, 5), by=TESTER)
    assert {hour for day, hour in duties(room, state="open") if day >= NEXT} == {16}


def test_a_version_from_today_leaves_what_is_due_already(room, district):
    template = publish(district, due=dt.time(18))
    follow(template, from_day=TODAY, due=dt.time(15))
    assert (TODAY, 15) in duties(room, state="open")
    assert (TODAY, 18) not in duties(room, state="open")


def test_an_announced_version_may_be_overtaken_before_its_day(room, district):
    template = publish(district)
    follow(template)
    follow(template, due=dt.time(14))
    assert {hour for day, hour in duties(room, state="open") if day >= NEXT} == {14}
    begun = factories.make_facility(district, "room")
    begin(facilities=[begun], by=TESTER)
    assert {plan.template_version.number for plan in DutyPlan.objects.filter(facility=begun, template=template)} == {
        1,
        3,
    }


def test_a_pause_and_a_person_go_on_a_facilitys_own_changes_do_not(room, district):
    second = factories.make_facility(district, "room")
    person = factories.make_user(Role.ROOM_MANAGER, second)
    template = publish(district)
    pause_plan(plan=DutyPlan.objects.get(facility=room), by=TESTER, reason="repairs")
    change_plan(
        plan=DutyPlan.objects.get(facility=second), by=TESTER, version=1, reason="late", due=dt.time(20), person=person
    )
    assert DutyPlan.objects.get(facility=second).adapted
    follow(template)
    paused = DutyPlan.objects.get(facility=room, first_day=NEXT)
    other = DutyPlan.objects.get(facility=second, first_day=NEXT)
    assert (paused.paused, other.person, other.due, other.adapted) == (True, person, dt.time(16), False)
    assert duties(room, state="open") == []
    assert {hour for day, hour in duties(second, state="open") if day < NEXT} == {20}


def test_local_plans_stay_untouched(room, district):
    mine = make_plan(room, due=dt.time(9))
    before = (mine.version, list(mine.duties.values_list("state", "due_at", "version")))
    template = publish(district)
    follow(template)
    withdraw_template(template=template, version=None, last_day=NEXT, reason="x", by=TESTER)
    mine.refresh_from_db()
    assert (mine.version, list(mine.duties.values_list("state", "due_at", "version"))) == before


def test_a_lifted_closure_does_not_bring_back_the_old_version(room, district):
    template = publish(district)
    order = create(Closure(union=district, cause="weather", first_day=NEXT, last_day=None), by=TESTER)
    void_for_closure(closure=order, by=TESTER)
    follow(template)
    assert not Duty.objects.filter(plan__last_day__lt=NEXT, closure=order).exists()
    assert Duty.objects.filter(plan__first_day=NEXT, closure=order).count() == 4


def test_withdrawal_ends_it_on_a_day_everywhere(room, district):
    template = publish(district)
    follow(template)
    withdraw_template(template=template, version=None, last_day=dt.date(2026, 7, 23), reason="repealed", by=TESTER)
    assert {day for day, _hour in duties(room, state="open")} == {TODAY + dt.timedelta(days=n) for n in range(3)}
    assert generate_duties(first=TODAY, last=dt.date(2026, 8, 5), by=TESTER) == 0
    later = factories.make_facility(district, "room")
    with time_machine.travel(NOON + dt.timedelta(days=5)):
        begin(facilities=[later], by=TESTER)
    assert not DutyPlan.objects.filter(facility=later, template=template).exists()
    with pytest.raises(RuleBroken):
        follow(PlanTemplate.objects.get(pk=template.pk), due=dt.time(11))


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"from_day": dt.date(2026, 7, 20)}, "from_day"),
        ({"facility_kinds": []}, "facility_kinds"),
        ({"facility_kinds": ["castle"]}, "regime"),
        ({"regime": "nobody_knows"}, "regime"),
        ({"name": " "}, "name"),
        ({"rrule": "nonsense"}, "rrule"),
        ({"trigger": "nobody_knows"}, "trigger"),
        ({"reach": []}, "reach"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_template_that_makes_no_sense_is_refused_at_its_field(district, room, fields, at):
    with pytest.raises(RuleBroken) as refused:
        publish(district, **fields)
    assert refused.value.field == at
    assert not PlanTemplate.objects.exists()


def test_a_union_publishes_below_itself_only(city, district, other_district):
    with pytest.raises(RuleBroken) as refused:
        publish(district, reach=[other_district])
    assert refused.value.field == "reach"
    with pytest.raises(RuleBroken):
        publish(district, reach=[city])


def test_a_version_never_changes_and_an_earlier_day_than_the_last_is_refused(room, district):
    template = publish(district)
    version = follow(template)
    with pytest.raises(TypeError):
        version.acted_by(TESTER).save()
    with pytest.raises(RuleBroken) as refused:
        follow(template, from_day=NEXT - dt.timedelta(days=1), due=dt.time(11))
    assert refused.value.field == "from_day"
    with pytest.raises(Stale):
        follow(template, version=1, due=dt.time(11))


def test_the_ready_plans_are_templates_of_the_federation_and_are_entered_once(city, district):
    station = factories.make_facility(district, "station")
    adopt_standard_plans(facilities=[station], by=TESTER)
    ready = PlanTemplate.objects.filter(union=city)
    assert ready.count() > 10
    assert publish_ready(unions=[city], by=TESTER) == 0
    plans = DutyPlan.objects.filter(facility=station)
    assert plans.exists()
    assert all(plan.template.union == city and plan.template_version.number == 1 for plan in plans)


def test_a_copy_made_before_there_were_templates_is_recognised(city, district):
    room = factories.make_facility(district, "room")
    mine = make_plan(room, name="旧")
    DutyPlan._base_manager.filter(pk=mine.pk)._update(
        [(DutyPlan._meta.get_field("standard_key"), None, "room-cleaning")]
    )
    adopt_standard_plans(facilities=[room], by=TESTER)
    mine.refresh_from_db()
    assert mine.template.key == "room-cleaning"
    assert DutyPlan.objects.filter(facility=room, standard_key="room-cleaning").count() == 1


def test_a_federations_own_version_of_a_ready_template_is_never_overwritten(city, district):
    room = factories.make_facility(district, "room")
    adopt_standard_plans(facilities=[room], by=TESTER)
    template = PlanTemplate.objects.get(union=city, key="room-cleaning")
    latest = template.versions.get()
    terms = {name: getattr(latest, name) for name in PlanTemplateVersion.TERMS} | {"due": dt.time(13)}
    publish_version(template=template, version=None, from_day=TODAY, reason="sooner", by=TESTER, **terms)
    assert publish_ready(unions=[city], by=TESTER) == 0
    second = factories.make_facility(district, "room")
    adopt_standard_plans(facilities=[second], by=TESTER)
    assert DutyPlan.objects.get(facility=second, template=template).due == dt.time(13)


SENT = {
    "facility_kinds": ["room"],
    "regime": REGIME,
    "name": "每日安全检查",
    "from_day": "2026-07-21",
    "reason": "notice 12",
    "calendar": "every_day",
    "due": "18:00",
    "role": "room_manager",
    "completed_by": "record",
    "trigger": TRIGGER,
}


def test_a_program_previews_publishes_rolls_out_and_withdraws(api, officer, district, room):
    client = api(officer)
    sent = {**SENT, "union": str(district.pk), "reach": [str(district.pk)]}
    seen = client.post(reverse("api-plan-templates-preview"), sent, format="json")
    assert seen.status_code == 200, seen.data
    assert (seen.data["facilities"], seen.data["by_kind"], seen.data["minutes_a_week"]) == (1, {"room": 1}, 7)
    assert len(seen.data["next"]) == 30
    assert not PlanTemplate.objects.exists()
    made = client.post(reverse("api-plan-templates-list"), sent, format="json")
    assert made.status_code == 201, made.data
    one = made.data["id"]
    assert client.post(reverse("api-plan-templates-extend", args=[one]), {"reason": "x"}, format="json").data == {
        "plans": 0
    }
    rolled = client.post(
        reverse("api-plan-templates-versions", args=[one]),
        {"from_day": "2026-07-25", "due": "16:00", "reason": "notice 13"},
        format="json",
        headers={"if-match": "1"},
    )
    assert (rolled.status_code, rolled.data["number"], rolled.data["trigger"]) == (201, 2, TRIGGER)
    stale = client.post(
        reverse("api-plan-templates-withdraw", args=[one]),
        {"last_day": "2026-07-30", "reason": "x"},
        format="json",
        headers={"if-match": "1"},
    )
    assert stale.status_code == 409
    ended = client.post(
        reverse("api-plan-templates-withdraw", args=[one]),
        {"last_day": "2026-07-30", "reason": "x"},
        format="json",
        headers={"if-match": "2"},
    )
    assert (ended.status_code, ended.data["last_day"]) == (200, "2026-07-30")


def test_who_may_read_and_who_may_publish(api, city, district, other_district, room):
    template = publish(district)
    detail = reverse("api-plan-templates-detail", args=[template.pk])
    staff = factories.make_user(Role.ROOM_MANAGER, room)
    auditor = factories.make_user(Role.UNION_AUDITOR, district)
    above = factories.make_user(Role.UNION_OFFICER, city)
    foreign = factories.make_user(Role.UNION_OFFICER, other_district)
    withdraw = reverse("api-plan-templates-withdraw", args=[template.pk])
    body = {"last_day": "2026-07-30", "reason": "x"}
    for person, reads, writes in ((staff, 200, 403), (auditor, 200, 403), (foreign, 404, 404), (above, 200, 200)):
        assert api(person).get(detail).status_code == reads
        sent = api(person).post(withdraw, body, format="json", headers={"if-match": "1"})
        assert sent.status_code == writes
    below = publish(city, name="市级")
    own = api(factories.make_user(Role.UNION_OFFICER, district))
    assert own.get(reverse("api-plan-templates-detail", args=[below.pk])).status_code == 200
    withdraw = reverse("api-plan-templates-withdraw", args=[below.pk])
    assert own.post(withdraw, body, format="json", headers={"if-match": "1"}).status_code == 403


def test_an_officer_publishes_and_rolls_out_on_the_pages_and_sees_where_it_applies(as_user, officer, district, room):
    browser = as_user(officer)
    add = reverse("plan-template-add")
    assert browser.get(add).status_code == 200
    typed = {
        "name": "每日安全检查", "facility_kinds": ["room"], "regime": REGIME, "reach": [str(district.pk)],
        "completion": f"record:{TRIGGER}", "often": "daily", "every": 1, "calendar": "every_day", "opens": "08:00",
        "times": "18:00", "grace_minutes": 0, "late_minutes": 720, "role": "room_manager", "from_day": "2026-07-21",
        "policy": str(publish_policies(by=TESTER)["routine"].pk), "reason": "notice 12",
    }  # fmt: skip
    seen = browser.post(add, {**typed, "preview": "1"}).content.decode()
    assert "7</span>" in seen  # minutes a week
    assert browser.post(add, {**typed, "reach": []}).status_code == 422
    made = browser.post(add, typed)
    assert made.status_code == 302, made.content.decode()
    template = PlanTemplate.objects.get(union=district)
    version = reverse("plan-template-version", args=[template.pk])
    next_ = {**typed, "from_day": "2026-07-25", "times": "16:00", "reason": "notice 13", "version": 1}
    assert "What it brings" in browser.post(version, {**next_, "preview": "1"}).content.decode()
    assert browser.post(version, next_).status_code == 302
    assert browser.post(version, {**next_, "times": "15:00"}).status_code == 422  # somebody was first
    shown = browser.get(made.url).content.decode()
    assert "notice 13" in shown
    assert "announced" in shown
    assert "每日安全检查" in browser.get(reverse("plan-templates")).content.decode()
    plans = browser.get(reverse("plan-list", args=[room.pk])).content.decode()
    assert "version 1" in plans
    assert "version 2" in plans
    duty = Duty.objects.filter(plan__first_day=NEXT).first()
    assert "version 2" in browser.get(reverse("duty-detail", args=[duty.pk])).content.decode()
    withdrawn = {"last_day": "2026-07-30", "reason": "repealed", "version": 2}
    assert browser.post(reverse("plan-template-withdraw", args=[template.pk]), withdrawn).status_code == 302
    assert "last time" in browser.get(made.url).content.decode()


def test_the_list_costs_the_same_however_many_templates_there_are(as_user, officer, district, room, query_budget):
    browser = as_user(officer)
    publish(district)
    browser.get(reverse("plan-templates"))
    with query_budget(16):
        browser.get(reverse("plan-templates"))
    for number in range(6):
        follow(publish(district, name=f"检查{number}"))
    with query_budget(16):
        browser.get(reverse("plan-templates"))


def test_moments_are_of_each_facilitys_own_clock(district):
    here = factories.make_facility(district, "room")
    far = factories.make_facility(district, "room", time_zone="Asia/Urumqi")
    publish(district)
    for place in (here, far):
        assert Duty.objects.filter(facility=place).latest("due_at").due_at == local(place, 2026, 7, 28, 18)
