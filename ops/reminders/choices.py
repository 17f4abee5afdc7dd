"""What a person, or a union's officer, decides about reminders: by which channels, when, to which addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ops.organization.models import TradeUnion, User
from ops.organization.throttle import TooOften, allowed
from ops.records.actions import create, lock, save
from ops.records.actor import Actor
from ops.records.errors import Conflict, RuleBroken
from ops.reminders import senders
from ops.reminders.addresses import host_of, subscribed, typed
from ops.reminders.errors import NotTaken
from ops.reminders.letters import Words
from ops.reminders.models import OF_GROUPS, Channel, ContactPoint, Preference, Reminder, usual_channels
from ops.reminders.senders import Post

# Of one owner.
MOST_POINTS = 20
# Tests that one person may send, within so many seconds.
TESTS, TESTS_WITHIN = 20, 600


@dataclass(frozen=True)
class Tested:
    """What came of a test: whether the host took it, else its words."""

    took: bool
    error: str = ""


def preference_of(user: User) -> Preference:
    """How a person wants to be reminded; not saved where nothing was chosen yet."""
    return Preference.objects.filter(user=user.pk).first() or Preference(user_id=user.pk)


def available(user: User) -> list[str]:
    """The channels beside the app by which a person can be reached now, in their usual order."""
    opened = ContactPoint.objects.standing().filter(user=user.pk, verified_at__isnull=False)
    has = set(opened.values_list("channel", flat=True))
    has |= {Channel.EMAIL.value} if user.email else set()
    has |= {Channel.SMS.value} if user.phone else set()
    return [channel for channel in Channel.values if channel in has]


@transaction.atomic
def choose(
    *,
    user: User,
    ordinary: Iterable[str],
    urgent: Iterable[str],
    by: Actor,
    digest_at: dt.time | None = None,
    quiet_from: dt.time | None = None,
    quiet_until: dt.time | None = None,
) -> Preference:
    """Choose the channels beside the app, one message a day or not, and own quiet hours.

    Ordinary reminders may be left to the app alone. Raises RuleBroken where urgent ones would be, although the person
    can be reached, and for channels by which the person cannot.
    """
    able = available(user)
    columns = {
        "ordinary": _known("ordinary", ordinary, able),
        "urgent": _known("urgent", urgent, able),
        "digest_at": digest_at,
        "quiet_from": quiet_from,
        "quiet_until": quiet_until,
    }
    if able and not columns["urgent"]:
        raise RuleBroken("urgent", _("Urgent reminders cannot be switched off: choose at least one way."))
    if (quiet_from is None) != (quiet_until is None):
        raise RuleBroken("quiet_until", _("Give both the beginning and the end, or neither."))
    standing = Preference.objects.select_for_update().filter(user=user.pk).first()
    if standing is None:
        return create(Preference(user_id=user.pk, **columns), by=by)
    if all(getattr(standing, name) == value for name, value in columns.items()):
        return standing
    for name, value in columns.items():
        setattr(standing, name, value)
    return save(standing, by=by)


def _known(field: str, wanted: Iterable[str], able: list[str]) -> list[str]:
    chosen = set(wanted)
    if unknown := chosen - set(able):
        names = _(", ").join(str(Channel(one).label) if one in Channel.values else one for one in sorted(unknown))
        raise RuleBroken(field, _("You cannot be reached by this way yet: {channels}.").format(channels=names))
    return [channel for channel in able if channel in chosen]


@transaction.atomic
def add_point(
    *,
    channel: str,
    label: str,
    by: Actor,
    user: User | None = None,
    union: TradeUnion | None = None,
    url: str = "",
    secret: str = "",
    subscription: Any = None,
    urgent_only: bool = False,
) -> ContactPoint:
    """Add an address of a person, or of a union's group. It gets nothing before a test has arrived there.

    Raises RuleBroken at `url`, `secret`, `subscription` or `channel`. A browser that subscribes again is the same
    address.
    """
    if union is not None and channel not in OF_GROUPS:
        raise RuleBroken("channel", _("A union has robots and webhooks only."))
    owner = {"union": union} if union is not None else {"user_id": user.pk if user else None}
    address = subscribed(subscription) if channel == Channel.PUSH else typed(channel, url, secret)
    standing = list(ContactPoint.objects.standing().filter(channel=channel, **owner))
    for point in standing:
        if point.address == address:
            return point
    if len(standing) >= MOST_POINTS:
        raise Conflict(_("That is enough addresses of one kind. Take away one that is no longer needed."))
    point = ContactPoint(
        channel=channel, label=label.strip() or host_of(address), address=address, urgent_only=urgent_only, **owner
    )
    return create(point, by=by)


@transaction.atomic
def take_away(*, point: ContactPoint, by: Actor, reason: str = "") -> ContactPoint:
    """Nothing is sent to this address any more; what waits for it is not sent. Doing it twice changes nothing."""
    fresh = lock(point, version=None)
    if fresh.ended_at is not None:
        return fresh
    fresh.ended_at = timezone.now()
    waiting = fresh.reminders.filter(state__in=[Reminder.State.WAITING, Reminder.State.FAILED])
    waiting.update(state=Reminder.State.SETTLED)
    fresh.address = ""
    return save(fresh, by=by, reason=reason)


def try_point(*, point: ContactPoint, by: Actor) -> Tested:
    """Send a test to an address and keep what came of it; the first that arrives opens the address for reminders.

    Raises TooOften beyond what a person needs.
    """
    _moderate(by)
    try:
        senders.to_point(point, _test_words(by))
    except NotTaken as error:
        tested = Tested(False, str(error))
    else:
        tested = Tested(True)
    with transaction.atomic():
        fresh = lock(point, version=None)
        now = timezone.now()
        opened = tested.took and fresh.verified_at is None
        fresh.tested_at, fresh.test_error = now, tested.error
        fresh.verified_at = fresh.verified_at or (now if tested.took else None)
        save(fresh, by=by)
        if opened and fresh.user_id is not None:
            _use(fresh.user_id, fresh.channel, by)
    point.refresh_from_db()
    return tested


def try_account(*, user: User, channel: str, by: Actor) -> Tested:
    """Send a test to the account's own e-mail address or phone. Raises RuleBroken where there is none, TooOften."""
    if channel not in (Channel.EMAIL, Channel.SMS) or channel not in available(user):
        raise RuleBroken("channel", _("You cannot be reached by this way yet: {channels}.").format(channels=channel))
    _moderate(by)
    said = _test_words(by)
    try:
        if channel == Channel.SMS:
            senders.text(user.phone or "", f"{said.title} {said.url}")
        else:
            post = Post()
            try:
                post.plain_mail(user.email, said)
            finally:
                post.close()
    except NotTaken as error:
        return Tested(False, str(error))
    return Tested(True)


def _use(user_id: Any, channel: str, by: Actor) -> None:
    """A new channel is used for both kinds at once: who adds an address wants to be told there."""
    standing = Preference.objects.select_for_update().filter(user=user_id).first()
    wish = standing or Preference(user_id=user_id, ordinary=usual_channels(), urgent=usual_channels())
    wish.ordinary = list(dict.fromkeys([*wish.ordinary, channel]))
    wish.urgent = list(dict.fromkeys([*wish.urgent, channel]))
    save(wish, by=by) if standing else create(wish, by=by)


def _moderate(by: Actor) -> None:
    if not allowed("reminder-test", str(by.user.pk if by.user else by.name), most=TESTS, seconds=TESTS_WITHIN):
        raise TooOften()


def _test_words(by: Actor) -> Words:
    language = (by.user.language if by.user else "") or translation.get_language() or settings.LANGUAGE_CODE
    with translation.override(language):
        title = _("Test: reminders arrive here")
        body = _("Sent by {person} from Aixin Ops. Nothing needs to be done.").format(person=by.user or by.name)
        return Words(title, body, settings.PUBLIC_URL)
