"""Addresses of the capabilities. Order: web, records, organization, policy, facilities, checklists, duties,
reminders, rectification, compliance, audit, programme.
"""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []

api_urlpatterns: list[URLPattern | URLResolver] = []
