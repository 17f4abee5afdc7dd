"""Health checks of the containers: `url ADDRESS` answers, or `fresh FILE SECONDS` was touched lately."""

import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen


def healthy(kind: str, *words: str) -> bool:
    """Whether the probe named on the command line succeeds. Raises ValueError for a probe that is not known."""
    match kind, words:
        case "url", [address]:
            try:
                with urlopen(address, timeout=4) as answer:  # noqa: S310  # from our own compose file
                    return bool(answer.status == 200)
            except (URLError, OSError):
                return False
        case "fresh", [path, seconds]:
            file = Path(path)
            return file.exists() and time.time() - file.stat().st_mtime < float(seconds)
        case _:
            raise ValueError(f"no probe {kind!r} with {len(words)} arguments")


if __name__ == "__main__":
    sys.exit(0 if healthy(*sys.argv[1:]) else 1)
