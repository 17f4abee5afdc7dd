"""The roof: settings, URLs, Celery and WSGI. Nothing imports it."""

from config.celery import app as celery

__all__ = ["celery"]
