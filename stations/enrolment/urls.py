"""Addresses of children and enrolments."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from stations.enrolment import agreements, api, place_api, roster_api, roster_views, views

_CHILD = "stations/children/<uuid:pk>/<uuid:child>/"

urlpatterns = [
    path("stations/children/", views.child_home, name="child-home"),
    path("stations/children/<uuid:pk>/", views.child_list, name="child-list"),
    path("stations/children/<uuid:pk>/new/", views.child_register, name="child-register"),
    path(_CHILD, views.child_detail, name="child-detail"),
    path(f"{_CHILD}edit/", views.child_edit, name="child-edit"),
    path(f"{_CHILD}open/<slug:what>/", views.child_open, name="child-open"),
    path(f"{_CHILD}call/<uuid:person>/", views.child_call, name="child-call"),
    path(f"{_CHILD}pickup-persons/", views.pickup_new, name="pickup-new"),
    path(f"{_CHILD}pickup-persons/<uuid:person>/withdraw/", views.pickup_withdraw, name="pickup-withdraw"),
    path(f"{_CHILD}consent/", views.consent_new, name="consent-new"),
    path(f"{_CHILD}consents/<uuid:consent>/", agreements.consent_detail, name="consent-detail"),
    path(f"{_CHILD}emergency-contacts/", agreements.contact_new, name="contact-new"),
    path(f"{_CHILD}emergency-contacts/<uuid:contact>/withdraw/", agreements.contact_withdraw, name="contact-withdraw"),
    path("stations/consent-texts/", agreements.consent_text_list, name="consent-text-list"),
    path("stations/consent-texts/<slug:kind>/", agreements.consent_text_new, name="consent-text-new"),
    path(f"{_CHILD}place/", views.place_new, name="place-new"),
    path("stations/children-import/<uuid:pk>/", roster_views.roster_import, name="roster-import"),
    path("stations/children-import/template/", roster_views.roster_template, name="roster-template"),
    path("stations/children-import/file/<uuid:pk>/", roster_views.roster_confirm, name="roster-confirm"),
    path("stations/places/<uuid:pk>/", views.place_change, name="place-change"),
]

router = SimpleRouter()
router.register("children", api.Children, basename="api-children")
router.register("roster-imports", roster_api.RosterImports, basename="api-roster-imports")
router.register("enrolments", place_api.Enrolments, basename="api-enrolments")
api_urlpatterns = [
    path("terms/<uuid:pk>/waiting-list/", place_api.WaitingListView.as_view(), name="api-waiting-list"),
    *router.urls,
]
