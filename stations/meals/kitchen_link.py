"""The link that shows a kitchen's phone what was sent, without an account: for some hours, and withdrawn at once.

Whoever holds it sees counts, and first names with groups of children whose portion differs, until each is served.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.records.actions import record_once, save, void
from ops.records.actor import Actor
from stations.meals.kitchen import GroupCount, Special, groups_of, specials_of, told_today
from stations.meals.models import KitchenLink, KitchenOrder, Serving

HOURS_VALID = 4
_SALT = "kitchen"


@transaction.atomic
def make_link(*, id: UUID, facility: Facility, by: Actor) -> tuple[KitchenLink, bool]:
    """A link for some hours, within today; it ends the one before. The same id again returns what was made."""
    now = timezone.now()
    if (made := KitchenLink.objects.filter(pk=id, facility=facility).first()) is not None:
        return made, False
    for standing in KitchenLink.objects.select_for_update().filter(facility=facility).open(now):
        void(standing, by=by, reason=_("A new link was made"))
    midnight = facility.moment(facility.today() + dt.timedelta(days=1), dt.time())
    until = min(now + dt.timedelta(hours=HOURS_VALID), midnight)
    return record_once(KitchenLink(id=id, facility=facility, occurred_at=now, until=until, made_by=by.user), by=by)


@transaction.atomic
def withdraw_link(*, link: KitchenLink, by: Actor, version: int | None = None) -> KitchenLink:
    """The link opens nothing any more. Twice changes nothing."""
    return void(link, by=by, reason=_("The link was withdrawn"), version=version)


@transaction.atomic
def note_opened(*, link: KitchenLink, by: Actor) -> None:
    """Keep when a link was first opened."""
    standing = KitchenLink.objects.select_for_update().filter(pk=link.pk, opened_at=None).first()
    if standing is not None:
        standing.opened_at = timezone.now()
        save(standing, by=by, fields=["opened_at"])


def token_of(link: KitchenLink) -> str:
    """The link's secret part: its id, signed."""
    return signing.dumps(str(link.pk), salt=_SALT)


def link_of(token: str) -> KitchenLink | None:
    """The link that still opens, or None where it is false, over or withdrawn."""
    try:
        pk = UUID(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        return None
    return KitchenLink.objects.open(timezone.now()).select_related("facility").filter(pk=pk).first()


def open_link(facility: Facility) -> KitchenLink | None:
    """The link of a station that still opens."""
    return KitchenLink.objects.filter(facility=facility).open(timezone.now()).select_related("made_by").first()


@dataclass(frozen=True, slots=True)
class Told:
    """One count as a link shows it: of the differing portions only those that are still to be served."""

    order: KitchenOrder
    groups: list[GroupCount]
    specials: list[Special]
    served: int


def told_by(link: KitchenLink) -> list[Told]:
    """What the kitchen was told today; two queries."""
    day = link.facility.today()
    orders = told_today(link.facility, day)
    done = _served(link.facility, day, [order.kind for order in orders])
    return [_told(order, done) for order in orders]


def _told(order: KitchenOrder, done: set[tuple[str, str]]) -> Told:
    specials = specials_of(order)
    waiting = [one for one in specials if (order.kind, one.child) not in done]
    return Told(order, groups_of(order), waiting, len(specials) - len(waiting))


def _served(facility: Facility, day: dt.date, kinds: Iterable[str]) -> set[tuple[str, str]]:
    rows = Serving.objects.filter(
        facility=facility, meal__local_date=day, meal__kind__in=list(kinds), meal__voided_at=None, voided_at=None
    )
    return {(kind, str(child)) for kind, child in rows.values_list("meal__kind", "child")}
