"""Addresses of the capabilities, in their order as pyproject.toml has it."""

from django.urls import URLPattern, URLResolver

import stations.applications.urls as applications
import stations.attendance.urls as attendance
import stations.enrolment.urls as enrolment
import stations.guardians.urls as guardians
import stations.meals.urls as meals
import stations.medicine.urls as medicine
import stations.subsidies.urls as subsidies
import stations.terms.urls as terms

urlpatterns: list[URLPattern | URLResolver] = [
    *terms.urlpatterns,
    *enrolment.urlpatterns,
    *medicine.urlpatterns,
    *applications.urlpatterns,
    *attendance.urlpatterns,
    *subsidies.urlpatterns,
    *meals.urlpatterns,
    *guardians.urlpatterns,
]

api_urlpatterns: list[URLPattern | URLResolver] = [
    *terms.api_urlpatterns,
    *enrolment.api_urlpatterns,
    *medicine.api_urlpatterns,
    *applications.api_urlpatterns,
    *attendance.api_urlpatterns,
    *subsidies.api_urlpatterns,
    *meals.api_urlpatterns,
    *guardians.api_urlpatterns,
]
