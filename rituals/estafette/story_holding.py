"""A story held for a change: it waits in line on its own row, and wherever it can be read it is drawn again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from rituals.contract import Event, Refused, Turn
from rituals.estafette.messages import GONE
from rituals.estafette.story_lines import Tale, together
from rituals.estafette.story_rules import READ, State
from rituals.estafette.story_subjects import DID, HIDDEN, MEND, NAMED, PROMISE, REPORTED, STORY, asked, mend
from rituals.estafette.subjects import of_story, story_of
from rituals.facts import HeardChanged, NudgesChanged
from storage import estafette as store
from storage import memberships

KEY: Final = "story:"  # before the id of a story, where another ritual tells it


async def hold(turn: Turn, ids: Iterable[int]) -> Mapping[int, Tale]:
    await turn.session.flush()
    rows = await store.hold_stories(turn.session, ids)
    return {tale.row.id: tale for tale in await together(turn, rows.values())}


async def hold_one(turn: Turn, event: Event) -> Tale:
    """The one that a button is about, as it has been out. Raises Refused where it can't be read any more."""
    tale = (await hold(turn, [story_of(event.about)])).get(story_of(event.about))
    if tale is None or tale.state not in READ:
        raise Refused(GONE)
    return tale


async def read(turn: Turn, ids: Iterable[int]) -> Mapping[int, Tale]:
    """Two statements, however many."""
    rows = await store.stories(turn.session, ids)
    return {tale.row.id: tale for tale in await together(turn, rows.values())}


async def changed(turn: Turn, some: Collection[Tale]) -> None:
    await turn.session.flush()
    for tale in some:
        _redraw(turn, tale)
    lines = [(tale.row.person, of_story(tale.row)) for tale in some if tale.row.person and tale.row.brought]
    if lines:
        await turn.tell(NudgesChanged(PROMISE, tuple(lines)))
    await _heard(turn, [tale for tale in some if tale.state is not State.DRAFT])


def _redraw(turn: Turn, tale: Tale) -> None:
    subject = of_story(tale.row)
    for card in (STORY, DID):
        turn.changed(card, subject)
    for what in (HIDDEN, REPORTED):
        turn.changed(MEND, mend(tale.row, what))
    for one in tale.colleagues:
        if one.person and one.asked:
            turn.changed(NAMED, asked(tale.row, one))


async def _heard(turn: Turn, some: Collection[Tale]) -> None:
    """Every team may have read it."""
    if some:
        teams = await memberships.all_teams(turn.session)
        keys = sorted((team, f"{KEY}{tale.row.id}") for team in teams for tale in some)
        await turn.tell(HeardChanged(tuple(keys)))
