"""Kitchen records: recorded as they are, judged by the rule of their day, once, corrected with a reason."""

import datetime as dt
from decimal import Decimal
from uuid import uuid4

import pytest

from ops.duties.library import publish_policies
from ops.duties.models import Duty, DutyPlan
from ops.organization.roles import Role
from ops.policy.actions import publish_defaults, set_parameter
from ops.records import actions as records
from safety.food import actions, queries
from safety.food.models import FoodDelivery, FridgeReading, HealthCertificate, RetainedSample, StaffHealthCheck
from tests import factories
from tests.factories import TESTER
from tests.safety.conftest import NOW

READINGS = "/api/v1/fridge-readings/"
SAMPLES = "/api/v1/retained-samples/"
DELIVERIES = "/api/v1/food-deliveries/"
CHECKS = "/api/v1/staff-health-checks/"
CERTIFICATES = "/api/v1/health-certificates/"


def reading(**changes):
    return {"appliance": "冰箱 1", "temperature": "4.0"} | changes


def sample(**changes):
    return {"meal": "lunch", "dish": "西红柿炒鸡蛋", "grams": 150, "cabinet": "留样柜", "temperature": "4.5"} | changes


def delivery(**changes):
    return {
        "kind": "goods",
        "supplier": "利群配送",
        "licence_no": "JY13702020012345",
        "receipt_no": "20260721-3",
        "items": "鸡蛋 10 斤，西红柿 8 斤",
    } | changes


def waiting_duty(facility, trigger, opens=dt.time(6), due=dt.time(11)):
    """A duty of today that a record of this kind completes."""
    policy = publish_policies(by=TESTER)["routine"]
    plan = records.create(
        DutyPlan(
            facility=facility,
            regime="food_safety",
            name="测温",
            due=due,
            opens=opens,
            role=Role.STATION_STAFF,
            policy=policy,
            completed_by="record",
            trigger=trigger,
            first_day=NOW.date(),
        ),
        by=TESTER,
    )
    due_at = facility.moment(NOW.date(), due)
    return records.create(
        Duty(
            facility=facility,
            plan=plan,
            regime=plan.regime,
            trigger=trigger,
            day=NOW.date(),
            opens_at=facility.moment(NOW.date(), opens),
            due_at=due_at,
            overdue_at=due_at,
            closes_at=due_at + dt.timedelta(hours=12),
        ),
        by=TESTER,
    )


def test_a_reading_within_the_rules_passes_and_says_by_which(api, staff, sent):
    answer = api(staff).post(READINGS, sent(**reading()))
    assert answer.status_code == 201, answer.data
    assert (answer.data["passed"], answer.data["failures"]) == (True, [])
    assert answer.data["limits"] == {"fridge_low": "0", "fridge_high": "8"}
    [row] = FridgeReading.objects.get().history.all()
    assert (row.history_user, row.source) == (staff, "api")


@pytest.mark.parametrize(
    ("kind", "temperature", "failure"),
    [
        ("fridge", "8.0", None),
        ("fridge", "8.1", "Warmer than 8 °C"),
        ("fridge", "-0.5", "Colder than 0 °C"),
        ("freezer", "-18", None),
        ("freezer", "-11.9", "Warmer than -12 °C"),
        ("samples", "9", "Warmer than 8 °C"),
    ],
)
def test_a_reading_out_of_limits_is_recorded_and_marked_never_refused(api, staff, sent, kind, temperature, failure):
    answer = api(staff).post(READINGS, sent(**reading(kind=kind, temperature=temperature)))
    assert answer.status_code == 201
    assert answer.data["failures"] == ([failure] if failure else [])
    assert len(queries.unsettled(FridgeReading.objects.get().facility)) == (1 if failure else 0)


def test_a_reading_completes_the_duty_that_waits_for_it(api, staff, station, sent):
    duty = waiting_duty(station, "fridge_reading")
    other = waiting_duty(station, "retained_sample")
    api(staff).post(READINGS, sent(**reading()))
    duty.refresh_from_db()
    other.refresh_from_db()
    assert (duty.state, duty.done_by, duty.record_id) == ("done", staff, FridgeReading.objects.get().pk)
    assert other.state == "open"


