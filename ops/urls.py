"""Addresses of the capabilities. Order: web, records, organization, jobs, policy, facilities, absences, checklists,
duties, reminders, rectification, compliance, audit, operation.
"""

from django.urls import URLPattern, URLResolver

import ops.absences.urls as absences
import ops.audit.urls as audit
import ops.checklists.urls as checklists
import ops.compliance.urls as compliance
import ops.duties.checklist_urls as duty_checklists
import ops.duties.urls as duties
import ops.facilities.urls as facilities
import ops.jobs.urls as jobs
import ops.operation.urls as operation
import ops.organization.urls as organization
import ops.policy.urls as policy
import ops.rectification.urls as rectification
import ops.reminders.urls as reminders
import ops.web.urls as web

urlpatterns: list[URLPattern | URLResolver] = [
    *web.urlpatterns,
    *organization.urlpatterns,
    *jobs.urlpatterns,
    *policy.urlpatterns,
    *facilities.urlpatterns,
    *absences.urlpatterns,
    *checklists.urlpatterns,
    *duties.urlpatterns,
    *duty_checklists.urlpatterns,
    *reminders.urlpatterns,
    *rectification.urlpatterns,
    *compliance.urlpatterns,
    *audit.urlpatterns,
    *operation.urlpatterns,
]

api_urlpatterns: list[URLPattern | URLResolver] = [
    *organization.api_urlpatterns,
    *jobs.api_urlpatterns,
    *policy.api_urlpatterns,
    *facilities.api_urlpatterns,
    *absences.api_urlpatterns,
    *checklists.api_urlpatterns,
    *duties.api_urlpatterns,
    *duty_checklists.api_urlpatterns,
    *reminders.api_urlpatterns,
    *rectification.api_urlpatterns,
    *compliance.api_urlpatterns,
    *audit.api_urlpatterns,
    *operation.api_urlpatterns,
]
