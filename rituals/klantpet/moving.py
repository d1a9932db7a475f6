"""A meeting starts at another time today; the next ones keep theirs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Final

from rituals import reach, schedule, teams
from rituals.answers import ALREADY, only
from rituals.contract import Answer, Event, Note, Refused, Turn, about, keys_of, team_of
from rituals.klantpet import holding, messages, rules, timeline
from rituals.klantpet.calling_off import may
from rituals.klantpet.holding import MOVED, Held, changed, hold, reword
from rituals.klantpet.rules import AHEAD_OF, State
from rituals.klantpet.subjects import id_of
from rituals.shown import Button, Message, Place
from rituals.words import Sentence, Typed, _
from storage import klantpet as store
from storage.klantpet import MeetingDay

CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.uh]?(\d{2}))?\s*(?:u|uur|h)?")  # “14:30”, “14.30”, “1430”, “14u30”, “14 uur”
WHEN: Final = _("Choose a time later today, before 20:00, in steps of five minutes. For example 14:30.")
TOLD: Final = frozenset({State.INVITED, State.ACCEPTED, State.CHECKED_IN})
NONE: Final = _("There is no meeting with the cap that can still be moved today.")
THEIRS: Final = _("whoever wears the cap or registered the meeting, or the team lead or deputy")


async def move(turn: Turn, event: Event) -> Answer:
    """`/customerhat move <time>`; where several can be meant, a button names one and the time."""
    team = team_of(event.about) or 0
    clock = read(keys_of(event.about)[1] if len(keys_of(event.about)) > 1 else event.text)
    if clock is None:
        raise Refused(WHEN)
    held = await _today(turn, team)
    rows = [row for row in held.rows.values() if not keys_of(event.about) or row.id == id_of(event.about)]
    mine = [row for row in rows if await _may(turn, event.person, row, held)]
    if not mine:
        raise only(THEIRS) if rows else Refused(NONE)
    if len(mine) > 1:
        raise _which(mine, held, clock)
    return await _move(turn, event.person, mine[0], held, clock)


def read(typed: str) -> time | None:
    """None for what is no time between six and eight, in steps of five minutes."""
    found = CLOCK.fullmatch(typed.strip().lower())
    if found is None or int(found[1]) >= rules.LATEST.hour or int(found[2] or 0) > 59:
        return None
    clock = time(int(found[1]), int(found[2] or 0))
    return clock if schedule.on_step(clock) else None


async def _today(turn: Turn, team: int) -> Held:
    """What begins today and can still be moved, held."""
    facts = (await teams.load(turn, [team]))[team]
    today = facts.calendar.day_of(turn.now)
    seen = await store.between(turn.session, [team], today, today)
    held = await hold(turn, [row.id for row in seen])
    rows = {key: row for key, row in held.rows.items() if _moves(turn, row)}
    return Held(rows, held.meetings, {team: facts})


def _moves(turn: Turn, row: MeetingDay) -> bool:
    return State(row.state) in AHEAD_OF and turn.now < row.starts_at - rules.CHECKS_IN


async def _may(turn: Turn, person: str, row: MeetingDay, held: Held) -> bool:
    return row.wearer == person or await may(turn, person, *held.of(row))


def _which(rows: Sequence[MeetingDay], held: Held, clock: time) -> Refused:
    buttons = [
        Button(_name(row, held), "klantpet.move", about(row.team, row.id, f"{clock:%H%M}"))
        for row in sorted(rows, key=lambda row: (row.starts_at, row.id))
    ]
    return Refused(_("Which meeting starts at {time}?", time=clock), *buttons)


def _name(row: MeetingDay, held: Held) -> Sentence:
    return Sentence("{meeting}", {"meeting": Typed(held.meetings[row.meeting].name)})


async def _move(turn: Turn, person: str, row: MeetingDay, held: Held, clock: time) -> Answer:
    meeting, team = held.of(row)
    start = team.calendar.at(row.day, clock)
    if start <= turn.now:
        raise Refused(WHEN)
    if start == row.starts_at:
        return Note(ALREADY)
    if row.wearer is not None:
        turn.changed(MOVED, _told(row, row.wearer, held))
    row.starts_at = start
    timeline.plan(turn, row, meeting, team.calendar)
    changed(turn, row)
    await reword(turn, [(row.wearer, row)])
    await _tell(turn, person, row, held)
    return Note(_("{meeting} starts at {time} today.", meeting=Typed(meeting.name), time=clock))


async def _tell(turn: Turn, person: str, row: MeetingDay, held: Held) -> None:
    """Whoever was asked to wear the cap, unless it was they who moved it, or the channel asks for somebody."""
    asked = row.invite_at is not None and row.invite_at <= turn.now
    if row.wearer is None or row.wearer == person or not asked:
        return
    moment = await reach.at(turn, row.wearer)
    if moment < row.starts_at:
        turn.show(MOVED, _told(row, row.wearer, held), Place(person=row.wearer, after=moment))


def _told(row: MeetingDay, person: str, held: Held) -> str:
    """One for each start it ever had: what was overtaken before it went out is never read."""
    return about(row.team, row.id, person, f"{held.of(row)[1].calendar.local(row.starts_at):%H%M}")


async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """None where the cap is with somebody else by now, or it starts at yet another time."""
    held = await holding.read(turn, subjects)
    drawn: dict[str, Message | None] = dict.fromkeys(subjects)
    for row in held.rows.values():
        if row.wearer is not None and State(row.state) in TOLD and (mine := _told(row, row.wearer, held)) in drawn:
            meeting, team = held.of(row)
            drawn[mine] = messages.moved(meeting.name, team.calendar.local(row.starts_at).time())
    return drawn
