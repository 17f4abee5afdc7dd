"""Unions and facilities come in by spreadsheet: checked line by line, then all or nothing."""

import io
import zipfile

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from ops.facilities.models import Facility, FacilityImport
from ops.facilities.registry import FacilityKind, KindDetails, kinds
from ops.facilities.workbook import MOST_ROWS
from ops.jobs.actions import run_waiting
from ops.jobs.models import Job
from ops.organization.models import TradeUnion
from ops.organization.roles import Role
from tests import factories

PAGE = "/facilities/import/"
LINE = {"Trade union": "市南区总工会", "Kind": "Playroom", "Name": "八大关游戏室", "Toys": 7, "Address": "韶关路 1 号"}


class PlayroomForm(forms.Form):
    toys = forms.IntegerField(label="Toys", min_value=1)
    floor = forms.ChoiceField(label="Floor", choices=[("soft", "Soft"), ("hard", "Hard")], initial="soft")


@pytest.fixture(autouse=True)
def playroom(monkeypatch):
    kept = {}
    details = KindDetails(
        PlayroomForm,
        load=lambda facility: kept.get(facility.pk, {}),
        save=lambda *, facility, values, by, reason: kept.__setitem__(facility.pk, values),
    )
    monkeypatch.setitem(kinds._entries, "playroom", FacilityKind("playroom", "Playroom", "Playrooms", "place", details))
    return kept


def book(places=(), unions=(), raw=None):
    workbook = Workbook()
    for title, rows in (("Unions", unions), ("Stations and rooms", places)):
        sheet = workbook.create_sheet(title)
        columns = list(dict.fromkeys(name for row in rows for name in row))
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(name) for name in columns])
    out = io.BytesIO()
    workbook.save(out)
    return SimpleUploadedFile("places.xlsx", raw or out.getvalue())


@pytest.fixture
def send(officer, as_user):
    """Send a file, and follow to its check; `confirm` confirms it. A worker does what is asked for."""
    browser = as_user(officer)

    def sending(places=(), unions=(), raw=None):
        answer = browser.post(PAGE, {"file": book(places, unions, raw)})
        if answer.status_code == 302:
            run_waiting()
            answer = browser.get(answer["Location"])
            answer.confirm = lambda: confirm(answer.request["PATH_INFO"])
        return answer

    def confirm(path, **sent):
        answer = browser.post(path, sent)
        run_waiting()
        return browser.get(path) if answer.status_code == 302 else answer

    return sending


def test_a_line_becomes_a_facility_once_it_is_confirmed(send, officer, playroom):
    check = send([LINE])
    assert "Everything is in order" in check.content.decode()
    assert check.context["counts"] == {"new": 1, "changed": 0, "same": 0, "unions": 0}
    assert not Facility.objects.exists(), "nothing is kept by the check"

    assert "1 places entered" in check.confirm().content.decode()
    facility = Facility.objects.get()
    assert (facility.name, facility.address) == ("八大关游戏室", "韶关路 1 号")
    assert playroom[facility.pk] == {"toys": 7, "floor": "soft"}
    row = facility.history.get()
    assert (row.source, row.history_user, row.history_change_reason) == ("import", officer, "From the file places.xlsx")
    assert check.confirm().status_code == 409, "a second tap takes nothing over again"


def test_sending_it_again_updates_and_never_doubles(send):
    send([LINE]).confirm()
    assert send([LINE]).context["counts"]["same"] == 1
    check = send([LINE | {"Address": "韶关路 2 号"}])
    assert check.context["counts"]["changed"] == 1
    check.confirm()
    facility = Facility.objects.get()
    assert (facility.address, facility.version) == ("韶关路 2 号", 2)
    send([LINE | {"Name": "八大关新名", "Code": facility.code.lower()}]).confirm()
    facility.refresh_from_db()
    assert (facility.name, Facility.objects.count()) == ("八大关新名", 1)


def test_unions_come_in_before_the_places_that_need_them(send, district):
    unions = [
        {"Name of the union": "八大关街道总工会", "Level": "grassroots", "Union above it": "市南区总工会"},
        {"Name of the union": "韶关路社区工会", "Level": "Grassroots union", "Union above it": "八大关街道总工会"},
    ]
    check = send([LINE | {"Trade union": "韶关路社区工会"}], unions)
    assert check.context["counts"] == {"new": 1, "changed": 0, "same": 0, "unions": 2}
    check.confirm()
    lower = TradeUnion.objects.get(name="韶关路社区工会")
    assert (lower.depth, lower.path.startswith(district.path)) == (district.depth + 2, True)
    assert Facility.objects.get().union == lower
    again = send([LINE | {"Trade union": "韶关路社区工会"}], unions)
    assert again.context["counts"] == {"new": 0, "changed": 0, "same": 1, "unions": 0}


