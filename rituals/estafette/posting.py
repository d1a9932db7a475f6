"""Where a story stands, and what is planned about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from rituals.contract import Turn
from rituals.estafette import story_messages
from rituals.estafette.story_holding import hold, read
from rituals.estafette.story_rules import State
from rituals.estafette.story_subjects import DID, PROMISE, STORY
from rituals.estafette.subjects import of_story, story_of
from rituals.facts import GaveUp
from rituals.shown import CardRef, Message, Place
from storage import estafette as store
from storage import estafette_stories as own_store
from storage import house
from storage.estafette import Relay, Story

POSTS_AGAIN: Final = timedelta(days=30)  # a story that stands nowhere is posted once its channel can be reached again


def post(turn: Turn, relay: Relay, row: Story) -> None:
    row.channel = relay.channel
    row.untold = row.untold or relay.private  # it stays with who reads it there
    turn.show(STORY, of_story(row), Place(channel=relay.channel))


def plan_promise(turn: Turn, row: Story) -> None:
    if row.promise_at is not None:
        turn.at(PROMISE, of_story(row), row.promise_at)
    else:
        turn.cancel(PROMISE, of_story(row))


async def gave_up(turn: Turn, fact: GaveUp) -> None:
    """A message that never came to stand is posted again; one that stands and could not be edited stays."""
    if fact.card != STORY:
        return
    tale = (await hold(turn, [story_of(fact.about)])).get(story_of(fact.about))
    if tale is not None and not await house.addresses(turn.session, [(STORY, fact.about)]):
        tale.row.channel = ""


async def went_round(turn: Turn) -> None:
    await again(turn)


async def again(turn: Turn) -> None:
    """Whatever came out lately and stands nowhere, in the channel that the relay has now."""
    relay = await store.relay(turn.session)
    rows = await own_store.unposted(turn.session, turn.now - POSTS_AGAIN)
    for row in rows if relay is not None else ():
        if relay is not None and (relay.private or not row.untold):
            post(turn, relay, row)


# --- the cards --------------------------------------------------------------------------------------------------------
async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """Two statements, however many; a draft is shown nowhere."""
    tales = await read(turn, {story_of(each) for each in subjects})
    found = {key: story_messages.story(tale) for key, tale in tales.items() if tale.state is not State.DRAFT}
    return {each: found.get(story_of(each)) for each in subjects}


async def draw_did(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    tales = await read(turn, {story_of(each) for each in subjects})
    found = {key: story_messages.did(tale) for key, tale in tales.items()}
    return {each: found.get(story_of(each)) for each in subjects}


def under(row: Story) -> Place:
    """The thread of a story."""
    return Place(under=CardRef(STORY, of_story(row)))


def did(turn: Turn, row: Story) -> None:
    turn.show(DID, of_story(row), under(row))
