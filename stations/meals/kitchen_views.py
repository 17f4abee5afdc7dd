"""Pages of the kitchen's count: what is sent, its print, and what a kitchen's phone shows without an account."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from ops.organization.roles import AT_STATION
from ops.records.actor import Actor
from ops.records.ids import uuid7
from ops.web.pages import form_errors, page, public_page
from stations.meals import kitchen, kitchen_link
from stations.meals.forms import KitchenForm
from stations.meals.models import KitchenLink, MealKind
from stations.terms.views import station_home, station_of


@page(*AT_STATION)
def kitchen_count_home(request: HttpRequest) -> HttpResponse:
    """To the count of the only station, or a choice among several."""
    return station_home(request, "kitchen-count")


@page(*AT_STATION)
def kitchen_count(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Portions from who is here now, sent to the kitchen by one tap; what is different since stands beside."""
    station = station_of(request, pk)
    kind = request.GET.get("kind", "")
    kind = kind if kind in MealKind.values else MealKind.LUNCH.value
    count = kitchen.kitchen_count(station, station.today(), kind)
    form = KitchenForm(request.POST or None, initial={"staff": count.usual_staff})
    if request.method == "POST" and form.is_valid():
        with form_errors(form) as saved:
            kitchen.send_to_kitchen(
                facility=station, kind=kind, occurred_at=timezone.now(), by=Actor.of(request), **form.cleaned_data
            )
        if saved:
            messages.success(request, _("Sent to the kitchen."))
            return redirect(f"{reverse('kitchen-count', args=[station.pk])}?kind={kind}")
    link = kitchen_link.open_link(station)
    context = {
        "station": station,
        "count": count,
        "form": form,
        "kind": kind,
        "kind_label": MealKind(kind).label,
        "kinds": MealKind.choices,
        "sent": [(order, kitchen.groups_of(order), kitchen.specials_of(order)) for order in count.sent[:1]],
        "link": link,
        "address": address_of(request, link) if link else "",
        "hours": kitchen_link.HOURS_VALID,
    }
    return render(request, "stations/meals/kitchen.html", context, status=422 if form.is_bound else 200)


@page(*AT_STATION)
@require_POST
def kitchen_link_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make a link for the kitchen's phone, or withdraw the one that stands (`do` is "withdraw")."""
    station, by = station_of(request, pk), Actor.of(request)
    if request.POST.get("do") != "withdraw":
        kitchen_link.make_link(id=uuid7(), facility=station, by=by)
    elif (standing := kitchen_link.open_link(station)) is not None:
        kitchen_link.withdraw_link(link=standing, by=by)
        messages.success(request, _("The link no longer opens anything."))
    return redirect(f"{reverse('kitchen-count', args=[station.pk])}#phone")


@public_page
@never_cache
@require_GET
def kitchen_phone(request: HttpRequest, token: str) -> HttpResponse:
    """What the kitchen was told today, on its own phone, while the link is good; it shows nothing else."""
    link = _opened(token)
    kitchen_link.note_opened(link=link, by=_by_kitchen(request))
    context = {"station": link.facility, "link": link, "token": token, "day": link.facility.today()}
    return render(request, "stations/meals/kitchen_phone.html", {**context, "rows": kitchen_link.told_by(link)})


@public_page
@require_POST
def kitchen_seen(request: HttpRequest, token: str) -> HttpResponse:
    """The kitchen says that it has read a count; where a newer one came meanwhile, that one is shown."""
    for told in kitchen_link.told_by(_opened(token)):
        if str(told.order.pk) == request.POST.get("order"):
            kitchen.mark_seen(order=told.order, by=_by_kitchen(request))
    return redirect("kitchen-phone", token=token)


def address_of(request: HttpRequest, link: KitchenLink) -> str:
    """The whole address that opens the kitchen's page."""
    return request.build_absolute_uri(reverse("kitchen-phone", args=[kitchen_link.token_of(link)]))


def _by_kitchen(request: HttpRequest) -> Actor:
    return Actor.of(request, name="kitchen")


def _opened(token: str) -> KitchenLink:
    link = kitchen_link.link_of(token)
    if link is None:
        raise Http404
    return link
