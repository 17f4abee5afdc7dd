"""What runs by itself, when, and in which queue it waits. Times of day are Asia/Shanghai's, durations seconds."""

from typing import Any

from celery.schedules import crontab

# Which queue a capability's tasks wait in (sweeps unless named here).
ROUTES = {
    "ops.organization.tasks.*": {"queue": "delivery"},
    "ops.reminders.tasks.*": {"queue": "delivery"},
    "stations.guardians.tasks.*": {"queue": "delivery"},
    "ops.jobs.tasks.*": {"queue": "exports"},
}

# What beat starts, one line a capability. Tasks are idempotent; `expires` drops a run that waited too long.
BEAT: dict[str, dict[str, Any]] = {
    "sweep": {"task": "ops.duties.tasks.sweep", "schedule": 15, "options": {"expires": 15}},
    "generate": {"task": "ops.duties.tasks.generate", "schedule": 3600, "options": {"expires": 3600}},
    "generate-nightly": {
        "task": "ops.duties.tasks.generate",
        "schedule": crontab(hour=0, minute=5),
        "options": {"expires": 6 * 3600},
    },
    "rectification": {"task": "ops.rectification.tasks.sweep", "schedule": 60, "options": {"expires": 60}},
    "end-forgotten-visits": {"task": "rooms.visits.tasks.end_forgotten", "schedule": 300, "options": {"expires": 300}},
    "count": {"task": "ops.compliance.tasks.count", "schedule": 20, "options": {"expires": 20}},
    "count-nightly": {
        "task": "ops.compliance.tasks.count_nightly",
        "schedule": crontab(hour=2, minute=35),
        "options": {"expires": 6 * 3600},
    },
    "watch-ratios": {"task": "stations.attendance.tasks.watch_ratios", "schedule": 60, "options": {"expires": 60}},
    "close-terms": {
        "task": "stations.enrolment.tasks.close_terms",
        "schedule": crontab(hour=1, minute=20),
        "options": {"expires": 6 * 3600},
    },
    "fill-places": {"task": "stations.enrolment.tasks.fill_places", "schedule": 60, "options": {"expires": 60}},
    "applications-cleared": {
        "task": "stations.applications.tasks.clear_away",
        "schedule": crontab(hour=1, minute=40),
        "options": {"expires": 6 * 3600},
    },
    "tell-handovers": {
        "task": "stations.guardians.tasks.tell_handovers",
        "schedule": 10,
        "options": {"expires": 10},
    },
    "send-texts": {"task": "ops.organization.tasks.send_texts", "schedule": 10, "options": {"expires": 10}},
    "deliver": {"task": "ops.reminders.tasks.deliver", "schedule": 10, "options": {"expires": 10}},
    "jobs": {"task": "ops.jobs.tasks.drain", "schedule": 10, "options": {"expires": 10}},
    "failures-cleared": {
        "task": "ops.operation.tasks.clear_away",
        "schedule": crontab(hour=3, minute=20),
        "options": {"expires": 6 * 3600},
    },
    "jobs-cleared": {
        "task": "ops.jobs.tasks.clear_away",
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 6 * 3600},
    },
}
