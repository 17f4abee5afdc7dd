"""People sign in by phone number or user name, and are stopped after too many wrong passwords."""

import pytest
from django.core import mail
from django.test import Client
from kombu.exceptions import OperationalError

from ops.organization.models import User
from ops.organization.roles import Role
from ops.organization.tasks import send_password_link
from tests import factories

PAGE = "/sign-in/"


@pytest.fixture
def browser():
    return Client(headers={"accept-language": "en"})


def enter(browser, login, password=factories.PASSWORD, **more):
    return browser.post(PAGE, {"login": login, "password": password, **more})


@pytest.mark.parametrize(
    "typed", ["13905320001", " 139 0532 0001", "+86 139-0532-0001", "１３９０５３２０００１", "haiyan", "HaiYan "]
)
def test_a_person_signs_in_however_they_write_it(district, browser, typed):
    user = factories.make_user(Role.UNION_OFFICER, district, phone="13905320001", username="haiyan")
    answer = enter(browser, typed)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert browser.get("/").status_code == 302
    user.refresh_from_db()
    assert user.last_login is not None
    assert user.history.count() == 1, "a sign-in is no change of the person"


def test_the_page_that_was_asked_for_opens_after_signing_in(officer, browser):
    asked = browser.get("/profile/?x=1")
    assert asked["Location"] == "/sign-in/?next=/profile/%3Fx%3D1"
    assert b'value="/profile/?x=1"' in browser.get(asked["Location"]).content
    assert enter(browser, officer.username, next="/profile/?x=1")["Location"] == "/profile/?x=1"


def test_an_address_elsewhere_is_not_followed(officer, browser):
    assert enter(browser, officer.username, next="https://evil.example/")["Location"] == "/"


