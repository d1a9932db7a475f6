"""Each colleague whom a story names is asked privately, and decides about the own name: then, and ever after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rituals import reach
from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn, person_of
from rituals.estafette import story_messages
from rituals.estafette.story_holding import changed, hold_one, read
from rituals.estafette.story_lines import Tale
from rituals.estafette.story_rules import OPEN, Choice, State
from rituals.estafette.story_rules import changed as asked_anew
from rituals.estafette.story_subjects import NAMED, asked, last_of
from rituals.estafette.subjects import story_of
from rituals.shown import Message, Place
from rituals.words import _
from storage import house
from storage.estafette import StoryColleague

NEWER: Final = _("The text was changed after that. My newest message shows how it reads now.")


# --- asking -----------------------------------------------------------------------------------------------------------
async def ask(turn: Turn, tale: Tale) -> None:
    """Whoever wasn't asked yet, within the hours in which they are written to."""
    await _ask(turn, tale, [one for one in tale.colleagues if Choice(one.choice) is Choice.ASKED and not one.asked])


async def ask_again(turn: Turn, tale: Tale) -> None:
    """The text is another: whoever had agreed has no name in it until they agree to this one.

    A question that stands already reads so too; one that never came is asked now.
    """
    agreed = [one for one in tale.colleagues if Choice(one.choice) is Choice.NAMED]
    for one in tale.colleagues:
        one.choice = asked_anew(Choice(one.choice)).value
    lost = [one for one in tale.colleagues if one not in agreed and Choice(one.choice) in OPEN]
    lost = [one for one in lost if not await house.is_there(turn.session, NAMED, asked(tale.row, one))]
    await _ask(turn, tale, [*agreed, *lost])


async def _ask(turn: Turn, tale: Tale, some: Sequence[StoryColleague]) -> None:
    """A new question is a message of its own: the earlier one goes."""
    moments = await reach.moments(turn, {one.person for one in some if one.person}) if some else {}
    for one in some:
        if one.person is None:
            continue
        if one.asked:
            turn.changed(NAMED, asked(tale.row, one))
        one.asked += 1
        turn.show(NAMED, asked(tale.row, one), Place(person=one.person, after=moments.get(one.person)))
    await turn.session.flush()


# --- what one presses -------------------------------------------------------------------------------------------------
async def agree(turn: Turn, event: Event) -> Answer:
    """To be named in the text that the message showed, and in no newer one."""
    tale = await hold_one(turn, event)
    mine = _mine(tale, event)
    if Choice(mine.choice) is Choice.NAMED:
        return Note(ALREADY)
    if tale.state is not State.PUBLISHED:
        raise Refused(OVER)
    if last_of(event.about) != tale.wording:
        raise Refused(NEWER)
    mine.choice = Choice.NAMED.value
    await changed(turn, [tale])
    return None


async def unname(turn: Turn, event: Event) -> Answer:
    """Always, and at once: in the line of names and in the texts."""
    tale = await hold_one(turn, event)
    mine = _mine(tale, event)
    before = Choice(mine.choice)
    if before is Choice.UNNAMED:
        return Note(ALREADY)
    mine.choice = Choice.UNNAMED.value
    await changed(turn, [tale])
    return Note(_("Your name has been removed. Nobody is notified.")) if before is Choice.NAMED else None


def _mine(tale: Tale, event: Event) -> StoryColleague:
    mine = tale.of(event.person)
    if mine is None:
        raise only(_("the colleague whom it names"))
    return mine


# --- the message ------------------------------------------------------------------------------------------------------
async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """Three statements, however many. Of what can't be read any more nobody hears who hadn't heard of it."""
    tales = await read(turn, {story_of(each) for each in subjects})
    stand = await house.addresses(turn.session, [(NAMED, each) for each in subjects])
    return {each: _drawn(each, tales.get(story_of(each)), there=(NAMED, each) in stand) for each in subjects}


def _drawn(subject: str, tale: Tale | None, *, there: bool) -> Message | None:
    mine = tale.of(person_of(subject)) if tale is not None else None
    if tale is None or mine is None or subject != asked(tale.row, mine):
        return None
    return story_messages.asks(tale, mine) if there or tale.state is State.PUBLISHED else None
