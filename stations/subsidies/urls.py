"""Addresses of the rules of subsidies."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from stations.subsidies import api, views

urlpatterns = [
    path("stations/subsidies/", views.subsidy_list, name="subsidy-list"),
    path("stations/subsidies/<uuid:pk>/", views.subsidy, name="subsidy"),
    path("stations/subsidies/<uuid:pk>/withdraw/", views.subsidy_withdraw, name="subsidy-withdraw"),
]

router = SimpleRouter()
router.register("subsidy-rules", api.SubsidyRules, basename="api-subsidy-rules")
api_urlpatterns = router.urls
