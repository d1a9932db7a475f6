"""Messages and notes as Slack takes them: blocks, and the text that is read instead of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.i18n import Reader, Run, runs
from bot.slack.blocks import Json, actions, blocks_of, said
from bot.slack.lengths import units
from rituals.contract import Note
from rituals.shown import Items, Message, Piece, Small, Table, Text, Title
from rituals.words import Sentence, _, holds_typed

BLOCKS = 50  # in a message, by Slack
BLOCK_TEXT = 13_000  # characters in all blocks of a message; Slack names no number, some 13,200 were seen to fail
FALLBACK = 3_500  # characters; chat.update refuses more than 4,000
MORE = _("More on the card.")

ZERO_WIDTH = "\u200b"
MARKUP = re.compile(r"[*_~`]|:(?=[\w+'-])")  # what formats a text, or begins an :emoji:
QUOTE = re.compile(r"^&gt;", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rendered:
    """`text` is mrkdwn to Slack: read by screen readers and shown in notifications."""

    blocks: list[Json]
    text: str


def render(message: Message, reader: Reader, *, to_person: bool) -> Rendered:
    """Raises ValueError where the message can't be sent as it is: too much in it, or a person's own words on a screen.

    To a person, `text` is what a lock screen shows; it holds nothing typed. To a channel it is the whole message.
    """
    blocks = fitting(blocks_of(message.pieces, reader), BLOCKS, _first_words(message.pieces))
    if (length := _text_in(blocks)) > BLOCK_TEXT:
        raise ValueError(f"message {_first_words(message.pieces)!r} has {length} characters; Slack takes {BLOCK_TEXT}")
    return Rendered(blocks, _notified(message, reader) if to_person else fallback(message.pieces, reader))


def render_note(note: Note, reader: Reader) -> dict[str, Any]:
    """The body for an ack or a `response_url`."""
    blocks = fitting(note_blocks(note, reader), BLOCKS, note.text.msgid)
    whole = fallback([Text(note.text), *note.pieces], reader)
    return {"response_type": "ephemeral", "text": whole, "blocks": blocks}


def note_blocks(note: Note, reader: Reader) -> list[Json]:
    return [*said(note.text, reader), *blocks_of(note.pieces, reader), *actions(note.buttons, note.menu, reader)]


def fitting(blocks: list[Json], most: int, what: str) -> list[Json]:
    if not 1 <= len(blocks) <= most:
        raise ValueError(f"{what!r} has {len(blocks)} blocks; Slack takes 1 to {most}")
    return blocks


def _text_in(value: Any) -> int:
    if isinstance(value, list):
        return sum(_text_in(each) for each in value)
    if isinstance(value, dict):
        return sum(
            units(each) if key == "text" and isinstance(each, str) else _text_in(each) for key, each in value.items()
        )
    return 0


# --- the text instead of the blocks -----------------------------------------------------------------------------------
def fallback(pieces: Iterable[Piece], reader: Reader) -> str:
    """The whole in plain words without what one can press; what doesn't fit is left out, from a whole line on."""
    lines = [line for piece in pieces for line in _lines(piece, reader)]
    if units(whole := "\n".join(lines)) <= FALLBACK:
        return whole
    more = _marked(MORE, reader)
    kept, room = [], FALLBACK - units(more)
    for line in lines:
        room -= units(line) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join([*kept, more])


def _lines(piece: Piece, reader: Reader) -> Iterator[str]:
    match piece:
        case Title(text) | Text(text) | Small(text):
            yield _marked(text, reader)
        case Items(title, lines):
            yield _marked(title, reader)
            yield from (f"• {_marked(line, reader)}" for line in lines)
        case Table(_head, rows):
            yield from (" · ".join(_marked(cell, reader) for cell in row) for row in rows)
        case _:
            return


def _notified(message: Message, reader: Reader) -> str:
    text = message.notify or _first(message.pieces)
    if text is None or holds_typed(text):
        said = text.msgid if text else "a message of buttons only"
        raise ValueError(f"{said!r} would show a person's words on a lock screen: the message needs `notify`")
    return _marked(text, reader)


def _first(pieces: Sequence[Piece]) -> Sentence | None:
    for piece in pieces:
        match piece:
            case Title(text) | Text(text) | Small(text) | Items(text):
                return text
    return None


def _first_words(pieces: Sequence[Piece]) -> str:
    first = _first(pieces)
    return first.msgid if first else "a message without a text"


def _marked(text: Sentence, reader: Reader) -> str:
    return "".join(_inert(run) for run in runs(text, reader))


def _inert(run: Run) -> str:
    """A run in mrkdwn that formats nothing and rings nobody; a mention reads as the name."""
    if run.kind == "channel":
        return f"<#{run.id}>"
    escaped = run.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if run.kind == "plain":
        return escaped
    # Slack takes `&gt;` at the start of a line for a quote: it must not stand there.
    return QUOTE.sub(f"{ZERO_WIDTH}&gt;", MARKUP.sub(lambda found: found[0] + ZERO_WIDTH, escaped))
