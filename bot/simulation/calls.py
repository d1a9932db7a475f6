"""What a workspace was asked, by whom and when, and what whoever asked heard: the oracle's evidence."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from bot.simulation.faults import TIMEOUT
from bot.simulation.lives import Life
from bot.surface import Away, Failed, Later, Outcome, Sent, Unsure


@dataclass(eq=False, slots=True)
class Call:
    """`turn`: when it was let through by the pace, from when it counts as under way. `due`: when it is answered.

    `heard`: when the answer reached a process that still lived.
    """

    method: str
    row: str
    channel: str
    at: float
    turn: float
    due: float
    life: Life | None
    stamp: str = ""  # of what is edited or taken away
    answer: Outcome | None = None
    heard: float = inf

    @property
    def refused(self) -> bool:
        return self.method != "find" and isinstance(self.answer, Failed)

    @property
    def fatal(self) -> bool:
        return self.refused and isinstance(self.answer, Failed) and self.answer.final

    @property
    def unclear(self) -> bool:
        """Nobody can know from its answer what it did."""
        return self.heard == inf or isinstance(self.answer, Unsure)

    @property
    def fine(self) -> bool:
        return self.heard < inf and isinstance(self.answer, Sent)

    @property
    def not_taken(self) -> bool:
        """It was told so, and it may come again: that is no refusal. Nor did its process stand still since, before it
        could write that down.
        """
        return isinstance(self.answer, Later | Away) and self.life is not None and self.life.until < self.heard < inf

    @property
    def brief(self) -> bool:
        """It took no longer than a call may, from when it was let through: its process did not stand still in it."""
        return self.heard < self.turn + TIMEOUT

    @property
    def off(self) -> float:
        return self.life.off if self.life is not None else 0.0

    @property
    def clock(self) -> float:
        """When it was made, as its process's clock shows."""
        return self.at + self.off
