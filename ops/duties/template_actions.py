"""Publishing plans to a whole subtree: templates, their versions, and each facility's plans of them (计划模板)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.duties.actions import check_plan, normal_terms
from ops.duties.changes import change_duties
from ops.duties.generation import AHEAD_DAYS, generate_duties
from ops.duties.library import policy_for, require_offered
from ops.duties.models import Duty, DutyPlan, PlanTemplate, PlanTemplateReach, PlanTemplateVersion
from ops.duties.registry import Event
from ops.duties.rollout import loaded, plan_of, reached_facilities, rows_of, terms_of, today_at
from ops.facilities.models import Facility
from ops.organization.access import access_of
from ops.organization.models import TradeUnion
from ops.organization.roles import Role
from ops.records import bulk
from ops.records.actions import create, lock, require_reason, save
from ops.records.actor import Actor
from ops.records.errors import NotAllowed, RuleBroken

PUBLISHING = (Role.UNION_OFFICER, Role.ADMINISTRATOR)
State = Duty.State


@transaction.atomic
def publish_template(
    *,
    union: TradeUnion,
    reach: Sequence[TradeUnion],
    facility_kinds: Sequence[str],
    regime: str,
    name: str,
    from_day: dt.date,
    reason: str,
    by: Actor,
    name_en: str = "",
    key: str = "",
    **terms: Any,
) -> PlanTemplate:
    """Publish a plan of a union to the facilities of some kinds below `reach`: the union itself, or districts of it.

    Each of them gets its plan, linked to the template and its first version, and the duties of the days ahead; so does
    each that begins there later. Statements do not grow with the facilities. Raises NotAllowed, or RuleBroken at the
    field that is wrong.
    """
    require_publishing(access_of(by), union)
    require_reason(reason)
    template = PlanTemplate(
        union=union, facility_kinds=sorted(set(facility_kinds)), regime=regime, name=name, name_en=name_en
    )
    template.key = key or f"own-{template.pk.hex[-12:]}"
    version = draft_version(template, from_day=from_day, **terms)
    require_offered(version.policy)
    version.reason = reason
    _check_day(template, from_day)
    _check_reach(template, reach)
    create(template, by=by, reason=reason)
    create(version, by=by, reason=reason)
    _reach(template, reach, by=by, reason=reason)
    give([loaded(template)], reached_facilities(template), by=by, reason=reason)
    return template


@transaction.atomic
def publish_version(
    *, template: PlanTemplate, version: int | None, from_day: dt.date, reason: str, by: Actor, **terms: Any
) -> PlanTemplateVersion:
    """Let a template ask for something else from a day on; what is asked before that day stays as it is.

    Each facility's plan ends the day before and is followed by one of the new version; open duties from that day on are
    no longer required, those of the new version take their place. A pause and a responsible person go on; a
    facility's own changes do not. The same terms again from the same day change nothing. Raises NotAllowed, Stale when
    the template has moved on since `version`, or RuleBroken.
    """
    require_publishing(access_of(by), template.union)
    require_reason(reason)
    template = lock(template, version=version)
    latest = template.versions.last()
    asked = draft_version(template, from_day=from_day, **terms)
    require_offered(asked.policy, named=latest and latest.policy_id)
    if latest is not None and latest.from_day == from_day and same_terms(asked, latest):
        return latest
    _check_day(template, from_day)
    if latest is not None and from_day < latest.from_day:
        raise RuleBroken(
            "from_day", _("Version {n} begins later: choose its day, or one after it.").format(n=latest.number)
        )
    if latest is not None and same_terms(asked, latest):
        raise RuleBroken("", _("This asks for the same as the version before it."))
    asked.number, asked.reason = (latest.number if latest else 0) + 1, reason
    create(asked, by=by, reason=reason)
    save(template, by=by, reason=reason)
    _follow(template, asked, by=by, reason=reason)
    return asked


@transaction.atomic
def extend_reach(*, template: PlanTemplate, reach: Sequence[TradeUnion], reason: str, by: Actor) -> int:
    """Publish a template to further unions, and to whatever it reaches that has no plan of it yet.

    Returns how many plans are new; running it again makes none. Raises NotAllowed or RuleBroken.
    """
    require_publishing(access_of(by), template.union)
    require_reason(reason)
    template = lock(template, version=None)
    _check_not_withdrawn(template)
    if reach:
        _check_reach(template, reach)
    _reach(template, reach, by=by, reason=reason)
    return len(give([loaded(template)], reached_facilities(template), by=by, reason=reason))


@transaction.atomic
def withdraw_template(
    *, template: PlanTemplate, version: int | None, last_day: dt.date, reason: str, by: Actor
) -> PlanTemplate:
    """Ask for it for the last time on `last_day`: every facility's plan of it ends then, none begins after it."""
    require_publishing(access_of(by), template.union)
    require_reason(reason)
    template = lock(template, version=version)
    if last_day < today_at(template):
        raise RuleBroken("last_day", _("This day is past: what was asked for then stays."))
    template.last_day = last_day
    save(template, by=by, reason=reason)
    going_on = DutyPlan.objects.filter(template=template).filter(Q(last_day=None) | Q(last_day__gt=last_day))
    end_plans(held(going_on), last_day, "withdrawn", by=by, reason=reason)
    return template


