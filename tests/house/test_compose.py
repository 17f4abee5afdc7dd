"""docker-compose.yml names only what exists: commands, variables, probes; and two of each of ours."""

import shlex
from importlib.util import find_spec
from urllib.parse import urlsplit

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands
from django.urls import resolve

from config.compose import Service, services
from config.probe import healthy
from tests.house.test_environment import variables_of_settings

FILE = settings.BASE_DIR / "docker-compose.yml"
KEYS = {"SECRET_KEY": "s", "FIELD_KEYS": "f"}


def ours() -> list[Service]:
    return [service for service in services(FILE, KEYS) if service.ours]


def test_the_full_set_is_there_and_ours_runs_twice():
    found = {service.name: service.replicas for service in services(FILE, KEYS)}

    assert {"web": 2, "worker": 2, "beat": 2}.items() <= found.items()
    assert {"migrate", "proxy", "postgres", "redis", "mail"} <= found.keys()


def test_secrets_have_no_default():
    with pytest.raises(KeyError, match="SECRET_KEY"):
        services(FILE, {})


@pytest.mark.parametrize("service", ours(), ids=lambda service: service.name)
def test_a_command_of_ours_can_run(service: Service):
    program, *words = service.command
    assert program == "python"
    if words[0] == "manage.py":
        assert (settings.BASE_DIR / "manage.py").exists()
        assert words[1] in get_commands()
    else:
        assert words[0] == "-m"
        assert find_spec(words[1]), f"no module {words[1]}"
    for word in words:
        if word.startswith("python:"):
            assert find_spec(word.removeprefix("python:"))


@pytest.mark.parametrize("service", ours(), ids=lambda service: service.name)
def test_a_variable_of_ours_is_one_that_the_settings_read(service: Service):
    assert service.environment
    assert service.environment.keys() <= variables_of_settings().keys()


def test_a_long_running_service_has_a_health_check_of_a_known_kind():
    for service in services(FILE, KEYS):
        if not service.once:
            assert service.health[:1] in (["CMD"], ["CMD-SHELL"]), f"{service.name} has no health check"


@pytest.mark.parametrize("service", [s for s in ours() if not s.once], ids=lambda service: service.name)
def test_a_health_check_of_ours_exists(service: Service):
    form, *words = service.health
    words = shlex.split(words[0]) if form == "CMD-SHELL" else words
    assert words[:2] == ["python", "-m"]
    assert find_spec(words[2])
    if words[2] == "config.probe":
        assert healthy(*words[3:]) in (True, False)  # the probe knows this form
        if words[3] == "url":
            address = urlsplit(words[4])
            assert str(address.port) == service.environment["WEB_PORT"]
            assert resolve(address.path)


def test_services_wait_for_what_they_need_and_volumes_are_declared():
    document = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    for name, body in document["services"].items():
        for other, condition in body.get("depends_on", {}).items():
            needed = document["services"][other]
            if condition["condition"] == "service_healthy":
                assert needed.get("healthcheck"), f"{name} waits for the health of {other}, which has no check"
        for volume in body.get("volumes", []):
            assert volume.partition(":")[0] in document["volumes"]


def test_the_image_is_built_from_files_that_exist():
    build = yaml.safe_load(FILE.read_text(encoding="utf-8"))["services"]["web"]["build"]
    recipe = settings.BASE_DIR / build["context"] / build["dockerfile"]

    assert "requirements.lock" in recipe.read_text(encoding="utf-8")
    assert (settings.BASE_DIR / "requirements.lock").exists()


def test_a_probe_that_nobody_knows_is_an_error():
    with pytest.raises(ValueError, match="no probe"):
        healthy("smell", "x")


def test_the_freshness_probe_sees_an_old_file_and_a_missing_one(tmp_path):
    file = tmp_path / "beat.alive"
    assert not healthy("fresh", str(file), "60")
    file.touch()
    assert healthy("fresh", str(file), "60")
    assert not healthy("fresh", str(file), "0")
