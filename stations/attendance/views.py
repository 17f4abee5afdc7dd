"""Pages of the door: roll call, one child's day, the day's records and their correction."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ops.checklists.forms import given_uuid
from ops.facilities.models import Facility
from ops.organization.roles import AT_STATION, Role
from ops.records.actor import Actor
from ops.records.days import day_in
from ops.records.errors import DomainError, RuleBroken
from ops.records.ids import id_in
from ops.web.pages import page
from stations.attendance import absences, actions, queries
from stations.attendance.board import Board, Tile, persons_for
from stations.attendance.board import roll_call as read_board
from stations.attendance.forms import HealthForm
from stations.attendance.models import Absence, Handover
from stations.attendance.ratio import live
from stations.attendance.rules import Arrival, Departure, Tap, fever_limit
from stations.enrolment.models import Child, PickupPerson, Relation
from stations.enrolment.registry import what_waits
from stations.terms.views import station_home, station_of

FILTERS = ("missing", "here", "absent", "left", "all")


@dataclass(slots=True)
class Row:
    """A tile as drawn: with its note, whether the filter shows it, and the persons around the child."""

    tile: Tile
    note: str
    shown: bool
    persons: list[PickupPerson]
    barred: list[PickupPerson]
    siblings: list[Tile]

    @property
    def sibling_names(self) -> str:
        """The siblings by name."""
        return _(", ").join(tile.label for tile in self.siblings)


@page(*AT_STATION)
def roll_call_home(request: HttpRequest) -> HttpResponse:
    """To the roll call of the only station, or a choice among several."""
    return station_home(request, "roll-call")


@page(*AT_STATION, offline=True)
def roll_call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The roll call of a day; a POST is one tap of a page without scripts."""
    station = station_of(request, pk)
    if request.method == "POST":
        return _tap(request, station)
    board = read_board(station, day_of(request, station))
    show = request.GET.get("show", "missing")
    show = show if show in FILTERS else "missing"
    rows = _rows(board, show, request.GET.get("q", ""))
    now = live(station)
    context = {
        **_door(request, station),
        "board": board,
        "counts": board.counts,
        "waits": what_waits(station),
        "on_their_way": board.counts["missing"] - board.counts["overdue"],
        "day_number": board.terms[0].day_number(board.day) if board.terms else 0,
        "register_url": reverse("child-register", args=[station.pk]),
        "terms_url": reverse("term-list", args=[station.pk]),
        "show": show,
        "searching": "q" in request.GET or "search" in request.GET,
        "q": request.GET.get("q", ""),
        "sections": _sections(rows),
        "rows": rows,
        "page_id": uuid4(),
        "mark": now.mark,
        "ratio": now.ratio(board.counts["here"]) if board.is_today else None,
        "texts": _texts(),
        "config": _config(station, board, request),
    }
    return render(request, "stations/attendance/roll_call.html", context)


