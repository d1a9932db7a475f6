"""All stories, newest first, as they read now, with what this person can do about each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import helping
from rituals.contract import Event, Refused, Turn
from rituals.estafette import story_editing, story_lines, story_messages
from rituals.estafette.holding import NO_RELAY, Standing
from rituals.estafette.holding import read as standing_of
from rituals.estafette.story_lines import Tale, together
from rituals.estafette.subjects import of_story
from rituals.home import part_of, turning
from rituals.shown import Button, Page, Piece, Small, Text
from rituals.words import Channel, Day, Sentence, _
from storage import estafette_stories as own_store

STORIES: Final = "estafette.stories"
PAGE: Final = 8  # stories: with their buttons they stay below the hundred blocks of a page
TITLE: Final = _("Customer stories")
NOTHING: Final = _("There is no story yet. The first one stands here as soon as it is told.")
NAMELESS: Final = _("Where you read your name, others read “a colleague”.")


async def page(turn: Turn, event: Event) -> Page:
    """Ten statements, for a full page as for one story."""
    standing = await standing_of(turn)
    if standing is None:
        raise Refused(NO_RELAY)
    if not may_read(standing, event.person):
        raise Refused(_("The stories stand in {channel}, which not everybody can read.", channel=_channel(standing)))
    at = part_of(event.about)
    rows = await own_store.newest(turn.session, PAGE + 1, at * PAGE, of=only(standing, event.person))
    if not rows:
        return Page(TITLE, (Text(NOTHING), *turning(STORIES, "", at, more=False)))
    tales = await together(turn, rows[:PAGE])
    shown = [piece for tale in tales for piece in _one(turn, standing, tale, event.person)]
    return Page(TITLE, (*shown, *turning(STORIES, "", at, more=len(rows) > PAGE)))


def may_read(standing: Standing, person: str) -> bool:
    """Anybody; of a channel that isn't open to all, whoever takes part in the relay, and the coaches."""
    return not standing.relay.private or _inside(standing, person)


def only(standing: Standing, person: str) -> str:
    """The one channel of which this person reads the stories that weren't for all; empty for who reads any."""
    return "" if _inside(standing, person) else standing.relay.channel


def _inside(standing: Standing, person: str) -> bool:
    offices = standing.offices
    return person in (
        *offices.executives,
        *offices.coordinators,
        *offices.coaches,
        *sum(offices.preparers.values(), ()),
    )


def _channel(standing: Standing) -> Channel:
    return Channel(standing.relay.channel)


def _one(turn: Turn, standing: Standing, tale: Tale, reader: str) -> Sequence[Piece]:
    said: list[Sentence] = [*story_lines.lines(tale, reader)]
    if tale.of(reader) is not None and reader not in tale.named:
        said.append(NAMELESS)
    text = Text(helping.lines(said), buttons(turn, tale, reader, coaches=reader in standing.offices.coaches))
    at = tale.row.published_at
    return (text, *((Small(_told_on(standing, tale)),) if at is not None else ()))


def _told_on(standing: Standing, tale: Tale) -> Sentence:
    return Sentence("{day}", {"day": Day(standing.calendar.day_of(tale.row.published_at or tale.row.at))})


def buttons(turn: Turn, tale: Tale, reader: str, *, coaches: bool = False) -> tuple[Button, ...]:
    """What this person can do with a story that everybody reads."""
    if tale.row.person == reader:
        return story_messages.own(tale, may_edit=story_editing.may_edit(turn, tale))
    mine = tale.of(reader)
    name = story_messages.own_name(tale, mine) if mine is not None else ()
    report = Button(story_messages.REPORT, "estafette.report", of_story(tale.row))
    hide = (Button(story_messages.HIDE, "estafette.hide", of_story(tale.row)),) if coaches else ()
    return (*name, report, *hide)
