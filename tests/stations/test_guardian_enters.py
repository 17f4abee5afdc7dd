"""A guardian comes in by a code to the phone or by a link from the station, and finds their own children only."""

import pytest
from django.test import Client

from ops.organization.models import Membership, User
from ops.organization.roles import Role
from stations.enrolment.models import Guardian
from stations.enrolment.persons import NewGuardian
from stations.guardians import accounts
from tests import factories
from tests.stations import family, world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("eager_tasks")]
PHONE = "13911112222"


@pytest.fixture
def own(term):
    """A child whose mother has PHONE."""
    return world.make_child(term, guardian=NewGuardian("王丽", PHONE, "mother"))


def english() -> Client:
    return Client(headers={"accept-language": "en"})


def test_a_code_to_the_phone_opens_the_children_of_all_stations(own, other_district, gateway, sibling):
    elsewhere = world.make_child(
        world.make_term(world.make_station(other_district)), guardian=NewGuardian("王丽", PHONE, "mother")
    )
    client = english()
    response = family.enter(client, gateway, "+86 139-1111-2222")
    assert response.status_code == 302
    assert response.url == "/family/"
    page = client.get("/family/").content.decode()
    assert own.name in page
    assert elsewhere.name in page
    assert sibling.name not in page
    user = Guardian.objects.filter(user__isnull=False)[0].user
    assert user.phone is None
    assert not user.has_usable_password()
    assert set(Membership.objects.filter(user=user).values_list("role", "facility")) == {
        (Role.GUARDIAN, own.facility_id),
        (Role.GUARDIAN, elsewhere.facility_id),
    }
    # The home page is the children's, and a second sign-in makes no second account.
    assert client.get("/").url == "/family/"
    assert User.objects.filter(guardian_rows__isnull=False).distinct().count() == 1


def test_a_number_that_no_station_knows_gets_no_code_and_the_same_answer(own, gateway):
    known, unknown = english(), english()
    first = known.post(family.ENTER, {"phone": PHONE})
    second = unknown.post(family.ENTER, {"phone": "13900000009"})
    assert (first.status_code, second.status_code) == (200, 200)
    assert [phone for phone, _text in gateway.sent] == [PHONE]
    assert "139 **** 0009" in second.content.decode()


def test_a_wrong_code_lets_nobody_in(own, gateway):
    client = english()
    client.post(family.ENTER, {"phone": PHONE})
    wrong = f"{(int(gateway.last_code(PHONE)) + 1) % 10**6:06}"
    response = client.post(family.ENTER, {"phone": PHONE, "code": wrong})
    assert response.status_code == 422
    assert "wrong or too old" in response.content.decode()
    assert client.get("/family/").status_code == 302


def test_a_number_typed_into_a_profile_opens_nothing(own, gateway, as_user):
    """Somebody enters the mother's number as their own: her sign-in must not land in their account."""
    thief = factories.make_user(Role.STATION_STAFF, own.facility, phone=PHONE)
    client = english()
    family.enter(client, gateway, PHONE)
    assert family.guardian_of(own).user != thief
    assert as_user(thief).get(f"/family/{own.pk}/").status_code == 403


def test_staff_who_are_guardians_add_their_children_to_their_own_account(own, gateway, as_user, staff):
    client = as_user(staff)
    assert client.get("/family/").status_code == 403
    assert family.enter(client, gateway, PHONE).url == "/family/"
    assert own.name in client.get("/family/").content.decode()
    assert client.get(f"/stations/roll-call/{own.facility_id}/").status_code == 200
    # From then on the code alone does not open an account that also works here.
    gateway.sent.clear()
    from django.core.cache import cache

    cache.clear()
    response = family.enter(english(), gateway, PHONE)
    assert response.status_code == 409
    assert "sign in with your own account" in response.content.decode()


def test_staff_hand_out_a_link_that_opens_once(own, as_user, staff):
    row = family.guardian_of(own)
    page = as_user(staff).post(f"/stations/children/{own.facility_id}/{own.pk}/guardians/{row.pk}/link/")
    link = page.context["url"].removeprefix("http://testserver")
    client = english()
    assert "王*" in client.get(link).content.decode()
    assert english().get(link).status_code == 200, "looking does not use it up"
    assert client.post(link).url == "/family/"
    assert client.get(f"/family/{own.pk}/").status_code == 200
    assert english().post(link).status_code == 409


def test_a_station_cannot_open_the_children_of_another_by_typing_a_number(own, other_district):
    """Staff elsewhere enrol a child with the mother's number: their link opens that child and no other."""
    theirs = world.make_child(
        world.make_term(world.make_station(other_district)), guardian=NewGuardian("王丽", PHONE, "mother")
    )
    secret = accounts.invite(guardian=family.guardian_of(theirs), by=factories.TESTER)
    client = english()
    client.post(f"/family/enter/{secret}/")
    assert client.get(f"/family/{theirs.pk}/").status_code == 200
    assert client.get(f"/family/{own.pk}/").status_code == 404
    assert family.guardian_of(own).user is None


def test_an_account_that_reaches_further_is_not_handed_out(own, other_district, gateway, as_user, staff):
    world.make_child(world.make_term(world.make_station(other_district)), guardian=NewGuardian("王丽", PHONE, "mother"))
    family.enter(english(), gateway, PHONE)
    row = family.guardian_of(own)
    page = as_user(staff).post(f"/stations/children/{own.facility_id}/{own.pk}/guardians/{row.pk}/link/")
    assert page.status_code == 409


def test_a_guardian_who_must_not_collect_does_not_see_the_child(own, as_user):
    client = as_user(family.account_of(own))
    assert client.get(f"/family/{own.pk}/").status_code == 200
    family.bar(own, family.guardian_of(own))
    assert client.get(f"/family/{own.pk}/").status_code == 404
    assert own.name not in client.get("/family/").content.decode()


def test_staff_have_no_guardians_page_and_guardians_no_staff_pages(own, as_user, staff):
    client = as_user(family.account_of(own))
    for path in (f"/stations/roll-call/{own.facility_id}/", f"/stations/children/{own.facility_id}/", "/facilities/"):
        assert client.get(path).status_code == 403, path
    assert as_user(staff).get("/family/").status_code == 403
