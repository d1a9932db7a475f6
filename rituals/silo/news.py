"""What coaches are told: once a week what is new, and on its day what came back or stands still."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from rituals import reach
from rituals.calendar import Calendar, NoWorkday
from rituals.contract import Due, Turn, about
from rituals.facts import ForLeads
from rituals.shown import Message, Place
from rituals.silo import messages, rules, telling
from rituals.silo.holding import COACH, Talk, talks
from rituals.silo.rules import LIVES, STALLS, State
from rituals.silo.subjects import NEWS, SUBJECT, TIMER, news, news_of
from rituals.teams import of_organisation
from storage import house, memberships, roles
from storage import silo as store
from storage.silo import SiloSignal

NO_COACH: Final = "people.nooffice"  # the line by which admins read that an office is free


async def coaches(turn: Turn) -> Sequence[str]:
    return sorted(row.person for row in await roles.of_organisation(turn.session) if row.role == COACH)


# --- when -------------------------------------------------------------------------------------------------------------
async def plan(turn: Turn) -> None:
    """The next morning on which there is something to look at; one that is due already keeps its place."""
    if not await store.any_in(turn.session, LIVES):
        return
    due = await house.planned_at(turn.session, TIMER, SUBJECT)
    if due is None or due > turn.now:
        _plan(turn, await of_organisation(turn))


def _plan(turn: Turn, days: Calendar) -> None:
    today = days.day_of(turn.now)
    try:
        ahead = days.is_workday(today) and days.at(today, rules.MORNING) > turn.now
        turn.at(TIMER, SUBJECT, days.at(today if ahead else days.next_workday(today), rules.MORNING))
    except NoWorkday:
        turn.cancel(TIMER, SUBJECT)


async def morning(turn: Turn, due: Sequence[Due]) -> None:
    days = await of_organisation(turn)
    today = days.day_of(turn.now)
    held = (await talks(turn, await store.hold_states(turn.session, LIVES))).values()
    if not held:
        return
    _plan(turn, days)
    back = [talk for talk in held if _is_back(talk, today)]
    new = [talk.root.row for talk in held if _is_new(talk, today)]
    still = [talk.root.row for talk in held if _is_still(talk, today, days)]
    if not (new or still or back):
        return
    if some := await coaches(turn):
        await telling.move(turn, back, State.OPEN, today)
        for talk in back:
            talk.root.row.review_on = today
        await _tell(turn, some, today, new, still)
    else:
        await _no_coach(turn)


def _is_back(talk: Talk, today: date) -> bool:
    until = talk.root.row.review_on
    return talk.state is State.PARKED and until is not None and until <= today


def _is_new(talk: Talk, today: date) -> bool:
    row = talk.root.row
    return talk.state is State.OPEN and rules.is_new(row.on, row.told_on, today)


def _is_still(talk: Talk, today: date, days: Calendar) -> bool:
    row = talk.root.row
    return talk.state in STALLS and rules.is_still(row.moved_on, row.reminded_on, today, days)


# --- to whom ----------------------------------------------------------------------------------------------------------
async def _tell(
    turn: Turn, some: Sequence[str], today: date, new: Iterable[SiloSignal], still: Iterable[SiloSignal]
) -> None:
    """Whoever is away reads it on their first working day."""
    for row in new:
        row.told_on = today
    for row in still:
        row.reminded_on = today
    moments = await reach.moments(turn, some)
    for person in some:
        turn.show(NEWS, news(person, today), Place(person=person, after=moments.get(person)))


async def _no_coach(turn: Turn) -> None:
    """All of it waits, and admins read so once. The line goes with those of the first team."""
    if ids := await memberships.all_teams(turn.session):
        await turn.tell(ForLeads(ids[0], NO_COACH, about(ids[0], COACH)))


# --- the message ------------------------------------------------------------------------------------------------------
async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """Of what there was to tell that day, what is still there; nothing for who is no coach any more."""
    wanted = {each: found for each in subjects if (found := news_of(each)) is not None}
    rows = await store.of_days(turn.session, {day for day, _person in wanted.values()})
    readers = await coaches(turn)
    drawn: dict[str, Message | None] = dict.fromkeys(subjects)
    for each, (day, person) in wanted.items():
        if person in readers:
            drawn[each] = _news(rows, day)
    return drawn


def _news(rows: Sequence[SiloSignal], day: date) -> Message | None:
    new = [row for row in rows if row.told_on == day != row.review_on]
    still = [row for row in rows if row.reminded_on == day]
    back = [row for row in rows if row.review_on == day and State(row.state) is not State.PARKED]
    return messages.news(new, back, still) if new or still or back else None


async def drawn_again(turn: Turn, rows: Iterable[SiloSignal]) -> None:
    """The messages in which coaches read of these."""
    days = {day for row in rows for day in (row.told_on, row.reminded_on, row.review_on) if day is not None}
    for person in await coaches(turn) if days else ():
        for day in sorted(days):
            turn.changed(NEWS, news(person, day))