def test_one_wrong_line_keeps_all_out_and_every_fault_is_named(send):
    check = send(
        [
            LINE,
            LINE | {"Name": "甲", "Postcode": "12", "E-mail": "no"},
            LINE | {"Name": "乙", "Toys": 0, "Kind": "Castle"},
            LINE | {"Name": "丙", "Trade union": "崂山区总工会"},
            LINE,
            LINE | {"Name": "丁", "Code": "XXXXXXXX", "Toys": "many"},
        ]
    )
    faults = {row["number"]: [column for column, _message in row["errors"]] for row in check.context["wrong"]}
    assert faults == {3: ["Postcode", "E-mail"], 4: ["Kind"], 5: ["Trade union"], 6: ["Name"], 7: ["Toys", "Code"]}
    page = check.content.decode()
    assert "5 lines must be mended" in page
    assert "This line is in the file twice" in page
    assert check.confirm().status_code == 409
    assert not Facility.objects.exists()


def test_a_line_that_became_wrong_since_the_check_stops_all(send, district):
    check = send([LINE, LINE | {"Name": "另一"}])
    district.name = "改名了"
    district.acted_by(factories.TESTER).save()
    page = check.confirm().content.decode()
    assert "A line has become wrong since the check" in page
    assert "Trade union: No union of yours has this name" in page
    assert not Facility.objects.exists()
    assert not FacilityImport.objects.get().confirmed
    assert Job.objects.latest("created_at").state == "failed"


def test_the_check_is_made_anew_when_asked_for(send, officer, as_user, district):
    check = send([LINE | {"Trade union": "新来的工会"}])
    assert check.confirm().status_code == 409
    factories.make_union("新来的工会", below=TradeUnion.objects.get(pk=district.pk))
    browser, path = as_user(officer), check.request["PATH_INFO"]
    assert "Check of a spreadsheet" in browser.post(path, {"again": "1"}, follow=True).content.decode()
    run_waiting()
    assert "Everything is in order" in browser.get(path).content.decode()


def test_two_taps_on_taking_over_are_one_job(send, officer, as_user):
    check = send([LINE])
    browser, path = as_user(officer), check.request["PATH_INFO"]
    for _tap in range(2):
        browser.post(path)
    assert Job.objects.filter(kind="facility-import").count() == 1
    assert "In the queue" in browser.get(path).content.decode()
    run_waiting()
    assert Facility.objects.count() == 1


def test_whoever_lost_the_role_meanwhile_enters_nothing(send, officer, as_user):
    check = send([LINE])
    as_user(officer).post(check.request["PATH_INFO"])
    end_all_memberships(officer)
    run_waiting()
    assert Job.objects.latest("created_at").state == "failed"
    assert not Facility.objects.exists()


def end_all_memberships(user):
    for membership in user.memberships.all():
        membership.until = timezone.now()
        membership.acted_by(factories.TESTER).save()


def test_a_newer_file_takes_the_place_of_one_that_waits(send, officer, as_user):
    check = send([LINE])
    as_user(officer).post(check.request["PATH_INFO"])
    send([LINE | {"Name": "另一"}])
    job = Job.objects.filter(kind="facility-import").get()
    assert (job.state, job.message) == ("failed", "A newer file has taken its place. Send this one again.")
    assert not Facility.objects.exists()


def test_two_unions_of_one_name_are_told_apart_by_the_upper_one(send, district, city):
    for name in ("甲街道", "乙街道"):
        upper = factories.make_union(name, below=TradeUnion.objects.get(pk=district.pk))
        factories.make_union("教育工会", below=upper)
    check = send([LINE | {"Trade union": "教育工会"}])
    assert "Several unions have this name" in check.content.decode()
    send([LINE | {"Trade union": "乙街道/教育工会"}]).confirm()
    union = Facility.objects.get().union
    assert TradeUnion.objects.get(path=union.path[:-4]).name == "乙街道"


def test_a_union_beyond_ones_own_is_not_reached(send, other_district):
    check = send([LINE | {"Trade union": other_district.name}])
    assert "No union of yours has this name" in check.content.decode()


def test_numbers_and_dates_are_read_as_people_meant_them(send):
    import datetime as dt

    line = LINE | {"Manager's phone": 13905320001.0, "Postcode": 266071, "Opened on": dt.datetime(2020, 7, 1)}
    send([line]).confirm()
    facility = Facility.objects.get()
    assert (facility.manager_phone, facility.postcode) == ("13905320001", "266071")
    assert facility.opened_on == dt.date(2020, 7, 1)


