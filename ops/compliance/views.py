"""Pages of the union desk: who is behind, since when, who knows; and the rows behind each figure."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from ops.compliance import actions, desk, exports, queries
from ops.compliance.forms import FIGURE_LABELS, DeskForm
from ops.compliance.pagination import moment_place, place_after, text_place
from ops.compliance.queries import Scope
from ops.duties.models import Duty
from ops.duties.registry import regimes
from ops.facilities.models import Facility
from ops.jobs.models import Job
from ops.jobs.tables import Format
from ops.organization.roles import AT_DESK, READING
from ops.records.actor import Actor
from ops.records.ids import id_in
from ops.web.pages import is_htmx, page, toast

PAGE = 50


@require_GET
@page(*AT_DESK)
def union_desk(request: HttpRequest) -> HttpResponse:
    """The desk of a union on a day."""
    asked = DeskForm(request.GET).asked()
    access = request.access
    shown = desk.desk_of(access, asked.union)
    compared = queries.day_compared(shown.scope, asked.day)
    duties, facilities = queries.behind_counts(shown.scope)
    monday = asked.day - dt.timedelta(days=asked.day.weekday())
    context = {
        "desk": shown,
        "day": asked.day,
        "today": timezone.localdate(),
        "is_today": asked.day == timezone.localdate(),
        "now": timezone.localtime(),
        "kinds": desk.facility_kinds(shown.scope),
        "compared": compared,
        "urls": {name: desk.rows_url(shown.scope, name, asked.day, asked.day) for name in FIGURE_LABELS},
        "behind": queries.with_chain(queries.most_urgent(shown.scope, desk.SHOWN_BEHIND), desk.names_of_reach()),
        "behind_duties": duties,
        "behind_facilities": facilities,
        "worse": compared.worse,
        "may_urge": access.may(*desk.MAY_URGE),
        "regimes": desk.by_regime(shown.scope, asked.day),
        "heat": desk.heat_of(shown, monday, asked.day),
        "monday": monday,
        "todos": desk.todos_for(access),
        "banners": desk.banners_for(access),
        "counted": queries.counted_until(),
        "query": urlencode({"union": str(shown.union.pk)}),
    }
    return render(request, "ops/compliance/desk.html", context)


@require_GET
@page(*AT_DESK)
def facility_standings(request: HttpRequest) -> HttpResponse:
    """All facilities of a union: who is behind and since when, or everybody by name."""
    form = DeskForm(request.GET)
    asked = form.asked()
    shown = desk.desk_of(request.access, asked.union)
    scope = Scope(union=shown.union, regime=asked.regime)
    everybody = request.GET.get("all") == "1"
    cursor = request.GET.get("cursor", "")
    found, older = _everybody(scope, asked.kind, cursor) if everybody else _behind(scope, asked.kind, cursor)
    chosen = {"union": str(shown.union.pk), "regime": asked.regime, "kind": asked.kind}
    base = {name: value for name, value in chosen.items() if value}
    here = base | ({"all": "1"} if everybody else {})
    duties, facilities = queries.behind_counts(scope)
    context = {
        "desk": shown,
        "form": form,
        "standings": queries.standings(found, asked.regime),
        "everybody": everybody,
        "behind_facilities": facilities,
        "behind_duties": duties,
        "behind_url": f"?{urlencode(base)}",
        "all_url": f"?{urlencode(base | {'all': '1'})}",
        "newest": f"?{urlencode(here)}" if cursor else "",
        "older": f"?{urlencode(here | {'cursor': older})}" if older else "",
        "job": _job(request),
        "formats": Format.choices,
        "chosen": here,
        "today": timezone.localdate(),
        "week": timezone.localdate() - dt.timedelta(days=6),
    }
    return render(request, "ops/compliance/facilities.html", context)


@require_POST
@page(*AT_DESK)
def standings_export(request: HttpRequest) -> HttpResponse:
    """Let a worker write who is behind as a file; the list shows how far it is."""
    asked = DeskForm(request.POST).asked()
    shown = desk.desk_of(request.access, asked.union)
    job = exports.ask_for(
        asked=asked,
        union=shown.union,
        everybody=request.POST.get("all") == "1",
        format=request.POST.get("format", ""),
        by=Actor.of(request),
    )
    return redirect(job.page)


def _job(request: HttpRequest) -> Job | None:
    """The export under way, or just done, that the list was opened with."""
    mine: Any = Job.objects.filter(kind=exports.EXPORT, started_by=request.user.pk)
    return mine.filter(pk=id_in(request.GET.get("job"))).first()


def _behind(scope: Scope, kind: str, cursor: str) -> tuple[list[Facility], str]:
    rows = queries.facilities_behind(scope, kind)
    if cursor:
        since, pk = moment_place(cursor)
        rows = rows.filter(Q(since__gt=since) | Q(since=since, facility__gt=pk))
    found = list(rows[: PAGE + 1])
    shown = [row["facility"] for row in found[:PAGE]]
    facilities = Facility.objects.select_related("union").in_bulk(shown)
    last = found[PAGE - 1] if len(found) > PAGE else None
    return [facilities[pk] for pk in shown], place_after(last["since"], last["facility"]) if last else ""


def _everybody(scope: Scope, kind: str, cursor: str) -> tuple[list[Facility], str]:
    rows = scope.facilities().select_related("union").order_by("name", "pk")
    if kind:
        rows = rows.filter(kind=kind)
    if cursor:
        name, pk = text_place(cursor)
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=pk))
    found = list(rows[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], place_after(last.name, last.pk) if last else ""


@require_GET
@page(*READING)
def duty_rows(request: HttpRequest) -> HttpResponse:
    """The duties that a figure counts."""
    form = DeskForm(request.GET)
    asked = form.asked()
    shown, scope = scope_asked(request.access, asked)
    figure = asked.figure or "expected"
    cursor = request.GET.get("cursor", "")
    rows, older = page_of_duties(queries.rows_behind(scope, figure, asked.first, asked.last), cursor)
    here = {name: value for name, value in request.GET.dict().items() if name != "cursor" and value}
    found = queries.total(scope, asked.first, asked.last)
    context = {
        "desk": shown,
        "scope": scope,
        "form": form,
        "asked": asked,
        "figure": figure,
        "figures": found,
        "chips": [
            (label, f"?{urlencode(here | {'figure': name})}", getattr(found, name), name == figure)
            for name, label in FIGURE_LABELS.items()
        ],
        "rows": rows,
        "regime_label": named.label if (named := regimes.get(asked.regime)) else "",
        "newest": f"?{urlencode(here)}" if cursor else "",
        "older": f"?{urlencode(here | {'cursor': older})}" if older else "",
    }
    return render(request, "ops/compliance/duties.html", context)


def scope_asked(access: Any, asked: Any) -> tuple[desk.Desk | None, Scope]:
    """The facility or union asked for, within the reader's reach. Raises Http404 outside it."""
    if asked.facility:
        visible = Facility.objects.visible_to(access).select_related("union")
        facility = get_object_or_404(visible, pk=asked.facility)
        access.require(facility, *READING)
        return None, Scope(facility=facility, regime=asked.regime)
    if not access.may(*AT_DESK):
        raise Http404
    shown = desk.desk_of(access, asked.union)
    return shown, Scope(union=shown.union, regime=asked.regime)


def page_of_duties(rows: QuerySet[Duty], cursor: str, limit: int = PAGE) -> tuple[list[Duty], str]:
    """Latest first, after the cursor; and the cursor of the next page."""
    if cursor:
        due, pk = moment_place(cursor)
        rows = rows.filter(Q(due_at__lt=due) | Q(due_at=due, pk__lt=pk))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return found[:limit], place_after(last.due_at, last.pk) if last else ""


@require_POST
@page(*desk.MAY_URGE)
def urge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remind those responsible now."""
    access = request.access
    duty = get_object_or_404(Duty.objects.visible_to(access).select_related("facility"), pk=pk)
    access.require(duty.facility, *desk.MAY_URGE)
    urging = actions.urge(duty=duty, by=Actor.of(request))
    if is_htmx(request):
        answer = render(request, "ops/compliance/urged.html", {"urging": urging})
        return toast(answer, ngettext("%d person was reminded.", "%d people were reminded.", urging.told) % urging.told)
    return redirect("desk")
