"""How many tasks wait in each queue, on Redis and on the embedded queue of files."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError


def depths() -> dict[str, int] | None:
    """Waiting tasks by queue; None when the broker does not answer. Not those that a worker holds already."""
    names = [queue.name for queue in settings.CELERY_TASK_QUEUES]
    return _in_redis(names) if settings.REDIS_URL else _in_files(names)


def _in_redis(names: list[str]) -> dict[str, int] | None:
    try:
        pipe = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1).pipeline(False)
        for name in names:
            pipe.llen(name)
        return dict(zip(names, pipe.execute(), strict=True))
    except RedisError:
        return None


def _in_files(names: list[str]) -> dict[str, int] | None:
    """Each message is a file `<time>_<id>.<queue>.msg`."""
    try:
        found = Counter(
            path.name.removesuffix(".msg").rpartition(".")[2]
            for path in Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])).iterdir()
            if path.suffix == ".msg"
        )
    except OSError:
        return None
    return {name: found[name] for name in names}
