"""Pages of the history: the timeline of a facility, all versions of a record, the export."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ops.audit.actions import EXPORT, MAY_EXPORT
from ops.audit.api import facility_in_scope, file_response, take_away
from ops.audit.filters import ONLY, HistoryFilter
from ops.audit.forms import HistoryForm, days_in_words
from ops.audit.lines import Line, Reader
from ops.audit.models import Export
from ops.audit.queries import count_special, history_page, record_history
from ops.compliance.desk import rows_url
from ops.compliance.figures import Figures
from ops.compliance.pagination import place_after, text_place
from ops.compliance.queries import Scope, total
from ops.facilities.models import Facility
from ops.facilities.registry import kinds
from ops.jobs.models import Job
from ops.organization.roles import AT_DESK, READING
from ops.records.days import day_in
from ops.records.errors import RuleBroken
from ops.records.ids import id_in
from ops.web.pages import page

# The page opens on the last week; counts beside the filters are made for at most so many days.
OPENS_ON_DAYS = 7
COUNTED_DAYS = 92
INDEX_PAGE = 60


@dataclass(frozen=True)
class Chip:
    """A filter that is one tap."""

    label: Any
    url: str
    on: bool
    count: int | None = None


@require_GET
@page(*AT_DESK)
def history_index(request: HttpRequest) -> HttpResponse:
    """Whose ledger to open: the facilities in the reader's scope by name."""
    asked, cursor = request.GET.get("q", "").strip(), request.GET.get("cursor", "")
    rows = Facility.objects.visible_to(request.access).select_related("union").order_by("name", "pk")
    if asked:
        rows = rows.filter(Q(name__icontains=asked) | Q(name_en__icontains=asked) | Q(code__iexact=asked))
    if cursor:
        name, pk = text_place(cursor)
        rows = rows.filter(Q(name__gt=name) | Q(name=name, pk__gt=pk))
    found = list(rows[: INDEX_PAGE + 1])
    last = found[INDEX_PAGE - 1] if len(found) > INDEX_PAGE else None
    here = {"q": asked} if asked else {}
    context = {
        "facilities": found[:INDEX_PAGE],
        "asked": asked,
        "kinds": {kind.key: kind for kind in kinds},
        "newest": f"?{urlencode(here)}" if cursor else "",
        "older": f"?{urlencode(here | {'cursor': place_after(last.name, last.pk)})}" if last else "",
    }
    return render(request, "ops/audit/index.html", context)


@require_GET
@page(*READING)
def facility_history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The timeline of a facility, filtered and paged by the address."""
    facility = facility_in_scope(request, pk, *READING)
    data = request.GET.dict()
    form = HistoryForm(_opening(data, facility), facility=facility)
    try:
        chosen, wrong = form.chosen(), ""
    except RuleBroken as error:
        chosen, wrong = HistoryForm(_opening({}, facility), facility=facility).chosen(), str(error.detail)
    reader = Reader.of(request.access, facility)
    shown = history_page(facility, chosen, reader, cursor=data.get("cursor", ""))
    newest = _address(chosen)
    figures, urls = _figures(chosen, facility)
    context = {
        "facility": facility,
        "form": form,
        "wrong": wrong,
        "days": [(day, list(lines)) for day, lines in groupby(shown.lines, key=lambda line: line.date)],
        "chosen": chosen,
        "chosen_days": days_in_words(chosen.first, chosen.last),
        "day_chips": _day_chips(chosen, facility),
        "only_chips": _only_chips(chosen, facility),
        "query": chosen.as_query(),
        "newest": newest if data.get("cursor") else "",
        "older": f"{newest}&{urlencode({'cursor': shown.next})}" if shown.next else "",
        "everything": "?all=1",
        "narrowed": any((chosen.regime, chosen.kind, chosen.person, chosen.source)),
        "figures": figures,
        "urls": urls,
        "may_export": request.access.may_at(facility, *MAY_EXPORT),
        "formats": Export.Format.choices,
        "job": _job(request, facility),
    }
    with timezone.override(facility.zone):
        return render(request, "ops/audit/facility_history.html", context)


@require_POST
@page(*MAY_EXPORT)
def export_history(request: HttpRequest, pk: UUID) -> Any:
    """Take the filtered history away as a file; the filter is the page's. A large one is written while one waits."""
    export, job = take_away(request, facility_in_scope(request, pk, *MAY_EXPORT), request.POST)
    if job is None:
        return file_response(request, export)
    return redirect(f"{reverse('facility-history', args=[pk])}?{urlencode({**_opened(export), 'job': str(job.pk)})}")


