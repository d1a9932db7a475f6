"""A text that was typed on its way to its form: through a button, or back to whoever typed it. Never lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.slack.blocks import BUTTON_VALUE, OPTION_VALUE
from bot.slack.lengths import begun, units
from rituals.contract import Note, Refused
from rituals.texts import cut
from rituals.words import Sentence, Typed

CARRIED: Final = "\x1f"  # parts a subject from the text that travels with it through a button
COPIED: Final = 3000  # characters of a text that is given back: no field holds more


def carrying(about: str, text: str) -> str:
    """A button's value: the subject, and as much of the text as it holds."""
    return begun(f"{about}{CARRIED}{text}", BUTTON_VALUE) if text else about


def carried(value: str) -> tuple[str, str]:
    """(subject, text) of a button's value."""
    subject, _, text = value.partition(CARRIED)
    return subject, text


def fits_an_option(value: str) -> bool:
    return units(value) <= OPTION_VALUE


def given_back(note: Note, text: str) -> Note:
    """With the text below it, to copy."""
    if not text:
        return note
    below = Typed(cut(text, COPIED))
    return replace(note, text=Sentence("{note}\n{text}", {"note": note.text, "text": below}))


def refusing(refused: Refused, text: str) -> Refused:
    """The same with the text given back."""
    note = given_back(refused.note, text)
    return Refused(note.text, *note.buttons, menu=note.menu, pieces=note.pieces)


def with_rest(note: Note, text: str) -> Note:
    """A note whose buttons carry a text: what they can't hold stands in it, to copy."""
    return note if all(carried(button.about)[1] == text for button in note.buttons) else given_back(note, text)
