"""Medicine is given as a guardian signed: each dose once, by name and time, and nobody reads it without need."""

import datetime as dt
import threading

import pytest
from django.apps import apps
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from ops.records.errors import Conflict, RuleBroken
from stations.enrolment.consent_models import SensitiveView
from stations.enrolment.persons import NewConsent, record_consent
from stations.medicine import actions, queries
from stations.medicine.actions import NewOrder, plain_times
from stations.medicine.models import MedicationOrder, MedicineGiving
from tests.factories import TESTER
from tests.stations import world

pytestmark = pytest.mark.django_db
ORDERS, GIVINGS = "/api/v1/medication-orders/", "/api/v1/medicine-givings/"


def order(child, times="00:00,23:59", **fields):
    today = child.facility.today()
    values = {"medicine": "布洛芬混悬液", "dose": "5 ml", "manner": "饭后", "signed_by": "王丽"}
    days = {"first_day": today, "last_day": today + dt.timedelta(days=2)}
    entered = NewOrder(times=times, **{**values, **days, **fields})
    return actions.order_medicine(id=world.uuid7(), child=child, entered=entered, by=TESTER)


@pytest.fixture
def child(term):
    return world.make_child(term)


@pytest.mark.parametrize(
    ("text", "stored"),
    [("12:00", "12:00"), ("16.30，8：00", "08:00,16:30"), ("8点、12点", "08:00,12:00"), ("12:00 12:00", "12:00")],
)
def test_times_are_read_as_people_write_them(text, stored):
    assert plain_times(text) == stored


def test_the_day_from_the_signed_paper_to_the_dose(as_user, staff, child, station):
    client, today = as_user(staff), station.today().isoformat()
    sent = {
        "id": world.uuid7(),
        "medicine": "布洛芬混悬液",
        "dose": "5 ml",
        "manner": "饭后",
        "times": "0:00，23：59",
        "first_day": today,
        "last_day": today,
        "signed_by": "王丽",
    }
    url = reverse("medicine-order-new", args=[station.pk, child.pk])
    assert "Times such as 08:30" in client.post(url, {**sent, "times": "noon"}).content.decode()
    assert client.post(url, sent).status_code == 302
    found = MedicationOrder.objects.get()
    day = reverse("medicine-day", args=[station.pk])
    page = client.get(day).content.decode()
    assert "布洛芬混悬液" in page
    assert page.count("Given now") == 2
    give = reverse("medicine-give", args=[found.pk])
    client.post(give, {"id": world.uuid7(), "clock": "00:00", "given": "yes"})
    answer = client.post(give, {"id": world.uuid7(), "clock": "23:59", "given": "no"}, follow=True)
    assert "Say why it was not given" in answer.content.decode()
    client.post(give, {"id": world.uuid7(), "clock": "23:59", "given": "no", "note": "吐了"})
    assert "Every dose of today is recorded" in client.get(day).content.decode()
    kept = MedicineGiving.objects.order_by("clock")
    assert [(one.clock, one.given, one.given_by, one.note) for one in kept] == [
        ("00:00", True, staff, ""),
        ("23:59", False, staff, "吐了"),
    ]


def test_a_dose_is_given_once_and_the_second_learns_by_whom(api, staff, child):
    found = order(child)
    sent = {"order": str(found.pk), "clock": "00:00", "occurred_at": timezone.now().isoformat()}
    first = {"id": str(world.uuid7()), **sent}
    assert api(staff).post(GIVINGS, first).status_code == 201
    assert api(staff).post(GIVINGS, first).status_code == 200
    again = api(staff).post(GIVINGS, {"id": str(world.uuid7()), **sent})
    assert again.status_code == 409
    assert staff.name in again.json()["detail"]
    url = f"{GIVINGS}{first['id']}/void/"
    assert api(staff).post(url, {"reason": "other child"}, headers={"if-match": '"1"'}).json()["voided_at"]
    assert api(staff).post(GIVINGS, {"id": str(world.uuid7()), **sent}).status_code == 201


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, available_apps=[app.name for app in apps.get_app_configs()])
def test_two_colleagues_at_once_give_one_dose(district):
    station = world.make_station(district)
    found = order(world.make_child(world.make_term(station)))
    ready, answers = threading.Barrier(4), []

    def give() -> None:
        try:
            ready.wait(5)
            actions.give(id=world.uuid7(), order=found, clock="00:00", occurred_at=timezone.now(), by=TESTER)
            answers.append("given")
        except Conflict:
            answers.append("conflict")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=give) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    assert sorted(answers) == ["conflict"] * 3 + ["given"]
    assert MedicineGiving.objects.count() == 1


