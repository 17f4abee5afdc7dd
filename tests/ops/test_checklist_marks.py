"""What a run scores, and what in it is marked for the auditor: speed, photos used before, late, without presence."""

import datetime as dt
import uuid

import pytest
import time_machine

from ops.checklists.models import ChecklistItem, ChecklistRun, Presence
from ops.checklists.publishing import new_version
from ops.organization.roles import Role
from ops.policy.actions import publish_defaults
from ops.policy.models import Parameter
from ops.records.actions import create
from tests import factories
from tests.factories import TESTER
from tests.ops.checklists import RUNS, all_fine, jpeg, picture, png, ready, run, scenery, send_photo

NOW = dt.datetime(2026, 7, 21, 6, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room", "澳柯玛小屋")


@pytest.fixture
def manager(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


def weighed(*items):
    template = ready("fridge-temperature").template
    rows = [ChecklistItem(key=f"q{n}", text=f"问题{n}", kind="yes_no", **item) for n, item in enumerate(items)]
    return new_version(template=template, items=rows, valid_from=dt.date(2026, 7, 1), by=TESTER)


def answered(*values):
    return {f"q{n}": {"value": value, **({"note": "坏了"} if value == "no" else {})} for n, value in enumerate(values)}


def sent(client, room, version, answers, **changes):
    response = client.post(RUNS, run(room, version, answers, **changes))
    assert response.status_code == 201, response.data
    return response.data


def test_a_score_weighs_what_was_judged(api, manager, room):
    version = weighed({"weight": 3}, {"weight": 1}, {"weight": 0}, {"weight": 4, "allow_na": True})
    assert sent(api(manager), room, version, answered("yes", "yes", "no", "na"))["score"] == 100
    assert sent(api(manager), room, version, answered("yes", "no", "yes", "na"))["score"] == 75
    assert sent(api(manager), room, version, answered("no", "yes", "yes", "yes"))["score"] == 62


def test_a_critical_fault_caps_the_score_by_the_rule_of_the_day(api, manager, room, city):
    version = weighed({"weight": 1, "critical": True}, {"weight": 9})
    assert sent(api(manager), room, version, answered("no", "yes"))["score"] == 59
    create(
        Parameter(key="checklist_critical_cap", union=city, value=20, valid_from=dt.date(2026, 7, 20), source_text="x",
                  mark="R"),
        by=TESTER,
    )  # fmt: skip
    assert sent(api(manager), room, version, answered("no", "yes"))["score"] == 20


def test_nothing_judged_has_no_score(api, manager, room):
    version = weighed({"weight": 0})
    assert sent(api(manager), room, version, answered("yes"))["score"] is None


def test_a_correction_scores_anew(api, manager, room):
    version = weighed({}, {})
    made = sent(api(manager), room, version, answered("yes", "no"))
    assert made["score"] == 50
    changed = api(manager).patch(
        f"{RUNS}{made['id']}/", {"answers": answered("yes", "yes"), "reason": "点错"}, headers={"If-Match": '"1"'}
    )
    assert (changed.status_code, changed.data["score"]) == (200, 100)


def test_faster_than_one_can_look_is_marked_and_kept(api, manager, room, city):
    publish_defaults(union=city, by=TESTER)
    version = ready("room-daily-cleaning")
    quick = sent(api(manager), room, version, all_fine(version), started_at="2026-07-21T06:04:55Z")
    assert quick["marks"] == ["fast"]
    honest = sent(api(manager), room, version, all_fine(version), started_at="2026-07-21T06:04:30Z")
    assert honest["marks"] == []
    listed = api(manager).get(RUNS, {"marked": "true"}).data["results"]
    assert [one["id"] for one in listed] == [quick["id"]]
    assert len(api(manager).get(RUNS, {"mark": "fast"}).data["results"]) == 1
    assert len(api(manager).get(RUNS, {"marked": "false"}).data["results"]) == 1


def test_the_same_picture_in_two_runs_is_marked_in_the_second(api, as_user, manager, room):
    version = ready("room-daily-cleaning")
    data = picture((70, 50))

    def with_photo():
        photo = send_photo(api(manager), room, data).data["id"]
        return all_fine(version, door={"value": "no", "note": "锁坏了", "photos": [photo]})

    first = sent(api(manager), room, version, with_photo())
    second = sent(api(manager), room, version, with_photo())
    assert (first["marks"], second["marks"]) == ([], ["photo_reused"])
    page = as_user(manager).get(f"/checklist-runs/{second['id']}/").content.decode()
    assert "A photo was used more than once" in page
    assert f"/checklist-runs/{first['id']}/" in page
    photo = send_photo(api(manager), room, picture((71, 50))).data["id"]
    another = sent(api(manager), room, version, all_fine(version, door={"value": "no", "note": "x", "photos": [photo]}))
    assert another["marks"] == []


def faulty(client, room, version, *pictures):
    """A run with a fault whose photos are these files."""
    photos = [send_photo(client, room, data).data["id"] for data in pictures]
    return all_fine(version, door={"value": "no", "note": "锁坏了", "photos": photos})


def test_a_picture_encoded_anew_is_the_same_picture(api, manager, room):
    version, client = ready("room-daily-cleaning"), api(manager)
    scene = scenery(seed=1)
    sent(client, room, version, faulty(client, room, version, jpeg(scene)))
    for again in (png(scene), jpeg(scene, quality=60), jpeg(scene.resize((800, 600)), quality=75)):
        marked = sent(client, room, version, faulty(client, room, version, again))
        assert marked["marks"] == ["photo_reused"]
    other = sent(client, room, version, faulty(client, room, version, jpeg(scenery(seed=2))))
    assert other["marks"] == []


def test_a_picture_taken_anew_from_the_same_place_is_another(api, manager, room):
    version, client = ready("room-daily-cleaning"), api(manager)
    sent(client, room, version, faulty(client, room, version, jpeg(scenery(seed=1))))
    moved = sent(client, room, version, faulty(client, room, version, jpeg(scenery(seed=1, moved=70))))
    assert moved["marks"] == []


def test_the_same_picture_twice_in_one_run_is_marked(api, manager, room):
    version, client = ready("room-daily-cleaning"), api(manager)
    scene = scenery(seed=3)
    twice = sent(client, room, version, faulty(client, room, version, jpeg(scene), png(scene)))
    assert twice["marks"] == ["photo_reused"]


def test_a_correction_that_brings_an_old_picture_is_marked(api, manager, room):
    version, client = ready("room-daily-cleaning"), api(manager)
    scene = scenery(seed=4)
    sent(client, room, version, faulty(client, room, version, jpeg(scene)))
    honest = sent(client, room, version, all_fine(version))
    door = faulty(client, room, version, png(scene))["door"]
    changed = client.patch(
        f"{RUNS}{honest['id']}/", {"answers": {"door": door}, "reason": "漏拍"}, headers={"If-Match": '"1"'}
    )
    assert (changed.status_code, changed.data["marks"]) == (200, ["photo_reused"])


def test_sent_in_long_after_and_a_clock_that_runs_ahead(api, manager, room):
    version = ready("room-daily-cleaning")
    late = sent(api(manager), room, version, all_fine(version), started_at="2026-07-21T04:00:00Z",
                occurred_at="2026-07-21T04:05:00Z")  # fmt: skip
    assert late["marks"] == ["late"]
    ahead = sent(api(manager), room, version, all_fine(version), occurred_at="2026-07-21T06:30:00Z")
    assert ahead["marks"] == ["clock"]


def test_marks_stand_on_the_timeline_and_are_found_there(api, as_user, manager, room, auditor):
    version = ready("room-daily-cleaning")
    sent(api(manager), room, version, all_fine(version), started_at="2026-07-21T06:04:59Z")
    sent(api(manager), room, version, all_fine(version))
    page = as_user(auditor).get(f"/facilities/{room.pk}/history/?only=marked").content.decode()
    assert page.count("Filled in faster than one can look") == 1


def test_the_file_on_paper(api, as_user, manager, room, auditor, other_auditor, monkeypatch):
    version = ready("room-daily-cleaning")
    photo = send_photo(api(manager), room).data["id"]
    made = sent(
        api(manager), room, version, all_fine(version, door={"value": "no", "note": "锁坏了", "photos": [photo]})
    )
    url = f"/checklist-runs/{made['id']}/pdf/"
    for response in (as_user(auditor).get(url), api(auditor).get(f"{RUNS}{made['id']}/pdf/")):
        assert response.status_code == 200
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF")
    assert as_user(other_auditor).get(url).status_code == 404
    assert api(other_auditor).get(f"{RUNS}{made['id']}/pdf/").status_code == 404
    assert as_user(manager, "zh-hans").get(url).status_code == 200


def test_without_pango_a_message_and_no_failure(api, as_user, manager, room, monkeypatch):
    import sys

    version = ready("room-daily-cleaning")
    made = sent(api(manager), room, version, all_fine(version))
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    page = as_user(manager).get(f"/checklist-runs/{made['id']}/pdf/")
    assert page.status_code == 503
    assert "Pango" in page.content.decode()
    answer = api(manager).get(f"{RUNS}{made['id']}/pdf/")
    assert (answer.status_code, answer.data["type"]) == (503, "cannot-print")


def test_a_run_outside_of_any_duty_asks_for_no_presence(api, manager, room):
    version = ready("room-daily-cleaning")
    made = sent(api(manager), room, version, all_fine(version))
    assert ChecklistRun.objects.get(pk=uuid.UUID(made["id"])).presence == Presence.NOT_ASKED
