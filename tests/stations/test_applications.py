"""A guardian applies on a phone without an account; strangers learn nothing; the station decides and tells."""

import base64
import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ops.checklists.models import Photo
from ops.organization.outbox import deliver_texts
from stations.applications import tasks
from stations.applications.models import Application, AppliedChild, LoosePhoto
from stations.enrolment import places
from stations.enrolment.consent_models import Consent, SensitiveView
from stations.enrolment.models import Child, EmergencyContact, Enrolment, Guardian, PickupPerson
from stations.enrolment.persons import NewGuardian
from stations.medicine.models import MedicationOrder
from stations.terms.actions import amend_term
from tests.factories import TESTER
from tests.gateway import Gateway
from tests.ops.checklists import picture, upload
from tests.stations import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eager_tasks")]
PHONE = "13800001234"


def drawing() -> str:
    out = io.BytesIO()
    Image.new("RGBA", (60, 20), (0, 0, 0, 255)).save(out, "PNG")
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()


@pytest.fixture
def term(station):
    return world.make_term(station, capacity=3, applications_from=timezone.now() - dt.timedelta(hours=1))


@pytest.fixture
def visitor() -> Client:
    return Client(headers={"accept-language": "en"})


def sheet(**fields: Any) -> dict[str, Any]:
    """The form as a guardian fills it in."""
    agreed = dict.fromkeys(("personal_data", "health", "emergency_care", "photo", "sharing"), "yes")
    return {
        "id": world.uuid7(),
        **{f"a-{kind}": answer for kind, answer in agreed.items()},
        "a-leave_alone": "no",
        "c1-name": "曾小满",
        "c1-sex": "female",
        "c1-birth_date": "2017-03-05",
        "c1-grade": "2",
        "c1-school": "云南路小学",
        "c1-allergies": "花生",
        "g1-name": "王丽",
        "g1-relation": "mother",
        "g1-employer": "港务公司",
        "g1-employer_union": "港务工会",
        "g2-relation": "father",
        "e1-name": "陈福来",
        "e1-relation": "grandfather",
        "e1-phone": "13900000001",
        "e2-relation": "grandfather",
        "p1-relation": "grandmother",
        "signed_by": "王丽",
        "signature": drawing(),
        **fields,
    }


def prove(client: Client, gateway: Gateway, term: Any, phone: str = PHONE) -> str:
    """Prove the phone; returns the address of the form."""
    form = reverse("apply-form", args=[term.facility.code, term.pk])
    url = reverse("apply-phone", args=[term.facility.code, term.pk])
    assert "Enter the code" in client.post(url, {"phone": phone}).content.decode()
    answer = client.post(url, {"phone": phone, "code": gateway.last_code(phone)})
    assert answer["Location"] == form
    return form


def test_from_the_link_to_a_number_on_the_waiting_list(visitor, gateway, term, station):
    for _number in range(3):
        world.make_child(term)
    home = visitor.get(reverse("apply", args=[station.code])).content.decode()
    assert "You would be about number 1" in home
    assert "Brothers and sisters of children with a place first" in home
    url = prove(visitor, gateway, term)
    assert "Read the whole text" in visitor.get(url).content.decode()
    answer = visitor.post(url, sheet(**{"p1-name": "王奶奶", "p1-photo": upload(picture())}))
    assert answer.status_code == 302, answer.content.decode()
    state = visitor.get(answer["Location"]).content.decode()
    assert "曾**" in state
    assert "曾小满" not in state
    assert "your number in the order" in state
    place = Enrolment.objects.get(state="applied")
    child = place.child
    assert (child.name, child.school) == ("曾小满", "云南路小学")
    given = dict(Consent.objects.filter(child=child).values_list("kind", "given"))
    assert (given["personal_data"], given["leave_alone"]) == (True, False)
    assert all(consent.signature_id for consent in Consent.objects.filter(child=child))
    assert PickupPerson.objects.get(child=child, name="王奶奶").photo_id
    assert EmergencyContact.objects.get(child=child).name == "陈福来"
    guardian = child.guardians.get()
    assert (guardian.phone, guardian.employer_union) == (PHONE, "港务工会")
    deliver_texts()
    assert gateway.sent[-1][0] == PHONE
    assert answer["Location"] in gateway.sent[-1][1]
    assert visitor.get(url).content.decode().count("Send me a code") == 1, "a phone is proved once for each"


