"""What the log says of a request: its id and what kind of address it was, and no secret."""

import logging
from io import StringIO

import pytest
from django.test import Client

from config.logs import WithoutSecrets
from ops.organization import actions
from ops.organization.roles import Role
from ops.records.actor import Actor


@pytest.fixture
def written():
    """What goes to standard error, as it is written there."""
    handlers = logging.getLogger().handlers
    handler = next(one for one in handlers if any(isinstance(f, WithoutSecrets) for f in one.filters))
    stream = StringIO()
    before = handler.setStream(stream)
    yield stream
    handler.setStream(before)


def test_a_slip_on_the_page_of_a_one_time_link_does_not_write_the_link_down(district, written):
    system = Actor.command("test")
    added = actions.add_colleague(phone="13905320001", name="x", role=Role.UNION_OFFICER, place=district, by=system)
    answer = Client().post(f"/welcome/{added.secret}/", {"name": "x", "password": "one", "again": "other"})
    assert answer.status_code == 422
    assert added.secret not in written.getvalue()
    assert "/welcome/<secret>/" in written.getvalue()
    assert answer["X-Request-ID"] in written.getvalue()


def test_a_line_carries_the_id_of_the_request_in_which_it_was_written(officer, as_user, written):
    answer = as_user(officer).get("/facilities/019f0000-0000-7000-8000-000000000000/")
    assert answer.status_code == 404
    assert f"request_id={answer['X-Request-ID']}" in written.getvalue()
