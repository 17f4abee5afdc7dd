"""A tablet at the door takes codes and can do nothing else."""

import pytest
from django.test import Client
from django.urls import reverse

from ops.records.errors import Conflict
from stations.attendance import codes
from stations.attendance.kiosk import COOKIE, start_kiosk
from stations.attendance.models import Handover, Kiosk
from tests import factories
from tests.permission_matrix import MATRIX
from tests.stations import world
from tests.test_permission_matrix import ROUTES, World


@pytest.fixture
def tablet(station):
    """A browser that is a kiosk."""
    _kiosk, token = start_kiosk(facility=station, name="大门", by=factories.TESTER)
    client = Client(headers={"accept-language": "en"})
    client.cookies[COOKIE] = token
    return client


def code_of(child):
    return codes.issue_pickup_code(person=world.mother_of(child), by=factories.TESTER)[1]


def show(tablet, digits, **more):
    return tablet.post("/kiosk/", {"code": digits, **more})


def test_a_manager_makes_a_device_a_kiosk_and_is_signed_out_of_it(as_user, manager, station):
    client = as_user(manager)
    answer = client.post(reverse("kiosk-list", args=[station.pk]), {"name": "大门"})
    assert (answer.status_code, answer.url) == (302, "/kiosk/")
    assert client.get("/kiosk/").status_code == 200
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("roll-call", args=[station.pk])).url == "/kiosk/"
    assert Kiosk.objects.get().token_hash not in client.cookies[COOKIE].value


def test_a_guardian_brings_and_collects_by_code(tablet, child, station):
    page = show(tablet, code_of(child))
    assert child.name in page.content.decode()
    for kind, verb in (("drop_off", "I bring"), ("pick_up", "I collect")):
        digits = code_of(child)
        page = show(tablet, digits)
        assert verb in page.content.decode()
        [(_person, key)] = page.context["children"]
        done = show(tablet, digits, do=kind, children=f"{child.pk}:{key}")
        assert done.context["reset"] == 10
    brought, collected = Handover.objects.order_by("sequence")
    assert (brought.recorded_by, collected.kind) == (None, "pick_up")
    assert collected.history.get().actor_name == "大门"


def test_a_wrong_code_is_said_and_guessing_is_stopped(tablet, child):
    answers = [show(tablet, "000000") for _try in range(codes.WRONG_AT_DEVICE + 1)]
    assert "not a code of today" in answers[0].content.decode()
    assert "Too many wrong codes" in answers[-1].content.decode()
    assert {answer.status_code for answer in answers} == {422}


def test_a_code_shown_at_the_door_meanwhile_is_said_on_the_page(tablet, child, station, monkeypatch):
    digits = code_of(child)
    [(_person, key)] = show(tablet, digits).context["children"]

    def taken(**told):
        raise Conflict("taken")

    monkeypatch.setattr(codes, "redeem", taken)
    page = show(tablet, digits, do="drop_off", children=f"{child.pk}:{key}")
    assert (page.status_code, "taken" in page.content.decode()) == (422, True)


def test_ended_from_afar_it_shows_nothing_and_lets_the_browser_go(tablet, api, manager, child, station):
    kiosk = Kiosk.objects.get()
    assert api(manager).post(f"/api/v1/kiosks/{kiosk.pk}/end/").status_code == 200
    page = tablet.get("/kiosk/")
    assert "no kiosk" in page.content.decode()
    assert page.cookies[COOKIE].value == ""
    assert not Handover.objects.exists()


def test_it_is_ended_on_the_tablet_by_a_managers_password_alone(tablet, staff, manager):
    for user in (staff, manager):
        user.set_password("a-long-password")
        user.acted_by(factories.TESTER).save()
    sent = {"manager_login": staff.username, "manager_password": "a-long-password"}
    assert tablet.post("/kiosk/end/", sent).status_code == 422
    assert tablet.post("/kiosk/end/", sent | {"manager_login": manager.username}).status_code == 302
    assert Kiosk.objects.get().ended_at is not None


def test_the_tablet_speaks_both_languages(tablet):
    tablet.get("/kiosk/", {"language": "en"})
    assert "Enter the code" in tablet.get("/kiosk/").content.decode()


@pytest.mark.django_db
def test_no_other_route_of_the_product_is_reachable():
    world_of_all = World()
    kiosk, token = start_kiosk(facility=world_of_all.things["station"], name="大门", by=factories.TESTER)
    client = Client()
    client.cookies[COOKIE] = token
    reached = []
    for name, route in MATRIX.items():
        if name not in ROUTES or name in ("kiosk", "kiosk-leave", "service-worker"):
            continue
        address = world_of_all.address(name, route)
        for method in route.methods:
            options = {} if method == "get" else {"content_type": "application/json"}
            answer = getattr(client, method)(address, **options)
            shut = answer.status_code == 403 or (answer.status_code == 302 and answer.url == "/kiosk/")
            if not shut:
                reached.append(f"{method} {address}: {answer.status_code}")
    assert reached == []
    assert client.get("/admin/").url == "/kiosk/"
