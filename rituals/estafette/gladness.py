"""Readers say that a story is good to hear. Who did is kept nowhere; its teller reads one line, a working day later."""

from __future__ import annotations

from collections.abc import Sequence

from rituals import reach
from rituals.calendar import NoWorkday, PersonCalendar, window
from rituals.contract import Answer, Due, Event, Note, Refused, Turn
from rituals.estafette import story_messages
from rituals.estafette.messages import GONE
from rituals.estafette.story_holding import hold, read
from rituals.estafette.story_lines import Tale
from rituals.estafette.story_rules import State
from rituals.estafette.story_subjects import GLAD
from rituals.estafette.subjects import of_story, story_of
from rituals.facts import WhoWantsQuiet
from rituals.shown import Message, Place, Text


async def nice(turn: Turn, event: Event) -> Answer:
    """Of an anonymous request: twice is once by the day that is noted, which is written at the first press only."""
    key = story_of(event.about)
    tale = (await read(turn, [key])).get(key)
    if tale is None or tale.state is not State.PUBLISHED:
        raise Refused(GONE)
    if tale.row.person not in ("", event.person) and tale.row.glad_on is None:
        await _first(turn, key)
    return Note(story_messages.THANKS)


async def _first(turn: Turn, key: int) -> None:
    tale = (await hold(turn, [key])).get(key)
    if tale is None or tale.row.glad_on is not None or tale.state is not State.PUBLISHED:
        return
    days = (await reach.days(turn, [tale.row.person])).get(tale.row.person)
    if days is not None:
        await _plan(turn, tale, days)


async def _plan(turn: Turn, tale: Tale, days: PersonCalendar) -> None:
    try:
        day = days.next_workday(days.day_of(turn.now))
    except NoWorkday:
        return
    tale.row.glad_on = day
    turn.at(GLAD, of_story(tale.row), window(days, days.at(day, days.opens)))


async def tell(turn: Turn, due: Sequence[Due]) -> None:
    """Once they are back to whoever is away by then; not to who wants quiet, nor of what can't be read any more."""
    tales = await hold(turn, [story_of(one.about) for one in due])
    some = [tale for tale in tales.values() if tale.state is State.PUBLISHED and tale.row.person]
    tellers = tuple(sorted({tale.row.person for tale in some}))
    quiet = {person for answer in await turn.tell(WhoWantsQuiet("estafette", tellers)) for person in answer}
    moments = await reach.moments(turn, tellers)
    for tale in some:
        at = moments.get(tale.row.person, turn.now)
        if at > turn.now:
            turn.at(GLAD, of_story(tale.row), at)
        elif tale.row.person not in quiet:
            turn.say(Place(person=tale.row.person), Message((Text(story_messages.GLAD),)))
