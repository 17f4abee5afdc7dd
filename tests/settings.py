"""Settings of a test run: a data folder of its own, and nothing slow or noisy that no test is about."""

import atexit
import os
import shutil
import tempfile

if "AIXIN_TEST_DATA" not in os.environ:
    os.environ["AIXIN_TEST_DATA"] = tempfile.mkdtemp(prefix="aixin-test-")
    atexit.register(shutil.rmtree, os.environ["AIXIN_TEST_DATA"], ignore_errors=True)
# Test processes keep apart, in files and in a Redis: each empties its own cache before a test.
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")
os.environ["DATA_DIR"] = os.path.join(os.environ["AIXIN_TEST_DATA"], PROCESS)

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
CACHES["default"]["KEY_PREFIX"] = f"aixin-test-{PROCESS}"  # noqa: F405
