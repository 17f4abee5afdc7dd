"""Union roles read masked names and never personal data; people of the facility read names in clear."""

import datetime as dt

import pytest

from ops.audit.registry import TimelineEntry, timeline
from ops.audit.values import masked_ip
from ops.checklists.models import ChecklistRun
from ops.organization.roles import Role
from ops.records.actions import amend
from tests import factories
from tests.ops import ledger


@pytest.fixture
def entry(monkeypatch):
    """Completed checklists as if who did them were a child's data."""
    told = TimelineEntry(
        model=ChecklistRun,
        label="Checklist",
        fields=("done_by", "done_by_name", "failed_items"),
        title=lambda row: f"{row.done_by_name} / {row.done_by.name}",
        masked=frozenset({"failed_items"}),
        masked_names=frozenset({"done_by_name", "done_by"}),
    )
    monkeypatch.setitem(timeline._entries, told.key, told)
    return told


@pytest.fixture
def facility(district):
    return factories.make_facility(district)


@pytest.fixture
def manager(facility):
    return factories.make_user(Role.FACILITY_MANAGER, facility, name="于海燕")


@pytest.fixture
def amended(facility, manager, entry):
    run = ledger.make_run(facility, ledger.make_checklist(), ledger.person(manager), done_by_name="陈思远")
    amend(run, by=ledger.person(manager), version=1, reason="改名", done_by_name="欧阳思远", failed_items=7)
    return run


def lines(client, facility, kind="ops.checklistrun"):
    return client.get(f"/api/v1/facilities/{facility.pk}/history/", {"kind": kind}).json()["results"]


def test_an_auditor_reads_masked_names_and_only_that_personal_data_changed(api, auditor, facility, amended):
    changed, made = lines(api(auditor), facility)
    assert made["title"] == "陈** / 于**"
    changes = {change["label"]: (change["before"], change["after"]) for change in changed["changes"]}
    assert changes["done by"] == ("陈**", "欧阳**")
    assert changes["failed items"] == ("hidden", "changed, not shown")


def test_people_of_the_facility_read_names_in_clear_but_no_masked_field(api, manager, facility, amended):
    changed, made = lines(api(manager), facility)
    assert made["title"] == "陈思远 / 于海燕"
    changes = {change["label"]: (change["before"], change["after"]) for change in changed["changes"]}
    assert changes["done by"] == ("陈思远", "欧阳思远")
    assert changes["failed items"] == ("hidden", "changed, not shown")


def test_versions_and_export_are_masked_the_same_way(api, auditor, facility, amended):
    versions = api(auditor).get(f"/api/v1/records/ops.checklistrun/{amended.pk}/versions/").content.decode()
    export = api(auditor).get(
        f"/api/v1/facilities/{facility.pk}/history/export/", {"format": "csv", "kind": "ops.checklistrun"}
    )
    file = b"".join(export.streaming_content).decode()
    for text in (versions, file):
        assert "思远" not in text
        assert "陈**" in text


def test_answers_of_a_checklist_are_shown_only_as_changed(api, auditor, facility, manager):
    run = ledger.make_run(
        facility, ledger.make_checklist(), ledger.person(manager), answers={"floor": {"value": "yes"}}
    )
    amend(run, by=ledger.person(manager), version=1, reason="漏填", answers={"floor": {"value": "no"}})
    changed, _made = lines(api(auditor), facility)
    assert changed["changes"] == [{"label": "answers", "before": "hidden", "after": "changed, not shown"}]


@pytest.mark.parametrize(
    ("address", "masked"),
    [("10.2.7.14", "10.2.··.14"), ("2001:db8::7:14", "2001:db8:··:14"), (None, ""), ("", "")],
)
def test_an_address_tells_places_apart_and_no_more(address, masked):
    assert masked_ip(address) == masked


def test_who_held_which_role_is_told_as_of_then(api, auditor, facility, manager):
    from ops.organization.models import Membership
    from ops.records.actions import save

    run = ledger.make_run(facility, ledger.make_checklist(), ledger.person(manager))
    membership = Membership.objects.get(user=manager)
    membership.since, membership.until = run.recorded_at - dt.timedelta(days=9), run.recorded_at - dt.timedelta(days=1)
    save(membership, by=factories.TESTER)
    factories.grant(manager, Role.STATION_STAFF, facility, since=run.recorded_at - dt.timedelta(hours=1))
    (made,) = lines(api(auditor), facility)
    assert made["role"] == "Station staff"
