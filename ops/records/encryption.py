"""Columns that the database holds only encrypted, and keyed hashes to look them up by (decision 10)."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


@lru_cache(maxsize=1)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """Encrypt with the newest of settings.FIELD_KEYS."""
    return _box(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Decrypt with whichever of settings.FIELD_KEYS made it."""
    return _box(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()


def lookup_hash(text: str) -> str:
    """A keyed hash (HMAC-SHA-256, oldest field key) by which an encrypted value can be found again."""
    return hmac.new(settings.FIELD_KEYS[-1].encode(), text.encode(), hashlib.sha256).hexdigest()


class EncryptedTextField(models.TextField):
    """Text that is encrypted in the database and plain in Python; it cannot be filtered or ordered by."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt(text) if text else text

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return decrypt(value) if value else value
