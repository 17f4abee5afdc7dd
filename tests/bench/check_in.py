"""Check-ins at the door through the API, against stock code and against the bare SQL, on PostgreSQL; JSON to stdout.

    DATABASE_URL=postgres://… python -m tests.bench.check_in

One gunicorn serves two endpoints under the same settings, by real HTTP with kept connections:
`ours`   POST /api/v1/handovers/: token, scope, permission, the rules of the door, idempotency, history
`stock`  POST /api/v1/stock/: token, a ModelSerializer of the same table, django-simple-history's row; no scope or rules
`raw`    psycopg alone: record and history row in one prepared statement a commit, as many connections
`batch`  POST /api/v1/handovers/batch/ with 60 records each, in records a second
In turn, several rounds, the tables emptied between; medians. Ratios hold, absolute figures drift with the machine.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

STATIONS, CHILDREN_EACH = 20, 60
CHILDREN = STATIONS * CHILDREN_EACH
CONNECTIONS, ROUNDS, WORKERS, THREADS = 8, 5, 2, 4
GATE, MOONSHOT, RAW_GATE, RAW_MOONSHOT, BATCH_GATE = 2.0, 3.5, 0.12, 0.20, 20


def serve() -> Any:
    """The WSGI application of the bench: the product's own, with the stock endpoint beside it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    settings.ROOT_URLCONF = "tests.bench.check_in"
    settings.ALLOWED_HOSTS = ["*"]
    application = get_wsgi_application()
    global urlpatterns  # noqa: PLW0603 - this module is its own URLconf
    urlpatterns = _addresses()
    return application


urlpatterns: list[Any] = []


def _addresses() -> list[Any]:
    from django.urls import include, path
    from rest_framework import generics, serializers

    from config.urls import api
    from config.urls import urlpatterns as product
    from ops.records.actor import Actor
    from stations.attendance.models import Handover

    class StockSerializer(serializers.ModelSerializer):
        """As the documentation of REST framework shows it."""

        class Meta:
            model = Handover
            fields = (
                *("id", "facility", "child", "enrolment", "kind", "local_date", "sequence", "occurred_at"),
                *("person_name", "relation", "observation"),
            )
            extra_kwargs = {"id": {"read_only": False}, "sequence": {"read_only": False}}  # noqa: RUF012

        def create(self, validated_data: dict[str, Any]) -> Handover:
            """The same row and history row by save() alone."""
            handover = Handover(**validated_data).acted_by(Actor.of(self.context["request"]))
            handover.save(force_insert=True)
            return handover

    class Stock(generics.CreateAPIView):
        """A bare insert."""

        queryset = Handover.objects.all()
        serializer_class = StockSerializer

    # Beside the product's own endpoints, and found as late as they are.
    return [path("api/v1/", include([*api, path("stock/", Stock.as_view())])), *product]


def measure(port: int, server: int) -> dict[str, Any]:
    """All figures; expects the built world and a server at the port."""
    world = build()
    figures: dict[str, list[float]] = {"ours": [], "stock": [], "raw": [], "batch": []}
    spent: dict[str, list[float]] = {"ours": [], "stock": []}
    work: dict[str, Callable[[], float]] = {
        "ours": lambda: over_http(port, [ours(child) for child in world]),
        "stock": lambda: over_http(port, [stock(child) for child in world]),
        "raw": lambda: raw(world),
        "batch": lambda: CHILDREN_EACH * over_http(port, batches(world)),
    }
    for round_number in range(ROUNDS + 1):
        for name, run in work.items():
            empty()
            before = cpu_seconds(server)
            rate = run()
            used = cpu_seconds(server) - before
            assert recorded() == (CHILDREN, CHILDREN), (name, recorded())  # noqa: S101
            if round_number:  # the first round warms up
                figures[name].append(rate)
                if name in spent:
                    spent[name].append(1000 * used / CHILDREN)
    cpu = {name: statistics.median(values) for name, values in spent.items()}
    median = {name: statistics.median(rates) for name, rates in figures.items()}
    to_stock, to_raw = median["ours"] / median["stock"], median["ours"] / median["raw"]
    return {
        "settings": {
            "children": CHILDREN,
            "stations": STATIONS,
            "connections": CONNECTIONS,
            "server": f"gunicorn gthread {WORKERS}×{THREADS}",
            "rounds": ROUNDS,
        },
        "per_second": {name: round(rate) for name, rate in median.items()},
        "all_rounds": {name: [round(rate) for rate in rates] for name, rates in figures.items()},
        "statements": {"ours": statements("ours", world[0]), "stock": statements("stock", world[0])},
        # Of the web processes alone: hardly moved by whatever else the machine is doing.
        "server_cpu_ms_each": {name: round(value, 2) for name, value in cpu.items()},
        "ours_to_stock_by_cpu": round(cpu["stock"] / cpu["ours"], 2),
        "ours_to_stock": round(to_stock, 2),
        "gate": GATE,
        "moonshot": MOONSHOT,
        "ours_to_raw": round(to_raw, 3),
        "raw_gate": RAW_GATE,
        "raw_moonshot": RAW_MOONSHOT,
        "batch_to_single": round(median["batch"] / median["ours"], 1),
        "gate_held": to_stock >= GATE and to_raw >= RAW_GATE,
    }


