"""Choices that two members make together: each says so, and with the second it is decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rituals.alsdan import life, messages, questions, rules
from rituals.alsdan.holding import Held, hold_one, moved, settle
from rituals.alsdan.rules import Facts, Happens, State
from rituals.answers import OVER
from rituals.contract import Answer, Event, Note, Refused, Turn
from storage import alsdan_choices as choices
from storage.alsdan import Agreement


async def keep(turn: Turn, event: Event) -> Answer:
    """As it is: two members where it slipped, any one where it had only been quiet."""
    row, held, kind = await _asked(turn, event, ("restart", "silent"))
    if kind == "silent":
        settle(turn, row)
        await moved(turn, held, [row])
        return Note(messages.DECIDED)
    known = await _voiced(turn, row, event.person, "keep")
    if rules.after(State(row.state), Happens.KEEP, known) is not State.ACTIVE:
        return _waits(known)
    life.go_on(turn, held, row)
    await moved(turn, held, [row])
    return Note(messages.DECIDED)


async def anchor(turn: Turn, event: Event) -> Answer:
    row, held, _kind = await _asked(turn, event, ("anchor", "talk"))
    known = await _voiced(turn, row, event.person, "anchor")
    if rules.after(State(row.state), Happens.ANCHORED, known) is not State.ANCHORED:
        return _waits(known)
    life.anchor(turn, held, row)
    await moved(turn, held, [row])
    await life.make_room(turn, [row.team])
    return Note(messages.DECIDED)


async def still(turn: Turn, event: Event) -> Answer:
    row, held, _kind = await _asked(turn, event, ("quarter",))
    known = await _voiced(turn, row, event.person, "still")
    if not known.decided:
        return _waits(known)
    life.next_quarter(turn, held, row)
    await moved(turn, held, [row])
    return Note(messages.DECIDED)


async def faded(turn: Turn, event: Event) -> Answer:
    """Without room it stays anchored; who could make room reads how."""
    row, held, _kind = await _asked(turn, event, ("quarter",))
    known = await _voiced(turn, row, event.person, "faded")
    if not known.decided:
        return _waits(known)
    after = rules.after(State(row.state), Happens.FADED, known)
    running = await life.running(turn, row.team)
    if after is State.ACTIVE:
        life.reopen(turn, held, row)
    elif after is State.RESTARTING:
        life.restart(turn, held, row)
    else:
        life.next_quarter(turn, held, row)
        life.say(turn, held, row, messages.line(messages.limit(running)))
    await moved(turn, held, [row])
    return Note(messages.DECIDED if after else messages.limit(running))


async def _asked(turn: Turn, event: Event, kinds: Sequence[str]) -> tuple[Agreement, Held, str]:
    """The agreement, while its team is asked this. Raises Refused under an earlier question."""
    row, held = await hold_one(turn, event)
    asked = questions.asked_of(event.about)
    if not asked or row.asked != asked or questions.kind_of(asked) not in kinds:
        raise Refused(OVER)
    return row, held, questions.kind_of(asked)


async def _voiced(turn: Turn, row: Agreement, person: str, choice: str) -> Facts:
    """One voice a person, the last; and how many there are for it now."""
    await choices.choose(turn.session, turn.org, row.id, row.asked, choice, person, turn.now)
    known = (await life.facts(turn, [row]))[row.id]
    return replace(known, voices=await choices.voices(turn.session, row.id, row.asked, choice))


def _waits(known: Facts) -> Note:
    return Note(messages.needs_another(rules.VOICES - known.voices))
