"""Somebody is away: the stand-in is responsible, in the list of the day, in reminders and by the API."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ops.absences.actions import enter_absence, withdraw_absence
from ops.absences.models import Absence
from ops.compliance.actions import urge
from ops.duties.actions import change_plan, sweep
from ops.duties.escalation import Step, change_policy
from ops.duties.models import Duty
from ops.duties.responsible import of_person, with_responsible
from ops.organization.access import Access
from ops.organization.actions import end_membership
from ops.organization.roles import Role
from ops.records.actor import Actor, Source
from ops.records.errors import NotAllowed, RuleBroken
from ops.reminders.models import Reminder
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import make_duty, make_plan

PAST = {"first_day": dt.date(2020, 1, 1), "last_day": dt.date(2020, 1, 2)}
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room", name="大厦小屋")


@pytest.fixture
def people(room):
    """The one named, the stand-in, a third with the same role, and the manager."""
    names = ("王桂芬", "孙丽", "赵敏")
    held = [factories.make_user(Role.ROOM_MANAGER, room, name=name) for name in names]
    return [*held, factories.make_user(Role.FACILITY_MANAGER, room, name="邢立新")]


@pytest.fixture
def duty(room, people):
    return make_duty(make_plan(room, person=people[0], **PAST), due_in=-1)


def away(user, stand_in=None, **fields):
    fields = {"since": timezone.now() - HOUR, "until": timezone.now() + HOUR} | fields
    return enter_absence(user=user, stand_in=stand_in, by=TESTER, **fields)


def leaves(user):
    end_membership(membership=user.memberships.get(), reason="left", by=TESTER)


def reminded(level=1):
    found = Reminder.objects.filter(level=level, channel="in_app").values_list("recipient__name", flat=True)
    return set(found) - {"邢立新"}


ALL = {"王桂芬", "孙丽", "赵敏"}
# What happens, whose lists have it, and who is told where that is not the same: who is away is spared.
CASES = {
    "at work": (lambda a, b, c: None, {"王桂芬"}),
    "away with a stand-in": (lambda a, b, c: away(a, b), {"孙丽"}),
    "away without one": (lambda a, b, c: away(a), ALL, {"孙丽", "赵敏"}),
    "the stand-in is away too": (lambda a, b, c: (away(a, b), away(b, c)), ALL, {"赵敏"}),
    "the stand-in has left": (lambda a, b, c: (away(a, b), leaves(b)), {"王桂芬", "赵敏"}, {"赵敏"}),
    "all are away": (lambda a, b, c: (away(a), away(b), away(c)), ALL),
    "left": (lambda a, b, c: leaves(a), ALL - {"王桂芬"}),
    "left and away with a stand-in": (lambda a, b, c: (away(a, b), leaves(a)), {"孙丽"}),
    "not yet away": (lambda a, b, c: away(a, b, since=timezone.now() + HOUR, until=None), {"王桂芬"}),
    "back again": (lambda a, b, c: away(a, b, until=timezone.now() - HOUR / 2), {"王桂芬"}),
    "withdrawn": (lambda a, b, c: withdraw_absence(absence=away(a, b), reason="stays", by=TESTER), {"王桂芬"}),
}


@pytest.mark.parametrize("case", CASES)
def test_reminders_and_lists_agree_on_who_is_responsible(duty, people, case):
    happens, expected, *spared = CASES[case]
    happens(*people[:3])
    now = timezone.now()
    mine = {user.name for user in people[:3] if of_person(Duty.objects.all(), Access(user), now).exists()}
    assert mine == expected
    named = with_responsible(Duty.objects.all(), now).get().responsible_id
    assert named == (None if len(expected) > 1 else next(user.pk for user in people if {user.name} == expected))
    assert sweep(by=TESTER).overdue == 1
    assert reminded() == (spared[0] if spared else expected)


# Nobody is named: who is told of a duty of the role, by what its three holders do.
BY_ROLE = {
    "nobody is away": (lambda a, b, c, m: None, ALL),
    "one is away": (lambda a, b, c, m: away(a), {"孙丽", "赵敏"}),
    "one is away with a stand-in of another role": (lambda a, b, c, m: away(a, m), {"孙丽", "赵敏"}),
    "the others have left and the manager stands in": (
        lambda a, b, c, m: (leaves(b), leaves(c), away(a, m)),
        set(),
    ),
    "the others have left": (lambda a, b, c, m: (leaves(b), leaves(c), away(a)), {"王桂芬"}),
    "the stand-in is away too": (lambda a, b, c, m: (leaves(c), away(a, b), away(b)), {"王桂芬", "孙丽"}),
}


@pytest.mark.parametrize("case", BY_ROLE)
def test_who_is_away_is_spared_what_their_role_is_told_and_never_nobody_is(room, people, officer, case):
    happens, expected = BY_ROLE[case]
    duty = make_duty(make_plan(room, **PAST), due_in=-1)
    happens(*people)
    assert sweep(by=TESTER).overdue == 1
    assert reminded() == expected
    assert Reminder.objects.filter(level=1, recipient=people[3]).exists()
    urging = urge(duty=duty, by=Actor(officer, Source.API, "", None))
    assert urging.told == len(expected | {"邢立新"})
    told = Reminder.objects.filter(kind="duty_urged", channel="in_app")
    assert set(told.values_list("recipient__name", flat=True)) == expected | {"邢立新"}


def test_who_stands_in_has_what_the_role_of_the_absent_one_asks_for(room, people):
    own, stand_in, _third, manager = people
    make_duty(make_plan(room, role="facility_manager", **PAST), due_in=-1)
    now = timezone.now()
    assert not of_person(Duty.objects.all(), Access(stand_in), now).exists()
    away(manager, stand_in)
    assert of_person(Duty.objects.all(), Access(stand_in), now).count() == 1
    assert not of_person(Duty.objects.all(), Access(own), now).exists()
    sweep(by=TESTER)
    assert set(Reminder.objects.values_list("recipient__name", flat=True)) == {"孙丽"}


def test_an_officer_who_is_away_is_spared_while_a_colleague_is_there(room, district, people, officer):
    colleague = factories.make_user(Role.UNION_OFFICER, district)
    make_duty(make_plan(room, policy="child_safety", **PAST), due_in=-1)
    sweep(by=TESTER)
    away(officer, until=None)
    sweep(by=TESTER, now=timezone.now() + dt.timedelta(minutes=31))
    assert set(Reminder.objects.filter(level=2).values_list("recipient", flat=True)) == {colleague.pk}
    make_duty(make_plan(room, policy="child_safety", name="又一", **PAST), due_in=-1)
    sweep(by=TESTER)
    away(colleague, until=None)
    Reminder.objects.all().delete()
    sweep(by=TESTER, now=timezone.now() + dt.timedelta(minutes=70))
    assert set(Reminder.objects.filter(level=2).values_list("recipient", flat=True)) == {officer.pk, colleague.pk}


def test_one_level_tells_the_facility_and_the_union_at_once(room, people, officer):
    plan = make_plan(room, **PAST)
    steps = [Step(1, 0, "facility", "facility_manager"), Step(1, 0, "union", "union_officer")]
    change_policy(policy=plan.policy, version=None, by=TESTER, reason="x", steps=steps)
    make_duty(plan, due_in=-1)
    assert sweep(by=TESTER).overdue == 1
    assert set(Reminder.objects.values_list("recipient", flat=True)) == {people[3].pk, officer.pk}


def test_before_it_is_due_the_stand_in_alone_is_reminded(room, people):
    plan = make_plan(room, person=people[0], **PAST)
    away(people[0], people[1])
    soon = make_duty(plan, due_in=60)
    plan.policy.before_minutes = 90
    plan.policy.acted_by(TESTER).save()
    soon.escalate_at = timezone.now() - dt.timedelta(minutes=1)
    soon.acted_by(TESTER).save()
    assert sweep(by=TESTER).near == 1
    assert reminded(level=0) == {"孙丽"}


def test_the_day_shows_what_is_in_a_colleagues_hands_and_whom_one_stands_in_for(duty, people, as_user, query_budget):
    url = reverse("duty-today")

    def page(user):
        return as_user(user).get(url).content.decode()

    assert "In colleagues' hands" in page(people[1])
    assert "In colleagues' hands" not in page(people[0])
    away(people[0], people[1])
    assert "you stand in" in page(people[1])
    assert "In colleagues' hands" in page(people[2])
    detail = as_user(people[3]).get(reverse("duty-detail", args=[duty.pk])).content.decode()
    assert "stands in for 王桂芬" in detail
    for _n in range(5):
        make_duty(duty.plan, due_in=-_n - 2)
    browser = as_user(people[3])
    browser.get(url)
    with query_budget(18):
        browser.get(url)


def test_a_program_asks_for_what_is_ones_own(duty, people, api):
    asked = {"mine": "true"}
    assert api(people[1]).get("/api/v1/duties/", asked).json()["results"] == []
    away(people[0], people[1])
    found = api(people[1]).get("/api/v1/duties/", asked).json()["results"]
    assert [row["person"] for row in found] == [str(people[0].pk)]
    assert api(people[0]).get("/api/v1/duties/", asked).json()["results"] == []


def test_an_absence_is_entered_by_the_person_or_a_manager_and_changed_with_a_reason(people, as_user):
    own, stand_in, _third, manager = people
    today = timezone.localdate().isoformat()
    browser, url = as_user(own), reverse("staff-absence-enter")
    assert "孙丽" in browser.get(url).content.decode()
    sent = {"since": today, "until": today, "cause": "leave", "stand_in": str(stand_in.pk)}
    assert browser.post(url, sent).status_code == 302
    absence = Absence.objects.get()
    assert absence.until - absence.since == dt.timedelta(days=1)
    assert browser.post(url, sent).status_code == 422  # a second one in the same time
    assert "孙丽 stands in" in browser.get(reverse("staff-absence-list")).content.decode()
    change = reverse("staff-absence-change", args=[absence.pk])
    assert browser.post(change, {**sent, "version": "1"}).status_code == 422
    longer = {**sent, "until": "", "version": "1", "reason": "still away"}
    assert as_user(manager).post(change, longer).status_code == 302
    assert as_user(manager).post(change, longer | {"cause": "trip"}).status_code == 409
    assert as_user(stand_in).post(change, longer | {"version": "2", "cause": "trip"}).status_code == 403
    assert "still away" in as_user(stand_in).get(change).content.decode()
    withdraw = reverse("staff-absence-withdraw", args=[absence.pk])
    assert browser.post(withdraw, {"reason": ""}).status_code == 422
    assert browser.post(withdraw, {"reason": "came back"}).status_code == 302
    assert [row.history_change_reason for row in absence.history.order_by("history_id")] == [
        *("", "still away", "came back")
    ]
    entered = as_user(manager).post(f"{url}?person={stand_in.pk}", sent | {"stand_in": ""})
    assert entered.status_code == 302
    assert Absence.objects.filter(user=stand_in).exists()


def test_a_program_enters_changes_and_withdraws_an_absence(people, api, officer, other_district):
    own, stand_in, _third, _manager = people
    client = api(own)
    sent = {"since": timezone.now().isoformat(), "stand_in": str(stand_in.pk)}
    made = client.post("/api/v1/staff-absences/", sent)
    assert made.status_code == 201, made.json()
    url = f"/api/v1/staff-absences/{made.json()['id']}/"
    assert client.patch(url, {"cause": "trip", "reason": "x"}).status_code == 428
    amended = client.patch(url, {"cause": "trip", "reason": "x"}, headers={"If-Match": '"1"'})
    assert (amended.status_code, amended.json()["version"]) == (200, 2)
    assert api(stand_in).post(f"{url}withdraw/", {"reason": "x"}).status_code == 403
    assert api(factories.make_user(Role.UNION_OFFICER, other_district)).get(url).status_code == 404
    assert api(officer).post(f"{url}withdraw/", {"reason": "x"}).json()["withdrawn_at"]
    assert client.patch(url, {"cause": "other", "reason": "x"}, headers={"If-Match": '"3"'}).status_code == 409
    wrong = client.post("/api/v1/staff-absences/", {**sent, "stand_in": str(officer.pk)})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["stand_in"])
    assert client.post("/api/v1/staff-absences/", {**sent, "user": str(stand_in.pk)}).status_code == 404


def test_nonsense_and_strangers_are_refused(people, district, other_district):
    own, stand_in, _third, _manager = people
    now = timezone.now()
    for fields, at in (({"until": now - HOUR}, "until"), ({"stand_in": own}, "stand_in")):
        with pytest.raises(RuleBroken) as refused:
            enter_absence(user=own, since=now, by=TESTER, **fields)
        assert refused.value.field == at
    stranger = factories.make_user(Role.UNION_OFFICER, other_district)
    with pytest.raises(NotAllowed):
        enter_absence(user=own, since=now, stand_in=stand_in, by=Actor(stranger, Source.API, "", None))


def test_the_history_of_a_duty_names_who_is_responsible(duty, people, room, officer, as_user):
    change_plan(plan=duty.plan, by=TESTER, version=None, reason="孙丽接手", person=people[1])
    coming = make_duty(duty.plan, due_in=60, person=people[1])
    page = as_user(officer).get(reverse("record-history", args=["ops.duty", coming.pk])).content.decode()
    assert "孙丽" in page
    assert "responsible person" in page.lower()
