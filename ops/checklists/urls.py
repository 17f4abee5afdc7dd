"""Addresses of checklists, completed checklists, photos and findings."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from ops.checklists import api, photos

urlpatterns = [
    path("photos/<uuid:pk>/", photos.photo, name="photo"),
]

router = SimpleRouter()
router.register("checklist-templates", api.ChecklistTemplates, basename="api-checklist-templates")
router.register("checklist-runs", api.ChecklistRuns, basename="api-checklist-runs")
router.register("photos", api.Photos, basename="api-photos")
router.register("findings", api.Findings, basename="api-findings")
api_urlpatterns = router.urls
