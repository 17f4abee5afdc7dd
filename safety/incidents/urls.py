"""Addresses of incidents, emergency plans and drills."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from safety.incidents import api, views

router = SimpleRouter()
router.register("incidents", api.Incidents, basename="api-incidents")
router.register("incident-entries", api.IncidentEntries, basename="api-incident-entries")
router.register("statutory-reports", api.StatutoryReports, basename="api-statutory-reports")
router.register("emergency-plans", api.EmergencyPlans, basename="api-emergency-plans")
router.register("drills", api.Drills, basename="api-drills")
api_urlpatterns = router.urls

urlpatterns = [
    path("incidents/", views.incident_list, name="incident-list"),
    path("incidents/report/", views.incident_report_home, name="incident-report-home"),
    path("incidents/<uuid:pk>/", views.incident_detail, name="incident-detail"),
    path("incidents/<uuid:pk>/entries/", views.incident_entry, name="incident-entry"),
    path("incidents/<uuid:pk>/reports/", views.incident_statutory_report, name="incident-statutory-report"),
    path("incidents/<uuid:pk>/contain/", views.incident_contain, name="incident-contain"),
    path("incidents/<uuid:pk>/close/", views.incident_close, name="incident-close"),
    path("incidents/<uuid:pk>/reopen/", views.incident_reopen, name="incident-reopen"),
    path("incidents/<uuid:pk>/void/", views.incident_void, name="incident-void"),
    path("incidents/<uuid:pk>/correct/", views.incident_correct, name="incident-correct"),
    path("facilities/<uuid:pk>/incidents/report/", views.incident_report, name="incident-report"),
    path("facilities/<uuid:pk>/emergency/", views.emergency, name="emergency"),
    path("facilities/<uuid:pk>/emergency/drill/", views.drill_new, name="drill-new"),
    path("facilities/<uuid:pk>/emergency/plan/", views.emergency_plan_new, name="emergency-plan-new"),
]
