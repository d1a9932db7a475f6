"""What others tell: a story came of a dialogue, who goes left, or the clock by which it was planned is another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rituals import executives
from rituals.contract import Turn
from rituals.dialogue import following, rules
from rituals.dialogue.rules import CONTACT, Happens, Kind, State
from rituals.dialogue.subjects import NOTICE, id_of, to
from rituals.facts import CalendarChanged, ContactsPlanned, Deactivated, OfficesChanged, StoryTold
from rituals.teams import of_organisation
from storage import dialogue as store
from storage import dialogue_own as own_store


async def story_told(turn: Turn, fact: StoryTold) -> None:
    row = (await store.hold(turn.session, [id_of(fact.key)])).get(id_of(fact.key))
    if row is None or row.person != fact.person:
        return
    state = rules.after(State(row.state), Happens.SHARED)
    if state is not None:
        row.state = state.value
        following.plan(turn, row, await of_organisation(turn))
        for person in following.both(row):
            turn.changed(NOTICE, to(row, person))


async def contacts_planned(turn: Turn, fact: ContactsPlanned) -> Sequence[tuple[date, str]]:
    day = (await of_organisation(turn)).day_of(turn.now)
    rows = await own_store.coming(turn.session, [fact.person], day)
    return [(row.day, CONTACT[Kind(row.kind)]) for row in rows if row.person == fact.person]


async def offices_changed(turn: Turn, fact: OfficesChanged) -> None:
    """Who is no executive any more doesn't go: whoever planned it reads that it is off.

    Whoever may not plan it any more has no way to change it in what they read of it.
    """
    known = await executives.known(turn)
    day = (await of_organisation(turn)).day_of(turn.now)
    for row in await own_store.hold_all_coming(turn.session, day):
        if row.person not in known.executives:
            await _off(turn, row)
        elif row.organiser in fact.people:
            turn.changed(NOTICE, to(row, row.organiser))


async def _off(turn: Turn, row: store.Dialogue) -> None:
    """But what took place, which nobody takes back."""
    if row.starts_at > turn.now:
        await following.call_off(turn, row)


async def calendar_changed(turn: Turn, _fact: CalendarChanged) -> None:
    """The organisation's clock or free days: it stays at the time that people agreed on, and calendars follow."""
    calendar = await of_organisation(turn)
    for row in await own_store.hold_all_coming(turn.session, calendar.day_of(turn.now)):
        starts_at = calendar.at(row.day, row.clock)
        if starts_at != row.starts_at:
            row.starts_at, row.sequence = starts_at, row.sequence + 1
            await following.told(turn, row, calendar, "")
        following.plan(turn, row, calendar)


async def deactivated(turn: Turn, fact: Deactivated) -> None:
    """What they would go to is off. Their key goes with them; what they planned for others goes on."""
    for row in await own_store.hold_of(turn.session, fact.person):
        if row.person == fact.person and State(row.state) in rules.AHEAD_OF:
            await _off(turn, row)
        turn.changed(NOTICE, to(row, fact.person))
        forget_key(row, fact.person)


def forget_key(row: store.Dialogue, person: str) -> None:
    row.person = None if row.person == person else row.person
    row.organiser = None if row.organiser == person else row.organiser
    row.former = None if row.former == person else row.former
