"""A checklist is written on its page: moved about, previewed, costed, published or proposed; never changed."""

import datetime as dt
import re

import pytest

from ops.checklists.models import ChecklistItem, ChecklistRun, ChecklistTemplate, ChecklistVersion
from ops.organization.roles import Role
from tests import factories
from tests.factories import TESTER
from tests.ops.checklists import RUNS, all_fine, ready, run

NEW = "/checklists/new/"


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room", "澳柯玛小屋")


@pytest.fixture
def manager(room):
    return factories.make_user(Role.FACILITY_MANAGER, room)


@pytest.fixture
def cleaner(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


def written(place, *texts, **changes):
    """What the page posts: one yes/no question for each text."""
    today = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()
    fields = {"name": "开学检查", "name_en": "Start of term", "place": place, "regime": "cleaning"}
    fields |= {"a_month": "20", "valid_from": str(today), "note": "", "do": "save", "uid": []}
    for number, text in enumerate(texts):
        uid = f"u{number}"
        fields["uid"].append(uid)
        fields |= {f"{uid}-key": f"k{number}", f"{uid}-text": text, f"{uid}-text_en": f"Question {number}"}
        fields |= {f"{uid}-kind": "yes_no", f"{uid}-weight": "1"}
    return fields | changes


def order_in(response):
    return re.findall(r'name="uid" value="(\w+)"', response.content.decode())


def test_an_officer_writes_one_for_the_union_and_it_is_filled_in(as_user, api, officer, district, room, cleaner):
    place = f"union:{district.pk}"
    assert place in as_user(officer).get(NEW).content.decode()
    changes = {"u1-kind": "temperature", "u1-high": "8", "u1-high_parameter": "fridge_high", "u1-unit": "°C",
               "u0-critical": "1", "u0-photo_on_failure": "1", "u0-weight": "3", "u0-c0-zh": "已报修",
               "u0-c0-en": "Reported",
               "u1-condition": "k0:no", "u1-optional": "1"}  # fmt: skip
    response = as_user(officer).post(NEW, written(place, "门窗完好", "冰箱温度", **changes))
    assert response.status_code == 302, response.content.decode()[:3000]
    version = ChecklistVersion.objects.get()
    first, second = version.items.all()
    assert (first.critical, first.photo_on_failure, first.weight, first.choices[0]["zh"]) == (True, True, 3, "已报修")
    assert (second.high, second.high_parameter, second.condition) == (8, "fridge_high", {"item": "k0", "in": ["no"]})
    assert version.published_at
    assert version.history.get().history_user == officer
    assert "门窗完好" in as_user(officer, "zh-hans").get(response["Location"]).content.decode()
    sent = run(room, version, {"k0": {"value": "yes"}})
    assert api(cleaner).post(RUNS, sent).status_code == 201


def test_the_buttons_move_copy_add_and_remove_and_keep_what_was_typed(as_user, officer, district):
    browser, place = as_user(officer), f"union:{district.pk}"

    def press(what):
        return browser.post(NEW, written(place, "甲", "乙", "丙", do=what))

    assert order_in(press("up:u1")) == ["u1", "u0", "u2"]
    assert order_in(press("down:u1")) == ["u0", "u2", "u1"]
    assert order_in(press("up:u0")) == ["u0", "u1", "u2"]
    assert order_in(press("remove:u0")) == ["u1", "u2"]
    added = order_in(press("add:u0"))
    assert (added[0], added[2:], len(added)) == ("u0", ["u1", "u2"], 4)
    copied = press("copy:u2")
    assert copied.content.decode().count(">丙</textarea>") == 2
    assert "开学检查" in copied.content.decode()
    assert ChecklistTemplate.objects.count() == 0


def test_headings_hold_their_questions_together(as_user, officer, district):
    browser, place = as_user(officer), f"union:{district.pk}"
    headed = {"u0-starts": "1", "u0-section": "开门前", "u2-starts": "1", "u2-section": "关门后"}

    def sections(what):
        press = written(place, "甲", "乙", "丙", "丁", **headed, do=what)
        html = browser.post(NEW, press).content.decode()
        return re.findall(r'-section" value="([^"]*)"|name="uid" value="(u\d)"', html)

    def shown(what):
        return " ".join(heading or uid or "·" for heading, uid in sections(what))

    assert shown("preview") == "开门前 u0 u1 关门后 u2 u3"
    assert shown("up:u2") == "开门前 u0 u1 u2 关门后 u3"
    assert shown("down:u1") == "开门前 u0 关门后 u1 u2 u3"
    assert shown("up:u1") == "开门前 u1 u0 关门后 u2 u3"
    assert shown("remove:u2") == "开门前 u0 u1 关门后 u3"
    assert shown("join:u2") == "开门前 u0 u1 u2 u3"
    assert shown("section:u1") == "开门前 u0 · u1 关门后 u2 u3"
    assert browser.post(NEW, written(place, "甲", "乙", "丙", "丁", **headed)).status_code == 302
    kept = ChecklistVersion.objects.get().items.values_list("section", flat=True)
    assert list(kept) == ["开门前", "开门前", "关门后", "关门后"]


def test_a_question_that_follows_a_fault_is_one_tap(as_user, officer, district):
    browser, place = as_user(officer), f"union:{district.pk}"
    for kind, answer in (("yes_no", "no"), ("temperature", "failed")):
        press = written(place, "甲", "乙", **{"u0-kind": kind, "do": "follow:u0"})
        html = browser.post(NEW, press).content.decode()
        assert f'<option value="k0:{answer}" selected>' in html
        uids = re.findall(r'name="uid" value="(\w+)"', html)
        assert (uids[0], uids[2]) == ("u0", "u1")


def test_the_preview_and_the_cost_follow(as_user, officer, district):
    html = as_user(officer).post(
        NEW, written(f"union:{district.pk}", "甲", **{"do": "preview", "u0-kind": "text", "a_month": "40"})
    ).content.decode()  # fmt: skip
    assert 'id="item-k0"' in html
    assert "30 s when all is fine" in html
    many = written(f"union:{district.pk}", *[f"问题{n}" for n in range(60)], do="preview", a_month="40")
    assert "More than 30 minutes a week" in as_user(officer).post(NEW, many).content.decode()


def test_what_makes_no_sense_is_said_at_its_question(as_user, officer, district):
    place = f"union:{district.pk}"
    cases = [
        (written(place), "Add at least one question."),
        (written(place, ""), "Write the question in Chinese."),
        (written(place, "甲", **{"u0-kind": "choice"}), "A choice needs at least two answers."),
        (written(place, "甲", **{"u0-kind": "number", "u0-low": "9", "u0-high": "1"}), "The lowest lies above"),
        (written(place, "甲", **{"u0-kind": "number", "u0-low": "abc"}), "Enter a number."),
        (written(place, "甲", **{"u0-weight": "-1"}), "The weight is a whole number"),
        (written(place, "甲", "乙", **{"u0-condition": "k1:no"}), "It can only depend on a question above it."),
        (written(place, "甲", valid_from="2020-01-01"), "the past stays as it was"),
    ]
    for sent, message in cases:
        response = as_user(officer).post(NEW, sent)
        assert (response.status_code, message in response.content.decode()) == (422, True), message
    assert ChecklistTemplate.objects.count() == 0


def test_a_manager_proposes_for_the_own_facility_and_an_officer_publishes(
    as_user, api, manager, cleaner, officer, room
):
    place = f"facility:{room.pk}"
    response = as_user(manager).post(NEW, written(place, "露台门锁好"))
    assert response.status_code == 302
    version = ChecklistVersion.objects.get()
    assert (version.template.facility, version.published_at) == (room, None)
    sent = run(room, version, {"k0": {"value": "yes"}})
    assert list(api(cleaner).post(RUNS, sent).data["errors"]) == ["checklist"]
    decide = f"/checklist-versions/{version.pk}/decide/"
    assert as_user(manager).post(decide).status_code == 403
    assert "is proposed" in as_user(officer).get("/checklists/").content.decode()
    assert as_user(officer).post(decide).status_code == 302
    version.refresh_from_db()
    assert version.published_at
    assert api(cleaner).post(RUNS, sent).status_code == 201


def test_a_proposal_is_declined_with_a_reason(as_user, manager, officer, room):
    as_user(manager).post(NEW, written(f"facility:{room.pk}", "露台门锁好"))
    version = ChecklistVersion.objects.get()
    decide = f"/checklist-versions/{version.pk}/decide/"
    assert as_user(officer).post(decide, {"decline": "1", "reason": ""}).status_code == 400
    as_user(officer).post(decide, {"decline": "1", "reason": "和日常检查重复"})
    version.refresh_from_db()
    assert (version.declined_at is not None, version.note) == (True, "和日常检查重复")
    assert as_user(officer).post(decide).status_code == 409


def test_a_new_version_leaves_the_old_one_and_differences_are_shown(as_user, officer, district, room, cleaner, api):
    as_user(officer).post(NEW, written(f"union:{district.pk}", "甲", "乙", "丙"))
    template = ChecklistTemplate.objects.get()
    api(cleaner).post(RUNS, run(room, template.versions.get(), {f"k{n}": {"value": "yes"} for n in range(3)}))
    edit = f"/checklists/{template.key}/edit/"
    assert ">乙</textarea>" in as_user(officer).get(edit).content.decode()
    sent = written("", "甲改了", "乙", "丁", **{"u2-key": "k9"})
    assert as_user(officer).post(edit, sent).status_code == 302
    assert list(template.versions.get(number=1).items.values_list("text", flat=True)) == ["甲", "乙", "丙"]
    page = as_user(officer, "zh-hans").get(f"/checklists/{template.key}/?a=1&b=2").content.decode()
    assert page.count('class="small added"') == page.count('class="small removed"') == 1
    assert page.count('class="small changed"') == 1
    run_page = as_user(officer, "zh-hans").get(f"/checklist-runs/{ChecklistRun.objects.get().pk}/").content.decode()
    assert "甲改了" not in run_page


def test_a_version_in_use_can_never_change(db, room, api, cleaner):
    version = ready("room-daily-cleaning")
    assert api(cleaner).post(RUNS, run(room, version, all_fine(version))).status_code == 201
    item = version.items.first()
    item.text = "别的"
    version.valid_from = dt.date(2021, 1, 1)
    for changed in (item, version):
        with pytest.raises(TypeError):
            changed.acted_by(TESTER).save()
    for rows in (ChecklistItem.objects.filter(checklist=version), ChecklistVersion.objects.filter(pk=version.pk)):
        with pytest.raises(TypeError):
            rows.delete()
    with pytest.raises(TypeError):
        version.items.update(text="别的")


def test_who_may_write(as_user, officer, auditor, manager, cleaner, other_district, district, room):
    stranger = factories.make_user(Role.UNION_OFFICER, other_district)
    other_manager = factories.make_user(Role.FACILITY_MANAGER, factories.make_facility(district, "room"))
    as_user(officer).post(NEW, written(f"union:{district.pk}", "甲"))
    of_union = ChecklistTemplate.objects.get()
    as_user(manager).post(NEW, written(f"facility:{room.pk}", "乙"))
    local = ChecklistTemplate.objects.get(facility=room)
    common = ready("fridge-temperature").template
    for user, template, status in (
        (officer, of_union, 200), (manager, of_union, 403), (cleaner, of_union, 403), (auditor, of_union, 403),
        (stranger, of_union, 404), (manager, local, 200), (officer, local, 200), (other_manager, local, 404),
        (officer, common, 403),
    ):  # fmt: skip
        assert as_user(user).get(f"/checklists/{template.key}/edit/").status_code == status, (user.name, template.key)
    assert as_user(auditor).get(NEW).status_code == 403
    foreign = as_user(stranger).post(NEW, written(f"union:{district.pk}", "丙"))
    assert foreign.status_code == 422
    copied = as_user(manager).get(f"{NEW}?from=fridge-temperature").content.decode()
    assert "冷藏室温度" in copied


def test_by_the_api(api, officer, manager, auditor, stranger_officer, district, room):
    items = [
        {"key": "door", "text": "门锁好", "text_en": "Door locked", "kind": "yes_no", "weight": 2},
        {"key": "heat", "text": "室温", "kind": "temperature", "low": "16", "high": "28", "unit": "°C"},
    ]
    body = {"name": "夜间检查", "name_en": "Night", "regime": "room_safety", "union": str(district.pk), "items": items}
    url = "/api/v1/checklist-templates/"
    made = api(officer).post(url, body, format="json")
    assert made.status_code == 201, made.data
    versions = f"{url}{made.data['id']}/versions/"
    assert api(stranger_officer).post(url, body, format="json").status_code in (403, 404)
    assert api(auditor).post(versions, {"items": items}, format="json").status_code == 403
    wrong = api(officer).post(versions, {"items": [{**items[0], "kind": "choice"}]}, format="json")
    assert (wrong.status_code, list(wrong.data["errors"])) == (400, ["items.1"])
    second = api(officer).post(versions, {"items": items[:1], "note": "少问一项"}, format="json")
    assert (second.status_code, second.data["number"]) == (201, 2)
    assert [one["number"] for one in api(auditor).get(versions).data] == [2, 1]
    local = {**body, "facility": str(room.pk)}
    local.pop("union")
    proposed = api(manager).post(url, local, format="json")
    assert proposed.status_code == 201
    own = f"{url}{proposed.data['id']}/versions/"
    assert api(manager).get(own).data[0]["published_at"] is None
    assert api(manager).post(f"{own}1/publish/").status_code == 403
    assert api(officer).post(f"{own}1/publish/").data["published_at"]
    assert api(officer).post(f"{own}1/decline/", {"reason": "晚了"}).status_code == 409


@pytest.fixture
def stranger_officer(other_district):
    return factories.make_user(Role.UNION_OFFICER, other_district)