def give(
    templates: Iterable[PlanTemplate],
    facilities: Iterable[Facility],
    *,
    by: Actor,
    reason: str = "",
    first_day: dt.date | None = None,
    ahead: bool = True,
) -> list[DutyPlan]:
    """Each facility's plans of the templates that reach it, from `first_day` (its today) on; returns those added.

    What it has already is left alone. With `ahead`, the duties of the days ahead are made.
    """
    facilities = list(facilities)
    rows = [
        row
        for template in templates
        for facility in facilities
        for row in rows_of(template, facility, first_day or facility.today())
    ]
    added = set(bulk.insert(DutyPlan, rows, by=by, reason=reason))
    plans = [row for row in rows if row.pk in added]
    if ahead:
        _make_ahead(plans, by)
    return plans


def draft_version(template: PlanTemplate, *, from_day: dt.date, **terms: Any) -> PlanTemplateVersion:
    """An unsaved version, its terms checked for every kind of facility. Raises RuleBroken at the wrong field."""
    if not template.facility_kinds:
        raise RuleBroken("facility_kinds", _("Choose at least one kind of facility."))
    terms = normal_terms(terms)
    terms["policy"] = terms.get("policy") or policy_for(template.regime, by=Actor.system("templates"))
    version = PlanTemplateVersion(template=template, number=1, from_day=from_day, **terms)
    for kind in template.facility_kinds:
        place = Facility(kind=kind, union=template.union, union_path=template.union.path)
        check_plan(plan_of(version, place, from_day))
    return version


def same_terms(one: PlanTemplateVersion, other: PlanTemplateVersion) -> bool:
    """Whether two versions ask for the same."""
    return terms_of(one) == terms_of(other)


def may_publish(access: Any, union: TradeUnion) -> bool:
    """Whether the reader may publish for a union: its officers and administrators, and those above it."""
    return bool(access.may_at_union(union, *PUBLISHING))


def require_publishing(access: Any, union: TradeUnion) -> None:
    """Raise NotAllowed unless the reader may publish; None stands for the program itself."""
    if access is not None and not may_publish(access, union):
        raise NotAllowed()


def _check_day(template: PlanTemplate, from_day: dt.date) -> None:
    if from_day < today_at(template):
        raise RuleBroken("from_day", _("From today on at the earliest: what is past stays as it was asked."))
    _check_not_withdrawn(template)


def _check_not_withdrawn(template: PlanTemplate) -> None:
    if template.last_day is not None:
        raise RuleBroken("", _("This template is withdrawn: publish a new one."))


def _check_reach(template: PlanTemplate, reach: Sequence[TradeUnion]) -> None:
    if not reach:
        raise RuleBroken("reach", _("Choose at least one union that it is published to."))
    if not all(union.path.startswith(template.union.path) for union in reach):
        raise RuleBroken("reach", _("Choose the publishing union itself, or unions below it."))


def _reach(template: PlanTemplate, reach: Iterable[TradeUnion], *, by: Actor, reason: str) -> None:
    bulk.insert(
        PlanTemplateReach, [PlanTemplateReach(template=template, union=union) for union in reach], by=by, reason=reason
    )


def _follow(template: PlanTemplate, version: PlanTemplateVersion, *, by: Actor, reason: str) -> None:
    """The plans of earlier versions end the day before; each is followed by one of this version."""
    day = version.from_day
    going_on = DutyPlan.objects.filter(template=template).filter(Q(last_day=None) | Q(last_day__gte=day))
    former = held(going_on)
    end_plans(former, day - dt.timedelta(days=1), "new_version", by=by, reason=reason)
    latest = {plan.facility_id: plan for plan in former}
    new = []
    for plan in latest.values():
        follower = plan_of(version, plan.facility, day)
        follower.template, follower.template_version = template, version
        follower.paused, follower.person_id = plan.paused, plan.person_id
        follower.effective_from = timezone.now() if day <= plan.facility.today() else None
        new.append(follower)
    bulk.insert(DutyPlan, new, by=by, reason=reason)
    _make_ahead(new, by)
    give([loaded(template)], reached_facilities(template), by=by, reason=reason)


def held(plans: Any) -> list[DutyPlan]:
    """Plans in the order of their versions; their facilities are kept from being generated for meanwhile."""
    found = list(plans.select_related("facility", "template_version").order_by("template_version__number"))
    places = Facility.objects.filter(pk__in={plan.facility_id for plan in found}).order_by("pk")
    list(places.select_for_update(no_key=True).values_list("pk", flat=True))
    return found


def end_plans(
    plans: Sequence[DutyPlan], last_day: dt.date, why: str, *, by: Actor, reason: str, **columns: Any
) -> None:
    """End plans with a day; their duties after it that are not yet due are no longer required, for `why`."""
    if not plans:
        return
    ids = [plan.pk for plan in plans]
    bulk.update(DutyPlan.objects.filter(pk__in=ids), by=by, reason=reason, last_day=last_day, **columns)
    now = timezone.now()
    later = Duty.objects.filter(plan__in=ids, day__gt=last_day, due_at__gt=now, state__in=[State.OPEN, State.VOID])
    void: dict[str, Any] = {"state": State.VOID, "closure": None, "void_reason": why, "escalate_at": None}
    change_duties(later, Event.VOID, by=by, at=now, reason=reason, **void)


def _make_ahead(plans: Sequence[DutyPlan], by: Actor) -> None:
    if plans:
        today = min(plan.facility.today() for plan in plans)
        generate_duties(first=today, last=today + dt.timedelta(days=AHEAD_DAYS), by=by, plans=plans)
