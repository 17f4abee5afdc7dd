"""A way back in for somebody who cannot sign in and whom nobody else can help."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from ops.organization.actions import renew_link
from ops.organization.models import User
from ops.records.actor import Actor


class Command(BaseCommand):
    """Prints a one-time link with which a person sets a new password; earlier links end. It stands in the history."""

    help = "Print a one-time link for a person who cannot sign in (the administrator who lost the password)"

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose link."""
        parser.add_argument("login", help="user name or phone number")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it and print it."""
        try:
            user = User.objects.get_by_natural_key(options["login"])
        except User.DoesNotExist:
            raise CommandError(f"Nobody signs in as {options['login']}.") from None
        secret = renew_link(user=user, by=Actor.command("sign_in_link"))
        self.stdout.write(f"{settings.PUBLIC_URL}{reverse('welcome', args=[secret])}")
