"""What the scripts say, written into each page as JSON in its language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext_lazy, pgettext

# The framework's own words, said as people speak: named here so that our catalogue answers first.
SAID_BETTER = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid date."),
    gettext_noop("Enter a valid time."),
    gettext_noop("Enter a valid date/time."),
    gettext_noop("Enter a whole number."),
    gettext_noop("Enter a valid email address."),
    gettext_noop("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_noop("Select a valid choice. That choice is not one of the available choices."),
    gettext_noop("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_noop("Ensure this value is greater than or equal to %(limit_value)s."),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)


def words() -> dict[str, str]:
    """Texts by key; {name} is filled in by the script."""
    return {
        "close": _("Close"),
        "undo": _("Undo"),
        "remove": _("Remove"),
        "discard": _("Discard"),
        "sign-in": _("Sign in"),
        "not-a-number": _("Enter a number."),
        "above": _("{by} above the limit."),
        "below": _("{by} below the limit."),
        "not-an-image": _("{name} is not a photo that can be opened. Take it again."),
        "restored": _("What you typed before is here again."),
        "refused": _("This was not accepted."),
        "not-found": _("This is no longer here. Load the page again."),
        "too-fast": _("Too many at once. Wait a moment and try again."),
        "server-error": _("Something broke on our side. Try again; if it stays, tell the person in charge."),
        "no-line": _("No network. Nothing was lost: try again when the line is back."),
        "offline": _("Offline"),
        "synced": _("Synced"),
        "n-waiting": _("{n} waiting to be sent"),
        "n-offline": _("Offline, {n} waiting"),
        "n-refused": _("{n} not accepted"),
        "n-sign-in": _("Sign in to send {n}"),
        "outbox": _("Not yet sent"),
        "safe-here": _("These are safe on this device and go out by themselves when the line is back."),
        "sign-in-to-send": _("Your sign-in has ended. Sign in again and these go out by themselves."),
        "all-sent": _("Everything has been sent."),
        "send-now": _("Send now"),
        "kept-copy": _("Offline: this is the page as of {time}."),
        "time-left": _("{time} left"),
        "time-over": _("{time} over"),
        "h-min": pgettext("duration", "{h} h {m} min"),
        "min": pgettext("duration", "{m} min"),
    }