def test_the_template_that_we_give_is_one_that_we_read(officer, as_user, district):
    browser = as_user(officer)
    answer = browser.get(f"{PAGE}template/")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    workbook = load_workbook(io.BytesIO(answer.content))
    sheet = workbook.worksheets[2]
    header = [cell.value for cell in sheet[1]]
    assert {"Toys", "Floor"} <= set(header)
    filled = {"Trade union": district.name, "Kind": "Playroom", "Name": "游戏室", "Toys": "2", "Floor": "Hard"}
    columns = {name: next(i for i, text in enumerate(header, 1) if text.endswith(name)) for name in filled}
    for name, value in filled.items():
        sheet.cell(2, columns[name], value)
    out = io.BytesIO()
    workbook.save(out)
    sent = browser.post(PAGE, {"file": SimpleUploadedFile("t.xlsx", out.getvalue())})
    run_waiting()
    assert browser.get(sent["Location"]).context["counts"]["new"] == 1


def test_an_empty_template_says_so(officer, as_user):
    browser = as_user(officer)
    empty = SimpleUploadedFile("t.xlsx", browser.get(f"{PAGE}template/").content)
    answer = browser.post(PAGE, {"file": empty})
    assert (answer.status_code, "no line in this file yet" in answer.content.decode()) == (422, True)


# --- Files that are wrong, or mean harm ---


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def with_entities():
    """A real workbook in which a document type has been slipped into one part."""
    good = book([LINE]).read()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet3.xml":
                lol = b'<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><worksheet'
                content = content.replace(b"<worksheet", lol, 1)
            new.writestr(part.filename, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"Name,Kind\nx,y\n", "not a spreadsheet that we can read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "not a spreadsheet that we can read"),
        (packed(hello="<x/>"), "not a spreadsheet that we can read"),
        (packed(xl__sharedStrings=b" " * (61 * 1024 * 1024)), "unpacks into far too much"),
        (packed(**{f"part{n}": b"x" for n in range(201)}), "unpacks into far too much"),
        (with_entities(), "not a spreadsheet that we can read"),
        (b"0" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
    ids=["csv", "old xls", "any zip", "bomb", "many parts", "entities", "too large"],
)
def test_a_file_that_we_do_not_take_is_refused_plainly(send, raw, says):
    answer = send(raw=raw)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not FacilityImport.objects.exists()


def test_a_cut_off_file_is_refused_plainly(send):
    good = book([LINE]).read()
    assert send(raw=good[: len(good) // 2]).status_code == 422


def test_too_many_lines_are_refused(send):
    answer = send([{"Name": f"游戏室{number}"} for number in range(MOST_ROWS + 1)])
    assert answer.status_code == 422
    assert "More than 2000 lines" in answer.content.decode()


def test_columns_that_are_not_ours_are_refused(send):
    answer = send([{"Something": "else"}])
    assert "None of our columns" in answer.content.decode()


def test_the_check_costs_the_same_however_many_lines(send, officer, as_user, query_budget):
    lines = [LINE | {"Name": f"游戏室{number}"} for number in range(60)]
    assert send(lines[:1]).status_code == 200
    browser = as_user(officer)
    sent = browser.post(PAGE, {"file": book(lines)})
    with query_budget(24):
        run_waiting()
    with query_budget(8):
        assert browser.get(sent["Location"]).context["counts"]["new"] == 60


def test_it_is_for_those_who_run_places_and_a_draft_for_its_sender(district, auditor, send, city, as_user):
    check = send([LINE])
    path = check.request["PATH_INFO"]
    other = as_user(factories.make_user(Role.UNION_OFFICER, city))
    assert other.get(path).status_code == 404
    assert other.post(path).status_code == 404
    assert as_user(auditor).get(PAGE).status_code == 403
    assert as_user(auditor).get(path).status_code == 403


def test_a_program_sends_a_file_reads_the_check_and_confirms(officer, api, other_auditor):
    program = api(officer)
    answer = program.post("/api/v1/facility-imports/", {"file": book([LINE])}, format="multipart")
    assert (answer.status_code, answer.json()["job"]["state"], answer.json()["checked"]) == (202, "waiting", None)
    address = f"/api/v1/facility-imports/{answer.json()['id']}/"
    assert program.post(f"{address}confirm/").status_code == 409, "not checked yet"
    run_waiting()
    assert program.get(address).json()["checked"]["counts"]["new"] == 1
    assert program.post(f"{address}confirm/").status_code == 202
    run_waiting()
    told = program.get(address).json()
    assert (told["confirmed"], told["entered"], told["job"]["state"]) == (True, 1, "done")
    assert program.post(f"{address}check/").status_code == 409
    assert api(other_auditor).get(address).status_code == 403
    assert program.post("/api/v1/facility-imports/", {"file": book(raw=b"x")}, format="multipart").status_code == 400
