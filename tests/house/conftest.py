"""An installation made ready by `manage.py prepare`, as a newcomer's first run makes it."""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


def environment(data: Path) -> dict[str, str]:
    """The variables of a process that knows nothing but its data folder."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    return kept | {"DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "config.settings", "WORKER_CONCURRENCY": "1"}


@pytest.fixture(scope="session")
def prepared() -> Path:
    """The data folder of an empty installation; made once for all test processes, so copy it before writing."""
    shared = Path(os.environ["AIXIN_TEST_DATA"])
    folder, done = shared / "prepared", shared / "prepared.done"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            command = [sys.executable, "manage.py", "prepare", "--no-demo", "--no-static"]
            subprocess.run(command, cwd=settings.BASE_DIR, env=environment(folder), check=True, capture_output=True)
            done.touch()
    return folder
