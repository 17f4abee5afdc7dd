"""How log lines look: text for people, JSON for machines; both carry the request id, neither an address's secrets."""

import logging
from http import HTTPStatus
from typing import Any

import structlog

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


class WithoutSecrets(logging.Filter):
    """Writes the pattern of an address in place of the address: one-time links and feeds carry secrets in theirs."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, rewritten."""
        request = record.__dict__.pop("request", None)
        if request is None or not hasattr(request, "path"):
            return True
        if record.__dict__.get("status_code", 500) < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = None  # a refusal, not a fault: who was refused what needs no traceback
        if request_id := getattr(request, "request_id", ""):
            record.request_id = request_id
        match = getattr(request, "resolver_match", None)
        if match is not None and isinstance(record.args, tuple):
            record.args = tuple(f"/{match.route}" if arg == request.path else arg for arg in record.args)
        return True


def logging_config(form: str, level: str) -> dict[str, Any]:
    """Set structlog up; return Django's LOGGING: all to standard error, as `text` or `json`."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    last: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if form == "json"
        else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
            },
        },
        "filters": {"without_secrets": {"()": WithoutSecrets}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            "axes": {"level": "WARNING"},
            "kombu": {"level": "ERROR"},
            # Below these they write whole addresses, which for robots are the secret.
            "urllib3": {"level": "INFO"},
            "apprise": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            "celery.worker": {"level": "WARNING"},
            "celery.apps": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "fontTools": {"level": "WARNING"},
            "weasyprint": {"level": "ERROR"},
        },
    }
