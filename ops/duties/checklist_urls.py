"""Addresses of a duty's checklist."""

from django.urls import path

from ops.duties import by_checklist

urlpatterns = [path("duties/<uuid:pk>/checklist/", by_checklist.checklist_fill, name="checklist-fill")]
api_urlpatterns = [
    path("duties/<uuid:pk>/checklist/", by_checklist.DutyChecklist.as_view(), name="api-duty-checklist"),
    path("duties/<uuid:pk>/draft/", by_checklist.DutyDraft.as_view(), name="api-duty-draft"),
]
