"""The one thing that was heard of a customer: the newest there is, as it reads by now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from rituals.contract import Turn, about
from rituals.facts import Heard, HeardChanged, HeardNow, HeardOf
from rituals.klantpet import rules
from rituals.klantpet.holding import MESSAGE
from rituals.words import Sentence
from storage import klantpet_wearing as store
from storage.klantpet import MeetingDay

Key = tuple[int, str]  # a team, and a fact in it
FIGURE: Final = "kpi:"  # before the key of what no customer said: one of the team's own figures


async def newest(turn: Turn, teams: Iterable[int]) -> Mapping[int, str]:
    """Of each team that has anything to tell of these days."""
    wanted = tuple(sorted(set(teams)))
    found: dict[int, Heard] = {}
    for answer in await turn.tell(HeardOf(wanted, rules.FRESH)) if wanted else ():
        for team, some in answer.items():
            known = (*some, *((found[team],) if team in found else ()))
            found |= {team: max(known, key=_when)} if known else {}
    return {team: one.key for team, one in found.items()}


def _when(one: Heard) -> tuple[float, str]:
    return one.at.timestamp(), one.key


def is_figure(key: str) -> bool:
    return key.startswith(FIGURE)


async def now(turn: Turn, rows: Iterable[MeetingDay]) -> Mapping[Key, Sentence]:
    """What was withdrawn or hidden since isn't in it."""
    keys = tuple(sorted({(row.team, row.fact) for row in rows if row.fact}))
    found: dict[Key, Sentence] = {}
    for answer in await turn.tell(HeardNow(keys)) if keys else ():
        found |= answer
    return found


async def changed(turn: Turn, fact: HeardChanged) -> None:
    """The messages that tell it read so too."""
    for team, key in await store.telling(turn.session, fact.keys) if fact.keys else ():
        turn.changed(MESSAGE, about(team, key))
