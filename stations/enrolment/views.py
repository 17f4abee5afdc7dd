"""Pages of enrolment: children, registration, one child's file, pick-up persons, masked fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from ops.checklists.actions import take_photo
from ops.facilities.models import Facility
from ops.organization.roles import AT_STATION, Role
from ops.records.actor import Actor
from ops.records.errors import DomainError, Stale
from ops.records.ids import uuid7
from ops.web.pages import form_errors, own_address, page
from stations.enrolment import actions, persons, places, privacy
from stations.enrolment.consent_models import SensitiveView
from stations.enrolment.consent_texts import texts_in_force
from stations.enrolment.forms import (
    ChildEditForm,
    ContactForm,
    GuardianForm,
    OpenForm,
    PersonForm,
    PickupForm,
    PlaceForm,
    RegisterForm,
    registration_of,
)
from stations.enrolment.models import SENSITIVE, Child, Enrolment, PickupPerson
from stations.enrolment.queries import child_file, children_with_places, persons_around
from stations.enrolment.registry import child_panels, what_waits
from stations.terms.views import station_home, station_of


@dataclass(frozen=True)
class PlaceChange:
    """What may happen to a place: by whom, and what the page says then."""

    action: Callable[..., Enrolment]
    done: Any
    roles: tuple[str, ...] = AT_STATION


PLACE_CHANGES = {
    "admit": PlaceChange(places.admit, gettext_lazy("Admitted."), (Role.FACILITY_MANAGER,)),
    "list": PlaceChange(places.put_on_list, gettext_lazy("On the waiting list.")),
    "back": PlaceChange(places.put_back, gettext_lazy("Back on the waiting list."), (Role.FACILITY_MANAGER,)),
    "refuse": PlaceChange(places.refuse, gettext_lazy("Not admitted."), (Role.FACILITY_MANAGER,)),
    "withdraw": PlaceChange(places.withdraw, gettext_lazy("The place is given up.")),
}


@page(*AT_STATION)
def child_home(request: HttpRequest) -> HttpResponse:
    """To the children of the only station, or a choice among several."""
    return station_home(request, "child-list")


@page(*AT_STATION)
@require_GET
def child_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Children of the station, found by name, pinyin or initials."""
    station = station_of(request, pk)
    text, show = request.GET.get("q", ""), request.GET.get("show", "now")
    children = Child.objects.filter(facility=station).matching(text).order_by("pinyin", "pk")
    found = list(children_with_places(children)[:500])
    lists = {
        "now": [child for child in found if _has(child, Enrolment.ON_ROLL)],
        "waiting": [child for child in found if _has(child, (Enrolment.State.APPLIED, Enrolment.State.WAITING))],
        "all": found,
    }
    show = show if show in lists else "now"
    context = {
        "station": station,
        "q": text,
        "show": show,
        "children": lists["all" if text else show],
        "numbers": {name: len(children) for name, children in lists.items()},
        "waits": what_waits(station),
    }
    return render(request, "stations/enrolment/child_list.html", context)


