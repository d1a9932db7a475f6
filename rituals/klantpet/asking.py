"""Who is asked to wear the cap: drawn each working day, and written to with whatever else is asked that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from rituals import rotating, teams
from rituals.contract import Due, Turn
from rituals.facts import NotNudged, Nudged, PutOff
from rituals.klantpet import messages, rota
from rituals.klantpet.holding import WEARER, Held, read
from rituals.klantpet.rules import Happens, State
from rituals.klantpet.subjects import id_of, subject
from rituals.nudge import Line, Offer
from rituals.words import Sentence
from storage import klantpet as store
from storage import klantpet_wearing as wearing_store
from storage.klantpet import MeetingDay

PASSES: Final = frozenset({State.INVITED, State.ACCEPTED, State.CHECKED_IN})


# --- the draw ---------------------------------------------------------------------------------------------------------
async def draw(turn: Turn, due: Sequence[Due]) -> None:
    known = await rota.pool(turn, teams.named_by(due))
    for team in known.teams.values():
        rota.next_draw(turn, team)
        if team.active:
            rota.draw(turn, team, known)


async def redraw(turn: Turn, due: Sequence[Due]) -> None:
    """Too late for today's draw: tomorrow's is planned."""
    for team in (await teams.load(turn, teams.named_by(due))).values():
        rota.next_draw(turn, team)


async def invite(turn: Turn, due: Sequence[Due]) -> None:
    """Who can't be asked is passed over."""
    known, rows = await _invited_now(turn, due)
    asked = await rotating.asked(turn, sorted({row.wearer for row in rows if row.wearer is not None}))
    left = [row for row in rows if (WEARER, subject(row)) not in asked.get(row.wearer or "", ())]
    await rota.pass_on(turn, known, left, Happens.LOST)


async def lost(turn: Turn, due: Sequence[Due]) -> None:
    """The invitation can't go out in time any more: the next in order gets the turn."""
    known, rows = await _invited_now(turn, due)
    await rota.pass_on(turn, known, rows, Happens.LOST)


async def _invited_now(turn: Turn, due: Sequence[Due]) -> tuple[rota.Pool, list[MeetingDay]]:
    known = await rota.pool(turn, teams.named_by(due))
    wanted = {id_of(one.about) for one in due}
    rows = [row for some in known.rows.values() for row in some if row.id in wanted and row.starts_at > turn.now]
    return known, [row for row in rows if State(row.state) is State.INVITED]


# --- the line that invites --------------------------------------------------------------------------------------------
async def offers(turn: Turn, days: Mapping[str, date]) -> Mapping[str, Sequence[Offer]]:
    """The turns that these people are to be asked for by now."""
    rows = await wearing_store.invited(turn.session, days, turn.now)
    found = await teams.load(turn, {row.team for row in rows})
    offered: dict[str, list[Offer]] = {}
    for row in rows:
        today = days[row.wearer or ""]
        if row.invite_at is not None and found[row.team].calendar.day_of(row.invite_at) <= today:
            offered.setdefault(row.wearer or "", []).append(Offer(subject(row), urgent=row.day <= today))
    return offered


async def draw_lines(turn: Turn, pairs: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], Line]:
    held = await read(turn, [about for _person, about in pairs])
    found = {}
    for person, about in pairs:
        row = held.rows.get(id_of(about))
        if row is not None and subject(row) == about:
            found[person, about] = _line(turn, person, row, held)
    return found


def _line(turn: Turn, person: str, row: MeetingDay, held: Held) -> Line:
    meeting, team = held.of(row)
    local = team.calendar.local(row.starts_at)
    answered = _answer(turn, person, row)
    passes = row.wearer == person and State(row.state) in PASSES and row.starts_at > turn.now
    today = team.calendar.day_of(turn.now)
    return messages.invite(subject(row), meeting.name, row.day, local.time(), today, answered, passes=passes)


def _answer(turn: Turn, person: str, row: MeetingDay) -> Sentence | None:
    """What stands in the place of the button; None while it can be pressed.

    Whoever has it no more reads the same, whatever came between.
    """
    state = State(row.state)
    if state is State.CANCELLED:
        return messages.NOT_ON
    if state in rota.GONE or row.wearer != person:
        return messages.NO_MORE
    return None if state is State.INVITED and row.starts_at > turn.now else messages.WEARS


# --- how it went ------------------------------------------------------------------------------------------------------
async def nudged(turn: Turn, fact: Nudged) -> None:
    row = await _invited(turn, fact)
    if row is not None:
        row.delivered_at = fact.at


async def put_off(turn: Turn, fact: PutOff) -> None:
    """Not asked yet, then: until the next message, silence is no consent. Who wants quiet is asked no more."""
    if fact.quiet:
        await _lost(turn, fact)
        return
    row = await _invited(turn, fact)
    if row is not None and State(row.state) is State.INVITED and row.starts_at > turn.now:
        row.delivered_at = None


async def not_nudged(turn: Turn, fact: NotNudged) -> None:
    await _lost(turn, fact)


async def _lost(turn: Turn, fact: NotNudged | PutOff) -> None:
    """The next in order is asked in their place."""
    if fact.kind != WEARER:
        return
    known = await rota.pool(turn, teams.named_by([Due(fact.about, turn.now)]))
    rows = [row for some in known.rows.values() for row in some if row.id == id_of(fact.about)]
    mine = [row for row in rows if row.wearer == fact.person and State(row.state) is State.INVITED]
    await rota.pass_on(turn, known, mine, Happens.LOST)


async def _invited(turn: Turn, fact: Nudged | PutOff) -> MeetingDay | None:
    """The occurrence of this invitation, held, while it is still that person's."""
    if fact.kind != WEARER:
        return None
    row = (await store.hold_days(turn.session, [id_of(fact.about)])).get(id_of(fact.about))
    return row if row is not None and row.wearer == fact.person else None
