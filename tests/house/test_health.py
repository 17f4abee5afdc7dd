"""The probes: alive at any time, ready only when every registered check is in order."""

import pytest
from django.test import Client

from ops.web import health


@pytest.fixture
def checks(monkeypatch):
    monkeypatch.setattr(health, "_checks", {})


def test_alive_needs_no_database(client: Client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


@pytest.mark.django_db
def test_ready_names_each_check(client: Client):
    answer = client.get("/readyz")

    found = {check["name"]: check["ok"] for check in answer.json()["checks"]}
    assert found["database"] is True
    assert found["broker"] is True


@pytest.mark.django_db
def test_a_check_that_fails_or_breaks_makes_it_not_ready(client: Client, checks):
    health.register_check("fine", lambda: health.Check(True, "as ever"))
    health.register_check("late", lambda: health.Check(False, "last sweep 400 s ago"))
    health.register_check("broken", lambda: health.Check(bool(1 // 0)))

    answer = client.get("/readyz")

    assert answer.status_code == 503
    told = {check["name"]: (check["ok"], check["detail"]) for check in answer.json()["checks"]}
    assert told["fine"] == (True, "as ever")
    assert told["late"] == (False, "last sweep 400 s ago")
    assert told["broken"] == (False, "ZeroDivisionError")


def test_a_broker_that_does_not_answer_is_told(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert health.check_broker() == health.Check(False, "redis does not answer")
