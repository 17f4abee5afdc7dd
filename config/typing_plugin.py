"""For mypy: every request carries what our middlewares put on it."""

from collections.abc import Callable

from mypy.plugin import ClassDefContext, Plugin
from mypy.plugins.common import add_attribute_to_class
from mypy.types import AnyType, TypeOfAny

REQUEST = "django.http.request.HttpRequest"
ADDED = ("access", "htmx", "request_id", "csp_nonce")


def _add_what_middlewares_add(context: ClassDefContext) -> None:
    for name in ADDED:
        if name not in context.cls.info.names:
            add_attribute_to_class(context.api, context.cls, name, AnyType(TypeOfAny.explicit))


class RequestPlugin(Plugin):
    """Adds the attributes to Django's request class, and so to DRF's."""

    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        """Called by mypy for each class."""
        return _add_what_middlewares_add if fullname == REQUEST else None


def plugin(version: str) -> type[Plugin]:
    """Entry point for mypy."""
    return RequestPlugin
