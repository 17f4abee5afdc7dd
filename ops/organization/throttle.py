"""How often a stranger may ask for something that costs us or others (a message, a token)."""

from hashlib import sha256

from django.core.cache import cache

HOUR = 3600


def allowed(what: str, who: str, *, most: int, seconds: int = HOUR) -> bool:
    """Count one more asking; False beyond `most` within `seconds` of the first. Without a cache nobody is refused."""
    key = f"asked:{what}:{sha256(who.encode()).hexdigest()[:32]}"
    cache.add(key, 0, seconds)
    try:
        return (cache.incr(key) or 1) <= most
    except ValueError:
        return True
