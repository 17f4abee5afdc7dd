"""What may stand in a tracked file: no address of a package registry, nothing loaded from somebody else's server."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

REGISTRIES = re.compile(
    r"\b(files\.)?pythonhosted\.org|\bpypi\.(org|python\.org)|\bregistry\.npmjs\.org|\bdeb\.debian\.org|--index-url|--extra-index-url"
)
LOADED = re.compile(r"<(script|link|img|iframe)\b[^>]*\b(src|href)=[\"']?(https?:)?//", re.IGNORECASE)
DELIVERY = re.compile(r"\b(cdn\.jsdelivr\.net|unpkg\.com|cdnjs\.|fonts\.g(oogleapis|static)\.com|ajax\.googleapis)")
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".yml", ".yaml", ".txt", ".lock", ".json", ".svg", ".sh", ""}
LOCKS = ("requirements.lock", ".ci/requirements.lock")


def tracked() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=settings.BASE_DIR, capture_output=True, check=True)
    return [settings.BASE_DIR / name for name in listing.stdout.decode().split("\0") if name]


def test_no_tracked_file_names_a_registry_or_loads_from_elsewhere():
    faults = []
    for path in tracked():
        if path.suffix not in TEXT or path == Path(__file__) or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="ignore")
        patterns = (REGISTRIES,) if "vendor" in path.parts else (REGISTRIES, LOADED, DELIVERY)
        faults += [f"{path}: {found[0]}" for pattern in patterns for found in pattern.finditer(text)]
    assert faults == []


def test_the_top_level_is_the_fixed_one():
    allowed = {
        ".ci", ".docker", ".gitignore", "Makefile", "README.md", "config", "docker-compose.yml", "manage.py", "ops",
        "pyproject.toml", "requirements.lock", "rooms", "safety", "stations", "tests", "LICENSE",
    }  # fmt: skip
    found = {path.relative_to(settings.BASE_DIR).parts[0] for path in tracked()}
    assert found <= allowed


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_a_hash_for_each_package(lock: str):
    text = (settings.BASE_DIR / lock).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())

    assert len(blocks) > 50
    for block in blocks:
        assert re.match(r"[a-z0-9-]+(\[[\w,-]+\])?==", block), block
        assert "--hash=sha256:" in block, block


def test_the_locks_agree_and_have_what_pyproject_asks_for():
    runtime, tests = (pins(settings.BASE_DIR / lock) for lock in LOCKS)
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))

    assert runtime.items() <= tests.items()
    assert {plain(name) for name in project["project"]["dependencies"]} <= runtime.keys()
    assert {plain(name) for name in project["dependency-groups"]["dev"]} <= tests.keys()


def pins(path: Path) -> dict[str, str]:
    return dict(
        re.findall(r"^([a-z0-9-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    )


def plain(requirement: str) -> str:
    return re.split(r"[\[<>=~! ;]", requirement, maxsplit=1)[0].lower().replace("_", "-")
