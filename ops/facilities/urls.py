"""Addresses of facilities."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from ops.facilities import api, import_api, setting_up, views

urlpatterns = [
    path("facilities/", views.facility_list, name="facility-list"),
    path("facilities/add/", views.facility_add, name="facility-add"),
    path("facilities/import/", setting_up.facility_import, name="facility-import"),
    path("facilities/import/template/", setting_up.import_template, name="facility-import-template"),
    path("facilities/import/<uuid:pk>/", setting_up.import_confirm, name="facility-import-confirm"),
    path("facilities/<uuid:pk>/", views.facility_detail, name="facility-detail"),
    path("facilities/<uuid:pk>/edit/", views.facility_edit, name="facility-edit"),
    path("facilities/<uuid:pk>/state/", views.facility_state, name="facility-state"),
    path("facilities/<uuid:pk>/move/", views.facility_move, name="facility-move"),
    path("facilities/<uuid:pk>/hours/", views.facility_hours, name="facility-hours"),
    path("facilities/<uuid:pk>/close/", views.facility_close, name="facility-close"),
    path("closures/", views.closure_list, name="closure-list"),
    path("closures/order/", views.closure_order, name="closure-order"),
    path("closures/<uuid:pk>/lift/", views.closure_lift, name="closure-lift"),
    path("set-up/guide/", setting_up.guide, name="set-up-guide"),
]

router = SimpleRouter()
router.register("facilities", api.FacilityViewSet, basename="api-facilities")
router.register("opening-hours", api.OpeningHoursViewSet, basename="api-opening-hours")
router.register("closures", api.ClosureViewSet, basename="api-closures")
router.register("facility-imports", import_api.FacilityImports, basename="api-facility-imports")
api_urlpatterns = router.urls
