"""`klantritme run`, as it is but for Slack's pace: `python -m benchmarks.process`.

One workspace takes four posts a second, so that ten thousand cards would take it forty minutes whatever the bot does.
Here the pace never makes a post wait.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from bot.cli import main
from bot.slack import pace

NEVER = (10**9, 1e9)  # tokens at once, and so many a second


@contextmanager
def unpaced() -> Iterator[None]:
    with patch.multiple(pace, POSTS=NEVER, POSTS_IN_CHANNEL=NEVER, EDITS=NEVER):
        yield


if __name__ == "__main__":
    with unpaced():
        sys.argv = ["klantritme", "run"]
        main()
