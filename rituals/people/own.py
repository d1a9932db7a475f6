"""A person's own language, and what the house stores of people."""

from __future__ import annotations

from typing import Final

from rituals.contract import Answer, Event, Note, Turn, keys_of
from rituals.grammar import normal
from rituals.people import messages
from rituals.shown import Page
from storage import people

LANGUAGES: Final = {
    "nl": "nl",
    "nederlands": "nl",
    "dutch": "nl",
    "en": "en",
    "engels": "en",
    "english": "en",
}


async def language(turn: Turn, event: Event) -> Answer:
    typed = event.text or next(iter(keys_of(event.about)), "")
    wanted = LANGUAGES.get(normal(typed))
    if wanted is None:
        return messages.which_language(event.does, ":nl", ":en")
    await people.set_language(turn.session, event.person, wanted)
    return Note(messages.LANGUAGE_SET)


async def privacy(turn: Turn, event: Event) -> Page:
    return messages.privacy()
