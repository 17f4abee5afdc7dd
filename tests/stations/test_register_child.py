"""Registration of a child with the grown-ups around it (信息登记制度), by page and by API."""

import datetime as dt
import threading

import pytest
from django.apps import apps
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from ops.records.errors import RuleBroken
from stations.enrolment import places
from stations.enrolment.consent_models import Consent
from stations.enrolment.models import Child, Enrolment, Guardian, PickupPerson
from stations.enrolment.privacy import forget_identities
from tests import factories
from tests.stations import world

URL = "/api/v1/children/"
# 2017-03-05, a girl; the check digit is computed by GB 11643.
NUMBER = "370202201703050023"


def with_check_digit(first17):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first17 + "10X98765432"[sum(int(d) * w for d, w in zip(first17, weights, strict=True)) % 11]


@pytest.fixture
def number():
    """A valid identity number of a girl born 2017-03-05."""
    return with_check_digit(NUMBER[:17])


def filled(station, term=None, **fields):
    return {
        "id": str(world.uuid7()),
        "facility": str(station.pk),
        "name": "曾小满",
        "sex": "female",
        "birth_date": "2017-03-05",
        "grade": 2,
        "flag": "花生",
        "allergies": "花生，接触即起疹",
        "guardians": [{"name": "王丽", "phone": "138 0000 1234", "relation": "mother", "employer_union": "港务工会"}],
        "consents": [{"kind": "personal_data", "given": True, "given_by": "王丽"}],
        **({"term": str(term.pk)} if term else {}),
        **fields,
    }


def test_a_child_is_registered_with_guardian_place_and_consent(door, term, station):
    answer = door.post(URL, filled(station, term))
    assert answer.status_code == 201, answer.json()
    told = answer.json()
    assert told["guardians"][0]["phone"] == "138 **** 1234"
    assert [person["name"] for person in told["pickup_persons"]] == ["王丽"]
    assert told["enrolments"][0]["state"] == "admitted"
    child = Child.objects.get()
    assert (child.pinyin, child.initials) == ("zengxiaoman", "zxm")
    assert Consent.objects.get().kind == "personal_data"


def test_sent_twice_it_is_one_child(door, term, station):
    sent = filled(station, term)
    assert [door.post(URL, sent).status_code for _again in range(2)] == [201, 200]
    assert door.post(URL, {**sent, "name": "别人"}).status_code == 409
    assert (Child.objects.count(), PickupPerson.objects.count()) == (1, 1)


def test_what_is_sensitive_lies_encrypted(door, term, station, number):
    door.post(URL, filled(station, term, identity_number=number))
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_number, allergies FROM stations_child")
        stored = cursor.fetchone()
        cursor.execute("SELECT phone FROM stations_guardian")
        phone = cursor.fetchone()[0]
    assert number not in stored[0]
    assert "花生" not in stored[1]
    assert "13800001234" not in phone
    assert Child.objects.get().identity_number == number


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"identity_number": "37020220170305002"}, "identity_number"),
        ({"identity_number": with_check_digit(NUMBER[:17])[:17] + "?"}, "identity_number"),
        ({"birth_date": "2016-03-05"}, "birth_date"),
        ({"sex": "male"}, "sex"),
        ({"guardians": []}, "guardians"),
        ({"consents": [{"kind": "personal_data", "given": False, "given_by": "王丽"}]}, "consent"),
        ({"grade": 12}, "grade"),
        ({"guardians": [{"name": "王丽", "phone": "12", "relation": "mother"}]}, "guardians"),
    ],
)
def test_a_mistake_is_named_at_its_field(door, term, station, number, change, field):
    answer = door.post(URL, filled(station, term, **{"identity_number": number, **change}))
    assert answer.status_code == 400
    assert field in answer.json()["errors"]
    assert not Child.objects.exists()


def test_a_wrong_check_digit_is_noticed(door, term, station, number):
    wrong = number[:17] + ("1" if number[17] != "1" else "2")
    answer = door.post(URL, filled(station, term, identity_number=wrong))
    assert list(answer.json()["errors"]) == ["identity_number"]


