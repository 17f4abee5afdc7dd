"""What reminders register with duties; called once by the app's `ready()`."""

from __future__ import annotations

from ops.duties.registry import Follower, followers
from ops.reminders import compose, following
from ops.reminders.registry import messages


def register() -> None:
    """Reminders follow duties; their texts."""
    followers.register(Follower("reminders", following.follow))
    for kind in compose.KINDS:
        messages.register(kind)
