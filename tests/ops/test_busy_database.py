"""While somebody else holds the database a tap waits; held for too long, it is told so and may be sent again."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction
from django.urls import reverse

from ops.organization.models import User
from ops.organization.roles import Role
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(db):
    return factories.make_user(Role.ROOM_MANAGER, factories.make_facility(factories.make_union(), "room"))


@contextmanager
def held(person):
    """A long import elsewhere, that writes to the person's row (on SQLite any row would do) until it is told to end."""
    begun, ended = threading.Event(), threading.Event()

    def work():
        with transaction.atomic():
            User.objects.filter(pk=person.pk).update(last_login=None)
            begun.set()
            ended.wait(20)
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    assert begun.wait(20)
    try:
        yield ended
    finally:
        ended.set()
        thread.join()


def change_name(client):
    return client.patch("/api/v1/me/", {"email": "a@example.org"}, format="json")


def impatient():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50" if connection.vendor == "sqlite" else "SET lock_timeout = '50ms'")


def test_a_tap_during_an_import_waits_for_its_end(api, person):
    client = api(person)
    with held(person) as ended:
        began = time.monotonic()
        threading.Timer(0.5, ended.set).start()
        assert change_name(client).status_code == 200
        assert time.monotonic() - began >= 0.5, "it did not wait"
    person.refresh_from_db()
    assert person.email == "a@example.org"


def test_what_waited_too_long_is_told_so_and_sent_again(api, as_user, person):
    client, browser = api(person), as_user(person)
    impatient()
    try:
        with held(person):
            answer = change_name(client)
            assert (answer.status_code, answer["Retry-After"], answer.json()["type"]) == (503, "5", "busy")
            page = browser.post(reverse("profile"), {"name": "李", "email": "b@example.org", "language": "en"})
            assert (page.status_code, "系统繁忙" in page.content.decode()) == (503, True)
    finally:
        connection.close()
    assert change_name(client).status_code == 200
