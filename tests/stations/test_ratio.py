"""Grown-ups on duty for the children present: live on the board; a breach is a record and told once."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ops.absences.actions import enter_absence
from ops.organization.roles import Role
from ops.policy.actions import publish_defaults, set_parameter
from ops.reminders.models import Reminder
from stations.attendance.models import RatioBreach
from stations.attendance.ratio import live, watch_ratios
from stations.terms import roster
from tests import factories
from tests.stations import world


def on_duty(station, name="小周", starts=dt.time(0, 0), ends=dt.time(23, 59), **fields):
    return roster.set_shift(
        id=world.uuid7(),
        facility=station,
        date=station.today(),
        starts=starts,
        ends=ends,
        name=name,
        by=factories.TESTER,
        **fields,
    )[0]


def watch(minutes=0):
    return watch_ratios(by=factories.TESTER, now=timezone.now() + dt.timedelta(minutes=minutes))


@pytest.fixture
def crowded(term, station):
    """Sixteen children and one grown-up, where one may look after fifteen."""
    for _number in range(16):
        world.arrive(world.make_child(term))
    return on_duty(station)


def test_the_board_says_how_many_are_on_duty_and_how_many_are_missing(as_user, staff, crowded, station):
    client = as_user(staff)
    board = client.get(reverse("roll-call", args=[station.pk]))
    assert "1 on duty for 16 children: 1 too few" in board.content.decode()
    on_duty(station, "小李")
    css, text = client.get(reverse("roll-call-states", args=[station.pk])).json()["ratio"]
    assert (css, text) == ("ok", "2 on duty for 16 children")


def test_without_a_roster_it_is_not_known_and_no_breach(as_user, staff, child, station):
    world.arrive(child)
    assert "ratio unknown" in as_user(staff).get(reverse("roll-call", args=[station.pk])).content.decode()
    assert watch() == 0


def test_a_breach_is_recorded_once_and_told_once(manager, staff, crowded, station):
    on_duty(station, staff.name, dt.time(0, 0), dt.time(0, 1), person=staff)
    assert [watch(), watch(1), watch(2)] == [1, 0, 0]
    breach = RatioBreach.objects.get()
    assert (breach.children, breach.on_duty, breach.resolved_at) == (16, 1, None)
    told = Reminder.objects.filter(kind="ratio_breach", channel="in_app")
    assert [reminder.recipient for reminder in told] == [manager]


@pytest.mark.parametrize(
    ("colleague", "stands_in", "told"), [(False, False, "邢立新"), (True, False, "孙丽"), (False, True, "小周")]
)
def test_a_manager_who_is_away_is_spared_where_somebody_else_can_be_told(crowded, station, colleague, stands_in, told):
    away = factories.make_user(Role.FACILITY_MANAGER, station, name="邢立新")
    if colleague:
        factories.make_user(Role.FACILITY_MANAGER, station, name="孙丽")
    stand_in = factories.make_user(Role.STATION_STAFF, station, name="小周") if stands_in else None
    enter_absence(user=away, since=timezone.now() - dt.timedelta(hours=1), stand_in=stand_in, by=factories.TESTER)
    assert watch() == 1
    rows = Reminder.objects.filter(kind="ratio_breach", channel="in_app")
    assert [row.recipient.name for row in rows] == [told]


def test_it_is_over_only_when_calm_for_minutes_and_a_moments_calm_begins_no_second(crowded, station, manager):
    watch()
    second = on_duty(station, "小李")
    watch(1)
    roster.cancel_shift(shift=second, by=factories.TESTER)
    watch(2)
    assert RatioBreach.objects.get().calm_since is None
    on_duty(station, "小王")
    watch(3)
    watch(4)
    assert RatioBreach.objects.get().resolved_at is None
    watch(9)
    breach = RatioBreach.objects.get()
    assert breach.resolved_at is not None
    assert breach.resolved_at - breach.occurred_at < dt.timedelta(minutes=4)
    assert Reminder.objects.filter(kind="ratio_breach", channel="in_app").count() == 1


def test_the_worst_is_kept(crowded, station):
    watch()
    roster.cancel_shift(shift=crowded, by=factories.TESTER)
    watch(1)
    assert RatioBreach.objects.get().on_duty == 0
    on_duty(station, "小李")
    watch(2)
    assert RatioBreach.objects.get().on_duty == 0


def test_children_gone_home_end_it(crowded, station):
    watch()
    for child in list(station_children(station)):
        world.leave(child)
    watch(1)
    watch(7)
    assert RatioBreach.objects.get().resolved_at is not None


def test_a_union_sets_its_own_limit(city, district, officer, crowded, station):
    publish_defaults(union=city, by=factories.TESTER)
    assert live(station).ratio(16).needed == 2
    set_parameter(
        key="station_children_per_staff",
        union=district,
        value=8,
        valid_from=station.today(),
        source_text="区总工会通知",
        mark="V2",
        reason="x",
        by=factories.TESTER,
    )
    assert live(station).ratio(16).needed == 2
    assert live(station).ratio(17).needed == 3
    assert watch() == 1
    assert RatioBreach.objects.get().limit == 8


def test_the_watch_costs_the_same_for_many_stations(district, crowded, query_budget):
    for _number in range(5):
        station = world.make_station(district)
        for _child in range(2):
            world.arrive(world.make_child(world.make_term(station, name=f"期{_child}", opens=dt.time(0, 0))))
        on_duty(station, starts=dt.time(0, 0), ends=dt.time(0, 1))
    with query_budget(22):
        assert watch() == 6


def station_children(station):
    from stations.enrolment.models import Child

    return Child.objects.filter(facility=station).plainly()
