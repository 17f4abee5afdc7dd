"""What the union desk is made of: whose desk, which day, and where each figure leads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ops.compliance import queries, registry
from ops.compliance.figures import Figures
from ops.compliance.queries import Scope
from ops.duties.models import EscalationStep
from ops.duties.registry import regimes
from ops.facilities.models import Facility
from ops.facilities.registry import kinds
from ops.organization.models import TradeUnion, in_language
from ops.organization.roles import AT_DESK, Role
from ops.web.counting import counted

SHOWN_BEHIND = 8
MAY_URGE = (Role.UNION_OFFICER, Role.ADMINISTRATOR)
REACHES = {
    f"{EscalationStep.Reach.FACILITY}:{Role.FACILITY_MANAGER}": gettext_lazy("manager"),
    str(EscalationStep.Reach.FACILITY): gettext_lazy("on site"),
    str(EscalationStep.Reach.UNION): gettext_lazy("supervising union"),
    str(EscalationStep.Reach.CITY): gettext_lazy("city federation"),
}


@dataclass(frozen=True)
class Desk:
    """A union as a reader may look at it: with the way down to it and the unions below."""

    union: TradeUnion
    above: list[TradeUnion]
    below: list[TradeUnion]

    @property
    def scope(self) -> Scope:
        """The union with all below it."""
        return Scope(union=self.union)


def desk_of(access: Any, union: str = "") -> Desk:
    """The desk of a union in the reader's subtree, or of their own. Raises Http404 for any other. Two statements."""
    roots = sorted(access.union_paths(*AT_DESK), key=len)
    found = TradeUnion.objects.filter(id=union) if union else TradeUnion.objects.filter(path__in=roots[:1])
    chosen = found.first()
    root = next((path for path in roots if chosen is not None and chosen.path.startswith(path)), None)
    if chosen is None or root is None:
        raise Http404
    ways = [chosen.path[:end] for end in range(len(root), len(chosen.path), TradeUnion.steplen)]
    near = TradeUnion.objects.filter(Q(path__in=ways) | Q(path__startswith=chosen.path, depth=chosen.depth + 1))
    family = list(near)
    return Desk(
        chosen,
        [one for one in family if one.depth < chosen.depth],
        [one for one in family if one.depth > chosen.depth],
    )


def facility_kinds(scope: Scope) -> list[tuple[Any, int]]:
    """How many facilities of each kind."""
    counts = dict(scope.facilities().order_by().values_list("kind").annotate(Count("pk")))
    return [(kind.plural, counts[kind.key]) for kind in kinds if kind.key in counts]


def rows_url(scope: Scope, figure: str, first: dt.date, last: dt.date, regime: str = "") -> str:
    """The page with the duties that a figure counts."""
    query = {"figure": figure, "first": first, "last": last, "regime": regime or scope.regime}
    if scope.union is not None:
        query["union"] = scope.union.pk
    if scope.facility is not None:
        query["facility"] = scope.facility.pk
    return f"{reverse('desk-duties')}?{urlencode({name: value for name, value in query.items() if value})}"


def by_regime(scope: Scope, day: dt.date) -> list[tuple[Any, Figures, str]]:
    """The day's figures of each regime that asked for something, with the rows behind them; one statement."""
    found = queries.figures(scope, day, day, by=("regime",))
    return [
        (regime.label, figures, rows_url(scope, "expected", day, day, regime.key))
        for regime in regimes
        if (figures := found.get((regime.key,), Figures())).expected
    ]


@dataclass(frozen=True)
class Heat:
    """On-time rates by regime (rows) and by union below or facility (columns)."""

    columns: list[Any]
    rows: list[tuple[Any, list[tuple[int | None, str]]]]


def heat_of(desk: Desk, first: dt.date, last: dt.date) -> Heat:
    """Regime × union below it; where no union below has facilities, regime × facility."""
    by_union = queries.figures(desk.scope, first, last, by=("regime", "union"))
    paths = {path for _regime, path in by_union}
    if paths - {desk.union.path}:
        unions = {one.path: one for one in desk.below} | {desk.union.path: desk.union}
        columns = [(path, unions[path], Scope(union=unions[path])) for path in sorted(paths) if path in unions]
        heads = [_union_head(desk, union) for _path, union, _scope in columns]
        return Heat(heads, _heat_rows(by_union, [(key, scope) for key, _union, scope in columns], first, last))
    by_facility = queries.figures(desk.scope, first, last, by=("regime", "facility"))
    facilities = Facility.objects.in_bulk({pk for _regime, pk in by_facility})
    ordered = sorted(facilities.values(), key=lambda facility: facility.name)
    heads = [
        format_html('<a href="{}">{}</a>', reverse("facility-history", args=[facility.pk]), facility)
        for facility in ordered
    ]
    return Heat(heads, _heat_rows(by_facility, [(one.pk, Scope(facility=one)) for one in ordered], first, last))


def _union_head(desk: Desk, union: TradeUnion) -> Any:
    if union.pk == desk.union.pk:
        return _("directly attached")
    return format_html(
        '<a href="?union={}" title="{}">{}</a>',
        union.pk,
        union,
        in_language(union.short_name or union.name, union.name_en),
    )


def _heat_rows(
    found: dict[tuple[Any, ...], Figures], columns: list[tuple[Any, Scope]], first: dt.date, last: dt.date
) -> list[tuple[Any, list[tuple[int | None, str]]]]:
    seen = {regime for regime, _column in found}
    return [
        (
            regime.label,
            [
                _cell(found.get((regime.key, column), Figures()), rows_url(scope, "expected", first, last, regime.key))
                for column, scope in columns
            ],
        )
        for regime in regimes
        if regime.key in seen
    ]


def _cell(figures: Figures, url: str) -> tuple[int | None, str]:
    rate = figures.permille_on_time
    return (None, "") if rate is None else (rate // 10, url)


def todos_for(access: Any) -> list[tuple[registry.Todo, int]]:
    """What waits for the reader, and how much of each; one statement."""
    mine = [todo for todo in registry.todos if not todo.roles or access.may(*todo.roles)]
    numbers = counted({todo: todo.rows(access) for todo in mine})
    return [(todo, number) for todo, number in numbers.items() if number]


def banners_for(access: Any) -> list[tuple[str, dict[str, Any]]]:
    """What is running now: templates with their contexts."""
    found = ((banner.template, banner.load(access)) for banner in registry.banners)
    return [(template, context) for template, context in found if context is not None]


def names_of_reach() -> dict[str, Any]:
    """How the steps of an escalation are called in a chain."""
    return REACHES
