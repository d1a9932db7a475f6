"""What follows when a dialogue with customers is planned, changed or called off: who reads it, and when more comes."""

from __future__ import annotations

from datetime import datetime, time

from rituals import reach
from rituals.answers import OVER
from rituals.calendar import Calendar
from rituals.contract import Refused, Turn
from rituals.dialogue import calendar_file, rules
from rituals.dialogue.rules import AHEAD_OF, CONTACT, Happens, Kind, State
from rituals.dialogue.subjects import AFTER, MORNING, NOTICE, key, subject, to
from rituals.facts import ContactPlanned
from rituals.shown import Place
from rituals.teams import of_organisation
from storage import people
from storage.dialogue import Dialogue


def both(row: Dialogue) -> list[str]:
    """Who goes, and who planned it."""
    return list(dict.fromkeys(one for one in (row.person, row.organiser) if one))


async def planned(turn: Turn, row: Dialogue, actor: str) -> None:
    """It stands as it will be, with its id."""
    calendar = await of_organisation(turn)
    row.had_before, row.had_after = row.had_before or row.before > 0, row.had_after or row.after > 0
    plan(turn, row, calendar)
    await told(turn, row, calendar, actor)
    if (fact := contact(row)) is not None:
        await turn.tell(fact)


def contact(row: Dialogue, *, off: bool = False) -> ContactPlanned | None:
    """As it stands. What was is told off once the row says what is: whoever hears it asks for what there still is."""
    return ContactPlanned(row.person, row.day, CONTACT[Kind(row.kind)], key(row), off) if row.person else None


def plan(turn: Turn, row: Dialogue, calendar: Calendar) -> None:
    """On the morning of the day, and on the next working day; nothing where it is off.

    A message of this morning, about a time that isn't so any more, is drawn again.
    """
    about, ahead = subject(row), State(row.state) in AHEAD_OF
    early = calendar.at(row.day, time())
    if ahead and early > turn.now:
        turn.at(MORNING, about, early)
    else:
        turn.cancel(MORNING, about)
    if ahead or (State(row.state) is State.HELD and not row.told):
        turn.at(AFTER, about, rules.asks_at(row.day, calendar))
    else:
        turn.cancel(AFTER, about)
    turn.changed(MORNING, about)
    turn.changed(AFTER, about)


async def told(turn: Turn, row: Dialogue, calendar: Calendar, actor: str) -> None:
    """In their hours; to `actor` at once, and to everybody of what would begin before those.

    The calendar file goes along with what is told at once: nothing binary is kept, so it can't wait. To whoever reads
    of it later it comes by the button of that message.
    """
    known = await people.people(turn.session, both(row))
    here = [person for person in both(row) if person in known and known[person].active]
    moments = await reach.moments(turn, here)
    for person in here:
        after = None if person == actor else _later(turn, row, moments.get(person))
        turn.show(NOTICE, to(row, person), Place(person=person, after=after))
        if after is None:
            turn.whisper(person, calendar_file.files(row, calendar, turn.now))


def _later(turn: Turn, row: Dialogue, moment: datetime | None) -> datetime | None:
    """None where it is told now: also what can't wait."""
    late = moment is None or moment <= turn.now or moment >= rules.span_of(row).first
    return None if late else moment


async def call_off(turn: Turn, row: Dialogue, actor: str = "") -> None:
    """Raises Refused once its time is over."""
    state = rules.after(State(row.state), Happens.CANCELLED)
    if state is None:
        raise Refused(OVER)
    calendar = await of_organisation(turn)
    row.state, row.sequence = state.value, row.sequence + 1
    plan(turn, row, calendar)
    await turn.session.flush()
    await told(turn, row, calendar, actor)
    if (fact := contact(row, off=True)) is not None:
        await turn.tell(fact)
