"""Addresses of the capabilities. Order: terms, enrolment, attendance, meals."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

api_urlpatterns: list[URLPattern | URLResolver] = []
