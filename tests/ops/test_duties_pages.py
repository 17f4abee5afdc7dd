"""Pages of duties and plans: what people in the field and at a desk see and do there."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ops.checklists import library
from ops.duties.actions import complete_duty, pause_plan, sweep
from ops.duties.models import Duty, DutyPlan
from ops.organization.roles import Role
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import REGIME, TRIGGER, Reading, make_duty, make_plan, register

PAST = {"first_day": dt.date(2020, 1, 1), "last_day": dt.date(2020, 1, 2)}


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room", name="大厦小屋")


@pytest.fixture
def cleaner(room):
    return factories.make_user(Role.ROOM_MANAGER, room, name="王桂芬")


@pytest.fixture
def manager(room):
    return factories.make_user(Role.FACILITY_MANAGER, room, name="邢立新")


@pytest.fixture
def plan(room):
    return make_plan(room, name_en="Daily check", **PAST)


def text(response, status=200):
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def test_today_shows_what_is_overdue_first_and_where_it_is_done(plan, cleaner, as_user):
    make_duty(plan, due_in=-30)
    make_duty(plan, due_in=30)
    page = text(as_user(cleaner).get(reverse("duty-today")))
    assert page.index("30 min over") < page.index("29 min left")
    assert 'href="/record/"' in page
    assert "1 overdue" in page


def test_a_duty_with_a_checklist_leads_to_it(room, cleaner, as_user):
    register()
    template = next(iter(library.publish(TESTER).values()))
    plan = make_plan(room, completed_by="checklist", checklist=template, trigger="", **PAST)
    duty = make_duty(plan, due_in=30)
    assert reverse("checklist-fill", args=[duty.pk]) in text(as_user(cleaner).get(reverse("duty-today")))


def test_what_is_done_is_quiet_and_what_is_not_required_says_why(plan, cleaner, as_user):
    done = make_duty(plan, due_in=30)
    complete_duty(duty=done, record_kind="x", record_id=Reading().pk, occurred_at=timezone.now(), by=TESTER)
    make_duty(plan, due_in=31, state=Duty.State.VOID, void_reason="suspended")
    page = text(as_user(cleaner).get(reverse("duty-today")))
    assert "All of today" in page
    assert "The facility was suspended" in page


def test_a_manager_sees_who_was_reminded_and_who_is_next(plan, cleaner, manager, as_user):
    make_duty(plan)
    sweep(by=TESTER)
    page = text(as_user(manager).get(reverse("duty-today")))
    assert "王桂芬" in page
    assert "At the supervising union" in page
    assert "next, " in page


def test_somebody_with_two_facilities_chooses_one(plan, cleaner, district, as_user):
    other = factories.make_facility(district, "room", name="医院小屋")
    factories.grant(cleaner, Role.ROOM_MANAGER, other)
    make_duty(plan, due_in=30)
    browser = as_user(cleaner)
    both, one = (
        text(browser.get(reverse("duty-today"))),
        text(browser.get(reverse("duty-today"), {"facility": other.pk})),
    )
    assert "Daily check" in both
    assert "Daily check" not in one
    assert "Nothing to do today" in one


def test_today_asks_a_constant_number_of_statements(plan, manager, cleaner, as_user, query_budget):
    for minute in range(12):
        make_duty(plan, due_in=minute - 6)
    sweep(by=TESTER)
    browser = as_user(manager)
    browser.get(reverse("duty-today"))
    with query_budget(12):
        browser.get(reverse("duty-today"))


def test_a_duty_shows_its_reminders_and_their_delivery(plan, cleaner, manager, as_user):
    duty = make_duty(plan)
    sweep(by=TESTER)
    page = text(as_user(manager).get(reverse("duty-detail", args=[duty.pk])))
    for word in ("王桂芬", "邢立新", "In the app", "Sent", "next, "):
        assert word in page


@pytest.mark.parametrize("name", ["duty-list", "plan-list"])
def test_lists_of_a_facility(plan, officer, as_user, name):
    make_duty(plan, due_in=-5)
    assert "Daily check" in text(as_user(officer).get(reverse(name, args=[plan.facility_id])))


def test_the_list_is_narrowed_by_state_regime_and_day(plan, officer, as_user):
    done, open_ = make_duty(plan, due_in=-5), make_duty(plan, due_in=-4)
    complete_duty(duty=done, record_kind="x", record_id=Reading().pk, occurred_at=done.opens_at, by=TESTER)
    browser, url = as_user(officer), reverse("duty-list", args=[plan.facility_id])
    page = text(browser.get(url, {"state": "done", "regime": REGIME, "day": done.day.isoformat()}))
    assert str(done.pk) in page
    assert str(open_.pk) not in page
    assert "No duty in this selection" in text(browser.get(url, {"day": "2019-01-01"}))
    assert str(open_.pk) in text(browser.get(url, {"day": "not a day", "state": "nonsense"}))


def test_strangers_to_the_facility_find_nothing(plan, other_auditor, as_user):
    duty = make_duty(plan)
    browser = as_user(other_auditor)
    for name, pk in [("duty-list", plan.facility_id), ("plan-list", plan.facility_id), ("duty-detail", duty.pk)]:
        assert browser.get(reverse(name, args=[pk])).status_code == 404


def filled(**fields):
    return {
        "name": "每周检查",
        "regime": REGIME,
        "completion": f"record:{TRIGGER}",
        "often": "weekly",
        "weekdays": ["MO"],
        "calendar": "every_day",
        "opens": "08:00",
        "times": "17:00",
        "grace_minutes": "0",
        "late_minutes": "720",
        "role": "room_manager",
        "policy": str(make_policy().pk),
        "first_day": timezone.localdate().isoformat(),
        **fields,
    }


def make_policy():
    from ops.duties.library import publish_policies

    return publish_policies(by=TESTER)["routine"]


def test_a_manager_looks_at_the_next_thirty_and_makes_the_plan(room, manager, as_user):
    register()
    browser, url = as_user(manager), reverse("plan-create", args=[room.pk])
    assert "Make the plan" in text(browser.get(url))
    assert text(browser.post(url, filled(preview="1"))).count("08:00–17:00") == 30
    assert DutyPlan.objects.count() == 0
    assert browser.post(url, filled()).status_code == 302
    plan = DutyPlan.objects.get()
    assert (plan.rrule, plan.trigger, plan.duties.count() > 0) == ("FREQ=WEEKLY;BYDAY=MO", TRIGGER, True)


@pytest.mark.parametrize(
    ("chosen", "columns", "words"),
    [
        ({"often": "daily", "every": "3"}, {"rrule": "FREQ=DAILY;INTERVAL=3"}, "Every 3 days"),
        (
            {"often": "weekly", "weekdays": ["FR", "MO"], "every": "2", "times": "14:30，9:30"},
            {"rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "due": dt.time(9, 30), "also_due": ["14:30"]},
            "Every 2 weeks: Monday, Friday",
        ),
        ({"often": "day", "month_day": "-1"}, {"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"}, "The last day of each month"),
        (
            {"often": "weekday", "nth": "2", "nth_weekday": "TU"},
            {"rrule": "FREQ=MONTHLY;BYDAY=2TU"},
            "The second Tuesday of each month",
        ),
        (
            {"often": "hours", "every_opening_hours": "2", "times": "", "window_minutes": "45"},
            {"rrule": "FREQ=DAILY", "every_opening_hours": 2, "window_minutes": 45},
            "Every 2 opening hours",
        ),
        (
            {"often": "other", "rrule": "FREQ=DAILY;UNTIL=20991124"},
            {"rrule": "FREQ=DAILY;UNTIL=20991124"},
            "(until 24 Nov 2099)",
        ),
        (
            {"often": "other", "rrule": "rrule:FREQ=DAILY;BYHOUR=9,14;BYMINUTE=30;COUNT=5", "times": ""},
            {"rrule": "FREQ=DAILY;BYHOUR=9,14;BYMINUTE=30;COUNT=5"},
            "Daily 09:30, 14:30 (5 times)",
        ),
    ],
)
def test_the_common_rhythms_are_chosen_plainly_and_shown_in_words(room, manager, as_user, chosen, columns, words):
    register()
    browser = as_user(manager)
    assert browser.post(reverse("plan-create", args=[room.pk]), filled(**chosen)).status_code == 302
    plan = DutyPlan.objects.get()
    assert {name: getattr(plan, name) for name in columns} == columns
    assert words in text(browser.get(reverse("plan-list", args=[room.pk])))
    # Opened and saved again as it is, it is the same plan.
    shown = browser.get(reverse("plan-change", args=[plan.pk])).context["form"].initial
    assert {name: shown[name] for name in chosen if name in ("often", "every", "month_day", "nth")} == {
        name: int(value) if name == "every" else value
        for name, value in chosen.items()
        if name in ("often", "every", "month_day", "nth")
    }


def test_the_preview_answers_while_the_plan_is_still_being_written(room, manager, as_user):
    register()
    browser, url = as_user(manager), reverse("plan-create", args=[room.pk])
    page = text(browser.post(url, filled(preview="1", name="", times="09:30, 14:30")))
    assert (page.count("08:00–09:30"), page.count("09:30–14:30")) == (15, 15)
    page = text(browser.post(url, filled(preview="1", often="hours", every_opening_hours="")), 422)
    assert "Shown as soon as the plan can be read" in page
    assert DutyPlan.objects.count() == 0


def test_only_somebody_who_works_there_is_responsible_by_name(room, cleaner, manager, officer, as_user):
    register()
    browser, url = as_user(manager), reverse("plan-create", args=[room.pk])
    assert browser.post(url, filled(person=str(officer.pk))).status_code == 422
    assert browser.post(url, filled(person=str(cleaner.pk))).status_code == 302
    duty = Duty.objects.first()
    assert (duty.plan.person, duty.person, duty.role) == (cleaner, cleaner, "room_manager")


def test_what_is_wrong_is_said_at_its_field(room, manager, as_user):
    register()
    url = reverse("plan-create", args=[room.pk])
    page = text(as_user(manager).post(url, filled(often="other", rrule="HOURLY")), 422)
    assert "Give a rule such as" in page
    page = text(as_user(manager).post(url, filled(opens="18:00")), 422)
    assert "lies after it is due" in page


def test_a_plan_is_changed_with_a_reason_paused_and_resumed(room, manager, as_user):
    plan = make_plan(room, due=dt.time(23, 59))
    browser, url = as_user(manager), reverse("plan-change", args=[plan.pk])
    assert "Save the change" in text(browser.get(url))
    assert browser.post(url, filled(version="1")).status_code == 422
    assert browser.post(url, filled(version="1", reason="new rhythm")).status_code == 302
    stale = text(browser.post(url, filled(version="1", reason="again", times="16:00")), 422)
    assert "Load it again" in stale
    assert browser.post(reverse("plan-pause", args=[plan.pk]), {"reason": "repairs"}).status_code == 302
    plan.refresh_from_db()
    assert plan.paused
    assert "Paused" in text(browser.get(reverse("plan-list", args=[room.pk])))
    assert browser.post(reverse("plan-resume", args=[plan.pk]), {"reason": "done"}).status_code == 302
    plan.refresh_from_db()
    assert not plan.paused


def test_who_does_not_manage_changes_no_plan(plan, room, cleaner, auditor, as_user):
    for user in (cleaner, auditor):
        browser = as_user(user)
        assert browser.get(reverse("plan-create", args=[room.pk])).status_code == 403
        assert browser.post(reverse("plan-pause", args=[plan.pk]), {"reason": "x"}).status_code == 403
        assert browser.get(reverse("plan-change", args=[plan.pk])).status_code == 403


# --- by the API ---


def test_a_program_makes_amends_and_pauses_a_plan(room, manager, api):
    register()
    client = api(manager)
    sent = {"facility": str(room.pk), "regime": REGIME, "name": "晨间检查", "due": "09:00", "role": "room_manager"}
    sent |= {"completed_by": "record", "trigger": TRIGGER, "calendar": "every_day"}
    made = client.post("/api/v1/duty-plans/", sent)
    assert made.status_code == 201, made.json()
    url = f"/api/v1/duty-plans/{made.json()['id']}/"
    assert len(client.get(f"{url}preview/").json()) == 30
    assert client.patch(url, {"due": "10:00", "reason": "later"}).status_code == 428
    amended = client.patch(url, {"due": "10:00", "reason": "later"}, headers={"If-Match": '"1"'})
    assert (amended.status_code, amended.json()["due"], amended["ETag"]) == (200, "10:00:00", '"2"')
    stale = client.patch(url, {"due": "11:00", "reason": "later"}, headers={"If-Match": '"1"'})
    assert (stale.status_code, stale.json()["type"]) == (409, "stale")
    assert client.patch(url, {"due": "11:00"}, headers={"If-Match": '"2"'}).json()["errors"].keys() == {"reason"}
    assert client.post(f"{url}pause/", {"reason": "repairs"}).json()["paused"] is True
    assert client.post(f"{url}resume/", {"reason": "finished"}).json()["paused"] is False
    several = {**sent, "also_due": ["14:30", "11:00"], "window_minutes": 60}
    looked = client.post("/api/v1/duty-plans/preview/", several).json()
    assert len(looked) == 30
    assert len({one["day"] for one in looked}) < 12
    assert client.post("/api/v1/duty-plans/", several).json()["also_due"] == ["11:00", "14:30"]
    unclear = client.post("/api/v1/duty-plans/preview/", {**sent, "rrule": "FREQ=HOURLY"})
    assert (unclear.status_code, list(unclear.json()["errors"])) == (400, ["window_minutes"])
    wrong = client.post("/api/v1/duty-plans/", {**sent, "regime": "nobody"})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (400, ["regime"])
    assert client.delete(url).status_code == 405


def test_a_program_reads_duties_in_scope_only(plan, auditor, other_auditor, api, query_budget):
    duty = make_duty(plan)
    client = api(auditor)
    with query_budget(8):
        found = client.get("/api/v1/duties/", {"state": "open", "facility": str(plan.facility_id)}).json()["results"]
    assert [row["id"] for row in found] == [str(duty.pk)]
    assert client.get(f"/api/v1/duties/{duty.pk}/").json()["name_en"] == "Daily check"
    assert api(other_auditor).get(f"/api/v1/duties/{duty.pk}/").status_code == 404
    assert api(other_auditor).get("/api/v1/duty-plans/").json()["results"] == []


def test_a_program_that_may_not_manage_is_refused(plan, room, cleaner, officer, other_district, api):
    assert api(cleaner).post(f"/api/v1/duty-plans/{plan.pk}/pause/", {"reason": "x"}).status_code == 403
    stranger = factories.make_user(Role.UNION_OFFICER, other_district)
    assert api(stranger).post(f"/api/v1/duty-plans/{plan.pk}/pause/", {"reason": "x"}).status_code == 404
    assert api(officer).post(f"/api/v1/duty-plans/{plan.pk}/pause/", {"reason": "x"}).status_code == 200
    assert api(officer).get("/api/v1/escalation-policies/").json()["results"][0]["steps"]


def test_pausing_again_changes_nothing(plan):
    paused = pause_plan(plan=plan, by=TESTER, reason="x")
    assert pause_plan(plan=paused, by=TESTER, reason="x").version == paused.version
