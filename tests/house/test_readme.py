"""What README says of folders and commands is so."""

import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client

README = (settings.BASE_DIR / "README.md").read_text(encoding="utf-8")
NO_CAPABILITIES = {"__pycache__", "migrations", "locale", "static", "templates"}


def test_the_house_list_names_the_capabilities_that_there_are():
    listed = re.search(r"## The house\n\n(.+?)\n\n", README, re.DOTALL)
    assert listed
    told: dict[str, set[str]] = {}
    for line in listed[1].splitlines():
        if app := re.match(r" +(\w+)/ +(floor \d|ground) +· (.+)", line):
            told[app[1]] = set(app[3].split())
        elif told and not re.match(r" +\w+/", line):
            told[list(told)[-1]] |= set(line.split())
    for app, names in told.items():
        folders = {path.name for path in (settings.BASE_DIR / app).iterdir() if path.is_dir()}
        assert names == folders - NO_CAPABILITIES, app
    assert told.keys() == {"stations", "rooms", "safety", "ops"}


def test_every_make_target_that_it_names_exists():
    makefile = (settings.BASE_DIR / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:\w+=\S+ )*make ([a-z]+)", README)) | set(
        re.findall(r"^    make (\w+)", README, re.MULTILINE)
    )
    assert {"run", "test", "check", "soak", "stack", "lock"} <= named
    assert named <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_an_administrator_who_lost_the_password_comes_back_in_by_a_link_from_the_command_line(officer):
    said = StringIO()
    call_command("sign_in_link", officer.username, stdout=said)
    path = said.getvalue().strip().removeprefix(settings.PUBLIC_URL)
    browser = Client()
    entered = browser.post(path, {"name": officer.name, "password": "station-one", "again": "station-one"})
    assert entered["Location"] == "/"
    assert browser.get("/profile/").status_code == 200
    with pytest.raises(CommandError, match="Nobody signs in as nobody"):
        call_command("sign_in_link", "nobody")
