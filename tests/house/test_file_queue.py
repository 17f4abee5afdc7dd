"""The embedded queue: whoever reads a message while it is being written never meets half of it."""

from __future__ import annotations

import json
import threading

from kombu import Connection

import config.file_queue  # noqa: F401

MESSAGES = 200


def test_a_message_is_whole_from_the_moment_that_it_can_be_seen(tmp_path):
    for folder in ("queue", "control", "processed"):
        (tmp_path / folder).mkdir()
    options = {"data_folder_in": str(tmp_path / "queue"), "data_folder_out": str(tmp_path / "queue")}
    options |= {"control_folder": str(tmp_path / "control"), "processed_folder": str(tmp_path / "processed")}
    ended, broken = threading.Event(), []

    def watch():
        while not ended.is_set():
            for path in (tmp_path / "queue").glob("*.msg"):
                try:
                    json.loads(path.read_text())
                except ValueError:
                    broken.append(path.name)
                except FileNotFoundError:
                    pass  # taken meanwhile

    watcher = threading.Thread(target=watch)
    watcher.start()
    with Connection("filesystem://", transport_options=options) as connection:
        queue = connection.SimpleQueue("sweeps")
        for number in range(MESSAGES):
            queue.put({"number": number, "text": "长" * 5000})
        found = [queue.get(timeout=5).payload["number"] for _n in range(MESSAGES)]
    ended.set()
    watcher.join()
    assert broken == []
    assert sorted(found) == list(range(MESSAGES))
