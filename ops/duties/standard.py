"""The ready templates, which the capabilities register, and the plans that a facility starts with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from ops.checklists.library import publish
from ops.checklists.models import ChecklistTemplate
from ops.duties.library import publish_policies
from ops.duties.models import DutyPlan, EscalationPolicy, PlanTemplate, PlanTemplateReach, PlanTemplateVersion
from ops.duties.registry import StandardPlan, standard_plans
from ops.duties.rollout import templates_for
from ops.duties.template_actions import give
from ops.facilities.models import Facility
from ops.organization.models import TradeUnion
from ops.policy.models import upwards
from ops.records import bulk
from ops.records.actor import Actor

# Long enough ago for records taken over from before this program.
SINCE = dt.date(2020, 1, 1)


@transaction.atomic
def publish_ready(*, unions: Iterable[TradeUnion], by: Actor) -> int:
    """Enter the ready templates of federations that do not have them yet; returns how many are new.

    What a federation has made of one since (a new version, a withdrawal) is never touched. Plans are not made here.
    """
    unions = list(unions)
    known = set(PlanTemplate.objects.filter(union__in=unions).values_list("union_id", "key"))
    missing = [(union, ready) for union in unions for ready in standard_plans if (union.pk, ready.key) not in known]
    if not missing:
        return 0
    policies, checklists = publish_policies(by=by), _checklists(by)
    templates = [_template(union, ready) for union, ready in missing]
    added = set(bulk.insert(PlanTemplate, templates, by=by))
    new = [
        (template, ready) for template, (_union, ready) in zip(templates, missing, strict=True) if template.pk in added
    ]
    versions = [_version(template, ready, policies, checklists) for template, ready in new]
    bulk.insert(PlanTemplateVersion, versions, by=by)
    bulk.insert(PlanTemplateReach, [PlanTemplateReach(template=one, union=one.union) for one, _ready in new], by=by)
    return len(new)


@transaction.atomic
def adopt_standard_plans(
    *, facilities: Iterable[Facility], by: Actor, reason: str = "", first_day: dt.date | None = None
) -> list[DutyPlan]:
    """Give each facility its plans of the templates that reach it, ready ones and those of the unions above it.

    Returns the plans that were added; the facility may change or pause its copy like any plan. Running it again adds
    nothing twice. `first_day` is the facility's today unless told.
    """
    facilities = list(facilities)
    roots = {upwards(facility.union_path)[0] for facility in facilities}
    publish_ready(unions=TradeUnion.objects.filter(path__in=roots), by=by)
    templates = templates_for(facilities)
    _recognise(templates, facilities, by)
    return give(templates, facilities, by=by, reason=reason, first_day=first_day, ahead=False)


def _recognise(templates: list[PlanTemplate], facilities: list[Facility], by: Actor) -> None:
    """Plans made before there were templates are the first version's."""
    older = DutyPlan.objects.filter(facility__in=facilities, template=None).exclude(standard_key="")
    keys = set(older.values_list("standard_key", flat=True))
    for template in templates:
        first = next(iter(template.versions.all()), None)
        if template.key in keys and template.key in standard_plans and first is not None:
            mine = older.filter(standard_key=template.key, facility__union_path__startswith=template.union.path)
            bulk.update(mine, by=by, template=template, template_version=first)


def _checklists(by: Actor) -> dict[str, ChecklistTemplate]:
    """All checklists by key; the ready ones are entered when a standard plan names one that is not there yet."""
    found = {template.key: template for template in ChecklistTemplate.objects.all()}
    if {standard.checklist for standard in standard_plans if standard.checklist} <= found.keys():
        return found
    return found | publish(by)


def _template(union: TradeUnion, ready: StandardPlan) -> PlanTemplate:
    return PlanTemplate(
        union=union,
        key=ready.key,
        facility_kinds=[ready.facility_kind],
        regime=ready.regime,
        name=ready.name,
        name_en=ready.name_en,
    )


def _version(
    template: PlanTemplate,
    ready: StandardPlan,
    policies: dict[str, EscalationPolicy],
    checklists: dict[str, ChecklistTemplate],
) -> PlanTemplateVersion:
    return PlanTemplateVersion(
        template=template,
        number=1,
        from_day=SINCE,
        rrule=ready.rrule,
        calendar=ready.calendar,
        opens=ready.opens,
        due=ready.due,
        grace_minutes=ready.grace_minutes,
        late_minutes=ready.late_minutes,
        role=ready.role,
        policy=policies[ready.policy],
        completed_by=ready.completed_by,
        checklist=checklists[ready.checklist] if ready.checklist else None,
        trigger=ready.trigger,
    )
