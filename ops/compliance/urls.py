"""Addresses of the union desk."""

from django.urls import path

from ops.compliance import api, views

urlpatterns = [
    path("desk/", views.union_desk, name="desk"),
    path("desk/facilities/", views.facility_standings, name="desk-facilities"),
    path("desk/facilities/export/", views.standings_export, name="desk-facilities-export"),
    path("desk/duties/", views.duty_rows, name="desk-duties"),
    path("desk/duties/<uuid:pk>/urge/", views.urge, name="duty-urge"),
]

api_urlpatterns = [
    path("compliance/", api.ComplianceView.as_view(), name="api-compliance"),
    path("compliance/export/", api.StandingsExportView.as_view(), name="api-compliance-export"),
    path("overdue/", api.OverdueView.as_view(), name="api-overdue"),
    path("overdue/<uuid:pk>/urge/", api.UrgeView.as_view(), name="api-duty-urge"),
]
