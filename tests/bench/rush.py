"""Eight in the morning: 4,000 drop-offs from 200 stations within a minute while desks are read; JSON to stdout.

    DATABASE_URL=postgres://… python -m tests.bench.rush

One gunicorn on PostgreSQL by real HTTP. `rush`: each station has its own kept connection and taps its twenty children
at random moments of fifty seconds; every twentieth tap is sent twice, as a phone does whose answer was lost. Meanwhile
officers read the desk and managers their boards, over and over. Nothing may fail, be lost or be doubled.
`thirty`: a scripted Chromium of a phone's size marks thirty children one by one: interactions and seconds.
"""

from __future__ import annotations

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

from tests.bench import check_in

STATIONS, EACH, SECONDS, READERS = 200, 20, 50.0, 4
AGAIN = 20
THIRTY, MOST_TAPS, MOST_SECONDS = 30, 35, 45.0
PASSWORD = "aixin-demo-bench"


def measure(port: int) -> dict[str, Any]:
    """Both figures, each with what must hold."""
    check_in.STATIONS, check_in.CHILDREN_EACH = STATIONS, EACH
    check_in.CHILDREN = STATIONS * EACH
    world = check_in.build()
    office = people(world)
    check_in.empty()
    rush = rush_hour(port, world, office)
    check_in.empty()
    return {"rush": rush, "thirty": thirty(port, office["staff"])}


def people(world: list[dict[str, Any]]) -> dict[str, Any]:
    """An officer with a token, and somebody who works at a thirty-first station with thirty children."""
    from django.utils import timezone

    from ops.organization.actions import make_token
    from ops.organization.models import TradeUnion
    from ops.organization.roles import Role
    from tests import factories
    from tests.stations import world as stations

    city = TradeUnion.objects.get(depth=1)
    officer = factories.make_user(Role.UNION_OFFICER, city)
    station = stations.make_station(city)
    term = stations.make_term(station)
    for _number in range(THIRTY):
        stations.make_child(term)
    staff = factories.make_user(Role.STATION_STAFF, station)
    staff.set_password(PASSWORD)
    staff.acted_by(factories.TESTER).save()
    token = make_token(user=officer, name="bench", days=None, by=factories.TESTER)[1]
    return {"token": token, "staff": staff.username, "facility": world[0]["facility"], "now": timezone.now()}


def rush_hour(port: int, world: list[dict[str, Any]], office: dict[str, Any]) -> dict[str, Any]:
    """The minute itself."""
    by_station: dict[Any, list[dict[str, Any]]] = {}
    for row in world:
        by_station.setdefault(row["facility"], []).append(row)
    took: list[float] = []
    errors: list[str] = []
    reads: list[float] = []
    over = threading.Event()
    warm_up(port, office)
    began = time.perf_counter() + 1.0

    def station(rows: list[dict[str, Any]]) -> None:
        chance = random.Random(str(rows[0]["facility"]))
        moments = sorted(chance.uniform(0, SECONDS) for _row in rows)
        with closing(socket.create_connection(("127.0.0.1", port))) as line:
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for number, (row, moment) in enumerate(zip(rows, moments, strict=True)):
                time.sleep(max(0.0, began + moment - time.perf_counter()))
                sent = check_in.ours(row)
                for _time in range(2 if number % AGAIN == 0 else 1):
                    started = time.perf_counter()
                    line.sendall(sent)
                    answer = check_in.read(line)
                    took.append(time.perf_counter() - started)
                    if not answer.startswith((b"HTTP/1.1 201", b"HTTP/1.1 200")):
                        errors.append(answer[:300].decode(errors="replace"))

    readers = [threading.Thread(target=read_on, args=(port, office, over, reads, errors)) for _one in range(READERS)]
    for reader in readers:
        reader.start()
    with ThreadPoolExecutor(STATIONS) as pool:
        list(pool.map(station, by_station.values()))
    lasted = time.perf_counter() - began
    over.set()
    for reader in readers:
        reader.join()
    return judged(took, reads, errors, lasted)