def test_the_same_child_in_an_overlapping_term_is_refused(door, term, station):
    door.post(URL, filled(station, term))
    other = world.make_term(station, name="暑期二班")
    answer = door.post(URL, filled(station, other))
    assert list(answer.json()["errors"]) == ["term"]
    assert Child.objects.count() == 1


def test_nor_at_another_station_at_the_same_time(door, api, term, station, other_staff, number):
    door.post(URL, filled(station, term, identity_number=number))
    elsewhere = other_staff.memberships.get().facility
    other = world.make_term(elsewhere)
    answer = api(other_staff).post(URL, filled(elsewhere, other, identity_number=number))
    assert list(answer.json()["errors"]) == ["term"]
    assert "暑期" not in answer.json()["errors"]["term"][0]


def test_a_later_term_takes_the_same_child_again(door, term, station):
    door.post(URL, filled(station, term))
    later = world.make_term(
        station,
        name="寒假班",
        first_day=term.last_day + dt.timedelta(days=1),
        last_day=term.last_day + dt.timedelta(days=9),
    )
    assert door.post(URL, filled(station, later)).status_code == 201
    assert (Child.objects.count(), Enrolment.objects.count()) == (1, 2)


def test_siblings_share_a_guardian(door, term, station):
    door.post(URL, filled(station, term))
    door.post(URL, filled(station, term, name="曾大满", birth_date="2015-01-01"))
    assert (Guardian.objects.count(), Child.objects.count()) == (1, 2)


def test_a_full_term_puts_the_next_on_the_waiting_list_and_the_manager_admits(door, api, manager, station):
    small = world.make_term(station, capacity=1)
    first = Enrolment.objects.get(child=world.make_child(small))
    second = Enrolment.objects.get(child=world.make_child(small))
    assert (first.state, second.state) == ("admitted", "waiting")
    url = f"/api/v1/enrolments/{second.pk}/"
    assert door.post(f"{url}admit/", headers={"if-match": '"1"'}).status_code == 403
    assert api(manager).post(f"{url}admit/", headers={"if-match": '"1"'}).status_code == 400
    door.post(f"/api/v1/enrolments/{first.pk}/withdraw/", {"reason": "moved away"}, headers={"if-match": '"1"'})
    assert api(manager).post(f"{url}admit/", headers={"if-match": '"1"'}).json()["state"] == "admitted"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True, available_apps=[app.name for app in apps.get_app_configs()])
def test_places_are_never_given_twice_at_once(district):
    station = world.make_station(district)
    term = world.make_term(station, capacity=2)
    children = [world.make_child(None, station) for _number in range(6)]
    ready = threading.Barrier(6)

    def take(child):
        try:
            ready.wait(5)
            places.enrol(id=world.uuid7(), child=child, term=term, by=factories.TESTER)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=take, args=(child,)) for child in children]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(15)
    states = sorted(Enrolment.objects.values_list("state", flat=True))
    assert states == ["admitted"] * 2 + ["waiting"] * 4


def test_a_masked_field_opens_for_a_reason_that_stays(door, term, station):
    sent = filled(station, term)
    door.post(URL, sent)
    url = f"{URL}{sent['id']}/open/"
    assert door.post(url, {"id": str(world.uuid7()), "what": "health"}).status_code == 400
    answer = door.post(url, {"id": str(world.uuid7()), "what": "health", "reason": "rash at lunch"})
    assert answer.json()["allergies"] == "花生，接触即起疹"
    from stations.enrolment.consent_models import SensitiveView

    view = SensitiveView.objects.get()
    assert (view.reason, view.facility) == ("rash at lunch", station)


def test_identity_numbers_are_forgotten_a_month_after_the_last_term(door, term, station, number):
    door.post(URL, filled(station, term, identity_number=number))
    assert forget_identities(by=factories.TESTER) == 0
    later = term.last_day + dt.timedelta(days=32)
    assert forget_identities(by=factories.TESTER, today=later) == 1
    child = Child.objects.get()
    assert (child.identity_number, child.identity_known) == ("", False)