def test_a_voided_reading_leaves_the_duty_undone_again(api, staff, station, sent):
    duty = waiting_duty(station, "fridge_reading")
    made = api(staff).post(READINGS, sent(**reading())).data
    api(staff).post(f"{READINGS}{made['id']}/void/", {"reason": "记错了站点"})
    duty.refresh_from_db()
    assert duty.state == "open"


def test_sending_a_reading_twice_records_it_once(api, staff, sent):
    body = sent(**reading())
    assert [api(staff).post(READINGS, body).status_code for _i in range(2)] == [201, 200]
    assert FridgeReading.objects.count() == 1
    assert api(staff).post(READINGS, body | {"temperature": "5"}).status_code == 409


def test_a_record_is_judged_by_the_rule_of_its_own_day(api, city, district, staff, station, sent):
    publish_defaults(union=city, by=TESTER)
    set_parameter(
        key="fridge_high",
        union=district,
        value=Decimal(5),
        valid_from=NOW.date(),
        source_text="区规定",
        mark="V",
        reason="从严",
        by=TESTER,
    )
    yesterday = (NOW - dt.timedelta(days=1)).isoformat()
    assert api(staff).post(READINGS, sent(**reading(temperature="6"))).data["passed"] is False
    late = api(staff).post(READINGS, sent(**reading(temperature="6"), occurred_at=yesterday))
    assert late.data["passed"] is True


def test_what_was_done_about_a_failure_settles_it(api, staff, station, sent):
    failed = api(staff).post(READINGS, sent(**reading(temperature="12"))).data
    answer = api(staff).post(f"{READINGS}{failed['id']}/settle/", {"remedy": "食材转入备用冰箱，已报修"})
    assert answer.status_code == 200
    assert answer.data["settled_at"]
    assert queries.unsettled(station) == []
    assert api(staff).post(f"{READINGS}{failed['id']}/settle/", {"remedy": " "}).status_code == 400


def test_a_remedy_given_at_once_leaves_nothing_to_settle(api, staff, station, sent):
    api(staff).post(READINGS, sent(**reading(temperature="12", remedy="已调低温控")))
    assert queries.unsettled(station) == []


def test_a_correction_is_judged_anew_and_keeps_the_first_value_in_history(api, staff, sent):
    made = api(staff).post(READINGS, sent(**reading(temperature="48"))).data
    url = f"{READINGS}{made['id']}/"
    body = {"temperature": "4.8", "reason": "小数点点错"}
    assert api(staff).patch(url, body).status_code == 428
    assert api(staff).patch(url, {"temperature": "4.8"}, headers={"if-match": '"1"'}).status_code == 400
    answer = api(staff).patch(url, body, headers={"if-match": '"1"'})
    assert answer.status_code == 200, answer.data
    assert (answer.data["passed"], answer.data["version"]) == (True, 2)
    assert [row.temperature for row in FridgeReading.objects.get().history.all()] == [Decimal("4.8"), Decimal("48.0")]
    assert api(staff).patch(url, body, headers={"if-match": '"1"'}).status_code == 409


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"temperature": "480"}, "temperature"),
        ({"temperature": "cold"}, "temperature"),
        ({"appliance": " "}, "appliance"),
        ({"kind": "oven"}, "kind"),
    ],
)
def test_a_slip_of_the_finger_is_said_at_its_field(api, staff, sent, changes, field):
    answer = api(staff).post(READINGS, sent(**reading(**changes)))
    assert answer.status_code == 400
    assert list(answer.data["errors"]) == [field]
    assert not FridgeReading.objects.exists()


def test_a_sample_says_until_when_it_is_kept_and_may_go_only_then(api, staff, sent, now):
    made = api(staff).post(SAMPLES, sent(**sample())).data
    assert made["passed"] is True
    assert RetainedSample.objects.get().kept_until == NOW + dt.timedelta(hours=48)

    discard = f"{SAMPLES}{made['id']}/discard/"
    now.move_to(NOW + dt.timedelta(hours=47, minutes=59))
    assert api(staff).post(discard).status_code == 409
    now.move_to(NOW + dt.timedelta(hours=48))
    assert api(staff).post(discard).status_code == 200
    assert api(staff).post(discard).status_code == 200
    assert RetainedSample.objects.get().history.count() == 2


