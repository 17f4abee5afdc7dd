"""How often a stranger may ask for something that costs us or others: a message, a token, a try at a door's code."""

from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ops.records.errors import DomainError

HOUR = 3600


class TooOften(DomainError):
    """More than a person would do."""

    status = 429
    type = "too-many"
    title = _("Too many at once. Wait a moment and try again.")


def counted(key: str, seconds: int) -> int:
    """Count one more under `key`: how many since the first, which is forgotten after `seconds`. 1 without a cache."""
    if cache.add(key, 1, seconds):
        return 1
    try:
        return cache.incr(key) or 1
    except ValueError:  # forgotten between the two
        return 1


def allowed(what: str, who: str, *, most: int, seconds: int = HOUR) -> bool:
    """Count one more asking; False beyond `most` within `seconds` of the first. `who` is only kept hashed."""
    return counted(_key(what, who), seconds) <= most


def is_spent(what: str, who: str, *, most: int) -> bool:
    """Whether there have been so many already; counts nothing."""
    return (cache.get(_key(what, who)) or 0) >= most


def _key(what: str, who: str) -> str:
    return f"asked:{what}:{sha256(who.encode()).hexdigest()[:32]}"


def require_moderation(request: HttpRequest, what: str, *, most: int, seconds: int) -> None:
    """Count one attempt of this address; raises TooOften beyond `most` within `seconds`."""
    if not allowed(what, request.META.get("REMOTE_ADDR", ""), most=most, seconds=seconds):
        raise TooOften()
