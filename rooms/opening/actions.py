"""Open rooms, describe them, suspend them, let them open again."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.actions import close_facility, lift_closure, order_closure
from ops.facilities.models import Closure, Facility
from ops.organization.models import TradeUnion
from ops.records.actions import amend, create, lock, require_reason, save
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from rooms.opening.models import KIND, Furnishing, Room, SuspensionOrder

PIN_LENGTHS = range(4, 9)


@transaction.atomic
def add_room(*, facility: Facility, by: Actor, **fields: Any) -> Room:
    """Describe a facility as 附件2 asks of a room. Raises RuleBroken for another kind, Conflict if it is described."""
    if facility.kind != KIND:
        raise RuleBroken("facility", _("This is not a mother room."))
    if Room.objects.filter(facility=facility).exists():
        raise Conflict(_("This room is already described."))
    _check_furnishing(fields.get("furnishing", []))
    return create(Room(facility=facility, **fields), by=by)


@transaction.atomic
def change_room(*, room: Room, version: int | None, reason: str, by: Actor, **changes: Any) -> Room:
    """Change what is known of a room. Raises Stale, and RuleBroken without a reason or for unknown furnishing."""
    _check_furnishing(changes.get("furnishing", []))
    return amend(room, by=by, version=version, reason=reason, **changes)


def _check_furnishing(keys: Any) -> None:
    if not isinstance(keys, list) or set(map(str, keys)) - set(Furnishing.values):
        raise RuleBroken("furnishing", _("Choose from the list."))


@transaction.atomic
def set_pin(*, room: Room, pin: str, by: Actor) -> Room:
    """Set the PIN by which a cleaner without an account records the cleaning; an empty one ends that way in."""
    if pin and (not pin.isascii() or not pin.isdigit() or len(pin) not in PIN_LENGTHS or len(set(pin)) == 1):
        raise RuleBroken("pin", _("4 to 8 digits, not all the same."))
    fresh = lock(room, version=None)
    fresh.pin = make_password(pin) if pin else ""
    return save(fresh, by=by, reason=_("PIN changed") if pin else _("PIN ended"))


@transaction.atomic
def order_suspension(
    *,
    first_day: dt.date,
    last_day: dt.date | None,
    mode: str,
    by: Actor,
    union: TradeUnion | None = None,
    room: Room | None = None,
    document_no: str = "",
    cause: str = Closure.Cause.EPIDEMIC,
    note: str = "",
    id: UUID | None = None,  # noqa: A002
) -> SuspensionOrder:
    """Suspend one room, or every room below a union at once (clause 二.3 疫情); days are the rooms' own.

    `closed` closes their calendars and voids their duties; `scan_only` leaves them open to those who scan the code.
    Where several orders reach a room the nearest counts. The same id again returns the standing order.
    """
    if (union is None) == (room is None):
        raise RuleBroken("union", _("Order it for one room, or for a union."))
    if mode not in SuspensionOrder.Mode.values:
        raise RuleBroken("mode", _("Choose closed, or entry only by scanning."))
    if last_day is not None and last_day < first_day:
        raise RuleBroken("last_day", _("The last day lies before the first."))
    order = SuspensionOrder(
        union=union,
        facility=room.facility if room else None,
        mode=mode,
        cause=cause,
        document_no=document_no,
        note=note,
        first_day=first_day,
        last_day=last_day,
    )
    if id is not None:
        order.pk = id
        if standing := SuspensionOrder.objects.filter(pk=id).first():
            return _require_same(standing, order)
    if mode == SuspensionOrder.Mode.CLOSED:
        order.closure = _close(order, by)
    return create(order, by=by, reason=document_no)


def _require_same(standing: SuspensionOrder, sent: SuspensionOrder) -> SuspensionOrder:
    names = ("union_id", "facility_id", "mode", "first_day", "last_day", "document_no")
    if any(getattr(standing, name) != getattr(sent, name) for name in names):
        raise Conflict(_("This id already stands for another record."))
    return standing


def _close(order: SuspensionOrder, by: Actor) -> Closure:
    days: dict[str, Any] = {"first_day": order.first_day, "last_day": order.last_day}
    said: dict[str, Any] = {"cause": order.cause, "note": order.note, "document_no": order.document_no, "by": by}
    if order.union is not None:
        return order_closure(union=order.union, facility_kind=KIND, **days, **said)
    facility: Any = order.facility  # a constraint: an order is for a union or for a facility
    return close_facility(facility=facility, **days, **said)


@transaction.atomic
def lift(*, order: SuspensionOrder, reason: str, by: Actor, version: int | None = None) -> SuspensionOrder:
    """End an order now, with a reason; lifting it twice changes nothing. Duties of the days to come stand again."""
    require_reason(reason)
    fresh = lock(order, version=version)
    if fresh.lifted_at:
        return fresh
    fresh.lifted_at = timezone.now()
    save(fresh, by=by, reason=reason)
    if fresh.closure is not None:
        lift_closure(closure=fresh.closure, reason=reason, by=by)
    return fresh
