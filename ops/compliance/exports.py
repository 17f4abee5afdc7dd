"""Who is behind, and the figures of some days, as a file: one facility a row; written by a worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone
from django.utils.translation import gettext as _

from ops.compliance import queries
from ops.compliance.figures import Figures
from ops.compliance.forms import FIGURE_LABELS, Asked, DeskForm
from ops.compliance.queries import FacilityStanding, Scope
from ops.duties.registry import regimes
from ops.facilities.models import Facility
from ops.facilities.registry import kinds
from ops.jobs import actions as jobs
from ops.jobs.models import Job
from ops.jobs.registry import Result
from ops.jobs.running import Report
from ops.jobs.tables import Format, Table, naive, to_file
from ops.organization.access import Access
from ops.organization.models import TradeUnion
from ops.organization.roles import AT_DESK
from ops.records.actor import Actor
from ops.records.errors import NotAllowed, RuleBroken
from ops.web import text

EXPORT = "standings-export"
BATCH = 500
# The figures that the page of rows also knows, in its order; all but those that are a sum of others.
COUNTED = ("expected", "done", "on_time", "late", "missed", "overdue", "excused", "open")


def ask_for(*, asked: Asked, union: TradeUnion, everybody: bool, format: str, by: Actor) -> Job:  # noqa: A002
    """Let a worker write the file; asked for twice at once by the same person, it is one job.

    Raises RuleBroken for a kind of file that there is not.
    """
    if format not in Format.values:
        raise RuleBroken("format", ", ".join(Format.values))
    days = {"first": asked.first.isoformat(), "last": asked.last.isoformat()}
    params = {"union": str(union.pk), "kind": asked.kind, "regime": asked.regime, **days}
    params |= {"all": "1" if everybody else "", "format": format}
    about = uuid5(UUID(int=0), f"{by.user and by.user.pk} {sorted(params.items())}")
    return jobs.start(kind=EXPORT, by=by, object_id=about, title=str(union), params=params)


def run(job: Job, by: Actor, report: Report) -> Result:
    """Write the file, as its asker may read it now. Raises NotAllowed when the role has ended."""
    if not may_take(job, Access(by.user)):
        raise NotAllowed()
    asked = DeskForm(job.params).asked()
    union = TradeUnion.objects.get(pk=job.params["union"])
    facilities = _chosen(union, asked, everybody=bool(job.params["all"]))
    now = timezone.localtime()
    table = Table(
        _("Who is behind"),
        _columns(),
        _rows(facilities, asked, report),
        len(facilities),
        _cover(union, asked, len(facilities), now, by),
    )
    name = f"{union}-{asked.first:%Y%m%d}-{asked.last:%Y%m%d}.{job.params['format']}"
    return Result({"rows": len(facilities)}, to_file(table, job.params["format"]), name)


def may_take(job: Job, access: Access) -> bool:
    """Whether its starter still has the desk of that union."""
    union = TradeUnion.objects.filter(pk=job.params.get("union")).first()
    return union is not None and access.may_at_union(union, *AT_DESK)


def _chosen(union: TradeUnion, asked: Asked, *, everybody: bool) -> list[Facility]:
    """Everybody by union and name, or those behind, longest first."""
    scope = Scope(union=union, regime=asked.regime)
    places = Facility.objects.select_related("union")
    if everybody:
        found = places.filter(union_path__startswith=union.path).order_by("union_path", "kind", "name", "pk")
        return list(found.filter(kind=asked.kind) if asked.kind else found)
    behind = [row["facility"] for row in queries.facilities_behind(scope, asked.kind)]
    by_id = places.in_bulk(behind)
    return [by_id[pk] for pk in behind]


def _columns() -> list[tuple[str, int]]:
    return [
        *((_("Trade union"), 20), (_("Facility"), 32), (_("code"), 10), (_("kind"), 10), (_("State"), 10)),
        *((_("Overdue now"), 12), (_("Overdue since"), 20), (_("Overdue in"), 32)),
        *((str(FIGURE_LABELS[name]), 10) for name in COUNTED),
        *((_("Done of expected"), 12), (_("On time of expected"), 12), (_("Manager"), 12), (_("Phone"), 16)),
    ]


def _rows(facilities: list[Facility], asked: Asked, report: Report) -> Iterator[list[Any]]:
    """One facility a row; statements for each five hundred of them."""
    for start in range(0, len(facilities), BATCH):
        part = facilities[start : start + BATCH]
        found = queries.figures_of(part, asked.first, asked.last, asked.regime)
        for number, row in enumerate(queries.standings(part, asked.regime), start + 1):
            yield _row(row, found.get(row.facility.pk, Figures()))
            report(number, len(facilities))


def _row(row: FacilityStanding, figures: Figures) -> list[Any]:
    facility, counts = row.facility, asdict(figures)
    kind = kinds.get(facility.kind)
    return [
        *(str(facility.union), str(facility), facility.code, str(kind.label if kind else facility.kind)),
        *(str(facility.get_state_display()), row.overdue),
        naive(facility.local(row.since)) if row.since else "",
        _(", ").join(str(label) for label in row.regimes),
        *(counts[name] for name in COUNTED),
        *(figures.rate, figures.on_time_rate, facility.manager_name, text.phone(facility.manager_phone)),
    ]


def _cover(union: TradeUnion, asked: Asked, rows: int, now: dt.datetime, by: Actor) -> list[tuple[str, Any]]:
    regime, kind = regimes.get(asked.regime), kinds.get(asked.kind)
    return [
        (_("trade union"), str(union)),
        (_("first day"), asked.first.isoformat()),
        (_("last day"), asked.last.isoformat()),
        (_("regime"), str(regime.label) if regime else _("All regimes")),
        (_("kind"), str(kind.plural) if kind else _("Stations and rooms")),
        (_("exported by"), str(by.user or by.name)),
        (_("exported at"), naive(now)),
        (_("rows"), rows),
        (_("Rates"), _("Of what was expected: what came due, or was done before. What is excused does not count.")),
    ]
