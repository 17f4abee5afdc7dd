"""Addresses of the capabilities. Order: web, records, organization, policy, facilities, checklists, duties,
reminders, rectification, compliance, audit, programme.
"""

from django.urls import URLPattern, URLResolver

import ops.audit.urls as audit
import ops.checklists.urls as checklists
<<<<<<< 8aec02f
import ops.duties.checklist_urls as duty_checklists
import ops.facilities.urls as facilities
=======
import ops.compliance.urls as compliance
>>>>>>> 9d2fa890eae3d3e7ec87b13b9232a347cbe40fe3
import ops.organization.urls as organization
import ops.policy.urls as policy
import ops.web.urls as web

urlpatterns: list[URLPattern | URLResolver] = [
    *web.urlpatterns,
    *organization.urlpatterns,
    *policy.urlpatterns,
    *facilities.urlpatterns,
    *checklists.urlpatterns,
<<<<<<< 8aec02f
    *duty_checklists.urlpatterns,
=======
    *compliance.urlpatterns,
>>>>>>> 9d2fa890eae3d3e7ec87b13b9232a347cbe40fe3
    *audit.urlpatterns,
]

api_urlpatterns: list[URLPattern | URLResolver] = [
    *organization.api_urlpatterns,
    *policy.api_urlpatterns,
    *facilities.api_urlpatterns,
    *checklists.api_urlpatterns,
<<<<<<< 8aec02f
    *duty_checklists.api_urlpatterns,
=======
    *compliance.api_urlpatterns,
>>>>>>> 9d2fa890eae3d3e7ec87b13b9232a347cbe40fe3
    *audit.api_urlpatterns,
]
