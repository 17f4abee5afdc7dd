"""Who somebody is: sign-in by phone number or user name, and the limit on wrong passwords."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hmac import compare_digest
from typing import Any
from uuid import UUID

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.contrib.auth import authenticate
from django.contrib.auth.backends import BaseBackend
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from knox.auth import TokenAuthentication
from knox.crypto import hash_token
from knox.settings import CONSTANTS
from rest_framework.exceptions import AuthenticationFailed

from ops.organization.access import Grant
from ops.organization.models import User, normal_login
from ops.organization.throttle import HOUR, allowed, is_spent
from ops.records.errors import DomainError
from ops.records.prepared import prepared_cursor

# Wrong passwords from one address within an hour, whatever the names: an office behind one address stays below.
WRONG, WRONG_AN_HOUR = "wrong-password", 100


class WrongCredentials(DomainError):
    """Name and password do not belong together; never says which of the two is wrong."""

    status = 400
    type = "wrong-credentials"
    title = _("Phone number or user name and password do not match")

    def __init__(self) -> None:
        super().__init__(_("Check both and try again."), errors={"__all__": [self.title]})


class LockedOut(DomainError):
    """Too many wrong passwords for this name from this address; `wait` is in seconds."""

    status = 429
    type = "too-many"
    title = _("Too many attempts")

    def __init__(self, wait: int):
        minutes = max(1, -(-wait // 60))
        detail = ngettext(
            "Wait %(minutes)s minute, then try again. If you have forgotten the password, have it reset instead.",
            "Wait %(minutes)s minutes, then try again. If you have forgotten the password, have it reset instead.",
            minutes,
        ) % {"minutes": minutes}
        super().__init__(detail)
        self.wait = wait


class PhoneOrUserName(BaseBackend):
    """Signs people in by phone number or user name; takes the same time whether or not the person exists."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """The person, or None."""
        if not username or password is None:
            return None
        try:
            user = User.objects.get_by_natural_key(username)
        except User.DoesNotExist:
            User().set_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: UUID) -> User | None:
        """The signed-in person; None once deactivated."""
        return User.objects.filter(pk=user_id, is_active=True).first()


def sign_in_with(request: HttpRequest, login: str, password: str) -> User:
    """The person with this phone number or user name and password.

    Raises WrongCredentials, or LockedOut after too many wrong ones: for one name from one address (settings AXES_*),
    or for any names from one address, so that nobody tries one password on everybody.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if is_spent(WRONG, address, most=WRONG_AN_HOUR):
        raise LockedOut(HOUR)
    user = authenticate(request, username=login, password=password)
    if user is not None:
        return user
    allowed(WRONG, address, most=WRONG_AN_HOUR)
    # Answered by us: the throttle's own page would hide what the asker can do.
    request.axes_locked_out = False  # type: ignore[attr-defined]
    if not AxesProxyHandler.is_allowed(request, {"username": login}):
        raise LockedOut(seconds_locked(login))
    raise WrongCredentials()


def seconds_locked(login: str) -> int:
    """How long until another attempt is allowed."""
    limit = get_cool_off() or timedelta()
    last = AccessAttempt.objects.filter(username=normal_login(login)).order_by("-attempt_time").first()
    left = last.attempt_time + limit - timezone.now() if last else limit
    return max(60, int(left.total_seconds()))


def login_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The name that was tried, in its stored form: writing a number differently gives no further attempts."""
    given = (credentials or {}).get("username") or request.POST.get("username") or ""
    return normal_login(given)[:60]


class ApiTokenAuthentication(TokenAuthentication):
    """Knox's tokens, read in one statement: expired ones are cleaned away when their owner lists them."""

    def _cleanup_token(self, auth_token: Any) -> bool:
        return auth_token.expiry is not None and auth_token.expiry < timezone.now()


# Person and memberships of a token in one statement, written by hand: for doors where a queue stands.
_WHO_AND_WHAT = """
SELECT t.digest, t.expiry, {person}, m.role, u.path, m.facility_id
FROM ops_apitoken t
JOIN ops_user p ON p.id = t.user_id
LEFT JOIN ops_membership m ON m.user_id = p.id AND m.since <= %s AND (m.until IS NULL OR m.until > %s)
LEFT JOIN ops_tradeunion u ON u.id = m.union_id
WHERE t.token_key = %s
"""


class TokenWithGrants(ApiTokenAuthentication):
    """The same tokens, read together with what their person may do: one statement in place of two.

    For endpoints that are called at every tap; everything is read anew with each request, as elsewhere.
    """

    def authenticate_credentials(self, token: bytes) -> tuple[User, str]:
        """The person, with `grants_read`. Raises AuthenticationFailed."""
        text = token.decode()
        rows = self._rows(text[: CONSTANTS.TOKEN_KEY_LENGTH])
        try:
            digest = hash_token(text)
        except (TypeError, ValueError):
            rows = []
        now = timezone.now()
        mine = [row for row in rows if compare_digest(digest, row[0]) and (row[1] is None or row[1] >= now)]
        if not mine:
            raise AuthenticationFailed(_("Invalid token."))
        fields = User._meta.concrete_fields
        values = mine[0][2 : 2 + len(fields)]
        user = User.from_db(connection.alias, [field.attname for field in fields], _python(fields, values))
        if not user.is_active:
            raise AuthenticationFailed(_("User inactive or deleted."))
        tail = [row[2 + len(fields) :] for row in mine]
        user.grants_read = tuple(  # type: ignore[attr-defined]
            Grant(role, path, facility_id and _uuid(facility_id)) for role, path, facility_id in tail if role
        )
        return user, text[: CONSTANTS.TOKEN_KEY_LENGTH]

    def _rows(self, key: str) -> list[Any]:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with prepared_cursor(connection) as cursor:
            cursor.execute(_who_and_what(), [now, now, key])
            return [(row[0], _moment(row[1]), *row[2:]) for row in cursor.fetchall()]


@lru_cache(maxsize=1)
def _who_and_what() -> str:
    columns = ", ".join(f"p.{connection.ops.quote_name(str(field.column))}" for field in User._meta.concrete_fields)
    return _WHO_AND_WHAT.replace("{person}", columns)


def _python(fields: Any, values: Any) -> list[Any]:
    """Values as the models have them (SQLite gives keys and moments as text)."""
    if connection.vendor == "postgresql":
        return list(values)
    return [field.to_python(value) for field, value in zip(fields, values, strict=True)]


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def _moment(value: Any) -> Any:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value
