"""Rate limits: sliding windows of a minute for each method, and the pace of chat.postMessage in a channel."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable

WINDOW = 60.0
"""Seconds: Slack counts its tiers by the minute."""

TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100
"""Calls a minute: the lower bound of each tier. Slack tolerates bursts to an unpublished degree; none here."""

SPECIAL = 300
"""Calls a minute where Slack says "hundreds" (auth.test, chat.getPermalink), and posts a minute in a workspace."""

SOCKETS = 10
"""apps.connections.open a minute. Slack's copies say tier 1 or 3; ten sockets may be open, so ten must be openable."""

BURST = 4
"""Posts to one channel at once before the pace of one a second begins; Slack tolerates "short bursts"."""


class Limits:
    """Each question counts as a call unless the answer is to wait."""

    def __init__(self, machine: Callable[[], float], *, enabled: bool) -> None:
        self._machine = machine
        self.enabled = enabled
        self._calls: dict[str, deque[float]] = defaultdict(deque)
        self._posts: dict[str, tuple[float, float]] = {}

    def wait(self, method: str, per_minute: int) -> int:
        """Whole seconds until `method` may be called again: the Retry-After. 0 takes the call."""
        if not self.enabled:
            return 0
        now = self._machine()
        calls = self._calls[method]
        while calls and calls[0] <= now - WINDOW:
            calls.popleft()
        if len(calls) >= per_minute:
            return max(1, math.ceil(calls[0] + WINDOW - now))
        calls.append(now)
        return 0

    def wait_to_post(self, channel: str) -> int:
        """As `wait`, for one more message in `channel`."""
        if not self.enabled:
            return 0
        now = self._machine()
        left, at = self._posts.get(channel, (float(BURST), now))
        left = min(float(BURST), left + now - at)
        if left < 1:
            self._posts[channel] = (left, now)
            return max(1, math.ceil(1 - left))
        self._posts[channel] = (left - 1, now)
        return 0
