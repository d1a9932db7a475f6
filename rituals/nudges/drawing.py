"""The message as it reads now: each line worded by its ritual, and the ways out at its foot."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

import structlog

from rituals import apart
from rituals.contract import Turn
from rituals.facts import NudgesChanged
from rituals.nudge import Line, Nudge
from rituals.nudges import messages, rules
from rituals.shown import Message
from storage import nudges as store

CARD: Final = "nudges.message"

Pair = tuple[str, str]  # a person and a subject
Key = tuple[str, str, str]  # a person, a kind and a subject

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


async def words(turn: Turn, wanted: Iterable[Key]) -> Mapping[Key, Line]:
    """(person, kind, subject) -> its line. A ritual that fails costs its own lines, never the message.

    What its reader muted since, and an offer of quiet that was answered, asks nothing any more.
    """
    pairs: dict[str, list[Pair]] = {}
    for person, kind, about in wanted:
        pairs.setdefault(kind, []).append((person, about))
    found = {
        (person, rules.STOPASK, ritual): messages.offer_of_quiet(turn.rituals, ritual)
        for person, ritual in pairs.pop(rules.STOPASK, ())
    }
    known = kinds(turn)
    looks = {kind: partial(known[kind].draw, turn, pairs[kind]) for kind in sorted(pairs.keys() & known.keys())}
    for kind, lines in (await apart.each(turn, looks, _not_worded)).items():
        found |= {(person, kind, about): line for (person, about), line in lines.items()}
    closed = await _closed(turn, found)
    return {key: line if line.settled or key not in closed else _without_buttons(line) for key, line in found.items()}


def _not_worded(kind: str, error: Exception) -> None:
    log.error("nudge.not_worded", kind=kind, error=type(error).__name__, exc_info=error)


async def _closed(turn: Turn, keys: Collection[Key]) -> Collection[Key]:
    """Those of these lines to which no answer is asked any more; two statements at most."""
    mutes = await store.mutes(turn.session, {person for person, _kind, _about in keys}) if keys else {}
    offers = [key for key in keys if key[1] == rules.STOPASK]
    past = await store.backoffs(turn.session, {person for person, _kind, _about in offers}) if offers else {}
    waiting = {key for key, row in past.items() if row.asked}
    today = turn.now.date()
    quiet = [key for key in keys if rules.muted(mutes.get(key[0], {}), rules.ritual_about(*key[1:]), today)]
    return {*quiet, *(key for key in offers if (key[0], key[2]) not in waiting)}


def _without_buttons(line: Line) -> Line:
    return replace(line, text=replace(line.text, buttons=()))


async def changed(turn: Turn, fact: NudgesChanged) -> None:
    """Whatever message carries one of these lines is drawn again."""
    wanted = set(fact.lines)
    for person, day, lines in (
        await store.sent_to(turn.session, {person for person, _about in wanted}) if wanted else ()
    ):
        if any(kind == fact.kind and (person, about) in wanted for kind, about in lines):
            turn.changed(CARD, subject(person, day))