def test_too_small_and_too_warm_a_sample_is_marked(api, staff, sent):
    made = api(staff).post(SAMPLES, sent(**sample(grams=100, temperature="9.5"))).data
    assert made["failures"] == ["Less than 125 g kept", "Warmer than 8 °C"]


@pytest.mark.parametrize(
    ("changes", "failures"),
    [
        ({}, []),
        ({"accepted": False}, ["Not accepted on inspection"]),
        ({"licence_no": ""}, ["No licence of the supplier"]),
        ({"receipt_no": ""}, ["No receipt"]),
        ({"kind": "hot", "temperature": "55"}, ["Colder than 60 °C"]),
        (
            {"kind": "hot", "temperature": "65", "cooked_at": "2026-07-21T05:00:00+08:00"},
            ["More than 4 h since cooking"],
        ),
        ({"kind": "cold", "temperature": "10"}, ["Warmer than 8 °C"]),
    ],
)
def test_a_delivery_is_inspected(api, staff, sent, changes, failures):
    answer = api(staff).post(DELIVERIES, sent(**delivery(**changes)))
    assert answer.status_code == 201, answer.data
    assert answer.data["failures"] == failures


def test_food_cannot_be_cooked_after_it_arrived(api, staff, sent):
    answer = api(staff).post(DELIVERIES, sent(**delivery(kind="hot", cooked_at="2026-07-21T12:00:00+08:00")))
    assert list(answer.data["errors"]) == ["cooked_at"]


def test_a_photo_of_another_station_is_not_found(api, staff, sent):
    answer = api(staff).post(DELIVERIES, sent(**delivery(photo=str(uuid4()))))
    assert list(answer.data["errors"]) == ["photo"]


def file_certificate(station, name, issued_on=dt.date(2026, 3, 1)):
    return actions.file_certificate(id=uuid4(), facility=station, person_name=name, issued_on=issued_on, by=TESTER)[0]


def test_the_morning_check_is_done_when_every_handler_has_been_checked(api, staff, station, sent):
    duty = waiting_duty(station, "morning_check")
    file_certificate(station, "周师傅")
    file_certificate(station, "吴师傅")
    api(staff).post(CHECKS, sent(person_name="周师傅", outcome="fit", temperature="36.5"))
    duty.refresh_from_db()
    assert duty.state == "open"
    api(staff).post(CHECKS, sent(person_name="吴师傅", outcome="off"))
    duty.refresh_from_db()
    assert duty.state == "done"


def test_an_unwell_handler_needs_a_symptom_which_is_kept_encrypted(api, staff, sent):
    refused = api(staff).post(CHECKS, sent(person_name="周师傅", outcome="unfit"))
    assert list(refused.data["errors"]) == ["symptom"]
    made = api(staff).post(CHECKS, sent(person_name="周师傅", outcome="unfit", symptom="腹泻"))
    assert made.data["failures"] == ["Not fit to handle food"]
    raw = StaffHealthCheck.objects.extra(select={"raw": "symptom"}).values_list("raw", flat=True)
    assert "腹泻" not in raw[0]


def test_an_expired_certificate_marks_the_check(api, staff, station, sent):
    file_certificate(station, "周师傅", dt.date(2025, 7, 1))
    made = api(staff).post(CHECKS, sent(person_name="周师傅", outcome="fit"))
    assert made.data["failures"] == ["Health certificate expired"]


def test_union_roles_see_neither_names_nor_symptoms(api, staff, auditor, station, sent):
    api(staff).post(CHECKS, sent(person_name="周师傅", outcome="unfit", symptom="腹泻", temperature="37.9"))
    file_certificate(station, "周师傅")
    [row] = api(auditor).get(CHECKS).data["results"]
    assert (row["symptom"], row["temperature"]) == (None, None)
    assert row["person_name"] != "周师傅"
    assert row["person_name"].startswith("周")
    [row] = api(auditor).get(CERTIFICATES).data["results"]
    assert row["person_name"] != "周师傅"


