"""Changes to unions, people and memberships."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.organization import links
from ops.organization.access import access_of
from ops.organization.models import (
    ApiToken,
    Membership,
    TradeUnion,
    User,
    mobile_number,
    new_stamp,
    normal_phone,
    user_name,
)
from ops.organization.roles import AT_UNION, Role
from ops.records.actions import create, lock, require_reason, save
from ops.records.actor import Actor
from ops.records.errors import Conflict, NotAllowed, RuleBroken

RUNS_UNIONS = (Role.UNION_OFFICER, Role.ADMINISTRATOR)
TOKENS_A_PERSON = 20


# --- Unions ---


@transaction.atomic
def add_union(*, below: TradeUnion | None, by: Actor, **fields: Any) -> TradeUnion:
    """Enter a union below another; the federation itself is below none.

    Raises NotAllowed beyond the actor's subtree, RuleBroken where a sibling already has the name.
    """
    require_union(by, below)
    union = TradeUnion(**fields).acted_by(by)
    require_name_free(union.name, below)
    if below is None:
        return TradeUnion.objects.add_root(instance=union)
    fresh = TradeUnion.objects.select_for_update().get(pk=below.pk)
    return TradeUnion.objects.add_child(fresh, instance=union)


@transaction.atomic
def change_union(*, union: TradeUnion, version: int | None, by: Actor, reason: str = "", **fields: Any) -> TradeUnion:
    """Rename a union or correct its level; raises NotAllowed unless the actor stands above it, Stale, RuleBroken."""
    above = TradeUnion.objects.filter(path=union.path[: -TradeUnion.steplen]).first()
    require_union(by, above or union)
    fresh: TradeUnion = lock(union, version=version)
    changed = {name: value for name, value in fields.items() if getattr(fresh, name) != value}
    if not changed:
        return fresh
    if "name" in changed:
        require_name_free(changed["name"], above)
    for name, value in changed.items():
        setattr(fresh, name, value)
    return save(fresh, by=by, reason=reason)


def require_union(by: Actor, union: TradeUnion | None) -> None:
    """Raise NotAllowed unless the actor runs this union or one above it."""
    access = access_of(by)
    if access is not None and (union is None or not access.may_at_union(union, *RUNS_UNIONS)):
        raise NotAllowed()


def require_name_free(name: str, below: TradeUnion | None) -> None:
    """Raise RuleBroken where a union of this name already stands below the same one."""
    path, depth = (below.path, below.depth) if below else ("", 0)
    if TradeUnion.objects.filter(path__startswith=path, depth=depth + 1, name=name).exists():
        raise RuleBroken("name", _("A union of this name is already there."))


@transaction.atomic
def found_federation(
    *, name: str, username: str, person_name: str, phone: str, password: str, language: str, by: Actor
) -> User:
    """Begin an installation: the federation and its first administrator. Raises Conflict once there is a union."""
    if TradeUnion.objects.exists():
        raise Conflict(_("This installation is already set up."))
    system = Actor.system("set-up")
    federation = add_union(below=None, by=system, name=name, level=TradeUnion.Level.CITY)
    user = User(username=username.strip().lower(), name=person_name, phone=normal_phone(phone) or None)
    user.language, user.is_staff, user.is_superuser = language, True, True
    require_well_formed(user, "name", "username", "phone")
    require_good_password(password, user)
    user.set_password(password)
    create(user, by=Actor(None, by.source, by.request_id, by.ip, "set-up"))
    create(Membership(user=user, role=Role.ADMINISTRATOR, union=federation), by=system)
    return user


# --- Memberships ---


@dataclass(frozen=True, slots=True)
class Added:
    """A colleague who was added; `secret` opens their one-time link and is None for somebody who already signs in."""

    membership: Membership
    secret: str | None


@transaction.atomic
def add_colleague(
    *, phone: str, name: str, role: str, place: Any, by: Actor, until: dt.datetime | None = None, reason: str = ""
) -> Added:
    """Give a role to the person with this phone number; a newcomer gets an account and a one-time link.

    Raises NotAllowed or RuleBroken as `grant` does, and RuleBroken where the number belongs to somebody
    with another name: a mistyped number must not let a stranger in.
    """
    number = normal_phone(phone)
    user = User.objects.filter(phone=number).first()
    new = user is None
    if user is None:
        user = User(phone=number, name=name.strip())
        require_well_formed(user, "name", "phone")
        require_may_grant(by, role, place)
        user.set_unusable_password()
        create(user, by=by)
    elif user.name.strip() != name.strip():
        raise RuleBroken("name", _("This number belongs to somebody with another name. Check both with them."))
    membership = grant(user=user, role=role, place=place, by=by, until=until, reason=reason)
    waiting = new or not user.has_usable_password()
    return Added(membership, links.make(user=user, by=by) if waiting else None)


@transaction.atomic
def grant(
    *, user: User, role: str, place: Any, by: Actor, until: dt.datetime | None = None, reason: str = ""
) -> Membership:
    """Give a person a role at a union or facility, from now on.

    Raises NotAllowed beyond what the actor holds (roles.MAY_GRANT), RuleBroken for a role that does not fit the
    place, an end in the past, an inspector without an end, or a role that the person already has there.
    """
    at_union = isinstance(place, TradeUnion)
    if at_union != (role in AT_UNION):
        raise RuleBroken("role", _("This role is held at a union, or at a facility, not at the other."))
    require_may_grant(by, role, place)
    require_end(role, until)
    where = {"union": place} if at_union else {"facility": place}
    if Membership.objects.current().filter(user=user, role=role, **where).exists():
        raise RuleBroken("phone", _("This person already has this role here."))
    return create(Membership(user=user, role=role, until=until, **where), by=by, reason=reason)


@transaction.atomic
def limit_membership(
    *, membership: Membership, until: dt.datetime | None, version: int | None, by: Actor, reason: str = ""
) -> Membership:
    """Let a membership run until another time; raises NotAllowed, RuleBroken, Stale, Conflict once it has ended."""
    require_may_grant(by, membership.role, membership.place)
    fresh: Membership = lock(membership, version=version)
    if not fresh.is_current:
        raise Conflict(_("This membership has already ended."))
    require_end(fresh.role, until)
    fresh.until = until
    return save(fresh, by=by, reason=reason)


@transaction.atomic
def end_membership(*, membership: Membership, reason: str, by: Actor) -> Membership:
    """End a membership now: access is gone with the person's next request. It stays readable.

    Ending twice changes nothing. Raises NotAllowed, RuleBroken without a reason or for one's own last
    membership as administrator.
    """
    require_reason(reason)
    own = by.user is not None and by.user.pk == membership.user_id
    if not own:
        require_may_grant(by, membership.role, membership.place)
    fresh: Membership = lock(membership, version=None)
    now = timezone.now()
    if fresh.until is not None and fresh.until <= now:
        return fresh
    if own and fresh.role == Role.ADMINISTRATOR:
        others = Membership.objects.current().filter(user=fresh.user_id, role=Role.ADMINISTRATOR)
        if not others.exclude(pk=fresh.pk).exists():
            raise RuleBroken("", _("Your last membership as administrator can only be ended by another administrator."))
    fresh.until = max(now, fresh.since)
    return save(fresh, by=by, reason=reason)


def require_may_grant(by: Actor, role: str, place: Any) -> None:
    """Raise NotAllowed unless the actor may hand out or end this role there."""
    access = access_of(by)
    if access is not None and not access.may_grant(role, place):
        raise NotAllowed()


def require_end(role: str, until: dt.datetime | None) -> None:
    """Raise RuleBroken for an end that has passed, or for an inspector without one."""
    if until is None and role == Role.INSPECTOR:
        raise RuleBroken("until", _("An inspector's access needs a last day."))
    if until is not None and until <= timezone.now():
        raise RuleBroken("until", _("The last day has already passed."))


@transaction.atomic
def renew_link(*, user: User, by: Actor) -> str:
    """A new one-time link for somebody who cannot sign in; returns its secret. Earlier links end.

    Whoever holds the link holds the account, so the actor must be allowed to hand out every role that the person
    holds now: raises NotAllowed otherwise.
    """
    access = access_of(by)
    held = list(user.memberships.current().select_related("union", "facility"))
    if access is not None:
        beyond = [one for one in held if not access.may_grant(one.role, one.place)]
        if not held or beyond or (user.is_superuser and not access.may(Role.ADMINISTRATOR)):
            raise NotAllowed(_("This person also has a role that you do not manage: ask who manages that one."))
    return links.make(user=user, by=by)


# --- The person themselves ---


@transaction.atomic
def accept_link(*, secret: str, name: str, password: str, username: str = "", by: Actor) -> User:
    """Use a one-time link: set the password (and, at first, the name), and end all sessions and tokens.

    Raises LinkSpent for a link that was used, withdrawn or has expired, RuleBroken for a poor password.
    """
    link = links.use(secret, by=by)
    user: User = lock(link.user, version=None)
    user.name = name.strip() or user.name
    require_well_formed(user, "name")
    if username.strip():
        user.username = username.strip().lower()
        require_well_formed(user, "username")
    set_password(user, password, by=Actor(user, by.source, by.request_id, by.ip), reason=_("Password set by link"))
    user.auth_token_set.all().delete()
    return user


@transaction.atomic
def change_profile(*, user: User, by: Actor, **fields: Any) -> User:
    """A person corrects their own name, phone, e-mail or language; raises RuleBroken at the field."""
    fresh: User = lock(user, version=None)
    if "phone" in fields:
        fields["phone"] = normal_phone(fields["phone"] or "") or None
    changed = {name: value for name, value in fields.items() if getattr(fresh, name) != value}
    if not changed:
        return fresh
    for name, value in changed.items():
        setattr(fresh, name, value)
    require_well_formed(fresh, *changed)
    return save(fresh, by=by)


@transaction.atomic
def change_password(*, user: User, old: str, new: str, by: Actor) -> User:
    """Change one's own password; all other sessions end. Raises RuleBroken for a wrong old or a poor new one."""
    fresh: User = lock(user, version=None)
    if not fresh.check_password(old):
        raise RuleBroken("old", _("This is not your present password."))
    return set_password(fresh, new, by=by, reason=_("Password changed"))