def warm_up(port: int, office: dict[str, Any]) -> None:
    """A server that has run since yesterday: its modules are loaded, its connections to the database open."""
    over = threading.Event()
    readers = [threading.Thread(target=read_on, args=(port, office, over, [], [])) for _one in range(16)]
    for reader in readers:
        reader.start()
    time.sleep(5)
    over.set()
    for reader in readers:
        reader.join()


def read_on(port: int, office: dict[str, Any], over: threading.Event, reads: list[float], errors: list[str]) -> None:
    """An officer who reads one screen after another."""
    paths = (f"/api/v1/roll-call/?facility={office['facility']}", "/api/v1/compliance/", "/api/v1/facilities/")
    number = 0
    while not over.is_set():
        head = f"GET {paths[number % len(paths)]} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        head += f"Authorization: Token {office['token']}\r\nConnection: close\r\n\r\n"
        number += 1
        with closing(socket.create_connection(("127.0.0.1", port))) as line:
            started = time.perf_counter()
            line.sendall(head.encode())
            answer = check_in.read(line)
        reads.append(time.perf_counter() - started)
        if not answer.startswith(b"HTTP/1.1 200"):
            errors.append(answer[:300].decode(errors="replace"))
        time.sleep(0.25)


def judged(took: list[float], reads: list[float], errors: list[str], lasted: float) -> dict[str, Any]:
    """The figures, and whether nothing failed, was lost or doubled."""
    from django.db.models import Count

    from stations.attendance.models import Handover

    records, history = check_in.recorded()
    doubled = Handover.objects.values("child").annotate(number=Count("pk")).filter(number__gt=1).count()
    whole = {"stations": STATIONS, "drop_offs": STATIONS * EACH, "sent": len(took), "seconds": round(lasted, 1)}
    return {
        **whole,
        "recorded": records,
        "history_rows": history,
        "errors": len(errors),
        "first_errors": errors[:3],
        "lost": STATIONS * EACH - records,
        "doubled": doubled,
        "ms": percentiles(took),
        "desk_reads": len(reads),
        "desk_ms": percentiles(reads),
        "gate_held": not errors and records == history == STATIONS * EACH and not doubled and lasted <= 60,
    }


def percentiles(seconds: list[float]) -> dict[str, float]:
    """Median, 95th and 99th of a hundred, and the worst, in milliseconds."""
    cuts = statistics.quantiles(seconds, n=100)
    return {
        name: round(1000 * value, 1)
        for name, value in (("p50", cuts[49]), ("p95", cuts[94]), ("p99", cuts[98]), ("worst", max(seconds)))
    }


def thirty(port: int, staff: str) -> dict[str, Any]:
    """A phone: sign in, then tap after tap as soon as the last one shows; the clock runs from the board's first tap."""
    from playwright.sync_api import sync_playwright

    from stations.attendance.models import Handover

    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True).new_page()
        page.goto(f"http://127.0.0.1:{port}/sign-in/")
        page.fill("input[name=login]", staff)
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_url(lambda url: "/roll-call/" in url)
        tiles = page.locator(".tile").all()
        sent: list[str] = []
        page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
        started = time.perf_counter()
        for tile in tiles:
            tile.locator("button.child").click()
        page.wait_for_selector(".child.sending", state="detached")
        seconds = time.perf_counter() - started
        browser.close()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    recorded = Handover.objects.count()
    return {
        "children": len(tiles),
        "interactions": len(tiles),
        "requests": len(sent),
        "recorded": recorded,
        "seconds": round(seconds, 1),
        "gate_held": recorded == THIRTY and len(tiles) <= MOST_TAPS and seconds <= MOST_SECONDS,
    }


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
    name = f"{before}_bench_rush"
    # Tables straight from the models, as in the tests: a minute less.
    connection.settings_dict.setdefault("TEST", {}).update(NAME=name, MIGRATE=False)
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    port = check_in.free_port()
    server: subprocess.Popen[bytes] = check_in.start_server(
        port, f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    )
    try:
        print(json.dumps(measure(port), indent=2, ensure_ascii=False))  # noqa: T201
    finally:
        server.terminate()
        server.wait(20)
        connection.creation.destroy_test_db(before, verbosity=0)
    return 0


if __name__ == "__main__":
    sys.exit(main())
