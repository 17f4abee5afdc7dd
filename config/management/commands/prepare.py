"""Make an installation ready to start."""

import os
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

APPS = ("ops", "safety", "stations", "rooms")
# Parts of libraries that no page of ours loads.
UNUSED_STATIC = ["redoc", "*.map", "swagger-ui-es-*", "htmx-4*", "htmax-4*"]


class Command(BaseCommand):
    """Brings catalogues, database, static files and (unless told otherwise) the demo city up to date.

    1. Compiles the message catalogues that changed. 2. Migrates the database. 3. Collects static files if any
    changed. 4. Fills the demo city, which changes nothing where it already stands. Safe to repeat; quick the
    second time.
    """

    help = "Compile catalogues, migrate, collect static files, fill the demo city"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """`--no-demo` for an empty installation, `--catalogues` for the first step alone."""
        parser.add_argument("--no-demo", action="store_true", help="leave the database empty")
        parser.add_argument("--catalogues", action="store_true", help="only compile the message catalogues")
        parser.add_argument("--no-static", action="store_true", help="leave the static files alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the steps in order."""
        compiled = compile_catalogues(settings.BASE_DIR)
        self.stdout.write(f"catalogues: {compiled} compiled")
        if options["catalogues"]:
            return
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"database: {connection.vendor}, up to date")
        if not options["no_static"]:
            self._collect()
        if not options["no_demo"]:
            self._fill()

    def _fill(self) -> None:
        try:
            call_command("demo_city", build=True, stdout=self.stdout)
        except CommandError as error:  # an installation with records of its own stays as it is
            self.stdout.write(f"demo city: left out. {error}")

    def _collect(self) -> None:
        if not static_is_stale():
            self.stdout.write("static files: up to date")
            return
        call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=UNUSED_STATIC)
        self.stdout.write("static files: collected")


def compile_catalogues(root: Path) -> int:
    """Compile every `.po` of the apps that is newer than its `.mo`; how many were compiled."""
    count = 0
    for app in APPS:
        for source in sorted((root / app).glob("locale/*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                draft = target.with_suffix(f".{os.getpid()}")
                polib.pofile(str(source)).save_as_mofile(str(draft))
                draft.replace(target)
                count += 1
    return count


def static_is_stale() -> bool:
    """Whether a static file of the apps, or the lock of the libraries, is newer than what was collected."""
    collected = settings.STATIC_ROOT / "staticfiles.json"
    if not collected.exists():
        return True
    made = collected.stat().st_mtime
    sources = [settings.BASE_DIR / "requirements.lock"]
    for app in APPS:
        sources += (settings.BASE_DIR / app / "static").rglob("*")
    return any(path.exists() and path.stat().st_mtime > made for path in sources)
