"""Each receiver hears of a compliment first, privately, and decides about the own name."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from rituals import reach
from rituals.calendar import NoWorkday, PersonCalendar, deadline
from rituals.compliment import messages, rules
from rituals.compliment.audience import Unclear, unclear
from rituals.compliment.lines import Given, together
from rituals.compliment.rules import Choice
from rituals.compliment.subjects import ASK, SILENCE, asked, batch_of, waits
from rituals.contract import Turn
from rituals.shown import Message, Place
from storage import compliment as store
from storage.compliment import Receiver

IN_A_MESSAGE: Final = 6  # questions: with their buttons they stay below what a message holds
OPEN: Final = frozenset({Choice.ASKED, Choice.CHANGED})  # there is something to decide
HELD: Final = "at"  # begins the name of a message that waits for a moment


async def ask(turn: Turn, some: Sequence[Given], which: frozenset[Choice] = frozenset(Choice)) -> None:
    """At once within the hours in which somebody is written to; what waits for these comes as one message.

    Givers don't hear of what they gave themselves. Only of receivers whose choice is one of `which`.
    """
    to = [(given, one) for given in some for one in given.receivers if _hears(given, one, which)]
    days = await reach.days(turn, {one.person for _given, one in to if one.person})
    when = {one.id: _moment(turn, days.get(one.person or "")) for _given, one in to}
    held = {(one.person or "", batch(when[one.id])) for _given, one in to if when[one.id] > turn.now}
    waiting = dict(await store.waiting_for(turn.session, held)) if held else {}
    for given, one in to:
        _ask(turn, given, one, when[one.id], waiting)
        if Choice(one.choice) in OPEN:
            turn.at(SILENCE, waits(given.row, one), until(turn.now, days.get(one.person or "")))
    await turn.session.flush()


def _moment(turn: Turn, days: PersonCalendar | None) -> datetime:
    return reach.opening(days, turn.now) if days is not None else turn.now


def _hears(given: Given, one: Receiver, which: frozenset[Choice]) -> bool:
    return one.person is not None and one.person != given.row.giver and Choice(one.choice) in which


def _ask(turn: Turn, given: Given, one: Receiver, moment: datetime, waiting: dict[tuple[str, str], int]) -> None:
    """An edit asks anew, in a message of its own: an earlier one, which shows another text, goes."""
    person = one.person or ""
    if one.batch:
        turn.changed(ASK, asked(person, one.batch))
    one.batch, one.asked_at = f"{given.row.id}-{secrets.token_hex(4)}", turn.now
    if moment > turn.now:
        key = (person, batch(moment))
        n = waiting[key] = waiting.get(key, 0) + 1
        one.batch = batch(moment, (n - 1) // IN_A_MESSAGE)
    turn.show(ASK, asked(person, one.batch), Place(person=person, after=moment))


def batch(moment: datetime, part: int = 0) -> str:
    """What waits for this moment."""
    return f"{HELD}{moment.astimezone(UTC):%y%m%d%H%M}" + (f"-{part}" if part else "")


def unsent(turn: Turn, one: Receiver) -> bool:
    """Whether the message in which this person is asked has yet to go out."""
    return one.batch.startswith(HELD) and one.batch.partition("-")[0] > batch(turn.now)


def read(turn: Turn, one: Receiver) -> None:
    """Of whoever answered elsewhere, what still waits for its moment has nothing to ask, and isn't sent any more."""
    if unsent(turn, one) and Choice(one.choice) not in OPEN:
        one.batch = ""


def until(start: datetime, days: PersonCalendar | None) -> datetime:
    """When silence decides about what was asked at `start`; looked at again where no working day is in sight."""
    try:
        return deadline(start, rules.TO_ANSWER, days) if days is not None else start + reach.LOOK
    except NoWorkday:
        return start + reach.LOOK


async def drawn_again(turn: Turn, person: str) -> None:
    """All that this person is asked and has not answered."""
    for each in {one.batch for one in await store.asked_of(turn.session, person) if one.batch}:
        turn.changed(ASK, asked(person, each))


# --- the message ------------------------------------------------------------------------------------------------------
async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """Four statements, however many."""
    wanted = {each: batch_of(each) for each in subjects}
    mine = await store.batches(turn.session, wanted.values())
    ids = [one.compliment for some in mine.values() for one in some]
    rows = await store.many(turn.session, ids)
    given = {one.row.id: one for one in together(list(rows.values()), await store.receivers(turn.session, rows))}
    some = {key: [given[one.compliment] for one in of if one.compliment in given] for key, of in mine.items()}
    teams = await unclear(turn, [(person, one) for (person, _batch), of in some.items() for one in of])
    return {each: _drawn(key[0], some.get(key, ()), teams) for each, key in wanted.items()}


def _drawn(person: str, some: Sequence[Given], teams: Unclear) -> Message | None:
    questions = [messages.question(one, person, teams.get((person, one.row.team), "")) for one in some]
    return messages.asked(questions) if questions else None
