"""Kinds of facility, as the upper floors register them: `ops` knows none by name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ops.records.registry import Registry


@dataclass(frozen=True)
class KindDetails:
    """What an upper floor asks beside the common fields, on the page of a facility and in the spreadsheet.

    `form` is a Django form class: its fields are asked when a facility is entered or changed, and are columns of the
    spreadsheet. `load(facility)` gives its initial values. `save(facility=, values=, by=, reason=)` keeps the cleaned
    values, inside the facility's own transaction; it makes the row where there is none yet. `shown` is off where a
    panel of the kind's own already tells them in the dossier.
    """

    form: type[Any]
    load: Callable[[Any], dict[str, Any]]
    save: Callable[..., Any]
    shown: bool = True


@dataclass(frozen=True)
class FacilityKind:
    """A kind of facility: how it is called, the icon that stands for it, and what is asked for it alone.

    `also` are other words that people write for it in a spreadsheet, of both languages.
    """

    key: str
    label: Any
    plural: Any
    icon: str
    details: KindDetails | None = None
    also: tuple[str, ...] = ()


kinds: Registry[FacilityKind] = Registry("facility kind")


@dataclass(frozen=True)
class ClosureListener:
    """What a later capability does in the transaction that orders or lifts a closure: `ordered(closure=, by=)`.

    A closure that is shortened is lifted for the days it loses: call `lifted` after saving the new last day.
    """

    key: str
    ordered: Callable[..., Any]
    lifted: Callable[..., Any]


closure_listeners: Registry[ClosureListener] = Registry("closure listener")


@dataclass(frozen=True)
class FacilityListener:
    """What a later capability does in the transaction that changes facilities.

    `entered(facilities=, by=)`: they are new. `moved(facility=, former=, by=, reason=)`: it belonged to the union
    `former` until now. `rescheduled(facility=, by=, reason=)`: it opens at other times, or by another clock or state.
    """

    key: str
    entered: Callable[..., Any] = lambda **_told: None
    moved: Callable[..., Any] = lambda **_told: None
    rescheduled: Callable[..., Any] = lambda **_told: None


facility_listeners: Registry[FacilityListener] = Registry("facility listener")
