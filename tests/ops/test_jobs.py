"""Long tasks: asked for with their cause, run once, watched by who asked, taken up again after a kill."""

from __future__ import annotations

import datetime as dt
import io
import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import OperationalError, connection, connections, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ops.jobs import actions, running
from ops.jobs.models import Job
from ops.jobs.registry import Failed, JobKind, Result, kinds
from ops.organization.models import TradeUnion
from ops.organization.roles import Role
from ops.records.actor import Actor, Source
from ops.records.errors import Conflict, RuleBroken
from tests import factories

State = Job.State


def work(job, by, report):
    """Enter a union below the federation, and say how it goes as the job was told to."""
    from ops.organization.actions import add_union

    city = TradeUnion.objects.get(depth=1)
    report(1, 3)
    add_union(below=city, by=by, name=job.params["name"], level="district")
    ending = job.params.get("ending")
    if ending == "refused":
        raise RuleBroken("name", "Choose another name.")
    if ending == "lines":
        raise Failed("Mend the lines.", [("Line 3", "No such union.")])
    if ending == "broken":
        raise ZeroDivisionError("by nought")
    if ending == "database":
        raise OperationalError("server closed the connection")
    return Result({"entered": 1})


def write(job, by, report):
    """Write a file."""
    return Result({"rows": 1}, io.BytesIO(_("Yes").encode()), "rows.csv")


@pytest.fixture(autouse=True)
def _kinds():
    register()


def register():
    def said(job):
        return f"entered {job.outcome['entered']}"

    kinds.register(JobKind("tested", "A tested import", run=work, page=lambda job: "/facilities/", said=said))
    kinds.register(
        JobKind("written", "A tested export", run=write, page=lambda job: "", said=lambda job: "1 row", atomic=False)
    )


@pytest.fixture
def person(city):
    return factories.make_user(Role.UNION_OFFICER, city)


@pytest.fixture
def by(person):
    return Actor(person, Source.WEB, "request-7", "127.0.0.1")


def start(by, kind="tested", **params):
    return actions.start(kind=kind, by=by, params={"name": "新工会", **params})


def again(job):
    return Job.objects.get(pk=job.pk)


def test_a_job_runs_once_and_history_says_who_asked(by, person):
    job = start(by)
    assert job.state == State.WAITING
    assert (actions.run_waiting(), actions.run_waiting()) == (1, 0)
    job = again(job)
    assert (job.state, job.outcome, job.said, job.attempts) == (State.DONE, {"entered": 1}, "entered 1", 1)
    row = TradeUnion.objects.get(name="新工会").history.get()
    assert (row.history_user, row.source, row.request_id) == (person, "web", "request-7")


def test_what_is_taken_back_with_its_cause_is_never_run(by):
    with transaction.atomic():
        start(by)
        transaction.set_rollback(True)
    assert actions.run_waiting() == 0


@pytest.mark.parametrize(
    ("ending", "message", "errors"),
    [
        ("refused", "Choose another name.", []),
        ("lines", "Mend the lines.", [{"where": "Line 3", "message": "No such union."}]),
        ("broken", "Something broke on our side. Run it again; if it stays, tell the system administrator.", []),
    ],
)
def test_a_failure_leaves_nothing_and_says_what_to_do(by, ending, message, errors):
    job = start(by, ending=ending)
    job.__class__.objects.filter(pk=job.pk).update(language="en")
    actions.run_waiting()
    job = again(job)
    assert (job.state, job.message, job.errors) == (State.FAILED, message, errors)
    assert job.trouble == ("ZeroDivisionError: by nought" if ending == "broken" else "")
    assert not TradeUnion.objects.filter(name="新工会").exists()
    job.params = {"name": "新工会"}
    job.save()
    actions.ask_again(job=job, access=access_of(by.user), by=by)
    actions.run_waiting()
    assert again(job).state == State.DONE
    with pytest.raises(Conflict):
        actions.ask_again(job=job, access=access_of(by.user), by=by)


def access_of(user):
    from ops.organization.access import Access

    return Access(user)


