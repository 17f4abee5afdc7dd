"""Addresses of checklists, completed checklists, photos and findings."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from ops.checklists import api, editor, photos, template_api, views

urlpatterns = [
    path("checklists/", editor.library, name="checklist-library"),
    path("checklists/new/", editor.new, name="checklist-new"),
    path("checklists/<slug:key>/", editor.detail, name="checklist-detail"),
    path("checklists/<slug:key>/edit/", editor.edit, name="checklist-edit"),
    path("checklist-versions/<uuid:pk>/decide/", editor.decide, name="checklist-decide"),
    path("facilities/<uuid:pk>/checklists/<slug:key>/", views.start, name="checklist-start"),
    path("facilities/<uuid:pk>/records/", views.finding_list, name="facility-records"),
    path("checklist-runs/<uuid:pk>/", views.run_detail, name="run-detail"),
    path("checklist-runs/<uuid:pk>/pdf/", views.run_pdf, name="run-pdf"),
    path("checklist-runs/<uuid:pk>/amend/", views.run_amend, name="run-amend"),
    path("photos/<uuid:pk>/", photos.photo, name="photo"),
]

router = SimpleRouter()
router.register("checklist-templates", template_api.ChecklistTemplates, basename="api-checklist-templates")
router.register("checklist-runs", api.ChecklistRuns, basename="api-checklist-runs")
router.register("photos", api.Photos, basename="api-photos")
router.register("findings", api.Findings, basename="api-findings")
api_urlpatterns = router.urls