def test_the_station_decides_and_the_guardian_is_told_without_the_name(visitor, gateway, term, manager, as_user):
    visitor.post(prove(visitor, gateway, term), sheet())
    place = Enrolment.objects.get(state="applied")
    page = as_user(manager).get(reverse("application-list", args=[term.facility_id])).content.decode()
    assert "曾小满" in page
    as_user(manager).post(reverse("place-change", args=[place.pk]), {"do": "admit"})
    deliver_texts()
    phone, text = gateway.sent[-1]
    assert phone == PHONE
    assert "曾** has a place" in text
    assert "小满" not in text
    assert "Your child has a place" in visitor.get(text.split("127.0.0.1:8000")[1]).content.decode()


def test_a_refusal_says_why_behind_the_link_only(visitor, gateway, term):
    answer = visitor.post(prove(visitor, gateway, term), sheet())
    places.refuse(enrolment=Enrolment.objects.get(), reason="The child is too young.", by=TESTER)
    deliver_texts()
    assert "could not be admitted" in gateway.sent[-1][1]
    assert "too young" not in gateway.sent[-1][1]
    assert "The child is too young." in visitor.get(answer["Location"]).content.decode()


def test_siblings_in_one_go_share_guardians_and_whoever_collects(visitor, gateway, term):
    sister = {"c2-name": "曾大满", "c2-sex": "female", "c2-birth_date": "2015-01-01", "c2-grade": "4"}
    medicine = {"c2-o1-medicine": "布洛芬", "c2-o1-dose": "5 ml", "c2-o1-times": "12点"}
    days = {"c2-o1-first_day": term.first_day, "c2-o1-last_day": term.last_day}
    answer = visitor.post(prove(visitor, gateway, term), sheet(**sister, **medicine, **days))
    assert answer.status_code == 302, answer.content.decode()
    assert (Child.objects.count(), Guardian.objects.count(), Application.objects.count()) == (2, 1, 1)
    order = MedicationOrder.objects.get()
    assert (order.child.name, order.times, order.signature_id is not None) == ("曾大满", "12:00", True)


def test_nothing_typed_is_lost_on_an_error_not_even_a_photo(visitor, gateway, term):
    url = prove(visitor, gateway, term)
    wrong = sheet(**{"c1-birth_date": "", "p1-name": "王奶奶", "p1-photo": upload(picture())})
    answer = visitor.post(url, wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "曾小满" in page
    assert "The photo is kept" in page
    assert wrong["signature"] in page
    assert not Child.objects.exists()
    kept = page.split('name="p1-kept" value="')[1].split('"')[0]
    again = sheet(**{"p1-name": "王奶奶", "p1-kept": kept})
    assert visitor.post(url, again).status_code == 302
    assert PickupPerson.objects.get(name="王奶奶").photo_id


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"a-personal_data": "no"}, "Without this agreement"),
        ({"a-health": "no"}, "leave the part about health empty"),
        ({"a-photo": ""}, "required"),
        ({"c1-grade": "9"}, "Select a valid choice"),
        ({"c1-identity_number": "370202201703050012"}, "check digit"),
        ({"signature": ""}, "Sign with a finger"),
        ({"signature": "data:image/png;base64,AAAA"}, "photo"),
        ({"e1-phone": "12"}, "7 to 12 digits"),
        ({"g2-name": "曾强", "g2-phone": PHONE}, "a phone of their own"),
    ],
)
def test_every_mistake_is_named_and_nothing_is_kept(visitor, gateway, term, change, said):
    answer = visitor.post(prove(visitor, gateway, term), sheet(**change))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Child.objects.exists()
    assert not Application.objects.exists()


def test_a_photo_without_the_agreement_is_not_stored(visitor, gateway, term):
    sent = sheet(**{"a-photo": "no", "p1-name": "王奶奶", "p1-photo": upload(picture())})
    assert visitor.post(prove(visitor, gateway, term), sent).status_code == 422
    assert not Photo.objects.exists()


