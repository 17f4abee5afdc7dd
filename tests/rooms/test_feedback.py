"""One tap at the door tells the manager what is wrong."""

import uuid

from rooms.visits.models import Feedback
from tests.rooms.rooms import at


def tap(client, room, kind="locked", one=None):
    return client.post(f"/r/{room.facility.code}/feedback/", {"id": one or uuid.uuid4(), "kind": kind}, follow=True)


def test_the_manager_sees_it_and_deals_with_it(client, room, as_user, manager):
    assert tap(client, room).status_code == 200
    page = as_user(manager).get(f"/rooms/{room.facility_id}/").content.decode()
    assert "Door locked" in page
    feedback = Feedback.objects.get()
    response = as_user(manager).post(f"/room-feedback/{feedback.pk}/", {"handling": "开了"})
    assert response.status_code == 302
    feedback.refresh_from_db()
    assert (feedback.handled_by, feedback.handling) == (manager, "开了")
    assert "Door locked" not in as_user(manager).get(f"/rooms/{room.facility_id}/").content.decode()


def test_the_same_within_half_an_hour_is_one(client, room, clock):
    one = uuid.uuid4()
    for _time in range(2):
        tap(client, room, one=one)
    tap(client, room)
    tap(client, room, "dirty")
    assert Feedback.objects.count() == 2
    clock.move_to(at("14:30"))
    tap(client, room)
    assert Feedback.objects.count() == 3


def test_it_is_moderated_and_only_known_kinds_count(client, room, clock):
    assert tap(client, room, "<script>").status_code == 400
    codes = [tap(client, room).status_code for _time in range(12)]
    assert codes[-1] == 429
    assert Feedback.objects.count() == 1


def test_others_neither_see_nor_handle_it(client, room, api, as_user, auditor, other_auditor, manager):
    tap(client, room)
    feedback = Feedback.objects.get()
    url = f"/api/v1/room-feedback/{feedback.pk}/"
    assert api(auditor).get(url).status_code == 200
    assert api(other_auditor).get(url).status_code == 404
    assert api(auditor).post(f"{url}handle/", {"handling": "x"}, headers={"If-Match": '"1"'}).status_code == 403
    assert api(manager).post(f"{url}handle/", {"handling": "x"}).status_code == 428
    assert api(manager).post(f"{url}handle/", {"handling": "x"}, headers={"If-Match": '"9"'}).status_code == 409
    assert api(manager).post(f"{url}handle/", {"handling": "x"}, headers={"If-Match": '"1"'}).status_code == 200
    assert as_user(other_auditor).post(f"/room-feedback/{feedback.pk}/").status_code == 403
