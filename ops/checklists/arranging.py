"""Questions of a checklist being written, moved about under their headings by the editor's buttons."""

from __future__ import annotations

from collections.abc import Callable

from ops.checklists.editing import FAILED, HEADING, Row, new_row
from ops.checklists.models import ItemKind

# The questions under each heading; the first of a group names the heading.
Groups = list[list[Row]]


def changed(rows: list[Row], what: str) -> list[Row]:
    """The rows after one button, `<verb>:<uid>`, or `add` and `section` for the end of the checklist."""
    verb, _colon, uid = what.partition(":")
    groups = _grouped(rows)
    if not uid:
        return _flat(_at_the_end(groups, verb))
    found = [(group, place) for group, some in enumerate(groups) for place, row in enumerate(some) if row.uid == uid]
    if found and verb in _VERBS:
        _VERBS[verb](groups, *found[0])
    return _flat(groups)


def _grouped(rows: list[Row]) -> Groups:
    groups: Groups = []
    for row in rows:
        if row.starts or not groups:
            groups.append([])
        groups[-1].append(row)
    return groups


def _flat(groups: Groups) -> list[Row]:
    """The rows in order; those of one group under the heading of its first, which begins it."""
    for group in groups:
        for place, row in enumerate(group):
            row.starts = place == 0
            row.texts |= {name: group[0].texts.get(name, "") for name in HEADING}
    return [row for group in groups for row in group]


def _at_the_end(groups: Groups, verb: str) -> Groups:
    if verb == "section" or (verb == "add" and not groups):
        return [*groups, [new_row()]]
    if verb == "add":
        groups[-1].append(new_row())
    return groups


def _up(groups: Groups, group: int, place: int) -> None:
    """One place up; the first under a heading goes to the end of those above it."""
    if place:
        _swap(groups[group], place - 1)
    elif group:
        groups[group - 1].append(_taken(groups, group, place))


def _down(groups: Groups, group: int, place: int) -> None:
    """One place down; the last under a heading becomes the first under the next."""
    if place + 1 < len(groups[group]):
        _swap(groups[group], place)
    elif group + 1 < len(groups):
        following = groups[group + 1]
        row = _taken(groups, group, place)
        _lead(row, following[0])
        following.insert(0, row)


def _swap(some: list[Row], place: int) -> None:
    first = some[0]
    some[place], some[place + 1] = some[place + 1], some[place]
    _lead(some[0], first)


def _taken(groups: Groups, group: int, place: int) -> Row:
    """The row, out of its group, which keeps its heading or goes if it is empty."""
    some = groups[group]
    row = some.pop(place)
    if some:
        _lead(some[0], row)
    else:
        del groups[group]
    return row


def _lead(row: Row, instead_of: Row) -> None:
    row.texts |= {name: instead_of.texts.get(name, "") for name in HEADING}


def _remove(groups: Groups, group: int, place: int) -> None:
    _taken(groups, group, place)


def _copy(groups: Groups, group: int, place: int) -> None:
    row, fresh = groups[group][place], new_row()
    twin = Row(**{**vars(row), "uid": fresh.uid, "key": fresh.key, "texts": dict(row.texts)})
    groups[group].insert(place + 1, twin)


def _add(groups: Groups, group: int, place: int) -> None:
    groups[group].insert(place + 1, new_row())


def _follow(groups: Groups, group: int, place: int) -> None:
    """A question below that is asked only when this one fails."""
    row = groups[group][place]
    answer = "no" if row.kind == ItemKind.YES_NO else FAILED
    groups[group].insert(place + 1, new_row(kind=ItemKind.TEXT, condition=f"{row.key}:{answer}"))


def _section(groups: Groups, group: int, place: int) -> None:
    """A new heading above the question."""
    if place:
        groups[group : group + 1] = [groups[group][:place], groups[group][place:]]
        groups[group + 1][0].texts |= dict.fromkeys(HEADING, "")


def _join(groups: Groups, group: int, _place: int) -> None:
    """Its heading goes; the questions stay, under the heading above."""
    if group:
        groups[group - 1 : group + 1] = [groups[group - 1] + groups[group]]


_VERBS: dict[str, Callable[[Groups, int, int], None]] = {
    "up": _up,
    "down": _down,
    "remove": _remove,
    "copy": _copy,
    "add": _add,
    "follow": _follow,
    "section": _section,
    "join": _join,
}
