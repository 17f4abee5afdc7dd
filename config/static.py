"""Static files as they are served: hashed and compressed once they are collected, plain before that."""

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies, also for what ES modules import from one another."""

    support_js_module_import_aggregation = True
    manifest_strict = False

    def stored_name(self, name: str) -> Any:
        """The hashed name; the plain one while nothing has been collected."""
        return super().stored_name(name) if self.hashed_files else name
