"""While the surface is away nothing is tried but what asks whether it is back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

FIRST: Final = 1.0  # seconds until the next look, twice as long each time
LONGEST: Final = 30.0  # seconds: whoever mends it sees it go on within half a minute

log = structlog.get_logger()


@dataclass
class Absence:
    """`until`: when to look again (machine time); None: it is there, as far as we know."""

    until: datetime | None = None
    times: int = 0
    why: str = ""

    def lasts(self, now: datetime) -> bool:
        return self.until is not None and now < self.until

    def noticed(self, why: str, now: datetime) -> datetime:
        """When to look again. Calls that were under way together count as one look."""
        if self.until is None or now >= self.until:
            if why != self.why:
                log.warning("surface.away", why=why)
            self.why = why
            self.until = now + timedelta(seconds=min(LONGEST, FIRST * 2**self.times))
            self.times += 1
        return self.until

    def over(self) -> None:
        if self.until is not None:
            log.info("surface.back", was=self.why)
        self.until, self.times, self.why = None, 0, ""
