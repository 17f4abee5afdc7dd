"""Addresses of corrective actions."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from ops.rectification import api, views

urlpatterns = [
    path("corrective-actions/", views.action_list, name="corrective-action-list"),
    path("facilities/<uuid:pk>/corrective-actions/new/", views.action_new, name="corrective-action-new"),
    path("corrective-actions/of/<slug:kind>/<uuid:pk>/", views.action_of, name="corrective-action-of"),
    path("corrective-actions/<uuid:pk>/", views.action_detail, name="corrective-action"),
    path("corrective-actions/<uuid:pk>/finish/", views.action_finish, name="corrective-action-finish"),
    path("corrective-actions/<uuid:pk>/verify/", views.action_verify, name="corrective-action-verify"),
    path("corrective-actions/<uuid:pk>/send-back/", views.action_send_back, name="corrective-action-send-back"),
    path("corrective-actions/<uuid:pk>/reopen/", views.action_reopen, name="corrective-action-reopen"),
    path("corrective-actions/<uuid:pk>/cancel/", views.action_cancel, name="corrective-action-cancel"),
    path("corrective-actions/<uuid:pk>/change/", views.action_change, name="corrective-action-change"),
]

router = SimpleRouter()
router.register("corrective-actions", api.CorrectiveActions, basename="api-corrective-actions")
api_urlpatterns = router.urls