def build() -> list[dict[str, Any]]:
    """Stations with staff, tokens, a running term and children who attend it."""
    from django.utils import timezone

    from ops.facilities.models import Facility
    from ops.organization.actions import make_token
    from ops.organization.models import Membership
    from ops.organization.roles import Role
    from ops.records import bulk
    from stations.enrolment.models import Child, Enrolment
    from stations.terms.models import Station, Term
    from tests import factories

    by = factories.TESTER
    city = factories.make_union("市总工会")
    districts = [factories.make_union(below=city) for _number in range(10)]
    stations = [factories.make_facility(districts[number % 10]) for number in range(STATIONS)]
    users = [factories.make_user() for _number in range(STATIONS)]
    bulk.insert(
        Membership,
        [
            Membership(user=user, role=Role.STATION_STAFF, facility=place)
            for user, place in zip(users, stations, strict=True)
        ],
        by=by,
    )
    bulk.insert(Station, [Station(facility=place) for place in stations], by=by)
    today = timezone.localdate()
    terms = [
        Term(
            facility=place,
            name="暑期班",
            first_day=today - dt.timedelta(days=9),
            last_day=today + dt.timedelta(days=30),
            weekdays="0123456",
        )
        for place in stations
    ]
    bulk.insert(Term, terms, by=by)
    children = [
        Child(facility=place, name=f"孩子{number}", sex="female", birth_date=dt.date(2017, 1, 1))
        for place in stations
        for number in range(CHILDREN_EACH)
    ]
    bulk.insert(Child, children, by=by)
    places = _places(children, terms)
    bulk.insert(Enrolment, places, by=by)
    tokens = {
        place.pk: make_token(user=user, name="bench", days=None, by=by)[1]
        for user, place in zip(users, stations, strict=True)
    }
    assert Facility.objects.count() == STATIONS  # noqa: S101
    found = [{"child": place.child_id, "enrolment": place.pk, "facility": place.facility_id} for place in places]
    # Neighbours in the list belong to different stations, as they do in a city at eight in the morning.
    mixed = [found[start::CHILDREN_EACH] for start in range(CHILDREN_EACH)]
    return [row | {"token": tokens[row["facility"]], "day": today} for rows in mixed for row in rows]


def _places(children: list[Any], terms: list[Any]) -> list[Any]:
    from django.utils import timezone

    from stations.enrolment.models import Enrolment

    term_of = {term.facility_id: term for term in terms}
    return [
        Enrolment(
            facility_id=child.facility_id,
            child=child,
            term=term_of[child.facility_id],
            state="attending",
            state_since=timezone.now(),
        )
        for child in children
    ]


def ours(row: dict[str, Any]) -> bytes:
    """A tap as the board sends it."""
    return request("/api/v1/handovers/", row["token"], tap(row))


def tap(row: dict[str, Any]) -> dict[str, Any]:
    """One drop-off."""
    return {"id": str(new_id()), "child": str(row["child"]), "kind": "drop_off", "occurred_at": now()}


def stock(row: dict[str, Any]) -> bytes:
    """The same for the stock endpoint, which wants every column told."""
    body = {
        **tap(row),
        "facility": str(row["facility"]),
        "enrolment": str(row["enrolment"]),
        "local_date": str(row["day"]),
        "sequence": 1,
    }
    return request("/api/v1/stock/", row["token"], body)


def batches(world: list[dict[str, Any]]) -> list[bytes]:
    """Each station's whole board in one request."""
    boards: dict[UUID, list[dict[str, Any]]] = {}
    for row in world:
        boards.setdefault(row["facility"], []).append(row)
    return [
        request("/api/v1/handovers/batch/", rows[0]["token"], {"handovers": [tap(row) for row in rows]})
        for rows in boards.values()
    ]


def request(path: str, token: str, body: dict[str, Any]) -> bytes:
    """An HTTP request as bytes, so that the load costs as little as it can."""
    content = json.dumps(body).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Token {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


def over_http(port: int, requests: list[bytes]) -> float:
    """Requests a second over kept connections; every answer must be a success."""

    def send(mine: list[bytes]) -> None:
        with closing(socket.create_connection(("127.0.0.1", port))) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for one in mine:
                line.sendall(one)
                answer = read(line)
                if not answer.startswith((b"HTTP/1.1 201", b"HTTP/1.1 200")):
                    raise RuntimeError(answer[:600].decode(errors="replace"))

    started = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(send, [requests[start::CONNECTIONS] for start in range(CONNECTIONS)]))
    return len(requests) / (time.perf_counter() - started)


def read(line: socket.socket) -> bytes:
    """One whole answer."""
    data = b""
    while b"\r\n\r\n" not in data:
        data += received(line)
    head, _blank, body = data.partition(b"\r\n\r\n")
    fields = dict(field.split(b": ", 1) for field in head.lower().split(b"\r\n")[1:])
    length = int(fields.get(b"content-length", b"0"))
    while len(body) < length:
        body += received(line)
    return head + b"\r\n\r\n" + body


