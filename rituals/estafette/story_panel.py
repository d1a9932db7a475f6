"""A person's Home: drafts that wait, what they are asked about their name, and what they told in the past week."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import executives
from rituals.contract import Turn
from rituals.estafette import story_editing, story_lines, story_messages, story_rules
from rituals.estafette.drafting import SHARE
from rituals.estafette.story_holding import read
from rituals.estafette.story_lines import Tale, together
from rituals.estafette.story_rules import State
from rituals.estafette.subjects import of_story
from rituals.shown import Button, Piece, Row, Text
from rituals.words import Person, Sentence, _
from storage import estafette_stories as own_store

WRITE: Final = _("Go on writing")
DRAFT: Final = _("A draft of your customer story waits for you.")


async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    """Eight statements, however many stories."""
    offices = await executives.known(turn)
    drafts = await own_store.drafts(turn.session, {person, *offices.prepared_by(person)})
    asked = [one.story for one in await own_store.asked_of(turn.session, person)]
    tales = await read(turn, asked) if asked else {}
    lately = await together(turn, await own_store.lately_of(turn.session, person, turn.now - story_rules.TO_EDIT))
    pieces: list[Piece] = [_draft(row.person, of_story(row), person) for row in drafts]
    for tale in tales.values():
        pieces += _question(tale, person)
    return [*pieces, *(_own(turn, tale) for tale in lately)]


def _draft(teller: str, subject: str, person: str) -> Text:
    write = Button(WRITE, SHARE, subject)
    if teller != person:
        return Text(_("You prepare a draft for {name}.", name=Person(teller)), (write,))
    drop = Button(_("Delete draft"), "estafette.drop", subject, confirm=_("Throw this draft away?"))
    return Text(DRAFT, (write, drop))


def _question(tale: Tale, person: str) -> Sequence[Piece]:
    """As in their own conversation, while there is something to decide."""
    one = tale.of(person)
    if one is None or tale.state is not State.PUBLISHED:
        return ()
    return tuple(piece for piece in story_messages.asks(tale, one).pieces if piece != Row(()))


def _own(turn: Turn, tale: Tale) -> Text:
    said: Sentence = story_lines.head(tale)
    return Text(said, story_messages.own(tale, may_edit=story_editing.may_edit(turn, tale)))
