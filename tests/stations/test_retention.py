"""Data that are kept longer than needed are offered for erasure, and erased by those who answer for them."""

import datetime as dt

import pytest
from django.db.models import QuerySet

from stations.enrolment.models import Child
from stations.guardians.models import Erasure
from stations.terms.models import Term

pytestmark = pytest.mark.django_db
API = "/api/v1/data-over/"


@pytest.fixture
def over(child, station):
    """A child whose last term ended 366 days ago."""
    ended(station, 366)
    return child


def ended(station, days):
    last = station.today() - dt.timedelta(days=days)
    QuerySet(Term).filter(facility=station).update(first_day=last - dt.timedelta(days=20), last_day=last)


def test_the_manager_erases_what_is_kept_too_long(over, as_user, manager, staff, station):
    desk, page = as_user(manager), f"/stations/data-requests/{station.pk}/"
    assert desk.get("/stations/data-requests/").url == page
    assert str(over.pk) in desk.get(page).content.decode()
    assert as_user(staff).post(f"{page}over/", {"child": over.pk}).status_code == 403
    desk.post(f"{page}over/")
    assert not Erasure.objects.exists(), "nobody was chosen"
    desk.post(f"{page}over/", {"child": over.pk})
    assert Erasure.objects.get().child_id == over.pk
    assert str(over.pk) not in desk.get(page).content.decode()


def test_a_program_does_it_and_not_a_day_too_early(over, api, manager, station):
    desk, asked = api(manager), {"facility": str(station.pk)}
    listed = desk.get(API, asked).json()
    assert (listed["days"], [row["child"] for row in listed["children"]]) == (365, [str(over.pk)])
    assert over.name not in str(listed)
    sent = {**asked, "children": [str(over.pk)]}
    ended(station, 365)
    assert desk.get(API, asked).json()["children"] == []
    assert list(desk.post(API, sent).json()["errors"]) == ["children"]
    ended(station, 366)
    assert desk.post(API, sent).json() == {"erased": 1}
    assert Child.objects.get(pk=over.pk).erased_at
