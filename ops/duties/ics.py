"""iCalendar text (RFC 5545): events, escaped and folded. Knows nothing of duties."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# A line holds at most so many octets, its end not counted (RFC 5545, 3.1).
OCTETS = 75
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Event:
    """One VEVENT. Moments are aware; `status` is CONFIRMED, TENTATIVE or CANCELLED."""

    uid: str
    begins: dt.datetime
    ends: dt.datetime
    summary: str
    changed: dt.datetime
    sequence: int = 0
    status: str = "CONFIRMED"
    location: str = ""
    description: str = ""
    category: str = ""
    url: str = ""


def written(events: Iterable[Event], *, name: str, product: str, refresh: str = "PT1H") -> str:
    """A whole calendar: the same events give the same text, so that it can be compared by a hash."""
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{escaped(product)}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"),
        *(f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}"),
        *(f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}", f"X-PUBLISHED-TTL:{refresh}"),
    ]
    for event in events:
        lines += _event(event)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def escaped(text: str) -> str:
    """A TEXT value (3.3.11): no line of the calendar can be begun from within it."""
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, cut between characters, each further one begun by a blank (3.1)."""
    pieces, piece, size = [], "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > OCTETS:
            pieces.append(piece)
            piece, size = "", 1  # the blank counts
        piece += character
        size += octets
    return "\r\n ".join([*pieces, piece])


def moment(value: dt.datetime) -> str:
    """A moment in UTC."""
    return f"{value.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{moment(event.changed)}"
    yield f"LAST-MODIFIED:{moment(event.changed)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART:{moment(event.begins)}"
    if event.ends > event.begins:  # DTEND must lie later; without it the event is a moment
        yield f"DTEND:{moment(event.ends)}"
    yield f"SUMMARY:{escaped(event.summary)}"
    for name, value in (
        ("LOCATION", event.location),
        ("DESCRIPTION", event.description),
        ("CATEGORIES", event.category),
    ):
        if value:
            yield f"{name}:{escaped(value)}"
    if event.url:
        yield f"URL:{event.url}"
    yield f"STATUS:{event.status}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
