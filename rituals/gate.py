"""The measurement gate: whether an organisation's figures may be collected and shown."""

from __future__ import annotations

from typing import Final

from rituals.words import _
from storage.organisations import Organisation

OPEN, CLOSED = "OPEN", "CLOSED"
NEEDED: Final = _(
    "Figures and pulses are still off. First the admin records the position of the works council or staff body."
)


def measuring(org: Organisation | None) -> bool:
    return org is not None and org.gate == OPEN
