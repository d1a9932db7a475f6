"""What a ritual that has something of a customer to tell owes to those whose names stand in it, and to the day."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Final, Protocol, TypeVar

from rituals import colleagues, names, teams
from rituals.calendar import Calendar, NoWorkday
from rituals.called import Called
from rituals.contract import Turn, number_of
from rituals.facts import HeardNow, HeardOf, NamesGo
from rituals.names import Marked
from rituals.words import Sentence, Told


class OfTeam(Protocol):
    @property
    def team(self) -> int: ...


K = TypeVar("K")
R = TypeVar("R", bound=OfTeam)
Text = Callable[[R], Marked]  # empty where nothing can be told
LIMIT: Final = 140  # characters of what is told again
AT_MOST: Final = timedelta(days=30)  # where no working days are in sight
TELLS: Final = AT_MOST  # what came out longer ago is told no more, so that no name has to be looked for in all there is


async def since(turn: Turn, fact: HeardOf) -> Mapping[int, datetime]:
    """Of each of these teams the moment (UTC) from which on something is new enough. Three statements."""
    found = await teams.load(turn, fact.teams)
    return {team: _first(facts.calendar, turn.now, fact.days) for team, facts in found.items()}


def _first(calendar: Calendar, now: datetime, days: int) -> datetime:
    try:
        return calendar.at(calendar.add_workdays(calendar.day_of(now), -days), time())
    except NoWorkday:
        return now - AT_MOST


async def now(
    turn: Turn, fact: HeardNow, begin: str, get: Callable[[Iterable[int]], Awaitable[Mapping[int, R]]], text: Text[R]
) -> Mapping[tuple[int, str], Sentence]:
    """How rows read by now whose key is `begin` and their id, and in which team. `text`: of a row what can be told."""
    ids = {key: number_of(key.removeprefix(begin)) for _team, key in fact.keys if key.startswith(begin)}
    rows = await get([each for each in ids.values() if each is not None]) if ids else {}
    texts: dict[tuple[int, str], tuple[int, Marked]] = {}
    for team, key in fact.keys:
        row = rows.get(ids.get(key) or 0)
        if row is not None and row.team == team and (parts := text(row)):
            texts[team, key] = (team, parts)
    told = await nameless(turn, texts)
    return {each: Sentence("{text}", {"text": found}) for each, found in told.items()}


async def nameless(turn: Turn, texts: Mapping[K, tuple[int, Marked]]) -> Mapping[K, Told]:
    """Each in short, with nobody in it by name. Two statements, however many."""
    if not texts:
        return {}
    known = await colleagues.known(turn, {team for team, _parts in texts.values()})
    return {key: _short(parts, known.of([team], names.typed(parts))) for key, (team, parts) in texts.items()}


def _short(parts: Marked, people: Iterable[Called]) -> Told:
    return names.shortened(names.nameless(parts, people), LIMIT)


# --- once a name is kept no more --------------------------------------------------------------------------------------
async def naming(turn: Turn, fact: NamesGo, texts: Iterable[tuple[int, int, Marked]]) -> list[int]:
    """Of id, team and text the ids of those that name one of these, whose names nobody finds afterwards."""
    going = await colleagues.going(turn, fact.people)
    return [key for key, team, parts in texts if _names_one(parts, going.of([team], names.typed(parts)))]


def _names_one(parts: Marked, people: Sequence[Called]) -> bool:
    return any(names.may_name(part, people) for part in parts if isinstance(part, str)) if people else False
