"""What becomes of plans and duties when a facility begins, moves to another union, or opens at other times."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.duties.generation import days_ahead, generate_duties, hold, rewrite
from ops.duties.models import DutyPlan, PlanTemplate
from ops.duties.rollout import covers, rows_of, templates_for
from ops.duties.standard import adopt_standard_plans
from ops.duties.template_actions import end_plans, held
from ops.facilities.models import Facility
from ops.organization.models import TradeUnion
from ops.records import bulk
from ops.records.actor import Actor


def begin(*, facilities: list[Facility], by: Actor) -> None:
    """What new facilities start with: their plans, and the duties of the week ahead."""
    plans = adopt_standard_plans(facilities=facilities, by=by)
    first, last = days_ahead()
    if plans:
        generate_duties(first=first, last=last, by=by, plans=plans)


def reschedule(*, facility: Facility, by: Actor, reason: str) -> None:
    """Duties that have not begun follow the facility's hours and clock as they now are; what is missing is made."""
    first, last = days_ahead()
    generate_duties(first=first, last=last, by=by, facility=facility, reason=reason)


def move(*, facility: Facility, former: TradeUnion, by: Actor, reason: str) -> None:
    """From the day of the move the plans of the templates that reach the facility now, instead of the former union's.

    What the former union published ends the day before, changed by the facility or not, and its duties that are not
    yet due are no longer required. Local plans, and those of templates that reach both, go on. A facility that comes
    back goes on with the plans that it had.
    """
    why = _("Moved from {former} to {union}: {reason}").format(former=former, union=facility.union, reason=reason)
    hold(facility)
    today = facility.today()
    templates = templates_for([facility])
    published = DutyPlan.objects.filter(facility=facility, template__isnull=False)
    going_on = published.filter(Q(last_day=None) | Q(last_day__gte=today))
    left = going_on.exclude(template__in=templates)
    end_plans(held(left), today - dt.timedelta(days=1), "moved", by=by, reason=why, standard_key="")
    _go_on(facility, [one for one in templates if not covers(one, former.path)], by=by, reason=why)
    adopt_standard_plans(facilities=[facility], by=by, reason=why)
    reschedule(facility=facility, by=by, reason=why)


def _go_on(facility: Facility, templates: list[PlanTemplate], *, by: Actor, reason: str) -> None:
    """Plans that ended when the facility left hold again, as their versions now do."""
    standing = {
        plan.template_version_id: plan
        for plan in DutyPlan.objects.filter(facility=facility, template__in=templates).select_related("policy")
    }
    now = timezone.now()
    for template in templates:
        for row in rows_of(template, facility, facility.today()):
            plan = standing.get(row.template_version_id)
            if plan is None:
                continue
            bulk.update(
                DutyPlan.objects.filter(pk=plan.pk), by=by, reason=reason, last_day=row.last_day, effective_from=now
            )
            plan.refresh_from_db()
            rewrite(plan, by=by, reason=reason)
