"""What the history registers when the app starts."""

from ops.audit import ground


def register() -> None:
    """Called once, after the capabilities below have registered theirs."""
    ground.register()
