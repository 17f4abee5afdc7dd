"""What every page knows about the reader: menu, tabs, theme, unread messages. Nothing is computed unless drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from ops.web.counting import counted
from ops.web.registry import GROUPS, MenuEntry, registry

THEMES = ("light", "dark")
THEME_COOKIE = "theme"


@dataclass(slots=True)
class Line:
    """A menu entry or tab as drawn."""

    key: str
    label: Any
    url: str
    icon: str
    current: bool
    count: int | None
    loud: bool


class Shell:
    """Lazy facts for the base templates, kept for one request."""

    def __init__(self, request: HttpRequest):
        self._request = request

    @cached_property
    def theme(self) -> str:
        """ "light", "dark", or "" for what the system wishes."""
        chosen = self._request.COOKIES.get(THEME_COOKIE, "")
        return chosen if chosen in THEMES else ""

    @cached_property
    def access(self) -> Any:
        """The reader's access, None for a stranger."""
        return getattr(self._request, "access", None) if self.signed_in else None

    @cached_property
    def signed_in(self) -> bool:
        """Whether somebody is signed in."""
        user = getattr(self._request, "user", None)
        return bool(user is not None and user.is_authenticated)

    @cached_property
    def person(self) -> str:
        """The reader's name."""
        user = self._request.user
        return str(getattr(user, "name", "") or user.get_username()) if self.signed_in else ""

    @cached_property
    def reader(self) -> str:
        """The reader's key, under which this device keeps drafts and unsent records."""
        return str(self._request.user.pk) if self.signed_in else ""

    @cached_property
    def roles(self) -> frozenset[str]:
        """The reader's roles."""
        return frozenset(getattr(self.access, "roles", ()) or ())

    @cached_property
    def menu(self) -> list[tuple[Any, list[Line]]]:
        """Groups of the side menu: heading and lines, without the group at the foot."""
        groups = [(label, self._lines(key)) for key, label in GROUPS.items() if key != "me"]
        return [(label, lines) for label, lines in groups if lines]

    @cached_property
    def mine(self) -> list[Line]:
        """The lines about the reader: profile, messages, sign-out."""
        return self._lines("me")

    @cached_property
    def tabs(self) -> list[Line]:
        """Tabs of field pages."""
        return self._mark([self._line(tab) for tab in registry.tabs_for(self.roles)]) if self.signed_in else []

    @cached_property
    def bell(self) -> Line | None:
        """The reader's messages, None where nobody registered them."""
        return self._line(registry.bell) if self.signed_in and registry.bell else None

    @property
    def unread(self) -> int:
        """How many messages are unread."""
        return (self.bell.count or 0) if self.bell else 0

    def _lines(self, group: str) -> list[Line]:
        return [line for entry, line in self._all if entry.group == group]

    @cached_property
    def _entries(self) -> list[MenuEntry]:
        if not self.signed_in:
            return []
        return [one for one in registry.menu_for(self.roles) if one.when is None or one.when(self.access)]

    @cached_property
    def _all(self) -> list[tuple[MenuEntry, Line]]:
        pairs = [(entry, self._line(entry)) for entry in self._entries]
        pairs = [pair for pair in pairs if pair[1].url]
        self._mark([line for _entry, line in pairs])
        return pairs

    def _line(self, entry: MenuEntry) -> Line:
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            url = ""
        return Line(entry.key, entry.label, url, entry.icon, False, self._count(entry), entry.loud)

    def _count(self, entry: MenuEntry) -> int | None:
        return None if entry.rows is None else self._numbers[entry.rows]

    @cached_property
    def _numbers(self) -> dict[Any, int]:
        """What each function's rows come to, however many entries show it."""
        entries = [*self._entries, *registry.tabs_for(self.roles), *([registry.bell] if registry.bell else [])]
        return counted({entry.rows: entry.rows(self.access) for entry in entries if entry.rows is not None})

    def _mark(self, lines: list[Line]) -> list[Line]:
        """Mark the line whose address is the longest beginning of the page's own."""
        path = self._request.path
        found = [line for line in lines if line.url == path or (line.url != "/" and path.startswith(line.url))]
        if found:
            max(found, key=lambda line: len(line.url)).current = True
        return lines


def shell(request: HttpRequest) -> dict[str, Any]:
    """Template variable `shell`."""
    return {"shell": Shell(request)}
