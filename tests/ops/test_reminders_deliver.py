"""The outbox is drained by mail: one digest a person, nothing lost, nothing twice, whatever breaks."""

from __future__ import annotations

import datetime as dt
import os
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import time
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from aiosmtpd.controller import Controller
from django.conf import settings
from django.core import mail
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone
from redis import Redis

from ops.duties.actions import complete_duty, sweep
from ops.organization.roles import Role
from ops.reminders import actions
from ops.reminders.models import Reminder
from ops.reminders.registry import Message, MessageKind, messages
from tests import factories
from tests.factories import TESTER
from tests.ops.duty_world import Reading, make_duty, make_plan

State = Reminder.State
PAST = {"first_day": dt.date(2020, 1, 1), "last_day": dt.date(2020, 1, 2)}
KIND = "tested_message"


@pytest.fixture(autouse=True)
def _noon():
    # Quiet hours are no matter here: it is noon in Qingdao.
    with time_machine.travel(dt.datetime(2026, 7, 21, 4, tzinfo=dt.UTC), tick=True):
        yield


@pytest.fixture(autouse=True)
def _kind():
    if KIND not in messages:
        messages.register(MessageKind(KIND, "Tested", lambda reminder, language: Message(reminder.subject, "…", "/x/")))


@pytest.fixture
def room(db):
    return factories.make_facility(factories.make_union(below=factories.make_union()), "room", name="大厦小屋")


@pytest.fixture
def cleaner(room):
    return factories.make_user(Role.ROOM_MANAGER, room)


def tell(people, subject="a", **options):
    return actions.remind(kind=KIND, subject=subject, facility=None, recipients=people, by=TESTER, **options)


def mails():
    return Reminder.objects.filter(channel="email")


def states():
    return sorted(mails().values_list("state", flat=True))


def later(**delta):
    return time_machine.travel(timezone.now() + dt.timedelta(**delta), tick=True)


class Sink:
    """A real mail server: keeps what it accepts; may be told to refuse, or to hold its answer."""

    def __init__(self):
        self.letters = []
        self.refuse = ""
        self.held = threading.Event()
        self.release = threading.Event()
        self.hold = False
        self.lock = threading.Lock()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.hold:
            self.held.set()
            import asyncio

            while not self.release.is_set():
                await asyncio.sleep(0.01)
            return "451 try later"
        with self.lock:
            letter = message_from_bytes(envelope.content, policy=default)
            self.letters.append((envelope.rcpt_tos[0], letter["Message-ID"], letter["Subject"], letter))
        return "250 OK"


