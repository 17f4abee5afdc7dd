"""Is this process alive, and is the installation ready for people? For the machinery around the product."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.http import HttpRequest, JsonResponse
from redis import Redis
from redis.exceptions import RedisError


@dataclass(frozen=True)
class Check:
    """What one readiness check found; `detail` is for operators, in English."""

    ok: bool
    detail: str = ""


_checks: dict[str, Callable[[], Check]] = {}


def register_check(name: str, check: Callable[[], Check]) -> None:
    """Add a readiness check, from `AppConfig.ready()`. A check that raises means "not ready"."""
    _checks[name] = check


def healthz(request: HttpRequest) -> JsonResponse:
    """Alive: this process answers. Touches nothing else, so a slow database does not get it killed."""
    return JsonResponse({"status": "alive"})


def readyz(request: HttpRequest) -> JsonResponse:
    """Every registered check with its detail and its milliseconds; 503 when one of them is not in order."""
    found = results()
    ready = all(result["ok"] for result in found)
    return JsonResponse({"status": "ready" if ready else "not ready", "checks": found}, status=200 if ready else 503)


def results() -> list[dict[str, Any]]:
    """What each registered check finds now: `name`, `ok`, `detail`, `ms`."""
    return [_run(name, check) for name, check in _checks.items()]


def _run(name: str, check: Callable[[], Check]) -> dict[str, Any]:
    started = time.monotonic()
    try:
        found = check()
    except Exception as error:  # noqa: BLE001  # whatever went wrong is the answer
        found = Check(False, type(error).__name__)
    spent = round((time.monotonic() - started) * 1000, 1)
    return {"name": name, "ok": found.ok, "detail": found.detail, "ms": spent}


def check_database() -> Check:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Check(True, connection.vendor)


def check_broker() -> Check:
    """The queue takes tasks: Redis answers, or the folder of the embedded queue can be written."""
    if not settings.REDIS_URL:
        folder = str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_out"])
        return Check(os.access(folder, os.W_OK), "folder")
    try:
        Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1).ping()
    except RedisError:
        return Check(False, "redis does not answer")
    return Check(True, "redis")


def check_cache() -> Check:
    """What is put into the cache is found there again; pages do without it, more slowly."""
    probe = str(time.time_ns())
    cache.set("health", probe, 60)
    return Check(cache.get("health") == probe, "redis" if settings.REDIS_URL else "folder")


def check_storage() -> Check:
    """Uploads can be kept: the folder can be written; a bucket is asked for by its own service, not here."""
    folder = getattr(default_storage, "location", None)
    if folder is None or not isinstance(default_storage, FileSystemStorage):
        return Check(True, "bucket")
    os.makedirs(folder, exist_ok=True)
    return Check(os.access(folder, os.W_OK), "folder")
