"""A typhoon: the day's duties are void at once, and every guardian of a child with a place is told."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from ops.duties.models import Duty, DutyPlan
from ops.organization.models import PhoneText
from ops.organization.outbox import deliver_texts
from ops.reminders.letters import text_of
from ops.reminders.models import Reminder
from stations.enrolment.persons import NewGuardian
from stations.terms.actions import cancel_day
from tests.factories import TESTER
from tests.ops.duty_world import make_plan
from tests.stations import family, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def tomorrow(station):
    return station.today() + dt.timedelta(days=1)


def told():
    return Reminder.objects.filter(kind="day_cancelled", channel="in_app")


def test_the_duties_of_the_day_are_void_at_once_those_of_others_are_not(as_user, manager, station, term, tomorrow):
    make_plan(station, calendar=DutyPlan.Calendar.TERM_DAYS, role="station_staff")
    sent = {"cancel-date": str(tomorrow), "cancel-note": "台风"}
    as_user(manager).post(reverse("term-cancel-day", args=[term.pk]), sent)
    states = dict(Duty.objects.filter(facility=station).values_list("day", "state"))
    assert (states[tomorrow], states[tomorrow + dt.timedelta(days=1)]) == ("void", "open")
    duty = Duty.objects.get(day=tomorrow)
    assert duty.history.latest().history_change_reason == "台风"


def test_guardians_are_told_once_by_account_or_by_text(gateway, term, tomorrow):
    known = world.make_child(term)
    user = family.account_of(known)
    world.make_child(term, guardian=NewGuardian("王丽", "13800009999", "mother"), name="曾小满")
    world.make_child(term, guardian=NewGuardian("王丽", "13800009999", "mother"))
    for _again in range(2):
        cancel_day(term=term, date=tomorrow, note="台风，曾小满家附近积水", by=TESTER)
    (reminder,) = told()
    assert reminder.recipient == user
    with translation.override("en"):
        said = text_of(reminder, "en")
    assert "does not open" in said.title
    assert "曾**家" in said.body
    deliver_texts()
    ((phone, text),) = gateway.sent
    assert phone == "13800009999"
    assert "台风" in text
    assert "小满" not in text


def test_nobody_is_told_who_has_no_place_or_is_barred_nor_of_a_day_that_is_past(station, tomorrow):
    term = world.make_term(station, capacity=1, first_day=tomorrow - dt.timedelta(days=5))
    barred = world.make_child(term, guardian=NewGuardian("张三", "13800007777", "father"))
    family.bar(barred, family.guardian_of(barred))
    world.make_child(term, guardian=NewGuardian("李静", "13800008888", "mother"))
    cancel_day(term=term, date=tomorrow, note="台风", by=TESTER)
    cancel_day(term=term, date=tomorrow - dt.timedelta(days=2), note="台风", by=TESTER)
    assert not told().exists()
    assert not PhoneText.objects.exists()
