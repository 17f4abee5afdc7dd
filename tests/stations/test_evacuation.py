"""Who is in the house now, to be counted outside."""

import datetime as dt

from django.urls import reverse

from stations.terms import roster
from tests import factories
from tests.stations import world


def test_those_in_the_house_are_listed_and_nobody_else(as_user, staff, child, sibling, term, station):
    gone = world.make_child(term)
    for one in (child, gone):
        world.arrive(one)
    world.leave(gone)
    roster.set_shift(
        id=world.uuid7(),
        facility=station,
        date=station.today(),
        starts=dt.time(0, 0),
        ends=dt.time(23, 59),
        name="小周",
        by=factories.TESTER,
    )
    page = as_user(staff).get(reverse("evacuation", args=[station.pk]))
    text = page.content.decode()
    assert page["X-Keep-Offline"] == "1"
    assert page.context["here"] == 1
    assert f'data-child="{child.pk}">' in text
    assert f'data-child="{gone.pk}" hidden' in text
    assert "小周" in text


def test_it_is_one_tap_from_the_board_and_costs_the_same_for_many(as_user, staff, term, station, query_budget):
    for _number in range(10):
        world.arrive(world.make_child(term))
    client, url = as_user(staff), reverse("evacuation", args=[station.pk])
    assert url in client.get(reverse("roll-call", args=[station.pk])).content.decode()
    with query_budget(10):
        assert client.get(url).context["here"] == 10
