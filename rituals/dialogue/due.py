"""On the day of a dialogue, and on the next working day: one message each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from rituals import executives, reach
from rituals.answers import OVER, only
from rituals.contract import Answer, Due, Event, Opens, Refused, Turn, person_of
from rituals.dialogue import following, messages, rights, rules
from rituals.dialogue.rules import AHEAD_OF, CONTACT, Happens, Kind, State
from rituals.dialogue.subjects import AFTER, MORNING, NOTICE, of, subject
from rituals.executives import Executives
from rituals.shown import Message, Place
from rituals.teams import of_organisation
from rituals.words import _
from storage import dialogue as store
from storage.dialogue import Dialogue

STORY: Final = "estafette.share"
GOES: Final = _("whoever went")


async def morning(turn: Turn, due: Sequence[Due]) -> None:
    """Within the hours in which they are written to; where that comes after the beginning, not at all."""
    rows = (await store.hold(turn.session, [of(one.about) for one in due])).values()
    moments = await reach.moments(turn, {row.person for row in rows if row.person})
    for row in rows:
        first = row.starts_at - timedelta(minutes=row.before)
        moment = max(moments.get(row.person or "", turn.now), turn.now)
        if row.person and State(row.state) in AHEAD_OF and moment < first:
            turn.show(MORNING, subject(row), Place(person=row.person, after=moment))


async def after(turn: Turn, due: Sequence[Due]) -> None:
    """Once, at ten or when they are back; nothing follows where it isn't answered.

    What was planned for a day that is free by now waits for the next working day.
    """
    rows = (await store.hold(turn.session, [of(one.about) for one in due])).values()
    moments = await reach.moments(turn, {row.person for row in rows if row.person})
    calendar = await of_organisation(turn)
    for row in rows:
        if rules.asks_at(row.day, calendar) > turn.now:
            following.plan(turn, row, calendar)
            continue
        if (state := rules.after(State(row.state), Happens.HELD)) is not None:
            row.state = state.value
            turn.changed(NOTICE, f"{subject(row)}:{row.person}")
        if not row.person or State(row.state) is not State.HELD or row.told:
            continue
        row.told = True
        turn.show(AFTER, subject(row), Place(person=row.person, after=moments.get(row.person)))


async def tell(turn: Turn, event: Event) -> Answer:
    """The form of a story, with its day and kind."""
    row = (await store.many(turn.session, [of(event.about)])).get(of(event.about))
    if row is None or State(row.state) in (State.CANCELLED, State.SHARED):
        raise Refused(OVER)
    if row.person != event.person:
        raise only(GOES)
    calendar = await of_organisation(turn)
    day = min(row.day, calendar.day_of(turn.now))
    return Opens(STORY, subject(row), {"kind": CONTACT[Kind(row.kind)], "on": day})


# --- the cards --------------------------------------------------------------------------------------------------------
async def _rows(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Dialogue]:
    rows = await store.many(turn.session, {of(each) for each in subjects})
    return {each: rows[of(each)] for each in subjects if of(each) in rows}


async def draw_notices(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """Nothing for who has nothing to do with it any more. Three statements."""
    rows = await _rows(turn, subjects)
    known = await executives.known(turn)
    found = {each: _notice(known, row, person_of(each)) for each, row in rows.items()}
    return {each: found.get(each) for each in subjects}


def _notice(known: Executives, row: Dialogue, reader: str) -> Message | None:
    if reader in following.both(row):
        return messages.notice(row, subject(row), may_change=rights.may_change(known, row, reader))
    return messages.not_you(row, subject(row)) if reader == row.former else None


async def draw_mornings(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """What was called off, or moved to another day, isn't told that morning."""
    rows = await _rows(turn, subjects)
    calendar = await of_organisation(turn)
    today = calendar.day_of(turn.now)
    found = {
        each: messages.morning(row)
        for each, row in rows.items()
        if State(row.state) is not State.CANCELLED and row.day <= today
    }
    return {each: found.get(each) for each in subjects}


async def draw_afters(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    rows = await _rows(turn, subjects)
    found = {each: messages.asks(row, subject(row)) for each, row in rows.items() if row.state != State.CANCELLED}
    return {each: found.get(each) for each in subjects}
