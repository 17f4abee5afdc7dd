"""What medicine offers to the floors below."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry, timeline
from ops.organization.roles import AT_STATION
from ops.web.registry import MenuEntry, registry
from stations.enrolment.registry import ChildPanel, Waiting, child_panels, waiting
from stations.medicine.models import MedicationOrder, MedicineGiving
from stations.medicine.queries import doses_waiting, orders_of


def register() -> None:
    """The list of the day in the menu and on the boards, orders in a child's file, both on the timeline."""
    registry.add_menu(
        MenuEntry(
            key="medicine",
            label=_("Medicine"),
            url_name="medicine-home",
            icon="medicine",
            roles=frozenset(AT_STATION),
            group="field",
            order=35,
        )
    )
    child_panels.register(ChildPanel("medicine", "stations/medicine/panel.html", _orders))
    waiting.register(Waiting("medicine", _("Medicine is to be given"), "medicine-day", doses_waiting))
    timeline.register(
        TimelineEntry(
            MedicationOrder,
            _("Order to give medicine"),
            (
                *("child", "medicine", "dose", "manner", "times", "first_day", "last_day"),
                *("signed_by", "signature", "withdrawn_at"),
            ),
            regime="enrolment",
            title=lambda row: str(row.child),
            masked=frozenset({"medicine", "dose", "manner", "signature"}),
            masked_names=frozenset({"child", "signed_by"}),
        )
    )
    timeline.register(
        TimelineEntry(
            MedicineGiving,
            _("Giving of medicine"),
            ("local_date", "clock", "given", "note", "given_by", "occurred_at", "voided_at"),
            regime="enrolment",
            masked=frozenset({"note"}),
        )
    )


def _orders(child: Any) -> dict[str, Any]:
    return {"orders": orders_of(child)}
