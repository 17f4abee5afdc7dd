"""The small city that most tests start from, the doors into the program, and the query budget."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from rest_framework.test import APIClient

from config.celery import app
from ops.duties.registry import conditions, regimes, triggers
from ops.jobs.registry import kinds as job_kinds
from ops.organization.models import TradeUnion, User
from ops.organization.roles import Role
from ops.reminders.registry import messages
from tests import engines, factories
from tests.gateway import Gateway
from tests.soak.engines import may_start_a_cluster


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what this run's engines cannot show; on CI, where they all stand ready, nothing is left out.

    `postgres`: what SQLite has not (row locks between writers). `engines`: a PostgreSQL and a Redis beside the test's
    own database. `cluster`: initdb. `gettext`: xgettext.
    """
    missing = set() if connection.vendor == "postgresql" else {"postgres"}
    if not os.environ.get("CI"):
        missing |= {"engines"} if engines.unreachable() else set()
        missing |= set() if may_start_a_cluster() else {"cluster"}
        missing |= {"gettext"} if shutil.which("xgettext") is None else set()
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in missing)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture(autouse=True)
def _no_language_left_over() -> None:
    """The language of another test's last request is nobody's here."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _registries_as_they_were() -> Iterator[None]:
    """What a test registers is gone with it."""
    registries: tuple[Any, ...] = (regimes, triggers, conditions, messages, job_kinds)
    before = [dict(registry._entries) for registry in registries]
    yield
    for registry, entries in zip(registries, before, strict=True):
        registry._entries = entries


@pytest.fixture
def city(db: Any) -> TradeUnion:
    """The city federation."""
    return factories.make_union("市总工会")


@pytest.fixture
def district(city: TradeUnion) -> TradeUnion:
    """The district whose people the tests are about."""
    return factories.make_union("市南区总工会", below=city)


@pytest.fixture
def other_district(city: TradeUnion) -> TradeUnion:
    """A sibling, whose people must find nothing of the first's."""
    return factories.make_union("崂山区总工会", below=city)


@pytest.fixture
def auditor(district: TradeUnion) -> User:
    """An auditor of the district."""
    return factories.make_user(Role.UNION_AUDITOR, district)


@pytest.fixture
def other_auditor(other_district: TradeUnion) -> User:
    """An auditor of the sibling district."""
    return factories.make_user(Role.UNION_AUDITOR, other_district)


@pytest.fixture
def officer(district: TradeUnion) -> User:
    """An officer of the district."""
    return factories.make_user(Role.UNION_OFFICER, district)


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A browser in which a person is signed in, in English so that tests can read it."""

    def sign_in(user: User, language: str = "en") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def api() -> Callable[[User], APIClient]:
    """A program that acts for a person, in English."""

    def client_of(user: User) -> APIClient:
        client = APIClient(headers={"accept-language": "en"})
        client.force_authenticate(user)
        return client

    return client_of


@pytest.fixture
def eager_tasks() -> Iterator[None]:
    """Tasks run where they are asked for, as if a worker were quick."""
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.fixture
def gateway(settings: Any) -> Iterator[Gateway]:
    """A real gateway of text messages on this machine, in use."""
    gateway = Gateway()
    settings.SMS_URL = gateway.url
    yield gateway
    gateway.close()


@pytest.fixture
def query_budget() -> Callable[[int], AbstractContextManager[Any]]:
    """`with query_budget(12): …` fails when more statements are run, and lists them."""

    @contextmanager
    def budget(most: int) -> Iterator[None]:
        with CaptureQueriesContext(connection) as captured:
            yield
        statements = [query["sql"][:200] for query in captured.captured_queries]
        assert len(statements) <= most, f"{len(statements)} statements, at most {most}:\n" + "\n".join(statements)

    return budget
