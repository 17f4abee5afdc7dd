"""Start of the app: what its capabilities register with the floors below."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoomsConfig(AppConfig):
    """Each capability registers what it offers here, once, in the order of the capabilities."""

    name = "rooms"
    label = "rooms"
    verbose_name = _("Rooms")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register menu entries, duty kinds, panels and checks."""
        from rooms.cleaning import setup as cleaning
        from rooms.opening import setup as opening
        from rooms.visits import setup as visits

        for capability in (opening, visits, cleaning):
            capability.register()
