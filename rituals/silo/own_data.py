"""How a person reads what they gave with their name, and takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rituals.contract import Answer, Event, Note, Refused, Turn, about
from rituals.facts import LeadLineChanged
from rituals.keeping import Erase, Mine, Own
from rituals.shown import Button
from rituals.silo import holding, messages, news
from rituals.silo.holding import GONE, Signal, Talk
from rituals.silo.subjects import LINE, TOLD, id_of, subject
from rituals.words import _
from storage import silo as store
from storage.silo import SiloSignal

MOVES: Final = ("state", "moved_on", "reminded_on", "told_on", "parked", "review_on", "agreed")


async def read(turn: Turn, person: str) -> Sequence[Own]:
    rows = await store.given(turn.session, person)
    found = await holding.some(turn, [row.id for row in rows])
    return [_own(found[row.id]) for row in rows]


def _own(one: Signal) -> Own:
    row = one.row
    text = _("{signal} ({state})", signal=messages.both(row), state=messages.STATES[one.state])
    data = {"we_want": row.ours, "the_other_wants": row.theirs, "the_customer_notices": row.effect, "theme": row.theme}
    return Own(text, data | {"state": one.state.value}, row.on, (Button(_("Remove"), "silo.withdraw", subject(row)),))


async def withdraw(turn: Turn, event: Event) -> Answer:
    """By whoever gave it with their name; of another nothing is known."""
    talk = await holding.hold_one(turn, event)
    one = next(one for one in talk.all if one.row.id == id_of(event.about))
    if one.row.person != event.person:
        raise Refused(GONE)
    await _take_away(turn, [(talk, one)])
    return Note(_("Removed. Nobody is notified."))


async def erase(turn: Turn, person: str, how: Erase) -> None:
    rows = await store.given(turn.session, person)
    if how is Erase.UNSIGN:
        await _unsay(turn, rows)
        await store.unsign(turn.session, person)
        return
    held = await holding.talks(turn, await store.hold(turn.session, {row.into or row.id for row in rows}))
    mine = [(talk, one) for talk in held.values() for one in talk.all if one.row.person == person]
    await _take_away(turn, mine)


async def _take_away(turn: Turn, gone: Sequence[tuple[Talk, Signal]]) -> None:
    """Where others were merged into one that goes, the first that stays takes its place."""
    ids = {one.row.id for _talk, one in gone}
    for talk in {talk.root.row.id: talk for talk, _one in gone}.values():
        stay = [one.row for one in talk.merged if one.row.id not in ids]
        if talk.root.row.id in ids and stay:
            _lead(talk.root.row, stay)
    await turn.session.flush()
    for _talk, one in gone:
        for team in sorted(set(one.involved)):
            await turn.tell(LeadLineChanged(LINE, about(team, one.row.id)))
    await news.drawn_again(turn, [one.row for _talk, one in gone])
    await _unsay(turn, [one.row for _talk, one in gone])
    await store.remove(turn.session, ids)


async def _unsay(turn: Turn, rows: Iterable[SiloSignal]) -> None:
    """What its giver was told of it goes as well."""
    for each in await store.told(turn.session, TOLD, [subject(row) for row in rows]):
        turn.changed(TOLD, each)


def _lead(root: SiloSignal, stay: Sequence[SiloSignal]) -> None:
    first, *others = stay
    for name in MOVES:
        setattr(first, name, getattr(root, name))
    first.into = None
    for row in others:
        row.into = first.id


MINE: Final = {"silo_signals": Mine(_("Signals that I gave with my name"), read, erase, shared=True)}