@transaction.atomic
def reset_password(*, user: User, new: str, by: Actor) -> User:
    """Set a forgotten password, for whoever proved to hold the account (e-mail link)."""
    fresh: User = lock(user, version=None)
    return set_password(
        fresh, new, by=Actor(fresh, by.source, by.request_id, by.ip), reason=_("Password set by e-mail link")
    )


@transaction.atomic
def sign_out_everywhere(*, user: User, by: Actor) -> User:
    """End all sessions of a person, on every device."""
    fresh: User = lock(user, version=None)
    fresh.session_stamp = new_stamp()
    return save(fresh, by=by, reason=_("Signed out on all devices"))


@transaction.atomic
def make_token(*, user: User, name: str, days: int | None, by: Actor) -> tuple[ApiToken, str]:
    """A token for a program that acts for this person; returns the row and the token itself, shown this once."""
    if user.auth_token_set.filter(Q(expiry=None) | Q(expiry__gt=timezone.now())).count() >= TOKENS_A_PERSON:
        raise RuleBroken("name", _("You have as many tokens as one person can have. Revoke one first."))
    user.auth_token_set.filter(expiry__lte=timezone.now()).delete()
    token, text = ApiToken.objects.create(user, expiry=dt.timedelta(days=days) if days else None, name=name.strip())
    save(lock(user, version=None), by=by, reason=_("API token made: %(name)s") % {"name": token.name})
    return token, text


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Actor) -> None:
    """Make a token worthless at once."""
    save(lock(token.user, version=None), by=by, reason=_("API token revoked: %(name)s") % {"name": token.name})
    token.delete()


def set_password(user: User, password: str, *, by: Actor, reason: str) -> User:
    """Keep a good password, and in the history that it was changed; raises RuleBroken at `password`."""
    require_good_password(password, user)
    user.set_password(password)
    return save(user, by=by, reason=reason)


def require_good_password(password: str, user: User) -> None:
    """Raise RuleBroken for a password that the installation does not accept."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise RuleBroken("password", " ".join(error.messages)) from error


def require_well_formed(user: User, *fields: str) -> None:
    """Raise RuleBroken where one of these fields is malformed or, of phone and username, belongs to somebody else."""
    if "name" in fields and not user.name.strip():
        raise RuleBroken("name", _("Enter the name."))
    for field, check, taken in (
        ("phone", mobile_number, _("This number belongs to another account.")),
        ("username", user_name, _("This user name is taken.")),
    ):
        value = getattr(user, field)
        if field not in fields or not value:
            continue
        try:
            check(value)
        except ValidationError as error:
            raise RuleBroken(field, error.messages[0]) from error
        if User.objects.exclude(pk=user.pk).filter(**{field: value}).exists():
            raise RuleBroken(field, taken)
