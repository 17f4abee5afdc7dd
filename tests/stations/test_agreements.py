"""Emergency contacts, and what guardians agree to: each text on its own, in a version that can be read in full."""

import datetime as dt

import pytest
from django.urls import reverse

from ops.organization.roles import Role
from stations.enrolment.consent_models import Consent
from stations.enrolment.consent_texts import BUILT_IN, publish_text, texts_in_force
from stations.enrolment.models import EmergencyContact
from tests import factories
from tests.factories import TESTER
from tests.stations import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(term):
    return world.make_child(term)


def test_contacts_are_called_in_order_and_open_by_a_tap(as_user, staff, child, station):
    client, url = as_user(staff), reverse("contact-new", args=[station.pk, child.pk])
    for name, phone in (("陈福来", "13900000001"), ("李姨", "13900000002"), ("陈福来", "１３９００００0001")):
        sent = {"id": world.uuid7(), "name": name, "relation": "relative", "phone": phone}
        assert client.post(url, sent).status_code == 302
    contacts = list(EmergencyContact.objects.filter(child=child))
    assert [(one.name, one.position, one.phone_masked) for one in contacts] == [
        ("陈福来", 1, "139 **** 0001"),
        ("李姨", 2, "139 **** 0002"),
    ]
    call = reverse("child-call", args=[station.pk, child.pk, contacts[0].pk])
    assert "13900000001" not in client.get(call).content.decode()
    assert "tel:13900000001" in client.post(call).content.decode()
    gone = reverse("contact-withdraw", args=[station.pk, child.pk, contacts[0].pk])
    assert client.post(gone, {"reason": ""}).status_code == 400
    client.post(gone, {"reason": "moved away"})
    page = client.get(reverse("child-detail", args=[station.pk, child.pk])).content.decode()
    assert "李姨" in page
    assert "139 **** 0001" not in page


def test_contacts_by_the_api(api, staff, other_staff, child):
    url = f"/api/v1/children/{child.pk}/"
    sent = {"id": str(world.uuid7()), "name": "陈福来", "relation": "grandfather", "phone": "13900000001"}
    assert api(other_staff).post(f"{url}emergency-contacts/", sent).status_code == 404
    assert api(staff).post(f"{url}emergency-contacts/", {**sent, "phone": "12"}).json()["errors"].keys() == {"phone"}
    assert api(staff).post(f"{url}emergency-contacts/", sent).status_code == 201
    assert api(staff).post(f"{url}emergency-contacts/", sent).status_code == 201
    (contact,) = api(staff).get(url).json()["emergency_contacts"]
    assert contact["phone"] == "139 **** 0001"
    away = f"{url}emergency-contacts/{contact['id']}/withdraw/"
    assert api(staff).post(away, {"reason": "x"}, headers={"if-match": '"1"'}).status_code == 204
    assert api(staff).get(url).json()["emergency_contacts"] == []


def test_what_was_agreed_to_is_read_in_full(as_user, staff, other_staff, child, station):
    consent = Consent.objects.get(child=child, kind="personal_data")
    url = reverse("consent-detail", args=[station.pk, child.pk, consent.pk])
    page = as_user(staff).get(url).content.decode()
    assert "To look after your child the station records" in page
    assert "托管驿站为照护您的孩子" in page
    assert as_user(other_staff).get(url).status_code == 404


def test_a_version_signed_on_paper_says_so(as_user, staff, child, station):
    Consent.objects.filter(pk=None)
    consent = world.promise_to_leave_alone(child)
    old = world.uuid7()
    from stations.enrolment.persons import NewConsent, record_consent

    record_consent(id=old, child=child, entered=NewConsent("photo", True, "王丽", "2024-paper"), by=TESTER)
    page = as_user(staff).get(reverse("consent-detail", args=[station.pk, child.pk, old])).content.decode()
    assert "signed on paper" in page
    assert consent.text_version == BUILT_IN


def test_the_nearest_unions_newest_text_holds(city, district, other_district, station):
    today = station.today()
    facts = {"kind": "photo", "body": "本市统一文本", "body_en": "", "reason": "x", "by": TESTER}
    publish_text(union=city, valid_from=today, **facts)
    publish_text(union=other_district, valid_from=today, **{**facts, "body": "别处"})
    publish_text(union=district, valid_from=today + dt.timedelta(days=1), **{**facts, "body": "本区文本"})
    now = {text.kind: text.body for text in texts_in_force(station)}
    assert now["photo"] == "本市统一文本"
    tomorrow = {text.kind: text.body for text in texts_in_force(station, today + dt.timedelta(days=1))}
    assert tomorrow["photo"] == "本区文本"
    assert len(now) == 6


def test_an_officer_publishes_a_version_and_those_signed_stay(as_user, officer, staff, child, station, district):
    client, url = as_user(officer), reverse("consent-text-new", args=["personal_data"])
    assert "托管驿站为照护您的孩子" in client.get(url).content.decode()
    sent = {"union": district.pk, "valid_from": "2020-01-01", "body": "新文本", "reason": "法务意见"}
    assert "holds from today on" in client.post(url, sent).content.decode()
    today = station.today().isoformat()
    assert client.post(url, {**sent, "valid_from": today}).status_code == 302
    assert "holds from that day already" in client.post(url, {**sent, "valid_from": today}).content.decode()
    assert "新文本" in client.get(reverse("consent-text-list")).content.decode()
    form = as_user(staff).get(reverse("child-register", args=[station.pk])).content.decode()
    assert "新文本" in form
    assert Consent.objects.get(child=child, kind="personal_data").text_version == BUILT_IN


def test_nobody_publishes_for_a_foreign_union(as_user, district, other_district):
    stranger = factories.make_user(Role.UNION_OFFICER, other_district)
    url = reverse("consent-text-new", args=["photo"])
    sent = {"union": district.pk, "valid_from": "2099-01-01", "body": "x", "reason": "x"}
    assert as_user(stranger).post(url, sent).status_code == 422


def test_the_form_keeps_each_agreement_and_the_contacts(as_user, staff, term, station):
    from tests.stations.test_register_child import form

    sent = form(term, photo="on", **{"e1-name": "陈福来", "e1-relation": "grandfather", "e1-phone": "13900000001"})
    assert as_user(staff).post(reverse("child-register", args=[station.pk]), sent).status_code == 302
    given = dict(Consent.objects.values_list("kind", "given"))
    assert given == {
        "personal_data": True,
        "photo": True,
        "health": False,
        "emergency_care": False,
        "sharing": False,
        "leave_alone": False,
    }
    assert EmergencyContact.objects.get().name == "陈福来"
