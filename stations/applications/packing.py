"""What was entered for a child as one text, and back: kept encrypted until staff have asked."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from stations.enrolment.actions import Registration
from stations.enrolment.persons import NewConsent, NewContact, NewGuardian, NewPerson
from stations.medicine.actions import NewOrder

_DAYS = ("valid_on", "until", "first_day", "last_day")
_IDS = ("photo_id", "text_id", "signature_id")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A place is wanted for this child: the filled registration, and the medicine ordered with it."""

    registration: Registration
    orders: list[NewOrder] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The child's name as entered."""
        return str(self.registration.child["name"]).strip()

    def with_guardians(self, guardians: list[NewGuardian]) -> Wanted:
        """The same with these guardians."""
        return replace(self, registration=replace(self.registration, guardians=guardians))


def pack(wanted: Wanted) -> str:
    """As text."""
    return json.dumps(asdict(wanted), cls=DjangoJSONEncoder, ensure_ascii=False)


def unpack(text: str) -> Wanted:
    """As it was packed."""
    data = json.loads(text)
    entered = data["registration"]
    child = entered["child"] | {"birth_date": date.fromisoformat(entered["child"]["birth_date"])}
    return Wanted(
        Registration(
            child=child,
            guardians=[NewGuardian(**row) for row in entered["guardians"]],
            persons=[NewPerson(**_typed(row)) for row in entered["persons"]],
            consents=[NewConsent(**_typed(row)) for row in entered["consents"]],
            contacts=[NewContact(**row) for row in entered["contacts"]],
            allergens=entered["allergens"],
        ),
        [NewOrder(**_typed(row)) for row in data["orders"]],
    )


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(row[name]) for name in _DAYS if row.get(name)}
    return row | days | {name: UUID(row[name]) for name in _IDS if row.get(name)}