@require_GET
@page(*READING)
def record_versions(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """All versions of a record side by side, newest first; `?on=` marks the one that stood on a day."""
    found = record_history(kind, pk, request.access)
    if found is None:
        raise Http404
    request.access.require(found.facility, *READING)
    on = day_in(request.GET.get("on"))
    stood = found.on(on) if on else None
    context = {
        "record": found,
        "facility": found.facility,
        "newest": found.lines[0],
        "rows": _side_by_side(found.lines),
        "on": on,
        "stood": stood,
        "today": found.facility.today(),
    }
    with timezone.override(found.facility.zone):
        return render(request, "ops/audit/record_history.html", context)


def _figures(chosen: HistoryFilter, facility: Facility) -> tuple[Figures | None, dict[str, str]]:
    """The duties of the chosen days; none where the days are not bounded."""
    today = facility.today()
    first, last = chosen.first, min(chosen.last or today, today)
    if first is None or first > last:
        return None, {}
    scope = Scope(facility=facility, regime=chosen.regime)
    urls = {name: rows_url(scope, name, first, last) for name in ("expected", "on_time", "late", "excused")}
    return total(scope, first, last), urls | {"undone": rows_url(scope, "undone", first, last)}


def _opening(data: dict[str, str], facility: Facility) -> dict[str, str]:
    if any(data.get(name) for name in ("day", "first", "last", "all")):
        return data
    first = facility.today() - dt.timedelta(days=OPENS_ON_DAYS - 1)
    return {**data, "first": first.isoformat()}


def _address(chosen: HistoryFilter) -> str:
    query = chosen.as_query()
    if not chosen.first and not chosen.last:
        query["all"] = "1"
    return f"?{urlencode(query)}"


def _day_chips(chosen: HistoryFilter, facility: Facility) -> list[Chip]:
    today = facility.today()
    spans = [
        (_("Today"), today, None),
        (_("Yesterday"), today - dt.timedelta(days=1), today - dt.timedelta(days=1)),
        (_("7 days"), today - dt.timedelta(days=6), None),
        (_("30 days"), today - dt.timedelta(days=29), None),
        (_("All"), None, None),
    ]
    return [
        Chip(label, _address(chosen.but(first=first, last=last)), (chosen.first, chosen.last) == (first, last))
        for label, first, last in spans
    ]


def _only_chips(chosen: HistoryFilter, facility: Facility) -> list[Chip]:
    last = chosen.last or facility.today()
    counted = chosen.first is not None and (last - chosen.first).days <= COUNTED_DAYS
    counts = count_special(facility, chosen) if counted else {}
    return [
        Chip(
            label, _address(chosen.but(only="" if chosen.only == only else only)), chosen.only == only, counts.get(only)
        )
        for only, label in ONLY.items()
    ]


def _side_by_side(lines: list[Line]) -> list[tuple[str, list[tuple[str, bool]]]]:
    """Fields as rows, versions as columns."""
    labels = [label for label, _value, _changed in lines[0].values]
    return [
        (label, [(line.values[index][1], line.values[index][2]) for line in lines])
        for index, label in enumerate(labels)
    ]


def _opened(export: Export) -> dict[str, str]:
    """The filter of an export as the page's address says it."""
    days = {"first", "last"} & export.filters.keys()
    return export.filters if days else {**export.filters, "all": "1"}


def _job(request: HttpRequest, facility: Facility) -> Job | None:
    """The export under way, or just done, that this page was opened with."""
    jobs: Any = Job.objects.filter(kind=EXPORT, started_by=request.user.pk)
    mine = jobs.filter(pk=id_in(request.GET.get("job"))).first()
    ours = mine and Export.objects.filter(pk=mine.about, facility=facility).exists()
    return mine if ours else None
