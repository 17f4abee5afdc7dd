"""Settings of the soak: the product's own, but beat asks every second or two, and tables come from the models."""

from config.settings import *  # noqa: F403

CELERY_IMPORTS = ("tests.soak.kinds",)
CELERY_BEAT_SCHEDULE = {
    name: {"task": task, "schedule": seconds, "options": {"expires": seconds}}
    for name, task, seconds in (
        ("sweep", "ops.duties.tasks.sweep", 1),
        ("generate", "ops.duties.tasks.generate", 4),
        ("deliver", "ops.reminders.tasks.deliver", 1),
        ("jobs", "ops.jobs.tasks.drain", 1),
        ("count", "ops.compliance.tasks.count", 5),
    )
}


class _NoMigrations(dict[str, None]):
    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = _NoMigrations()
