"""What reminders register with duties; called once by the app's `ready()`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ops.duties.registry import Follower, ReminderChannel, channels, followers
from ops.organization.roles import AT_DESK
from ops.reminders import compose, following
from ops.reminders.models import Channel
from ops.reminders.queries import unread
from ops.reminders.registry import messages
from ops.web.registry import MenuEntry, registry


def register() -> None:
    """Reminders follow duties; their texts; the bell."""
    registry.set_bell(
        MenuEntry(key="messages", label=_("Messages"), url_name="reminder-list", icon="bell", rows=unread, loud=True)
    )
    registry.add_menu(
        MenuEntry(
            key="notifications",
            label=_("How I am reminded"),
            url_name="notifications",
            icon="bell",
            group="me",
            order=20,
        ),
        MenuEntry(
            key="reminder-groups",
            label=_("Groups for reminders"),
            url_name="reminder-groups",
            icon="people",
            roles=frozenset(AT_DESK),
            group="manage",
            order=60,
        ),
    )
    followers.register(Follower("reminders", following.follow))
    for channel in Channel:
        channels.register(ReminderChannel(channel.value, channel.label))
    for kind in compose.KINDS:
        messages.register(kind)
