"""The pages behind a station's link: what is open, the phone, the form, and how an application stands."""

from __future__ import annotations

import time
from dataclasses import replace
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from ops.checklists.forms import drawn_picture
from ops.facilities.models import Facility
from ops.organization import codes, texts
from ops.organization.forms import CodeForm, PhoneForm
from ops.organization.throttle import HOUR, require_moderation
from ops.records.actor import Actor
from ops.records.encryption import decrypt, encrypt
from ops.records.errors import RuleBroken
from ops.records.ids import uuid7
from ops.web.pages import form_errors, public_page
from stations.applications import actions, queries
from stations.applications.forms import Sheet
from stations.applications.loose import keep_photo
from stations.applications.models import Application
from stations.applications.packing import Wanted
from stations.enrolment.consent_texts import texts_in_force
from stations.terms.models import Term

PURPOSE = "apply"
# A phone that was proved counts for so long on this device, for this station.
SECONDS_PROVED = 3 * HOUR
SESSION_KEY = "applying"


@public_page
@never_cache
@require_safe
def apply_home(request: HttpRequest, code: str) -> HttpResponse:
    """What a guardian can apply for: terms with places left or the waiting list, and what will be asked."""
    station = _station(code)
    context = {
        "station": station,
        "terms": queries.open_terms(station),
        "coming": queries.coming_terms(station),
        "texts": texts_in_force(station),
    }
    return render(request, "stations/applications/home.html", context)


@public_page
@never_cache
@sensitive_post_parameters()
def apply_form(request: HttpRequest, code: str, term: UUID) -> HttpResponse:
    """First the phone, then the form; nothing is kept before it was sent and is right."""
    station = _station(code)
    found = queries.open_term(station, term)
    if found is None:
        return redirect("apply", code=station.code)
    found.facility = station
    phone = proved_phone(request, station)
    if not phone:
        context = {"station": station, "term": found, "form": PhoneForm()}
        return render(request, "stations/applications/phone.html", context)
    sheet = Sheet(request.POST or None, request.FILES or None, term=found, phone=phone)
    if request.method == "POST":
        require_moderation(request, "apply", most=30, seconds=HOUR)
        application = _sent(request, sheet)
        if application is not None:
            request.session.pop(SESSION_KEY, None)
            messages.success(request, _("Your application has arrived."))
            return redirect("application-state", secret=application.secret)
    context = {"station": station, "term": found, "sheet": sheet, "phone": phone}
    return render(request, "stations/applications/form.html", context, status=422 if sheet.is_bound else 200)


@public_page
@never_cache
@require_POST
@sensitive_post_parameters("code")
def apply_phone(request: HttpRequest, code: str, term: UUID) -> HttpResponse:
    """Send a code to the phone, or check it."""
    station = _station(code)
    found = queries.open_term(station, term)
    if found is None:
        return redirect("apply", code=station.code)
    if "code" in request.POST:
        return _check_code(request, station, found)
    form = PhoneForm(request.POST)
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        with form_errors(form) as sent:
            codes.request_code(request, phone=phone, purpose=PURPOSE)
        if sent:
            return _ask_code(request, station, found, CodeForm(initial={"phone": phone}), phone)
    context = {"station": station, "term": found, "form": form}
    return render(request, "stations/applications/phone.html", context, status=422)


@public_page
@never_cache
@require_safe
def application_state(request: HttpRequest, secret: str) -> HttpResponse:
    """How it stands with each child, what comes next, and the way to withdraw; by secret link."""
    application = _application(secret)
    lines = queries.lines_of(application)
    context = {
        "application": application,
        "station": application.facility,
        "term": application.term,
        "lines": lines,
        "can_be_withdrawn": any(line.can_be_withdrawn for line in lines),
    }
    return render(request, "stations/applications/state.html", context)


