"""What terms offer to the floors below."""

from django.utils.translation import gettext_lazy as _

from ops.audit.registry import TimelineEntry, timeline
from ops.organization.roles import AT_STATION
from ops.web.registry import MenuEntry, registry
from stations.terms.models import Group, GroupStaff, Shift, Station, Term, TermClosure


def register() -> None:
    """Terms in the menu; stations, terms, groups and cancelled days on the timeline."""
    registry.add_menu(
        MenuEntry(
            key="terms",
            label=_("Terms"),
            url_name="term-home",
            icon="calendar",
            roles=frozenset(AT_STATION),
            group="field",
            order=40,
        )
    )
    registry.add_menu(
        MenuEntry(
            key="roster",
            label=_("Duty roster"),
            url_name="roster-home",
            icon="people",
            roles=frozenset(AT_STATION),
            group="field",
            order=45,
        )
    )
    timeline.register(
        TimelineEntry(
            Station,
            _("Station"),
            (
                *("running_mode", "unit_nature", "parent_unit", "meal_supply"),
                *("service_content", "service_effect", "area"),
            ),
        )
    )
    timeline.register(
        TimelineEntry(
            Term,
            _("Term"),
            (
                *("name", "name_en", "first_day", "last_day", "weekdays", "opens", "arrive_by", "closes"),
                *("capacity", "grade_from", "grade_to", "age_from", "age_to", "fee_note", "health_check", "state"),
                *("applications_from", "applications_until", "waiting_rule", "filling"),
            ),
            regime="enrolment",
        )
    )
    timeline.register(TimelineEntry(Group, _("Group"), ("term", "name", "name_en", "position"), regime="enrolment"))
    timeline.register(TimelineEntry(TermClosure, _("Cancelled day"), ("term", "date", "note"), regime="enrolment"))
    timeline.register(
        TimelineEntry(
            GroupStaff,
            _("Staff of a group"),
            ("group", "person", "function", "since", "until"),
            regime="attendance",
        )
    )
    timeline.register(
        TimelineEntry(
            Shift,
            _("Shift"),
            ("date", "name", "function", "starts", "ends", "cancelled_at"),
            regime="attendance",
            title=str,
        )
    )
