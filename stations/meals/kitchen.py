"""What the kitchen is told: portions from real attendance, by group, with the diets of single children."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.duties import actions as duties
from ops.facilities.models import Facility
from ops.organization.models import in_language
from ops.records.actions import lock, record_once, save
from ops.records.actor import Actor
from ops.records.errors import RuleBroken
from stations.attendance.board import Board, Tile, TileState, roll_call
from stations.enrolment import allergens
from stations.enrolment.avoiding import avoided_at
from stations.meals.conflicts import care_for
from stations.meals.menus import planned
from stations.meals.models import Dish, KitchenOrder, MealKind
from stations.terms.models import Group

TRIGGER = "kitchen_count_sent"
# Family names of two characters that are met often enough to matter.
_DOUBLE = ("欧阳", "司马", "上官", "诸葛", "司徒", "东方", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文")


@dataclass(frozen=True, slots=True)
class GroupCount:
    """One group of children: who is here, and who is still expected."""

    name: str
    name_en: str
    here: int
    coming: int

    @property
    def label(self) -> str:
        """The group in the reader's language; empty for children without one."""
        return in_language(self.name, self.name_en)


@dataclass(frozen=True, slots=True)
class Special:
    """A child whose portion differs, as far as the kitchen must know: first name, group, without what; no diagnosis."""

    child: str
    name: str
    name_en: str
    group: str
    group_en: str
    # Keys of the registered list, and the word on the tile where the list does not know it.
    without: list[str]
    word: str
    dishes: list[str]

    @property
    def label(self) -> str:
        """The first name in the reader's language."""
        return in_language(self.name, self.name_en)

    @property
    def group_label(self) -> str:
        """The group in the reader's language."""
        return in_language(self.group, self.group_en)

    @property
    def without_labels(self) -> list[str]:
        """What must not be in the portion, in the reader's words."""
        return allergens.labels(self.without) + ([self.word] if self.word else [])


@dataclass(slots=True)
class KitchenCount:
    """The portions of a meal as attendance says now, beside what was last sent to the kitchen."""

    facility: Facility
    day: dt.date
    kind: str
    groups: list[GroupCount]
    specials: list[Special]
    dishes: list[Dish]
    sent: list[KitchenOrder] = field(default_factory=list)
    usual_staff: int = 0

    @property
    def here(self) -> int:
        """Children in the station."""
        return sum(group.here for group in self.groups)

    @property
    def coming(self) -> int:
        """Children still expected."""
        return sum(group.coming for group in self.groups)

    @property
    def order(self) -> KitchenOrder | None:
        """What the kitchen was last told."""
        return self.sent[0] if self.sent else None

    @property
    def more(self) -> int:
        """Children more (or fewer) than the kitchen was told."""
        return self.here - self.order.children if self.order else 0

    @property
    def told_specials(self) -> list[Special]:
        """The diets that the kitchen was told of."""
        return specials_of(self.order) if self.order else []

    @property
    def new_specials(self) -> list[Special]:
        """Diets that the kitchen was not told of, or otherwise."""
        told = [(one.child, one.without, one.word) for one in self.told_specials]
        now = ((one, (one.child, one.without, one.word)) for one in self.specials)
        return [one for one, diet in now if diet not in told] if self.order else []

    @property
    def gone_specials(self) -> list[str]:
        """First names of children with a diet who are not here any more."""
        now = {one.child for one in self.specials}
        return [one.label for one in self.told_specials if one.child not in now]

    @property
    def differs(self) -> bool:
        """Whether the kitchen was told something else than is true now."""
        return bool(self.order and (self.more or self.new_specials or self.gone_specials))


def first_name(name: str) -> str:
    """A name without the family name, as the kitchen reads it: 孙沐阳 → 沐阳, Mia Chen → Mia."""
    name = name.strip()
    if name.isascii():
        return name.split(" ")[0]
    family = 2 if name[:2] in _DOUBLE and len(name) > 2 else 1
    return name[family:] or name


def kitchen_count(facility: Facility, day: dt.date, kind: str) -> KitchenCount:
    """The portions of a meal now, and what was sent; ten queries whatever the number of children."""
    board = roll_call(facility, day)
    dishes = [row.dish for row in planned(facility, day, day) if row.kind == kind]
    names = {group.pk: group for group in Group.objects.filter(term__in=[term.pk for term in board.terms])}
    sent = KitchenOrder.objects.filter(facility=facility, local_date=day, kind=kind, voided_at=None)
    count = KitchenCount(
        facility=facility,
        day=day,
        kind=kind,
        groups=_groups(board, names),
        specials=_specials(board, names, avoided_at(facility), dishes),
        dishes=dishes,
        sent=list(sent.select_related("sent_by").order_by("-occurred_at", "-id")),
    )
    count.usual_staff = count.order.staff if count.order else _usual_staff(facility, kind)
    return count