def days_later(number: int) -> None:
    """What runs every night, so many days on."""
    with time_machine.travel(timezone.now() + dt.timedelta(days=number)):
        tasks.clear_away()


def files() -> int:
    return sum(default_storage.exists(str(photo.image.name)) for photo in Photo.objects.all())


def test_photos_that_were_never_sent_are_deleted_after_the_days_of_the_policy(visitor, gateway, term, station):
    url = prove(visitor, gateway, term)
    visitor.post(url, sheet(**{"c1-birth_date": "", "p1-name": "王奶奶", "p1-photo": upload(picture())}))
    days_later(6)
    assert files() == 1
    days_later(8)
    photo = Photo.objects.get()
    assert (files(), default_storage.exists(photo.small_name), photo.is_void) == (0, False, True)
    assert photo.history.latest().history_change_reason
    assert not LoosePhoto.objects.exists()


def test_photos_of_what_was_sent_stay_also_when_it_is_sent_twice(visitor, gateway, term):
    url, sent = prove(visitor, gateway, term), sheet(**{"p1-name": "王奶奶", "p1-photo": upload(picture())})
    visitor.post(url, sent)
    prove_again(visitor, gateway, term)
    visitor.post(url, {**sent, "p1-photo": ""})
    days_later(30)
    assert files() == 2


def test_a_photo_kept_for_too_long_is_asked_for_once_more(visitor, gateway, term):
    url = prove(visitor, gateway, term)
    stale = sheet(**{"p1-name": "王奶奶", "p1-kept": "stale"})
    answer = visitor.post(url, stale)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "The photo is no longer kept" in page
    assert 'value="stale"' not in page
    assert not Application.objects.exists()


def test_what_nobody_asked_about_is_closed_and_forgotten_when_the_term_is_over(visitor, gateway, term):
    world.make_child(term, name="曾小满")
    visitor.post(prove(visitor, gateway, term), sheet(**{"p1-name": "王奶奶", "p1-photo": upload(picture())}))
    assert files() == 2
    days_later((term.last_day - timezone.localdate()).days)
    assert AppliedChild.objects.get().is_open
    days_later((term.last_day - timezone.localdate()).days + 1)
    applied = AppliedChild.objects.get()
    assert (applied.is_open, applied.entered) == (False, "")
    assert applied.history.latest().history_change_reason == "The term is over."
    days_later(300)
    assert files() == 1, "the signature stays with the application"


def test_sent_twice_it_is_one_application(visitor, gateway, term):
    url, sent = prove(visitor, gateway, term), sheet()
    visitor.post(url, sent)
    prove_again(visitor, gateway, term)
    assert visitor.post(url, sent).status_code == 302
    assert (Application.objects.count(), Child.objects.count()) == (1, 1)


def prove_again(client, gateway, term):
    """The throttle of codes is not what these tests are about."""
    from django.core.cache import cache

    cache.clear()
    return prove(client, gateway, term)


def test_a_stranger_cannot_touch_a_child_that_is_registered_and_sees_no_difference(visitor, gateway, term, api, staff):
    known = world.make_child(term, name="曾小满")
    before = PickupPerson.objects.filter(child=known).count()
    answer = visitor.post(prove(visitor, gateway, term), sheet(**{"p1-name": "陌生人"}))
    state = visitor.get(answer["Location"]).content.decode()
    assert "The station looks at your application" in state
    assert "your number in the order" in state
    assert PickupPerson.objects.filter(child=known).count() == before
    assert known.guardians.count() == 1
    applied = AppliedChild.objects.get()
    assert (applied.doubt, applied.enrolment) == ("child", None)
    assert "曾小满" not in str(AppliedChild.objects.values("name_masked"))
    (row,) = api(staff).get("/api/v1/applications/").json()["results"]
    assert row["children"][0]["doubt"] == "child"


def test_a_phone_known_under_another_name_tells_nobody_that_name(visitor, gateway, term):
    world.make_child(term, guardian=NewGuardian("李静", "13911112222", "mother"))
    other = {"g2-name": "曾强", "g2-phone": "13911112222"}
    answer = visitor.post(prove(visitor, gateway, term), sheet(**other))
    assert answer.status_code == 302
    assert "李静" not in visitor.get(answer["Location"]).content.decode()
    assert AppliedChild.objects.get().doubt == "guardian"


