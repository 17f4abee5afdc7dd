"""Every text that a user can see stands in the Chinese catalogue, translated, and nothing there is a guess."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

APPS = ("ops", "safety", "stations", "rooms")
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")


@pytest.mark.parametrize("app", APPS)
def test_nothing_is_untranslated_or_fuzzy(app: str):
    catalogue = polib.pofile(str(settings.BASE_DIR / app / CATALOGUE))

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("app", APPS)
def test_placeholders_survive_translation(app: str):
    for entry in polib.pofile(str(settings.BASE_DIR / app / CATALOGUE)):
        for text in [entry.msgstr] if not entry.msgid_plural else entry.msgstr_plural.values():
            assert names(text) <= names(entry.msgid) | names(entry.msgid_plural or ""), entry.msgid


def names(text: str) -> set[str]:
    """The `%(name)s` and `{name}` of a text."""
    return set(re.findall(r"%\(\w+\)[sd]|\{\w+\}", text))


@pytest.mark.gettext
@pytest.mark.parametrize("app", APPS)
def test_the_catalogue_has_the_texts_of_the_sources(app: str, tmp_path: Path):
    copy = tmp_path / app
    shutil.copytree(settings.BASE_DIR / app, copy, ignore=shutil.ignore_patterns("__pycache__", "static", "*.mo"))
    before = ids(copy / CATALOGUE)
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "zh_Hans", "--no-obsolete"],
        cwd=copy,
        check=True,
        capture_output=True,
        env={"PATH": os.environ["PATH"]},
    )

    now = ids(copy / CATALOGUE)
    assert now - before == set(), "not in the catalogue"
    assert before - now == set(), "in the catalogue, but no longer in the sources"


def ids(path: Path) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete}
