"""Times that can be chosen for what the channel reads: inside a day at work, in whole steps."""

from __future__ import annotations

from datetime import time
from typing import Final

from rituals.words import _

FIRST, LAST = time(6, 0), time(20, 0)  # local: outside these hours the channel hears nothing, and no clock changes
STEP: Final = 5  # minutes
CHOOSE: Final = _("Choose a time between 06:00 and 20:00, in steps of five minutes.")


def on_step(clock: time) -> bool:
    return FIRST <= clock <= LAST and clock.minute % STEP == 0 and not (clock.second or clock.microsecond)
