"""Two beats on one Redis: one sends, the other stands by, takes over, and knows what has been sent."""

from datetime import timedelta
from typing import Any

import pytest
from celery import Celery
from redis import Redis

from config import beat
from config.beat import StandbyScheduler
from tests import engines

pytestmark = pytest.mark.engines


@pytest.fixture
def scheduler(settings: Any, monkeypatch: Any) -> Any:
    """Makes beats with one hourly task, on keys of this test's own."""
    settings.REDIS_URL = engines.REDIS_URL
    client = Redis.from_url(engines.REDIS_URL)
    monkeypatch.setattr(beat, "LOCK", "aixin-test:beat:lock")
    monkeypatch.setattr(beat, "RUNS", "aixin-test:beat:runs")
    client.delete(beat.LOCK, beat.RUNS)
    app = Celery("test", broker="memory://")
    app.conf.beat_schedule = {"hourly": {"task": "nothing", "schedule": timedelta(hours=1)}}
    app.conf.result_expires = None
    yield lambda: StandbyScheduler(app)
    client.delete(beat.LOCK, beat.RUNS)


def test_one_beats_and_the_other_stands_by(scheduler: Any):
    first, second = scheduler(), scheduler()

    first.tick()
    second.tick()

    assert first.active
    assert not second.active


def test_a_beat_that_ends_hands_over_with_its_last_runs(scheduler: Any):
    first, second = scheduler(), scheduler()
    first.tick()
    ran = first.reserve(first.schedule["hourly"]).last_run_at

    first.close()
    second.tick()

    assert second.active
    assert second.schedule["hourly"].last_run_at == ran


def test_a_beat_that_falls_silent_loses_its_turn(scheduler: Any, monkeypatch: Any):
    monkeypatch.setattr(beat, "LEASE", 0.3)
    first, second = scheduler(), scheduler()
    first.tick()

    first.redis.delete(beat.LOCK)  # as when the lease runs out
    second.tick()
    first.renewed = 0.0
    first.tick()

    assert second.active
    assert not first.active


def test_without_redis_nobody_beats_and_nothing_breaks(scheduler: Any, settings: Any):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    alone = scheduler()

    assert alone.tick() > 0
    assert not alone.active
