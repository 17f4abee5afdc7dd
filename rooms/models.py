"""Tables of the capabilities, imported here because Django looks here. Order: opening, visits, cleaning."""

from rooms.opening.models import Room, SuspensionOrder
from rooms.visits.models import Feedback, Visit

__all__ = ["Feedback", "Room", "SuspensionOrder", "Visit"]
