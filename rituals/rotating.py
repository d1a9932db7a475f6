"""What the rotation of any role is drawn from: who may be asked, and who has something else that day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rituals import reach, teams
from rituals.contract import Turn
from rituals.facts import AskNow, Engaged
from rituals.rotation import Candidate
from rituals.teams import Member, Team
from storage import people


async def candidates(
    turn: Turn, found: Mapping[int, Team], role: str, around: date
) -> Mapping[int, Sequence[Candidate[str]]]:
    """Of each of these teams its members, with absences as far as one sees around this day. Seven statements."""
    members = await teams.members(turn, found, around)
    memory = await people.rota(turn.session, found, role)
    at_home, homes = await reach.homes(turn, at=found)
    zones = {person: homes[home].calendar.zone for person, (_row, home) in at_home.items()}
    return {
        team: [_candidate(one, memory.get((team, one.person)), zones.get(one.person)) for one in some]
        for team, some in members.items()
    }


def _candidate(one: Member, memory: people.Rota | None, home_zone: str | None) -> Candidate[str]:
    return Candidate(
        person=one.person,
        joined=one.joined_on,
        days=replace(one.calendar, home_zone=home_zone),
        last_done=memory.last_done if memory else None,
        founder=one.seasoned,
        opted_out=memory.opted_out if memory else False,
    )


async def engaged(turn: Turn, asker: str, first: date, last: date) -> Mapping[date, Collection[str]]:
    """Who has a turn in another ritual than the one that asks, on these days."""
    found: dict[date, set[str]] = {}
    for answer in await turn.tell(Engaged(asker, first, last)):
        for day, persons in answer.items():
            found.setdefault(day, set()).update(persons)
    return found


async def asked(turn: Turn, persons: Sequence[str]) -> Mapping[str, Collection[tuple[str, str]]]:
    """What these people are asked today, with what was added just now."""
    if not persons:
        return {}
    await turn.session.flush()
    found: dict[str, Collection[tuple[str, str]]] = {}
    for answer in await turn.tell(AskNow(tuple(persons))):
        found |= answer
    return found
