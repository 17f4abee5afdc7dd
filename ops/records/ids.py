"""Identifiers that any client can make and that sort by the time they were made."""

import secrets
import time
import uuid


def id_in(text: str | None) -> uuid.UUID | None:
    """The id that a page or an address names; None where it is none, or left out."""
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def uuid7() -> uuid.UUID:
    """A version 7 UUID (RFC 9562): 48 bits of Unix milliseconds, the rest random.

    Neighbours in time are neighbours in the index, which keeps ever-growing tables fast to write.
    """
    millis = time.time_ns() // 1_000_000
    value = (millis << 80) | (0x7 << 76) | (secrets.randbits(12) << 64) | (0b10 << 62) | secrets.randbits(62)
    return uuid.UUID(int=value)
