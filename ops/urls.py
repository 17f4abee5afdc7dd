"""Addresses of the capabilities. Order: web, records, organization, policy, facilities, checklists, duties,
reminders, rectification, compliance, audit, programme.
"""

from django.urls import URLPattern, URLResolver

import ops.audit.urls as audit
import ops.checklists.urls as checklists
import ops.duties.checklist_urls as duty_checklists
import ops.facilities.urls as facilities
import ops.organization.urls as organization
import ops.policy.urls as policy
import ops.web.urls as web

urlpatterns: list[URLPattern | URLResolver] = [
    *web.urlpatterns,
    *organization.urlpatterns,
    *policy.urlpatterns,
    *facilities.urlpatterns,
    *checklists.urlpatterns,
    *duty_checklists.urlpatterns,
    *audit.urlpatterns,
]

api_urlpatterns: list[URLPattern | URLResolver] = [
    *organization.api_urlpatterns,
    *policy.api_urlpatterns,
    *facilities.api_urlpatterns,
    *checklists.api_urlpatterns,
    *duty_checklists.api_urlpatterns,
    *audit.api_urlpatterns,
]
