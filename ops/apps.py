"""Start of the app: what its capabilities register with the floors below."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpsConfig(AppConfig):
    """Each capability registers what it offers here, once, in the order of the capabilities."""

    name = "ops"
    label = "ops"
    verbose_name = _("Ground floor")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register menu entries, duty kinds, panels and checks."""
        from ops.absences import setup as absences
        from ops.audit import setup as audit
        from ops.checklists import setup as checklists
        from ops.compliance import setup as compliance
        from ops.duties import setup as duties
        from ops.facilities import setup as facilities
        from ops.jobs import setup as jobs
        from ops.operation import setup as operation
        from ops.organization import setup as organization
        from ops.policy import setup as policy
        from ops.rectification import setup as rectification
        from ops.reminders import setup as reminders
        from ops.web import health
        from ops.web import setup as web

        health.register_check("database", health.check_database)
        health.register_check("broker", health.check_broker)
        health.register_check("cache", health.check_cache)
        health.register_check("storage", health.check_storage)
        web.register()
        organization.register()
        jobs.register()
        policy.register()
        facilities.register()
        absences.register()
        checklists.register()
        duties.register()
        reminders.register()
        rectification.register()
        compliance.register()
        audit.register()
        operation.register()
