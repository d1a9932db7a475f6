"""All there is to set for this one person, of every ritual, with what holds now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rituals import teams
from rituals.contract import Answer, Event, Note, Opens, Part, Turn, Who, about
from rituals.settings import messages
from rituals.shown import Page, Piece, Row, Text
from rituals.words import Sentence
from storage import people, roles, standing

PAGE: Final = "settings.page"
MOST_TEAMS: Final = 8  # on one page; the settings of another are opened in its own channel
OF_TEAM: Final = frozenset({Who.MEMBER, Who.LEAD})
OFFICES: Final = {Who.COACH: "coach", Who.COORDINATOR: "relay_coordinator", Who.EXEC: "exec"}


@dataclass(frozen=True, slots=True)
class Rights:
    """Where this person is a member, where they have a lead's rights today, and what they are in the organisation."""

    member: tuple[people.Team, ...]
    leads: frozenset[int]
    offices: frozenset[Who]

    def subjects(self, who: Who) -> list[str]:
        """What a part for these people may be opened with."""
        if who in OF_TEAM:
            return [about(team.id) for team in self.member if who is Who.MEMBER or team.id in self.leads]
        return [""] if who is Who.ANYONE or who in self.offices else []


async def opened(turn: Turn, event: Event) -> Answer:
    """/klant instellen: who has only one thing to set gets that at once."""
    parts = list(_parts(turn, await rights(turn, event.person)))
    if len(parts) == 1:
        return Opens(parts[0][0].does, parts[0][1])
    return Opens(PAGE) if parts else Note(messages.NOTHING)


async def page(turn: Turn, event: Event) -> Page:
    """Each checks the right again when it is opened, and when it is saved."""
    mine = await rights(turn, event.person)
    parts = list(_parts(turn, mine))
    holds = await _holds(turn, event.person, parts)
    pieces: list[Piece] = []
    for heading, some in _sections(mine, parts):
        lines = [(part, subject, holds.get((part.does, subject))) for part, subject in some]
        plain = [messages.button(part, subject) for part, subject, now in lines if now is None]
        pieces.append(messages.heading(heading))
        pieces += [Text(now, (messages.button(part, s),)) for part, s, now in lines if now]
        pieces += [Row(tuple(plain))] if plain else []
    return messages.page(pieces, more=len(mine.leads) > MOST_TEAMS)


def _parts(turn: Turn, mine: Rights) -> Iterator[tuple[Part, str]]:
    """Of every ritual, with each subject that it may be opened with."""
    for ritual in turn.rituals:
        for part in ritual.settings:
            yield from ((part, subject) for subject in mine.subjects(part.who)[:MOST_TEAMS])


def _sections(mine: Rights, parts: Sequence[tuple[Part, str]]) -> Iterator[tuple[Sentence, Sequence[tuple[Part, str]]]]:
    """One's own first, then each team, then the organisation."""
    sections = [(messages.YOURS, [each for each in parts if each[0].who is Who.ANYONE])]
    for team in mine.member:
        of_it = [each for each in parts if each[0].who in OF_TEAM and each[1] == about(team.id)]
        sections.append((messages.of_team(team.name), of_it))
    sections.append((messages.ORGANISATION, [each for each in parts if each[0].who in mine.offices]))
    yield from (each for each in sections if each[1])


async def _holds(turn: Turn, person: str, parts: Sequence[tuple[Part, str]]) -> Mapping[tuple[str, str], Sentence]:
    """What holds now: each part is asked once, for all its subjects."""
    subjects: dict[str, list[str]] = {}
    for part, subject in parts:
        subjects.setdefault(part.does, []).append(subject)
    found: dict[tuple[str, str], Sentence] = {}
    for part in {part.does: part for part, _subject in parts}.values():
        if part.holds is not None:
            now = await part.holds(turn, person, subjects[part.does])
            found |= {(part.does, subject): text for subject, text in now.items()}
    return found


async def rights(turn: Turn, person: str) -> Rights:
    """As they stand now; eight statements at most, however many teams."""
    member = tuple(await people.teams_of(turn.session, person))
    who = await standing.of(turn.session, person, None)
    held = await roles.held_by(turn.session, person)
    offices = {office for office, role in OFFICES.items() if role in held}
    if who is not None and who.admin:
        offices.add(Who.ADMIN)
    return Rights(member, await _leads(turn, person, [team.id for team in member]), frozenset(offices))


async def _leads(turn: Turn, person: str, ids: Sequence[int]) -> frozenset[int]:
    return await teams.led_by(turn, person, await teams.load(turn, ids), await teams.leads(turn, ids))
