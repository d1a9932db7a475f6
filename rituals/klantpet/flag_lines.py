"""How a flag reads: one line below the message of its meeting, and where it waits until then."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rituals.calendar import DAY
from rituals.contract import Turn, about, number_of
from rituals.facts import LinksNamed
from rituals.klantpet import rules
from rituals.klantpet.flag_forms import LINK
from rituals.klantpet.holding import FLAG, LAPSE, Held, read, thread
from rituals.klantpet.subjects import flag_of, flag_subject
from rituals.shown import Message, Text
from rituals.words import Person, Sentence, Typed, _
from storage import klantpet_flags as store
from storage.klantpet import FORMER, Flag, Meeting, MeetingDay

THANKS: Final = _("Thank you for saying so. A pause is always fine.")


def put_up(turn: Turn, flag: Flag, row: MeetingDay) -> None:
    """The flag has its id."""
    turn.show(FLAG, flag_subject(flag), thread(row))


def kept(token: str) -> str:
    """As its row keeps it."""
    return hashlib.sha256(token.encode()).hexdigest()


def take_down(turn: Turn, flag: Flag) -> None:
    """Nothing is kept of whoever signed it either."""
    flag.gone, flag.text, flag.person, flag.former_on = True, None, None, None
    turn.changed(FLAG, flag_subject(flag))


async def land(turn: Turn, held: Held, rows: Iterable[MeetingDay]) -> None:
    """What waited for a meeting stands at the first that checks in, where everybody may read it. One statement."""
    open_to_all = [row for row in rows if _takes(held.meetings[row.meeting])]
    if not open_to_all:
        return
    first = {row.team: row for row in sorted(open_to_all, key=lambda row: (row.starts_at, row.id), reverse=True)}
    for flag in await store.hold_waiting(turn.session, first, min(row.day for row in first.values())):
        row = first[flag.team]
        if flag.waits_until is not None and flag.waits_until >= row.day:
            flag.occurrence = row.id
            put_up(turn, flag, row)


def _takes(meeting: Meeting) -> bool:
    """A registered one. What somebody starts on the spot has ended for any plan, and may be between two people."""
    return meeting.ended_on is None and not meeting.confidential


# --- waiting on -------------------------------------------------------------------------------------------------------
async def wait_on(turn: Turn, held: Held, rows: Iterable[MeetingDay]) -> None:
    """These are off: what stands there waits for the next, and whatever waits has its days anew. One statement."""
    off = [(row, held.teams[row.team]) for row in rows]
    if off:
        today = min(team.calendar.day_of(turn.now) for _row, team in off)
        flags = await store.hold_put_off(
            turn.session, [row.id for row, _team in off], [row.team for row, _ in off], today
        )
        put_off(turn, held, flags)


def put_off(turn: Turn, held: Held, flags: Iterable[Flag]) -> None:
    """What was said at a meeting that is confidential by now may be read at no other: it lapses. What came waits on."""
    for flag in flags:
        row, calendar = held.rows.get(flag.occurrence or 0), held.teams[flag.team].calendar
        if flag.text is None:
            continue
        today, said_there = calendar.day_of(turn.now), row is not None and row.quiet and flag.waits_until is None
        flag.occurrence = None
        flag.waits_until = today - DAY if said_there else rules.waits_until(calendar, today)
        turn.changed(FLAG, flag_subject(flag))
        turn.at(LAPSE, about(flag.team), turn.now)


# --- drawn ------------------------------------------------------------------------------------------------------------
async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """Three statements and those of teams, however many."""
    flags = await store.some(turn.session, {flag_of(each) for each in subjects})
    held = await read(turn, {about(flag.team, flag.occurrence or 0) for flag in flags.values()})
    drawn = {flag_subject(flag): _line(flag, held) for flag in flags.values()}
    return {each: drawn.get(each) for each in subjects}


def _line(flag: Flag, held: Held) -> Message | None:
    """None takes it away."""
    row = held.rows.get(flag.occurrence or 0)
    if flag.gone or row is None:
        return None
    return Message((Text(said(flag, quiet=row.quiet)),))


def said(flag: Flag, *, quiet: bool = False) -> Sentence:
    """In a confidential meeting one reads that there is a flag, and no more."""
    if flag.text is None or quiet:
        return THANKS
    if flag.person is not None:
        name = Person(flag.person) if flag.person != FORMER else _("a former colleague")
        return _("🚩 Customer flag of {name}: {text}", name=name, text=Typed(flag.text))
    return _("🚩 Customer flag: {text}", text=Typed(flag.text))


async def named(turn: Turn, fact: LinksNamed) -> Mapping[str, Sentence]:
    ids = {key: n for key in fact.keys if (n := _of_link(key)) is not None}
    flags = await store.some(turn.session, ids.values()) if ids else {}
    held = await read(turn, {about(flag.team, flag.occurrence or 0) for flag in flags.values()}) if flags else None
    found = {key: flags[n] for key, n in ids.items() if n in flags and flags[n].team in fact.teams}
    return {
        key: _("{text}", text=Typed(flag.text)) for key, flag in found.items() if flag.text and not _quiet(flag, held)
    }


def _quiet(flag: Flag, held: Held | None) -> bool:
    """Whether nobody reads its text any more."""
    row = held.rows.get(flag.occurrence or 0) if held is not None else None
    return flag.gone or (row is not None and row.quiet)


def _of_link(key: str) -> int | None:
    kind, _colon, n = key.partition(":")
    return number_of(n) if kind == LINK else None
