"""Slack's pace, kept before calling: a call that would be turned away is not made. Machine time.

Each message keeps the turn it was given: it is put off until then, and takes no second one. So a channel with much to
say waits in its own line, and takes nothing from the pace that all share before its turn has come.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.bucket import Bucket

# Slack takes one post a second in a channel (short bursts tolerated), and several hundred a minute in a workspace.
POSTS_IN_CHANNEL = (3, 1.0)
POSTS = (20, 4.0)
# Tier 3 is 50 a minute over all channels together; 45 leaves room for edits that a click causes.
EDITS = (10, 45 / 60)
KEPT = 5_000  # turns remembered before those that nobody came for are looked through
UNCLAIMED = timedelta(minutes=2)  # after its moment: whoever had this turn is sent by another process, or not at all

FIRST = 0.5  # seconds that the one which was turned away goes ahead of what came after it

Lane = tuple[Hashable, int, float]


@dataclass(frozen=True, slots=True)
class Held:
    """Nothing goes until then, and for a moment after it only the one that was turned away."""

    until: datetime
    mark: Hashable

    def wait(self, mark: Hashable, now: datetime) -> float:
        until = self.until if mark == self.mark else self.until + timedelta(seconds=FIRST)
        return (until - now).total_seconds()


@dataclass
class Pace:
    now: Callable[[], datetime]
    buckets: dict[Hashable, Bucket] = field(default_factory=dict)
    turns: dict[tuple[Hashable, Hashable], datetime] = field(default_factory=dict)
    held: dict[Hashable, Held] = field(default_factory=dict)  # lanes in which we were turned away

    def post(self, channel: str, mark: Hashable) -> float:
        """Seconds until this message may be posted; 0 when it may go now, and its turn is used up."""
        return self._wait(mark, (channel, *POSTS_IN_CHANNEL), ("posts", *POSTS))

    def edit(self, mark: Hashable) -> float:
        return self._wait(mark, ("edits", *EDITS))

    def turned_away(self, channel: str, mark: Hashable, seconds: float, *, edit: bool) -> None:
        """Slack counts for itself: a channel it turns away waits, and where it turns away a second one, all do."""
        now = self.now()
        held = Held(now + timedelta(seconds=seconds), mark)
        self.held = {each: other for each, other in self.held.items() if other.wait(None, now) > 0}
        if edit:
            self._hold("edits", *EDITS, held)
            return
        if self.held.keys() - {channel, "edits"}:
            self._hold("posts", *POSTS, held)
        self._hold(channel, *POSTS_IN_CHANNEL, held)

    def _hold(self, name: Hashable, size: int, rate: float, held: Held) -> None:
        """All turns that were given in this lane are void: whoever had one asks again, in order."""
        known = self.held.get(name)
        self.held[name] = held = known if known is not None and known.until > held.until else held
        self.turns = {key: turn for key, turn in self.turns.items() if key[0] != name}
        self.buckets[name] = Bucket(size, rate)
        self.buckets[name].hold(held.until)

    def _wait(self, mark: Hashable, *lanes: Lane) -> float:
        """One lane after the other: who waits in the first takes no room in the next."""
        now = self.now()
        for name, size, rate in lanes:
            if (held := self.held.get(name)) is not None and (wait := held.wait(mark, now)) > 0:
                return wait
            turn = self.turns.get((name, mark))
            if turn is None:
                turn = self.turns[name, mark] = self._bucket(name, size, rate).reserve(now)
            if turn > now:
                self._forget(now)
                return (turn - now).total_seconds()
        for name, _size, _rate in lanes:
            del self.turns[name, mark]
        return 0.0

    def _bucket(self, name: Hashable, size: int, rate: float) -> Bucket:
        return self.buckets.setdefault(name, Bucket(size, rate))

    def _forget(self, now: datetime) -> None:
        if len(self.turns) + len(self.buckets) <= KEPT:
            return
        self.turns = {key: turn for key, turn in self.turns.items() if turn > now - UNCLAIMED}
        self.buckets = {name: bucket for name, bucket in self.buckets.items() if not bucket.full(now)}
