"""A guardian reads what is kept from the plate, confirms it, or asks for a change that staff confirm."""

import pytest

from ops.records.ids import uuid7
from stations.enrolment.avoiding import allergens_of, set_allergens
from stations.enrolment.consent_models import Consent
from stations.enrolment.models import Child, ChildAllergen
from stations.guardians.erasing import erase_health
from stations.guardians.models import AllergyRequest
from tests.factories import TESTER
from tests.stations import family, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(term):
    """A child of whom the station knows that it must not eat peanuts."""
    return world.make_child(term, allergies="对花生过敏")


@pytest.fixture
def guardian(child):
    """The account of its guardian."""
    return family.account_of(child)


def page_of(child):
    return f"/family/{child.pk}/allergies/"


def wish(*allergens, words="对花生过敏", **fields):
    return {"id": str(uuid7()), "allergens": list(allergens), "words": words, **fields}


def test_what_is_kept_is_read_and_confirmed(as_user, guardian, child):
    phone = as_user(guardian)
    assert "对花生过敏" in phone.get(page_of(child)).content.decode()
    assert phone.post(page_of(child), wish("peanut", do="right")).status_code == 302
    said = AllergyRequest.objects.get()
    assert (said.kind, said.answer, said.allergens) == ("confirm", "agreed", ["peanut"])
    set_allergens(child=child, chosen=[], by=TESTER, reason="tested")
    assert phone.post(page_of(child), wish("peanut", do="right")).status_code == 409


def test_a_change_holds_once_staff_have_seen_it(as_user, guardian, child, staff, station):
    phone, desk = as_user(guardian), as_user(staff)
    refused = phone.post(page_of(child), wish("peanut", "milk"))
    assert refused.status_code == 422, "health data need an agreement"
    assert phone.post(page_of(child), wish("peanut", "milk", agree="on")).status_code == 302
    assert child.consents.filter(kind=Consent.Kind.HEALTH, given=True).exists()
    assert allergens_of(child) == ["peanut"]
    assert phone.post(page_of(child), wish("egg")).status_code == 422, "one change at a time"
    asked = AllergyRequest.objects.get()
    waiting = desk.get(f"/stations/requests/{station.pk}/").content.decode()
    assert str(asked.pk) in waiting
    assert str(asked.pk) in desk.get(f"/stations/children/{station.pk}/{child.pk}/").content.decode()
    desk.post(f"/stations/requests/allergies/{asked.pk}/answer/", {"do": "confirm"})
    assert allergens_of(child) == ["peanut", "milk"]
    assert str(asked.pk) not in desk.get(f"/stations/requests/{station.pk}/").content.decode()


def test_it_is_declined_with_a_reason_or_taken_back(as_user, guardian, child, staff):
    phone, desk = as_user(guardian), as_user(staff)
    phone.post(page_of(child), wish(words="", agree="on"))
    asked = AllergyRequest.objects.get()
    answer = f"/stations/requests/allergies/{asked.pk}/answer/"
    desk.post(answer, {"do": "decline", "reason": "请先带来检查结果"})
    asked.refresh_from_db()
    assert (asked.answer, allergens_of(child)) == ("declined", ["peanut"])
    assert desk.post(answer, {"do": "confirm"}).status_code == 409
    phone.post(page_of(child), wish("peanut", "egg"))
    again = AllergyRequest.objects.get(answer="open")
    phone.post(f"/family/{child.pk}/requests/{again.pk}/back/")
    again.refresh_from_db()
    assert again.answer == "taken_back"


def test_a_program_does_the_same(api, guardian, child, staff):
    phone, desk = api(guardian), api(staff)
    address = f"/api/v1/family/children/{child.pk}/allergies/"
    kept = phone.get(address).json()
    assert (kept["allergens"], kept["words"], kept["confirmed"]) == (["peanut"], "对花生过敏", None)
    right = wish("peanut", kind="confirm")
    assert [phone.post(address, right).status_code for _twice in range(2)] == [201, 200]
    assert list(phone.post(address, wish("gold", kind="change")).json()["errors"]) == ["allergens"]
    asked = wish("peanut", "fish", kind="change", agree=True)
    assert phone.post(address, asked).status_code == 201
    assert phone.post(address, {**asked, "words": "x"}).status_code == 409
    confirm = f"/api/v1/allergy-requests/{asked['id']}/confirm/"
    assert desk.post(confirm, headers={"if-match": '"1"'}).json()["answer"] == "agreed"
    assert set(allergens_of(child)) == {"peanut", "fish"}


def test_an_erasure_of_health_data_leaves_nothing_of_it(as_user, guardian, child):
    as_user(guardian).post(page_of(child), wish("peanut", "milk", agree="on"))
    erase_health(child=child, reason="撤回同意", by=TESTER)
    assert allergens_of(child) == []
    for model in (ChildAllergen, ChildAllergen.history.model):
        assert not model.objects.exclude(allergen="").exists()
    for model in (AllergyRequest, AllergyRequest.history.model):
        assert [(row.allergens, row.words) for row in model.objects.all()] == [([], "")]
    assert Child.objects.get(pk=child.pk).name == child.name
