"""What stands in the channel, in its thread and in the wearer's conversation, drawn for many occurrences at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rituals.contract import Turn
from rituals.klantpet import heard, messages, pressing, questions
from rituals.klantpet.holding import Held, read
from rituals.klantpet.messages import Face
from rituals.klantpet.rules import AHEAD_OF, State
from rituals.klantpet.subjects import subject
from rituals.shown import Message
from rituals.words import Sentence
from storage.klantpet import Meeting, MeetingDay

Drawn = Mapping[str, Message | None]


async def draw(turn: Turn, subjects: Sequence[str]) -> Drawn:
    held = await read(turn, subjects)
    facts = await heard.now(turn, held.rows.values())
    return _each(
        subjects, held, {row.id: messages.meeting(_face(turn, row, held, facts)) for row in held.rows.values()}
    )


def _face(turn: Turn, row: MeetingDay, held: Held, facts: Mapping[heard.Key, Sentence]) -> Face:
    meeting, _team = held.of(row)
    return Face(
        about=subject(row),
        name=meeting.name,
        state=State(row.state),
        wearer=row.wearer,
        question=questions.of(row.question),
        fact=None if meeting.confidential else facts.get((row.team, row.fact)),
        ahead=_may_be_off(turn, row),
        rings=not row.begun,
        figure=heard.is_figure(row.fact),
        ended=meeting.ended_on is not None,
    )


async def draw_offs(turn: Turn, subjects: Sequence[str]) -> Drawn:
    held = await read(turn, subjects)
    return _each(subjects, held, {row.id: _off(turn, row, held) for row in held.rows.values()})


def _off(turn: Turn, row: MeetingDay, held: Held) -> Message:
    still_open = row.ends_by is not None and _may_be_off(turn, row)
    return messages.off_asked(subject(row), held.of(row)[0].name, still_open=still_open)


def _may_be_off(turn: Turn, row: MeetingDay) -> bool:
    state = State(row.state)
    return turn.now < row.starts_at and (state in AHEAD_OF or state is State.CHECKED_IN)


async def draw_looks(turn: Turn, subjects: Sequence[str]) -> Drawn:
    held = await read(turn, subjects)
    return _each(subjects, held, {row.id: _look(turn, row, held) for row in held.rows.values()})


def _look(turn: Turn, row: MeetingDay, held: Held) -> Message:
    own = pressing.of_look(row, row.wearer, turn.now)
    still_open = State(row.state) is State.CHECKOUT
    return messages.look(subject(row), held.of(row)[0].name, still_open=still_open, own=own)


async def draw_opens(turn: Turn, subjects: Sequence[str]) -> Drawn:
    held = await read(turn, subjects)
    return _each(
        subjects,
        held,
        {
            row.id: messages.looks_back(subject(row), still_open=State(row.state) is State.CHECKOUT)
            for row in held.rows.values()
        },
    )


async def draw_aways(turn: Turn, subjects: Sequence[str]) -> Drawn:
    """None where it was put back before it was read."""
    held = await read(turn, subjects)
    return _each(subjects, held, {row.id: _away(row, held.of(row)[0]) for row in held.rows.values()})


def _away(row: MeetingDay, meeting: Meeting) -> Message | None:
    match State(row.state):
        case State.STOPPED:
            return messages.stopped(meeting)
        case State.SKIPPED:
            return messages.cancelled(meeting)
    return None


def _each(subjects: Sequence[str], held: Held, drawn: Mapping[int, Message | None]) -> Drawn:
    """By subject; None for what isn't there any more, or is of another team than its subject says."""
    mine = {subject(row): drawn[row.id] for row in held.rows.values()}
    return {each: mine.get(each) for each in subjects}
