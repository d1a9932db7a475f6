"""What a team is asked about an agreement: drawn with its buttons while it is asked, and without them afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rituals.alsdan import messages
from rituals.alsdan.subjects import id_of, sentence
from rituals.contract import Turn, about, keys_of
from rituals.shown import Button, Message, Row, Small, Text
from rituals.words import Sentence, _
from storage import alsdan as store
from storage.alsdan import Agreement

CARD: Final = "alsdan.question"
SMALLER: Final = _("Make it smaller")
CUE: Final = _("Other moment")
KEEP: Final = _("Keep it as it is")
LONGER: Final = _("A bit longer")
ANCHOR: Final = _("Anchor")
STILL: Final = _("Yes, we do")
FADED: Final = _("It has faded")


@dataclass(frozen=True, slots=True)
class Question:
    """`does` has each button's action or form, and what its subject ends with after the question's own."""

    text: Callable[[Agreement], Sentence]
    does: tuple[tuple[Sentence, str], ...]
    named: bool = True  # the sentence stands in the text


QUESTIONS: Final[Mapping[str, Question]] = {
    "restart": Question(
        lambda row: _(
            "We have slipped for some weeks. No harm done, the agreement still stands. "
            "Shall we make it smaller or choose another moment?"
        ),
        ((SMALLER, "alsdan.words:smaller"), (CUE, "alsdan.words:cue"), (KEEP, "alsdan.keep")),
        named=False,
    ),
    "anchor": Question(
        lambda row: _(
            "This seems to be turning into a habit: {sentence} Shall we anchor it?", sentence=messages.strong(row)
        ),
        ((ANCHOR, "alsdan.anchor"),),
    ),
    "talk": Question(
        lambda row: _(
            "Does {sentence} come naturally to us by now? Talk it over and choose.", sentence=messages.bare(row)
        ),
        ((ANCHOR, "alsdan.anchor"),),
    ),
    "week36": Question(
        lambda row: _(
            "We have practised this for a good while: {sentence} What suits us now?",
            sentence=messages.strong(row),
        ),
        ((LONGER, "alsdan.longer"), (SMALLER, "alsdan.words:smaller"), (messages.LETGO, "alsdan.letgo")),
    ),
    "silent": Question(
        lambda row: _("It is quiet around {sentence}. Shall we keep it?", sentence=messages.bare(row)),
        ((KEEP, "alsdan.keep"), (messages.PAUSE, "alsdan.pause"), (messages.LETGO, "alsdan.letgo")),
    ),
    "paused": Question(
        lambda row: _("A rest for {sentence} Say so when you want to go on.", sentence=messages.strong(row)),
        ((messages.RESUME, "alsdan.resume"),),
    ),
    "rest": Question(
        lambda row: _(
            "This has rested for a while: {sentence} Shall we go on with it? If nobody says so, I let it go.",
            sentence=messages.strong(row),
        ),
        ((messages.RESUME, "alsdan.resume"), (messages.LETGO, "alsdan.letgo")),
    ),
    "quarter": Question(
        lambda row: _("Do we still do this: {sentence}?", sentence=messages.bare(row)),
        ((STILL, "alsdan.still"), (FADED, "alsdan.faded")),
    ),
}


def kind_of(asked: str) -> str:
    """Of what an agreement's row says is asked about it: the question, without its moment."""
    return asked.partition("@")[0]


def named(turn: Turn, kind: str) -> str:
    """What the row says; the moment tells one from an earlier one of its kind."""
    return f"{kind}@{turn.now:%Y%m%dT%H%M%S}"


def of(row: Agreement, asked: str) -> str:
    """The subject of the message with this question."""
    return about(row.team, row.id, asked)


def asked_of(subject: str) -> str:
    """The question that a button belongs to; empty where it stands under none."""
    keys = keys_of(subject)
    return keys[1] if len(keys) > 1 and "@" in keys[1] else ""


async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """One statement, however many."""
    rows = await store.get(turn.session, [id_of(each) for each in subjects])
    return {each: _drawn(rows.get(id_of(each)), asked_of(each)) for each in subjects}


def _drawn(row: Agreement | None, asked: str) -> Message | None:
    question = QUESTIONS.get(kind_of(asked))
    if row is None or question is None:
        return None
    whole = (Text(question.text(row)), *(() if question.named else (Small(sentence(row)),)))
    if row.asked != asked:
        return Message(whole)
    return Message((*whole, Row(tuple(_button(row, asked, label, does) for label, does in _offered(row, question)))))


def _offered(row: Agreement, question: Question) -> Sequence[tuple[Sentence, str]]:
    """A bit longer is for once."""
    return [one for one in question.does if one[1] != "alsdan.longer" or row.checks == "on"]


def _button(row: Agreement, asked: str, label: Sentence, does: str) -> Button:
    name, _colon, choice = does.partition(":")
    mine = of(row, asked)
    return Button(label, name, f"{mine}:{choice}" if choice else mine)
