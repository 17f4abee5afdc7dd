"""Who may collect a child is the guardian's to ask and the staff's to confirm, before it holds at the door."""

import pytest

from ops.records.ids import uuid7
from ops.reminders.models import Reminder
from stations.enrolment.models import PickupPerson
from stations.guardians.models import DataRequest, PersonRequest
from tests.ops.checklists import picture, upload
from tests.stations import family, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(child, as_user):
    """The guardian's phone."""
    return as_user(family.account_of(child))


@pytest.fixture
def desk(staff, as_user):
    """The staff's phone."""
    return as_user(staff)


def ask(phone, child, **fields):
    """The form for another person, filled in."""
    sent = {"id": uuid7(), "name": "陈福来", "relation": "grandfather", "phone": "13912342207", "holds": "always"}
    return phone.post(f"/family/{child.pk}/persons/new/", {**sent, **fields})


def standing(child):
    return set(PickupPerson.objects.filter(child=child).standing(child.facility.today()).values_list("name", flat=True))


def answer(desk, **fields):
    asked = PersonRequest.objects.get(answer="open")
    return desk.post(f"/stations/requests/{asked.pk}/answer/", fields)


def test_a_person_holds_only_once_staff_confirmed_it(phone, desk, child):
    photo = upload(picture())
    assert ask(phone, child, photo=photo).status_code == 302
    assert "陈福来" not in standing(child)
    assert "Not yet seen by staff" in phone.get(f"/family/{child.pk}/").content.decode()
    for page in (f"/stations/requests/{child.facility_id}/", f"/stations/children/{child.facility_id}/{child.pk}/"):
        assert "陈福来" in desk.get(page).content.decode()
    assert (
        "Guardians ask about who may collect" in desk.get(f"/stations/children/{child.facility_id}/").content.decode()
    )
    answer(desk, do="confirm")
    person = PickupPerson.objects.get(child=child, name="陈福来")
    assert (person.phone, person.phone_masked) == ("13912342207", "139 **** 2207")
    assert phone.get(f"/family/{child.pk}/photos/{person.photo_id}/").status_code == 200
    told = Reminder.objects.get(kind="guardian_answer", channel="in_app")
    assert child.name not in str(told.params)
    world.arrive(child)
    world.leave(child, person_id=person.pk)


def test_the_same_form_twice_is_one_request_and_one_person(phone, desk, child):
    same = uuid7()
    ask(phone, child, id=same)
    ask(phone, child, id=same)
    asked = PersonRequest.objects.get()
    for _again in range(2):
        desk.post(f"/stations/requests/{asked.pk}/answer/", {"do": "confirm"})
    assert PickupPerson.objects.filter(child=child, name="陈福来").count() == 1


def test_declined_with_a_reason_that_the_guardian_reads(phone, desk, child):
    ask(phone, child)
    assert answer(desk, do="decline", reason="").status_code == 302
    assert PersonRequest.objects.get().is_open, "not without a reason"
    answer(desk, do="decline", reason="请到驿站当面说明")
    assert "请到驿站当面说明" in phone.get(f"/family/{child.pk}/").content.decode()
    assert "陈福来" not in standing(child)


def test_a_withdrawal_warns_at_the_door_at_once_and_holds_once_confirmed(phone, desk, child):
    person = world.authorise(child)
    address = f"/family/{child.pk}/persons/{person.pk}/withdraw/"
    assert phone.post(address, {"id": uuid7(), "note": ""}).status_code == 422
    phone.post(address, {"id": uuid7(), "note": "搬走了"})
    person.refresh_from_db()
    assert person.withdrawal_asked_at
    door = desk.get(f"/stations/roll-call/{child.facility_id}/").content.decode()
    assert "A guardian asked to withdraw this person" in door
    assert "Guardians ask about who may collect" in door
    assert person.name in standing(child), "it still holds: nobody is stranded by a stolen phone"
    answer(desk, do="confirm")
    assert person.name not in standing(child)


def test_a_withdrawal_taken_back_warns_no_longer(phone, child):
    person = world.authorise(child)
    phone.post(f"/family/{child.pk}/persons/{person.pk}/withdraw/", {"id": uuid7(), "note": "搬走了"})
    asked = PersonRequest.objects.get()
    phone.post(f"/family/{child.pk}/requests/{asked.pk}/back/")
    person.refresh_from_db()
    assert person.withdrawal_asked_at is None


def test_a_change_keeps_what_was_left_empty(phone, desk, child):
    person = world.authorise(child, phone="13912342207")
    sent = {"id": uuid7(), "name": "陈福来", "relation": "grandfather", "phone": "", "holds": "one_day"}
    day = child.facility.today().isoformat()
    phone.post(f"/family/{child.pk}/persons/{person.pk}/change/", {**sent, "day": day})
    answer(desk, do="confirm")
    person.refresh_from_db()
    assert person.valid_on == child.facility.today()
    assert person.phone == "13912342207"


def test_the_barred_are_neither_shown_nor_changed(phone, child):
    barred = world.authorise(child, "周大海", "relative", barred=True, barred_note="法院裁定")
    page = phone.get(f"/family/{child.pk}/").content.decode()
    assert "周大海" not in page
    assert "法院裁定" not in page
    for verb in ("change", "withdraw"):
        assert phone.get(f"/family/{child.pk}/persons/{barred.pk}/{verb}/").status_code == 404


def test_agreements_are_read_taken_back_and_given(phone, child, desk):
    world.promise_to_leave_alone(child)
    address = f"/family/{child.pk}/consents/"
    assert "Leaving alone" in phone.get(address).content.decode()
    phone.post(address, {"kind": "leave_alone", "given": "no"})
    child.refresh_from_db()
    assert not child.may_leave_alone
    phone.post(address, {"kind": "leave_alone", "given": "yes"})
    child.refresh_from_db()
    assert not child.may_leave_alone, "a promise is signed at the station"
    phone.post(address, {"kind": "sharing", "given": "yes"})
    agreed = child.consents.get(kind="sharing")
    assert (agreed.given, agreed.given_by) == (True, family.guardian_of(child).name)
    for _twice in range(2):
        phone.post(address, {"kind": "health", "given": "no"})
    asked = DataRequest.objects.get()
    assert (asked.kind, asked.is_open) == ("health", True), "the station is asked, once, to erase what it keeps"
