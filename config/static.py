"""Static files as they are served in production."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names and compressed copies, also for what ES modules import from one another."""

    support_js_module_import_aggregation = True
    manifest_strict = False
