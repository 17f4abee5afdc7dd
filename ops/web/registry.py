"""What the shell shows, told by the capabilities in their app's `ready()`; read at request time only.

Roles are plain words here: the shell knows nobody's business. An entry without roles is for everyone signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

Rows = Callable[[Any], Sequence[QuerySet[Any]]]

# Groups of the side menu, in the order shown. The first has no heading; "me" stands at the foot and on the page 我的.
GROUPS: dict[str, Any] = {
    "work": "",
    "field": _("On site"),
    "year": _("The year's work"),
    "check": _("Checking"),
    "manage": _("Administration"),
    "me": "",
}


class AlreadyRegistered(ValueError):
    """Two entries under one key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """A line of the side menu. `rows(access)`: the rows that wait for the reader, shown as their number.

    The numbers of all lines are counted in one statement, and only where the menu is drawn.
    `when(access)` leaves it out for readers whose role alone does not decide.
    """

    key: str
    label: Any
    url_name: str
    icon: str = "list"
    roles: frozenset[str] = frozenset()
    group: str = "work"
    order: int = 100
    rows: Rows | None = None
    loud: bool = False
    when: Callable[[Any], bool] | None = None

    def is_for(self, roles: Iterable[str]) -> bool:
        """Whether somebody with these roles sees it."""
        return not self.roles or not self.roles.isdisjoint(roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab(MenuEntry):
    """A tab at the foot of field pages; at most five are shown, the last is always 我的."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A part of a facility's dossier: `load(facility, access)` gives the context, or None to leave it out."""

    key: str
    title: Any
    template: str
    load: Callable[[Any, Any], dict[str, Any] | None]
    roles: frozenset[str] = frozenset()
    order: int = 100

    def is_for(self, roles: Iterable[str]) -> bool:
        """Whether somebody with these roles sees it."""
        return not self.roles or not self.roles.isdisjoint(roles)


@dataclass(slots=True)
class Registry:
    """All that was registered. One instance below; tests may make their own."""

    menu: dict[str, MenuEntry] = field(default_factory=dict)
    tabs: dict[str, Tab] = field(default_factory=dict)
    panels: dict[str, Panel] = field(default_factory=dict)
    homes: dict[str, tuple[int, str]] = field(default_factory=dict)
    doors: list[Callable[[HttpRequest], str | None]] = field(default_factory=list)
    # Static files that a device keeps besides the shell, so that a capability's field pages work without a line.
    offline_files: list[str] = field(default_factory=list)
    bell: MenuEntry | None = None
    # Ways in beside the sign-in, as they stand below its form.
    entrances: dict[str, MenuEntry] = field(default_factory=dict)

    def add_entrances(self, *entries: MenuEntry) -> None:
        """Let strangers find another way in from the sign-in page: a guardian has no password."""
        _add(self.entrances, entries)

    def add_menu(self, *entries: MenuEntry) -> None:
        """Add lines to the side menu."""
        _add(self.menu, entries)

    def add_tabs(self, *tabs: Tab) -> None:
        """Add tabs to field pages."""
        _add(self.tabs, tabs)

    def add_panels(self, *panels: Panel) -> None:
        """Add parts to a facility's dossier."""
        _add(self.panels, panels)

    def add_home(self, role: str, url_name: str, *, order: int = 100) -> None:
        """Where somebody with this role begins the day; with several roles the lowest order wins."""
        self.homes[role] = (order, url_name)

    def add_door(self, door: Callable[[HttpRequest], str | None]) -> None:
        """Ask `door(request)` before the home page: an address to go to instead, or None (for example the set-up)."""
        self.doors.append(door)

    def keep_offline(self, *names: str) -> None:
        """Let devices keep these static files."""
        self.offline_files.extend(name for name in names if name not in self.offline_files)

    def set_bell(self, entry: MenuEntry) -> None:
        """The messages of a person: where they are read and how many are unread."""
        self.bell = entry

    def menu_for(self, roles: Iterable[str]) -> list[MenuEntry]:
        """Lines of the menu for these roles, by group and order."""
        groups = list(GROUPS)
        return sorted(
            (entry for entry in self.menu.values() if entry.is_for(roles)),
            key=lambda entry: (groups.index(entry.group), entry.order, entry.key),
        )

    def tabs_for(self, roles: Iterable[str]) -> list[Tab]:
        """At most five tabs for these roles: the first four, and the last one there is."""
        tabs = sorted((t for t in self.tabs.values() if t.is_for(roles)), key=lambda t: (t.order, t.key))
        return tabs if len(tabs) <= 5 else [*tabs[:4], tabs[-1]]

    def panels_for(self, roles: Iterable[str]) -> list[Panel]:
        """Parts of the dossier for these roles."""
        return sorted((p for p in self.panels.values() if p.is_for(roles)), key=lambda p: (p.order, p.key))

    def home_for(self, roles: Iterable[str]) -> str:
        """The name of the page where somebody with these roles begins."""
        homes = sorted(self.homes[role] for role in roles if role in self.homes)
        return homes[0][1] if homes else "me"


def _add(where: dict[str, Any], entries: Iterable[Any]) -> None:
    for entry in entries:
        if where.setdefault(entry.key, entry) != entry:
            raise AlreadyRegistered(entry.key)


registry = Registry()
