"""The administration site is for the federation's system administrator, and deletes nothing."""

import pytest

from ops.facilities.models import Facility
from ops.organization.models import Membership, OneTimeLink, TradeUnion, User
from ops.organization.roles import Role
from tests import factories


@pytest.fixture
def admin(city):
    return factories.make_user(Role.ADMINISTRATOR, city, is_staff=True, is_superuser=True)


def test_the_administrator_corrects_a_person_with_a_reason(admin, officer, as_user):
    browser = as_user(admin)
    path = f"/admin/ops/user/{officer.pk}/change/"
    data = {"name": "于海燕", "username": officer.username, "phone": "", "email": "", "language": "", "reason": ""}
    assert "This field is required" in browser.post(path, data).content.decode()
    assert browser.post(path, data | {"reason": "离职", "is_active": ""}).status_code == 302
    officer.refresh_from_db()
    assert (officer.name, officer.phone, officer.is_active, officer.version) == ("于海燕", None, False, 2)
    row = officer.history.first()
    assert (row.history_change_reason, row.history_user, row.source) == ("离职", admin, "web")
    assert "离职" in browser.get(f"/admin/ops/user/{officer.pk}/history/").content.decode()
    assert as_user(officer).get("/profile/").status_code == 302, "deactivated: out at once"


@pytest.mark.parametrize("model", [User, TradeUnion, Membership, Facility, OneTimeLink])
def test_its_pages_open_and_nothing_can_be_deleted(admin, officer, district, as_user, model):
    facility = factories.make_facility(district)
    browser, name = as_user(admin), model._meta.model_name
    assert browser.get(f"/admin/ops/{name}/?q=1").status_code == 200
    assert browser.get("/admin/").status_code == 200
    row = {User: officer, TradeUnion: district, Membership: Membership.objects.first(), Facility: facility}.get(model)
    if row is not None:
        assert browser.get(f"/admin/ops/{name}/{row.pk}/change/").status_code == 200
        assert browser.post(f"/admin/ops/{name}/{row.pk}/delete/", {"post": "yes"}).status_code == 403
        assert model.objects.filter(pk=row.pk).exists()


def test_a_role_that_does_not_fit_its_place_is_refused(admin, officer, district, as_user):
    data = {"user": str(officer.pk), "role": "station_staff", "union": str(district.pk), "facility": "", "reason": "x"}
    data |= {"since_0": "2026-07-01", "since_1": "08:00", "until_0": "", "until_1": ""}
    answer = as_user(admin).post("/admin/ops/membership/add/", data)
    assert "This role is held at a union, or at a facility" in answer.content.decode()
    assert as_user(admin).post("/admin/ops/membership/add/", data | {"role": "union_auditor"}).status_code == 302
    assert Membership.objects.filter(user=officer, role="union_auditor").count() == 1


def test_nobody_else_gets_in(officer, city, as_user):
    assert as_user(officer).get("/admin/").status_code == 302
    staff = factories.make_user(Role.ADMINISTRATOR, city, is_staff=True)
    assert as_user(staff).get("/admin/ops/user/").status_code == 403