def test_places_of_a_term_that_is_over_are_finished(station):
    today = timezone.localdate()
    over = world.make_term(station, first_day=today - dt.timedelta(days=9), last_day=today - dt.timedelta(days=1))
    world.make_child(over)
    assert places.finish_terms(by=factories.TESTER) == 1
    assert Enrolment.objects.get().state == "finished"


def test_those_who_oversee_find_no_children(api, auditor, child):
    assert api(auditor).get(URL).status_code == 403


def test_children_are_found_by_pinyin_and_initials(door, term, station, query_budget):
    door.post(URL, filled(station, term))
    world.make_child(term)
    with query_budget(8):
        found = door.get(URL, {"search": "zengx"}).json()["results"]
    assert [child["name"] for child in found] == ["曾小满"]
    assert len(door.get(URL, {"search": "zxm"}).json()["results"]) == 1


def form(term, **fields):
    return {
        "id": str(world.uuid7()),
        "name": "曾小满",
        "sex": "female",
        "birth_date": "2017-03-05",
        "grade": "2",
        "flag": "花生",
        "term": str(term.pk),
        "personal_data": "on",
        "given_by": "王丽",
        "g1-name": "王丽",
        "g1-phone": "13800001234",
        "g1-relation": "mother",
        "g2-relation": "father",
        "p1-name": "王奶奶",
        "p1-relation": "grandmother",
        "p2-relation": "grandmother",
        **fields,
    }


def test_the_form_registers_and_leads_to_the_childs_file(as_user, staff, term, station):
    client = as_user(staff)
    url = reverse("child-register", args=[station.pk])
    assert "why" in client.get(url).content.decode()
    answer = client.post(url, form(term), follow=True)
    assert answer.status_code == 200, answer.content.decode()[:500]
    text = answer.content.decode()
    assert "曾小满" in text
    assert "王奶奶" in text
    assert "13800001234" not in text


def test_the_form_keeps_what_was_typed_and_marks_the_mistake(as_user, staff, term, station):
    answer = as_user(staff).post(reverse("child-register", args=[station.pk]), form(term, birth_date="", grade="2"))
    assert answer.status_code == 422
    assert "曾小满" in answer.content.decode()
    assert not Child.objects.exists()


def test_pages_of_a_child_are_the_stations_own(as_user, other_staff, staff, child, station):
    page = reverse("child-detail", args=[station.pk, child.pk])
    assert as_user(staff).get(page).status_code == 200
    assert as_user(other_staff).get(page).status_code == 404


def test_a_bar_is_lifted_by_the_manager_alone(as_user, staff, manager, child, station):
    barred = world.authorise(child, "陈大伟", "father", barred=True, barred_note="法院裁定")
    url = reverse("pickup-withdraw", args=[station.pk, child.pk, barred.pk])
    assert as_user(staff).post(url, {"reason": "he asked"}).status_code == 403
    assert as_user(manager).post(url, {"reason": "court order lifted"}).status_code == 302


def test_every_page_of_a_child_opens_and_costs_little(as_user, staff, child, station, query_budget):
    client = as_user(staff)
    names = ("child-detail", "child-edit", "pickup-new", "place-new")
    for name in names:
        with query_budget(16):
            assert client.get(reverse(name, args=[station.pk, child.pk])).status_code == 200
    call = reverse("child-call", args=[station.pk, child.pk, world.mother_of(child).pk])
    assert world.mother_of(child).phone not in client.get(call).content.decode()
    assert f"tel:{world.mother_of(child).phone}" in client.post(call).content.decode()


def test_the_list_of_children_costs_the_same_for_many(as_user, staff, term, station, query_budget):
    for _number in range(12):
        world.make_child(term)
    client = as_user(staff)
    with query_budget(10):
        assert client.get(reverse("child-list", args=[station.pk])).status_code == 200


def test_a_promise_is_kept_by_the_page(as_user, staff, child, station):
    client = as_user(staff)
    url = reverse("consent-new", args=[station.pk, child.pk])
    client.post(url, {"given": "yes", "given_by": "王丽"})
    child.refresh_from_db()
    assert child.may_leave_alone
    with pytest.raises(RuleBroken):
        world.authorise(child, "谁", "relative", phone="12")