def test_nothing_is_given_that_was_not_ordered(child):
    found = order(child)
    for clock, at in (("12:00", timezone.now()), ("00:00", timezone.now() + dt.timedelta(days=5))):
        with pytest.raises(RuleBroken):
            actions.give(id=world.uuid7(), order=found, clock=clock, occurred_at=at, by=TESTER)
    actions.withdraw_order(order=found, reason="well again", by=TESTER)
    found.refresh_from_db()
    with pytest.raises(RuleBroken):
        actions.give(id=world.uuid7(), order=found, clock="00:00", occurred_at=timezone.now(), by=TESTER)


def test_without_the_agreement_no_order_is_kept(child):
    record_consent(id=world.uuid7(), child=child, entered=NewConsent("health", False, "王丽"), by=TESTER)
    with pytest.raises(RuleBroken) as refused:
        order(child)
    assert refused.value.field == "consent"


def test_an_order_that_is_past_or_turned_round_is_refused(child):
    yesterday = child.facility.today() - dt.timedelta(days=1)
    for days in ({"first_day": yesterday, "last_day": yesterday}, {"first_day": yesterday + dt.timedelta(days=9)}):
        with pytest.raises(RuleBroken):
            order(child, **days)


def test_it_lies_encrypted_and_opens_for_a_reason_that_stays(as_user, api, staff, child, station):
    found = order(child)
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT medicine, dose FROM stations_medicationorder")
        assert "布洛芬" not in str(cursor.fetchall())
    client = as_user(staff)
    assert "布洛芬" not in client.get(reverse("child-detail", args=[station.pk, child.pk])).content.decode()
    assert "布洛芬" not in str(api(staff).get(ORDERS).json())
    url = reverse("medicine-order", args=[found.pk])
    assert "布洛芬" not in client.get(url).content.decode()
    assert client.post(url, {"id": world.uuid7(), "reason": ""}).status_code == 422
    assert "布洛芬" in client.post(url, {"id": world.uuid7(), "reason": "rash at lunch"}).content.decode()
    assert SensitiveView.objects.get().reason == "rash at lunch"


def test_what_is_to_be_given_today_by_the_api(api, staff, child, station, other_staff):
    order(child)
    order(world.make_child(None, station))
    url = f"/api/v1/stations/{station.pk}/medicine-today/"
    doses = api(staff).get(url).json()
    assert [(dose["clock"], dose["medicine"], dose["late"]) for dose in doses if dose["clock"] == "23:59"] == [
        ("23:59", "布洛芬混悬液", False)
    ]
    assert len(doses) == 2
    assert api(other_staff).get(url).status_code == 404


def test_an_order_by_the_api(api, staff, child, other_staff):
    today = child.facility.today().isoformat()
    sent = {
        "id": str(world.uuid7()),
        "child": str(child.pk),
        "medicine": "x",
        "dose": "1",
        "times": "12:00",
        "first_day": today,
        "last_day": today,
        "signed_by": "王丽",
    }
    assert api(other_staff).post(ORDERS, sent).status_code == 404
    assert api(staff).post(ORDERS, sent).status_code == 201
    assert api(staff).post(ORDERS, sent).status_code == 200
    url = f"{ORDERS}{sent['id']}/withdraw/"
    assert api(staff).post(url, {"reason": ""}, headers={"if-match": '"1"'}).status_code == 400
    assert api(staff).post(url, {"reason": "well"}, headers={"if-match": '"1"'}).json()["withdrawn_at"]


def test_the_list_costs_the_same_for_many(as_user, staff, term, station, query_budget):
    for _number in range(6):
        order(world.make_child(term))
    client = as_user(staff)
    with query_budget(9):
        assert client.get(reverse("medicine-day", args=[station.pk])).status_code == 200
    with query_budget(1):
        assert queries.doses_waiting(station) == 6
