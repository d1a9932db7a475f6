"""What the house does for itself: its first start in an organisation, and its nightly round."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Final

from rituals.calendar import DAY, Calendar
from rituals.contract import Answer, Due, Event, Turn
from rituals.facts import CalendarChanged, Round
from rituals.people import lines
from rituals.people.membership import know
from storage import memberships, organisations, people

TIMER: Final = "people.nightly"
SUBJECT: Final = "nightly"  # names no team: the round is the organisation's
ROUND: Final = time(4, 0)  # local; the hours in which clocks change lie before it


async def installed(turn: Turn, event: Event) -> Answer:
    """On every start. Values: name, url, admins (by the settings), profiles as far as they are read, and history."""
    values = event.values
    looks = bool(values.get("history"))
    await organisations.know(turn.session, turn.org, values["name"], values["url"], values["admins"], history=looks)
    await know(turn, values.get("profiles", ()))
    await memberships.appoint(turn.session, values["admins"])
    await _settle(turn)
    return None


async def nightly(turn: Turn, due: Sequence[Due]) -> None:
    """What was chosen for today holds from now on; lines that wait are looked at again."""
    await lines.look_again(turn)
    await _settle(turn)


async def _settle(turn: Turn) -> None:
    """On a start as well: it plans the next round, and the last one may have been missed."""
    org = await organisations.of(turn.session, turn.org)
    today = Calendar(zone=org.timezone).day_of(turn.now) if org else turn.now.date()
    await people.apply_changes(turn.session, today)
    await turn.tell(Round())
    await _plan(turn)


async def calendar_changed(turn: Turn, fact: CalendarChanged) -> None:
    """The round keeps its hour on the organisation's clock."""
    await _plan(turn)


async def _plan(turn: Turn) -> None:
    org = await organisations.of(turn.session, turn.org)
    if org is None:
        return
    calendar = Calendar(zone=org.timezone)
    today = calendar.day_of(turn.now)
    tonight = calendar.at(today, ROUND)
    turn.at(TIMER, SUBJECT, tonight if tonight > turn.now else calendar.at(today + DAY, ROUND))
