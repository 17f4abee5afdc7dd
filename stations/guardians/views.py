"""The guardian's pages: the way in, today, who may collect, agreements."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from ops.checklists.actions import take_photo
from ops.checklists.models import Photo
from ops.checklists.photos import picture
from ops.organization import codes, links
from ops.organization.forms import CodeForm
from ops.organization.models import User
from ops.organization.roles import Role
from ops.organization.views import BACKEND, speak
from ops.records.actor import Actor
from ops.records.errors import DomainError
from ops.records.ids import uuid7
from ops.web.pages import form_errors, page, public_page
from stations.enrolment.consent_models import Consent
from stations.enrolment.models import Child, Guardian
from stations.guardians import accounts, actions, queries
from stations.guardians.forms import NoticesForm, PhoneForm, WishForm, WithdrawForm
from stations.guardians.models import AllergyRequest, Asked, DataRequest, PersonRequest

# --- The way in ---


@public_page
@never_cache
@sensitive_post_parameters("code")
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in by a code to the phone; somebody signed in already adds the children behind that phone."""
    if request.method != "POST":
        return _ask_phone(request, PhoneForm())
    return _check_code(request) if "code" in request.POST else _send_code(request)


def _ask_phone(request: HttpRequest, form: PhoneForm, status: int = 200) -> HttpResponse:
    return render(request, "stations/guardians/enter.html", {"form": form}, status=status)


def _ask_code(request: HttpRequest, form: CodeForm, phone: str, status: int = 200) -> HttpResponse:
    context = {"form": form, "phone": phone, "minutes": codes.MINUTES_VALID}
    return render(request, "stations/guardians/enter_code.html", context, status=status)


def _send_code(request: HttpRequest) -> HttpResponse:
    form = PhoneForm(request.POST)
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        with form_errors(form) as sent:
            known = accounts.station_knows(phone)
            codes.request_code(request, phone=phone, purpose=accounts.PURPOSE, known=known)
        if sent:
            return _ask_code(request, CodeForm(initial={"phone": phone}), phone)
    return _ask_phone(request, form, status=422)


def _check_code(request: HttpRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, form, request.POST.get("phone", ""), status=422)
    phone, by = form.cleaned_data["phone"], Actor.of(request)
    with form_errors(form) as right:
        codes.require_right(phone=phone, purpose=accounts.PURPOSE, code=form.cleaned_data["code"])
    if not right:
        return _ask_code(request, form, phone, status=422)
    if request.user.is_authenticated:
        accounts.join_by_phone(user=request.access.user, phone=phone, by=by)
        messages.success(request, _("Your children are here now."))
        return redirect("family-home")
    return _enter(request, accounts.enter_by_phone(phone=phone, by=by))


@public_page
@never_cache
def enter_by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Open a link that staff handed out. Used up by the button only: a messenger that looks ahead does not burn it."""
    if request.method == "POST":
        return _enter(request, accounts.enter_by_link(secret=secret, by=Actor.of(request)))
    link = links.find(secret)
    return render(request, "stations/guardians/enter_link.html", {"person": link.user})


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user, backend=BACKEND)
    response = redirect("family-home")
    if user.language:
        speak(response, user.language)
    return response


# --- Today ---


@page(Role.GUARDIAN)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """One card a child: where it is now."""
    access: Any = request.access
    days = queries.todays(access)
    context = {"days": days, "notices": accounts.are_chosen(access.user), "today": timezone.localdate()}
    return render(request, "stations/guardians/home.html", context)


@page(Role.GUARDIAN)
@require_GET
def child(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One child: today, the term, who may collect, and the ways on."""
    found = child_of(request, pk)
    station = found.facility
    today = station.today()
    context = {
        "child": found,
        "station": station,
        "day": queries.today_of(request.access, found),
        "terms": queries.terms_of(found, today),
        "persons": queries.collectors_of(found, today),
        "requests": queries.requests_of(found),
    }
    return render(request, "stations/guardians/child.html", context)


@page(Role.GUARDIAN)
def notices(request: HttpRequest) -> HttpResponse:
    """Of what I am told, and whether by text too; the other ways stand with my messages."""
    access: Any = request.access
    form = NoticesForm(request.POST or None, initial=asdict(accounts.are_chosen(access.user)))
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            accounts.choose(user=access.user, by=Actor.of(request), chosen=accounts.Chosen(**form.cleaned_data))
        if saved:
            messages.success(request, _("Saved."))
            return redirect("family-home")
    return render(request, "stations/guardians/notices.html", {"form": form}, status=422 if form.errors else 200)


