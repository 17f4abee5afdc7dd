"""Set-based writes leave the same history as save(), column by column."""

import datetime as dt

import pytest
from django.db import connection
from django.utils import timezone

from ops.facilities.models import Facility, OpeningHours
from ops.organization.models import Membership, User
from ops.records import bulk
from ops.records.actions import create, save
from ops.records.actor import Actor, Source
from ops.records.errors import Unattributed
from tests import factories

IGNORED = {"history_id", "history_date"}


def columns(row):
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in IGNORED}


@pytest.fixture
def actor(district):
    return Actor(user=factories.make_user(), source=Source.API, request_id="abc-12345", ip="10.2.0.14", name="tablet")


def hours(facility, weekday):
    return OpeningHours(facility=facility, weekday=weekday, opens=dt.time(8), closes=dt.time(17, 30))


def test_inserted_rows_and_their_history_equal_those_of_save(district, actor):
    facility = factories.make_facility(district)
    saved = create(hours(facility, 0), by=actor, reason="import")
    (pk,) = bulk.insert(OpeningHours, [hours(facility, 1)], by=actor, reason="import")
    inserted = OpeningHours.objects.get(pk=pk)

    assert (inserted.opens, inserted.closes, inserted.version) == (dt.time(8), dt.time(17, 30), 1)
    expected = columns(saved.history.get()) | {"id": pk, "weekday": 1}
    assert columns(inserted.history.get()) == expected


def test_changed_rows_and_their_history_equal_those_of_save(district, actor):
    one, two = factories.make_facility(district), factories.make_facility(district)
    one.state = Facility.State.SUSPENDED
    save(one, by=actor, reason="epidemic")
    changed = bulk.update(Facility.objects.filter(pk=two.pk), by=actor, reason="epidemic", state="suspended")

    assert changed == [two.pk]
    two.refresh_from_db()
    assert (two.state, two.version) == ("suspended", 2)
    expected = columns(one.history.first()) | {"id": two.pk, "name": two.name, "code": two.code}
    assert columns(two.history.first()) == expected
    assert two.history.count() == 2


def test_a_row_that_already_stands_is_left_out_and_writes_no_history(district, actor):
    facility = factories.make_facility(district)
    first, again = hours(facility, 2), hours(facility, 2)
    assert bulk.insert(OpeningHours, [first], by=actor) == [first.pk]
    assert bulk.insert(OpeningHours, [again, hours(facility, 3)], by=actor) != []
    assert OpeningHours.history.filter(id=again.pk).count() == 0
    assert OpeningHours.objects.filter(facility=facility).count() == 2


def test_a_limit_takes_the_first_in_order(district, actor):
    names = [factories.make_facility(district, name=name).name for name in ("乙", "甲")]
    changed = bulk.update(
        Facility.objects.filter(name__in=names).order_by("name"), by=actor, limit=1, skip_locked=True, host="港务局"
    )
    assert len(changed) == 1
    assert Facility.objects.filter(host="港务局").count() == 1


def test_history_of_records_taken_over_is_dated_by_the_record(district, actor):
    long_ago = timezone.now() - dt.timedelta(days=40)
    user = factories.make_user()
    membership = Membership(user=user, role="union_auditor", union=district, since=long_ago)
    bulk.insert(Membership, [membership], by=actor, dated_by="since")
    assert membership.history.get().history_date == long_ago


def test_people_with_empty_and_odd_values_survive_the_batch(district, actor):
    user = User(username='o\'neil "x"', name="王\\n桂芬", phone=None)
    bulk.insert(User, [user], by=actor)
    stored = User.objects.get(pk=user.pk)
    assert (stored.username, stored.name, stored.phone) == (user.username, user.name, None)


def test_a_save_without_an_actor_is_refused(district):
    with pytest.raises(Unattributed):
        Facility(union=district, kind="station", name="无名").save()


@pytest.mark.parametrize(
    "write",
    [
        lambda rows: rows.update(name="x"),
        lambda rows: rows.delete(),
        lambda rows: rows.bulk_create([]),
        lambda rows: rows.bulk_update([], ["name"]),
    ],
)
def test_the_orms_silent_writes_are_refused(district, write):
    factories.make_facility(district)
    with pytest.raises(TypeError):
        write(Facility.objects.all())


def test_prepared_statements_write_the_same_again_and_again(district, actor):
    """Beyond the fifth time PostgreSQL runs one plan for any values."""
    for number in range(12):
        facility = factories.make_facility(district)
        bulk.insert(OpeningHours, [hours(facility, number % 7)], by=actor, reason=f"import {number}")

    reasons = [row.history_change_reason for row in OpeningHours.history.order_by("history_id")]
    assert reasons == [f"import {number}" for number in range(12)]


@pytest.mark.postgres
def test_a_prepared_statement_leaves_the_connection_as_it_was(district, actor):
    bulk.insert(OpeningHours, [hours(factories.make_facility(district), 1)], by=actor)

    assert connection.connection.prepare_threshold is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        assert "ops_historicalopeninghours" in str(cursor.fetchall())
