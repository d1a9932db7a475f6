"""Who hosts, once the day begins. Values in, values out."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from rituals import inviting

ROLE: Final = "host"


class Host(StrEnum):
    UNASSIGNED = "UNASSIGNED"
    INVITED = "INVITED"
    CONFIRMED = "CONFIRMED"


def at_start(
    state: Host, start: datetime, invited_at: datetime | None, delivered_at: datetime | None, *, present: bool
) -> Host:
    if not present:
        return Host.UNASSIGNED
    if state is not Host.INVITED:
        return state
    return Host.CONFIRMED if inviting.consents(start, invited_at, delivered_at) else Host.UNASSIGNED
