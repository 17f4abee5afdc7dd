"""What a child must not eat: chosen from the list, found in the free text, withdrawn only with a reason."""

import pytest
from django.urls import reverse

from stations.enrolment.avoiding import allergens_of, avoided_at
from stations.enrolment.models import ChildAllergen
from tests.stations import world

pytestmark = pytest.mark.django_db


def one(child):
    return f"/api/v1/children/{child.pk}/"


def test_the_free_text_of_the_registration_speaks_of_the_list(door, term, station):
    child = world.make_child(term, allergies="对花生、虾过敏")
    assert allergens_of(child) == ["crustacean", "peanut"]
    assert avoided_at(station) == {child.pk: {"crustacean", "peanut"}}
    assert door.get(one(child)).json()["allergens"] == ["crustacean", "peanut"]


def test_by_the_api_they_are_chosen_and_withdrawn_with_a_reason(door, child):
    chosen = {"allergens": ["egg", "milk"], "reason": "mother says"}
    assert door.patch(one(child), chosen, headers={"if-match": '"1"'}).json()["allergens"] == ["egg", "milk"]
    less = {"allergens": ["milk"], "reason": ""}
    assert door.patch(one(child), less, headers={"if-match": '"1"'}).status_code == 400
    assert door.patch(one(child), {**less, "reason": "tested"}, headers={"if-match": '"1"'}).status_code == 200
    assert allergens_of(child) == ["milk"]
    gone = ChildAllergen.objects.get(allergen="egg")
    assert gone.withdrawn_at is not None
    assert [row.history_change_reason for row in gone.history.all()] == ["tested", "mother says"]
    wrong = door.patch(one(child), {"allergens": ["gold"], "reason": "x"}, headers={"if-match": '"1"'})
    assert list(wrong.json()["errors"]) == ["allergens"]


def test_the_page_shows_and_changes_them(as_user, staff, child, station):
    client = as_user(staff)
    page = reverse("child-edit", args=[station.pk, child.pk])
    sent = {
        "name": child.name,
        "sex": child.sex,
        "birth_date": child.birth_date.isoformat(),
        "grade": "2",
        "version": "1",
        "reason": "guardian told us",
        "allergens": ["sesame"],
        "allergies": "牛奶不能喝",
    }
    assert client.post(page, sent).status_code == 302
    assert allergens_of(child) == ["milk", "sesame"]
    shown = client.get(reverse("child-detail", args=[station.pk, child.pk])).content.decode()
    assert "芝麻" in shown or "Sesame" in shown


def test_a_text_saved_again_does_not_bring_back_what_was_withdrawn_and_new_words_count(door, child):
    def save(number, **fields):
        answer = door.patch(one(child), {"reason": "told us", **fields}, headers={"if-match": f'"{number}"'})
        assert answer.status_code == 200, answer.json()
        return answer.json()

    save(1, allergies="对花生过敏")
    assert allergens_of(child) == ["peanut"]
    version = save(2, allergens=[], reason="tested by a doctor")["version"]
    version = save(version, allergies="对花生过敏", school="大学路小学")["version"]
    assert allergens_of(child) == []
    save(version, allergies="对花生过敏，牛奶不能喝")
    assert allergens_of(child) == ["milk"]
