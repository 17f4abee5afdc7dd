"""The ledger does not slow down with its length, nor with how many kinds of record there are."""

from dataclasses import replace

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from ops.audit.filters import ONLY, HistoryFilter
from ops.audit.registry import TimelineEntry, timeline
from ops.organization.roles import Role
from tests import factories
from tests.ops import ledger


class Alias(TimelineEntry):
    """The same table under another name: stands for a kind of record of an upper floor."""

    @property
    def key(self):
        return f"other.kind{self.regime}"


def test_a_ledger_of_eighty_kinds_is_still_one_statement(api, auditor, district, monkeypatch):
    facility = factories.make_facility(district)
    facilities = timeline["ops.facility"]
    for number in range(80):
        alias = Alias(**{**vars(replace(facilities)), "regime": f"{number:02d}", "reaching": lambda one: Q(id=one.pk)})
        monkeypatch.setitem(timeline._entries, alias.key, alias)
    with CaptureQueriesContext(connection) as captured:
        answer = api(auditor).get(f"/api/v1/facilities/{facility.pk}/history/", {"page_size": 500})
    assert sum(line["label"] == "Facility" for line in answer.json()["results"]) == 81
    unions = [query["sql"] for query in captured if "UNION ALL" in query["sql"]]
    assert len(unions) == 1
    assert unions[0].count("UNION ALL") >= 80


def test_each_table_gives_no_more_rows_than_the_page_holds_before_they_are_merged(api, auditor, district):
    facility = factories.make_facility(district)
    manager = factories.make_user(Role.FACILITY_MANAGER, facility)
    ledger.make_run(facility, ledger.make_checklist(), ledger.person(manager))
    with CaptureQueriesContext(connection) as captured:
        api(auditor).get(f"/api/v1/facilities/{facility.pk}/history/", {"page_size": 20})
    (union,) = [query["sql"] for query in captured if "UNION ALL" in query["sql"]]
    assert union.count("LIMIT 21") == union.count("UNION ALL") + 2  # each part, and the whole


@pytest.mark.parametrize("entry", list(timeline), ids=lambda entry: entry.key)
def test_every_registered_kind_names_columns_that_are_there(entry, district):
    facility = factories.make_facility(district)
    for name in entry.fields:
        entry.history._meta.get_field(name)
    columns = {field.name for field in entry.history._meta.get_fields()}
    assert entry.masked <= columns
    assert not entry.masked_names or {path.split("__")[0] for path in entry.masked_names} & columns
    for only in ["", *ONLY]:
        rows = HistoryFilter(only=only, regime="cleaning").chosen(entry, facility)
        assert rows is None or list(rows[:1]) == []
    keys = [field.name for field in entry.history.tracked_fields if field.is_relation and field.name != "facility"]
    list(entry.history.objects.select_related(*keys, *entry.related)[:1])
