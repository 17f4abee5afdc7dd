"""Addresses of the capabilities. Order: web, records, organization, policy, facilities, checklists, duties,
reminders, rectification, compliance, audit, programme.
"""

from django.urls import URLPattern, URLResolver

import ops.policy.urls as policy

urlpatterns: list[URLPattern | URLResolver] = []

api_urlpatterns: list[URLPattern | URLResolver] = [
    *policy.api_urlpatterns,
]
