"""Addresses of the shell."""

from django.urls import path

from ops.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("me/", views.me, name="me"),
    path("theme/", views.theme, name="theme"),
    path("look/", views.look, name="look"),
    path("offline/", views.offline, name="offline"),
    path("sw.js", views.service_worker, name="service-worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
