"""An empty installation is set up once, and leads on to its unions and facilities."""

import pytest
from django.test import Client

from ops.organization.models import Membership, TradeUnion, User
from ops.organization.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db

DATA = {
    "federation": "青岛市总工会",
    "person_name": "孙建华",
    "username": "Admin",
    "phone": "139 0532 0001",
    "password": "first-day-2026",
    "again": "first-day-2026",
    "language": "zh-hans",
}


@pytest.fixture
def browser():
    return Client(headers={"accept-language": "en"})


def test_an_empty_installation_opens_on_its_set_up_and_then_guides_on(browser):
    assert browser.get("/")["Location"] == "/set-up/"
    assert browser.get("/sign-in/")["Location"] == "/set-up/"
    assert "Set up this installation" in browser.get("/set-up/").content.decode()
    done = browser.post("/set-up/", DATA)
    assert done["Location"] == "/set-up/guide/"
    guide = browser.get("/set-up/guide/")
    assert guide.status_code == 200
    assert "青岛市总工会" in guide.content.decode()
    assert guide.headers["Content-Language"] == "zh-hans", "the language that was chosen"

    user = User.objects.get()
    assert (user.username, user.phone, user.is_superuser) == ("admin", "13905320001", True)
    membership = Membership.objects.get()
    assert (membership.role, membership.union) == (Role.ADMINISTRATOR, TradeUnion.objects.get())
    assert user.history.get().actor_name == "set-up"
    assert browser.get("/admin/").status_code == 200


def test_it_is_closed_once_there_is_a_union(browser):
    factories.make_union("市总工会")
    assert browser.get("/set-up/")["Location"] == "/"
    assert browser.post("/set-up/", DATA)["Location"] == "/"
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("password", "12345678", "The two passwords differ"),
        ("phone", "12", "11-digit mobile number"),
        ("username", "13905320001", "not a phone number"),
        ("federation", "", "required"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(browser, field, value, says):
    answer = browser.post("/set-up/", DATA | {field: value})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not TradeUnion.objects.exists()
    assert not User.objects.exists()


def test_a_poor_password_is_refused(browser):
    answer = browser.post("/set-up/", DATA | {"password": "12345678", "again": "12345678"})
    assert answer.status_code == 422
    assert not TradeUnion.objects.exists()


@pytest.mark.parametrize("role", [Role.UNION_AUDITOR])
def test_the_guide_is_for_those_who_enter_places(district, as_user, officer, role):
    assert as_user(officer).get("/set-up/guide/").status_code == 200
    assert as_user(factories.make_user(role, district)).get("/set-up/guide/").status_code == 403
