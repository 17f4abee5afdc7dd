"""Children whose data are kept longer than needed, offered for erasure some days after their last term (PIPL 19)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.policy.queries import numbers_in_force
from ops.records.actor import Actor
from ops.records.errors import RuleBroken
from stations.enrolment.models import Child, ChildQuerySet
from stations.guardians.erasing import erase_child
from stations.guardians.models import Erasure

RULE = "child_data_days_max"
MOST_AT_ONCE = 50


def days_kept(facility: Facility) -> int:
    """How many days after the last term a child's data are kept at this station today; one query."""
    return int(numbers_in_force([RULE], facility.union_path, facility.today())[RULE])


def kept_too_long(facility: Facility, days: int) -> ChildQuerySet:
    """Children not erased whose last term ended more than so many days ago (`last_day`), the longest first."""
    before = facility.today() - dt.timedelta(days=days)
    children = Child.objects.filter(facility=facility, erased_at=None).plainly()
    return (
        children.annotate(last_day=Max("enrolments__term__last_day"))
        .filter(last_day__lt=before)
        .order_by("last_day", "pk")
    )


@transaction.atomic
def erase_kept(*, facility: Facility, children: Collection[UUID], by: Actor) -> list[Erasure]:
    """Erase for good the data of these children, all or none, on the ground that their time is over.

    Raises RuleBroken for none, for more than fifty, and for a child whose time is not over.
    """
    if not 0 < len(children) <= MOST_AT_ONCE:
        raise RuleBroken("children", _("Choose from 1 to %(most)d children.") % {"most": MOST_AT_ONCE})
    days = days_kept(facility)
    found = list(kept_too_long(facility, days).filter(pk__in=children))
    if len(found) != len(set(children)):
        raise RuleBroken("children", _("The time of one of these children is not over. Load the page again."))
    ground = _("Kept for %(days)d days after the last term") % {"days": days}
    return [erase_child(child=child, reason=ground, by=by) for child in found]
