"""Who holds which role, where and until when."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from ops.organization.access import Access
from ops.organization.models import ApiToken, Membership, TradeUnion, User
from ops.organization.roles import MANAGING, Role


def memberships_of(user: User, *, current: bool = True) -> QuerySet[Membership]:
    """A person's memberships in force, or those that ended, with their places."""
    rows = Membership.objects.filter(user=user).select_related("union", "facility").order_by("-since")
    return rows.current() if current else rows.filter(until__lte=timezone.now())


def tokens_of(user: User) -> QuerySet[ApiToken]:
    """A person's API tokens that still work, newest first."""
    return ApiToken.objects.filter(user=user).filter(Q(expiry=None) | Q(expiry__gt=timezone.now()))


def colleagues(
    access: Access, *, text: str = "", role: str = "", state: str = "current", place: Any = None
) -> QuerySet[Membership]:
    """Memberships in the reader's reach, guardians left out. `state` is current, ended or all; `place` narrows it."""
    rows = (
        Membership.objects.visible_to(access)
        .exclude(role=Role.GUARDIAN)
        .select_related("user", "union", "facility")
        .annotate(person_name=F("user__name"))
        .matching(text)
    )
    if role:
        rows = rows.filter(role=role)
    if isinstance(place, TradeUnion):
        rows = rows.filter(Q(union__path__startswith=place.path) | Q(facility__union_path__startswith=place.path))
    elif place is not None:
        rows = rows.filter(facility=place)
    if state == "current":
        return rows.filter(Q(until=None) | Q(until__gt=timezone.now()))
    return rows.filter(until__lte=timezone.now()) if state == "ended" else rows


def sees_phones(access: Access) -> bool:
    """Whether the reader runs people and so has to be able to call them; others see the number masked."""
    return access.may(*MANAGING)


def facilities() -> Any:
    """The facility model's manager: the capability above this one, to which memberships point."""
    return apps.get_model("ops", "Facility").objects


def places_to_staff(access: Access, *, text: str = "", limit: int = 30) -> list[Any]:
    """Unions and facilities where the reader may hand out a role, matching a text; unions first. Two statements."""
    paths = access.union_paths(Role.UNION_OFFICER, Role.ADMINISTRATOR)
    below = Q(pk__in=())
    for path in paths:
        below |= Q(path__startswith=path)
    unions = TradeUnion.objects.filter(below)
    places = facilities().visible_to(access, MANAGING)
    if text:
        unions = unions.filter(Q(name__icontains=text) | Q(name_en__icontains=text))
        places = places.matching(text)
    found = list(unions[:limit])
    return found + list(places.order_by("name")[: max(0, limit - len(found))])


def unions_with_counts(access: Access) -> QuerySet[TradeUnion]:
    """The unions of the reader's subtree in tree order, each with the number of its own facilities."""
    return TradeUnion.objects.visible_to(access).annotate(facility_count=Count("facilities")).order_by("path")
