"""Thanking the customer: one colleague takes it upon them, is reminded once, and ticks it off. Who, nobody reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from rituals import reach, teams
from rituals.anonymity import events
from rituals.answers import ALREADY, OVER, only
from rituals.calendar import NoWorkday, PersonCalendar
from rituals.compliment import messages, rules, week_messages
from rituals.compliment.holding import changed, hold_one
from rituals.compliment.lines import Given, together
from rituals.compliment.rules import State
from rituals.compliment.subjects import POST, THANK, id_of, subject
from rituals.contract import Answer, Event, Note, Refused, Turn
from rituals.facts import NotNudged, Nudged, NudgesChanged, PutOff
from rituals.nudge import Line, Offer
from rituals.suppression import LEAST_K, Group, Tally
from rituals.words import _
from storage import compliment as store
from storage import compliment_week as week_store
from storage import organisations, people
from storage.compliment import Compliment

# Without a name: who thanks a customer is nobody's business, not even of one who offered it too.
TAKEN: Final = _("A colleague was just ahead of you. Thanks for offering.")
THANKED: Final = _("This customer has been thanked already.")


async def taken(turn: Turn, person: str) -> Sequence[Given]:
    """What this person took upon them and hasn't ticked off, oldest first. Two statements."""
    rows = await week_store.taken_by(turn.session, [person])
    return together(rows, await store.receivers(turn.session, [row.id for row in rows]))


# --- what one presses -------------------------------------------------------------------------------------------------
async def take(turn: Turn, event: Event) -> Answer:
    given, _held = await hold_one(turn, event)
    row = given.row
    if row.thanks_by == event.person:
        return Note(ALREADY, messages.thanking(given))
    if row.thanked:
        raise Refused(THANKED)
    if row.thanks_by is not None:
        raise Refused(TAKEN)
    if not messages.thankable(given):
        raise Refused(OVER)
    row.thanks_by, row.thanks_on, row.reminded = event.person, await _today(turn, row), False
    await _moved(turn, given, event.person)
    text = _("How kind of you to thank the customer. Your colleagues don't see who does it.")
    return Note(text, messages.thanking(given))


async def _today(turn: Turn, row: Compliment) -> date:
    found = await teams.load(turn, [row.team])
    return found[row.team].calendar.day_of(turn.now)


async def done(turn: Turn, event: Event) -> Answer:
    """With the tick, who gave it is forgotten."""
    given, _held = await hold_one(turn, event)
    if given.row.thanked:
        return Note(ALREADY)
    _mine(given, event)
    given.row.thanked = True
    _let_go(given)
    await _moved(turn, given, event.person)
    return Note(_("Lovely. That will do the customer good."))


async def give_back(turn: Turn, event: Event) -> Answer:
    given, _held = await hold_one(turn, event)
    if given.row.thanked:
        raise Refused(OVER)
    if given.row.thanks_by is None:
        return Note(ALREADY)
    _mine(given, event)
    _let_go(given)
    await _moved(turn, given, event.person)
    return Note(_("That's fine. Somebody else can do it now."))


def _mine(given: Given, event: Event) -> None:
    if given.row.thanks_by != event.person:
        raise only(_("the colleague who took this upon them"))


def _let_go(given: Given) -> None:
    given.row.thanks_by, given.row.thanks_on, given.row.reminded = None, None, False


async def _moved(turn: Turn, given: Given, person: str) -> None:
    """Its button comes or goes wherever it stands, also in a reminder that this person had."""
    await changed(turn, [given])
    await turn.tell(NudgesChanged(THANK, ((person, subject(given.row)),)))


async def freed(turn: Turn, person: str, team: int | None = None) -> None:
    """Who leaves thanks nobody any more: another can."""
    rows = [row for row in await week_store.taken_by(turn.session, [person]) if team in (None, row.team)]
    await week_store.free_thanks(turn.session, person, team)
    for row in rows:
        turn.changed(POST, subject(row))
    if rows:
        await turn.tell(NudgesChanged(THANK, tuple((person, subject(row)) for row in rows)))


# --- the one reminder -------------------------------------------------------------------------------------------------
async def offers(turn: Turn, days: Mapping[str, date]) -> Mapping[str, Sequence[Offer]]:
    rows = [row for row in await week_store.taken_by(turn.session, days) if not row.reminded]
    theirs = await _calendars(turn, rows)
    offered: dict[str, list[Offer]] = {}
    for row in rows:
        person = row.thanks_by or ""
        if person in theirs and _is_time(row, theirs[person], days[person]):
            offered.setdefault(person, []).append(Offer(subject(row), urgent=False))
    return offered


async def _calendars(turn: Turn, rows: Sequence[Compliment]) -> Mapping[str, PersonCalendar]:
    """With the absences since each took it upon them, also those that are over."""
    persons = {row.thanks_by for row in rows if row.thanks_by}
    if not persons:
        return {}
    return await reach.days(turn, persons, min(row.thanks_on for row in rows if row.thanks_on))


def _is_time(row: Compliment, theirs: PersonCalendar, today: date) -> bool:
    if row.thanks_on is None:
        return False
    try:
        return theirs.add_workdays(row.thanks_on, rules.TO_THANK) <= today
    except NoWorkday:
        return False


async def draw_lines(turn: Turn, pairs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Line]:
    """What was withdrawn before anybody was reminded of it is left out. Two statements, however many."""
    rows = await store.many(turn.session, [id_of(mine) for _person, mine in pairs])
    found = {one.row.id: one for one in together(list(rows.values()), await store.receivers(turn.session, rows))}
    drawn = {(person, mine): found.get(id_of(mine)) for person, mine in pairs}
    return {
        pair: week_messages.reminder(given, pair[0])
        for pair, given in drawn.items()
        if given is not None and (given.row.reminded or given.state is not State.WITHDRAWN)
    }


async def nudged(turn: Turn, fact: Nudged) -> None:
    await _reminded(turn, fact, yes=True)


async def not_nudged(turn: Turn, fact: NotNudged | PutOff) -> None:
    """It was not read, or not now: it may be offered once more."""
    await _reminded(turn, fact, yes=False)


async def _reminded(turn: Turn, fact: Nudged | NotNudged | PutOff, *, yes: bool) -> None:
    if fact.kind != THANK:
        return
    for row in (await store.hold_many(turn.session, [id_of(fact.about)])).values():
        if row.thanks_by == fact.person:
            row.reminded = yes


# --- the open number --------------------------------------------------------------------------------------------------
async def open_numbers(turn: Turn, ids: Iterable[int]) -> Mapping[int, int]:
    """Of each of these teams, where it may be shown: how many customers can still be thanked. Two statements.

    An event of a team, so it takes as many members as any figure.
    """
    wanted = sorted(set(ids))
    org = await organisations.of(turn.session, turn.org)
    counts = await week_store.to_thank(turn.session, wanted, turn.now - rules.OPEN)
    sizes = await people.sizes(turn.session, [team for team in wanted if counts.get(team)])
    k = org.k if org is not None else LEAST_K
    shown = {team: events(Group(str(team), Tally(n)), {str(team): counts[team]}, k) for team, n in sizes.items()}
    return {team: n for team, of in shown.items() if (n := of[str(team)])}
