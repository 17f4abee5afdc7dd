"""Finding names as people type them: Han characters, pinyin, or initials. Computed when a row is written."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.db import models
from pypinyin import Style, lazy_pinyin


def searchable(*texts: str) -> str:
    """What a row can be found by: its texts in small letters, their pinyin without blanks, and the initials."""
    parts: list[str] = []
    for text in filter(None, texts):
        parts += [text, "".join(lazy_pinyin(text)), "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))]
    plain = (unicodedata.normalize("NFKC", part).lower().replace(" ", "") for part in parts)
    return " ".join(dict.fromkeys(plain))


def wanted(typed: str) -> str:
    """What somebody typed, in the form in which it is searched for."""
    return unicodedata.normalize("NFKC", typed or "").lower().replace(" ", "").replace("'", "")


class SearchField(models.CharField):
    """Holds what the row is found by, made of its `sources` by every write, single or in bulk."""

    def __init__(self, *, sources: tuple[str, ...] = (), **options: Any):
        self.sources = sources
        options.setdefault("max_length", 600)
        options |= {"editable": False, "blank": True, "default": ""}
        super().__init__(**options)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Compute the value from the sources."""
        value = searchable(*(getattr(model_instance, name) or "" for name in self.sources))[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "sources": self.sources}
