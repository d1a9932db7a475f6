"""How much one person may ask in a row, so that nobody else waits for it. Machine time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from bot.bucket import Bucket
from rituals.words import _

# Who goes through a whole board by hand, pressing as fast as pages open, stays below one a second; a day's five items
# of each kind, typed in a row, are some thirty clicks.
AT_ONCE: Final = 30
A_MINUTE: Final = 60
# In a view an answer means drawing all of it again: it stands there already for who was told a moment ago.
TOLD_EVERY: Final = 5.0  # seconds
REMEMBERED: Final = 10_000  # people; who was quiet for half a minute needs no remembering

TOO_FAST = _("Easy does it, I can't keep up with this. Try again in a minute. Nothing was changed.")


@dataclass
class Rate:
    now: Callable[[], datetime]
    most: int = REMEMBERED
    buckets: OrderedDict[Hashable, Bucket] = field(default_factory=OrderedDict)

    def allows(self, person: str) -> bool:
        """Counts one action, unless it is one too many."""
        return self._take(person, AT_ONCE, A_MINUTE / 60)

    def tells(self, person: str) -> bool:
        """Whether who was too fast is told so in the view before them."""
        return self._take((person, "told"), 1, 1 / TOLD_EVERY)

    def _take(self, key: Hashable, size: int, rate: float) -> bool:
        now = self.now()
        bucket = self.buckets.setdefault(key, Bucket(size, rate))
        self.buckets.move_to_end(key)
        self._forget(now)
        if bucket.wait(now) > 0:
            return False
        bucket.take(now)
        return True

    def _forget(self, now: datetime) -> None:
        """From those who did nothing for longest: whose bucket is full again, and what is more than we remember."""
        while len(self.buckets) > 1:
            key, eldest = next(iter(self.buckets.items()))
            if len(self.buckets) <= self.most and not eldest.full(now):
                return
            del self.buckets[key]
