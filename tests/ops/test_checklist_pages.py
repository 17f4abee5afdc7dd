"""The pages of a checklist: filled in on a phone, refused at the item with everything kept, read, corrected."""

import base64
import re
import uuid

import pytest

from ops.checklists.models import ChecklistRun, Finding, Photo
from ops.organization.roles import Role
from tests import factories
from tests.ops.checklists import picture, ready, upload


@pytest.fixture
def room(district):
    return factories.make_facility(district, "room", "澳柯玛小屋")


@pytest.fixture
def manager(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


def address(room, key="room-daily-cleaning"):
    ready(key)
    return f"/facilities/{room.pk}/checklists/{key}/"


def posted(page, **changes):
    """What a browser would send of a page on which every yes/no item was tapped "fine"."""
    html = page.content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', html))
    fields |= dict.fromkeys(re.findall(r'type="radio" name="(item-\w+)" value="yes"', html), "yes")
    return fields | changes


def test_a_checklist_is_filled_in_and_read_again(as_user, manager, room, query_budget):
    url, browser = address(room), as_user(manager)
    with query_budget(9):
        page = browser.get(url)
    assert page.status_code == 200
    assert "Floor clean and dry" in page.content.decode()
    response = browser.post(url, posted(page), follow=True)
    run = ChecklistRun.objects.get()
    assert run.passed
    assert response.redirect_chain[0][0] == f"/checklist-runs/{run.pk}/"
    assert "All fine" in response.content.decode()


def test_sending_the_page_twice_records_once(as_user, manager, room):
    url, browser = address(room), as_user(manager)
    sent = posted(browser.get(url))
    for _time in range(2):
        assert browser.post(url, sent).status_code == 302
    assert ChecklistRun.objects.count() == 1


def test_errors_stand_at_their_items_and_everything_is_kept(as_user, manager, room):
    url, browser = address(room), as_user(manager)
    page = browser.get(url)
    sent = posted(page, **{"item-door": "no", "item-floor": "no", "item-floor-note": "积水一片"})
    response = browser.post(url, sent | {"item-floor-photo": [upload(picture())], "item-bin": ""})
    html = response.content.decode()
    assert response.status_code == 422
    assert ChecklistRun.objects.count() == 0
    photo = Photo.objects.get()
    assert "积水一片" in html
    assert f'value="{photo.pk}"' in html
    assert f'name="id" value="{sent["id"]}"' in html
    wrong = re.findall(r'class="item wrong" id="item-(\w+)"', html)
    assert wrong == ["bin", "door"]
    # Sent again with what was missing: the photo of the first attempt counts.
    again = posted(response, **{
        "item-floor": "no", "item-floor-note": "积水一片", "item-floor-photos": str(photo.pk),
        "item-door": "no", "item-door-remedy": "reported", "item-door-photo": [upload(picture((30, 30)))],
    })  # fmt: skip
    assert browser.post(url, again).status_code == 302
    run = ChecklistRun.objects.get()
    assert run.answers["floor"]["photos"] == [str(photo.pk)]
    assert (run.failed_items, Finding.objects.count()) == (2, 2)


def test_a_file_that_is_no_photo_is_refused_at_its_item(as_user, manager, room):
    url, browser = address(room), as_user(manager)
    sent = posted(browser.get(url), **{"item-floor": "no", "item-floor-note": "积水"})
    response = browser.post(url, sent | {"item-floor-photo": [upload(b"no picture")]})
    assert response.status_code == 422
    assert "This is not a photo" in response.content.decode()
    assert 'class="item wrong" id="item-floor"' in response.content.decode()


def test_a_drawn_signature_is_kept_as_a_picture_and_a_typed_name_is_enough(as_user, manager, room):
    url, browser = address(room, "station-food-weekly"), as_user(manager)
    drawn = "data:image/png;base64," + base64.b64encode(picture((60, 20), "PNG")).decode()
    assert browser.post(url, posted(browser.get(url), **{"item-signed-signed": drawn})).status_code == 302
    signed = ChecklistRun.objects.get().answers["signed"]
    assert signed["photos"] == [str(Photo.objects.get().pk)]
    assert browser.post(url, posted(browser.get(url), **{"item-signed": "王桂芬"})).status_code == 302
    broken = browser.post(url, posted(browser.get(url), **{"item-signed-signed": "data:image/png;base64,@@"}))
    assert broken.status_code == 422


def test_a_reading_shows_its_limits_and_the_rule(as_user, manager, room, city):
    from ops.policy.actions import publish_defaults
    from tests.factories import TESTER

    publish_defaults(union=city, by=TESTER)
    page = as_user(manager).get(address(room, "fridge-temperature")).content.decode()
    assert 'data-low="0.00" data-high="8.00"' in page
    assert "Should be 0–8 °C" in page
    assert "GB 31654-2021" in page


def test_an_answer_is_corrected_with_a_reason(as_user, manager, room):
    url, browser = address(room), as_user(manager)
    browser.post(url, posted(browser.get(url), **{"item-floor": "no", "item-floor-note": "积水"}))
    run = ChecklistRun.objects.get()
    amend = f"/checklist-runs/{run.pk}/amend/"
    page = browser.get(amend)
    sent = posted(page)
    assert browser.post(amend, sent).status_code == 422
    assert ChecklistRun.objects.get().version == 1
    html = browser.post(amend, sent | {"reason": "点错一行"}, follow=True).content.decode()
    run.refresh_from_db()
    assert (run.version, run.passed) == (2, True)
    assert "点错一行" in html
    assert "积水" in html
    stale = browser.post(amend, sent | {"reason": "又错了", "version": "1"})
    assert stale.status_code == 422
    assert "compare" in stale.content.decode()


def test_a_fault_is_put_right_on_its_page(as_user, manager, room):
    url, browser = address(room), as_user(manager)
    browser.post(url, posted(browser.get(url), **{"item-floor": "no", "item-floor-note": "积水"}))
    records = browser.get(f"/facilities/{room.pk}/records/").content.decode()
    assert "积水" in records
    finding = Finding.objects.get()
    action = browser.get(f"/corrective-actions/of/finding/{finding.pk}/").url
    assert browser.post(f"{action}finish/", {"note": "", "version": 1}).status_code == 422
    assert browser.post(f"{action}finish/", {"note": "拖干了", "version": 1}).status_code == 302
    finding.refresh_from_db()
    assert finding.settlement == "拖干了"
    assert "Nothing is open" in browser.get(f"/facilities/{room.pk}/records/").content.decode()


def test_who_sees_what(as_user, client, manager, room, auditor, other_auditor, other_district):
    url, browser = address(room), as_user(manager)
    browser.post(url, posted(browser.get(url)))
    run = ChecklistRun.objects.get()
    stranger = factories.make_user(Role.ROOM_MANAGER, factories.make_facility(other_district, "room"))
    pages = (f"/checklist-runs/{run.pk}/", f"/facilities/{room.pk}/records/")
    for page in pages:
        assert as_user(auditor).get(page).status_code == 200
        assert as_user(other_auditor).get(page).status_code == 404
        assert as_user(stranger).get(page).status_code == 404
        assert client.get(page).status_code == 302
    assert as_user(stranger).get(url).status_code == 404
    assert as_user(auditor).get(url).status_code == 403
    assert as_user(auditor).get(f"/checklist-runs/{run.pk}/amend/").status_code == 403
    assert as_user(manager).get("/checklists/").status_code == 200
    assert as_user(manager).get(f"/checklist-runs/{uuid.uuid4()}/").status_code == 404


def test_an_ended_sign_in_records_nothing_and_leads_back(client, manager, room, as_user):
    url = address(room)
    sent = posted(as_user(manager).get(url))
    response = client.post(url, sent, headers={"referer": f"http://testserver{url}"})
    assert response.status_code == 302
    assert f"next={url}" in response["Location"]
    assert ChecklistRun.objects.count() == 0
