"""Addresses of the administrator's page."""

from django.urls import path

from ops.operation import api, views

urlpatterns = [path("operation/", views.operation, name="operation")]

api_urlpatterns = [path("operation/", api.OperationView.as_view(), name="api-operation")]
