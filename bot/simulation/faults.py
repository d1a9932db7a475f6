"""What goes wrong with one call to the surface: drawn from the seed, within a fault model that is written here.

A call takes effect at most `LATEST` after it was made. What is posted is posted once by one call, but for cards where
people click: there a copy heals. A refused connection and a 429 had no effect; of a time-out, a cut line and a 5xx
nobody can tell.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bot.surface import Away, Failed, Later, Outcome, Unsure

TIMEOUT = 10.0  # seconds that the bot waits for an answer
LATEST = 30.0  # seconds after the call at which it can still take effect


@dataclass(frozen=True, slots=True)
class Fate:
    """`lands`: when it takes effect, in seconds after the call. `answered`: when the caller hears of it.

    `instead`: what the caller hears where that isn't the effect's own outcome.
    """

    lands: tuple[float, ...]
    answered: float
    instead: Outcome | None = None


def fine(rng: Random) -> Fate:
    took = 0.05 + 0.2 * rng.random()
    return Fate((took,), took)


def away(rng: Random) -> Fate:
    return Fate((), 0.01, Away("ClientConnectorError"))


def turned_away(rng: Random) -> Fate:
    return Fate((), 0.1, Later(1.0 + rng.randrange(20)))


def refused(rng: Random) -> Fate:
    return Fate((), 0.1, Failed("fatal" if (final := rng.random() < 0.1) else "not_today", final=final))


def lost(rng: Random) -> Fate:
    return Fate((), TIMEOUT, Unsure("TimeoutError"))


def broken_before(rng: Random) -> Fate:
    return Fate((), 0.1 + rng.random(), Unsure("http 503"))


def broken_after(rng: Random) -> Fate:
    took = rng.random()
    return Fate((took,), took + 0.1, Unsure("http 500"))


def cut_after(rng: Random) -> Fate:
    """The caller's line drops at once; what was sent arrives all the same, and perhaps much later."""
    return Fate((LATEST * rng.random() ** 2,), 0.2, Unsure("ServerDisconnectedError"))


def late(rng: Random) -> Fate:
    """It is taken long after the caller has given up."""
    return Fate((TIMEOUT + (LATEST - TIMEOUT) * rng.random(),), TIMEOUT, Unsure("TimeoutError"))


def unheard(rng: Random) -> Fate:
    return Fate((rng.random(),), TIMEOUT, Unsure("TimeoutError"))


def slow(rng: Random) -> Fate:
    took = (TIMEOUT - 1.0) * rng.random()
    return Fate((took,), took + rng.random())


def doubled(rng: Random) -> Fate:
    """Something on the way repeats it by itself, as it got no answer; the caller hears of the second, if it waits."""
    took = rng.random()
    again = took + (LATEST - 1.0) * rng.random() ** 2
    return Fate((took, again), again) if again < TIMEOUT else Fate((took, again), TIMEOUT, Unsure("TimeoutError"))


KINDS: tuple[Callable[[Random], Fate], ...] = (
    away, turned_away, refused, lost, broken_before, broken_after, cut_after, late, unheard, slow
)  # fmt: skip


@dataclass
class Faults:
    """`bad`: how much of what is called goes wrong; none once it is `over`."""

    rng: Random
    bad: float
    over: bool = False

    def fate(self, *, twice: bool) -> Fate:
        """`twice`: this call may be repeated on its way."""
        if self.over or self.rng.random() >= self.bad:
            return fine(self.rng)
        kinds = (*KINDS, doubled) if twice else KINDS
        return self.rng.choice(kinds)(self.rng)
