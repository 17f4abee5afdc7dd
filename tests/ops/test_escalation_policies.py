"""Escalation policies are data: the federation changes levels, delays, roles, channels and quiet hours."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ops.duties.actions import change_plan, sweep
from ops.duties.escalation import Step, change_policy
from ops.duties.library import publish_policies
from ops.duties.models import EscalationPolicy, EscalationStep
from ops.organization.roles import Role
from ops.records.errors import RuleBroken, Stale
from ops.reminders.hours import awake
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import SHANGHAI, make_duty, make_plan


@pytest.fixture
def city_officer(city):
    return factories.make_user(Role.UNION_OFFICER, city)


@pytest.fixture
def routine(db):
    return publish_policies(by=TESTER)["routine"]


STEPS = [
    {"level": 1, "after_minutes": 0, "reach": "facility", "role": ""},
    {"level": 1, "after_minutes": 0, "reach": "facility", "role": "facility_manager", "channels": ["in_app"]},
    {"level": 2, "after_minutes": 90, "reach": "union", "role": "union_officer"},
]


def address(policy):
    return reverse("api-escalation-policies-detail", args=[policy.pk])


def change(client, policy, **sent):
    return client.patch(address(policy), {"reason": "new notice", **sent}, format="json", headers={"if-match": "1"})


def test_the_federation_changes_a_policy_and_its_steps_with_a_reason(api, city_officer, routine):
    answer = change(api(city_officer), routine, steps=STEPS, before_minutes=30, quiet_from="21:00", quiet_until="06:30")
    assert answer.status_code == 200, answer.data
    routine = EscalationPolicy.objects.get(pk=routine.pk)
    assert (routine.version, routine.before_minutes, routine.quiet_from) == (2, 30, dt.time(21))
    assert [step.after_minutes for step in routine.steps.all()] == [0, 0, 90]
    assert routine.steps.get(role="facility_manager").channels == ["in_app"]
    last = routine.history.latest()
    assert (last.history_change_reason, last.history_user) == ("new notice", city_officer)


def test_a_withdrawn_step_leaves_its_history_and_may_come_back(api, city_officer, routine):
    client = api(city_officer)
    assert change(client, routine, steps=STEPS[:2]).status_code == 200
    gone = EscalationStep._base_manager.get(policy=routine, reach="union")
    assert gone.withdrawn_at is not None
    assert gone.history.latest().history_change_reason == "new notice"
    back = client.patch(address(routine), {"steps": STEPS, "reason": "back"}, format="json", headers={"if-match": "2"})
    assert back.status_code == 200
    assert routine.steps.count() == 3


def test_the_same_again_writes_nothing(routine):
    same = [Step.of(row) for row in routine.steps.all()]
    assert change_policy(policy=routine, version=1, by=TESTER, reason="x", steps=same).version == 1


def test_who_changes_what_has_moved_on_is_told(api, city_officer, routine):
    change(api(city_officer), routine, steps=STEPS)
    assert change(api(city_officer), routine, steps=STEPS[:1]).status_code == 409
    with pytest.raises(Stale):
        change_policy(policy=routine, version=1, by=TESTER, reason="x", steps=[])


@pytest.mark.parametrize(
    ("steps", "at"),
    [
        ([], "steps"),
        ([STEPS[0] | {"level": 2}], "steps.0.level"),
        ([STEPS[0], STEPS[2] | {"level": 3}], "steps.1.level"),
        ([STEPS[0], STEPS[2] | {"after_minutes": 0}], "steps.1.after_minutes"),
        ([STEPS[0], STEPS[1] | {"after_minutes": 5}], "steps.1.after_minutes"),
        ([STEPS[0], STEPS[0]], "steps.1.role"),
        ([STEPS[0] | {"role": "union_officer"}], "steps.0.role"),
        ([STEPS[0], STEPS[2] | {"role": "room_manager"}], "steps.1.role"),
        ([STEPS[0] | {"channels": ["pigeon"]}], "steps.0.channels"),
    ],
)
def test_steps_that_make_no_sense_are_refused_at_their_field(api, city_officer, routine, steps, at):
    answer = change(api(city_officer), routine, steps=steps)
    assert answer.status_code == 400
    assert list(answer.data["errors"]) == [at]
    assert routine.steps.count() == 3


def test_a_change_without_a_reason_is_refused(api, city_officer, routine):
    assert list(change(api(city_officer), routine, steps=STEPS, reason="").data["errors"]) == ["reason"]


def test_only_the_federation_itself_changes_what_all_share(api, as_user, officer, auditor, city, routine):
    administrator = factories.make_user(Role.ADMINISTRATOR, city)
    assert change(api(officer), routine, steps=STEPS).status_code == 403
    assert change(api(auditor), routine, steps=STEPS).status_code == 403
    page = reverse("escalation-policy", args=[routine.pk])
    assert as_user(officer).post(page, {}).status_code == 403
    assert "<form" not in as_user(auditor).get(page).content.decode().split("<main")[1]
    assert change(api(administrator), routine, steps=STEPS).status_code == 200


def test_duties_under_way_go_on_by_the_new_delays_counted_from_when_they_became_overdue(district, routine):
    plan = make_plan(factories.make_facility(district, "room"))
    duty = make_duty(plan, due_in=-60)
    sweep(by=TESTER)
    duty.refresh_from_db()
    assert duty.escalated_to == 1
    steps = [Step(1, 0, "facility"), Step(2, 120, "union", "union_officer")]
    change_policy(policy=routine, version=1, by=TESTER, reason="sooner", steps=steps)
    duty.refresh_from_db()
    assert (duty.escalated_to, duty.escalate_at) == (1, duty.overdue_at + dt.timedelta(minutes=120))
    assert duty.history.latest().history_change_reason == "sooner"
    shorter = [steps[0], Step(2, 30, "union", "union_officer")]
    change_policy(policy=routine, version=2, by=TESTER, reason="sooner still", steps=shorter)
    assert sweep(by=TESTER).escalated == 1
    change_policy(policy=routine, version=3, by=TESTER, reason="no more", steps=steps[:1])
    duty.refresh_from_db()
    assert (duty.escalated_to, duty.escalate_at) == (2, None)


def test_a_new_lead_counts_for_what_is_not_yet_due(district, routine):
    duty = make_duty(make_plan(factories.make_facility(district, "room")), due_in=120)
    steps = [Step.of(row) for row in routine.steps.all()]
    change_policy(policy=routine, version=1, by=TESTER, reason="x", steps=steps, before_minutes=45)
    duty.refresh_from_db()
    assert duty.escalate_at == duty.due_at - dt.timedelta(minutes=45)


@pytest.mark.parametrize(
    ("clock", "begins", "ends", "until"),
    [((23, 0), 22, 7, (1, 7)), ((3, 0), 22, 7, (0, 7)), ((12, 0), 22, 7, None), ((12, 30), 12, 14, (0, 14))],
)
def test_quiet_hours_hold_until_their_end(clock, begins, ends, until):
    moment = dt.datetime(2026, 7, 21, *clock, tzinfo=SHANGHAI)
    held = awake(moment, SHANGHAI, dt.time(begins), dt.time(ends))
    expected = moment if until is None else dt.datetime(2026, 7, 21 + until[0], until[1], tzinfo=SHANGHAI)
    assert held == expected
    assert awake(moment, SHANGHAI, dt.time(begins), dt.time(begins)) == moment


def test_the_policys_own_quiet_hours_hold_its_reminders(district, routine):
    room = factories.make_facility(district, "room")
    factories.make_user(Role.ROOM_MANAGER, room)
    now = timezone.now()
    ends = (room.local(now) + dt.timedelta(hours=2)).time().replace(second=0, microsecond=0)
    begins = (room.local(now) - dt.timedelta(hours=1)).time().replace(second=0, microsecond=0)
    steps = [Step.of(row) for row in routine.steps.all()]
    change_policy(policy=routine, version=1, by=TESTER, reason="x", steps=steps, quiet_from=begins, quiet_until=ends)
    duty = make_duty(make_plan(room))
    sweep(by=TESTER)
    held = duty.reminders.filter(level=1).first().not_before
    assert room.local(held).time() == ends


def test_a_person_changes_it_on_the_page_and_reads_what_was_changed(as_user, city_officer, district, routine):
    make_plan(factories.make_facility(district, "room"))
    browser = as_user(city_officer)
    page = reverse("escalation-policy", args=[routine.pk])
    shown = browser.get(page).content.decode()
    assert "1 plan" in shown
    typed = {
        "name": "日常工作", "name_en": "Routine", "before_minutes": "", "quiet_from": "22:00", "quiet_until": "07:00",
        "reason": "", "version": 1, "count": 3, "steps.0.level": 1, "steps.0.after_minutes": 0,
        "steps.0.role": "facility:", "steps.1.level": 2, "steps.1.after_minutes": 0,
        "steps.1.role": "union:union_officer", "steps.1.channels": ["email"],
    }  # fmt: skip
    refused = browser.post(page, typed)
    assert refused.status_code == 422
    typed["reason"] = "notice 7"
    assert "comes later than the one below" in browser.post(page, typed).content.decode()
    more = browser.post(page, {**typed, "more": "1"})
    assert more.status_code == 200
    assert 'name="steps.3.level"' in more.content.decode()
    assert browser.post(page, {**typed, "steps.1.after_minutes": 60}).status_code == 302
    after = browser.get(page).content.decode()
    assert "notice 7" in after
    assert "after 960 min" in after  # what stood before
    assert EscalationStep.objects.get(policy=routine, level=2).channels == ["email"]
    stale = browser.post(page, {**typed, "steps.1.after_minutes": 70})
    assert stale.status_code == 422


def test_the_federation_adds_a_policy_that_plans_may_name(api, as_user, city_officer, routine):
    sent = {"name": "演练", "steps": STEPS[:1], "reason": "drills"}
    made = api(city_officer).post(reverse("api-escalation-policies-list"), sent, format="json")
    assert made.status_code == 201, made.data
    assert made.data["usage"] == {"plans": 0, "facilities": 0, "overdue": 0}
    browser = as_user(city_officer)
    assert browser.get(reverse("escalation-policy-add")).status_code == 200
    assert "演练" in browser.get(reverse("escalation-policies")).content.decode()


def test_the_list_costs_the_same_however_many_policies_there_are(api, city_officer, routine, query_budget):
    client = api(city_officer)
    for number in range(8):
        sent = {"name": f"规则{number}", "steps": STEPS, "reason": "x"}
        assert client.post(reverse("api-escalation-policies-list"), sent, format="json").status_code == 201
    with query_budget(8):
        assert client.get(reverse("api-escalation-policies-list")).status_code == 200


def own_policy(client):
    made = client.post(
        reverse("api-escalation-policies-list"), {"name": "演练", "steps": STEPS[:1], "reason": "x"}, format="json"
    )
    return EscalationPolicy.objects.get(pk=made.data["id"])


def post(client, name, policy, version, reason="no longer used"):
    return client.post(reverse(name, args=[policy.pk]), {"reason": reason}, headers={"if-match": str(version)})


def test_a_retired_policy_goes_on_where_it_is_named_and_is_named_nowhere_else(api, as_user, city_officer, district):
    client, room = api(city_officer), factories.make_facility(district, "room")
    own = own_policy(client)
    named = make_plan(room, policy=own.key)
    answer = post(client, "api-escalation-policies-retire", own, 1)
    assert (answer.status_code, answer.data["retired_at"] is not None) == (200, True)
    assert answer.data["usage"]["plans"] == 1
    own.refresh_from_db()
    with pytest.raises(RuleBroken, match="retired"):
        make_plan(room, policy=own.key)
    other = make_plan(room)
    with pytest.raises(RuleBroken, match="retired"):
        change_plan(plan=other, by=TESTER, version=None, reason="x", policy=own)
    assert change_plan(plan=named, by=TESTER, version=None, reason="x", policy=own, name="周查").policy == own
    duty = make_duty(named)
    sweep(by=TESTER)
    duty.refresh_from_db()
    assert duty.state == "overdue"
    manager = as_user(factories.make_user(Role.FACILITY_MANAGER, room))
    assert "演练" not in manager.get(reverse("plan-create", args=[room.pk])).content.decode()
    assert "演练" in manager.get(reverse("plan-change", args=[named.pk])).content.decode()
    listed = client.get(reverse("api-escalation-policies-list"), {"retired_at__isnull": "true"}).data["results"]
    assert str(own.pk) not in [one["id"] for one in listed]
    assert post(client, "api-escalation-policies-bring-back", own, 1).status_code == 409
    back = post(client, "api-escalation-policies-bring-back", own, 2, reason="wanted after all")
    assert (back.status_code, back.data["retired_at"]) == (200, None)
    assert [row.history_change_reason for row in own.history.order_by("history_date")] == [
        "x", "no longer used", "wanted after all",
    ]  # fmt: skip


def test_what_new_plans_get_by_themselves_is_not_retired(api, as_user, city_officer, officer, routine):
    client = api(city_officer)
    assert post(client, "api-escalation-policies-retire", routine, 1).status_code == 409
    own = own_policy(client)
    assert post(client, "api-escalation-policies-retire", own, 1, reason="").status_code == 400
    assert post(api(officer), "api-escalation-policies-retire", own, 1).status_code == 403
    assert "Retire this policy" not in as_user(city_officer).get(address_of_page(routine)).content.decode()


def address_of_page(policy):
    return reverse("escalation-policy", args=[policy.pk])


def test_a_policy_is_retired_and_brought_back_on_its_page(api, as_user, city_officer):
    own, browser = own_policy(api(city_officer)), as_user(city_officer)
    assert "Retire this policy" in browser.get(address_of_page(own)).content.decode()
    retire = reverse("escalation-policy-retire", args=[own.pk])
    assert browser.post(retire, {"reason": "", "version": 1}).status_code == 422
    assert browser.post(retire, {"reason": "old", "version": 1}).status_code == 302
    assert "Offer it again" in browser.get(address_of_page(own)).content.decode()
    assert "Retired" in browser.get(reverse("escalation-policies")).content.decode()
    back = reverse("escalation-policy-bring-back", args=[own.pk])
    assert browser.post(back, {"reason": "new", "version": 2}).status_code == 302
    shown = browser.get(address_of_page(own)).content.decode()
    assert "Retire this policy" in shown
    assert shown.lower().count("retired at") == 2  # in what was changed, both times