@page(Role.GUARDIAN)
def photo(request: HttpRequest, pk: UUID, photo: UUID) -> HttpResponseBase:
    """A picture of the child, of who may collect, or of who was proposed; 404 for any other."""
    found = child_of(request, pk)
    if photo not in queries.photos_of(found, found.facility.today()):
        raise Http404
    return picture(request, get_object_or_404(Photo, pk=photo))


# --- Who may collect ---


@page(Role.GUARDIAN)
def person_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask that somebody may collect the child."""
    return _wish_page(request, child_of(request, pk), PersonRequest.Kind.ADD, None)


@page(Role.GUARDIAN)
def person_change(request: HttpRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Ask for a change of somebody who may collect the child."""
    found = child_of(request, pk)
    return _wish_page(request, found, PersonRequest.Kind.CHANGE, person_of(found, person))


@page(Role.GUARDIAN)
def person_withdraw(request: HttpRequest, pk: UUID, person: UUID) -> HttpResponse:
    """Ask that somebody no longer collects the child."""
    found = child_of(request, pk)
    whom = person_of(found, person)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as asked:
            actions.ask_person(
                id=form.cleaned_data["id"],
                child=found,
                kind=PersonRequest.Kind.WITHDRAW,
                wish=actions.Wish(note=form.cleaned_data["note"]),
                person=whom,
                asked_by=me(request, found),
                by=Actor.of(request),
            )
        if asked:
            messages.success(request, _("The door sees at once that you asked. It holds once staff have confirmed it."))
            return redirect("family-child", pk=found.pk)
    context = {"child": found, "whom": whom, "form": form}
    return render(request, "stations/guardians/withdraw.html", context, status=422 if form.is_bound else 200)


@page(Role.GUARDIAN)
@require_POST
def request_back(request: HttpRequest, pk: UUID, asked: UUID) -> HttpResponse:
    """Take a request back that the station has not answered, of whichever kind."""
    found = child_of(request, pk)
    back = actions.take_back(request=queries.request_of(found, asked), by=Actor.of(request))
    messages.success(request, _("Taken back."))
    return redirect(_ASKED_AT[type(back)], pk=found.pk)


# The page on which each kind of request stands.
_ASKED_AT: dict[type[Asked], str] = {
    PersonRequest: "family-child",
    AllergyRequest: "family-allergies",
    DataRequest: "family-data",
}


def _wish_page(request: HttpRequest, child: Child, kind: str, person: Any) -> HttpResponse:
    form = WishForm(request.POST or None, request.FILES or None, initial=_standing(person, child))
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as asked:
            photo = form.cleaned_data["photo"]
            photo_id = take_photo(facility=child.facility, file=photo, by=Actor.of(request)).pk if photo else None
            actions.ask_person(
                id=form.cleaned_data["id"],
                child=child,
                kind=kind,
                wish=form.wish(photo_id),
                person=person,
                asked_by=me(request, child),
                by=Actor.of(request),
            )
        if asked:
            messages.success(request, _("Sent. It holds once staff have seen and confirmed it."))
            return redirect("family-child", pk=child.pk)
    context = {"child": child, "whom": person, "form": form}
    return render(request, "stations/guardians/wish.html", context, status=422 if form.is_bound else 200)


def _standing(person: Any, child: Child) -> dict[str, Any]:
    """What stands about a person, to begin a change with; the phone is only ever entered anew."""
    if person is None:
        return {"day": child.facility.today()}
    return {"name": person.name, "relation": person.relation, **WishForm.holding(person, child.facility.today())}


# --- Agreements ---


@page(Role.GUARDIAN)
def consents(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was agreed to, and the way to give or take back each."""
    found = child_of(request, pk)
    if request.method == "POST":
        kind, given = request.POST.get("kind", ""), request.POST.get("given") == "yes"
        if kind not in Consent.Kind.values:
            raise Http404
        try:
            actions.change_consent(
                id=uuid7(), child=found, kind=kind, given=given, guardian=me(request, found), by=Actor.of(request)
            )
            messages.success(request, _("Saved."))
        except DomainError as error:
            messages.error(request, str(error.detail))
        return redirect("family-consents", pk=found.pk)
    context = {"child": found, "agreements": queries.agreements_of(found)}
    return render(request, "stations/guardians/consents.html", context)


# --- Shared ---


def child_of(request: HttpRequest, pk: UUID) -> Child:
    """One of the reader's own children, else 404."""
    children = queries.children_of(request.access)
    return get_object_or_404(children.select_related("facility", "facility__union"), pk=pk)


def me(request: HttpRequest, child: Child) -> Guardian:
    """The reader as the child's station knows them."""
    return queries.tie_to(request.access, child).guardian


def person_of(child: Child, pk: UUID) -> Any:
    """Somebody who may collect the child today, else 404."""
    found = [person for person in queries.collectors_of(child, child.facility.today()) if person.pk == pk]
    if not found:
        raise Http404
    return found[0]
