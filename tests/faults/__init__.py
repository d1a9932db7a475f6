"""Real faults: sockets that are cut, files that are full, servers that are stopped, and a bot that goes on by itself.

Each passes in seconds, on clocks and patience that the test has made short. `AT_LENGTH=1` lets it last as long as it
does in life: half a minute, a minute, an hour.
"""

from __future__ import annotations

import os
from typing import Final

AT_LENGTH: Final = bool(os.environ.get("AT_LENGTH"))


def lasts(real: float, short: float) -> float:
    """Seconds of real time."""
    return real if AT_LENGTH else short
