"""A program acts for a person by a token that is shown once and can be revoked."""

import datetime as dt

import pytest
from rest_framework.test import APIClient

from ops.organization.models import ApiToken
from tests import factories

TOKENS = "/api/v1/tokens/"


@pytest.fixture
def program():
    return APIClient(headers={"accept-language": "en"})


def bearing(token):
    return APIClient(headers={"accept-language": "en", "authorization": f"Token {token}"})


def ask(program, user, password=factories.PASSWORD, **more):
    return program.post(TOKENS, {"username": user.phone, "password": password, "name": "tablet"} | more)


def test_a_program_signs_in_asks_who_it_is_and_signs_out(officer, district, program, query_budget):
    made = ask(program, officer)
    assert made.status_code == 201
    token = made.json()["token"]
    with query_budget(2):
        me = bearing(token).get("/api/v1/me/").json()
    assert (me["name"], me["roles"][0]["role"], me["roles"][0]["union"]) == (
        officer.name,
        "union_officer",
        str(district.pk),
    )
    listed = bearing(token).get(TOKENS).json()
    assert [(row["id"], row["name"]) for row in listed] == [(token[:15], "tablet")]
    assert token not in str(listed)
    assert bearing(token).delete(f"{TOKENS}{token[:15]}/").status_code == 204
    refused = bearing(token).get("/api/v1/me/")
    assert (refused.status_code, refused.json()["type"]) == (401, "not-signed-in")
    reasons = [row.history_change_reason for row in officer.history.all()]
    assert reasons[:2] == ["API token revoked: tablet", "API token made: tablet"]


def test_wrong_credentials_have_one_shape_and_stop_after_some(officer, program):
    for _i in range(7):
        wrong = ask(program, officer, "wrong")
        assert (wrong.status_code, wrong.json()["type"]) == (400, "wrong-credentials")
    stopped = ask(program, officer, "wrong")
    assert (stopped.status_code, stopped.json()["type"]) == (429, "too-many")
    assert "Wait 15 minutes" in stopped.json()["detail"]
    assert int(stopped["Retry-After"]) > 800
    assert ask(program, officer).status_code == 429
    assert program.post("/sign-in/", {"login": officer.phone, "password": "x"}, format="multipart").status_code == 429
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize("missing", ["username", "password"])
def test_without_credentials_there_is_no_token(officer, program, missing):
    body = {"username": officer.phone, "password": factories.PASSWORD, "name": "tablet"}
    del body[missing]
    assert program.post(TOKENS, body).status_code == 400


def test_an_expired_token_is_worthless(officer, program, time_machine):
    time_machine.move_to("2027-07-01 08:00+08:00")
    token = ask(program, officer, days=1).json()["token"]
    assert bearing(token).get("/api/v1/me/").status_code == 200
    time_machine.move_to("2027-07-02 08:01+08:00")
    assert bearing(token).get("/api/v1/me/").status_code == 401


def test_nobody_revokes_anothers_token(officer, auditor, program):
    token = ask(program, officer).json()["token"]
    other = ask(program, auditor).json()["token"]
    assert bearing(other).delete(f"{TOKENS}{token[:15]}/").status_code == 404
    assert bearing(token).get("/api/v1/me/").status_code == 200


def test_a_person_makes_and_revokes_a_token_on_their_page(officer, as_user):
    browser = as_user(officer)
    page = browser.post("/profile/tokens/", {"name": "考勤机", "days": "30"})
    assert page.status_code == 200
    token = page.context["made"]
    assert token in page.content.decode()
    assert bearing(token).get("/api/v1/me/").status_code == 200
    assert token not in browser.get("/profile/tokens/").content.decode(), "it is shown once"
    row = ApiToken.objects.get()
    assert dt.timedelta(days=29) < row.expiry - row.created < dt.timedelta(days=31)
    assert browser.post(f"/profile/tokens/{row.digest}/revoke/").status_code == 302
    assert bearing(token).get("/api/v1/me/").status_code == 401


def test_a_person_has_at_most_twenty(officer, as_user):
    for number in range(20):
        ApiToken.objects.create(officer, name=str(number))
    answer = as_user(officer).post("/profile/tokens/", {"name": "one more", "days": "30"})
    assert answer.status_code == 422
    assert "as many tokens" in answer.content.decode()


def test_the_program_corrects_ones_own_details(officer, auditor, api):
    changed = api(officer).patch("/api/v1/me/", {"email": "new@example.org", "language": "en"}).json()
    assert (changed["email"], changed["language"]) == ("new@example.org", "en")
    taken = api(officer).patch("/api/v1/me/", {"phone": auditor.phone})
    assert (taken.status_code, list(taken.json()["errors"])) == (400, ["phone"])


def test_a_link_for_a_forgotten_password_ends_all_tokens(officer, program):
    from ops.organization import links
    from ops.organization.actions import accept_link

    token = ask(program, officer).json()["token"]
    secret = links.make(user=officer, by=factories.TESTER)
    accept_link(secret=secret, name=officer.name, password="a-new-one-1", by=factories.TESTER)
    assert bearing(token).get("/api/v1/me/").status_code == 401
