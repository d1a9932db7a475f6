"""Occurrences held for a change: in line behind their meetings, then on their own rows. Flags come after both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rituals import teams
from rituals.answers import OVER
from rituals.contract import Due, Event, Refused, Turn, team_of
from rituals.facts import NudgesChanged
from rituals.klantpet.subjects import id_of, subject
from rituals.shown import CardRef, Place
from rituals.teams import Team
from storage import klantpet as store
from storage.klantpet import Meeting, MeetingDay

MESSAGE: Final = "klantpet.meeting"  # the one message of an occurrence in the channel
LOOK: Final = "klantpet.look"  # the wearer's own way to look back
OPEN: Final = "klantpet.open"  # the line in the thread where nobody wore the cap
OFF: Final = "klantpet.off"  # the line in the thread that a second attendee confirms
DONE: Final = "klantpet.done"  # the line in the thread that says what came of it
FLAG: Final = "klantpet.flag"  # a flag's line in the thread
MOVED: Final = "klantpet.moved"  # what tells the wearer of another start today
AWAY: Final = "klantpet.away"  # what tells who was asked that there is nothing to wear the cap at
WEARER: Final = "klantpet.wearer"  # the line that invites
LAPSE: Final = "klantpet.lapse"  # the timer that looks after flags whose meeting is off
STILL: Final = "klantpet.still"  # the line that asks an owner whether a meeting still wants the cap


@dataclass(frozen=True, slots=True)
class Held:
    """Occurrences by id, with their meetings and teams."""

    rows: Mapping[int, MeetingDay]
    meetings: Mapping[int, Meeting]
    teams: Mapping[int, Team]

    def of(self, row: MeetingDay) -> tuple[Meeting, Team]:
        return self.meetings[row.meeting], self.teams[row.team]


async def hold(turn: Turn, ids: Iterable[int]) -> Held:
    """Meetings by id, then occurrences by id: two turns never wait for each other crosswise."""
    seen = await store.days(turn.session, ids)
    meetings = await store.hold_meetings(turn.session, {row.meeting for row in seen.values()})
    rows = await store.hold_days(turn.session, seen)
    return Held(rows, meetings, await teams.load(turn, {row.team for row in rows.values()}))


async def hold_due(turn: Turn, due: Sequence[Due]) -> Held:
    return await hold(turn, [id_of(one.about) for one in due])


async def hold_one(turn: Turn, event: Event) -> tuple[MeetingDay, Meeting, Team]:
    """The one that a button is about. Raises Refused when there is none such in its team."""
    held = await hold(turn, [id_of(event.about)])
    row = held.rows.get(id_of(event.about))
    if row is None or row.team != team_of(event.about):
        raise Refused(OVER)
    return (row, *held.of(row))


async def read(turn: Turn, subjects: Iterable[str]) -> Held:
    """The same, without waiting for anybody. Five statements, however many."""
    rows = await store.days(turn.session, {id_of(each) for each in subjects})
    meetings = await store.meetings(turn.session, {row.meeting for row in rows.values()})
    return Held(rows, meetings, await teams.load(turn, {row.team for row in rows.values()}))


def thread(row: MeetingDay) -> Place:
    """Below the occurrence's one message, posted or not."""
    return Place(under=CardRef(MESSAGE, subject(row)))


def changed(turn: Turn, *rows: MeetingDay) -> None:
    """Wherever these can be read in a card they are drawn again."""
    for row in rows:
        for card in (MESSAGE, LOOK, OPEN, OFF, DONE):
            turn.changed(card, subject(row))


async def reword(turn: Turn, asked: Iterable[tuple[str | None, MeetingDay]]) -> None:
    """The invitations of these people read differently now. One statement, however many."""
    lines = tuple(sorted({(person, subject(row)) for person, row in asked if person}))
    if lines:
        await turn.session.flush()
        await turn.tell(NudgesChanged(WEARER, lines))
