"""How a guardian gets in: by a code to the phone that the station knows, or by a link that staff hand out.

A phone number that somebody typed into a profile or a form proves nothing: rows are joined to an account only by a code
that came back, or one by one by the staff of their own station.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ops.organization import links
from ops.organization.actions import change_profile
from ops.organization.models import Membership, User, normal_phone
from ops.organization.roles import Role
from ops.records import bulk
from ops.records.actions import create
from ops.records.actor import Actor, Source
from ops.records.encryption import lookup_hash
from ops.records.errors import Conflict
from ops.reminders import choices
from ops.reminders.models import Channel
from stations.enrolment.models import Guardian

# The purpose under which codes to guardians' phones are kept apart from others.
PURPOSE = "guardian"
_TEXT = Channel.SMS.value


def rows_of_phone(phone: str) -> QuerySet[Guardian]:
    """The guardians of all stations with this phone number."""
    return Guardian.objects.filter(phone_hash=lookup_hash(normal_phone(phone))).defer("phone")


def is_only_guardian(user: User) -> bool:
    """Whether this account opens nothing but a guardian's page."""
    if user.is_staff or user.is_superuser:
        return False
    return not Membership.objects.current().filter(user=user).exclude(role=Role.GUARDIAN).exists()


@transaction.atomic
def enter_by_phone(*, phone: str, by: Actor) -> User:
    """The account of whoever proved to hold this phone, made at the first time; joins it to all rows of the phone.

    Raises Conflict where no station knows the number, or where it belongs to an account with further roles: that one
    opens by its password only.
    """
    rows = list(rows_of_phone(phone).select_for_update(of=("self",)).select_related("user").order_by("pk"))
    if not rows:
        raise Conflict(_("No station knows this number. Ask the station which number you gave."))
    known = [row.user for row in rows if row.user is not None and row.user.is_active]
    if any(not is_only_guardian(user) for user in known):
        raise Conflict(_("You also work here: sign in with your own account, your children are there."))
    user = known[0] if known else _new_account(rows[0].name, by)
    _join(user, rows, by)
    return user


@transaction.atomic
def join_by_phone(*, user: User, phone: str, by: Actor) -> int:
    """Add the children behind a phone, proved by a code, to the account that is signed in; returns how many rows.

    So somebody who works at a station is a guardian in the same account. Raises Conflict where no station knows the
    number, or it already belongs to another account with further roles.
    """
    rows = list(rows_of_phone(phone).select_for_update(of=("self",)).select_related("user").order_by("pk"))
    if not rows:
        raise Conflict(_("No station knows this number. Ask the station which number you gave."))
    others = [row.user for row in rows if row.user is not None and row.user != user]
    if any(not is_only_guardian(other) for other in others):
        raise Conflict(_("This number already belongs to another account."))
    _join(user, rows, by)
    return len(rows)


@transaction.atomic
def invite(*, guardian: Guardian, by: Actor) -> str:
    """A one-time link for a guardian, handed out at the station; returns its secret, which nobody keeps.

    It joins the account to this station's row only, and is refused where the account opens anything beyond this
    station: staff could otherwise type a stranger's number and open other stations' children. Raises Conflict.
    """
    fresh = Guardian.objects.select_for_update(of=("self",)).select_related("user").get(pk=guardian.pk)
    user = fresh.user
    if user is not None:
        beyond = user.guardian_rows.exclude(facility=fresh.facility_id).exists()
        if beyond or not is_only_guardian(user):
            raise Conflict(_("This guardian signs in by a code to the phone, or with their own account."))
    else:
        user = _new_account(fresh.name, by)
        _join(user, [fresh], by)
    return links.make(user=user, by=by)


@transaction.atomic
def enter_by_link(*, secret: str, by: Actor) -> User:
    """Use a handed-out link up; returns whose page it opens. Raises LinkSpent when used, old, or no guardian's."""
    link = links.find(secret)
    if not link.user.guardian_rows.exists() or not is_only_guardian(link.user):
        raise links.LinkSpent()
    return links.use(secret, by=by).user


@dataclass(frozen=True, slots=True)
class Chosen:
    """Of what an account is told, for all its children, and whether by text message beside its other ways."""

    arrivals: bool
    departures: bool
    texts: bool


def are_chosen(user: User) -> Chosen:
    """What a guardian chose to be told of; two queries."""
    rows = list(Guardian.objects.filter(user=user).values_list("tells_arrivals", "tells_departures"))
    return Chosen(any(row[0] for row in rows), any(row[1] for row in rows), reached_by_text(user))


@transaction.atomic
def choose(*, user: User, chosen: Chosen, by: Actor) -> None:
    """Choose of what to be told, and whether by text. Raises RuleBroken where another account has the number."""
    choose_texts(user=user, wanted=chosen.texts, by=by)
    choose_notices(user=user, arrivals=chosen.arrivals, departures=chosen.departures, by=by)


@transaction.atomic
def choose_notices(*, user: User, arrivals: bool, departures: bool, by: Actor) -> int:
    """Whether a guardian is told of arrivals and departures, for all children; returns how many rows changed."""
    rows = Guardian.objects.filter(user=user).exclude(tells_arrivals=arrivals, tells_departures=departures)
    return len(bulk.update(rows, by=by, tells_arrivals=arrivals, tells_departures=departures))


@transaction.atomic
def choose_texts(*, user: User, wanted: bool, by: Actor) -> None:
    """Whether a guardian is reached by text message too: only now does the number stand in the account.

    Urgent messages still come by text where there is no other way. Raises RuleBroken where another account has the
    number.
    """
    row = Guardian.objects.filter(user=user).order_by("pk").first()
    if row is None or wanted == reached_by_text(user):
        return
    user = User.objects.get(pk=user.pk)
    if wanted and not user.phone:
        user = change_profile(user=user, by=by, phone=row.phone)
    chosen, able = choices.preference_of(user), choices.available(user)
    ordinary, urgent = set(chosen.ordinary) & set(able), set(chosen.urgent) & set(able)
    if wanted:
        ordinary, urgent = ordinary | {_TEXT}, urgent | {_TEXT}
    else:
        ordinary, urgent = ordinary - {_TEXT}, urgent - {_TEXT} or urgent
    hours = {name: getattr(chosen, name) for name in ("digest_at", "quiet_from", "quiet_until")}
    choices.choose(user=user, ordinary=ordinary, urgent=urgent, by=by, **hours)


def reached_by_text(user: User) -> bool:
    """Whether ordinary messages come by text."""
    return _TEXT in choices.preference_of(user).ordinary


def _new_account(name: str, by: Actor) -> User:
    """Without a phone and a password: the phone stays encrypted where the station keeps it."""
    user = User(name=name)
    user.set_unusable_password()
    return create(user, by=by)


def _join(user: User, rows: Iterable[Guardian], by: Actor) -> None:
    """Set-based: the account on every row, and the role of a guardian at each of their stations."""
    rows = list(rows)
    bulk.update(Guardian.objects.filter(pk__in=[row.pk for row in rows]).exclude(user=user), by=by, user=user)
    places = {row.facility_id for row in rows}
    held = Membership.objects.current().filter(user=user, role=Role.GUARDIAN, facility__in=places)
    places -= set(held.values_list("facility", flat=True))
    system = Actor(None, Source.SYSTEM, by.request_id, by.ip, "guardian page")
    bulk.insert(
        Membership,
        [Membership(user=user, role=Role.GUARDIAN, facility_id=pk) for pk in sorted(places)],
        by=system,
    )


def station_knows(phone: str) -> bool:
    """Whether any station knows this number; never told to the asker."""
    return rows_of_phone(phone).exists()
