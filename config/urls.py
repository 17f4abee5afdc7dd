"""All addresses: pages of the four apps, the API below /api/v1/, its description, and the probes.

Each app's `urls.py` has two lists, `urlpatterns` (pages) and `api_urlpatterns` (below /api/v1/), to which
each capability adds one line. Names are plain (`sign-in`, `facility-detail`); API names start with `api-`.
"""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularSwaggerSplitView

import ops.urls
import rooms.urls
import safety.urls
import stations.urls
from config.docs import Description
from ops.web import health

api = [
    *ops.urls.api_urlpatterns,
    *safety.urls.api_urlpatterns,
    *stations.urls.api_urlpatterns,
    *rooms.urls.api_urlpatterns,
]

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", include(api)),
    path("api/schema/", Description.as_view(), name="api-schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="api-schema"), name="api-docs"),
    path("admin/", admin.site.urls),
    *ops.urls.urlpatterns,
    *safety.urls.urlpatterns,
    *stations.urls.urlpatterns,
    *rooms.urls.urlpatterns,
]

handler404 = "ops.records.api.address_not_found"
handler500 = "ops.records.api.fault"

if settings.METRICS:
    urlpatterns.insert(0, path("", include("django_prometheus.urls")))
