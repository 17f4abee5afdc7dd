"""A short run of the soak: worker, beat, Redis and PostgreSQL are killed under load; nothing is lost or doubled."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = [pytest.mark.engines, pytest.mark.cluster, pytest.mark.slow]


def test_kills_at_random_moments_lose_and_double_nothing():
    environment = {name: value for name, value in os.environ.items() if name not in ("DATA_DIR", "AIXIN_TEST_DATA")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak", "--kills", "4", "--pause", "1.5"],
        check=False,
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=400,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
