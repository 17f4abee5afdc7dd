"""Changes to regulatory numbers and to the calendar: always from a day on, never backwards."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.organization.models import TradeUnion
from ops.policy.defaults import HIGHEST, LOWEST, defaults
from ops.policy.models import CalendarDay, Parameter
from ops.policy.queries import officially_working, parameter_in_force
from ops.records import bulk
from ops.records.actions import amend, create
from ops.records.actor import Actor
from ops.records.errors import RuleBroken


def publish_defaults(*, union: TradeUnion, by: Actor) -> int:
    """Enter every number of `ops.policy.defaults` for a union; returns how many were new.

    Running it again enters only what a newer release knows; what stands is never changed.
    """
    rows = [
        Parameter(
            key=default.key,
            union=union,
            value=default.value,
            valid_from=default.since,
            source_text=default.source,
            mark=default.mark,
        )
        for default in defaults
    ]
    return len(bulk.insert(Parameter, rows, by=by, reason="defaults"))


@transaction.atomic
def set_parameter(
    *,
    key: str,
    union: TradeUnion,
    value: Decimal,
    valid_from: dt.date,
    source_text: str,
    mark: str,
    reason: str,
    by: Actor,
) -> Parameter:
    """Let a number hold for a union and all below it from a day on (decision 11).

    The values before stay, and records of earlier days stay judged by them. A value announced for a day that
    has not come may be announced anew; its history keeps both. Raises RuleBroken for an unknown number, a past day,
    a missing source, or a value laxer than that of a union above where only stricter ones are allowed.
    """
    if key not in defaults:
        raise RuleBroken("key", _("No such number."))
    today = timezone.localdate()
    if valid_from < today:
        raise RuleBroken("valid_from", _("A number changes from today on at the earliest: what is past is judged."))
    if not source_text.strip():
        raise RuleBroken("source_text", _("Say where this number is written."))
    _require_not_laxer(key, union, value, valid_from)
    standing = Parameter.objects.filter(key=key, union=union, valid_from=valid_from).first()
    if standing is None:
        number = Parameter(key=key, union=union, value=value, valid_from=valid_from, source_text=source_text, mark=mark)
        return create(number, by=by, reason=reason)
    if valid_from == today:
        raise RuleBroken("valid_from", _("A value holds from today already. Choose a later day."))
    return amend(standing, by=by, version=None, reason=reason, value=value, source_text=source_text, mark=mark)


def _require_not_laxer(key: str, union: TradeUnion, value: Decimal, day: dt.date) -> None:
    default = defaults[key]
    above = union.path[:-4]
    if not default.strict or not above:
        return
    found = parameter_in_force(key, above, day)
    limit = found.value if found else default.value
    laxer = (default.bound == LOWEST and value < limit) or (default.bound == HIGHEST and value > limit)
    if laxer:
        message = _("A union above has set %(sign)s %(limit)s: you may only be stricter.")
        raise RuleBroken("value", message % {"sign": default.sign, "limit": f"{limit.normalize():f}"})


@transaction.atomic
def set_calendar_day(*, date: dt.date, working: bool, name: str, reason: str, by: Actor) -> CalendarDay:
    """Say that a day is, or is not, a working day, whatever the published calendar says.

    Raises RuleBroken for a day that is past: its duties have been counted.
    """
    if date < timezone.localdate():
        raise RuleBroken("date", _("This day is past: its duties have been counted."))
    standing = CalendarDay.objects.filter(date=date).first()
    if standing is None:
        return create(CalendarDay(date=date, working=working, name=name), by=by, reason=reason)
    return amend(standing, by=by, version=None, reason=reason, working=working, name=name)


@transaction.atomic
def restore_calendar_day(*, day: CalendarDay, reason: str, by: Actor) -> CalendarDay:
    """Follow the published calendar again on a day; the entry and its history stay."""
    return set_calendar_day(date=day.date, working=officially_working(day.date), name="", reason=reason, by=by)
