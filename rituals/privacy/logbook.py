"""The log of changes, for an admin and for those who lead a team: newest first."""

from __future__ import annotations

from typing import Final

from rituals import logged, teams
from rituals.contract import Event, Refused, Turn, keys_of
from rituals.privacy import messages
from rituals.shown import Page
from storage import people, people_own, standing

PAGE: Final = 40  # entries; a page of a surface holds a hundred blocks


async def page(turn: Turn, event: Event) -> Page:
    """An admin reads all of it, a lead what is of their own teams. Its subject is “:page”."""
    mine = await _may_read(turn, event.person)
    at = _asked(event.about)
    rows = await people_own.log_of(turn.session, mine, skip=at * PAGE, most=PAGE + 1)
    named = await people.teams(turn.session, {row.team for row in rows if row.team is not None})
    kept = logged.kept_names(turn.rituals)
    lines = [
        messages.logged(row.at.date(), row.person, logged.in_words(row.what, kept), _name(named, row.team))
        for row in rows[:PAGE]
    ]
    return messages.log_page(lines, at, more=len(rows) > PAGE)


def _asked(about: str) -> int:
    part = next(iter(keys_of(about)), "")
    return int(part) if part.isdecimal() and len(part) < 6 else 0


def _name(named: dict[int, people.Team], team: int | None) -> str:
    return named[team].name if team in named else ""


async def _may_read(turn: Turn, person: str) -> frozenset[int] | None:
    """These teams; None for all there is. Raises Refused."""
    who = await standing.of(turn.session, person, None)
    if who is not None and who.admin:
        return None
    found = await teams.load(turn, [team.id for team in await people.teams_of(turn.session, person)])
    led = await teams.led_by(turn, person, found, await teams.leads(turn, found))
    if not led:
        raise Refused(messages.LOG_FOR_LEADS)
    return led
