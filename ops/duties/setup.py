"""What duties register with the floors below and beside them; called once by the app's `ready()`."""

from __future__ import annotations

from ops.duties import generation
from ops.duties.queries import seconds_since_sweep
from ops.facilities.registry import ClosureListener, closure_listeners
from ops.web import health

# Beat sweeps every 15 seconds; after so long without one, people are not told of what they should know.
SWEEP_TOO_OLD = 120


def register() -> None:
    """Closures void duties; readiness asks for the last sweep."""
    closure_listeners.register(
        ClosureListener("duties", ordered=generation.void_for_closure, lifted=generation.reopen_after_lift)
    )
    health.register_check("sweep", check_sweep)


def check_sweep() -> health.Check:
    """Duties were swept within the last two minutes."""
    age = seconds_since_sweep()
    if age is None:
        return health.Check(False, "no sweep yet")
    return health.Check(age < SWEEP_TOO_OLD, f"{age:.0f} s ago")
