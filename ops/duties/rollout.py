"""Which facilities a template reaches, and the plans of its versions that one of them has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from ops.duties import registry
from ops.duties.models import DutyPlan, PlanTemplate, PlanTemplateVersion
from ops.facilities.models import Facility
from ops.policy.models import upwards


def today_at(template: PlanTemplate | None = None) -> dt.date:
    """Today at the federation: the day from which a version may hold."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def reached_facilities(template: PlanTemplate) -> QuerySet[Facility]:
    """The facilities of the template's kinds below the unions that it is published to, but those closed for good."""
    below = Q(pk__in=())
    for reach in template.reach.select_related("union"):
        below |= Q(union_path__startswith=reach.union.path)
    return in_kinds(Facility.objects.filter(below), template.facility_kinds)


def in_kinds(facilities: QuerySet[Facility], kinds: list[str]) -> QuerySet[Facility]:
    """Those of some kinds that are not closed for good, in the order in which they are locked."""
    return facilities.filter(kind__in=kinds).exclude(state=Facility.State.CLOSED).order_by("pk")


def templates_for(facilities: list[Facility]) -> list[PlanTemplate]:
    """The templates that reach any of these facilities and are not over; three statements."""
    paths = {path for facility in facilities for path in upwards(facility.union_path)}
    found = PlanTemplate.objects.filter(reach__union__path__in=paths).distinct().select_related("union")
    ordered = found.order_by("union__path", "key").prefetch_related(
        "versions__policy", "versions__checklist", "reach__union"
    )
    return list(ordered)


def loaded(template: PlanTemplate) -> PlanTemplate:
    """The template as it now stands, with its versions and reach, so that many facilities are matched at no cost."""
    found = PlanTemplate.objects.select_related("union")
    return found.prefetch_related("versions__policy", "versions__checklist", "reach__union").get(pk=template.pk)


def reaches(template: PlanTemplate, facility: Facility) -> bool:
    """Whether the facility is of a kind and place that the template is published to."""
    if facility.kind not in template.facility_kinds or facility.state == Facility.State.CLOSED:
        return False
    if not covers(template, facility.union_path):
        return False
    ready = registry.standard_plans.get(template.key)
    return ready is None or ready.applies(facility)


def covers(template: PlanTemplate, union_path: str) -> bool:
    """Whether it is published to a union, or to one above it."""
    return any(union_path.startswith(reach.union.path) for reach in template.reach.all())


def windows(template: PlanTemplate) -> Iterator[tuple[PlanTemplateVersion, dt.date, dt.date | None]]:
    """Each version with its first and last day; one that was overtaken before it began is left out."""
    versions = sorted(template.versions.all(), key=lambda version: version.number)
    for place, version in enumerate(versions):
        later = [other.from_day - dt.timedelta(days=1) for other in versions[place + 1 :]]
        last = min([day for day in [*later, template.last_day] if day is not None], default=None)
        if last is None or version.from_day <= last:
            yield version, version.from_day, last


def version_on(template: PlanTemplate, day: dt.date) -> PlanTemplateVersion | None:
    """The version that holds on a day."""
    return next((one for one, first, last in windows(template) if first <= day and (last is None or day <= last)), None)


def rows_of(template: PlanTemplate, facility: Facility, first_day: dt.date) -> Iterator[DutyPlan]:
    """Unsaved plans of a facility, one for each version that holds from `first_day` on."""
    if not reaches(template, facility):
        return
    today = facility.today()
    for version, from_day, last_day in windows(template):
        if last_day is not None and last_day < first_day:
            continue
        plan = plan_of(version, facility, max(first_day, from_day))
        plan.template, plan.template_version, plan.last_day = template, version, last_day
        plan.effective_from = timezone.now() if plan.first_day == today else None
        if version.number == 1 and template.key in registry.standard_plans:
            plan.standard_key = template.key
        yield plan


def plan_of(version: PlanTemplateVersion, facility: Facility, first_day: dt.date) -> DutyPlan:
    """An unsaved plan of a facility with a version's terms."""
    template = version.template
    return DutyPlan(
        facility=facility,
        regime=template.regime,
        name=template.name,
        name_en=template.name_en,
        first_day=first_day,
        **terms_of(version),
    )


def terms_of(version: PlanTemplateVersion) -> dict[str, Any]:
    """A version's terms by name."""
    return {name: getattr(version, name) for name in PlanTemplateVersion.TERMS}
