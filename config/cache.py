"""A cache is a convenience: when Redis does not answer, the page does."""

from collections.abc import Callable
from typing import Any

import structlog
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


def _patient(name: str, unknown: Any) -> Callable[..., Any]:
    """The method `name` of RedisCache, answering `unknown` when Redis does not."""
    inner = getattr(RedisCache, name)

    def call(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return inner(self, *args, **kwargs)
        except RedisError as error:
            log.warning("cache_unreachable", operation=name, error=str(error))
            return unknown

    call.__name__ = name
    call.__doc__ = inner.__doc__
    return call


class PatientRedisCache(RedisCache):
    """RedisCache that answers "not cached" instead of failing while Redis is away."""

    add = _patient("add", True)
    set = _patient("set", None)
    touch = _patient("touch", False)
    delete = _patient("delete", False)
    get_many = _patient("get_many", {})
    set_many = _patient("set_many", [])
    delete_many = _patient("delete_many", None)
    has_key = _patient("has_key", False)
    incr = _patient("incr", 1)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """What is cached, or `default`."""
        known = self.get_many([key], version=version)
        return known.get(key, default)

    def clear(self) -> None:
        """Forget what this cache holds, and nothing else: the queue lives in the same Redis."""
        try:
            client = self._cache.get_client(write=True)
            for key in client.scan_iter(match=self.make_key("*"), count=1000):
                client.delete(key)
        except RedisError as error:
            log.warning("cache_unreachable", operation="clear", error=str(error))
