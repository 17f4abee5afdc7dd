"""Who is away, who may enter it, and who can stand in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from ops.absences.models import Absence
from ops.facilities.models import Facility
from ops.organization.access import Access
from ops.organization.models import Membership, User
from ops.organization.roles import IN_FIELD, MANAGING, Role


def absences_of(access: Access, *, past: bool = False) -> QuerySet[Absence]:
    """Absences in the reader's scope: now and to come, or those that are over; the nearest first, with their people."""
    over = Q(withdrawn_at__isnull=False) | Q(until__lte=timezone.now())
    rows = Absence.objects.visible_to(access).select_related("user", "stand_in")
    return rows.filter(over) if past else rows.exclude(over)


def people_of(access: Access) -> QuerySet[User]:
    """For whom the reader may enter an absence: themselves, and the people in the field whom they manage."""
    held = Membership.objects.current().filter(access.facilities("facility", MANAGING), role__in=IN_FIELD)
    return User.objects.filter(Q(pk__in=held.values("user"), is_active=True) | Q(pk=access.user.pk)).order_by("name")


def may_keep(access: Access, user: User) -> bool:
    """Whether the reader may enter and change this person's absences. One query, none for one's own."""
    return access.user.pk == user.pk or people_of(access).filter(pk=user.pk).exists()


def colleagues_of(user: User) -> QuerySet[User]:
    """Who can stand in for somebody: whoever works in the field at one of their facilities now."""
    here = Membership.objects.current().filter(user=user, role__in=IN_FIELD).values("facility")
    held = Membership.objects.current().filter(facility__in=here, role__in=IN_FIELD)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).exclude(pk=user.pk).order_by("name")


def zone_of(user: User) -> dt.tzinfo:
    """The clock by which a person's days count: their facility's, else the federation's."""
    place = Facility.objects.filter(pk__in=Membership.objects.current().filter(user=user).values("facility")).first()
    return place.zone if place else timezone.get_default_timezone()


# --- Who is there at a moment, for the queries of others ---


def at_work(user: str, facility: str, at: dt.datetime) -> Any:
    """Expression: the person named by field `user` works in the field at `facility` then, and is not absent.

    Somebody whose membership has ended counts as absent.
    """
    held = Membership.objects.current(at).filter(
        user=OuterRef(user), facility=OuterRef(facility), role__in=IN_FIELD, user__is_active=True
    )
    return Exists(held) & ~Exists(Absence.objects.at(at).filter(user=OuterRef(user)))


def told_for(held: QuerySet[Membership], at: dt.datetime) -> QuerySet[Any]:
    """Subquery: whom a notice to the holders of these memberships at facilities reaches.

    Who is away is spared: their stand-in is told instead, else the others with the same role there; they are told only
    where there is nobody else. The reminders of duties say the same in SQL (ops.reminders.following).
    """
    away = Absence.objects.at(at)
    others = Membership.objects.current(at).filter(
        facility=OuterRef("facility"), role=OuterRef("role"), user__is_active=True
    )
    found = held.filter(user__is_active=True).annotate(
        away=Exists(away.filter(user=OuterRef("user"))),
        another=Exists(others.exclude(user__in=away.values("user"))),
        stand_in=Case(When(away=True, then=Subquery(stand_in_of("user", "facility", at))), output_field=UUIDField()),
    )
    told = found.exclude(away=True, another=True, stand_in=None)
    return told.values(told=Coalesce("stand_in", "user_id", output_field=UUIDField()))


def managers_told(places: Collection[UUID]) -> dict[UUID, list[User]]:
    """Whom word to the managers of these facilities reaches now, by facility (see `told_for`); two queries."""
    held = Membership.objects.current().filter(role=Role.FACILITY_MANAGER, facility__in=places)
    rows = set(told_for(held, timezone.now()).values_list("facility_id", "told"))
    users = User.objects.in_bulk({person for _facility, person in rows})
    found: dict[UUID, list[User]] = {}
    for facility, person in rows:
        found.setdefault(facility, []).append(users[person])
    return found


def stood_for(user: Any, at: dt.datetime) -> QuerySet[Any]:
    """Subquery: the people who are away then and in whose place this one stands."""
    return Absence.objects.at(at).filter(stand_in=user).values("user")


def stand_in_of(user: str, facility: str, at: dt.datetime) -> QuerySet[Any]:
    """Subquery: who stands in then for the person named by field `user`, and is at work at `facility`."""
    absence = Absence.objects.at(at).filter(user=OuterRef(user), stand_in__isnull=False)
    here = absence.annotate(here=OuterRef(facility)).filter(at_work("stand_in", "here", at))
    return here.order_by(F("since")).values("stand_in")[:1]
