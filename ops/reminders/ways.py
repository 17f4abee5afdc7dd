"""By which ways those who are told are reached: in the app always, else as they chose or as the policy demands.

Once as SQL for the statement of the sweep, once for notices that capabilities write themselves. Both say the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from ops.facilities.models import Facility
from ops.organization.models import User
from ops.reminders.models import Channel, ContactPoint, Preference, usual_channels

_USER, _POINT, _PREFERENCE = (model._meta.db_table for model in (User, ContactPoint, Preference))
_USUAL = json.dumps(usual_channels())


def statement(recipients: str, *, urgent: bool, with_groups: bool) -> str:
    """SQL of `ways` (duty, facility, person or point, channel, whether the person keeps own hours).

    `recipients` yields duty_id, facility_id, user_id, union_id (where the role is held) and `demanded`: the channels
    that the policy demands, as JSON text, or ''. Where a person has no address for any of these, the own choice holds.
    Without `with_groups` nobody was told in a role at a union.
    """
    chosen = "urgent" if urgent else "ordinary"
    reached_by_demand = " OR ".join(
        [
            f"({_names('told.demanded', Channel.EMAIL)} AND person.email <> '')",
            f"({_names('told.demanded', Channel.SMS)} AND person.phone IS NOT NULL)",
            f"""EXISTS (SELECT 1 FROM {_POINT} point WHERE point.user_id = person.id AND {_usable}
                AND told.demanded LIKE '%%"' || point.channel || '"%%')""",  # noqa: S608
        ]
    )
    return f"""
        WITH told AS ({recipients}),
        reader AS (
            SELECT told.duty_id, told.facility_id, person.id AS user_id, person.email, person.phone,
                wish.quiet_from IS NOT NULL OR wish.digest_at IS NOT NULL AS own_hours,
                CASE WHEN told.demanded <> '' AND ({reached_by_demand}) THEN told.demanded
                    ELSE COALESCE(CAST(wish.{chosen} AS text), '{_USUAL}') END AS wanted
            FROM told JOIN {_USER} person ON person.id = told.user_id AND person.is_active
            LEFT JOIN {_PREFERENCE} wish ON wish.user_id = person.id
        ),
        ways AS ({" UNION ALL ".join(_branches(urgent, with_groups))})"""  # noqa: S608


_usable = "point.ended_at IS NULL AND point.verified_at IS NOT NULL"


def _names(text: str, channel: Channel) -> str:
    return f"""{text} LIKE '%%"{channel.value}"%%'"""


def _branches(urgent: bool, with_groups: bool) -> list[str]:
    columns = "reader.duty_id, reader.facility_id, reader.user_id, NULLIF(reader.user_id, reader.user_id) AS point_id"
    own = f"""SELECT {columns}, '{Channel.IN_APP.value}' AS channel, reader.own_hours FROM reader"""  # noqa: S608
    account = [
        f"""SELECT {columns}, '{channel.value}', reader.own_hours FROM reader
            WHERE {has} AND {_names("reader.wanted", channel)}"""  # noqa: S608
        for channel, has in ((Channel.EMAIL, "reader.email <> ''"), (Channel.SMS, "reader.phone IS NOT NULL"))
    ]
    points = f"""SELECT reader.duty_id, reader.facility_id, reader.user_id, point.id, point.channel, reader.own_hours
        FROM reader JOIN {_POINT} point ON point.user_id = reader.user_id AND {_usable}
            AND reader.wanted LIKE '%%"' || point.channel || '"%%'"""  # noqa: S608
    groups = f"""SELECT DISTINCT told.duty_id, told.facility_id, NULLIF(point.id, point.id), point.id, point.channel,
            1 = 0 FROM told JOIN {_POINT} point ON point.union_id = told.union_id AND {_usable}
        {"" if urgent else "AND NOT point.urgent_only"}"""  # noqa: S608
    return [own, *account, points, *([groups] if with_groups else [])]


@dataclass(frozen=True)
class Way:
    """One address by one channel: a person's, or a union's group."""

    channel: str
    recipient: User | None = None
    point_id: UUID | None = None


@dataclass
class Ways:
    """The ways to many people, read in two statements."""

    wishes: dict[UUID, Preference] = field(default_factory=dict)
    points: dict[UUID, list[ContactPoint]] = field(default_factory=lambda: defaultdict(list))
    groups: dict[UUID, list[ContactPoint]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def to(cls, people: Iterable[User]) -> Ways:
        """Look up how these people are reached, and the groups of the unions where they hold a role now."""
        ids = {person.pk for person in people}
        if not ids:
            return cls()
        ways = cls(wishes={wish.user_id: wish for wish in Preference.objects.filter(user__in=ids)})
        now = timezone.now()
        held = Q(union__memberships__user__in=ids, union__memberships__since__lte=now)
        held &= Q(union__memberships__until=None) | Q(union__memberships__until__gt=now)
        usable = ContactPoint.objects.standing().filter(verified_at__isnull=False).defer("address")
        mine = usable.filter(Q(user__in=ids) | held).annotate(member=F("union__memberships__user"))
        for point in mine.select_related("union"):
            known: Any = point
            (ways.points[point.user_id] if point.user_id else ways.groups[known.member]).append(point)
        return ways

    def keeps_own_hours(self, person: User | None) -> bool:
        """Whether the person chose quiet hours or one message a day: then it is held when it is about to be sent."""
        wish = self.wishes.get(person.pk) if person else None
        return wish is not None and (wish.quiet_from is not None or wish.digest_at is not None)

    def of(
        self, people: Sequence[User], facility: Facility | None, *, urgent: bool, demanded: Collection[str] = ()
    ) -> list[Way]:
        """In the app, as each person chose, and once to each group of a union above the facility that is told.

        What an escalation policy demanded comes before the choice, where the person has an address for any of it.
        """
        found: dict[Any, Way] = {}
        for person in people:
            chosen = self._chosen(person, urgent=urgent, demanded=demanded)
            found[person.pk, Channel.IN_APP] = Way(Channel.IN_APP, person)
            if Channel.EMAIL in chosen and person.email:
                found[person.pk, Channel.EMAIL] = Way(Channel.EMAIL, person)
            if Channel.SMS in chosen and person.phone:
                found[person.pk, Channel.SMS] = Way(Channel.SMS, person)
            for point in self.points.get(person.pk, ()):
                if point.channel in chosen:
                    found[point.pk] = Way(point.channel, person, point.pk)
            for point in self.groups.get(person.pk, ()):
                union: Any = point.union
                above = facility is not None and facility.union_path.startswith(union.path)
                if above and (urgent or not point.urgent_only):
                    found[point.pk] = Way(point.channel, None, point.pk)
        return list(found.values())

    def _chosen(self, person: User, *, urgent: bool, demanded: Collection[str]) -> Collection[str]:
        reached = {point.channel for point in self.points.get(person.pk, ())}
        reached |= {Channel.EMAIL.value} if person.email else set()
        reached |= {Channel.SMS.value} if person.phone else set()
        if reached & set(demanded):
            return demanded
        wish = self.wishes.get(person.pk)
        return usual_channels() if wish is None else wish.urgent if urgent else wish.ordinary
