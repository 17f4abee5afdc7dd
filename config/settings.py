"""All settings, from environment variables (README lists each); with none set: one machine, no services.

Paths are absolute, durations are in seconds unless a name says otherwise, times are kept in UTC.
"""

import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from cryptography.fernet import Fernet
from csp.constants import NONCE, NONE, SELF
from kombu import Queue

from config import openapi, schedule
from config.logs import logging_config
from config.storage import file_storage

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Where the embedded default keeps database, queue, uploads, keys. One folder to back up.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)


def _kept_secret(name: str, make: Callable[[], str]) -> str:
    """A secret made on first use and kept in DATA_DIR for its owner only; processes racing agree on one."""
    path = DATA_DIR / name
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=DATA_DIR)
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(draft)
    return path.read_text().strip()


# --- What kind of installation this is ---
DEBUG = env.bool("DEBUG", default=False)
# The address people type; links in messages start with it, and https here turns on secure cookies and HSTS.
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
SECRET_KEY = env.str("SECRET_KEY", default="") or _kept_secret("secret_key", lambda: secrets.token_urlsafe(50))
# Keys of the encrypted columns, newest first, separated by commas: the first encrypts, all decrypt.
FIELD_KEYS = tuple(env.list("FIELD_KEYS", default=[])) or tuple(
    _kept_secret("field_keys", lambda: Fernet.generate_key().decode()).split(",")
)
_public = urlsplit(PUBLIC_URL)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", _public.hostname or "localhost"])
# Where the web process listens, and how many processes and threads of it serve.
WEB_HOST = env.str("WEB_HOST", default="127.0.0.1")
WEB_PORT = env.int("WEB_PORT", default=8000)
WEB_WORKERS = env.int("WEB_WORKERS", default=1)
WEB_THREADS = env.int("WEB_THREADS", default=8)
# How many reverse proxies stand before the web process: 0 means that nobody may claim another address.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

# --- Apps ---
INSTALLED_APPS = [
    "ops.apps.OpsConfig",
    "safety.apps.SafetyConfig",
    "stations.apps.StationsConfig",
    "rooms.apps.RoomsConfig",
    "config",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "simple_history",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "axes",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

MIDDLEWARE = [
    "config.proxies.CallerAddress",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ops.records.middleware.RequestIdMiddleware",
    "ops.records.middleware.BusyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "stations.attendance.kiosk.KioskOnly",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "ops.records.middleware.TextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ops.organization.middleware.AccessMiddleware",
    "axes.middleware.AxesMiddleware",
]

# Prometheus figures at /metrics; keep the address away from the public at the proxy.
METRICS = env.bool("METRICS", default=False)
if METRICS:
    INSTALLED_APPS.append("django_prometheus")
    MIDDLEWARE.insert(0, "django_prometheus.middleware.PrometheusBeforeMiddleware")
    MIDDLEWARE.append("django_prometheus.middleware.PrometheusAfterMiddleware")

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ops.web.context.shell",
            ],
            "libraries": {"look": "ops.web.templatetags.look"},
        },
    },
]
FORM_RENDERER = "ops.web.forms.Renderer"

