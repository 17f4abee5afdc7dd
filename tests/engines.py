"""Which real engines the tests may use: prints `DATABASE_URL=… REDIS_URL=…`, or fails when one does not answer.

TEST_DATABASE_URL and TEST_REDIS_URL name others than a local PostgreSQL and Redis.
"""

import os
import sys
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis

DATABASE_URL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/aixin_tests")
REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/12")


def unreachable() -> str:
    """Why the engines cannot be used; empty when both answer."""
    try:
        maintenance = urlunsplit(urlsplit(DATABASE_URL)._replace(scheme="postgresql", path="/postgres"))
        psycopg.connect(maintenance, connect_timeout=3).close()
        redis.Redis.from_url(REDIS_URL, socket_connect_timeout=3).ping()
    except (psycopg.Error, redis.RedisError) as error:
        return f"PostgreSQL and Redis are not both reachable, their run is left out: {error}"
    return ""


if __name__ == "__main__":
    if reason := unreachable():
        sys.exit(reason)
    print(f"DATABASE_URL={DATABASE_URL} REDIS_URL={REDIS_URL}")  # noqa: T201
