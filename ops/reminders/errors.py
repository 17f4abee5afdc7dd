"""What can go wrong when a reminder is sent."""

from __future__ import annotations


class NotTaken(Exception):
    """A message did not go out; the text says why, without any secret."""


class Refused(NotTaken):
    """This address did not take it. `for_good`: it never will."""

    def __init__(self, words: str, *, for_good: bool = False):
        super().__init__(words[:300])
        self.for_good = for_good


class Gone(Refused):
    """A browser has ended its subscription: nothing will ever arrive there again."""

    def __init__(self, words: str):
        super().__init__(words, for_good=True)


class Unreachable(NotTaken):
    """Our own mail server cannot be reached: nobody's fault, and the same for everybody."""
