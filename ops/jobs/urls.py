"""Addresses of long tasks."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from ops.jobs import api, views

urlpatterns = [
    path("jobs/", views.job_list, name="job-list"),
    path("jobs/<uuid:pk>/", views.job_detail, name="job-detail"),
    path("jobs/<uuid:pk>/file/", views.job_file, name="job-file"),
    path("jobs/<uuid:pk>/again/", views.job_again, name="job-again"),
]

router = SimpleRouter()
router.register("jobs", api.Jobs, basename="api-jobs")
api_urlpatterns = router.urls
