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

from ops.facilities.models import Facility
from ops.organization.roles import AT_STATION
from ops.records.actor import Actor
from ops.web.pages import form_errors, page, public_page
from stations.meals import kitchen
from stations.meals.forms import KitchenForm
from stations.meals.models import KitchenOrder, MealKind
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
    context = {
        "station": station,
        "count": count,
        "form": form,
        "kind": kind,
        "kind_label": MealKind(kind).label,
        "kinds": MealKind.choices,
        "sent": [(order, kitchen.groups_of(order), kitchen.specials_of(order)) for order in count.sent[:1]],
        "link": request.build_absolute_uri(
            reverse("kitchen-phone", args=[kitchen.kitchen_token(station, station.today())])
        ),
    }
    return render(request, "stations/meals/kitchen.html", context, status=422 if form.is_bound else 200)


@public_page
@never_cache
@require_GET
def kitchen_phone(request: HttpRequest, token: str) -> HttpResponse:
    """What the kitchen was told today, on its own phone: the link is good for one day and shows nothing else."""
    station, orders = _told(token)
    rows = [(order, kitchen.groups_of(order), kitchen.specials_of(order)) for order in orders]
    context = {"station": station, "rows": rows, "token": token, "day": station.today()}
    return render(request, "stations/meals/kitchen_phone.html", context)


@public_page
@require_POST
def kitchen_seen(request: HttpRequest, token: str) -> HttpResponse:
    """The kitchen says that it has read a count; where a newer one came meanwhile, that one is shown."""
    _station, orders = _told(token)
    for order in orders:
        if str(order.pk) == request.POST.get("order"):
            kitchen.mark_seen(order=order, by=Actor.of(request, name="kitchen"))
    return redirect("kitchen-phone", token=token)


def _told(token: str) -> tuple[Facility, list[KitchenOrder]]:
    found = kitchen.kitchen_of(token)
    if found is None:
        raise Http404
    station, day = found
    return station, kitchen.told_today(station, day)