def test_wrong_password_and_unknown_name_read_the_same(officer, browser):
    wrong, unknown = enter(browser, officer.username, "wrong"), enter(browser, "nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 422
    text = "Phone number or user name and password do not match"
    assert text in wrong.content.decode()
    assert text in unknown.content.decode()


def test_an_unknown_name_costs_a_hash_too(officer, browser, monkeypatch):
    hashed = []
    monkeypatch.setattr(User, "set_password", lambda self, raw: hashed.append(raw))
    enter(browser, "nobody", "wrong")
    assert hashed == ["wrong"]


def test_a_deactivated_person_does_not_get_in(officer, browser):
    officer.is_active = False
    officer.acted_by(factories.TESTER).save()
    assert enter(browser, officer.username).status_code == 422


def test_too_many_wrong_passwords_stop_even_the_right_one_for_a_while(officer, browser, time_machine):
    time_machine.move_to("2026-07-21 08:00+08:00")
    for _i in range(7):
        assert enter(browser, officer.phone, "wrong").status_code == 422
    stopped = enter(browser, f"+86 {officer.phone}", "wrong")
    assert stopped.status_code == 429
    refused = enter(browser, officer.phone)
    assert refused.status_code == 429
    assert "Wait 15 minutes" in refused.content.decode()
    assert "Forgotten your password?" in refused.content.decode()
    time_machine.move_to("2026-07-21 08:16+08:00")
    assert enter(browser, officer.phone).status_code == 302


def test_others_are_not_stopped_by_somebodys_wrong_passwords(officer, auditor, browser):
    for _i in range(8):
        enter(browser, officer.phone, "wrong")
    assert enter(browser, auditor.phone).status_code == 302


def test_the_administration_site_says_the_same(officer, browser):
    for _i in range(9):
        answer = browser.post("/admin/login/", {"username": officer.username, "password": "wrong"})
    assert answer.status_code == 429
    assert "Too many attempts" in answer.content.decode()


def test_signing_out_takes_a_post(officer, as_user):
    browser = as_user(officer)
    assert browser.get("/sign-out/").status_code == 405
    assert browser.get("/profile/").status_code == 200
    assert browser.post("/sign-out/")["Location"] == "/sign-in/"
    assert browser.get("/profile/").status_code == 302


def test_the_language_of_the_profile_comes_with_the_person(district, browser):
    factories.make_user(Role.UNION_OFFICER, district, username="haiyan", language="zh-hans")
    enter(browser, "haiyan")
    assert browser.cookies["django_language"].value == "zh-hans"
    assert browser.get("/profile/").headers["Content-Language"] == "zh-hans"


def test_switching_the_language_is_kept_in_the_profile(officer, as_user):
    as_user(officer).post("/language/", {"language": "en", "next": "/"})
    officer.refresh_from_db()
    assert officer.language == "en"


def test_somebody_without_a_role_learns_whom_to_ask(district, as_user):
    browser = as_user(factories.make_user())
    assert browser.get("/")["Location"] == "/no-role/"
    page = browser.get("/no-role/").content.decode()
    assert "Ask the manager of your station or room" in page


def test_a_part_of_a_page_asked_without_log_in_sends_the_whole_page_to_sign_in(city):
    answer = Client().get("/profile/", headers={"hx-request": "true", "hx-current-url": "http://testserver/people/"})
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/?next=%2Fpeople%2F")


# --- Forgotten password ---


def test_a_link_by_mail_sets_a_new_password_once(officer, browser, eager_tasks):
    asked = browser.post("/forgotten/", {"email": officer.email.upper()})
    assert "a link is on its way" in asked.content.decode()
    address = next(line for line in mail.outbox[0].body.splitlines() if line.startswith("http"))
    path = address.split("8000", 1)[1]
    assert browser.get(path).status_code == 200
    poor = browser.post(path, {"password": "12345678", "again": "12345678"})
    assert poor.status_code == 422
    different = browser.post(path, {"password": "a-new-one-1", "again": "a-new-one-2"})
    assert "The two passwords differ" in different.content.decode()
    assert browser.post(path, {"password": "a-new-one-1", "again": "a-new-one-1"})["Location"] == "/sign-in/"
    assert enter(browser, officer.username, "a-new-one-1").status_code == 302
    assert Client().get(path).status_code == 409


def test_the_answer_does_not_tell_whether_an_account_exists(officer, browser, eager_tasks):
    def said(email):
        page = browser.post("/forgotten/", {"email": email}).content.decode().replace(email, "*")
        return page[page.index("<main") : page.index("</main>")]

    assert said(officer.email) == said("no@example.org")
    assert len(mail.outbox) == 1


def test_nobody_is_flooded_with_links(officer, browser, eager_tasks):
    for _i in range(6):
        assert browser.post("/forgotten/", {"email": officer.email}).status_code == 200
    assert len(mail.outbox) == 3


def test_the_link_is_sent_at_once_while_the_queue_is_away(officer, browser, monkeypatch):
    def away(*args, **options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(send_password_link, "apply_async", away)
    assert browser.post("/forgotten/", {"email": officer.email}).status_code == 200
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("path", ["/forgotten/x/y/", "/forgotten/AAAA/c0-ffee/", "/welcome/never-made/"])
def test_a_link_that_never_was_is_refused_plainly(city, browser, path):
    answer = browser.get(path)
    assert answer.status_code == 409
    assert "used or has expired" in answer.content.decode()


# --- One's own profile ---


def test_changing_the_password_signs_other_devices_out_and_not_this_one(officer, as_user):
    here, there = as_user(officer), as_user(officer)
    data = {"old": "wrong", "password": "a-new-one-1", "again": "a-new-one-1"}
    assert "not your present password" in here.post("/profile/password/", data).content.decode()
    assert here.post("/profile/password/", data | {"old": factories.PASSWORD}).status_code == 302
    assert here.get("/profile/").status_code == 200
    assert there.get("/profile/").status_code == 302
    assert officer.history.first().history_change_reason == "Password changed"


def test_signing_out_everywhere_keeps_this_device_alone(officer, as_user):
    here, there = as_user(officer), as_user(officer)
    assert here.post("/profile/sign-out-elsewhere/").status_code == 302
    assert here.get("/profile/").status_code == 200
    assert there.get("/profile/").status_code == 302


def test_details_are_corrected_with_history(officer, as_user):
    data = {"name": "于海燕", "phone": "138 0532 0000", "email": "yu@example.org", "language": "en"}
    assert as_user(officer).post("/profile/", data).status_code == 302
    officer.refresh_from_db()
    assert (officer.name, officer.phone, officer.version) == ("于海燕", "13805320000", 2)
    assert officer.history.first().history_user == officer


def test_a_number_of_somebody_else_is_refused_at_its_field(officer, auditor, as_user):
    data = {"name": officer.name, "phone": auditor.phone, "email": "", "language": "en"}
    answer = as_user(officer).post("/profile/", data)
    assert answer.status_code == 422
    assert "belongs to another account" in answer.content.decode()


def test_one_address_does_not_try_a_password_on_everybody(officer, browser):
    for number in range(100):
        assert enter(browser, f"person{number}", "password1").status_code == 422
    assert enter(browser, officer.username).status_code == 429, "not even the right one, from there"
    elsewhere = Client(headers={"accept-language": "en"}, REMOTE_ADDR="10.9.9.9")
    assert enter(elsewhere, officer.username).status_code == 302
