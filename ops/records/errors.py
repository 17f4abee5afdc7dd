"""What can go wrong in an action, in terms that both pages and API can show."""

from __future__ import annotations

from typing import Any

from django.db import InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

# What a database says that is away, or held by others for too long; and the seconds after which to try again.
DATABASE_BUSY = (OperationalError, InterfaceError)
BUSY_SECONDS = 5


class DomainError(Exception):
    """A refusal that a person can understand and act upon.

    `status` is the HTTP status, `type` a stable machine name, `title` a short sentence, `detail` what to do,
    `errors` messages by field.
    """

    status = 400
    type = "error"
    title: Any = _("This cannot be done")
    # The template of a page of its own, where the common page of its status would give the wrong advice.
    page = ""

    def __init__(self, detail: Any = "", *, errors: dict[str, list[Any]] | None = None):
        super().__init__(str(detail or self.title))
        self.detail = detail or self.title
        self.errors = errors or {}


class RuleBroken(DomainError):
    """A field's value breaks a rule; shown at that field. An empty field name means the whole form."""

    status = 400
    type = "rule-broken"
    title = _("Please correct what is marked")

    def __init__(self, field: str, message: Any):
        super().__init__(message, errors={field or "__all__": [message]})
        self.field = field


class NotAllowed(DomainError):
    """The person may see this, but not do that."""

    status = 403
    type = "not-allowed"
    title = _("Your role does not allow this")


class Conflict(DomainError):
    """What was sent contradicts what already stands: the same id with other content, or a state that has moved on."""

    status = 409
    type = "conflict"
    title = _("This contradicts what is already recorded")


class Stale(Conflict):
    """Somebody else changed the record since it was read."""

    type = "stale"
    title = _("Somebody changed this in the meantime")

    def __init__(self, detail: Any = "", *, current_version: int | None = None):
        super().__init__(detail or _("Load it again, compare, and send your change once more."))
        self.current_version = current_version


class Busy(DomainError):
    """The database is away, or held by a long write; nothing is wrong with what was asked."""

    status = 503
    type = "busy"
    title = _("The program is busy")
    wait = BUSY_SECONDS

    def __init__(self) -> None:
        super().__init__(_("Send the same once more in a moment: it is recorded once."))


class Unattributed(RuntimeError):
    """A recorded model was saved without saying who acts: a programming error, never shown to people."""