@page(*AT_STATION)
@require_GET
def roll_call_states(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The roll call's states, by child: what a board on the screen asks for again and again."""
    station = station_of(request, pk)
    board = read_board(station, station.today())
    tiles = {
        str(tile.child_id): [tile.css, tile.state, board.note(tile), tile.handover_id, tile.absence_id]
        for tile in board.tiles
    }
    now = live(station)
    ratio = now.ratio(board.counts["here"])
    return JsonResponse(
        {"at": board.read_at, "mark": now.mark, "ratio": [ratio.css, ratio.text], "tiles": tiles},
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
    )


@page(*AT_STATION, offline=True)
@require_GET
def child_day(request: HttpRequest, pk: UUID, child: UUID) -> HttpResponse:
    """One child's day: what the board shows in a sheet, as a page."""
    station = station_of(request, pk)
    board = read_board(station, station.today())
    found = next((tile for tile in board.tiles if tile.child_id == child), None)
    if found is None:
        return redirect("child-detail", pk=station.pk, child=child)
    board.tiles = [found]
    context = {
        **_door(request, station),
        "board": board,
        "row": _rows(board, "all", "")[0],
        "page_id": uuid4(),
        "on_page": True,
    }
    return render(request, "stations/attendance/child_day.html", context)


def _tap(request: HttpRequest, station: Facility) -> HttpResponse:
    """One tap without scripts: `do` is verb:child[:more]; says what became of it and shows the board again."""
    verb, _colon, rest = request.POST.get("do", "").partition(":")
    child_id, _colon, more = rest.partition(":")
    child = get_object_or_404(
        Child.objects.filter(facility=station).plainly().select_related("facility"), pk=id_in(child_id)
    )
    by = Actor.of(request)
    tap_id = uuid5(given_uuid(request.POST.get("page", "")), f"{verb}:{child_id}")
    try:
        if verb == "open":
            return redirect("child-day", pk=station.pk, child=child.pk)
        if verb == "absent":
            absences.record_absence(id=tap_id, child=child, local_date=station.today(), reason=more, by=by)
        elif verb == "undo":
            actions.undo(handover=get_object_or_404(Handover, pk=id_in(more), facility=station), by=by)
        else:
            _hand_over(_tap_of(verb, tap_id, child, more, request), by)
    except DomainError as error:
        messages.error(request, error.detail)
        return redirect("child-day", pk=station.pk, child=child.pk)
    messages.success(request, _("Recorded: %(name)s") % {"name": child})
    return redirect(f"{reverse('roll-call', args=[station.pk])}?{request.GET.urlencode()}".rstrip("?"))


def _tap_of(verb: str, tap_id: UUID, child: Child, more: str, request: HttpRequest) -> Tap:
    now = timezone.now()
    if verb == "arrive":
        return _arrival(request, tap_id, child, more)
    given = request.POST
    return Departure(
        id=tap_id,
        child_id=child.pk,
        occurred_at=now,
        person_id=id_in(more) if verb == "leave" else None,
        left_alone=verb == "alone",
        override_reason=given.get("override_reason", "") if verb == "release" else "",
        person_name=given.get("person_name", "") if verb == "release" else "",
        relation=given.get("relation", "") if verb == "release" else "",
    )


def _arrival(request: HttpRequest, tap_id: UUID, child: Child, more: str) -> Arrival:
    form = HealthForm(request.POST)
    if not form.is_valid():
        raise RuleBroken("temperature", next(iter(form.errors.values()))[0])
    now = timezone.now()
    return Arrival(id=tap_id, child_id=child.pk, occurred_at=now, person_id=id_in(more), **form.cleaned_data)


def _hand_over(tap: Tap, by: Actor) -> None:
    day = queries.day_of_child(tap.child_id, tap.occurred_at)
    if day is None:
        raise RuleBroken("child", _("This child is not known."))
    if isinstance(tap, Arrival):
        actions.drop_off(arrival=tap, child_day=day, by=by)
    else:
        actions.pick_up(departure=tap, child_day=day, by=by)


def _door(request: HttpRequest, station: Facility) -> dict[str, Any]:
    """What every sheet at the door needs."""
    access: Any = request.access
    return {
        "station": station,
        "is_manager": access.may_at(station, Role.FACILITY_MANAGER),
        "relations": Relation.choices,
        "measures": Handover.Measure.choices,
        "reasons": [choice for choice in Absence.Reason.choices if choice[0] != Absence.Reason.UNREACHED],
    }


def _rows(board: Board, show: str, text: str) -> list[Row]:
    persons = persons_for(board.facility, board.day, [tile.child_id for tile in board.tiles])
    wanted = text.strip().lower()
    families: dict[UUID, set[UUID]] = {}
    for person in (one for around in persons.values() for one in around if one.guardian_id):
        families.setdefault(person.guardian_id, set()).add(person.child_id)  # type: ignore[arg-type]
    tiles = {tile.child_id: tile for tile in board.tiles}
    rows = []
    for tile in board.tiles:
        around = persons.get(tile.child_id, [])
        shown = wanted in tile.search.lower() if wanted else show in ("all", tile.state)
        rows.append(
            Row(
                tile=tile,
                note=board.note(tile),
                shown=shown,
                persons=[person for person in around if not person.barred],
                barred=[person for person in around if person.barred],
                siblings=_siblings(tile, around, families, tiles),
            )
        )
    return rows


def _siblings(
    tile: Tile, around: list[PickupPerson], families: dict[UUID, set[UUID]], tiles: dict[UUID, Tile]
) -> list[Tile]:
    """Children of the board who share a guardian with this one."""
    ids = {child for person in around if person.guardian_id for child in families[person.guardian_id]}
    return [tiles[child] for child in sorted(ids - {tile.child_id}) if child in tiles]


def _sections(rows: list[Row]) -> list[tuple[UUID | None, str, list[Row]]]:
    """Rows by group, in the order of the board."""
    by_group = [(pk, list(found)) for pk, found in groupby(rows, key=lambda row: row.tile.group_id)]
    return [(pk, found[0].tile.group, found) for pk, found in by_group]


def _config(station: Facility, board: Board, request: HttpRequest) -> dict[str, Any]:
    return {
        "handovers": reverse("api-handovers-list"),
        "batch": reverse("api-handovers-batch"),
        "absences": reverse("api-absences-list"),
        "children": reverse("api-children-list"),
        "states": reverse("roll-call-states", args=[station.pk]) if board.is_today else "",
        "health": board.asks_health,
        "fever": float(fever_limit(station.union_path, board.day)) if board.asks_health else 0,
        "evacuation": reverse("evacuation", args=[station.pk]),
        "station": str(station.pk),
        "zone": station.time_zone,
        "day": board.day.isoformat(),
    }


def _texts() -> dict[str, str]:
    """What roll_call.js says."""
    return {
        "arrived": _("{name} here, {clock}"),
        "arrived_with": _("{name} here, {clock}, {who}"),
        "left": _("{name} left {clock}, {who}"),
        "alone": _("{name} left alone, {clock}"),
        "absent": _("{name} is away today"),
        "undone": _("Taken back: {name}"),
        "group": _("{number} children marked as here"),
        "sure": _("Tap again: {number} here"),
        "tap": _("Tap when here"),
        "left_alone": _("left alone"),
        "away": _("Away: {why}"),
        "drop_off": _("{name} drop-off"),
        "pick_up": _("{name} pick-up"),
        "absence": _("{name} absence"),
        "undo": _("Take back: {name}"),
        "some_refused": _("{number} were not accepted: {why}"),
        "stale": _("Who may collect has changed. Tap to load the new list."),
        "fever": _("{limit} °C or more: choose what was done."),
        "offline_since": _("Offline. Who may collect is as of {clock}: if in doubt, call the guardian."),
        "no_line_phone": _("The number needs a line. Use the printed contact list."),
        "nobody": _("Nobody found for “{text}”"),
    }


def day_of(request: HttpRequest, station: Facility) -> dt.date:
    """The day asked for, never after today."""
    today = station.today()
    return min(day_in(request.GET.get("date")) or today, today)
