"""The queue of the embedded default: kombu's files, each of them whole from the moment that it can be seen."""

from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """Kombu writes a message under its final name; a worker that reads it before it is whole ends by itself."""

    # kombu's own two classes disagree on the second name.
    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        folder = Path(self.data_folder_out)
        written = folder / f"{name}.part"
        written.write_text(dumps(payload))
        written.rename(folder / name)


class Transport(filesystem.Transport):
    """`filesystem://` with the channel above."""

    Channel = Channel


TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
