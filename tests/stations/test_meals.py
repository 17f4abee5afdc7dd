"""A meal for everybody present; exceptions by tap; a flag that cannot be missed (食品餐饮安全制度)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from stations.meals.models import MealRecord
from tests.stations import world

URL = "/api/v1/meal-records/"


@pytest.fixture
def here(child, sibling):
    """Two children in the station."""
    world.arrive(child)
    world.arrive(sibling)
    return [child, sibling]


def meal(station, **fields):
    return {
        "id": str(world.uuid7()),
        "facility": str(station.pk),
        "kind": "lunch",
        "occurred_at": timezone.now().isoformat(),
        **fields,
    }


def test_everybody_present_ate_unless_told_otherwise(door, here, station):
    exceptions = {str(here[0].pk): {"kind": "refused", "note": "肚子疼"}}
    answer = door.post(URL, meal(station, menu="米饭 番茄炒蛋", exceptions=exceptions, accompanied_by="于海燕"))
    assert answer.status_code == 201
    assert (answer.json()["present"], answer.json()["ate"]) == (2, 1)


def test_sent_twice_it_is_recorded_once_and_another_lunch_is_refused(door, here, station):
    sent = meal(station)
    assert door.post(URL, sent).status_code == 201
    assert door.post(URL, sent).status_code == 200
    assert door.post(URL, {**sent, "menu": "面条"}).status_code == 409
    assert door.post(URL, meal(station)).status_code == 409
    assert MealRecord.objects.count() == 1


def test_a_child_with_a_flag_must_be_looked_at_first(door, here, term, station):
    world.arrive(world.make_child(term, flag="花生"))
    assert list(door.post(URL, meal(station)).json()["errors"]) == ["flags_confirmed"]
    assert door.post(URL, meal(station, flags_confirmed=True)).status_code == 201


def test_nobody_present_is_no_meal(door, child, station):
    assert door.post(URL, meal(station)).status_code == 400


def test_only_children_who_were_here_can_be_noted(door, here, term, station):
    absent = world.make_child(term)
    answer = door.post(URL, meal(station, exceptions={str(absent.pk): {"kind": "none"}}))
    assert list(answer.json()["errors"]) == ["exceptions"]


def test_a_meal_is_corrected_with_a_reason_and_voided(door, here, station):
    sent = meal(station)
    door.post(URL, sent)
    one = f"{URL}{sent['id']}/"
    body = {"exceptions": {str(here[0].pk): {"kind": "none"}}, "reason": "seen late"}
    assert door.patch(one, body, headers={"if-match": '"1"'}).json()["ate"] == 1
    assert door.patch(one, body, headers={"if-match": '"1"'}).status_code == 409
    assert door.post(f"{one}void/", {"reason": "twice"}, headers={"if-match": '"2"'}).json()["voided_at"]
    assert door.post(URL, meal(station)).status_code == 201


def test_foreign_staff_and_those_who_oversee_do_not_record_meals(api, other_staff, auditor, here, station):
    assert api(other_staff).post(URL, meal(station)).status_code == 404
    assert api(auditor).post(URL, meal(station)).status_code == 403


def test_the_board_is_one_form_that_works_without_scripts(as_user, staff, here, term, station, query_budget):
    flagged = world.make_child(term, flag="花生")
    world.arrive(flagged)
    client = as_user(staff)
    page = reverse("meal-board", args=[station.pk])
    with query_budget(12):
        assert "花生" in client.get(page, {"kind": "lunch"}).content.decode()
    sent = {"id": str(world.uuid7()), "kind": "lunch", f"x-{here[0].pk}": "half", "menu": "面条"}
    refused = client.post(page, sent)
    assert refused.status_code == 422
    assert client.post(page, {**sent, f"seen-{flagged.pk}": "1"}).status_code == 302
    record = MealRecord.objects.get()
    assert record.exceptions == {str(here[0].pk): {"kind": "half", "note": ""}}
    assert (record.present, record.ate, record.flags_confirmed) == (3, 3, True)
    assert "面条" in client.get(page, {"kind": "lunch"}).content.decode()


def test_the_correction_page_keeps_the_rest(as_user, staff, door, here, station):
    sent = meal(station, menu="面条")
    door.post(URL, sent)
    page = reverse("meal", args=[sent["id"]])
    client = as_user(staff)
    assert client.get(page).status_code == 200
    body = {"version": 1, "menu": "米饭", "accompanied_by": "", f"x-{here[1].pk}": "none", "reason": "misread"}
    assert client.post(page, body).status_code == 302
    record = MealRecord.objects.get()
    assert (record.menu, record.ate) == ("米饭", 1)
