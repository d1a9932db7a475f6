"""What one's own agreements ask of their person by itself: reminders, the look-back, and what rests or was anchored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Final

from rituals import reach
from rituals.alsdan import own_messages, own_rules
from rituals.alsdan.own_rules import Asks
from rituals.alsdan.own_subjects import LOOK, behind, id_of, looking, week_in
from rituals.alsdan.subjects import FIXED, own
from rituals.calendar import PersonCalendar
from rituals.contract import Turn
from rituals.facts import NotNudged, Nudged, PutOff
from rituals.nudge import Line, Offer
from storage import alsdan_own as store
from storage.alsdan import PersonalAgreement, PersonalAnswer

NOON: Final = time(12, 0)  # local: a reminder for later on goes with what waits until the afternoon
TOLD: Final = ".told"  # behind what is asked: once is enough

Pair = tuple[str, str]
Offers = Mapping[str, Sequence[Offer]]


# --- offered ----------------------------------------------------------------------------------------------------------
async def aids(turn: Turn, days: Mapping[str, date]) -> Offers:
    """Once a week at most, so there is nothing to fade. On the day of its look-back that alone comes."""
    rows = [row for row in await store.of(turn.session, days, own_rules.RUNS) if row.aid == FIXED]
    theirs = await reach.days(turn, {row.person for row in rows}) if rows else {}
    mine = [row for row in rows if row.person in theirs and _reminds(row, theirs[row.person], days[row.person])]
    answered = await store.answers(turn.session, [row.id for row in mine]) if mine else {}
    return _by_person(
        (row.person, Offer(own(row), urgent=row.clock is None or row.clock < NOON))
        for row in mine
        if not _looks(row, theirs[row.person], days[row.person], answered[row.id])
    )


def _reminds(row: PersonalAgreement, theirs: PersonCalendar, day: date) -> bool:
    begun = row.activated_on is not None and row.activated_on < day
    return begun and own_rules.day_for(row.weekday or 1, theirs, day) == day


async def looks(turn: Turn, days: Mapping[str, date]) -> Offers:
    rows = await store.of(turn.session, days, own_rules.LIVES)
    asked = [(row.person, Offer(f"{own(row)}:{row.asked}", urgent=False)) for row in rows if row.asked in {*Asks}]
    running = [row for row in rows if row.state in own_rules.RUNS]
    theirs = await reach.days(turn, {row.person for row in running}) if running else {}
    answered = await store.answers(turn.session, [row.id for row in running])
    looking_back = [
        (row.person, Offer(looking(row, days[row.person]), urgent=False))
        for row in running
        if row.person in theirs and _looks(row, theirs[row.person], days[row.person], answered[row.id])
    ]
    return _by_person([*looking_back, *asked])


def _looks(row: PersonalAgreement, theirs: PersonCalendar, day: date, known: Sequence[PersonalAnswer]) -> bool:
    begun = row.activated_on is not None and row.activated_on < day
    return begun and own_rules.looks_on(theirs, day) == day and not _answered(known, day.isocalendar()[:2])


def _answered(known: Sequence[PersonalAnswer], week: tuple[int, int]) -> bool:
    return any((one.year, one.week) == week for one in known)


def _by_person(offers: Iterable[tuple[str, Offer]]) -> Offers:
    found: dict[str, list[Offer]] = {}
    for person, offer in offers:
        found.setdefault(person, []).append(offer)
    return found


# --- worded -----------------------------------------------------------------------------------------------------------
async def draw_aids(turn: Turn, pairs: Sequence[Pair]) -> Mapping[Pair, Line]:
    rows = await _of(turn, pairs)
    return {pair: own_messages.aid(row) for pair, row in rows.items()}


async def draw_looks(turn: Turn, pairs: Sequence[Pair]) -> Mapping[Pair, Line]:
    """Two statements, however many."""
    rows = await _of(turn, pairs)
    known = await store.answers(turn.session, [row.id for row in rows.values()])
    return {pair: line for pair, row in rows.items() if (line := _worded(row, pair[1], known[row.id])) is not None}


def _worded(row: PersonalAgreement, about: str, known: Sequence[PersonalAnswer]) -> Line | None:
    if (kind := next((each for each in Asks if each == behind(about)), None)) is not None:
        return own_messages.question(row, kind)
    week = week_in(about)
    if week is None:
        return None
    day = own_rules.look_day(*week)
    return own_messages.look(row, behind(about), day, answered=_answered(known, week))


async def _of(turn: Turn, pairs: Sequence[Pair]) -> Mapping[Pair, PersonalAgreement]:
    """Each person's own, and no other; what was deleted is left out."""
    rows = await store.get(turn.session, [id_of(about) for _person, about in pairs])
    found = {pair: rows.get(id_of(pair[1])) for pair in pairs}
    return {pair: row for pair, row in found.items() if row is not None and row.person == pair[0]}


# --- what became of it ------------------------------------------------------------------------------------------------
async def nudged(turn: Turn, fact: Nudged) -> None:
    await _told(turn, fact, TOLD)


async def not_nudged(turn: Turn, fact: NotNudged | PutOff) -> None:
    """It was not read, or not now: it is asked once more."""
    await _told(turn, fact, "")


async def _told(turn: Turn, fact: Nudged | NotNudged | PutOff, mark: str) -> None:
    kind = behind(fact.about)
    if fact.kind != LOOK or kind not in {*Asks}:
        return
    for row in (await store.hold(turn.session, [id_of(fact.about)])).values():
        if row.person == fact.person and row.asked.partition(".")[0] == kind:
            row.asked = kind + mark
