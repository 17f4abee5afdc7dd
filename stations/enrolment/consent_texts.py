"""What guardians are asked to agree to, word for word: in which version it holds at a station on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.facilities.models import Facility
from ops.organization.models import TradeUnion, in_language
from ops.policy.models import upwards
from ops.records.actions import create
from ops.records.actor import Actor
from ops.records.errors import RuleBroken
from stations.enrolment.consent_models import Consent, ConsentText
from stations.terms.actions import checked

# The version of the texts below, in force where no union has published its own. A changed text is a new version.
BUILT_IN = "2026-01"
Kind = Consent.Kind
REQUIRED = frozenset({Kind.PERSONAL_DATA})
# What is agreed to in this order; a promise to leave alone stands last, since most do not give it.
ORDER = (Kind.PERSONAL_DATA, Kind.HEALTH, Kind.EMERGENCY_CARE, Kind.PHOTO, Kind.SHARING, Kind.LEAVE_ALONE)
_FOLDER = Path(__file__).parent / "texts" / BUILT_IN


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it holds: `row` is None where it is the built-in one."""

    kind: str
    label: Any
    version: str
    zh: str
    en: str
    row: ConsentText | None = None

    @property
    def body(self) -> str:
        """In the reader's language; what is signed is both."""
        return in_language(self.zh, self.en)

    @property
    def required(self) -> bool:
        """Whether nothing can be registered without it."""
        return self.kind in REQUIRED


def texts_in_force(facility: Facility, day: dt.date | None = None) -> list[Text]:
    """Every text that is asked for at a station on a day; one query."""
    return texts_of(facility.union_path, day or facility.today())


def texts_of(union_path: str, day: dt.date) -> list[Text]:
    """Every text as it holds for a union on a day: the nearest union's newest, else the built-in one; one query."""
    rows = ConsentText.objects.filter(union__path__in=upwards(union_path), valid_from__lte=day)
    rows = rows.order_by("union__depth", "valid_from")
    nearest = {row.kind: row for row in rows}
    return [_text(kind, nearest.get(kind)) for kind in ORDER]


def text_signed(consent: Consent) -> Text:
    """The text that was agreed to or refused; with empty words where its version is not known here (paper)."""
    if consent.text_id:
        return _text(consent.kind, consent.text)
    zh, en = _built_in(consent.kind) if consent.text_version == BUILT_IN else ("", "")
    return Text(consent.kind, Kind(consent.kind).label, consent.text_version, zh, en)


def versions_of(unions: Iterable[TradeUnion]) -> list[ConsentText]:
    """All that these unions published, newest first."""
    rows = ConsentText.objects.filter(union__in=[union.pk for union in unions]).select_related("union")
    return list(rows.order_by("kind", "-valid_from"))


@transaction.atomic
def publish_text(
    *, union: TradeUnion, kind: str, valid_from: dt.date, body: str, body_en: str, reason: str, by: Actor
) -> ConsentText:
    """Let a text hold for a union and all below it from a day on. Agreements to earlier versions stay as they are.

    Raises RuleBroken for a past day, an empty text, or a day from which one of this union already holds.
    """
    if valid_from < timezone.localdate():
        raise RuleBroken("valid_from", _("A text holds from today on at the earliest: what was signed stays signed."))
    row = ConsentText(
        union=union,
        kind=kind,
        edition=valid_from.isoformat(),
        valid_from=valid_from,
        body=body.strip(),
        body_en=body_en.strip(),
    )
    return create(checked(row), by=by, reason=reason)


def _text(kind: str, row: ConsentText | None) -> Text:
    label = Kind(kind).label
    if row is None:
        return Text(kind, label, BUILT_IN, *_built_in(kind))
    return Text(kind, label, row.edition, row.body, row.body_en, row)


@lru_cache
def _built_in(kind: str) -> tuple[str, str]:
    zh, en = (_FOLDER / f"{kind}.{language}.txt" for language in ("zh", "en"))
    return zh.read_text(encoding="utf-8").strip(), en.read_text(encoding="utf-8").strip()