@pytest.fixture
def sink(settings):
    found = Sink()
    controller = Controller(found, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield found
    found.release.set()
    controller.stop()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_what_waits_is_sent_in_the_persons_language(room, cleaner):
    cleaner.language = "zh-hans"
    cleaner.acted_by(TESTER).save()
    make_duty(make_plan(room, **PAST))
    sweep(by=TESTER)
    done = actions.deliver()
    (letter,) = mail.outbox
    assert (done.sent, letter.to) == (1, [cleaner.email])
    assert "大厦小屋" in letter.body
    assert "/duties/" in letter.body
    assert states() == [State.SENT]
    assert mails().get().sent_at is not None
    assert actions.deliver().sent == 0


@pytest.mark.parametrize(("language", "day"), [("en", "at 21 Jul 11:"), ("zh-hans", "7 月 21 日 11:")])
def test_a_message_writes_the_day_as_pages_do(room, cleaner, language, day):
    cleaner.language = language
    cleaner.acted_by(TESTER).save()
    make_duty(make_plan(room, **PAST))
    sweep(by=TESTER)
    actions.deliver()
    assert day in mail.outbox[0].body


def test_one_person_gets_one_mail_for_many_duties_and_urgent_ones_by_themselves(room, cleaner):
    plan = make_plan(room, **PAST)
    for minute in range(1, 6):
        make_duty(plan, due_in=-minute)
    sweep(by=TESTER)
    tell([cleaner], "fire", urgent=True)
    actions.deliver()
    assert sorted(letter.subject for letter in mail.outbox)[0] == "5 reminders" or len(mail.outbox) == 2
    assert {letter.body.count("/duties/") for letter in mail.outbox} == {0, 5}


def test_a_duty_done_in_the_meantime_is_not_mailed(room, cleaner):
    duty = make_duty(make_plan(room, **PAST))
    sweep(by=TESTER)
    complete_duty(duty=duty, record_kind="x", record_id=Reading().pk, occurred_at=timezone.now(), by=TESTER)
    actions.deliver()
    assert mail.outbox == []
    assert states() == [State.SETTLED]


def test_what_may_not_be_sent_yet_waits(cleaner):
    tell([cleaner])
    mails().update(not_before=timezone.now() + dt.timedelta(hours=1))
    assert actions.deliver().sent == 0
    with later(minutes=61):
        assert actions.deliver().sent == 1


def test_telling_of_the_same_thing_again_tells_nobody_twice(cleaner):
    assert tell([cleaner, cleaner]) == 2  # in the app and by mail
    assert tell([cleaner]) == 0


def test_a_refused_mail_is_tried_again_with_growing_waits_and_then_given_up(cleaner, sink):
    sink.refuse = "451 mailbox busy"
    tell([cleaner])
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _attempt in range(8):
            actions.deliver()
            row = mails().get()
            waits.append(round((row.not_before - timezone.now()).total_seconds() / 60))
            clock.shift(row.not_before - timezone.now() + dt.timedelta(seconds=1))
        assert waits[:7] == [1, 2, 4, 8, 16, 32, 64]
        assert (row.state, row.attempts) == (State.DEAD, 8)
        assert "451 mailbox busy" in row.error
        assert actions.deliver().failed == 0
        sink.refuse = ""
        assert actions.retry(reminder=row, by=TESTER)
        assert actions.deliver().sent == 1


def test_an_address_that_does_not_exist_is_given_up_at_once(cleaner, sink):
    sink.refuse = "550 no such user"
    tell([cleaner])
    assert actions.deliver().dead == 1


def test_a_server_out_of_reach_costs_nobody_an_attempt(room, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    people = [factories.make_user(Role.ROOM_MANAGER, room) for _n in range(3)]
    tell(people)
    actions.deliver()
    assert states() == [State.FAILED, State.WAITING, State.WAITING]
    assert set(mails().values_list("attempts", flat=True)) == {0}
    assert "refused" in mails().get(state=State.FAILED).error.lower()


def test_the_real_server_gets_each_mail_once(room, sink):
    people = [factories.make_user(Role.ROOM_MANAGER, room) for _n in range(5)]
    tell(people)
    assert actions.deliver().sent == 5
    assert sorted(letter[0] for letter in sink.letters) == sorted(person.email for person in people)
    assert len({letter[1] for letter in sink.letters}) == 5


def test_pages_of_messages(room, cleaner, as_user, api):
    make_duty(make_plan(room, name_en="Daily check", **PAST))
    sweep(by=TESTER)
    browser = as_user(cleaner)
    page = browser.get(reverse("reminder-list")).content.decode()
    assert "Daily check: overdue" in page
    assert "1 unread" in page
    unread = Reminder.objects.get(channel="in_app")
    opened = browser.get(reverse("reminder-open", args=[unread.pk]))
    assert opened.url == reverse("duty-detail", args=[unread.duty_id])
    assert "All read" in browser.get(reverse("reminder-list")).content.decode()
    stranger = factories.make_user(Role.ROOM_MANAGER, factories.make_facility(room.union, "room"))
    assert as_user(stranger).get(reverse("reminder-open", args=[unread.pk])).status_code == 404
    assert api(stranger).get("/api/v1/reminders/").json()["results"] == []
    (row,) = api(cleaner).get("/api/v1/reminders/").json()["results"]
    assert row["title"] == "Daily check: overdue"
    assert api(cleaner).post("/api/v1/reminders/read/").json() == {"read": 0, "unread": 0}


def test_the_administrator_sees_what_was_given_up_and_tries_again(room, cleaner, as_user):
    make_duty(make_plan(room, **PAST))
    sweep(by=TESTER)
    mails().update(state=State.DEAD, error="550 no such user")
    admin = factories.make_user(Role.ADMINISTRATOR, room.union)
    browser = as_user(admin)
    assert "550 no such user" in browser.get(reverse("reminder-undelivered")).content.decode()
    assert as_user(cleaner).get(reverse("reminder-undelivered")).status_code == 403
    browser.post(reverse("reminder-retry", args=[mails().get().pk]))
    assert states() == [State.WAITING]


def test_with_a_broker_a_worker_is_nudged_and_without_one_nobody_waits_for_it(cleaner, redis_server):
    redis = redis_server()
    assert nudge_with(redis.url) < 1
    assert Redis.from_url(redis.url).llen("delivery") == 1
    redis.stop()
    assert nudge_with(redis.url) < 1
    tell([cleaner])
    assert states() == [State.WAITING]
    assert actions.deliver().sent == 1


def nudge_with(redis_url):
    """Seconds that a process with this Redis spends on asking for a worker."""
    start = (
        "import time, threading, django; django.setup(); from ops.jobs import nudging; "
        "began = time.monotonic(); nudging._ask('ops.reminders.tasks.deliver'); spent = time.monotonic() - began; "
        "[one.join(60) for one in threading.enumerate() if one.name == 'nudge']; print(spent)"
    )
    environment = {**os.environ, "REDIS_URL": redis_url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", f"import config.celery; {start}"],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        check=True,
        timeout=90,
    )
    return float(done.stdout.split()[-1])


@pytest.fixture
def redis_server(tmp_path):
    """Starts a Redis of the test's own."""
    started = []

    class Server:
        def __init__(self):
            self.port = free_port()
            self.url = f"redis://127.0.0.1:{self.port}/0"
            self.process = subprocess.Popen(
                ["redis-server", "--port", str(self.port), "--save", "", "--dir", str(tmp_path)],
                stdout=subprocess.DEVNULL,
            )
            started.append(self)
            for _wait in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                        break
                time.sleep(0.05)

        def stop(self):
            self.process.kill()
            self.process.wait()

    yield Server
    for server in started:
        server.stop()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestOnPostgreSQL:
    """With real threads and processes."""

    @pytest.fixture
    def people(self):
        room = factories.make_facility(factories.make_union(below=factories.make_union()), "room")
        return [factories.make_user(Role.ROOM_MANAGER, room) for _n in range(12)]

    def test_drains_at_once_send_each_mail_once(self, people, sink):
        tell(people)
        in_threads(actions.deliver)
        assert len(sink.letters) == len({letter[0] for letter in sink.letters}) == 12
        assert states() == [State.SENT] * 12

    def test_a_worker_killed_while_the_server_holds_its_answer_loses_and_doubles_nothing(self, people, sink):
        tell(people)
        sink.hold = True
        worker = run_in_process("from ops.reminders.actions import deliver; deliver()", sink_port())
        assert sink.held.wait(60)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        sink.hold = False
        sink.release.set()
        assert states().count(State.SENDING) == 1
        (held,) = mails().filter(state=State.SENDING)
        assert actions.deliver().sent == 11  # the lease of the other still runs
        mails().filter(pk=held.pk).update(not_before=timezone.now())
        assert actions.deliver().sent == 1
        assert len(sink.letters) == len({letter[0] for letter in sink.letters}) == 12
        assert f"<{held.batch}@" in next(letter[1] for letter in sink.letters if letter[0] == held.recipient.email)


def sink_port():
    return settings.EMAIL_PORT


def in_threads(work, number=4):
    failed = []

    def run():
        try:
            work()
        except Exception as error:  # noqa: BLE001
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _n in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def run_in_process(program, port):
    db = connection.settings_dict
    password = f":{db['PASSWORD']}" if db["PASSWORD"] else ""
    url = f"postgres://{db['USER']}{password}@{db['HOST']}:{db['PORT']}/{db['NAME']}"
    start = (
        "import django; from django.conf import settings; django.setup(); "
        "settings.EMAIL_BACKEND = 'django.core.mail.backends.smtp.EmailBackend'; "
        f"settings.EMAIL_HOST, settings.EMAIL_PORT = '127.0.0.1', {port}; "
        f"settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False; {program}"
    )
    environment = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    return subprocess.Popen([sys.executable, "-c", start], env=environment, cwd=settings.BASE_DIR)


def test_smtp_errors_have_words():
    from ops.reminders.senders import words_of

    assert words_of(smtplib.SMTPDataError(554, b"spam")) == "554 spam"
