"""Fill an empty installation with the demo city."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.demo.build import build
from config.demo.logins import LOGINS, PASSWORD
from config.demo.world import identity
from ops.organization.models import TradeUnion


class Command(BaseCommand):
    """Builds the city once; where it already stands, only prints the log-ins.

    1. Refuses an installation that holds anything else. 2. Builds unions, facilities, people, children and forty days
    of history in one transaction. 3. Prints one log-in a role.
    """

    help = "Fill an empty installation with the demo city"

    def add_arguments(self, parser: CommandParser) -> None:
        """`--scale N` for N times the facilities, `--seed` for another city."""
        parser.add_argument("--scale", type=int, default=1, help="how many times 200 stations and 100 rooms")
        parser.add_argument("--seed", type=int, default=2020)
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--build", action="store_true", help="build without printing the log-ins")
        only.add_argument("--logins", action="store_true", help="print the log-ins if the city stands; build nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build and report."""
        root = TradeUnion.objects.filter(depth=1).first()
        stands = root is not None and root.pk == identity("union", "青岛市总工会")
        if options["logins"]:
            if stands:
                self._print_logins()
            return
        if root is not None and not stands:
            raise CommandError("This installation already holds a federation: the demo city only fills an empty one.")
        if root is None:
            started = time.monotonic()
            today = timezone.localdate()
            build(
                today=today,
                seed=options["seed"],
                scale=options["scale"],
                told=lambda line: self.stdout.write(f"  {line}"),
            )
            self.stdout.write(f"demo city: built in {time.monotonic() - started:.0f} s")
        if not options["build"]:
            self._print_logins()

    def _print_logins(self) -> None:
        self.stdout.write(f"\nLog-ins of the demo city at {settings.PUBLIC_URL} (password: {PASSWORD})")
        for login in LOGINS:
            self.stdout.write(f"  {login.username:<10} {login.what}")
