"""Addresses of the guardian's page, and of the staff who answer."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from stations.guardians import answer_api, api, asking_api, coming, data_views, staff, views

_CHILD = "family/<uuid:pk>/"

urlpatterns = [
    path("family/", views.home, name="family-home"),
    path("family/enter/", views.enter, name="family-enter"),
    path("family/enter/<secret>/", views.enter_by_link, name="family-link"),
    path("family/notices/", views.notices, name="family-notices"),
    path(_CHILD, views.child, name="family-child"),
    path(f"{_CHILD}absence/", coming.absence, name="family-absence"),
    path(f"{_CHILD}absence/<uuid:announced>/back/", coming.absence_back, name="family-absence-back"),
    path(f"{_CHILD}code/", coming.code, name="family-code"),
    path(f"{_CHILD}code/<uuid:code>/back/", coming.code_back, name="family-code-back"),
    path(f"{_CHILD}menu/", coming.menu, name="family-menu"),
    path(f"{_CHILD}photos/<uuid:photo>/", views.photo, name="family-photo"),
    path(f"{_CHILD}persons/new/", views.person_new, name="family-person-new"),
    path(f"{_CHILD}persons/<uuid:person>/change/", views.person_change, name="family-person-change"),
    path(f"{_CHILD}persons/<uuid:person>/withdraw/", views.person_withdraw, name="family-person-withdraw"),
    path(f"{_CHILD}requests/<uuid:asked>/back/", views.request_back, name="family-request-back"),
    path(f"{_CHILD}consents/", views.consents, name="family-consents"),
    path(f"{_CHILD}allergies/", data_views.allergies, name="family-allergies"),
    path(f"{_CHILD}data/", data_views.data, name="family-data"),
    path(f"{_CHILD}data/copy/", data_views.copy, name="family-data-copy"),
    path(f"{_CHILD}data/erasure/", data_views.erasure, name="family-erasure"),
    path("stations/data-requests/", data_views.data_requests_home, name="data-requests-home"),
    path("stations/data-requests/<uuid:pk>/", data_views.data_requests, name="data-requests"),
    path("stations/data-requests/<uuid:pk>/over/", data_views.data_over, name="data-over"),
    path("stations/data-requests/<uuid:pk>/answer/", data_views.data_request_answer, name="data-request-answer"),
    path("stations/requests/", staff.requests_home, name="guardian-requests-home"),
    path("stations/requests/<uuid:pk>/", staff.requests, name="guardian-requests"),
    path("stations/requests/<uuid:pk>/answer/", staff.request_answer, name="guardian-request-answer"),
    path("stations/requests/allergies/<uuid:pk>/answer/", staff.allergy_answer, name="allergy-request-answer"),
    path(
        "stations/children/<uuid:pk>/<uuid:child>/guardians/<uuid:guardian>/link/",
        staff.hand_out,
        name="guardian-link",
    ),
]

router = SimpleRouter()
router.register("family/children", api.FamilyChildren, basename="api-family")
router.register("family/children", asking_api.FamilyRequests, basename="api-family-asked")
router.register("person-requests", answer_api.PersonRequests, basename="api-person-requests")
router.register("allergy-requests", answer_api.AllergyRequests, basename="api-allergy-requests")
router.register("data-requests", answer_api.DataRequests, basename="api-data-requests")
api_urlpatterns = [*router.urls, path("data-over/", answer_api.DataOver.as_view(), name="api-data-over")]