@page(*AT_STATION)
def child_register(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The registration form (信息登记), on one page."""
    station = station_of(request, pk)
    data = request.POST or None
    form = RegisterForm(data, station=station)
    guardians = [
        GuardianForm(data, prefix="g1"),
        GuardianForm(data, prefix="g2", empty_permitted=True, initial={"relation": "father"}),
    ]
    others = [PersonForm(data, prefix=f"p{number}", empty_permitted=True) for number in (1, 2)]
    contacts = [ContactForm(data, prefix=f"e{number}", empty_permitted=True) for number in (1, 2)]
    texts = texts_in_force(station)
    forms = [form, *guardians, *others, *contacts]
    # Each is asked, so that every mistake is marked at once.
    if request.method == "POST" and all([each.is_valid() for each in forms]):  # noqa: C419
        with form_errors(form) as saved:
            child = actions.register_child(
                id=form.cleaned_data["id"],
                facility=station,
                registration=registration_of(form, guardians, others, contacts, texts),
                term=form.cleaned_data["term"],
                group=form.cleaned_data["group"],
                by=Actor.of(request),
            )
        if saved:
            messages.success(request, _("%(name)s is registered.") % {"name": child})
            return redirect("child-detail", pk=station.pk, child=child.pk)
    context = {"station": station, "form": form, "guardians": guardians, "others": others}
    context |= {"contacts": contacts, "agreements": [(text, form[text.kind]) for text in texts]}
    return render(request, "stations/enrolment/register.html", context, status=422 if form.is_bound else 200)


@page(*AT_STATION)
@require_GET
def child_detail(request: HttpRequest, pk: UUID, child: UUID) -> HttpResponse:
    """One child's file, with what is masked masked."""
    station, found = child_of(request, pk, child)
    return _child_page(request, station, found)


@page(*AT_STATION)
def child_edit(request: HttpRequest, pk: UUID, child: UUID) -> HttpResponse:
    """Correct a child's particulars, with the reason."""
    station, found = child_of(request, pk, child)
    form = ChildEditForm(request.POST or None, request.FILES or None, child=found)
    if request.method == "POST" and form.is_valid():
        try:
            with form_errors(form) as saved:
                columns = form.columns()
                if photo := form.cleaned_data["photo"]:
                    columns["photo"] = take_photo(facility=station, file=photo, by=Actor.of(request))
                actions.amend_child(
                    child=found,
                    version=form.cleaned_data["version"],
                    reason=form.cleaned_data["reason"],
                    allergens=form.cleaned_data["allergens"],
                    by=Actor.of(request),
                    **columns,
                )
            if saved:
                messages.success(request, _("Corrected. The earlier version stays in history."))
                return redirect("child-detail", pk=station.pk, child=found.pk)
        except Stale as error:
            form.add_error(None, str(error.detail))
    context = {"station": station, "child": found, "form": form}
    return render(request, "stations/enrolment/child_edit.html", context, status=422 if form.is_bound else 200)


@page(*AT_STATION)
def child_open(request: HttpRequest, pk: UUID, child: UUID, what: str) -> HttpResponse:
    """Open a masked field; why is asked first and kept."""
    station, found = child_of(request, pk, child)
    kinds = {"health": SensitiveView.What.HEALTH, "identity": SensitiveView.What.IDENTITY}
    if what not in kinds:
        return redirect("child-detail", pk=station.pk, child=found.pk)
    form = OpenForm(request.POST or None)
    values: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as opened:
            values = privacy.open_sensitive(
                id=form.cleaned_data["id"],
                child=found,
                what=kinds[what],
                reason=form.cleaned_data["reason"],
                by=Actor.of(request),
            )
        if opened:
            names = {field.name: str(field.verbose_name) for field in Child._meta.fields}
            values = {names[name]: text for name, text in values.items()}
    context = {"station": station, "child": found, "form": form, "values": values, "what": kinds[what].label}
    return render(
        request,
        "stations/enrolment/open.html",
        context,
        status=422 if form.is_bound and not values else 200,
    )


@page(*AT_STATION)
def child_call(request: HttpRequest, pk: UUID, child: UUID, person: UUID) -> HttpResponse:
    """Call somebody around a child: the number opens by a tap that is kept."""
    station, found = child_of(request, pk, child)
    whom: Any = persons_around(found).get(person)
    if whom is None:
        raise Http404
    phone = ""
    if request.method == "POST":
        reason = _("Call to %(who)s") % {"who": whom.relation_word}
        phone = privacy.open_sensitive(
            id=uuid7(),
            child=found,
            what=SensitiveView.What.PHONE,
            reason=reason,
            person=whom,
            by=Actor.of(request),
        )["phone"]
    context = {"station": station, "child": found, "whom": whom, "phone": phone}
    return render(request, "stations/enrolment/call.html", context)


@page(*AT_STATION)
def pickup_new(request: HttpRequest, pk: UUID, child: UUID) -> HttpResponse:
    """Authorise somebody to collect a child, or bar somebody."""
    station, found = child_of(request, pk, child)
    form = PickupForm(request.POST or None, request.FILES or None, initial={"day": station.today()})
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            photo = form.cleaned_data["photo"]
            photo_id = take_photo(facility=station, file=photo, by=Actor.of(request)).pk if photo else None
            person = persons.authorise_person(
                id=form.cleaned_data["id"], child=found, entered=form.person(photo_id), by=Actor.of(request)
            )
        if saved:
            messages.success(request, _("Entered: %(name)s") % {"name": person.name})
            return redirect("child-detail", pk=station.pk, child=found.pk)
    context = {"station": station, "child": found, "form": form}
    return render(request, "stations/enrolment/pickup.html", context, status=422 if form.is_bound else 200)


@page(*AT_STATION)
@require_POST
def pickup_withdraw(request: HttpRequest, pk: UUID, child: UUID, person: UUID) -> HttpResponse:
    """End an authorisation or a bar, with the reason. A bar is the manager's to lift."""
    station, found = child_of(request, pk, child)
    whom = get_object_or_404(PickupPerson.objects.filter(child=found), pk=person)
    if whom.barred:
        request.access.require(station, Role.FACILITY_MANAGER)
    persons.withdraw_person(person=whom, reason=request.POST.get("reason", ""), by=Actor.of(request))
    messages.success(request, _("No longer authorised: %(name)s") % {"name": whom.name})
    return redirect("child-detail", pk=station.pk, child=found.pk)


@page(*AT_STATION)
@require_POST
def consent_new(request: HttpRequest, pk: UUID, child: UUID) -> HttpResponse:
    """Keep a promise to leave alone, or its withdrawal."""
    station, found = child_of(request, pk, child)
    entered = persons.NewConsent(
        "leave_alone", given=request.POST.get("given") == "yes", given_by=request.POST.get("given_by", "").strip()
    )
    try:
        persons.record_consent(id=uuid7(), child=found, entered=entered, by=Actor.of(request))
        messages.success(request, _("Saved."))
    except DomainError as error:
        messages.error(request, error.detail)
    return redirect("child-detail", pk=station.pk, child=found.pk)


@page(*AT_STATION)
def place_new(request: HttpRequest, pk: UUID, child: UUID) -> HttpResponse:
    """Give a registered child a place in a term."""
    station, found = child_of(request, pk, child)
    form = PlaceForm(request.POST or None, station=station)
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            place = places.enrol(child=found, by=Actor.of(request), **form.cleaned_data)
        if saved:
            full = place.state == Enrolment.State.WAITING
            messages.success(request, _("The term is full: on the waiting list.") if full else _("Admitted."))
            return redirect("child-detail", pk=station.pk, child=found.pk)
    context = {"station": station, "child": found, "form": form}
    return render(request, "stations/enrolment/place.html", context, status=422 if form.is_bound else 200)


@page(*AT_STATION)
@require_POST
def place_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move a place on: admit, onto the waiting list, back onto it, not admitted, given up; with the reason."""
    access: Any = request.access
    place = get_object_or_404(Enrolment.objects.visible_to(access, AT_STATION).select_related("facility"), pk=pk)
    change = PLACE_CHANGES.get(request.POST.get("do", ""), PLACE_CHANGES["withdraw"])
    access.require(place.facility, *change.roles)
    try:
        change.action(enrolment=place, reason=request.POST.get("reason", ""), by=Actor.of(request))
        messages.success(request, str(change.done))
    except DomainError as error:
        messages.error(request, error.detail)
    child = reverse("child-detail", args=[place.facility_id, place.child_id])
    return redirect(own_address(request, request.POST.get("back"), child))


def _has(child: Child, states: Any) -> bool:
    return any(place.state in states for place in child.places)  # type: ignore[attr-defined]


def child_of(request: HttpRequest, pk: UUID, child: UUID) -> tuple[Facility, Child]:
    """The station and its child, without what is encrypted; else 404, or 403 for those who do not work there."""
    station = station_of(request, pk)
    found = get_object_or_404(Child.objects.filter(facility=station).defer(*SENSITIVE), pk=child)
    found.facility = station
    return station, found


def _child_page(request: HttpRequest, station: Facility, child: Child) -> HttpResponse:
    access: Any = request.access
    context = {
        "station": station,
        "child": child,
        "file": child_file(child, station.today()),
        "age": child.age(station.today()),
        "is_manager": access.may_at(station, Role.FACILITY_MANAGER),
    }
    context |= {"first": _panels(request, context, first=True), "further": _panels(request, context, first=False)}
    return render(request, "stations/enrolment/child_detail.html", context)


def _panels(request: HttpRequest, context: dict[str, Any], *, first: bool) -> list[str]:
    """What later capabilities add to the file."""
    return [
        render_to_string(panel.template, context | panel.load(context["child"]), request)
        for panel in child_panels
        if panel.first == first
    ]
