"""The decorator of pages: who comes in, and what a refusal looks like in the browser."""

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import RequestFactory

from ops.records.errors import Conflict, RuleBroken
from ops.web.pages import form_errors, page, public_page, toast

HTMX = {"HX-Request": "true"}


class Person:
    """Somebody signed in."""

    is_authenticated = True
    pk = 7
    name = "于海燕"


class Access:
    """The roles of somebody."""

    def __init__(self, *roles):
        self.roles = frozenset(roles)

    def may(self, *roles):
        return not self.roles.isdisjoint(roles)


class AForm(forms.Form):
    phone = forms.CharField()


@page("staff")
def open_page(request):
    return HttpResponse("fine")


@page("staff")
def refusing(request):
    raise Conflict("王桂芬 has sent this list.")


@page("staff", offline=True)
def kept(request):
    return HttpResponse("fine")


@pytest.fixture(autouse=True)
def _sign_in_page(settings):
    settings.LOGIN_URL = "/sign-in/"


@pytest.fixture
def ask():
    def request(path="/roll-call/?day=1", *, roles=("staff",), signed_in=True, method="get", **headers):
        made = getattr(RequestFactory(), method)(path, headers=headers)
        made.user = Person() if signed_in else AnonymousUser()
        made.access = Access(*roles)
        return made

    return request


def test_somebody_with_the_role_comes_in(ask):
    answer = open_page(ask())
    assert answer.content == b"fine"
    assert "no-store" in answer["Cache-Control"]


def test_a_page_names_its_roles():
    assert open_page.roles == {"staff"}
    assert page()(lambda request: HttpResponse()).roles == frozenset()
    assert public_page(lambda request: HttpResponse()).roles is None


def test_a_stranger_signs_in_and_comes_back(ask):
    answer = open_page(ask(signed_in=False))
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/roll-call/%3Fday%3D1")


def test_a_strangers_htmx_request_leads_the_whole_page_to_sign_in(ask):
    headers = {**HTMX, "HX-Current-URL": "http://testserver/board/?x=1"}
    answer = open_page(ask(signed_in=False, method="post", **headers))
    assert answer.status_code == 401
    assert answer["HX-Redirect"].endswith("?next=%2Fboard%2F%3Fx%3D1")


def test_a_strangers_form_comes_back_to_the_page_it_was_on(ask):
    answer = open_page(ask("/do/", signed_in=False, method="post", Referer="http://testserver/form/"))
    assert answer["Location"].endswith("?next=/form/")


def test_a_foreign_referer_is_not_followed(ask):
    answer = open_page(ask("/do/", signed_in=False, method="post", Referer="https://evil.example/form/"))
    assert answer["Location"].endswith("?next=/")


def test_the_wrong_role_is_denied(ask):
    with pytest.raises(PermissionDenied):
        open_page(ask(roles=("auditor",)))


def test_a_page_kept_for_offline_says_so_to_the_device(ask):
    assert kept(ask())["X-Keep-Offline"] == "1"
    assert "X-Keep-Offline" not in open_page(ask())


@pytest.mark.django_db
def test_a_conflict_becomes_a_page_that_says_what_to_do(ask):
    answer = refusing(ask(method="post"))
    assert answer.status_code == 409
    assert "王桂芬 has sent this list." in answer.content.decode()


@pytest.mark.django_db
def test_a_conflict_asked_by_htmx_goes_to_its_place_on_the_page(ask):
    answer = refusing(ask(method="post", **HTMX))
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#problem"
    assert "<html" not in answer.content.decode()


def test_a_programming_error_is_not_a_refusal(ask):
    @page("staff")
    def broken(request):
        raise KeyError("x")

    with pytest.raises(KeyError):
        broken(ask())


def test_a_broken_rule_becomes_an_error_at_the_field():
    form = AForm({"phone": "1"})
    with form_errors(form) as saved:
        raise RuleBroken("phone", "Eleven digits.")
    assert not saved
    assert saved.status == 422
    assert form.errors == {"phone": ["Eleven digits."]}


def test_a_rule_about_a_field_not_shown_is_an_error_of_the_form():
    form = AForm({"phone": "1"})
    with form_errors(form) as saved:
        raise RuleBroken("term", "The term has ended.")
    assert not saved
    assert form.non_field_errors() == ["The term has ended."]


def test_what_was_saved_is_true():
    with form_errors(AForm({"phone": "1"})) as saved:
        pass
    assert saved


def test_a_conflict_is_not_a_form_error():
    with pytest.raises(Conflict), form_errors(AForm({"phone": "1"})):
        raise Conflict


def test_an_answer_can_carry_a_toast():
    assert '"undo": "/undo/"' in toast(HttpResponse(), "Done", undo="/undo/")["HX-Trigger"]
