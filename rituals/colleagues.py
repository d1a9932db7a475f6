"""Whom a text could name that is to name nobody: everybody whom the organisation knows.

By a first name only those of its teams, and who left them: anybody else who is called so may be a customer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from rituals import names
from rituals.called import RUN, Called, bare
from rituals.contract import Turn
from storage import former
from storage import people as store


@dataclass(frozen=True, slots=True)
class Colleagues:
    """`near`: team -> who is or was in it. `far`: all there are, by what a name of theirs begins with."""

    near: Mapping[int, Sequence[Called]]
    far: Mapping[str, Sequence[Called]]

    def of(self, teams: Iterable[int], text: str) -> list[Called]:
        """Those whom this text of these teams could name. Of thousands only few come into question for any text."""
        near = {one.id: one for team in teams for one in self.near.get(team, ())}
        far = {one.id: one for begin in _beginnings(text) for one in self.far.get(begin, ())}
        return list((far | near).values())


def _beginnings(text: str) -> frozenset[str]:
    return frozenset(begin for word in RUN.findall(bare(text)) for begin in accumulate(word))


async def known(turn: Turn, teams: Iterable[int]) -> Colleagues:
    """Three statements, however many."""
    inside = await former.near(turn.session, teams)
    return _known(inside, await store.called(turn.session), await store.team_names(turn.session))


async def going(turn: Turn, people: Iterable[str]) -> Colleagues:
    """Only these, in all teams. Three statements."""
    some = sorted(set(people))
    inside = await former.teams_of(turn.session, some)
    return _known(inside, await store.called(turn.session, some), await store.team_names(turn.session))


def _known(inside: Iterable[tuple[int, str]], rows: Iterable[Any], names: Iterable[str]) -> Colleagues:
    teams: dict[str, list[int]] = {}
    for team, person in inside:
        teams.setdefault(person, []).append(team)
    near: dict[int, list[Called]] = {}
    far: dict[str, list[Called]] = {}
    for one, begins in _persons(rows, _plain(names)):
        for team in teams.get(one.id, ()):
            near.setdefault(team, []).append(replace(one, near=True))
        for begin in begins:
            far.setdefault(begin, []).append(one)
    return Colleagues(near, far)


def _persons(rows: Iterable[Any], teams: frozenset[str]) -> Iterator[tuple[Called, frozenset[str]]]:
    """With what they begin with. An account that is called like a team is the team's."""
    first = {each.split()[0] for each in teams}
    for row in rows:
        one = Called(row.key, row.name, row.full_name, row.handle, near=False)
        begins = one.begins()
        if first.isdisjoint(begins) or teams.isdisjoint(_plain([row.name, row.full_name])):
            yield one, begins


def _plain(some: Iterable[str]) -> frozenset[str]:
    """Without what channels have between their words."""
    return frozenset(" ".join(RUN.findall(bare(each))) for each in some) - {""}


async def named_in(turn: Turn, teams: Iterable[int], texts: Mapping[str, str]) -> list[str]:
    """Which of these texts of these teams name somebody, or ring them."""
    some = [*teams]
    found = await known(turn, some)
    return [
        name for name, text in texts.items() if names.rings(text) or names.names_somebody(text, found.of(some, text))
    ]
