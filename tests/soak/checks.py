"""What must be true once everything has settled, and what was seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone

from ops.duties.generation import days_ahead
from ops.duties.models import Duty, DutyPlan
from ops.duties.occurrences import expand
from ops.facilities.models import Closure, Facility
from ops.jobs.models import Job
from ops.reminders.models import Channel, Reminder
from tests.soak.crew import Blow
from tests.soak.engines import Letter
from tests.soak.kinds import ROWS
from tests.soak.load import Load

State = Duty.State
DONE = {State.DONE, State.DONE_LATE}
# Between the mail server's yes and our mark lie milliseconds; on a busy machine perhaps so many seconds.
INSTANT = 3.0


def unsettled() -> dict[str, int]:
    """What is still under way, by name; empty once everything has come to rest."""
    counts = {
        "duties to call overdue": Duty.objects.filter(state=State.OPEN, overdue_at__lte=timezone.now()).count(),
        "mails": Reminder.objects.filter(channel=Channel.EMAIL, state__in=["waiting", "failed", "sending"]).count(),
        "jobs": Job.objects.unfinished().count(),
        "occurrences": sum(1 for _missing in _occurrences()),
    }
    return {name: count for name, count in counts.items() if count}


def contradictions(load: Load, letters: list[Letter], blows: list[Blow]) -> list[str]:
    """Everything that must not be, in words; empty when all is well."""
    found: list[str] = list(load.troubles)
    for check in (_occurrences(), _completions(load), _lives(), _reminders(load), _closures(load), _jobs(load)):
        found += check
    found += _mails(letters, blows)
    return found


def figures(load: Load, letters: list[Letter], blows: list[Blow]) -> dict[str, Any]:
    """What happened, in numbers."""
    ids = Counter(letter.message_id for letter in letters)
    return {
        "kills": dict(sorted(Counter(blow.what for blow in blows).items())),
        "plans": len(load.plans),
        "duties": Duty.objects.count(),
        "duties_by_state": dict(Counter(Duty.objects.order_by().values_list("state", flat=True))),
        "completions_acknowledged": len(load.completed),
        "closures": len(load.closures),
        "reminders": Reminder.objects.count(),
        "mails": len(ids),
        "mails_sent_twice_by_a_kill": sum(count > 1 for count in ids.values()),
        "jobs": len(load.jobs),
        "jobs_taken_up_again": Job.objects.filter(attempts__gt=1).count(),
        "requests_interrupted": sum(load.interrupted.values()),
    }


def _occurrences() -> Iterator[str]:
    """Each occurrence of a plan in force has exactly one duty, and none is open that nobody asks for."""
    first, last = days_ahead()
    plans = list(DutyPlan.objects.filter(paused=False).select_related("facility", "policy"))
    wanted = {(plan.pk, one.due_at) for plan, one in expand(plans, first, last)}
    standing = Counter(Duty.objects.filter(day__range=(first, last)).values_list("plan_id", "due_at"))
    for key in sorted(wanted - standing.keys(), key=str):
        yield f"an occurrence has no duty: {key}"
    for key, count in standing.items():
        if count > 1:
            yield f"an occurrence has {count} duties: {key}"


def _completions(load: Load) -> Iterator[str]:
    """Each completion that was acknowledged stands once, and once in its history."""
    standing = dict(Duty.objects.filter(record_id__isnull=False).values_list("pk", "record_id"))
    written = Counter(Duty.history.filter(state__in=DONE, history_type="~").order_by().values_list("id", "record_id"))
    for duty, record in load.completed.items():
        if standing.get(duty) != record:
            yield f"an acknowledged completion is gone: duty {duty}"
        if written[duty, record] != 1:
            yield f"an acknowledged completion stands {written[duty, record]} times in history: duty {duty}"


def _lives() -> Iterator[str]:
    """No duty was anything else after it was done; versions and history agree."""
    rows = Duty.history.order_by("id", "version", "history_id").values_list("id", "version", "state")
    versions = dict(Duty.objects.values_list("pk", "version"))
    for pk, group in groupby(rows, key=lambda row: row[0]):
        life = list(group)
        if [row[1] for row in life] != list(range(1, versions[pk] + 1)):
            yield f"duty {pk} is at version {versions[pk]}, its history has {[row[1] for row in life]}"
        states = [row[2] for row in life]
        done = next((index for index, state in enumerate(states) if state in DONE), None)
        if done is not None and set(states[done:]) - {states[done]}:
            yield f"duty {pk} was done and then something else: {states}"


def _reminders(load: Load) -> Iterator[str]:
    """Whoever is to be told of an overdue duty has one reminder a channel, at the first level; no more."""
    overdue = set(Duty.history.filter(state=State.OVERDUE).values_list("id", flat=True))
    told: dict[Any, Counter[Any]] = defaultdict(Counter)
    rows = Reminder.objects.filter(duty__isnull=False)  # other messages are about closures and the like
    for duty, level, person, channel in rows.values_list("duty_id", "level", "recipient_id", "channel"):
        told[duty][level, person, channel] += 1
    for pk, facility in Duty.objects.filter(pk__in=overdue).values_list("pk", "facility"):
        people = load.world.people[facility]
        wanted = {(1, person, channel): 1 for person in people for channel in ("in_app", "email")}
        if told[pk] != wanted:
            yield f"duty {pk}: {told[pk].total()} reminders instead of {len(wanted)}"
    for pk in told.keys() - overdue:
        yield f"duty {pk} was never overdue, and people were told so"


def _mails(letters: list[Letter], blows: list[Blow]) -> Iterator[str]:
    """Each mail that we say was sent was accepted; accepted twice only over a kill, and then with one Message-ID."""
    by_id: dict[str, list[Letter]] = defaultdict(list)
    by_subject: dict[tuple[str, str], set[str]] = defaultdict(set)
    for letter in letters:
        by_id[letter.message_id].append(letter)
        if "/duties/" in letter.body:
            by_subject[letter.to, letter.body].add(letter.message_id)
    sent = Reminder.objects.filter(channel=Channel.EMAIL, state="sent")
    for batch in set(sent.values_list("batch", flat=True)):
        if not any(str(batch) in message_id for message_id in by_id):
            yield f"a mail was marked as sent and never accepted: {batch}"
    for (to, body), ids in by_subject.items():
        if len(ids) > 1:
            yield f"one message went to {to} under {len(ids)} Message-IDs: {body[:60]!r}"
    for message_id, copies in by_id.items():
        for copy in sorted(copies)[:-1]:
            if not any(blow.at <= copy.at + INSTANT and blow.back >= copy.at - INSTANT for blow in blows):
                yield f"a mail was sent twice though nothing was killed then: {message_id}"


def _closures(load: Load) -> Iterator[str]:
    """Closures and openings that were acknowledged stand."""
    standing = dict(Closure.objects.values_list("pk", "lifted_at"))
    for key in load.closures:
        if key not in standing:
            yield f"an acknowledged closure is gone: {key}"
        elif key in load.lifted and standing[key] is None:
            yield f"a lifted closure stands: {key}"


def _jobs(load: Load) -> Iterator[str]:
    """Each job that was acknowledged is done, once: its rows are there once, or its one file."""
    standing = {job.pk: job for job in Job.objects.all()}
    entered = Counter(name.partition(" ")[0] for name in Facility.objects.values_list("name", flat=True))
    for pk, kind in load.jobs.items():
        job = standing.get(pk)
        if job is None or job.state != Job.State.DONE:
            yield f"job {pk} is {job and job.state}: {job and (job.message or job.trouble)}"
        elif kind == "soak-enter" and entered[str(pk)] != ROWS:
            yield f"job {pk} entered {entered[str(pk)]} rows instead of {ROWS}"
        elif kind == "soak-write" and not default_storage.exists(str(job.file.name)):
            yield f"job {pk} has no file"
