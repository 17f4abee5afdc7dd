"""Settings of a test run: a data folder of its own, and nothing slow or noisy that no test is about."""

import atexit
import os
import shutil
import tempfile

if "AIXIN_TEST_DATA" not in os.environ:
    os.environ["AIXIN_TEST_DATA"] = tempfile.mkdtemp(prefix="aixin-test-")
    atexit.register(shutil.rmtree, os.environ["AIXIN_TEST_DATA"], ignore_errors=True)
os.environ["DATA_DIR"] = os.environ["AIXIN_TEST_DATA"]

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
# Test processes that share a Redis keep apart.
CACHES["default"]["KEY_PREFIX"] = f"aixin-test-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"  # noqa: F405
