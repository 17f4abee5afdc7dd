"""Addresses of the history."""

from django.urls import path

from ops.audit import api, views

urlpatterns = [
    path("history/", views.history_index, name="history"),
    path("facilities/<uuid:pk>/history/", views.facility_history, name="facility-history"),
    path("facilities/<uuid:pk>/history/export/", views.export_history, name="facility-history-export"),
    path("records/<str:kind>/<uuid:pk>/history/", views.record_versions, name="record-history"),
]

api_urlpatterns = [
    path("facilities/<uuid:pk>/history/", api.HistoryView.as_view(), name="api-facility-history"),
    path("facilities/<uuid:pk>/history/export/", api.ExportView.as_view(), name="api-facility-history-export"),
    path("records/<str:kind>/<uuid:pk>/versions/", api.VersionsView.as_view(), name="api-record-versions"),
]
