"""Start of the app: what its capabilities register with the floors below."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SafetyConfig(AppConfig):
    """Each capability registers what it offers here, once, in the order of the capabilities."""

    name = "safety"
    label = "safety"
    verbose_name = _("Safety")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register menu entries, duty kinds, panels and checks."""
        from safety import shell
        from safety.equipment import setup as equipment
        from safety.food import setup as food
        from safety.incidents import setup as incidents

        food.register()
        incidents.register()
        equipment.register()
        shell.register()
