"""The one message of the day: who is offered what is asked of all rituals, and what fits goes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Final

import structlog

from rituals import apart, nudge, teams
from rituals.calendar import DAY, NoWorkday
from rituals.contract import Due, Turn, about
from rituals.facts import AskNow, CalendarChanged, Resumed, Round, TeamStarted
from rituals.nudges import drawing, readers, rules
from rituals.nudges.readers import Reader
from rituals.nudges.rules import Occasion, Offered
from rituals.shown import Place
from rituals.teams import Team
from storage import nudges as store

BUNDLE: Final = "nudges.bundle"
AFTERNOON: Final = "nudges.afternoon"

Lines = Mapping[str, frozenset[tuple[str, str]]]  # of each person's message of today

log = structlog.get_logger()


# --- when -------------------------------------------------------------------------------------------------------------
async def morning(turn: Turn, due: Sequence[Due]) -> None:
    await _of_homes(turn, due, Occasion.MORNING)


async def afternoon(turn: Turn, due: Sequence[Due]) -> None:
    await _of_homes(turn, due, Occasion.AFTERNOON)


async def _of_homes(turn: Turn, due: Sequence[Due], occasion: Occasion) -> None:
    found = await _loaded(turn, due)
    _next(turn, found, BUNDLE if occasion is Occasion.MORNING else AFTERNOON)
    await ask(turn, await readers.at_home(turn, found), occasion)


async def late_morning(turn: Turn, due: Sequence[Due]) -> None:
    """So late that what was for the morning is over: only the next one is planned."""
    _next(turn, await _loaded(turn, due), BUNDLE)


async def late_afternoon(turn: Turn, due: Sequence[Due]) -> None:
    _next(turn, await _loaded(turn, due), AFTERNOON)


async def _loaded(turn: Turn, due: Sequence[Due]) -> Mapping[int, Team]:
    return await teams.load(turn, teams.named_by(due))


def _next(turn: Turn, found: Mapping[int, Team], timer: str) -> None:
    for team in found.values():
        clock = team.bundle if timer == BUNDLE else nudge.afternoon(team.calendar, team.bundle)
        turn.at(timer, about(team.id), _moment(turn, team, clock))


def _moment(turn: Turn, team: Team, clock: time) -> datetime:
    """The next time it is this late on a working day of the team's; without one in sight it is looked for tomorrow."""
    calendar, today = team.calendar, team.calendar.day_of(turn.now)
    if calendar.is_workday(today) and calendar.at(today, clock) > turn.now:
        return calendar.at(today, clock)
    try:
        return calendar.at(calendar.next_workday(today), clock)
    except NoWorkday:
        return calendar.at(today + DAY, clock)


async def started(turn: Turn, fact: TeamStarted | Resumed) -> None:
    await _plan(turn, [fact.team])


async def changed(turn: Turn, fact: CalendarChanged) -> None:
    await _plan(turn, fact.teams)


async def went_round(turn: Turn, _fact: Round) -> None:
    """Every team has its timers, whenever it came; a mute that is over goes."""
    for timer in (BUNDLE, AFTERNOON):
        _next(turn, await teams.load(turn, await store.unplanned(turn.session, timer)), timer)
    await store.end_mutes(turn.session, turn.now.date() - DAY)


async def _plan(turn: Turn, ids: Iterable[int]) -> None:
    found = await teams.load(turn, ids)
    for timer in (BUNDLE, AFTERNOON):
        _next(turn, found, timer)


# --- what -------------------------------------------------------------------------------------------------------------
async def ask_now(turn: Turn, fact: AskNow) -> Lines:
    """What stands in today's message of each of these people, sent before or now."""
    found = await readers.of(turn, fact.people)
    await ask(turn, found, Occasion.NOW)
    rows = await store.messages(turn.session, [(one.person, one.today(turn)) for one in found])
    return {person: frozenset((kind, about) for kind, about in row.lines) for (person, _), row in rows.items()}


async def ask(turn: Turn, found: Sequence[Reader], occasion: Occasion) -> None:
    offered = await _offered(turn, {one.person: one.today(turn) for one in found})
    asked = {one.person: one for one in found if one.person in offered}
    known = await readers.known(turn, asked)
    decided = {
        person: rules.decide(asked[person].today(turn), occasion, offered[person], known[person]) for person in asked
    }
    sent = await _sent(turn, asked, {person: one.lines for person, one in decided.items() if one.lines})
    remembered = [
        {"person": person, "ritual": ritual, "skipped_on": past.skipped_on, "asked": past.asked}
        for person, one in decided.items()
        if person in sent or not one.lines
        for ritual, past in one.past.items()
    ]
    await store.back_off(turn.session, turn.org, remembered)


async def _sent(turn: Turn, asked: Mapping[str, Reader], lines: Mapping[str, Sequence[Offered]]) -> set[str]:
    """The message is theirs whose day wasn't spent already, by another process or a moment ago."""
    rows = [
        {
            "person": person,
            "day": asked[person].today(turn),
            "lines": [list(one.line) for one in some],
            "morning": asked[person].morning(turn),
        }
        for person, some in lines.items()
    ]
    sent = await store.spend(turn.session, turn.org, rows)
    for person, wait in rules.later_by({person: some for person, some in lines.items() if person in sent}).items():
        subject = drawing.subject(person, asked[person].today(turn))
        turn.show(drawing.CARD, subject, Place(person=person, after=turn.now + wait))
    return sent


async def _offered(turn: Turn, days: Mapping[str, date]) -> Mapping[str, Sequence[Offered]]:
    """Each ritual is asked once for all; one that fails offers nothing this time."""
    found: dict[str, list[Offered]] = {}
    kinds = drawing.kinds(turn) if days else {}
    looks = {kind: partial(asking.offers, turn, days) for kind, asking in kinds.items()}
    for kind, offers in (await apart.each(turn, looks, _not_offered)).items():
        asking = kinds[kind]
        for person, some in offers.items():
            found.setdefault(person, []).extend(
                Offered(kind, one.about, asking.order, one.urgent, asking.consents) for one in some
            )
    return {person: some for person, some in found.items() if some}


def _not_offered(kind: str, error: Exception) -> None:
    log.error("nudge.not_offered", kind=kind, error=type(error).__name__, exc_info=error)
