"""What people and their accounts offer to the rest: menu, the way in."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ops.organization.models import TradeUnion
from ops.organization.roles import AT_DESK, MANAGING, Role
from ops.web.registry import MenuEntry, registry


def register() -> None:
    """Called once when the app is ready."""
    registry.add_door(to_set_up)
    registry.add_door(to_whom_to_ask)
    registry.add_menu(
        MenuEntry(
            key="people",
            label=_("People"),
            url_name="people-list",
            icon="people",
            roles=frozenset({*MANAGING, Role.UNION_AUDITOR}),
            group="manage",
            order=20,
        ),
        MenuEntry(
            key="unions",
            label=_("Unions"),
            url_name="union-list",
            icon="union",
            roles=frozenset(AT_DESK),
            group="manage",
            order=30,
        ),
        MenuEntry(key="profile", label=_("My details"), url_name="profile", icon="settings", group="me", order=10),
    )


def to_set_up(request: HttpRequest) -> str | None:
    """An empty installation begins with its set-up."""
    if request.user.is_authenticated or TradeUnion.objects.exists():
        return None
    return reverse("set-up")


def to_whom_to_ask(request: HttpRequest) -> str | None:
    """Somebody without a role learns whom to ask for one."""
    if not request.user.is_authenticated or request.access.roles:
        return None
    return reverse("no-role")
