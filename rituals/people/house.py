"""What the house does for itself: its first start in an organisation, and its nightly round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Final

from rituals.calendar import DAY, Calendar
from rituals.contract import Answer, Due, Event, Turn
from rituals.people import lines, rules
from rituals.people.membership import know
from storage import audit, lead_lines, memberships, people

TIMER: Final = "people.nightly"
SUBJECT: Final = "nightly"  # names no team: the round is the organisation's
ROUND: Final = time(4, 0)  # local; the hours in which clocks change lie before it


async def installed(turn: Turn, event: Event) -> Answer:
    """On every start. Values: name, url, admins (by the settings), and profiles as far as they are read."""
    values = event.values
    await people.know_organisation(turn.session, turn.org, values["name"], values["url"], values["admins"])
    await know(turn, values.get("profiles", ()))
    await memberships.appoint(turn.session, values["admins"])
    await _plan(turn)
    return None


async def nightly(turn: Turn, due: Sequence[Due]) -> None:
    """What has been kept long enough goes; lines that wait are looked at again."""
    today = turn.now.date()
    await people.forget_absences(turn.session, today - rules.ABSENCES_KEPT)
    await audit.forget(turn.session, turn.org, turn.now - rules.LOG_KEPT)
    await lead_lines.forget(turn.session, turn.now - rules.LOG_KEPT)
    await lines.look_again(turn)
    await _plan(turn)


async def _plan(turn: Turn) -> None:
    org = await people.organisation(turn.session, turn.org)
    if org is None:
        return
    calendar = Calendar(zone=org.timezone)
    today = calendar.day_of(turn.now)
    tonight = calendar.at(today, ROUND)
    turn.at(TIMER, SUBJECT, tonight if tonight > turn.now else calendar.at(today + DAY, ROUND))
