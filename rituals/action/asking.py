"""Somebody else is asked to take up an action: privately, and before anybody reads their name with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from rituals import reach
from rituals.action import messages, moves
from rituals.action.holding import Held
from rituals.action.rules import State
from rituals.action.subjects import ASK, TOLD, asked, id_of, question_of, told
from rituals.calendar import NoWorkday
from rituals.contract import Turn, Wrong
from rituals.shown import Message, Place
from rituals.words import _
from storage import action as store
from storage import action_asked as asked_store
from storage import house, people
from storage.action import ImprovementAction
from storage.action_asked import ActionQuestion

AGAIN: Final = _("I asked this colleague before. Choose somebody else.")


async def put(turn: Turn, row: ImprovementAction, person: str) -> None:
    """It comes from a colleague, so it is no nudge; but of these nobody gets more than one a day.

    Raises Wrong at the field for whom this was put to before: they said what they wanted to.
    """
    await people.hold_person(turn.session, person)
    if await asked_store.asked(turn.session, row.id, person):
        raise Wrong(owner=AGAIN)
    at, day = await _moment(turn, person)
    if moves.ask(row, person, turn.now, at):
        turn.session.add(ActionQuestion(action=row.id, person=person, day=day))
        turn.show(ASK, asked(row, person), Place(person=person, after=at))


async def _moment(turn: Turn, person: str) -> tuple[datetime, date]:
    """Within the window of their next working day on which no other question goes out, or went; and that day."""
    theirs = (await reach.days(turn, [person])).get(person)
    if theirs is None:
        return turn.now, turn.now.date()
    at = reach.opening(theirs, turn.now)
    spent = await asked_store.days(turn.session, person, theirs.day_of(turn.now))
    try:
        while (day := theirs.day_of(at)) in spent:
            at = theirs.at(theirs.next_workday(day), theirs.opens)
    except NoWorkday:
        return at, day
    return at, day


async def settle(turn: Turn, rows: Iterable[ImprovementAction]) -> None:
    """These are about to be answered or dropped: what hasn't gone out by now never does."""
    waits = [(row.id, row.asked) for row in rows if row.asked and row.asked_at is not None and row.asked_at > turn.now]
    if waits:
        await asked_store.unsent(turn.session, waits)


async def tell_proposer(turn: Turn, rows: Iterable[ImprovementAction]) -> None:
    """Alone, what came of the newest question."""
    to = {row.proposer: row for row in rows if row.proposer is not None}
    moments = await reach.moments(turn, [person for person in to if person]) if to else {}
    for row in rows:
        if row.proposer is not None:
            place = Place(person=row.proposer, after=moments.get(row.proposer))
            turn.show(TOLD, told(row), place)


async def send_back(turn: Turn, rows: Collection[ImprovementAction], held: Held) -> Sequence[ImprovementAction]:
    """Who was asked passed, said nothing, or left. Where its proposer left too, it waits for somebody of the team.

    Returns those that do.
    """
    back: list[ImprovementAction] = []
    await settle(turn, rows)
    for row in rows:
        if not moves.send_back(row, held.today(turn, row), held.calendar(row)):
            continue
        if row.proposer not in held.found.inside(row.team):
            moves.orphan(row, held.today(turn, row), held.calendar(row))
        back.append(row)
    await tell_proposer(turn, [row for row in back if State(row.state) is State.PROPOSED])
    return [row for row in back if State(row.state) is not State.PROPOSED]


# --- what stands in their conversations -------------------------------------------------------------------------------
async def draw_asked(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """Two statements. A question that was settled before it went out is never sent."""
    rows, stands = await _read(turn, ASK, subjects)
    return {each: _asked(rows.get(id_of(each)), each, stands) for each in subjects}


def _asked(row: ImprovementAction | None, subject: str, stands: Collection[str]) -> Message | None:
    n, person = question_of(subject)
    if row is None:
        return None
    waits = row.asked == person and row.asks == n
    return messages.ask(row, person) if waits or subject in stands else None


async def draw_told(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    rows, stands = await _read(turn, TOLD, subjects)
    return {each: _told(rows.get(id_of(each)), each, stands) for each in subjects}


def _told(row: ImprovementAction | None, subject: str, stands: Collection[str]) -> Message | None:
    if row is None or row.proposer is None:
        return None
    if row.asks != question_of(subject)[0] or row.asked is not None:
        return messages.answered(row) if subject in stands else None
    agreed = row.owner is not None and row.owner != row.proposer
    return messages.told(row) if moves.is_back(row) or agreed or subject in stands else None


async def _read(
    turn: Turn, card: str, subjects: Sequence[str]
) -> tuple[Mapping[int, ImprovementAction], Collection[str]]:
    rows = await store.get(turn.session, [id_of(each) for each in subjects])
    stands = await house.addresses(turn.session, [(card, each) for each in subjects])
    return rows, {about for _card, about in stands}
