"""What the history registers when the app starts."""

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ops.audit import actions, ground
from ops.jobs.models import Job
from ops.jobs.registry import JobKind, kinds
from ops.organization.roles import AT_DESK
from ops.web.registry import MenuEntry, registry


def register() -> None:
    """Called once, after the capabilities below have registered theirs."""
    ground.register()
    kinds.register(
        JobKind(
            actions.EXPORT,
            _("Export of a work ledger"),
            run=actions.run_export,
            page=_page,
            said=_said,
            atomic=False,
            may_take=actions.may_take,
        )
    )
    registry.add_menu(
        MenuEntry(
            key="history",
            label=_("Work ledgers"),
            url_name="history",
            icon="history",
            roles=frozenset(AT_DESK),
            group="check",
            order=10,
        )
    )


def _page(job: Job) -> str:
    return f"{reverse('facility-history', args=[job.params['facility']])}?{urlencode({'job': str(job.pk)})}"


def _said(job: Job) -> str:
    return ngettext("%(rows)s row.", "%(rows)s rows.", job.outcome["rows"]) % {"rows": f"{job.outcome['rows']:,}"}
