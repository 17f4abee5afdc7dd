"""The administrator's page: queues, workers, what runs by itself, failures; and the figures for Prometheus."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as project
from django.urls import reverse
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families
from redis import Redis

from ops.duties.actions import sweep
from ops.jobs.models import Job
from ops.operation import actions, broker, recording
from ops.operation.metrics import Figures
from ops.operation.models import TaskFailure, TaskPulse, WorkerPulse
from ops.organization.models import TradeUnion
from ops.organization.roles import Role
from ops.reminders.models import Reminder
from tests import engines, factories
from tests.factories import TESTER

ADDRESS = "/api/v1/operation/"
SWEEP = "ops.duties.tasks.sweep"


@pytest.fixture
def admin(city):
    return factories.make_user(Role.ADMINISTRATOR, city)


@pytest.fixture
def told(api, admin):
    return lambda: api(admin).get(ADDRESS).json()


@pytest.fixture
def queue(tmp_path, settings):
    """The embedded queue, in a folder of the test's own."""
    settings.REDIS_URL = ""
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path)}
    return tmp_path


def messages(folder: Path, name: str, number: int) -> None:
    for count in range(number):
        (folder / f"{count}_abc.{name}.msg").write_text("{}")


def by_key(rows, key):
    return next(row for row in rows if row.get("key", row.get("task")) == key)


def test_what_runs_by_itself_is_late_after_a_while(told):
    recording.note_run(SWEEP, seconds=0.25, failed=False)
    row = by_key(told()["repeated"], SWEEP)
    assert (row["sign"], row["last_seconds"], row["runs"], row["every_seconds"]) == ("ok", 0.25, 1, 15)
    assert by_key(told()["repeated"], "ops.duties.tasks.generate")["sign"] == "due", "never run yet"
    with time_machine.travel(timezone.now() + dt.timedelta(seconds=100), tick=False):
        assert by_key(told()["repeated"], SWEEP)["late"]


def test_failures_are_counted_by_their_words(told):
    for number in (1, 2):
        recording.note_run(SWEEP, seconds=1, failed=True)
        recording.note_failure(SWEEP, ValueError(f"row {number} is odd"), worker="one@here")
    (failure,) = told()["failures"]
    assert (failure["error"], failure["times"], failure["worker"]) == ("ValueError: row … is odd", 2, "one@here")
    assert by_key(told()["repeated"], SWEEP)["failures"] == 2
    TaskFailure.objects.update(last_at=timezone.now() - dt.timedelta(days=31))
    assert actions.clear_away() == 1


def test_failures_do_not_grow_for_ever(db, monkeypatch):
    monkeypatch.setattr(actions, "FAILURES_MOST", 3)
    for letter in "abcde":
        recording.note_failure(SWEEP, ValueError(letter))
    actions.clear_away()
    assert sorted(TaskFailure.objects.values_list("error", flat=True)) == [f"ValueError: {one}" for one in "cde"]


def test_a_worker_is_alive_while_it_is_heard_of(told):
    assert told()["workers"][0]["sign"] == "bad"
    assert "Start one" in told()["workers"][0]["advice"]
    recording.note_worker("one@here")
    recording.note_worker("one@here")
    assert [(row["key"], row["sign"]) for row in told()["workers"]] == [("one@here", "ok")]
    WorkerPulse.objects.update(seen_at=timezone.now() - dt.timedelta(minutes=2))
    assert told()["workers"][0]["sign"] == "bad"


def test_the_embedded_queue_is_counted(queue, told):
    messages(queue, "sweeps", 2)
    messages(queue, "exports", 51)
    queues = told()["queues"]
    assert [(row["key"], row["detail"], row["sign"]) for row in queues] == [
        ("sweeps", "2", "ok"),
        ("delivery", "0", "ok"),
        ("exports", "51", "bad"),
    ]


@pytest.mark.engines
def test_the_queue_in_redis_is_counted(settings):
    settings.REDIS_URL = engines.REDIS_URL
    client = Redis.from_url(engines.REDIS_URL)
    before = broker.depths()["delivery"]
    client.rpush("delivery", "x")
    try:
        assert broker.depths()["delivery"] == before + 1
    finally:
        client.lrem("delivery", 1, "x")


def test_a_broker_that_is_away_is_said_and_the_page_answers(settings, admin, as_user):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    page = as_user(admin).get(reverse("operation")).content.decode()
    assert "The queue does not answer" in page
    assert "Start Redis again" in page


