"""Migrating makes the tables that the models describe, to the last column, constraint and index."""

from pathlib import Path

import pytest
from django.db import connection

from tests.house import tables

pytestmark = pytest.mark.slow


@pytest.mark.django_db
def test_on_sqlite(prepared: Path):
    assert connection.vendor == "sqlite", "tests/house runs on the embedded default"
    migrated = tables.of_sqlite(prepared / "aixin.sqlite3")
    described = tables.of_sqlite(connection.settings_dict["NAME"])
    assert len(migrated) > 1000
    assert migrated ^ described == set()
