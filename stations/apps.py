"""Start of the app: what its capabilities register with the floors below."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StationsConfig(AppConfig):
    """Each capability registers what it offers here, once, in the order of the capabilities."""

    name = "stations"
    label = "stations"
    verbose_name = _("Stations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the facility kind, regimes, duty kinds, timeline entries, menu and panels."""
        from ops.duties.registry import register_term_days
        from ops.facilities.registry import FacilityKind, kinds
        from stations.applications import setup as applications
        from stations.attendance import setup as attendance
        from stations.enrolment import setup as enrolment
        from stations.guardians import setup as guardians
        from stations.meals import setup as meals
        from stations.medicine import setup as medicine
        from stations.subsidies import setup as subsidies
        from stations.terms import setup as terms
        from stations.terms.details import details
        from stations.terms.queries import term_days

        also = ("爱心驿站", "托管驿站", "爱心托管驿站", "day-care station")
        kinds.register(FacilityKind("station", _("Station"), _("Stations"), "station", details, also))
        register_term_days(term_days)
        for capability in (terms, enrolment, medicine, applications, attendance, subsidies, meals, guardians):
            capability.register()
