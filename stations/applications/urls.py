"""Addresses of applications: a station's link, a guardian's secret link, and the staff who decide."""

from django.urls import path

from stations.applications import api, staff, staff_api, views

_APPLY = "s/<str:code>/apply/"

urlpatterns = [
    path("s/application/<str:secret>/", views.application_state, name="application-state"),
    path("s/application/<str:secret>/withdraw/", views.application_withdraw, name="application-withdraw"),
    path(_APPLY, views.apply_home, name="apply"),
    path(f"{_APPLY}<uuid:term>/", views.apply_form, name="apply-form"),
    path(f"{_APPLY}<uuid:term>/phone/", views.apply_phone, name="apply-phone"),
    path("stations/applications/", staff.application_home, name="application-home"),
    path("stations/applications/<uuid:pk>/", staff.application_list, name="application-list"),
    path("stations/applications/<uuid:pk>/poster/", staff.application_poster, name="application-poster"),
    path("stations/applications/<uuid:pk>/blank-form/", staff.blank_form, name="enrolment-form-blank"),
    path("stations/children/<uuid:pk>/<uuid:child>/form/", staff.enrolment_form, name="enrolment-form"),
    path("stations/application/<uuid:pk>/", staff.application_detail, name="application-detail"),
    path("stations/application/child/<uuid:pk>/", staff.applied_child, name="applied-child"),
]

api_urlpatterns = [
    path("apply/<str:code>/", api.OpenTerms.as_view(), name="api-apply"),
    path("apply/<str:code>/codes/", api.Codes.as_view(), name="api-apply-codes"),
    path("apply/<str:code>/applications/", api.Apply.as_view(), name="api-apply-send"),
    path("applications/by-link/<str:secret>/", api.ByLink.as_view(), name="api-application-by-link"),
    path("applications/by-link/<str:secret>/withdraw/", api.TakeBack.as_view(), name="api-application-withdraw"),
    path("children/<uuid:pk>/form/", staff_api.FilledForm.as_view(), name="api-enrolment-form"),
    path("stations/<uuid:pk>/blank-form/", staff_api.BlankForm.as_view(), name="api-enrolment-form-blank"),
    *staff_api.router.urls,
]
