"""What others tell of people: who is away, works on other days, or left, can't wear a cap then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rituals import teams
from rituals.contract import Turn
from rituals.facts import BecameAway, Deactivated, Delivered, GaveUp, MemberLeft, PatternChanged
from rituals.klantpet import flag_lines, timeline
from rituals.klantpet.holding import FLAG, MESSAGE, hold
from rituals.klantpet.rules import Happens
from rituals.klantpet.subjects import flag_of, id_of
from rituals.klantpet.wearing import drop
from storage import house
from storage import klantpet as store
from storage import klantpet_flags as flag_store
from storage import klantpet_wearing as wearing_store

YESTERDAY = timedelta(days=1)  # somewhere it is still the day before


async def became_away(turn: Turn, fact: BecameAway) -> None:
    """No reason is asked, kept or shown."""
    first = max(fact.first, turn.now.date() - YESTERDAY)
    await drop(turn, fact.person, [*await wearing_store.worn_by(turn.session, fact.person, first, fact.last)])


async def pattern_changed(turn: Turn, fact: PatternChanged) -> None:
    first = max(fact.first, turn.now.date() - YESTERDAY)
    rows = await wearing_store.worn_by(turn.session, fact.person, first)
    found = await teams.load(turn, {row.team for row in rows})
    days = await teams.members(turn, found, turn.now.date())
    mine = {team: one.calendar for team, some in days.items() for one in some if one.person == fact.person}
    await drop(turn, fact.person, [row for row in rows if row.team in mine and not mine[row.team].is_workday(row.day)])


async def member_left(turn: Turn, fact: MemberLeft) -> None:
    rows = await wearing_store.worn_by(turn.session, fact.person, turn.now.date() - YESTERDAY)
    await drop(turn, fact.person, [row for row in rows if row.team == fact.team])


async def deactivated(turn: Turn, fact: Deactivated) -> None:
    rows = await wearing_store.worn_by(turn.session, fact.person, turn.now.date() - YESTERDAY)
    await drop(turn, fact.person, [*rows])


async def delivered(turn: Turn, fact: Delivered) -> None:
    """Whoever is named in it has been told: from now on the wearer is a name and rings nobody."""
    if fact.card == MESSAGE:
        for row in (await store.hold_days(turn.session, [id_of(fact.about)])).values():
            row.begun = True


async def gave_up(turn: Turn, fact: GaveUp) -> None:
    """One that stands and could not be edited stays."""
    if fact.card == FLAG:
        await _flag_unseen(turn, fact.about)
    if fact.card == MESSAGE:
        held = await hold(turn, [id_of(fact.about)])
        unseen = {key: row for key, row in held.rows.items() if not row.begun}
        await timeline.lose(turn, replace(held, rows=unseen), Happens.GAVE_UP)


async def _flag_unseen(turn: Turn, subject: str) -> None:
    """Its line never came to stand: it waits for the next meeting."""
    seen = (await flag_store.some(turn.session, [flag_of(subject)])).get(flag_of(subject))
    if seen is None or seen.occurrence is None or await house.addresses(turn.session, [(FLAG, subject)]):
        return
    held = await hold(turn, [seen.occurrence])
    flag = await flag_store.hold(turn.session, seen.id)
    if flag is not None and not flag.gone and flag.occurrence in held.rows:
        flag_lines.put_off(turn, held, [flag])
