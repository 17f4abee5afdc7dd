"""Static files: collected under hashed names, also where modules name each other; plain before that."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from config.static import OURS

LIBRARIES = ["admin", "django_htmx", "drf_spectacular_sidecar", "rest_framework"]


@pytest.fixture
def storage(tmp_path, settings):
    """The storage of production, with an empty folder of its own."""
    hashed = settings.STORAGES | {"staticfiles": {"BACKEND": "config.static.HashedStorage"}}
    with override_settings(STORAGES=hashed, STATIC_ROOT=tmp_path):
        yield staticfiles_storage


def collect():
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=LIBRARIES)


def test_before_collecting_names_are_plain(storage):
    assert storage.url("ops/web/shell.js") == "/static/ops/web/shell.js"


def test_collected_names_are_hashed_also_where_a_module_imports_another(storage, tmp_path):
    collect()

    name = storage.stored_name("ops/web/shell.js")
    assert re.fullmatch(r"ops/web/shell\.[0-9a-f]{12}\.js", name)
    imports = re.findall(r'^import .*?"(\./[^"]+)"', (tmp_path / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert imports
    for imported in imports:
        assert re.search(r"\.[0-9a-f]{12}\.js$", imported), imported
        assert (tmp_path / "ops/web" / imported).exists()


def test_a_missing_file_of_ours_is_an_error(storage, tmp_path):
    for app in OURS:
        with pytest.raises(ValueError, match="could not be found"):
            storage.hashed_name(f"{app}/nowhere.js")
    assert storage.hashed_name("library/nowhere") == "library/nowhere"
