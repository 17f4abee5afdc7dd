"""Pages of emergency contacts, of what a guardian agreed to, and of the texts that are asked for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ops.organization.models import TradeUnion
from ops.organization.roles import AT_STATION, MANAGING
from ops.policy import queries as policy
from ops.records.actor import Actor
from ops.web.pages import form_errors, page
from stations.enrolment import persons
from stations.enrolment.consent_models import Consent
from stations.enrolment.consent_texts import publish_text, text_signed, texts_of, versions_of
from stations.enrolment.forms import ConsentTextForm, ContactAddForm
from stations.enrolment.models import EmergencyContact
from stations.enrolment.views import child_of


@page(*AT_STATION)
def contact_new(request: HttpRequest, pk: UUID, child: UUID) -> HttpResponse:
    """Say whom to call when no guardian answers."""
    station, found = child_of(request, pk, child)
    form = ContactAddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            persons.add_contact(id=form.cleaned_data["id"], child=found, entered=form.contact(), by=Actor.of(request))
        if saved:
            messages.success(request, _("Saved."))
            return redirect("child-detail", pk=station.pk, child=found.pk)
    context = {"station": station, "child": found, "form": form}
    return render(request, "stations/enrolment/contact.html", context, status=422 if form.is_bound else 200)


@page(*AT_STATION)
@require_POST
def contact_withdraw(request: HttpRequest, pk: UUID, child: UUID, contact: UUID) -> HttpResponse:
    """Somebody is no longer called in an emergency, with the reason."""
    station, found = child_of(request, pk, child)
    whom = get_object_or_404(EmergencyContact.objects.filter(child=found), pk=contact)
    persons.withdraw_contact(contact=whom, reason=request.POST.get("reason", ""), by=Actor.of(request))
    messages.success(request, _("Saved."))
    return redirect("child-detail", pk=station.pk, child=found.pk)


@page(*AT_STATION)
@require_GET
def consent_detail(request: HttpRequest, pk: UUID, child: UUID, consent: UUID) -> HttpResponse:
    """What a guardian agreed to or refused: the whole text in its version, when, and the signature."""
    station, found = child_of(request, pk, child)
    row = get_object_or_404(Consent.objects.filter(child=found).select_related("text"), pk=consent)
    context = {"station": station, "child": found, "consent": row, "text": text_signed(row)}
    return render(request, "stations/enrolment/consent.html", context)


@page(*MANAGING)
@require_GET
def consent_text_list(request: HttpRequest) -> HttpResponse:
    """The texts in force for the reader's union, and what was published."""
    unions = policy.unions_of(request.access)
    rows: list[Any] = versions_of(unions)
    for row in rows:
        row.label = Consent.Kind(row.kind).label
    context = {
        "texts": texts_of(unions[0].path, timezone.localdate()),
        "versions": rows,
        "may_publish": any(policy.may_set(request.access, union) for union in unions),
    }
    return render(request, "stations/enrolment/consent_texts.html", context)


@page(*policy.SETTING)
def consent_text_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Publish a new version of a text, from a day on."""
    if kind not in Consent.Kind.values:
        raise Http404
    unions = [union for union in policy.unions_of(request.access) if policy.may_set(request.access, union)]
    standing = next(text for text in texts_of(unions[0].path, timezone.localdate()) if text.kind == kind)
    initial = {"body": standing.zh, "body_en": standing.en}
    form = ConsentTextForm(request.POST or None, unions=unions, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        union = get_object_or_404(TradeUnion, pk=given.pop("union"))
        with form_errors(form) as saved:
            publish_text(union=union, kind=kind, by=Actor.of(request), **given)
        if saved:
            messages.success(request, _("Published. It holds from %(day)s.") % {"day": given["valid_from"]})
            return redirect("consent-text-list")
    context = {"form": form, "label": Consent.Kind(kind).label}
    return render(request, "stations/enrolment/consent_text_form.html", context, status=422 if form.is_bound else 200)
