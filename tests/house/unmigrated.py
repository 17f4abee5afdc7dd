"""Settings under which `migrate --run-syncdb` makes the tables straight from the models."""

from tests.settings import *  # noqa: F403

MIGRATION_MODULES = dict.fromkeys(
    [*("ops", "safety", "stations", "rooms"), *("admin", "auth", "contenttypes", "sessions", "axes", "knox")]
)