def test_a_place_elsewhere_is_told_to_staff_not_to_the_guardian(visitor, gateway, term, other_staff):
    number = "37020220170305002X"
    from stations.enrolment.identity import _CHECK_DIGITS, _WEIGHTS

    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    number = number[:17] + _CHECK_DIGITS[total % 11]
    elsewhere = other_staff.memberships.get().facility
    world.make_child(world.make_term(elsewhere), name="曾小满", identity_number=number)
    answer = visitor.post(prove(visitor, gateway, term), sheet(**{"c1-identity_number": number}))
    assert answer.status_code == 302
    assert AppliedChild.objects.get().doubt == "elsewhere"


def test_the_guardian_of_a_registered_child_applies_for_a_later_term(visitor, gateway, term, station):
    known = world.make_child(None, station, name="曾小满", guardian=NewGuardian("王丽", PHONE, "mother"))
    answer = visitor.post(prove(visitor, gateway, term), sheet())
    assert answer.status_code == 302
    assert AppliedChild.objects.get().enrolment.child == known
    again = visitor.post(prove_again(visitor, gateway, term), sheet())
    assert "already has a place" in again.content.decode()


def test_staff_ask_and_take_it_over_or_close_it_with_the_reason(visitor, gateway, term, as_user, staff, other_staff):
    known = world.make_child(term, name="曾小满")
    places.withdraw(enrolment=known.enrolments.get(), reason="x", by=TESTER)
    visitor.post(prove(visitor, gateway, term), sheet())
    applied, client = AppliedChild.objects.get(), as_user(staff)
    url = reverse("applied-child", args=[applied.pk])
    assert as_user(other_staff).post(url, {"do": "take"}).status_code == 404
    listed = client.get(reverse("application-list", args=[term.facility_id])).content.decode()
    assert "this phone is not a guardian" in listed
    client.post(url, {"do": "take"})
    applied.refresh_from_db()
    assert applied.enrolment.child == known
    assert applied.enrolment.applied_at == applied.application.occurred_at
    assert (applied.entered, known.guardians.count()) == ("", 2)
    other = visitor.post(prove_again(visitor, gateway, term), sheet(**{"c1-name": "曾小满", "g1-name": "张三"}))
    doubtful = AppliedChild.objects.get(enrolment=None)
    client.post(reverse("applied-child", args=[doubtful.pk]), {"do": "close", "reason": ""})
    doubtful.refresh_from_db()
    assert doubtful.is_open
    client.post(reverse("applied-child", args=[doubtful.pk]), {"do": "close", "reason": "Not the guardian."})
    assert "Not the guardian." in visitor.get(other["Location"]).content.decode()


def test_the_guardian_withdraws_and_learns_nothing_more_by_text(visitor, gateway, term):
    answer = visitor.post(prove(visitor, gateway, term), sheet())
    deliver_texts()
    told = len(gateway.sent)
    application = Application.objects.get()
    url = reverse("application-withdraw", args=[application.secret])
    assert visitor.get(url).status_code == 405
    visitor.post(url)
    assert Enrolment.objects.get().state == "withdrawn"
    deliver_texts()
    assert len(gateway.sent) == told
    page = visitor.get(answer["Location"]).content.decode()
    assert "Withdraw the application" not in page


def test_what_is_closed_or_not_there_cannot_be_applied_for(visitor, gateway, term, station):
    url = prove(visitor, gateway, term)
    amend_term(term=term, version=None, reason="x", by=TESTER, applications_until=timezone.now())
    assert visitor.post(url, sheet()).status_code == 302
    assert not Application.objects.exists()
    assert "No term is open" in visitor.get(reverse("apply", args=[station.code])).content.decode()
    assert visitor.get(reverse("apply", args=["NOSUCH22"])).status_code == 404
    assert visitor.get(reverse("application-state", args=["nonsense"])).status_code == 404


def test_a_proved_phone_counts_for_its_station_only(visitor, gateway, term, other_district):
    prove(visitor, gateway, term)
    elsewhere = world.make_station(other_district)
    other = world.make_term(elsewhere, applications_from=timezone.now() - dt.timedelta(hours=1))
    page = visitor.get(reverse("apply-form", args=[elsewhere.code, other.pk])).content.decode()
    assert "Send me a code" in page


