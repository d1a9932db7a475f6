"""What a team reads of its look-backs: the question of the week, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from rituals.alsdan.look_rules import CLOSES, SCALE, Choice, Line
from rituals.alsdan.messages import bare
from rituals.contract import about
from rituals.shown import Button, Menu, Message, Option, Piece, Row, Small, Text
from rituals.words import Day, Sentence, Typed, _
from storage.alsdan import Agreement

NEAR: Final = timedelta(days=3)  # seen from so many days before, a day reads as the weekday alone
BY_ITSELF: Final = _("Does it go by itself by now?")
SLIPPING: Final = _("We notice a relapse")
SAVED: Final = _("Saved. Thank you.")
WHICH: Final = _("About which agreement is it?")
CHOICES: Final[Mapping[Choice, Sentence]] = {
    Choice.DID: _("Yes, and it worked"),
    Choice.OLD: _("Yes, the old pattern won"),
    Choice.NONE: _("Did not occur"),
}
LINES: Final[Mapping[Line, Sentence]] = {
    Line.FEW: _("Thanks for looking back. We simply go on."),
    Line.GOOD: _("It works more and more. What helped?"),
    Line.MIXED: _("Sometimes yes, sometimes no. That is how habits grow."),
    Line.OLD: _("The old pattern was strong this week. That is part of it: it once worked well. What made it handy?"),
    Line.NONE: _("The moment didn't come up this week. Is there one that comes more often?"),
}
OFTEN: Final = _("Something that happens more often becomes normal sooner.")
NOT_YET: Final = _("Not fully by itself yet. We give it time.")


# --- the question -----------------------------------------------------------------------------------------------------
def question(
    look: str, rows: Sequence[Agreement], checks: Sequence[int], closes: date, k: int, *, closed: bool
) -> Message:
    """`look` is the subject of the look-back. Once it is closed there is nothing to press."""
    pieces = [piece for n, row in enumerate(rows) for piece in _asked(look, row, checks, first=n == 0, closed=closed)]
    if closed:
        return Message(tuple(pieces))
    return Message((*pieces, Small(_privacy(closes, k)), Row(_below(look, rows))))


def _asked(look: str, row: Agreement, checks: Sequence[int], *, first: bool, closed: bool) -> tuple[Piece, ...]:
    text = (
        _("Looking back. Did this occur this week: {sentence}?", sentence=bare(row))
        if first
        else _("Did this occur this week: {sentence}?", sentence=bare(row))
    )
    if closed:
        return (Text(text),)
    mine = f"{look}:{row.id}"
    buttons = tuple(Button(label, "alsdan.answer", f"{mine}:{choice}") for choice, label in CHOICES.items())
    menu = Menu(BY_ITSELF, "alsdan.by_itself", tuple(_step(mine, n) for n in SCALE))
    return (Text(text, buttons), *((Text(BY_ITSELF), Row(menu=menu)) if row.id in checks else ()))


def _step(mine: str, n: int) -> Option:
    ends = {SCALE[0]: _("1 (no, on purpose)"), SCALE[-1]: _("5 (yes, by itself)")}
    return Option(ends.get(n, Sentence("{n}", {"n": n})), f"{mine}:{n}")


def _privacy(closes: date, k: int) -> Sentence:
    until = Sentence("{day} {time}", {"day": Day(closes, closes - NEAR), "time": CLOSES})
    return _(
        "You can change it until {time}. After that I don't keep who chose what, and I only count from {k} people.",
        time=until,
        k=k,
    )


def _below(look: str, rows: Sequence[Agreement]) -> tuple[Button, ...]:
    """The form asks which one it is about where there are several; so does the other."""
    one = rows[0] if len(rows) == 1 else None
    relapse = about(rows[0].team, one.id) if one else about(rows[0].team)
    slipping = f"{look}:{one.id}" if one else look
    return (Button(_("Relapse"), "alsdan.relapse", relapse), Button(SLIPPING, "alsdan.slipping", slipping))


def which(look: str, rows: Sequence[Agreement], label: Mapping[int, Sentence]) -> Menu:
    return Menu(SLIPPING, "alsdan.slipping", tuple(Option(label[row.id], f"{look}:{row.id}") for row in rows))


# --- what came of it --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Told:
    row: Agreement
    line: Line
    rare: bool = False
    not_yet: bool = False


def results(told: Sequence[Told]) -> Message:
    """Where nobody can be counted there is one thing to say, however many agreements there are."""
    if all(one.line is Line.FEW and not one.not_yet for one in told):
        return Message((Text(LINES[Line.FEW]),))
    return Message(tuple(piece for one in told for piece in _told(one, several=len(told) > 1)))


def _told(one: Told, *, several: bool) -> tuple[Piece, ...]:
    said = Text(Sentence("{sentence}\n{line}", {"sentence": bare(one.row), "line": LINES[one.line]}))
    more = ((OFTEN,) if one.rare else ()) + ((NOT_YET,) if one.not_yet else ())
    return (said if several else Text(LINES[one.line]), *(Text(each) for each in more))


def shared(text: str, row: Agreement | None) -> Message:
    """With the agreement that it is about, where it may be about another."""
    said = _("Someone shares what made the old pattern handy: “{text}”", text=Typed(text))
    named = Sentence("{sentence}\n{line}", {"sentence": bare(row), "line": said}) if row else said
    return Message((Text(named),))
