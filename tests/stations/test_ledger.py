"""What an auditor reads of children on a station's ledger: that it happened, never who it was in clear."""

import pytest

from ops.organization.roles import Role
from tests import factories
from tests.stations import world


@pytest.fixture
def station(district):
    return world.make_station(district)


@pytest.fixture
def child(station):
    return world.make_child(world.make_term(station), name="欧阳思远", name_en="Siyuan Ouyang")


def ledger_of(client, station, **query):
    return client.get(f"/api/v1/facilities/{station.pk}/history/", {"page_size": 500, **query})


def test_children_and_their_people_are_masked_for_a_union(api, auditor, station, child):
    world.arrive(child)
    world.leave(child)
    answer = ledger_of(api(auditor), station)
    text = answer.content.decode()
    for name in ("思远", "Siyuan", world.mother_of(child).name, "王丽"):
        assert name not in text
    titles = [line["title"] for line in answer.json()["results"] if line["kind"] == "stations.handover"]
    assert len(titles) == 2
    assert all("S. O." in title or "欧阳**" in title for title in titles)


def test_people_of_the_station_read_who_it_was(api, station, child):
    world.arrive(child)
    staff = factories.make_user(Role.STATION_STAFF, station)
    (line,) = ledger_of(api(staff), station, kind="stations.handover").json()["results"]
    assert "Siyuan Ouyang" in line["title"]


def test_an_opened_field_is_found_among_the_views_of_personal_data(api, auditor, station, child):
    from ops.records.ids import uuid7
    from stations.enrolment.privacy import open_sensitive

    open_sensitive(id=uuid7(), child=child, what="health", reason="送医", by=factories.TESTER)
    (line,) = ledger_of(api(auditor), station, only="views").json()["results"]
    assert line["kind"] == "stations.sensitiveview"
    assert "Siyuan" not in line["title"]
