"""What one person says of a week: known as theirs until the look-back closes, and confirmed without repeating it."""

from __future__ import annotations

from typing import Any

from rituals.alsdan import look_messages
from rituals.alsdan.look_messages import SAVED
from rituals.alsdan.look_rules import SCALE, Choice
from rituals.alsdan.looking import key_of, subject
from rituals.alsdan.messages import option
from rituals.alsdan.rules import RUNNING
from rituals.answers import ALREADY, OVER
from rituals.contract import Answer, Event, Note, Refused, Turn, keys_of
from storage import alsdan as store
from storage import alsdan_look as look_store
from storage.alsdan import LookAnswer, LookBack


async def answer(turn: Turn, event: Event) -> Answer:
    return await _put(turn, event, answer=_chosen(event, {each.value: each.value for each in Choice}))


async def by_itself(turn: Turn, event: Event) -> Answer:
    return await _put(turn, event, by_itself=_chosen(event, {str(n): n for n in SCALE}))


def _chosen(event: Event, known: dict[str, Any]) -> Any:
    """Without the choice in the error: that would be logged."""
    if (chosen := known.get(keys_of(event.about)[-1])) is None:
        raise ValueError("no such answer")
    return chosen


async def slipping(turn: Turn, event: Event) -> Answer:
    """Once a person and week; where several run, the person says which."""
    look = await _open(turn, event)
    if len(keys_of(event.about)) > 1:
        return await _put(turn, event, slips=True)
    rows = [row for row in (await store.get(turn.session, look.agreements)).values() if row.state in RUNNING]
    labels = {row.id: option(row).label for row in rows}
    return Note(look_messages.WHICH, menu=look_messages.which(subject(look), rows, labels))


async def _open(turn: Turn, event: Event) -> LookBack:
    """Held. Raises Refused once it is closed."""
    key = key_of(event.about)
    look = (await look_store.hold(turn.session, [key])).get(key)
    if look is None or look.closed or look.closes_at <= turn.now:
        raise Refused(OVER)
    return look


async def _put(turn: Turn, event: Event, **said: Any) -> Answer:
    look = await _open(turn, event)
    agreement = int(keys_of(event.about)[1])
    row = (await store.get(turn.session, [agreement])).get(agreement)
    if agreement not in look.agreements or row is None or row.state not in RUNNING:
        raise Refused(OVER)
    mine = await look_store.answer_of(turn.session, look.id, agreement, event.person)
    if mine is None:
        mine = LookAnswer(look_back=look.id, agreement=agreement, person=event.person)
        turn.session.add(mine)
    elif all(getattr(mine, name) == value for name, value in said.items()):
        return Note(ALREADY)
    for name, value in said.items():
        setattr(mine, name, value)
    return Note(SAVED)