def test_two_taps_are_one_job(by):
    draft = factories.make_union("任意", below=TradeUnion.objects.get(depth=1)).pk
    first, second = (actions.start(kind="tested", by=by, object_id=draft, params={"name": "新"}) for _n in range(2))
    assert first == second
    assert actions.run_waiting() == 1
    assert actions.start(kind="tested", by=by, object_id=draft, params={"name": "再"}) != first, "a later one is new"


def killed(job, **columns):
    """The job as a worker left it that was killed while it ran."""
    claimed = running._claim()
    assert claimed == job
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now() - dt.timedelta(seconds=1), **columns)
    return claimed


def test_a_job_whose_worker_died_is_taken_up_and_done_once(by):
    job = start(by)
    claimed = running._claim()
    assert actions.run_waiting() == 0, "its claim still holds"
    Job.objects.filter(pk=job.pk).update(leased_until=timezone.now())
    assert actions.run_waiting() == 1
    assert (again(job).state, again(job).attempts) == (State.DONE, 2)
    running._run(claimed)
    assert TradeUnion.objects.filter(name="新工会").count() == 1, "the dead one that was not dead changes nothing"


def test_a_job_that_kills_its_workers_is_failed_with_words(by):
    job = start(by)
    killed(job, attempts=running.ATTEMPTS)
    actions.run_waiting()
    assert again(job).state == State.FAILED
    assert again(job).message
    assert again(job).trouble == "interrupted 5 times"


@pytest.mark.django_db(transaction=True)
def test_a_database_that_went_away_is_no_failure(by):
    job = start(by, ending="database")
    with pytest.raises(OperationalError):
        actions.run_waiting()
    assert again(job).state == State.WAITING


def test_only_so_many_run_at_a_time(by, settings):
    first, second = start(by), start(by, name="另一")
    assert running._claim() == first
    assert actions.run_waiting() == 0
    settings.JOBS_AT_ONCE = 2
    assert actions.run_waiting() == 1
    assert again(second).state == State.DONE


def test_a_file_is_for_its_starter_until_it_is_kept_no_longer(by, person, api, as_user):
    job = start(by, kind="written")
    Job.objects.filter(pk=job.pk).update(language="en")
    actions.run_waiting()
    address = reverse("job-file", args=[job.pk])
    answer = as_user(person).get(address)
    assert (b"".join(answer.streaming_content), answer["Content-Disposition"]) == (
        b"Yes",
        'attachment; filename="rows.csv"',
    )
    assert b"".join(api(person).get(f"/api/v1/jobs/{job.pk}/file/").streaming_content) == b"Yes"
    admin = factories.make_user(Role.ADMINISTRATOR, TradeUnion.objects.get(depth=1))
    assert as_user(admin).get(reverse("job-detail", args=[job.pk])).status_code == 200
    assert as_user(admin).get(address).status_code == 404
    name = again(job).file.name
    Job.objects.filter(pk=job.pk).update(expires_at=timezone.now())
    assert as_user(person).get(address).status_code == 404
    actions.clear_away()
    assert default_storage.exists(name), "nothing of the last day is touched"
    os.utime(default_storage.path(name), (0, 0))
    assert actions.clear_away() == (1, 0)
    assert not default_storage.exists(name)


def test_a_second_run_of_a_file_keeps_one_file(by):
    job = start(by, kind="written")
    slow = killed(job)
    actions.run_waiting()
    kept = again(job).file.name
    running._run(slow)
    assert again(job).file.name == kept
    assert default_storage.exists(kept)
    assert not default_storage.exists(f"jobs/{slow.claim}.csv")


def test_the_page_polls_until_it_is_over_and_needs_no_script(by, person, as_user, query_budget):
    job = start(by)
    browser = as_user(person)
    address = reverse("job-detail", args=[job.pk])
    page = browser.get(address).content.decode()
    assert f'hx-get="{address}" hx-trigger="every 1s"' in page
    assert "<noscript>" in page
    with query_budget(5):
        part = browser.get(address, headers={"hx-request": "true"})
    assert "HX-Refresh" not in part
    assert "<html" not in part.content.decode()
    actions.run_waiting()
    part = browser.get(address, headers={"hx-request": "true"})
    assert part["HX-Refresh"] == "true"
    assert "hx-trigger" not in part.content.decode()
    assert "entered 1" in browser.get(address).content.decode()


