"""Pages: colleagues where they are known, and the unions below one's own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from ops.organization import actions, queries
from ops.organization.access import Access
from ops.organization.forms import ColleagueForm, EndForm, UnionForm, UntilForm, end_of, last_day_of
from ops.organization.models import Membership, OneTimeLink, TradeUnion
from ops.organization.roles import AT_DESK, MANAGING, Role
from ops.records.actor import Actor
from ops.records.paging import page_of
from ops.web.pages import form_errors, page

SEES_PEOPLE = (Role.FACILITY_MANAGER, *AT_DESK)
LINK_IN_SESSION = "one_time_link"


@page(*SEES_PEOPLE)
def people_list(request: HttpRequest) -> HttpResponse:
    """Who has which role at what, until when."""
    access: Access = request.access
    text, role = request.GET.get("q", ""), request.GET.get("role", "")
    state = request.GET.get("state") or "current"
    place = _place(access, request.GET)
    rows = queries.colleagues(access, text=text, role=role, state=state, place=place)
    context = {
        "page": page_of(request, rows, "person_name", "pk"),
        "q": text,
        "role": role,
        "state": state,
        "place": place,
        "roles": [(value, label) for value, label in Role.choices if value != Role.GUARDIAN],
        "phones": queries.sees_phones(access),
        "may_add": access.may(*MANAGING),
    }
    return render(request, "ops/organization/people_list.html", context)


@page(*MANAGING)
def people_add(request: HttpRequest) -> HttpResponse:
    """Add a colleague by phone number; without a place, choose one first."""
    access: Access = request.access
    place = _place(access, request.GET)
    if place is None:
        text = request.GET.get("q", "")
        places = queries.places_to_staff(access, text=text)
        if len(places) == 1 and not text:
            return redirect(f"{reverse('people-add')}?{_query_of(places[0])}")
        context = {"q": text, "places": [(one, _query_of(one)) for one in places]}
        return render(request, "ops/organization/people_add_where.html", context)
    form = ColleagueForm(request.POST or None, roles=access.grantable(place))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            data = form.cleaned_data
            with form_errors(_in_until_field(form)) as saved:
                added = actions.add_colleague(
                    phone=data["phone"],
                    name=data["name"],
                    role=data["role"],
                    place=place,
                    until=end_of(data["last_day"], getattr(place, "zone", None)),
                    by=Actor.of(request),
                )
            if saved:
                return _added(request, added)
    return render(request, "ops/organization/people_add.html", {"form": form, "place": place}, status=status)


@page(*SEES_PEOPLE)
def membership_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One membership: whose, where, until when; limit it, end it, give its holder a new link."""
    return _membership_page(request, _membership(request, pk))


@page(*MANAGING)
@require_POST
def membership_limit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let it run until another day."""
    membership = _membership(request, pk)
    form = UntilForm(request.POST)
    if form.is_valid():
        until = end_of(form.cleaned_data["last_day"], getattr(membership.place, "zone", None))
        with form_errors(_in_until_field(form)) as saved:
            actions.limit_membership(
                membership=membership, until=until, version=form.cleaned_data["version"], by=Actor.of(request)
            )
        if saved:
            messages.success(request, _("Saved."))
            return redirect("membership-detail", pk=pk)
    return _membership_page(request, membership, until=form, status=422)


@page(*SEES_PEOPLE)
@require_POST
def membership_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End it now."""
    membership = _membership(request, pk)
    form = EndForm(request.POST)
    if form.is_valid():
        with form_errors(form) as saved:
            actions.end_membership(membership=membership, reason=form.cleaned_data["reason"], by=Actor.of(request))
        if saved:
            messages.success(request, _("Ended. Access is gone with the next page."))
            return redirect("people-list")
    return _membership_page(request, membership, end=form, status=422)


@page(*MANAGING)
@require_POST
def membership_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new one-time link for its holder."""
    membership = _membership(request, pk)
    secret = actions.renew_link(user=membership.user, by=Actor.of(request))
    return _show_link(request, membership, secret)


@page(*MANAGING)
@never_cache
def link_once(request: HttpRequest) -> HttpResponse:
    """The one-time link, as text and as a QR code, shown this once."""
    kept = request.session.pop(LINK_IN_SESSION, None)
    if kept is None:
        return redirect("people-list")
    url = request.build_absolute_uri(reverse("welcome", args=[kept["secret"]]))
    code = segno.make(url, error="m").svg_inline(scale=6, border=2, svgclass="qr", lineclass=None)
    membership = get_object_or_404(Membership.objects.select_related("user", "union", "facility"), pk=kept["of"])
    context = {"url": url, "qr": mark_safe(code), "membership": membership, "days": OneTimeLink.DAYS_VALID}  # noqa: S308
    return render(request, "ops/organization/link_once.html", context)


# --- Unions ---


@page(*AT_DESK)
def union_list(request: HttpRequest) -> HttpResponse:
    """The unions of one's subtree as a tree."""
    access: Access = request.access
    unions = list(queries.unions_with_counts(access))
    top = min((union.depth for union in unions), default=1)
    running = access.union_paths(*actions.RUNS_UNIONS)
    rows = [
        (union, union.depth - top, any(union.path.startswith(path) and union.path != path for path in running))
        for union in unions
    ]
    context = {"rows": rows, "may_add": bool(running)}
    return render(request, "ops/organization/union_list.html", context)