def test_a_certificate_expires_by_the_rule_and_a_leaver_is_not_asked_for(api, staff, station, sent):
    made = api(staff).post(
        CERTIFICATES,
        {"id": str(uuid4()), "facility": str(station.pk), "person_name": "周师傅", "issued_on": "2026-03-01"},
    )
    assert (made.status_code, made.data["expires_on"]) == (201, "2027-03-01")
    assert queries.handlers_unchecked(station, NOW.date()) == ["周师傅"]
    api(staff).post(f"{CERTIFICATES}{made.data['id']}/left/", {"left_on": "2026-07-21"})
    assert queries.handlers_unchecked(station, NOW.date()) == []
    assert HealthCertificate.objects.get().history.count() == 2


ALL = ((READINGS, reading), (SAMPLES, sample), (DELIVERIES, delivery))


@pytest.mark.parametrize(("url", "body"), ALL)
def test_a_foreign_station_is_not_found_and_its_records_neither(
    api, staff, stranger, auditor, other_auditor, sent, url, body
):
    assert api(stranger).post(url, sent(**body())).status_code == 404
    made = api(staff).post(url, sent(**body())).data
    for person in (stranger, other_auditor):
        assert api(person).get(f"{url}{made['id']}/").status_code == 404
        assert api(person).get(url).data["results"] == []
    assert api(auditor).get(f"{url}{made['id']}/").status_code == 200
    assert api(auditor).post(url, sent(**body())).status_code == 403
    assert api(auditor).post(f"{url}{made['id']}/void/", {"reason": "x"}).status_code == 403


@pytest.mark.parametrize(("url", "body"), ALL)
def test_lists_cost_the_same_however_long(api, staff, sent, query_budget, url, body):
    for _i in range(3):
        api(staff).post(url, sent(**body()))
    with query_budget(3):
        assert len(api(staff).get(url).data["results"]) == 3


def test_lists_are_filtered(api, staff, sent):
    api(staff).post(READINGS, sent(**reading(temperature="12")))
    api(staff).post(READINGS, sent(**reading(), occurred_at=(NOW - dt.timedelta(days=2)).isoformat()))

    def found(**query):
        return len(api(staff).get(READINGS, query).data["results"])

    assert (found(), found(passed=False), found(unsettled=True), found(since=NOW.isoformat())) == (2, 1, 1, 1)
    assert (found(void=True), found(void=False), found(facility=str(uuid4()))) == (0, 2, 0)


def test_todays_kitchen_says_what_is_missing(station, staff, query_budget):
    by = TESTER
    file_certificate(station, "周师傅")
    yesterday = NOW - dt.timedelta(days=1)
    for at, name in ((yesterday, "冰箱 1"), (yesterday, "冷柜"), (NOW, "冰箱 1")):
        actions.read_fridge(id=uuid4(), facility=station, appliance=name, temperature=Decimal(4), occurred_at=at, by=by)
    old = NOW - dt.timedelta(hours=50)
    actions.keep_sample(id=uuid4(), facility=station, meal="lunch", dish="米饭", grams=130, occurred_at=old, by=by)
    with query_budget(10):
        kitchen = queries.kitchen(station, NOW.date())
    assert (kitchen.unchecked, kitchen.unread) == (1, 1)
    assert [one.name for one in kitchen.appliances if not one.today] == ["冷柜"]
    assert [one.dish for one in kitchen.due_out] == ["米饭"]


def test_deliveries_offer_the_suppliers_known(station):
    actions.receive_food(id=uuid4(), facility=station, occurred_at=NOW, by=TESTER, **delivery())
    assert [one.licence_no for one in queries.kitchen(station, NOW.date()).suppliers] == ["JY13702020012345"]
    assert FoodDelivery.objects.count() == 1


def test_guardians_have_no_business_in_the_kitchen(api, station, sent):
    guardian = factories.make_user(Role.GUARDIAN, station)
    assert api(guardian).get(READINGS).status_code == 403
    assert api(guardian).post(READINGS, sent(**reading())).status_code == 403
