"""Everything that changes plans and duties. What completes duties, makes them ahead and sweeps them lies beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.duties import registry
from ops.duties.completion import complete_by_record, complete_duty, condition_changed, withdraw_completion
from ops.duties.generation import AHEAD_DAYS, generate_duties, hold, reopen_after_lift, rewrite, void_for_closure
from ops.duties.library import policy_for, require_offered
from ops.duties.models import DutyPlan, EscalationPolicy
from ops.duties.queries import in_field_at
from ops.duties.rules import MOST_A_DAY, check_rule, first_of, names_times, normal_rule
from ops.duties.sweeping import Swept, sweep
from ops.facilities.models import Facility
from ops.organization.roles import AT_FACILITY
from ops.records import bulk
from ops.records.actions import amend
from ops.records.actor import Actor
from ops.records.errors import RuleBroken

__all__ = [
    "Swept",
    "change_plan",
    "complete_by_record",
    "complete_duty",
    "condition_changed",
    "create_plan",
    "draft_plan",
    "generate_duties",
    "pause_plan",
    "publish_plan",
    "reopen_after_lift",
    "resume_plan",
    "sweep",
    "void_for_closure",
    "withdraw_completion",
]

# Years in which a plan may begin.
EARLIEST, LATEST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
# Stands in `due` where the rule or the opening hours say when.
LAST_MINUTE = dt.time(23, 59)
CHANGEABLE = frozenset(
    {
        *("regime", "name", "name_en", "role", "person", "policy"),
        *(
            "rrule",
            "calendar",
            "opens",
            "due",
            "also_due",
            "every_opening_hours",
            "window_minutes",
            "grace_minutes",
            "late_minutes",
            "first_day",
            "last_day",
        ),
        *("completed_by", "checklist", "trigger", "presence"),
    }
)


@transaction.atomic
def create_plan(*, facility: Facility, by: Actor, **fields: Any) -> DutyPlan:
    """Make a duty plan, and its duties of the days ahead.

    Without `policy`, the regime's: fast for child safety, routine for the rest. A plan that starts today asks for
    nothing that was due before now; one that starts in the past asks for the past too when its duties are generated.
    Raises RuleBroken at the field that is wrong.
    """
    return publish_plan(facilities=[facility], by=by, **fields)[0]


@transaction.atomic
def publish_plan(*, facilities: Iterable[Facility], by: Actor, **fields: Any) -> list[DutyPlan]:
    """Give many facilities the same plan, and make the duties of the days ahead; statements do not grow with them."""
    policy = fields.pop("policy", None) or policy_for(fields.get("regime", ""), by=by)
    require_offered(policy)
    plans = [_drafted(facility, policy, fields) for facility in facilities]
    for plan in plans:
        check_plan(plan)
    bulk.insert(DutyPlan, plans, by=by, check_unique=True)
    _make_ahead(plans, by)
    return plans


@transaction.atomic
def change_plan(*, plan: DutyPlan, by: Actor, version: int | None, reason: str, **changes: Any) -> DutyPlan:
    """Change a plan with a reason; its future open duties are rewritten, what is past or done stays as it was.

    Raises Stale when the plan has moved on since `version`, RuleBroken at the field that is wrong.
    """
    if unknown := changes.keys() - CHANGEABLE:
        raise TypeError(f"not to be changed: {sorted(unknown)}")
    changes = normal_terms(changes)
    if all(getattr(plan, name) == value for name, value in changes.items()):
        return plan
    require_offered(changes.get("policy"), named=plan.policy_id)
    hold(plan.facility)
    adapted = plan.adapted or (plan.template_id is not None and not changes.keys().isdisjoint(DutyPlan.TERMS))
    changed = amend(
        plan, by=by, version=version, reason=reason, **changes, adapted=adapted, effective_from=timezone.now()
    )
    check_plan(changed)
    rewrite(changed, by=by, reason=reason)
    if "person" in changes:
        _followers_too(plan, by=by, reason=reason, person=changes["person"])
    return changed


@transaction.atomic
def pause_plan(*, plan: DutyPlan, by: Actor, reason: str, version: int | None = None) -> DutyPlan:
    """Ask for nothing from now on; future open duties become void. Pausing twice changes nothing.

    Later versions of its template that are announced for the facility pause too.
    """
    hold(plan.facility)
    paused = amend(plan, by=by, version=version, reason=reason, paused=True)
    rewrite(paused, by=by, reason=reason)
    _followers_too(plan, by=by, reason=reason, paused=True)
    return paused


@transaction.atomic
def resume_plan(*, plan: DutyPlan, by: Actor, reason: str, version: int | None = None) -> DutyPlan:
    """Ask again from now on, not for the time in between."""
    hold(plan.facility)
    resumed = amend(plan, by=by, version=version, reason=reason, paused=False, effective_from=timezone.now())
    rewrite(resumed, by=by, reason=reason)
    _followers_too(plan, by=by, reason=reason, paused=False)
    return resumed


def _followers_too(plan: DutyPlan, *, by: Actor, reason: str, **columns: Any) -> None:
    """What a facility decides for good holds for the plans of announced versions too."""
    later = DutyPlan.objects.filter(template=plan.template_id, first_day__gt=plan.first_day, facility=plan.facility)
    if plan.template_id is not None:
        for follower in later.select_related("facility", "policy"):
            rewrite(amend(follower, by=by, version=None, reason=reason, **columns), by=by, reason=reason)


def draft_plan(*, facility: Facility, **fields: Any) -> DutyPlan:
    """An unsaved plan, for a look at what it will ask for. Raises RuleBroken at the field that is wrong."""
    policy = fields.pop("policy", None) or EscalationPolicy()
    plan = _drafted(facility, policy, fields)
    check_plan(plan)
    return plan


def check_plan(plan: DutyPlan) -> None:
    """Raise RuleBroken at the first field that makes no sense."""
    _check_subject(plan)
    _check_times(plan)
    _check_completion(plan)


def _check_subject(plan: DutyPlan) -> None:
    regime = registry.regimes.get(plan.regime)
    if regime is None:
        raise RuleBroken("regime", _("Choose one of the regimes."))
    if plan.facility.kind not in regime.facility_kinds:
        raise RuleBroken("regime", _("This regime does not apply to this kind of facility."))
    if not plan.name.strip():
        raise RuleBroken("name", _("Give the plan a name."))
    if plan.role not in AT_FACILITY:
        raise RuleBroken("role", _("Choose a role that is held at the facility."))
    if plan.person_id and not in_field_at(plan.facility).filter(pk=plan.person_id).exists():
        raise RuleBroken("person", _("Choose somebody who works at the facility now."))


def _check_times(plan: DutyPlan) -> None:
    if not EARLIEST <= plan.first_day <= LATEST:
        raise RuleBroken("first_day", _("Check the year."))
    if plan.last_day is not None and plan.last_day < plan.first_day:
        raise RuleBroken("last_day", _("The last day lies before the first."))
    check_rule(plan.rrule, plan.first_day)
    if len(plan.also_due) >= MOST_A_DAY:
        raise RuleBroken("also_due", _("At most {n} times a day.").format(n=MOST_A_DAY))
    own = names_times(plan.rrule)
    if plan.every_opening_hours is not None:
        if own:
            raise RuleBroken("rrule", _("This rule names times of its own: those, or opening hours, not both."))
        if not 1 <= plan.every_opening_hours <= 24:
            raise RuleBroken("every_opening_hours", _("From 1 to 24 hours."))
    elif plan.window_minutes is None:
        _check_window(plan, own)


def _check_window(plan: DutyPlan, own: bool) -> None:
    """That the first due time of a day does not come before the time from which it may be done."""
    if not own:
        if plan.opens > plan.due_times[0]:
            raise RuleBroken("opens", _("It may be done from a time that lies after it is due."))
    elif any(moment.time() <= plan.opens for moment in first_of(plan.rrule, plan.first_day)):
        raise RuleBroken("window_minutes", _("Say how many minutes before each due time it may be done."))


def _check_completion(plan: DutyPlan) -> None:
    By = DutyPlan.CompletedBy  # noqa: N806
    if plan.completed_by == By.CHECKLIST and plan.checklist_id is None:
        raise RuleBroken("checklist", _("Choose the checklist that completes it."))
    by_what: dict[Any, Any] = {By.RECORD: registry.triggers, By.CONDITION: registry.conditions}
    known = by_what.get(By(plan.completed_by))
    if known is not None and plan.trigger not in known:
        raise RuleBroken("trigger", _("Choose what completes it."))


def _drafted(facility: Facility, policy: EscalationPolicy, fields: dict[str, Any]) -> DutyPlan:
    today = facility.today()
    plan = DutyPlan(facility=facility, policy=policy, **{"first_day": today, **normal_terms(fields)})
    if plan.first_day >= today:
        plan.effective_from = timezone.now()
    if fields.get("due") is None:
        if not names_times(plan.rrule) and plan.every_opening_hours is None:
            raise RuleBroken("due", _("Say when it is due."))
        plan.due = LAST_MINUTE
    return plan


def normal_terms(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields as they are stored: the rule in capitals, further due times as "HH:MM" in order."""
    found = dict(fields)
    if "rrule" in found:
        found["rrule"] = normal_rule(found["rrule"])
    if "also_due" in found:
        found["also_due"] = sorted({_clock(time) for time in found["also_due"] or ()})
    return found


def _clock(time: Any) -> str:
    try:
        return f"{dt.time.fromisoformat(str(time)):%H:%M}"
    except ValueError as error:
        raise RuleBroken("also_due", _("Give times of day such as 09:30.")) from error


def _make_ahead(plans: list[DutyPlan], by: Actor) -> None:
    """The days ahead of each new plan, from its facility's today."""
    if plans:
        today = min(plan.facility.today() for plan in plans)
        last = today + dt.timedelta(days=AHEAD_DAYS)
        generate_duties(first=today, last=last, by=by, plans=plans)
