"""A signal moves, and those merged into it with it: its leads read so, and whoever gave it with their name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from rituals import reach
from rituals.contract import Turn, about, team_of
from rituals.facts import ForLeads, LeadLineChanged
from rituals.shown import Message, Place, Text
from rituals.silo import messages
from rituals.silo.holding import GONE, Signal, Talk, some
from rituals.silo.rules import State
from rituals.silo.subjects import LINE, TOLD, id_of, state_of, subject, told, when
from storage import silo as store
from storage.silo import SiloSignal


async def move(turn: Turn, moved: Sequence[Talk], to: State, today: date) -> None:
    """Held ones. What was said of an earlier state no longer holds, and coaches may be reminded anew."""
    for talk in moved:
        row = talk.root.row
        row.state, row.moved_on, row.reminded_on = to.value, today, None
        row.told_on = row.told_on or today  # a coach has read of it
        if to is not State.PARKED:
            row.parked, row.review_on = None, None
        if to is State.IN_TALK:
            row.agreed = None
    await turn.session.flush()
    every = [one for talk in moved for one in talk.all]
    if to is State.IN_TALK:
        await _unsay_agreed(turn, every)
    await to_givers(turn, every, to, today)
    for talk in moved if to is not State.OPEN else ():  # which leads read as one that waits
        await lines_changed(turn, talk)


# --- leads ------------------------------------------------------------------------------------------------------------
async def to_leads(turn: Turn, talk: Talk) -> None:
    """Those of each team in it read of the one that their team is in, once."""
    for team, one in sorted(talk.of_team().items()):
        await turn.tell(ForLeads(team, LINE, about(team, one.row.id)))


async def withdrawn(turn: Turn, row: SiloSignal, teams: Iterable[int]) -> None:
    """What leads of these teams, which are no longer in it, read of it goes."""
    for team in sorted(teams):
        await turn.tell(LeadLineChanged(LINE, about(team, row.id)))


async def lines_changed(turn: Turn, talk: Talk) -> None:
    for one in talk.all:
        for team in sorted(set(one.involved)):
            await turn.tell(LeadLineChanged(LINE, about(team, one.row.id)))


async def lines(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Text]:
    """Three statements, however many."""
    found = await some(turn, [id_of(each) for each in subjects])
    return {each: _line(found.get(id_of(each)), team_of(each) or 0) for each in subjects}


def _line(one: Signal | None, team: int) -> Text:
    return Text(GONE) if one is None or team not in one.involved else messages.to_lead(one, team)


# --- whoever gave it --------------------------------------------------------------------------------------------------
async def to_givers(turn: Turn, given: Iterable[Signal], to: State, today: date) -> None:
    signed = {one.row.id: one for one in given if one.row.person is not None and one.row.former_on is None}
    moments = await reach.moments(turn, {one.row.person or "" for one in signed.values()}) if signed else {}
    before = Counter(id_of(each) for each in await _said(turn, signed.values()))
    for one in signed.values():
        person = one.row.person or ""
        change = told(one.row, to.value, today, before[one.row.id])
        turn.show(TOLD, change, Place(person=person, after=moments.get(person)))


async def _said(turn: Turn, given: Iterable[Signal]) -> Sequence[str]:
    return await store.told(turn.session, TOLD, [subject(one.row) for one in given])


async def _unsay_agreed(turn: Turn, given: Iterable[Signal]) -> None:
    for each in await _said(turn, [one for one in given if one.row.person is not None]):
        if _tells_agreed(each):
            turn.changed(TOLD, each)


async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """Nothing where it is gone, its giver's name is, or what was agreed holds no longer."""
    found = await some(turn, [id_of(each) for each in subjects])
    agreed = [found[id_of(each)] for each in subjects if _tells_agreed(each) and id_of(each) in found]
    newest = {id_of(each): each for each in sorted(await _said(turn, agreed), key=when) if _tells_agreed(each)}
    return {each: _told(found.get(id_of(each)), each, newest.get(id_of(each), each)) for each in subjects}


def _tells_agreed(change: str) -> bool:
    return state_of(change) == State.AGREED


def _told(one: Signal | None, change: str, agreed: str) -> Message | None:
    """`agreed`: the one that tells what holds by now."""
    if one is None or one.row.person is None or state_of(change) not in list(State):
        return None
    if _tells_agreed(change) and (change != agreed or not one.root.agreed):
        return None
    return messages.told(one, State(state_of(change)))
