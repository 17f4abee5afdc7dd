"""What the shell itself registers: the last tab, 我的."""

from django.utils.translation import pgettext_lazy

from ops.web.registry import Tab, registry


def register() -> None:
    """Everybody has a page about themselves."""
    registry.add_tabs(Tab(key="me", label=pgettext_lazy("page", "Me"), url_name="me", icon="me", order=1000))