def test_what_waits_for_staff_lies_encrypted(visitor, gateway, term):
    from django.db import connection

    world.make_child(term, name="曾小满")
    visitor.post(prove(visitor, gateway, term), sheet())
    with connection.cursor() as cursor:
        cursor.execute("SELECT entered FROM stations_appliedchild")
        assert "曾小满" not in str(cursor.fetchall())
        cursor.execute("SELECT phone, secret FROM stations_application")
        assert PHONE not in str(cursor.fetchall())


def test_by_the_api(api, gateway, term, station, client):
    url = f"/api/v1/apply/{station.code}/"
    (shown,) = client.get(url).json()["terms"]
    assert (shown["left"], shown["next_number"]) == (3, 1)
    assert client.post(f"{url}codes/", {"phone": PHONE}, content_type="application/json").status_code == 204
    sent = {
        "id": str(world.uuid7()),
        "term": str(term.pk),
        "phone": PHONE,
        "code": "000000",
        "signed_by": "王丽",
        "children": [{"name": "曾小满", "sex": "female", "birth_date": "2017-03-05", "grade": 2}],
        "guardians": [{"name": "王丽", "phone": "13999999999", "relation": "mother"}],
        "consents": [{"kind": "personal_data", "given": True}],
    }

    def send(**changes: Any) -> Any:
        return client.post(f"{url}applications/", {**sent, **changes}, content_type="application/json")

    right = gateway.last_code(PHONE)
    assert send(code=f"{(int(right) + 1) % 10**6:06}").json()["errors"].keys() == {"code"}
    answer = send(code=right)
    assert answer.status_code == 201, answer.json()
    assert answer.json()["children"] == [{"child": "曾**", "state": "applied", "number": 1, "reason": ""}]
    assert Guardian.objects.get().phone == PHONE
    secret = answer.json()["link"].rstrip("/").split("/")[-1]
    by_link = f"/api/v1/applications/by-link/{secret}/"
    assert client.get(by_link).json()["children"][0]["state"] == "applied"
    assert client.post(f"{by_link}withdraw/").json()["children"][0]["state"] == "withdrawn"


def test_pages_cost_the_same_for_many(visitor, gateway, term, as_user, staff, query_budget):
    visitor.post(prove(visitor, gateway, term), sheet())
    for _number in range(6):
        world.make_child(term)
    application = Application.objects.get()
    with query_budget(8):
        visitor.get(reverse("application-state", args=[application.secret]))
    with query_budget(6):
        visitor.get(reverse("apply", args=[term.facility.code]))
    client = as_user(staff)
    with query_budget(14):
        client.get(reverse("application-list", args=[term.facility_id]))
    with query_budget(12):
        client.get(reverse("application-detail", args=[application.pk]))


def test_the_form_on_paper_filled_in_and_blank(visitor, gateway, term, as_user, api, staff, other_staff):
    visitor.post(prove(visitor, gateway, term), sheet(**{"p1-name": "王奶奶", "p1-photo": upload(picture())}))
    child, client = Child.objects.get(), as_user(staff)
    url = reverse("enrolment-form", args=[child.facility_id, child.pk])
    assert client.post(url, {"id": world.uuid7(), "reason": ""}).status_code == 422
    answer = client.post(url, {"id": world.uuid7(), "reason": "for the folder"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert SensitiveView.objects.filter(child=child, reason="for the folder").count() == 3
    blank = client.get(reverse("enrolment-form-blank", args=[child.facility_id]))
    assert blank.content.startswith(b"%PDF")
    by_api = f"/api/v1/children/{child.pk}/form/"
    assert api(other_staff).post(by_api, {"reason": "x"}).status_code == 404
    assert api(staff).post(by_api, {"reason": "for the folder"})["Content-Type"] == "application/pdf"


def test_a_child_too_young_for_the_term_is_told_so_at_the_field(visitor, gateway, term):
    term.age_from = 15
    term.acted_by(TESTER).save()
    url = prove(visitor, gateway, term)
    response = visitor.post(url, sheet())
    assert response.status_code == 422
    assert "too young" in response.content.decode()
