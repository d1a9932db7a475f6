"""Signals held for a change, each with those merged into it; and who may read which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rituals import teams
from rituals.contract import Event, Refused, Turn, team_of
from rituals.silo import rules
from rituals.silo.rules import Counted, Reader, State, Theme
from rituals.silo.subjects import id_of
from rituals.words import _
from storage import people, roles
from storage import silo as store
from storage.silo import SiloSignal

COACH: Final = "coach"
GONE: Final = _("This message was withdrawn.")


@dataclass(frozen=True, slots=True)
class Signal:
    """`root`: the one with which its state moves, itself where it wasn't merged. `named`: the teams it names."""

    row: SiloSignal
    root: SiloSignal
    named: tuple[int, ...] = ()

    @property
    def state(self) -> State:
        return State(self.root.state)

    @property
    def merged(self) -> bool:
        return self.row.into is not None

    @property
    def involved(self) -> tuple[int, ...]:
        return (self.row.team, *self.named)

    def is_for(self, reader: Reader) -> bool:
        return rules.reads(reader, self.state, self.row.team, self.named)


async def today(turn: Turn) -> date:
    return (await teams.of_organisation(turn)).day_of(turn.now)


async def reader(turn: Turn, person: str) -> Reader:
    """Five statements at most."""
    coach = COACH in await roles.held_by(turn.session, person)
    mine = [team.id for team in await people.teams_of(turn.session, person)]
    if not mine:
        return Reader(coach)
    found = await teams.load(turn, mine)
    return Reader(coach, await teams.led_by(turn, person, found, await teams.leads(turn, found)))


# --- read -------------------------------------------------------------------------------------------------------------
async def counted(turn: Turn) -> Sequence[Counted]:
    """Of the organisation."""
    found = await store.counted(turn.session)
    return [Counted(team, Theme(theme), state == State.SOLVED, count) for team, theme, state, count in found]


@dataclass(frozen=True, slots=True)
class Listed:
    """`signals` of the page asked for, or of the last there is; without the teams that they name. `at`: from 0."""

    signals: Sequence[Signal]
    at: int
    more: bool


async def listed(turn: Turn, reader: Reader, order: Sequence[State], at: int, room: int) -> Listed:
    """What this person may read (`rules.reads`), `room` to a page; a coach reads merged ones at the one they went into.

    Three statements at most, however many there are.
    """
    if reader.coach:
        counts = await store.unmerged(turn.session)
        of_each = [(state, counts[state]) for state in (*order, *sorted(counts.keys() - {*order})) if state in counts]
        count = sum(counts.values())
        at = _within(at, count, room)
        rows = await store.some_unmerged(turn.session, of_each, at * room, room)
        return Listed([Signal(row, row) for row in rows], at, count > (at + 1) * room)
    readable = store.Readable(reader.leads, rules.TALKED)
    count = await store.count_readable(turn.session, readable)
    at = _within(at, count, room)
    found = await store.some_readable(turn.session, readable, order, at * room, room)
    return Listed([Signal(row, root) for row, root in found], at, count > (at + 1) * room)


def _within(at: int, count: int, room: int) -> int:
    """The page asked for, or the last there is."""
    return max(min(at, (count - 1) // room), 0)


async def of_states(turn: Turn, states: Iterable[State]) -> Sequence[Signal]:
    """Those that are in one of these, oldest first. Two statements."""
    found = await store.of_states(turn.session, states)
    rows = {key: row for key, row in found.items() if row.into is None or row.into in found}
    return _together(rows.values(), rows, await store.teams_of(turn.session, rows))


async def merged_into(turn: Turn, one: Signal) -> Sequence[Signal]:
    """Two statements."""
    rows = await store.into(turn.session, one.row.id)
    return _together(rows.values(), {one.row.id: one.row, **rows}, await store.teams_of(turn.session, rows))


async def some(turn: Turn, ids: Iterable[int]) -> Mapping[int, Signal]:
    """Three statements, however many."""
    rows = await store.signals(turn.session, ids)
    roots = await store.signals(turn.session, {row.into for row in rows.values() if row.into is not None})
    named = await store.teams_of(turn.session, rows)
    return {one.row.id: one for one in _together(rows.values(), {**roots, **rows}, named)}


def _together(
    rows: Iterable[SiloSignal], known: Mapping[int, SiloSignal], named: Mapping[int, tuple[int, ...]]
) -> Sequence[Signal]:
    return [Signal(row, known.get(row.into or row.id, row), named.get(row.id, ())) for row in rows]


async def read_one(turn: Turn, event: Event) -> Signal:
    """As this person may read it. Raises Refused, for what isn't there the same as for what isn't theirs."""
    found = (await some(turn, [id_of(event.about)])).get(id_of(event.about))
    if found is None or found.row.team != team_of(event.about):
        raise Refused(GONE)
    if not found.is_for(await reader(turn, event.person)):
        raise Refused(GONE)
    return found


# --- held -------------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Talk:
    """One that isn't merged, and those merged into it, all held."""

    root: Signal
    merged: tuple[Signal, ...] = ()

    @property
    def all(self) -> tuple[Signal, ...]:
        return (self.root, *self.merged)

    @property
    def state(self) -> State:
        return self.root.state

    def of_team(self) -> Mapping[int, Signal]:
        """Team -> the oldest of these that it is in, which is the one that its leads read."""
        found: dict[int, Signal] = {}
        for one in self.all:
            for team in one.involved:
                found.setdefault(team, one)
        return found


async def hold(turn: Turn, event: Event, *others: int) -> Mapping[int, Talk]:
    """The one that this is about, or that it was merged into, and others. Raises Refused where it is gone."""
    found = (await store.signals(turn.session, [id_of(event.about)])).get(id_of(event.about))
    if found is None or found.team != team_of(event.about):
        raise Refused(GONE)
    return await talks(turn, await store.hold(turn.session, [found.into or found.id, *others]))


async def hold_one(turn: Turn, event: Event) -> Talk:
    """Raises Refused where it is gone."""
    talks = await hold(turn, event)
    mine = id_of(event.about)
    found = next((talk for talk in talks.values() if any(one.row.id == mine for one in talk.all)), None)
    if found is None:
        raise Refused(GONE)
    return found


async def talks(turn: Turn, rows: Mapping[int, SiloSignal]) -> Mapping[int, Talk]:
    """By the id of the one that isn't merged. One statement."""
    signals = _together(rows.values(), rows, await store.teams_of(turn.session, rows))
    return {
        one.row.id: Talk(one, tuple(other for other in signals if other.row.into == one.row.id))
        for one in signals
        if not one.merged
    }
