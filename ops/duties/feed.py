"""A person's duties for their own calendar program: the secret address, and what stands under it."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ops.duties import ics
from ops.duties.calendar_queries import PLANNED, Item, calendar, my_facilities
from ops.duties.feed_models import CalendarFeed
from ops.duties.models import Duty, DutyPlan
from ops.duties.registry import regimes
from ops.organization.access import Access
from ops.organization.links import hash_of
from ops.organization.models import User
from ops.records.actions import create, save
from ops.records.actor import Actor

DAYS_BACK, DAYS_AHEAD = 14, 30
MOST_FACILITIES = 50
State = Duty.State
_STATUS = {PLANNED: "TENTATIVE", State.VOID: "CANCELLED"}


@transaction.atomic
def renew_feed(*, user: User, by: Actor) -> str:
    """A new secret address; the one before it, if any, ends. Returns the secret, which nobody keeps."""
    revoke_feed(user=user, by=by)
    secret = secrets.token_urlsafe(24)
    create(CalendarFeed(user=user, secret_hash=hash_of(secret)), by=by)
    return secret


@transaction.atomic
def revoke_feed(*, user: User, by: Actor) -> bool:
    """End the address; False when there was none."""
    User.objects.select_for_update().get(pk=user.pk)  # one at a time: two renewals at once leave one address
    standing = CalendarFeed.objects.filter(user=user, revoked_at=None).first()
    if standing is None:
        return False
    standing.revoked_at = timezone.now()
    save(standing, by=by)
    return True


def feed_of(user: Any) -> CalendarFeed | None:
    """The person's feed that works now."""
    return CalendarFeed.objects.filter(user=user.pk, revoked_at=None).first()


def find_feed(secret: str) -> CalendarFeed | None:
    """The feed with this secret, while it and its person are in force."""
    found = CalendarFeed.objects.select_related("user").filter(secret_hash=hash_of(secret), revoked_at=None)
    return found.filter(user__is_active=True).first()


def address_of(secret: str) -> str:
    """The full address."""
    return settings.PUBLIC_URL + reverse("calendar-ics", args=[secret])


def text_of(user: User) -> str:
    """The person's own duties of the last 14 and the next 30 days, in their language; a constant number of statements.

    Their memberships are read now: what they may no longer see is not in it.
    """
    access = Access(user)
    places = my_facilities(access, MOST_FACILITIES)
    today = min((facility.today() for facility in places), default=timezone.localdate())
    first, last = today - dt.timedelta(days=DAYS_BACK), today + dt.timedelta(days=DAYS_AHEAD)
    days = calendar(places, first, last, own_of=access)
    items = [item for day in days.values() for item in day.items]
    changed = _changed(items)
    with translation.override(user.language or settings.LANGUAGE_CODE):
        events = [_event(item, changed) for item in items]
        return ics.written(events, name=_("Aixin Ops duties"), product="-//Aixin Ops//Duties//EN")


def _changed(items: list[Item]) -> dict[Any, dt.datetime]:
    """When each duty, or the plan of one that is not made yet, was last written; two statements."""
    duties = [item.duty.pk for item in items if item.duty]
    plans = {item.plan.pk for item in items if not item.duty}
    found: dict[Any, dt.datetime] = {}
    for model, keys in ((Duty, duties), (DutyPlan, list(plans))):
        rows = model.history.filter(id__in=keys).order_by().values_list("id")
        found |= dict(rows.annotate(Max("history_date")))
    return found


def _event(item: Item, changed: dict[Any, dt.datetime]) -> ics.Event:
    duty, plan, facility = item.duty, item.plan, item.facility
    host = urlsplit(settings.PUBLIC_URL).hostname
    regime = regimes.get(duty.regime if duty else plan.regime)
    settled = item.state in (State.DONE, State.DONE_LATE, State.MISSED, State.OVERDUE)
    summary = _("{duty} ({state})").format(duty=plan, state=item.word) if settled else str(plan)
    return ics.Event(
        uid=f"{plan.pk}-{ics.moment(item.due_at)}@{host}",
        begins=duty.opens_at if duty else item.opens_at,
        ends=item.due_at,
        summary=summary,
        changed=changed.get((duty or plan).pk) or item.due_at,
        sequence=duty.version if duty else 0,
        status=_STATUS.get(item.state, "CONFIRMED"),
        location=" · ".join(part for part in (str(facility), facility.address) if part),
        description=_("{state}. Due {clock}.").format(state=item.word, clock=item.clock),
        category=str(regime.label) if regime else "",
        url=settings.PUBLIC_URL + reverse("duty-detail", args=[duty.pk]) if duty else "",
    )
