"""The mandate's people, and the groups of roles that pages and endpoints ask for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a membership lets a person do, at one facility or below one union."""

    STATION_STAFF = "station_staff", _("Station staff")
    ROOM_MANAGER = "room_manager", _("Room manager")
    FACILITY_MANAGER = "facility_manager", _("Facility manager")
    UNION_OFFICER = "union_officer", _("Union officer")
    UNION_AUDITOR = "union_auditor", _("Union auditor")
    INSPECTOR = "inspector", _("Inspector")
    GUARDIAN = "guardian", _("Guardian")
    ADMINISTRATOR = "administrator", _("System administrator")


# Roles that are held at a union and reach all below it; the others are held at one facility.
AT_UNION = frozenset({Role.UNION_OFFICER, Role.UNION_AUDITOR, Role.ADMINISTRATOR})
AT_FACILITY = frozenset({Role.STATION_STAFF, Role.ROOM_MANAGER, Role.FACILITY_MANAGER, Role.GUARDIAN, Role.INSPECTOR})

# Work in the field: who may record what happens there.
AT_STATION = (Role.STATION_STAFF, Role.FACILITY_MANAGER)
AT_ROOM = (Role.ROOM_MANAGER, Role.FACILITY_MANAGER)
IN_FIELD = (Role.STATION_STAFF, Role.ROOM_MANAGER, Role.FACILITY_MANAGER)
# Work at a desk: who oversees.
AT_DESK = (Role.UNION_OFFICER, Role.UNION_AUDITOR, Role.ADMINISTRATOR)
# Who runs facilities and people.
MANAGING = (Role.FACILITY_MANAGER, Role.UNION_OFFICER, Role.ADMINISTRATOR)
# Who may read a facility's records.
READING = (*IN_FIELD, *AT_DESK, Role.INSPECTOR)

# Whom a holder of a role may grant or end: nobody hands out more than they hold.
MAY_GRANT: dict[str, frozenset[str]] = {
    Role.FACILITY_MANAGER: frozenset({Role.STATION_STAFF, Role.ROOM_MANAGER}),
    Role.UNION_OFFICER: frozenset(
        {
            Role.STATION_STAFF,
            Role.ROOM_MANAGER,
            Role.FACILITY_MANAGER,
            Role.UNION_OFFICER,
            Role.UNION_AUDITOR,
            Role.INSPECTOR,
        }
    ),
    Role.ADMINISTRATOR: frozenset(AT_UNION | AT_FACILITY),
}