def received(line: socket.socket) -> bytes:
    """The next bytes; a line that was cut is an error, not an end."""
    data = line.recv(65536)
    if not data:
        raise ConnectionError("the server hung up")
    return data


def raw(world: list[dict[str, Any]]) -> float:
    """Records a second by the driver alone: both rows in one prepared statement, one commit each."""
    import psycopg
    from django.db import connection

    settings = connection.get_connection_params()
    settings = {name: settings[name] for name in ("dbname", "user", "host", "port") if name in settings}
    statement = raw_statement()
    ready = threading.Barrier(CONNECTIONS + 1)

    def write(rows: list[dict[str, Any]]) -> None:
        with psycopg.connect(**settings, autocommit=True) as line:
            ready.wait()
            for row in rows:
                key, moment = new_id(), dt.datetime.now(dt.UTC)
                values = (key, moment, moment, row["facility"], row["child"], row["enrolment"], row["day"], moment)
                line.execute(statement, values, prepare=True)

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        tasks = [pool.submit(write, world[start::CONNECTIONS]) for start in range(CONNECTIONS)]
        ready.wait()
        started = time.perf_counter()
        for task in tasks:
            task.result()
        return len(world) / (time.perf_counter() - started)


def raw_statement() -> str:
    """The insert of a drop-off and of its history row."""
    from stations.attendance.models import Handover

    columns = ", ".join(f'"{field.column}"' for field in Handover.history.model.tracked_fields)
    return f"""WITH written AS (
        INSERT INTO stations_handover (id, version, occurred_at, recorded_at, facility_id, child_id, enrolment_id, kind,
            local_date, sequence, person_name, relation, left_alone, observation, measure, feverish,
            override_reason, clock_skew, undone)
        VALUES (%s, 1, %s, %s, %s, %s, %s, 'drop_off', %s, 1, '', '', false, '', '', false, '', 0, false) RETURNING *
    ) INSERT INTO stations_historicalhandover ({columns}, history_date, history_type, history_change_reason, source,
        request_id, actor_name) SELECT {columns}, %s, '+', '', 'api', '', '' FROM written"""


def statements(which: str, row: dict[str, Any]) -> int:
    """How many statements one request runs."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client, override_settings
    from django.test.utils import CaptureQueriesContext

    empty()
    head, _blank, body = {"ours": ours, "stock": stock}[which](row).partition(b"\r\n\r\n")
    path = head.split(b" ")[1].decode()
    # This module runs as __main__: the one that Django imports by its name is another.
    vars(import_module("tests.bench.check_in"))["urlpatterns"] = _addresses()
    with (
        override_settings(ROOT_URLCONF="tests.bench.check_in", ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"]),
        CaptureQueriesContext(connection) as captured,
    ):
        Client().post(path, body, content_type="application/json", headers={"authorization": f"Token {row['token']}"})
    return len(captured)


def empty() -> None:
    """No hand-over, as after a vacuum."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE stations_handover, stations_historicalhandover")
        cursor.execute("ANALYZE stations_child, stations_enrolment, stations_term, ops_facility, ops_membership")


def recorded() -> tuple[int, int]:
    """Records and history rows."""
    from stations.attendance.models import Handover

    return Handover.objects.count(), Handover.history.count()


def new_id() -> UUID:
    """An id as a client makes it."""
    from ops.records.ids import uuid7

    return uuid7()


def now() -> str:
    """This moment, as a device writes it."""
    return dt.datetime.now(dt.UTC).isoformat()


def cpu_seconds(server: int) -> float:
    """Processor time that the server's worker processes have used."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    ticks = 0
    for child in children:
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port nobody listens at."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_server(port: int, database_url: str) -> subprocess.Popen[bytes]:
    """Gunicorn with the bench's application; returns once it answers."""
    command = [
        *(sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "tests.bench.check_in:serve()"),
        *("--bind", f"127.0.0.1:{port}"),
        *("--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread", "--keep-alive", "60"),
        *("--log-level", "warning", "--no-control-socket"),
    ]
    environment = {**os.environ, "DATABASE_URL": database_url, "LOG_LEVEL": "WARNING"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return server
        except OSError:
            time.sleep(0.2)
    server.terminate()
    raise RuntimeError("the server did not start")


def main() -> int:
    """Measure in a database of its own, which is dropped afterwards."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection

    if connection.vendor != "postgresql":
        print("DATABASE_URL must name a PostgreSQL server", file=sys.stderr)  # noqa: T201
        return 2
    before = connection.settings_dict["NAME"]
    name = f"{before}_bench_check_in"
    connection.settings_dict.setdefault("TEST", {})["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    port = free_port()
    server = start_server(port, f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}")
    try:
        print(json.dumps(measure(port, server.pid), indent=2, ensure_ascii=False))  # noqa: T201
    finally:
        server.terminate()
        server.wait(20)
        connection.creation.destroy_test_db(before, verbosity=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
