"""All measurements, one after the other, each in a process and a database of its own; JSON to stdout and a file.

    python -m tests.bench [--json bench.json] [name …]

Figures are medians and ratios of one run on this machine; absolute times drift from run to run, ratios hold.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.engines import DATABASE_URL, REDIS_URL


def main() -> int:
    """Run the benches named, or all; 1 when one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, help="also write the figures here")
    parser.add_argument("names", nargs="*", help="benches to run; all unless named")
    options = parser.parse_args()
    every = sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py") if path.stem != "soak")
    figures: dict[str, Any] = {"machine": machine()}
    for name in options.names or every:
        figures[name] = run(name)
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    print(text)  # noqa: T201
    if options.json:
        options.json.write_text(text + "\n")
    return 1 if any("failed" in found for found in figures.values()) else 0


def run(name: str) -> dict[str, Any]:
    """The figures of one bench, or what it said when it failed."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{name}"],
        env={**os.environ, "DATABASE_URL": DATABASE_URL, "REDIS_URL": REDIS_URL},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return {"failed": done.returncode, "said": done.stderr[-2000:]}
    return json.loads(done.stdout)


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    return {
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "system": platform.platform(),
    }


if __name__ == "__main__":
    sys.exit(main())
