"""A station and a room are entered with what 附件1 and 附件2 ask of each, and start with their duties."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from ops.facilities.models import Facility
from ops.jobs.actions import run_waiting
from rooms.opening.models import Room
from stations.terms.models import Station


def sent(browser, lines):
    """Send a spreadsheet of these lines; returns the address of its check."""
    workbook = Workbook()
    workbook.active.title = "Stations and rooms"
    for line in lines:
        workbook.active.append(line)
    out = io.BytesIO()
    workbook.save(out)
    check = browser.post("/facilities/import/", {"file": SimpleUploadedFile("x.xlsx", out.getvalue())})["Location"]
    run_waiting()
    return check


@pytest.mark.parametrize(
    ("kind", "model", "details"),
    [
        ("station", Station, {"running_mode": "purchased", "unit_nature": "private", "meal_supply": "delivery"}),
        (
            "room",
            Room,
            {"location": "building", "managing_body": "property", "audience": "building", "places": 2}
            | {"edition": "enterprise", "furnishing": ["hot_water", "bin"]},
        ),
    ],
)
def test_each_kind_has_its_own_row(officer, district, api, as_user, kind, model, details):
    body = {"kind": kind, "union": str(district.pk), "name": "港务局", "details": details}
    made = api(officer).post("/api/v1/facilities/", body)
    assert made.status_code == 201, made.json()
    row = model.objects.get(facility=made.json()["id"])
    assert {name: getattr(row, name) for name in details} == details
    page = as_user(officer).get(f"/facilities/{made.json()['id']}/edit/").content.decode()
    assert f'name="{kind}-{next(iter(details))}"' in page
    path, name = f"/api/v1/facilities/{made.json()['id']}/", next(iter(details))
    value = "public" if kind == "room" else "joint"
    changed = api(officer).patch(path, {"details": details | {name: value}}, headers={"if-match": "1"})
    assert changed.status_code == 200, changed.json()
    assert changed.json()["details"][name] == value
    row.refresh_from_db()
    assert row.version == 2


def test_both_kinds_come_in_by_one_spreadsheet(officer, district, as_user):
    lines = [
        ("Trade union", "Kind", "Name", "Running mode", "Location", "Furnishing", "Area (m²)"),
        (district.name, "Station", "港务局驿站", "Purchased service", None, None, 120),
        (district.name, "Mother room", "港务局小屋", None, "In an enterprise", "Hot water、Covered bin", 12.5),
    ]
    browser = as_user(officer)
    check = sent(browser, lines)
    page = browser.get(check)
    assert page.context["wrong"] == []
    assert browser.post(check).status_code == 302
    run_waiting()
    assert Facility.objects.count() == 2
    station, room = Station.objects.get(), Room.objects.get()
    assert (station.running_mode, station.area) == ("purchased", 120)
    assert (room.location, room.furnishing, str(room.area)) == ("enterprise", ["hot_water", "bin"], "12.5")
    assert browser.get(sent(browser, lines)).context["counts"]["same"] == 2


def test_the_kind_may_be_written_as_people_call_it(officer, district, as_user):
    words = {
        "station": ("驿站", "爱心驿站", "爱心托管驿站", "Station", "day-care station"),
        "room": ("小屋", "妈妈小屋", "爱心妈妈小屋", "母婴室", "Mother Room", "room"),
    }
    meant = {(kind, f"{kind} {word}"): word for kind, written in words.items() for word in written}
    lines = [(district.name, word, name) for (_kind, name), word in meant.items()]
    browser = as_user(officer)
    check = sent(browser, [("Trade union", "Kind", "Name"), *lines])
    assert browser.get(check).context["wrong"] == []
    browser.post(check)
    run_waiting()
    assert set(Facility.objects.values_list("kind", "name")) == set(meant)
