"""Slack's pace, kept before calling: a call that would be turned away is not made. Machine time."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime

from bot.bucket import Bucket

# Slack takes one post a second in a channel (short bursts tolerated), and several hundred a minute in a workspace.
POSTS_IN_CHANNEL = (3, 1.0)
POSTS = (20, 4.0)
# Tier 3 is 50 a minute over all channels together; 45 leaves room for edits that a click causes.
EDITS = (10, 45 / 60)


@dataclass
class Pace:
    now: Callable[[], datetime]
    buckets: dict[Hashable, Bucket] = field(default_factory=dict)

    def post(self, channel: str) -> float:
        """Seconds to wait before a post in this channel; 0 when it may go, which then counts."""
        return self._take(("posts", *POSTS), (channel, *POSTS_IN_CHANNEL))

    def edit(self) -> float:
        return self._take(("edits", *EDITS))

    def _take(self, *limits: tuple[str, int, float]) -> float:
        now = self.now()
        buckets = [self.buckets.setdefault(name, Bucket(size, rate)) for name, size, rate in limits]
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 0:
            return wait
        for bucket in buckets:
            bucket.take(now)
        return 0.0
