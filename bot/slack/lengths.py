"""How long a text is to Slack, and cutting one to that."""

from __future__ import annotations

from rituals.texts import begin, cut


def units(text: str) -> int:
    """UTF-16 units: Slack doesn't say whether it counts these or code points, and these are never fewer."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def fitted(text: str, most: int) -> str:
    """At most so many UTF-16 units, cut at a word."""
    limit = most
    while (over := units(shown := cut(text, limit)) - most) > 0:
        limit -= (over + 1) // 2
    return shown


def begun(text: str, most: int) -> str:
    """At most its first so many UTF-16 units, never ending inside an emoji."""
    limit = most
    while (over := units(shown := begin(text, limit)) - most) > 0:
        limit -= (over + 1) // 2
    return shown