@public_page
@require_POST
def application_withdraw(request: HttpRequest, secret: str) -> HttpResponse:
    """The guardian withdraws the application."""
    require_moderation(request, "withdraw-application", most=20, seconds=HOUR)
    application = _application(secret)
    by = replace(Actor.of(request), user=None, name=application.phone_masked)
    if actions.take_back(application=application, by=by):
        messages.success(request, _("Your application is withdrawn."))
    return redirect("application-state", secret=secret)


# --- The phone ---


def proved_phone(request: HttpRequest, station: Facility) -> str:
    """The phone that was proved on this device for this station; empty when none was, or too long ago."""
    kept = request.session.get(SESSION_KEY) or {}
    if kept.get("station") != str(station.pk) or kept.get("until", 0) < time.time():
        return ""
    return decrypt(kept["phone"])


def _check_code(request: HttpRequest, station: Facility, term: Term) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, station, term, form, request.POST.get("phone", ""), status=422)
    phone = form.cleaned_data["phone"]
    with form_errors(form) as right:
        codes.require_right(phone=phone, purpose=PURPOSE, code=form.cleaned_data["code"])
    if not right:
        return _ask_code(request, station, term, form, phone, status=422)
    request.session[SESSION_KEY] = {
        "station": str(station.pk),
        "phone": encrypt(codes.require_mobile(phone)),
        "until": time.time() + SECONDS_PROVED,
    }
    return redirect("apply-form", code=station.code, term=term.pk)


def _ask_code(
    request: HttpRequest, station: Facility, term: Term, form: CodeForm, phone: str, status: int = 200
) -> HttpResponse:
    context = {"station": station, "term": term, "form": form, "phone": phone, "printed": texts.are_printed()}
    return render(request, "stations/applications/code.html", context, status=status)


# --- The form ---


def _sent(request: HttpRequest, sheet: Sheet) -> Application | None:
    """The application, once everything is right; pictures are stored first, so that an error elsewhere loses none."""
    by = actions.a_guardian(sheet.phone, ip=Actor.of(request).ip)
    _keep_photos(sheet, by)
    if sheet.own_phone_again():
        sheet.second.add_error("phone", _("The second guardian has a phone of their own."))
    if not sheet.is_valid() or sheet.wrong:
        return None
    with form_errors(sheet.sign):
        id = sheet.sign.cleaned_data["id"]
        sent = sheet.sign.cleaned_data["signature"]
        name, file = sha256(sent.encode()).hexdigest(), drawn_picture(sent)
        signature = keep_photo(id=uuid5(id, name), facility=sheet.term.facility, file=file, by=by, field="signature")
        return actions.apply(
            id=id,
            term=sheet.term,
            phone=sheet.phone,
            children=[signed(wanted, signature.pk) for wanted in sheet.wanted()],
            signed_by=sheet.sign.cleaned_data["signed_by"],
            signature_id=signature.pk,
            language=get_language() or "",
            by=by,
        )
    return None


def signed(wanted: Wanted, signature: UUID) -> Wanted:
    """The same with the signature under each agreement and each order."""
    registration = wanted.registration
    consents = [replace(consent, signature_id=signature) for consent in registration.consents]
    orders = [replace(order, signature_id=signature) for order in wanted.orders]
    return Wanted(replace(registration, consents=consents), orders)


def _keep_photos(sheet: Sheet, by: Actor) -> None:
    for form in sheet.persons:
        file = form.files.get(form.add_prefix("photo"))
        if file is None:
            continue
        if sheet.agreements["photo"].data != "yes":
            form.add_error("photo", _("Agree that photos are kept, or send none."))
            continue
        try:
            photo = keep_photo(id=uuid7(), facility=sheet.term.facility, file=file, by=by, field="photo")
            form.keep(photo.pk)
        except RuleBroken as refused:
            form.add_error("photo", str(refused.detail))


def _station(code: str) -> Facility:
    station = queries.station_by_code(code)
    if station is None:
        raise Http404
    return station


def _application(secret: str) -> Any:
    application = queries.application_by_secret(secret)
    if application is None:
        raise Http404
    return application