def test_the_page_names_what_needs_the_administrator(queue, admin, as_user, district):
    Job.objects.create(kind="gone", state="failed", started_by=admin, source="web", message="Ask anew.", trouble="E: x")
    Reminder.objects.create(
        kind="x", recipient=admin, channel="email", state="dead", created_at=timezone.now(), not_before=timezone.now()
    )
    recording.note_worker("one@here")
    sweep(by=TESTER)
    page = as_user(admin).get(reverse("operation")).content.decode()
    assert "2 things need you" in page
    assert reverse("reminder-undelivered") in page
    assert "Ask anew." in page
    assert "E: x" in page


def test_it_is_for_the_administrator_of_the_whole_installation(api, as_user, district, officer, city):
    of_district = factories.make_user(Role.ADMINISTRATOR, TradeUnion.objects.get(pk=district.pk))
    for user in (of_district, officer, factories.make_user(Role.UNION_OFFICER, city)):
        assert api(user).get(ADDRESS).status_code == 403
        assert as_user(user).get(reverse("operation")).status_code == 403
    assert reverse("operation") not in as_user(of_district).get("/facilities/").content.decode()


def test_its_statements_do_not_grow(admin, as_user, query_budget, queue):
    for number in range(15):
        recording.note_run(f"task{number}", seconds=1, failed=True)
        recording.note_failure(SWEEP, ValueError("abcdefghijklmnop"[number]))
        Job.objects.create(kind="gone", state="failed", started_by=admin, source="web")
    browser = as_user(admin)
    with query_budget(17):
        assert browser.get(reverse("operation")).status_code == 200


def families():
    registry = CollectorRegistry()
    registry.register(Figures())
    return {family.name: family for family in text_string_to_metric_families(generate_latest(registry).decode())}


def samples(family):
    return {(sample.name, *sample.labels.values()): sample.value for sample in family.samples}


def test_the_figures_are_read_by_prometheus(db, queue, query_budget):
    messages(queue, "delivery", 3)
    recording.note_run(SWEEP, seconds=0.5, failed=False)
    recording.note_run(SWEEP, seconds=1.5, failed=True)
    recording.note_worker("one@here")
    Job.objects.create(kind="gone", state="waiting", source="web")
    sweep(by=TESTER)
    with query_budget(6):
        found = families()
    assert samples(found["aixin_queue_tasks"])["aixin_queue_tasks", "delivery"] == 3
    assert samples(found["aixin_database_up"]) == {("aixin_database_up",): 1}
    assert samples(found["aixin_broker_up"]) == {("aixin_broker_up",): 1}
    assert samples(found["aixin_sweep_age_seconds"])["aixin_sweep_age_seconds",] < 60
    assert samples(found["aixin_duties"]) == {("aixin_duties", "open"): 0, ("aixin_duties", "overdue"): 0}
    assert samples(found["aixin_reminders"]) == {("aixin_reminders", "waiting"): 0, ("aixin_reminders", "dead"): 0}
    assert samples(found["aixin_jobs"])["aixin_jobs", "waiting"] == 1
    took = samples(found["aixin_task_seconds"])
    assert (took["aixin_task_seconds_count", SWEEP], took["aixin_task_seconds_sum", SWEEP]) == (2, 2.0)
    assert samples(found["aixin_task_failures"])["aixin_task_failures_total", SWEEP] == 1
    assert samples(found["aixin_worker_seen_seconds"])["aixin_worker_seen_seconds", "one@here"] < 60


def test_without_the_setting_there_is_no_address(client):
    assert not project.METRICS
    assert client.get("/metrics").status_code == 404


def test_a_real_task_leaves_its_pulse(db, monkeypatch):
    """As a worker sends the signals: before, after, and on failure."""
    from celery.utils.saferepr import saferepr

    from ops.duties.tasks import sweep as task

    monkeypatch.setattr(recording.connections, "close_all", lambda: None)
    recording._begins(task_id="7")
    recording._fails(sender=task, exception=ValueError(saferepr("x")))
    recording._ends(sender=task, task_id="7", state="FAILURE")
    assert (TaskPulse.objects.get().last_failed, TaskFailure.objects.get().task) == (True, SWEEP)


def test_a_task_has_words_and_without_them_its_name(told, settings):
    settings.CELERY_BEAT_SCHEDULE = {**settings.CELERY_BEAT_SCHEDULE, "new": {"task": "new.one", "schedule": 7}}
    rows = told()["repeated"]
    assert (rows[0]["task"], rows[0]["label"]) == ("new.one", "new.one"), "the most frequent comes first"
    assert by_key(rows, SWEEP)["label"] == "Calls overdue duties overdue"