# --- Database ---
_default_database = f"sqlite:///{DATA_DIR / 'aixin.sqlite3'}"
DATABASES = {"default": env.db_url("DATABASE_URL", default=_default_database)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            # Seconds that a writer waits for another: the largest import holds the database for half a minute.
            "timeout": 40,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        # A file, so that tests with threads and processes meet the same locks as people do.
        "TEST": {"NAME": str(DATA_DIR / "test.sqlite3")},
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
# Statements of the hot paths are prepared once a connection; 0 behind a pooler that shares connections by transaction.
PREPARED_STATEMENTS = env.bool("PREPARED_STATEMENTS", default=True)

# --- Cache, sessions, queue ---
REDIS_URL = env.str("REDIS_URL", default="")
_file_cache = {
    "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
    "LOCATION": str(DATA_DIR / "cache"),
    "OPTIONS": {"MAX_ENTRIES": 5000},
}
_redis_cache = {
    "BACKEND": "config.cache.PatientRedisCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "aixin",
    "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 1},
}
CACHES: dict[str, dict[str, Any]] = {"default": _redis_cache if REDIS_URL else _file_cache}
# In the database: a sign-out or an ended membership holds at once, whether or not Redis answers.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 14 * 24 * 3600

_broker_dir = DATA_DIR / "broker"
if not REDIS_URL:
    for _folder in ("queue", "control", "processed"):
        (_broker_dir / _folder).mkdir(parents=True, exist_ok=True)
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"socket_connect_timeout": 1, "socket_timeout": 5, "visibility_timeout": 3600}
    if REDIS_URL
    else {
        "data_folder_in": str(_broker_dir / "queue"),
        "data_folder_out": str(_broker_dir / "queue"),
        "control_folder": str(_broker_dir / "control"),
        "processed_folder": str(_broker_dir / "processed"),
        "polling_interval": 0.2,
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 570
CELERY_TASK_PUBLISH_RETRY = False  # A page never waits for the broker: what must happen stands in a row and is swept.
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.int("WORKER_CONCURRENCY", default=2)
# Imports and exports that run at a time in the whole installation: never all workers, so that sweeps find one free.
JOBS_AT_ONCE = env.int("JOBS_AT_ONCE", default=1)
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(REDIS_URL)
CELERY_WORKER_TIMER_PRECISION = 0.2
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_ENABLE_UTC = True
CELERY_TIMEZONE = "Asia/Shanghai"
CELERY_TASK_DEFAULT_QUEUE = "sweeps"
CELERY_TASK_QUEUES = [Queue(name) for name in ("sweeps", "delivery", "exports")]
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_ROUTES = schedule.ROUTES
CELERY_BEAT_SCHEDULER = "config.beat:StandbyScheduler" if REDIS_URL else "celery.beat:PersistentScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
CELERY_BEAT_MAX_LOOP_INTERVAL = 3
CELERY_BEAT_SCHEDULE = schedule.BEAT

# --- People ---
AUTH_USER_MODEL = "ops.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "ops.organization.backends.PhoneOrUserName",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"
PASSWORD_RESET_TIMEOUT = 24 * 3600

AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"  # holds across processes, and without Redis
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_CLIENT_IP_CALLABLE = "config.proxies.client_ip"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "ops.organization.backends.login_tried"
AXES_LOCKOUT_CALLABLE = "ops.organization.views.locked_out"

# What is recorded is corrected forwards, never set back from the administration site.
SIMPLE_HISTORY_REVERT_DISABLED = True

# --- API ---
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "ops.organization.backends.ApiTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "ops.records.pagination.CursorPagination",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "ops.records.api.exception_handler",
    "PAGE_SIZE": 50,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
MIGRATION_MODULES = {"knox": None}  # its only table is ours instead
KNOX_TOKEN_MODEL = "ops.ApiToken"  # noqa: S105 (a model)
REST_KNOX = {"TOKEN_TTL": None, "TOKEN_LIMIT_PER_USER": 20, "AUTH_HEADER_PREFIX": "Token"}
SPECTACULAR_SETTINGS = openapi.SETTINGS

# --- Languages and time ---
LANGUAGE_CODE = "zh-hans"
# Each by its own name, so that whoever cannot read the page finds theirs.
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- Files ---
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "static-collected"
# Collected files when there are some (hashed names, cached for ever), else straight from the apps.
STATIC_ROOT.mkdir(exist_ok=True)
_collected = not DEBUG and (STATIC_ROOT / "staticfiles.json").exists()
WHITENOISE_USE_FINDERS = not _collected
WHITENOISE_AUTOREFRESH = DEBUG


STORAGE_URL = env.str("STORAGE_URL", default=f"file://{DATA_DIR / 'media'}")
STORAGES = {
    "default": file_storage(STORAGE_URL),
    "staticfiles": {"BACKEND": "config.static.HashedStorage"},
}
# One upload; photos are checked and re-encoded after that.
UPLOAD_LIMIT_MB = env.int("UPLOAD_LIMIT_MB", default=12)
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT_MB * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Rows of history that one exported file may hold; more asks for a narrower filter.
HISTORY_EXPORT_ROWS = env.int("HISTORY_EXPORT_ROWS", default=50_000)
# Up to so many are sent at once, while the person waits; more are written by a worker.
HISTORY_EXPORT_AT_ONCE = env.int("HISTORY_EXPORT_AT_ONCE", default=3_000)

# --- Mail ---
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default=f"Aixin Ops <no-reply@{_public.hostname}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Text messages ---
# `console://` prints them; any Apprise address sends them, with the phone number where it says `{phone}`.
SMS_URL = env.str("SMS_URL", default="console://")

# --- Robots and webhooks for reminders ---
# Their addresses are typed by people: only https and public hosts, unless the own network is opened here.
PRIVATE_WEBHOOKS = env.bool("PRIVATE_WEBHOOKS", default=False)

# --- Safety of the browser ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
_https = _public.scheme == "https"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _https
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = False  # The proxy's work: probes reach the web process by http.
SECURE_HSTS_SECONDS = 180 * 24 * 3600 if _https else 0
if PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Log ---
# `text` for people, `json` (one object a line) for machines.
LOG_FORMAT = env.str("LOG_FORMAT", default="json" if _https else "text")
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING = logging_config(LOG_FORMAT, LOG_LEVEL)
