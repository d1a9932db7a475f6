"""The message as it reads now: each line worded by its ritual, and the ways out at its foot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import structlog

from rituals.contract import Turn
from rituals.facts import NudgesChanged
from rituals.nudge import Line, Nudge
from rituals.nudges import messages, rules
from rituals.shown import Message
from storage import nudges as store

CARD: Final = "nudges.message"

Pair = tuple[str, str]  # a person and a subject

log = structlog.get_logger()


def subject(person: str, day: date) -> str:
    return f"{person}:{day.isoformat()}"


def key_of(subject: str) -> store.Key:
    person, _, day = subject.rpartition(":")
    return person, date.fromisoformat(day)


def kinds(turn: Turn) -> Mapping[str, Nudge]:
    return {kind: nudge for ritual in turn.rituals for kind, nudge in ritual.nudges.items()}


async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    keys = {each: key_of(each) for each in subjects}
    rows = await store.messages(turn.session, keys.values())
    worded = await words(turn, ((row.person, kind, about) for row in rows.values() for kind, about in row.lines))
    found: dict[str, Message | None] = dict.fromkeys(subjects)
    for each, key in keys.items():
        if (row := rows.get(key)) is None:
            continue
        lines = [line for kind, about in row.lines if (line := worded.get((row.person, kind, about))) is not None]
        if lines:
            found[each] = messages.bundle(row.person, row.day, lines, morning=row.morning, later=row.later)
    return found


async def words(turn: Turn, wanted: Iterable[tuple[str, str, str]]) -> Mapping[tuple[str, str, str], Line]:
    """(person, kind, subject) -> its line. A ritual that fails costs its own lines, never the message."""
    pairs: dict[str, list[Pair]] = {}
    for person, kind, about in wanted:
        pairs.setdefault(kind, []).append((person, about))
    found = {
        (person, rules.STOPASK, ritual): messages.offer_of_quiet(turn.rituals, ritual)
        for person, ritual in pairs.pop(rules.STOPASK, ())
    }
    known = kinds(turn)
    for kind in sorted(pairs.keys() & known.keys()):
        try:
            async with turn.session.begin_nested():
                lines = await known[kind].draw(turn, pairs[kind])
        except Exception as error:
            log.error("nudge.not_worded", kind=kind, error=type(error).__name__, exc_info=error)
            continue
        found |= {(person, kind, about): line for (person, about), line in lines.items()}
    return found


async def changed(turn: Turn, fact: NudgesChanged) -> None:
    """Whatever message carries one of these lines is drawn again."""
    wanted = set(fact.lines)
    for person, day, lines in (
        await store.sent_to(turn.session, {person for person, _about in wanted}) if wanted else ()
    ):
        if any(kind == fact.kind and (person, about) in wanted for kind, about in lines):
            turn.changed(CARD, subject(person, day))
