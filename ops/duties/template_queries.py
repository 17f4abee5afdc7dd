"""Plan templates as they stand, where they apply, and what one would ask for before it is published."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from ops.checklists import costs
from ops.checklists.queries import version_on as checklist_on
from ops.duties import queries
from ops.duties.models import DutyPlan, PlanTemplate, PlanTemplateVersion
from ops.duties.occurrences import Occurrence, expand
from ops.duties.registry import regimes
from ops.duties.rollout import in_kinds, plan_of, today_at, windows
from ops.duties.template_actions import PUBLISHING
from ops.facilities.models import Facility
from ops.facilities.registry import kinds
from ops.organization.models import TradeUnion

# Making a record that is no checklist takes about so long; a state of affairs takes nobody's time.
SECONDS_OF_A_RECORD = 60
CALENDAR_DAYS = 28


@dataclass
class Standing:
    """A version, from when until when it holds, and at how many facilities; `adapted` of these changed their copy."""

    version: PlanTemplateVersion
    first_day: dt.date
    last_day: dt.date | None
    facilities: int = 0
    adapted: int = 0
    is_now: bool = False
    is_coming: bool = False


@dataclass
class Told:
    """A template with its versions, the newest first."""

    template: PlanTemplate
    versions: list[Standing] = field(default_factory=list)
    kinds: list[Any] = field(default_factory=list)
    regime: Any = None

    @property
    def now(self) -> Standing | None:
        """The version that holds today."""
        return next((one for one in self.versions if one.is_now), None)

    @property
    def coming(self) -> list[Standing]:
        """Versions that are announced, the next one first."""
        return [one for one in reversed(self.versions) if one.is_coming]

    @property
    def shown(self) -> Standing | None:
        """What a reader is told first: what holds, else what is to come, else what held last."""
        return self.now or next(iter(self.coming), None) or next(iter(self.versions), None)

    @property
    def is_over(self) -> bool:
        """Whether it is withdrawn and asks for nothing any more."""
        return not self.now and not self.coming


def templates_of(access: Any) -> QuerySet[PlanTemplate]:
    """The templates of the unions in the reader's scope and above it, by union and regime."""
    found = PlanTemplate.objects.visible_to(access).select_related("union")
    return found.prefetch_related("versions__policy", "versions__checklist", "reach__union").order_by(
        "union__path", "regime", "key"
    )


def told(templates: Sequence[PlanTemplate], access: Any) -> list[Told]:
    """Each template with its versions and the numbers of facilities in the reader's scope; one statement more."""
    counts = _counts([template.pk for template in templates], access)
    return [_told(template, counts) for template in templates]


def _counts(templates: list[UUID], access: Any) -> dict[UUID, tuple[int, int]]:
    plans = DutyPlan.objects.visible_to(access).filter(template__in=templates)
    changed = Count("pk", filter=Q(adapted=True))
    rows = plans.order_by().values_list("template_version").annotate(number=Count("pk"), changed=changed)
    return {version: (number, adapted) for version, number, adapted in rows}


def _told(template: PlanTemplate, counts: dict[UUID, tuple[int, int]]) -> Told:
    today = today_at(template)
    found = Told(template, kinds=[kinds[key] for key in template.facility_kinds if key in kinds])
    found.regime = regimes.get(template.regime)
    for version, first, last in windows(template):
        number, adapted = counts.get(version.pk, (0, 0))
        is_now = first <= today and (last is None or today <= last)
        found.versions.append(Standing(version, first, last, number, adapted, is_now, first > today))
    found.versions.reverse()
    return found


def publishable(access: Any) -> list[TradeUnion]:
    """The unions for which the reader may publish, in tree order."""
    below = Q(pk__in=())
    for path in access.union_paths(*PUBLISHING):
        below |= Q(path__startswith=path)
    return list(TradeUnion.objects.filter(below).order_by("path"))


@dataclass
class Preview:
    """What publishing would bring: where, when, and what it costs."""

    by_kind: dict[str, int]
    sample: Facility | None
    next: list[Occurrence]
    # Minutes a week at one facility, and hours a week at all of them.
    minutes: int
    hours: int

    @property
    def facilities(self) -> int:
        """How many facilities would get it."""
        return sum(self.by_kind.values())

    @property
    def kinds(self) -> list[tuple[Any, int]]:
        """How many of each kind."""
        return [(kinds[key].plural if key in kinds else key, number) for key, number in self.by_kind.items()]


def preview(version: PlanTemplateVersion, reach: Sequence[TradeUnion]) -> Preview:
    """What an unsaved version would ask for below these unions; the sample is the first facility by name."""
    below = Q(pk__in=())
    for union in reach:
        below |= Q(union_path__startswith=union.path)
    places = in_kinds(Facility.objects.filter(below), version.template.facility_kinds)
    by_kind: dict[str, int] = defaultdict(int)
    for kind, number in places.order_by().values_list("kind").annotate(Count("pk")):
        by_kind[kind] += number
    sample = places.filter(state=Facility.State.OPEN).order_by("name", "pk").first()
    found, minutes = [], 0
    if sample is not None:
        plan = plan_of(version, sample, max(version.from_day, sample.today()))
        plan.effective_from = timezone.now()
        found = queries.preview(plan)
        minutes = minutes_a_week(plan)
    return Preview(dict(by_kind), sample, found, minutes, -(-minutes * sum(by_kind.values()) // 60))


def minutes_a_week(plan: DutyPlan) -> int:
    """What a plan costs its people: the duties of its first four weeks by what each takes, rounded up."""
    last = plan.first_day + dt.timedelta(days=CALENDAR_DAYS - 1)
    due = sum(1 for _plan, one in expand([plan], plan.first_day, last) if one.closure is None)
    return -(-due * _seconds(plan) // (4 * 60))


def _seconds(plan: DutyPlan) -> int:
    By = DutyPlan.CompletedBy  # noqa: N806
    if plan.completed_by == By.CONDITION:
        return 0
    if plan.completed_by == By.RECORD or plan.checklist is None:
        return SECONDS_OF_A_RECORD
    asked = checklist_on(plan.checklist, plan.first_day)
    items = asked.items.all() if asked else []
    return costs.cost_of(items, 0, None, cap=Decimal(0)).seconds
