"""The pages of the numbers and the calendar: marks shown plainly, history, a new value, errors at their field."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from ops.organization.roles import Role
from ops.policy.actions import publish_defaults
from ops.policy.defaults import defaults
from ops.policy.models import CalendarDay, Parameter
from tests import factories
from tests.factories import TESTER

LIST = reverse("parameter-list")
DETAIL = reverse("parameter-detail", args=["sample_weight_min"])
CALENDAR = reverse("calendar-day-list")


@pytest.fixture
def published(city):
    publish_defaults(union=city, by=TESTER)


def new_value(union, **changes):
    return {
        "value": "200",
        "valid_from": str(timezone.localdate() + dt.timedelta(days=7)),
        "union": str(union.pk),
        "source_text": "市监〔2026〕8号",
        "mark": "V",
        "reason": "新标准",
    } | changes


def test_the_list_shows_each_number_with_source_and_mark(as_user, officer, published, query_budget):
    client = as_user(officer)
    client.get(LIST)
    with query_budget(8):
        page = client.get(LIST).content.decode()
    assert "125" in page
    assert "GB 31654-2021" in page
    assert page.count("Unverified") == sum(default.mark == "R" for default in defaults)


def test_an_officer_sets_a_number_and_sees_it_announced(as_user, officer, district, published):
    client = as_user(officer)
    answer = client.post(DETAIL, new_value(district), follow=True)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "市监〔2026〕8号" in page
    assert "announced" in page
    assert officer.name in page
    assert Parameter.objects.filter(union=district).get().value == 200


def test_a_laxer_number_is_refused_at_its_field(as_user, officer, district, published):
    answer = as_user(officer).post(DETAIL, new_value(district, value="100"))
    assert answer.status_code == 422
    assert "you may only be stricter" in answer.content.decode()
    assert not Parameter.objects.filter(union=district).exists()


def test_who_may_not_set_sees_no_form_and_is_refused(as_user, auditor, district, published):
    client = as_user(auditor)
    assert "Set a new value" not in client.get(DETAIL).content.decode()
    assert client.post(DETAIL, new_value(district)).status_code == 403
    manager = factories.make_user(Role.FACILITY_MANAGER, factories.make_facility(district))
    assert as_user(manager).get(LIST).status_code == 200
    assert as_user(manager).post(DETAIL, new_value(district)).status_code == 403


def test_strangers_sign_in_and_guardians_are_kept_out(client, as_user, district):
    assert client.get(LIST).status_code == 302
    guardian = factories.make_user(Role.GUARDIAN, factories.make_facility(district))
    assert as_user(guardian).get(LIST).status_code == 403


def test_an_unknown_number_or_union_is_not_found(as_user, officer, other_district, published):
    assert as_user(officer).get(reverse("parameter-detail", args=["nonsense"])).status_code == 404
    assert as_user(officer).get(LIST, {"union": str(other_district.pk)}).status_code == 404


def test_the_federation_enters_a_day_and_takes_it_back(as_user, city):
    officer = factories.make_user(Role.UNION_OFFICER, city)
    client = as_user(officer)
    day = timezone.localdate() + dt.timedelta(days=3)
    client.post(CALENDAR, {"date": str(day), "working": "no", "name": "台风", "reason": "红色预警"})
    [entered] = CalendarDay.objects.all()
    assert entered.working is False
    assert "台风" in client.get(CALENDAR, {"year": day.year}).content.decode()
    client.post(reverse("calendar-day-restore", args=[entered.pk]))
    assert CalendarDay.objects.get().history.count() == 2


def test_a_district_reads_the_calendar_but_does_not_change_it(as_user, officer):
    client = as_user(officer)
    assert client.get(CALENDAR).status_code == 200
    sent = {"date": str(timezone.localdate()), "working": "no", "reason": "x"}
    assert client.post(CALENDAR, sent).status_code == 403
    assert not CalendarDay.objects.exists()
