"""Addresses of the kitchen records."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from safety.food import api, views

router = SimpleRouter()
router.register("retained-samples", api.RetainedSamples, basename="api-retained-samples")
router.register("fridge-readings", api.FridgeReadings, basename="api-fridge-readings")
router.register("food-deliveries", api.FoodDeliveries, basename="api-food-deliveries")
router.register("staff-health-checks", api.StaffHealthChecks, basename="api-staff-health-checks")
router.register("health-certificates", api.HealthCertificates, basename="api-health-certificates")
api_urlpatterns = router.urls

urlpatterns = [
    path("kitchen/", views.kitchen_home, name="kitchen-home"),
    path("facilities/<uuid:pk>/kitchen/", views.kitchen, name="kitchen"),
    path("facilities/<uuid:pk>/kitchen/<slug:kind>/", views.kitchen_add, name="kitchen-add"),
    path("facilities/<uuid:pk>/food/<slug:kind>/", views.food_record_list, name="food-record-list"),
    path("food/samples/<uuid:pk>/discard/", views.sample_discard, name="sample-discard"),
    path("food/certificates/<uuid:pk>/left/", views.handler_left, name="handler-left"),
    path("food/<slug:kind>/<uuid:pk>/", views.food_record, name="food-record"),
    path("food/<slug:kind>/<uuid:pk>/correct/", views.food_record_correct, name="food-record-correct"),
    path("food/<slug:kind>/<uuid:pk>/void/", views.food_record_void, name="food-record-void"),
    path("food/<slug:kind>/<uuid:pk>/settle/", views.food_record_settle, name="food-record-settle"),
]
