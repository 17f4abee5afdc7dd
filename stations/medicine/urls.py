"""Addresses of medicine."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from stations.medicine import api, views

urlpatterns = [
    path("stations/medicine/", views.medicine_home, name="medicine-home"),
    path("stations/medicine/<uuid:pk>/", views.medicine_day, name="medicine-day"),
    path("stations/medicine/givings/<uuid:pk>/void/", views.medicine_void, name="medicine-void"),
    path("stations/medicine/orders/<uuid:pk>/", views.order_open, name="medicine-order"),
    path("stations/medicine/orders/<uuid:pk>/give/", views.medicine_give, name="medicine-give"),
    path("stations/medicine/orders/<uuid:pk>/withdraw/", views.order_withdraw, name="medicine-order-withdraw"),
    path("stations/children/<uuid:pk>/<uuid:child>/medicine/", views.order_new, name="medicine-order-new"),
]

router = SimpleRouter()
router.register("medication-orders", api.Orders, basename="api-medication-orders")
router.register("medicine-givings", api.Givings, basename="api-medicine-givings")
api_urlpatterns = [
    path("stations/<uuid:pk>/medicine-today/", api.MedicineToday.as_view(), name="api-medicine-today"),
    *router.urls,
]