def test_the_list_costs_the_same_however_many(by, person, as_user, query_budget):
    for number in range(12):
        start(by, name=f"第{number}")
    browser = as_user(person)
    with query_budget(8):
        page = browser.get(reverse("job-list")).content.decode()
    assert page.count("A tested import") == 12


def test_a_running_job_tells_its_progress_and_others_find_nothing(by, person, api, other_auditor):
    job = start(by)
    claimed = running._claim()
    running.Report(claimed, renews=True)(2, 7)
    told = api(person).get(f"/api/v1/jobs/{job.pk}/").json()
    assert (told["state"], told["done"], told["total"], told["label"]) == ("running", 2, 7, "A tested import")
    assert api(other_auditor).get(f"/api/v1/jobs/{job.pk}/").status_code == 404
    assert api(other_auditor).get("/api/v1/jobs/").json()["results"] == []
    Job.objects.filter(pk=job.pk).update(claim=None)
    with pytest.raises(running.Lost):
        running.Report(claimed, renews=True)(3, 7)


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_begin_no_more_than_are_allowed(by, settings):
    settings.JOBS_AT_ONCE = 2
    for number in range(6):
        start(by, name=f"工会{number}")
    together, begun = threading.Barrier(6), []

    def claim():
        try:
            together.wait()
            begun.append(running._claim())
        finally:
            connections.close_all()

    in_threads([claim] * 6)
    assert len([job for job in begun if job]) == Job.objects.filter(state=State.RUNNING).count() == 2


def in_threads(works):
    threads = [threading.Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestOnPostgreSQL:
    """With real threads and processes."""

    def test_a_long_run_counts_as_long_as_it_holds_its_row(self, by):
        long, other = start(by, name="久"), start(by, name="另一")
        assert running._claim() == long
        Job.objects.filter(pk=long.pk).update(leased_until=timezone.now())
        held, ended = threading.Event(), threading.Event()

        def work():
            with transaction.atomic():
                Job.objects.select_for_update().get(pk=long.pk)
                held.set()
                ended.wait(20)
            connections.close_all()

        thread = threading.Thread(target=work)
        thread.start()
        assert held.wait(20)
        assert running._claim() is None
        ended.set()
        thread.join()
        assert running._claim() == long
        assert again(other).state == State.WAITING

    def test_workers_at_once_run_each_job_once(self, by, settings):
        settings.JOBS_AT_ONCE = 9
        jobs = [start(by, name=f"工会{number}") for number in range(20)]
        in_threads([drain] * 5)
        assert set(Job.objects.values_list("state", "attempts")) == {(State.DONE, 1)}
        assert TradeUnion.objects.filter(depth=2).count() == len(jobs)

    def test_a_worker_killed_in_the_middle_leaves_all_to_the_next(self, by):
        job = start(by, name="被打断")
        process = run_in_process(
            "from tests.ops import test_jobs as t; t.register(); from ops.jobs import actions, running; "
            "finish = running._finish; "
            "running._finish = lambda *a: (finish(*a), print('held', flush=True), __import__('time').sleep(60)); "
            "actions.run_waiting()"
        )
        assert process.stdout.readline() == b"held\n", "it has written everything but the commit"
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert again(job).state == State.RUNNING
        assert not TradeUnion.objects.filter(name="被打断").exists()
        Job.objects.filter(pk=job.pk).update(leased_until=timezone.now())
        until = time.monotonic() + 20
        while not actions.run_waiting() and time.monotonic() < until:
            time.sleep(0.1)  # the server has yet to notice that the connection is gone
        assert (again(job).state, TradeUnion.objects.filter(name="被打断").count()) == (State.DONE, 1)


def drain():
    try:
        actions.run_waiting()
    finally:
        connections.close_all()


def run_in_process(program):
    db = connection.settings_dict
    password = f":{db['PASSWORD']}" if db["PASSWORD"] else ""
    url = f"postgres://{db['USER']}{password}@{db['HOST']}:{db['PORT']}/{db['NAME']}"
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    start = f"import django; django.setup(); {program}"
    return subprocess.Popen(
        [sys.executable, "-c", start], env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE
    )
