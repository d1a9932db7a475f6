"""Days on which a person is left in peace. Never a reason."""

from __future__ import annotations

from datetime import date

from rituals import reach
from rituals.contract import Answer, Event, Note, Opens, Refused, Turn, Wrong, keys_of
from rituals.dates import RECENT, EndBeforeStart, NotADate, PastDate, last_such, parse_day, parse_range
from rituals.facts import BackAgain, BecameAway
from rituals.people import lines, messages, rules
from rituals.shown import Form
from storage import memberships as store
from storage import people

FORM = "people.away_form"


async def typed(turn: Turn, event: Event) -> Answer:
    """/klant afwezig 24-12 t/m 02-01; without dates the form."""
    if not event.text:
        return Opens(FORM)
    today = await reach.today(turn, event.person)
    try:
        first, last = parse_range(event.text, today, allow_past=False)
    except PastDate:
        raise messages.not_understood(messages.PAST, event.text, FORM) from None
    except EndBeforeStart:
        raise messages.not_understood(messages.BACKWARDS, event.text, FORM) from None
    except NotADate:
        raise messages.not_understood(messages.INVALID, event.text, FORM) from None
    if last > today + rules.AHEAD:
        raise messages.not_understood(messages.TOO_FAR, event.text, FORM)
    return await _noted(turn, event.person, first, last, today)


async def form(turn: Turn, event: Event) -> Form:
    return messages.away_form(await reach.today(turn, event.person))


async def chosen(turn: Turn, event: Event) -> Answer:
    first: date = event.values["first"]
    last: date = event.values["last"]
    if last < first:
        raise Wrong(last=messages.BACKWARDS)
    today = await reach.today(turn, event.person)
    if last < today:
        raise Wrong(last=messages.PAST)
    if last > today + rules.AHEAD:
        raise Wrong(last=messages.TOO_FAR)
    return await _noted(turn, event.person, first, last, today)


async def clear(turn: Turn, event: Event) -> Answer:
    """/klant afwezig weg [24-12]: what holds now, or on that day; a button names it in its subject."""
    await people.hold_person(turn.session, event.person)
    today = await reach.today(turn, event.person)
    named = event.text or next(iter(keys_of(event.about)), "")
    try:
        day = parse_day(named, today) if named else today
    except NotADate:
        raise messages.not_understood(messages.INVALID, event.text) from None
    before = last_such(named, today)  # without its year the day may have been, of an absence that goes on
    gone = await store.be_back(turn.session, event.person, before, today) if before is not None else None
    gone = gone or await store.be_back(turn.session, event.person, day, today)
    if gone is None:
        meant = before if before is not None and today - before <= RECENT else day
        raise Refused(messages.not_away(meant, today))
    await turn.tell(BackAgain(event.person))
    await _look_again(turn, event.person)
    return messages.away_cleared(*gone, today)


async def _noted(turn: Turn, person: str, first: date, last: date, today: date) -> Note:
    await people.hold_person(turn.session, person)
    if await store.be_away(turn.session, person, first, last):
        await turn.tell(BecameAway(person, first, last))
        await _look_again(turn, person)
    return messages.away_set(first, last, today)


async def _look_again(turn: Turn, person: str) -> None:
    """A lead who goes or comes back changes who hears what waits."""
    mine = await people.teams_of(turn.session, person)
    await lines.look_again(turn, [team.id for team in mine])
