"""Who is responsible for a duty at a moment: the person named, their stand-in while absent, else a role."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField, When

from ops.absences.queries import at_work, stand_in_of, stood_for
from ops.duties.models import Duty, DutyPlan
from ops.organization.models import Membership, User
from ops.organization.roles import IN_FIELD

R = TypeVar("R", Duty, DutyPlan)


def with_responsible(duties: QuerySet[R], at: dt.datetime) -> QuerySet[R]:
    """Duties or plans with `responsible_id`: the person responsible then; None where everybody with the role is."""
    named = Case(
        When(person=None, then=None),
        When(at_work("person", "facility", at), then=F("person_id")),
        default=Subquery(stand_in_of("person", "facility", at)),
        output_field=UUIDField(),
    )
    return duties.annotate(responsible_id=named)


def of_person(duties: QuerySet[R], access: Any, at: dt.datetime) -> QuerySet[R]:
    """Those for which the reader is responsible, by name or by a role at the facility, or stands in for who is."""
    held = [grant for grant in access.grants if grant.facility_id is not None and grant.role in IN_FIELD]
    by_role = Q(pk__in=())
    for grant in held:
        by_role |= Q(facility=grant.facility_id, role=grant.role)
    absent = Membership.objects.current(at).filter(
        user__in=stood_for(access.user.pk, at), facility=OuterRef("facility"), role=OuterRef("role")
    )
    by_role |= Q(Exists(absent), facility__in={grant.facility_id for grant in held})
    mine = Q(responsible_id=access.user.pk) | Q(responsible_id=None) & by_role
    return with_responsible(duties, at).filter(mine)


def name_responsible(duties: list[Duty]) -> None:
    """Give each duty read `with_responsible` its person as `responsible`, or None; one query, none where nobody is."""
    wanted = {duty.responsible_id for duty in duties} - {None}  # type: ignore[attr-defined]
    people = User.objects.in_bulk(wanted) if wanted else {}
    for duty in duties:
        duty.responsible = people.get(duty.responsible_id)  # type: ignore[attr-defined]
