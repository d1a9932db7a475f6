"""Slack's tokens in a text, such as `<@U1>`, as the words that people read there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.i18n import THE_CHANNEL, Reader, plain
from bot.readers import Readers
from rituals.contract import Turn
from rituals.shown import Place
from rituals.texts import tidy
from rituals.words import Person, Someone, Told, Typed, _

TOKEN: Final = re.compile(r"<(?P<sign>[@#!]?)(?P<what>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")
ADDRESS: Final = re.compile(r"^(?:mailto|tel):")
ENTITY: Final = re.compile("&(amp|lt|gt);")  # all that Slack escapes
CHARACTER: Final = {"amp": "&", "lt": "<", "gt": ">"}
A_GROUP = _("a group")


@dataclass(frozen=True)
class Plainly:
    readers: Readers

    async def text(self, turn: Turn, person: str, escaped: str) -> str:
        """Tidied, in the words of this person; names are read at once for all who are mentioned."""
        mentioned = tuple(Person(found["what"]) for found in TOKEN.finditer(escaped) if found["sign"] == "@")
        if not TOKEN.search(escaped):
            return tidy(_unescaped(escaped))
        reader = await self.readers.to(turn, Place(person=person), mentioned)
        return tidy(plain(Told(tuple(_parts(escaped, reader))), reader))


def _parts(escaped: str, reader: Reader) -> Iterator[Typed | Someone]:
    at = 0
    for found in TOKEN.finditer(escaped):
        yield Typed(_unescaped(escaped[at : found.start()]))
        yield _part(found["sign"], found["what"], _unescaped(found["label"] or ""), reader)
        at = found.end()
    yield Typed(_unescaped(escaped[at:]))


def _part(sign: str, what: str, label: str, reader: Reader) -> Typed | Someone:
    """A name that we don't know is the one that Slack gives along, else a colleague's."""
    match sign:
        case "@":
            name = reader.names.get(what) or label
            return Typed(name) if name else Someone()
        case "#":
            return Typed(f"#{label}" if label else plain(THE_CHANNEL, reader))
        case "!":
            return Typed(_special(what, label, reader))
        case _:
            return Typed(label or _unescaped(ADDRESS.sub("", what)))


def _special(what: str, label: str, reader: Reader) -> str:
    """Without its @, so that it rings nobody wherever it is pasted."""
    kind = what.partition("^")[0]
    if kind == "subteam":
        return label.lstrip("@") or plain(A_GROUP, reader)
    return label if kind == "date" else (label or kind).lstrip("@")


def _unescaped(text: str) -> str:
    """Each once: what somebody typed as “&lt;” stays that."""
    return ENTITY.sub(lambda found: CHARACTER[found[1]], text)
