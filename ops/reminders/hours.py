"""When a person may be disturbed: quiet hours, and one message a day for who wishes that."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

from ops.reminders.models import Preference, Reminder
from ops.reminders.registry import messages

NIGHT_BEGINS = dt.time(22)
NIGHT_ENDS = dt.time(7)


def awake(
    moment: dt.datetime, zone: dt.tzinfo, begins: dt.time = NIGHT_BEGINS, ends: dt.time = NIGHT_ENDS
) -> dt.datetime:
    """The moment itself, or the end of the quiet hours in which it falls: nobody is woken for what can wait."""
    local = moment.astimezone(zone)
    over_midnight, clock = begins > ends, local.time()
    quiet = clock >= begins or clock < ends if over_midnight else begins <= clock < ends
    if not quiet:
        return moment
    morning = local.date() + dt.timedelta(days=over_midnight and clock >= begins)
    return dt.datetime.combine(morning, ends, tzinfo=zone).astimezone(dt.UTC)


def held_until(reminder: Reminder, wish: Preference | None, now: dt.datetime) -> dt.datetime:
    """When an ordinary reminder may be sent as its recipient chose; now or earlier when it may be sent at once.

    The day's one message holds all that came before it, but for kinds that are only worth something at once.
    """
    if wish is None or reminder.urgent:
        return now
    zone = reminder.facility.zone if reminder.facility else ZoneInfo(timezone.get_default_timezone_name())
    moment = now
    kind = messages.get(reminder.kind)
    if wish.digest_at is not None and not (kind and kind.at_once):
        moment = max(now, _next(reminder.created_at, wish.digest_at, zone))
    if wish.quiet_from is not None and wish.quiet_until is not None:
        moment = awake(moment, zone, wish.quiet_from, wish.quiet_until)
    elif wish.digest_at is not None:
        moment = awake(moment, zone)
    return moment


def _next(moment: dt.datetime, at: dt.time, zone: dt.tzinfo) -> dt.datetime:
    """The first time after a moment that a clock of the zone shows `at`."""
    local = moment.astimezone(zone)
    day = local.date() + dt.timedelta(days=local.time() >= at)
    return dt.datetime.combine(day, at, tzinfo=zone).astimezone(dt.UTC)
