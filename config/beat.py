"""Beat that may run twice: one beats, the others stand by and take over within seconds."""

import time
from datetime import datetime
from typing import Any

import structlog
from celery.beat import ScheduleEntry, Scheduler
from django.conf import settings
from redis import Redis
from redis.exceptions import LockError, RedisError

log = structlog.get_logger(__name__)

LEASE = 15.0  # seconds a silent beat keeps the lock
LOCK = "aixin:beat:lock"
RUNS = "aixin:beat:runs"


class StandbyScheduler(Scheduler):
    """Sends due tasks only while it holds a Redis lock; last runs lie beside the lock for whoever follows."""

    max_interval = LEASE / 5

    def setup_schedule(self) -> None:
        """Read the schedule and prepare the lock, without taking it yet."""
        super().setup_schedule()
        self.active = False
        self.renewed = 0.0
        self.redis = Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2, decode_responses=True
        )
        self.lock = self.redis.lock(LOCK, timeout=LEASE, thread_local=False)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Beat once when it is ours to beat; seconds until the next look."""
        (settings.DATA_DIR / "beat.alive").touch()  # what the container's health check looks at
        if not self._holds_lock():
            return self.max_interval
        return min(super().tick(*args, **kwargs), self.max_interval)

    def reserve(self, entry: ScheduleEntry) -> ScheduleEntry:
        """Note the run for a beat that may take over."""
        following = super().reserve(entry)
        try:
            self.redis.hset(RUNS, entry.name, following.last_run_at.isoformat())
        except RedisError as error:
            log.warning("beat_run_not_noted", task=entry.name, error=str(error))
        return following

    def close(self) -> None:
        """Hand the lock over at once instead of letting it run out."""
        if self.active:
            try:
                self.lock.release()
            except (LockError, RedisError) as error:
                log.warning("beat_lock_not_released", error=str(error))
            self.active = False
        super().close()

    def _holds_lock(self) -> bool:
        if self.active and time.monotonic() - self.renewed < LEASE / 3:
            return True
        try:
            if not self.active:
                held = bool(self.lock.acquire(blocking=False))
                if held:
                    self._take_over()
            else:
                held = bool(self.lock.reacquire())
        except (LockError, RedisError) as error:
            log.warning("beat_stands_by", error=str(error))
            held = False
        self.active = held
        self.renewed = time.monotonic()
        return held

    def _take_over(self) -> None:
        log.info("beat_took_over")
        for name, moment in self.redis.hgetall(RUNS).items():
            entry = self.schedule.get(str(name))
            if entry is not None:
                entry.last_run_at = datetime.fromisoformat(str(moment))
        self._heap = None
