"""Attendance of a term by child, group and term, the monthly sheet, and what a subsidy's rule still lacks."""

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from ops.policy.actions import set_parameter
from stations.attendance.absences import record_absence
from stations.attendance.qualification import qualification_of
from stations.attendance.rates import attendance_of
from stations.enrolment.models import Enrolment
from stations.enrolment.places import withdraw
from stations.terms.actions import cancel_day
from tests import factories
from tests.stations import world


def came(child, day, clock=dt.time(8, 0)):
    return world.arrive(child, at=child.facility.moment(day, clock))


@pytest.fixture
def days(term, station):
    """The eleven days of the term so far."""
    return [term.first_day + dt.timedelta(n) for n in range((station.today() - term.first_day).days + 1)]


@pytest.fixture
def counted(term, child, sibling, days):
    """One child came on eight of eleven days, twice late, was ill once; a sibling came on one."""
    for day in days[:8]:
        came(child, day, dt.time(9, 30) if day in days[:2] else dt.time(8, 0))
    record_absence(id=world.uuid7(), child=child, local_date=days[8], reason="illness", by=factories.TESTER)
    came(sibling, days[0])
    return term


def test_late_is_present_and_leave_is_absent(api, staff, counted, child, days):
    told = api(staff).get(f"/api/v1/terms/{counted.pk}/attendance/").json()
    one = next(row for row in told["children"] if row["child"] == str(child.pk))
    assert one["tally"] == {"expected": 11, "present": 8, "late": 2, "excused": 1, "missed": 2, "permille": 727}
    assert (one["days"][str(days[0])], one["days"][str(days[8])], one["days"][str(days[9])]) == (
        "late",
        "illness",
        "missed",
    )
    assert told["total"]["expected"] == 22
    assert (told["days_held"], told["days_to_come"]) == (11, 10)


def test_a_cancelled_day_and_a_voided_tap_count_for_nothing(counted, child, days):
    cancel_day(term=counted, date=days[9], note="台风", by=factories.TESTER)
    taken = came(child, days[10])
    before = attendance_of(counted).total
    from stations.attendance.actions import void_handover

    void_handover(handover=taken, version=None, reason="点错", by=factories.TESTER)
    after = attendance_of(counted).total
    assert (before.expected, before.present) == (20, 10)
    assert after.present == 9


def test_a_place_given_up_is_expected_no_longer(counted, sibling, days):
    place = Enrolment.objects.get(child=sibling)
    withdraw(enrolment=place, reason="搬家", last_day=days[3], by=factories.TESTER)
    rows = {row.child_id: row.tally() for row in attendance_of(counted).rows}
    assert rows[sibling.pk].expected == 4


def test_what_the_rule_still_lacks_is_said(counted, station, district):
    lacks = qualification_of(attendance_of(counted))
    assert not lacks.met
    assert {one.key: one.met for one in lacks.criteria} == {"children": False, "days": False, "attendance": False}
    for key, value in (("subsidy_children_min", 2), ("subsidy_days_min", 11), ("subsidy_attendance_min", 40)):
        set_parameter(
            key=key,
            union=district,
            value=value,
            valid_from=station.today(),
            source_text="区总工会2026年奖补通知",
            mark="V2",
            reason="x",
            by=factories.TESTER,
        )
    assert qualification_of(attendance_of(counted)).met


def test_the_page_says_it_in_words(as_user, staff, auditor, counted, child):
    page = as_user(staff).get(reverse("term-attendance", args=[counted.pk])).content.decode()
    assert "18 children short; 9 days short, 10 to come" in page
    assert child.name in page
    masked = as_user(auditor).get(reverse("term-attendance", args=[counted.pk])).content.decode()
    assert child.name not in masked
    assert child.masked in masked


def test_the_sheet_of_a_month_as_a_workbook(as_user, staff, counted, child, days):
    month = f"{days[0]:%Y-%m}"
    answer = as_user(staff).get(reverse("monthly-sheet", args=[counted.pk, month, "xlsx"]))
    page = load_workbook(BytesIO(answer.content)).active
    line = next(row for row in page.iter_rows(values_only=True) if row[1] == child.name)
    assert line[2 + days[0].day] == "△"
    in_month = [day for day in days if f"{day:%Y-%m}" == month]
    assert sum(sign in ("√", "△") for sign in line[3:34]) == sum(day in days[:8] for day in in_month)


def test_the_sheet_as_pdf_and_no_other_form(as_user, staff, counted, days):
    client, month = as_user(staff), f"{days[0]:%Y-%m}"
    assert client.get(reverse("monthly-sheet", args=[counted.pk, month, "pdf"])).content.startswith(b"%PDF")
    assert client.get(reverse("monthly-sheet", args=[counted.pk, month, "doc"])).status_code == 404
    assert client.get(reverse("monthly-sheet", args=[counted.pk, "july", "xlsx"])).status_code == 404


def test_it_costs_the_same_for_many_children_and_days(as_user, staff, counted, term, days, query_budget):
    for _number in range(6):
        child = world.make_child(term)
        for day in days[:4]:
            came(child, day)
    client = as_user(staff)
    with query_budget(12):
        assert client.get(reverse("term-attendance", args=[term.pk])).status_code == 200