@page(*actions.RUNS_UNIONS)
def union_add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Enter a union below this one."""
    above = _union(request, pk)
    form = UnionForm(
        request.POST or None, initial={"level": TradeUnion.Level.GRASSROOTS if above.depth > 1 else "district"}
    )
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            fields = {name: value for name, value in form.cleaned_data.items() if name != "version"}
            with form_errors(form) as saved:
                actions.add_union(below=above, by=Actor.of(request), **fields)
            if saved:
                messages.success(request, _("Saved."))
                return redirect("union-list")
    return render(request, "ops/organization/union_form.html", {"form": form, "above": above}, status=status)


@page(*actions.RUNS_UNIONS)
def union_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rename a union."""
    union = _union(request, pk)
    standing = {name: getattr(union, name) for name in ("name", "name_en", "short_name", "level", "version")}
    form = UnionForm(request.POST or None, initial=standing)
    if union.level == TradeUnion.Level.CITY:
        form.fields["level"].choices = [(TradeUnion.Level.CITY.value, TradeUnion.Level.CITY.label)]  # type: ignore[attr-defined]
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            with form_errors(form) as saved:
                actions.change_union(union=union, by=Actor.of(request), **form.cleaned_data)
            if saved:
                messages.success(request, _("Saved."))
                return redirect("union-list")
    return render(request, "ops/organization/union_form.html", {"form": form, "union": union}, status=status)


# --- Parts ---


def _place(access: Access, query: Any) -> Any:
    """The union or facility named in the address, if the reader may see it; 404 for a foreign one."""
    for name, rows in (("facility", queries.facilities()), ("union", TradeUnion.objects)):
        if asked := query.get(name):
            try:
                found = rows.visible_to(access).filter(pk=UUID(asked)).first()
            except ValueError:
                found = None
            if found is None:
                raise Http404
            return found
    return None


def _query_of(place: Any) -> str:
    return f"{'union' if isinstance(place, TradeUnion) else 'facility'}={place.pk}"


def _membership(request: HttpRequest, pk: UUID) -> Membership:
    rows = Membership.objects.visible_to(request.access).select_related("user", "union", "facility")
    return get_object_or_404(rows, pk=pk)


def _union(request: HttpRequest, pk: UUID) -> TradeUnion:
    return get_object_or_404(TradeUnion.objects.visible_to(request.access), pk=pk)


def _membership_page(request: HttpRequest, membership: Membership, status: int = 200, **forms: Any) -> HttpResponse:
    access: Access = request.access
    last_day = last_day_of(membership.until, getattr(membership.place, "zone", None))
    context = {
        "membership": membership,
        "last_day": last_day,
        "until": forms.get("until") or UntilForm(initial={"last_day": last_day, "version": membership.version}),
        "end": forms.get("end") or EndForm(),
        "open": next(iter(forms), ""),
        "phones": queries.sees_phones(access),
        "may_run": membership.is_current and access.may_grant(membership.role, membership.place),
        "own": membership.user_id == request.user.pk,
        "versions": membership.history.select_related("history_user").order_by("-history_date"),
    }
    return render(request, "ops/organization/membership.html", context, status=status)


def _in_until_field(form: Any) -> Any:
    """The action speaks of `until`, the form of the last day: show the refusal there."""
    form.fields.setdefault("until", form.fields["last_day"])
    return form


def _added(request: HttpRequest, added: actions.Added) -> HttpResponse:
    if added.secret:
        return _show_link(request, added.membership, added.secret)
    messages.success(request, _("%(name)s has the role now and signs in as before.") % {"name": added.membership.user})
    return redirect("people-list")


def _show_link(request: HttpRequest, membership: Membership, secret: str) -> HttpResponse:
    request.session[LINK_IN_SESSION] = {"secret": secret, "of": str(membership.pk)}
    return redirect("link-once")