@transaction.atomic
def send_to_kitchen(
    *,
    id: UUID,
    facility: Facility,
    kind: str,
    occurred_at: dt.datetime,
    by: Actor,
    staff: int = 0,
    extra: int = 0,
    note: str = "",
) -> tuple[KitchenOrder, bool]:
    """Tell the kitchen how many portions to make, from who is here now; completes the day's duty.

    The same id again returns what was sent. Raises RuleBroken for an unknown meal, or where nobody is here.
    """
    if kind not in MealKind.values:
        raise RuleBroken("kind", _("This meal is not known."))
    day = facility.local(occurred_at).date()
    order = KitchenOrder(
        id=id,
        facility=facility,
        kind=kind,
        local_date=day,
        occurred_at=occurred_at,
        staff=staff,
        extra=extra,
        note=note.strip(),
        sent_by=by.user,
    )
    if not KitchenOrder.objects.filter(pk=id).exists():
        count = kitchen_count(facility, day, kind)
        if not count.here:
            raise RuleBroken("", _("Nobody is in the station."))
        order.children = count.here
        order.groups = [asdict(group) for group in count.groups if group.here]
        order.specials = [asdict(special) for special in count.specials]
    order, new = record_once(order, by=by)
    if new:
        duties.complete_by_record(facility=facility, trigger=TRIGGER, record=order, occurred_at=occurred_at, by=by)
    return order, new


@transaction.atomic
def mark_seen(*, order: KitchenOrder, by: Actor) -> KitchenOrder:
    """The kitchen has read it. Doing it again changes nothing."""
    fresh = lock(order, version=None)
    if fresh.seen_at is None:
        fresh.seen_at = timezone.now()
        save(fresh, by=by, fields=["seen_at"])
    return fresh


def told_today(facility: Facility, day: dt.date) -> list[KitchenOrder]:
    """The newest count of each meal that the kitchen was told of that day; one query."""
    orders = KitchenOrder.objects.filter(facility=facility, local_date=day, voided_at=None)
    newest: dict[str, KitchenOrder] = {}
    for order in orders.order_by("-occurred_at", "-id"):
        newest.setdefault(order.kind, order)
    return sorted(newest.values(), key=lambda order: MealKind.values.index(order.kind))


def groups_of(order: KitchenOrder) -> list[GroupCount]:
    """The groups as the kitchen was told."""
    return [GroupCount(**entry) for entry in order.groups]


def specials_of(order: KitchenOrder) -> list[Special]:
    """The diets as the kitchen was told."""
    return [Special(**entry) for entry in order.specials]


def _groups(board: Board, names: dict[UUID, Group]) -> list[GroupCount]:
    found: dict[UUID | None, list[Tile]] = {}
    for tile in board.tiles:
        found.setdefault(tile.group_id, []).append(tile)
    return [
        GroupCount(
            *_names(names, pk),
            here=sum(tile.state == TileState.HERE for tile in tiles),
            coming=sum(tile.state == TileState.MISSING for tile in tiles),
        )
        for pk, tiles in found.items()
    ]


def _names(names: dict[UUID, Group], pk: UUID | None) -> tuple[str, str]:
    group = names.get(pk) if pk else None
    return (group.name, group.name_en) if group else ("", "")


def _specials(
    board: Board, names: dict[UUID, Group], avoided: dict[UUID, set[str]], dishes: list[Dish]
) -> list[Special]:
    """Present children whose portion the menu touches, or for whom nobody can yet say."""
    specials = []
    for tile in board.tiles:
        listed = avoided.get(tile.child_id, set())
        care = care_for(tile.flag, listed, dishes)
        if tile.state != TileState.HERE or not care.needed:
            continue
        touched = {key for clash in care.clashes for key in clash.allergens}
        without = allergens.known(touched or {*listed, *allergens.found_in(tile.flag)})
        group, group_en = _names(names, tile.group_id)
        specials.append(
            Special(
                child=str(tile.child_id),
                name=first_name(tile.name),
                name_en=first_name(tile.name_en),
                group=group,
                group_en=group_en,
                without=without,
                word="" if without else tile.flag,
                dishes=[clash.dish.name for clash in care.clashes],
            )
        )
    return specials


def _usual_staff(facility: Facility, kind: str) -> int:
    """As many as the last time."""
    last = KitchenOrder.objects.filter(facility=facility, kind=kind, voided_at=None).order_by("-occurred_at")
    return last.values_list("staff", flat=True).first() or 0
