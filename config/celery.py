"""The worker and beat processes: one Celery application, configured by the `CELERY_` settings."""

import os
import warnings
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

from celery import Celery
from celery.platforms import SecurityWarning
from celery.signals import setup_logging

import config.file_queue  # noqa: F401  # the transport of `filesystem://`

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# In a container root is the only user; the worker unpickles nothing (JSON only).
warnings.filterwarnings("ignore", category=SecurityWarning)

APPS = ("ops", "safety", "stations", "rooms")

app = Celery("aixin")
app.config_from_object("django.conf:settings", namespace="CELERY")


def capabilities() -> list[str]:
    """Every capability folder of the four apps that has a `tasks.py`, as a dotted name."""
    return [
        f"{name}.{folder.name}"
        for name in APPS
        for folder in iter_modules(__import__(name).__path__)
        if folder.ispkg and find_spec(f"{name}.{folder.name}.tasks")
    ]


app.autodiscover_tasks(capabilities)


@setup_logging.connect
def use_our_logging(**kwargs: Any) -> None:
    """Keep the logging of the settings: Celery would otherwise replace it by its own."""
