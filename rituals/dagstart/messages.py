"""What the team's channel reads: the card, its summary and the lines in its thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from rituals.dagstart import live, questions
from rituals.dagstart.rules import LIVE, Mark, State
from rituals.facts import Block, Item
from rituals.shown import Button, Items, Message, Piece, Row, Small, Text, Title
from rituals.words import Count, Day, Listed, Mention, Part, Person, Sentence, Strong, Typed, _, plural

ON_CARD: Final[Mapping[Block, int]] = {  # items that are shown; what doesn't fit is one button away
    Block.COMPLIMENTS: 6,
    Block.IMPROVE: 6,
    Block.FIGURES: 14,  # seven figures, each with a line below it
    Block.ACTIONS: 5,
    Block.TODAY: 4,
}
PARKED: Final = 6  # of what is discussed later, the last ones
NEWEST: Final = frozenset({Block.COMPLIMENTS, Block.IMPROVE, Block.TODAY})  # of these the last ones; else the first
CUT: Final = 140  # characters of an item on the card

REMINDER: Final = _("Still quiet here, and that is fine. One sentence about a customer is enough to begin.")
FOR_LATER: Final = _("For later")
LATE_BOT: Final = _("I was away for a moment. Let's start anyway, no rush.")
QUIET: Final = _("It stayed quiet today. Next time is a new chance.")
MARKS: Final[Mapping[Mark, Sentence]] = {Mark.LATE: _("added later"), Mark.EDITED: _("edited")}


@dataclass(frozen=True, slots=True)
class Face:
    """All that a card shows. `rings`: it is posted for the first time, so the host is told by it."""

    about: str
    day: date
    state: State
    figures_of: date
    minutes: int
    host: str | None
    rings: bool
    late: bool
    still_quiet: bool
    question: int
    extras: tuple[str, ...]
    opens_week: bool
    notes: str | None
    staffing: int | None
    next: date | None
    blocks: Mapping[Block, Sequence[Sentence]]
    figures: bool  # the team has any
    parked: Sequence[Sentence]
    live: Sentence | None  # where the team is in its live quarter
    quarter: Sequence[Button]


def card(face: Face) -> Message | None:
    title = Title(_("☀️ Day start {date}", date=Day(face.day)))
    match face.state:
        case State.QUIET:
            return Message((title, Text(QUIET)))
        case State.SKIPPED:
            return Message((Text(skipped(face.day, face.next)),))
        case State.SCHEDULED | State.MISSED:
            return None
        case State.CLOSED:
            return Message((title, *_intro(face), *_body(face), Text(_closed())))
        case _:
            return Message((title, *_intro(face), *_body(face), *_rows(face)))


def _intro(face: Face) -> tuple[Piece, ...]:
    late = (Text(LATE_BOT),) if face.late else ()
    tip = Small(_("Tip: ask “{question}” and pause.", question=questions.tip(face.question)))
    below = (Text(face.live) if face.live else tip,) if face.state in LIVE else ()
    return (*late, Text(REMINDER if face.still_quiet else _hello(face)), *below)


def _hello(face: Face) -> Sentence:
    minutes = Count(face.minutes)
    if face.host is None:
        return _("Hello everyone. {minutes} minutes for the customer. Who will host today?", minutes=minutes)
    host = Mention(face.host) if face.rings else Person(face.host)
    return _("Hello everyone. {minutes} minutes for the customer. {host} is hosting.", minutes=minutes, host=host)


def _body(face: Face) -> tuple[Piece, ...]:
    check_in = Items(_("Check-in"), (questions.check_in(face.question),)) if "checkin" in face.extras else None
    notes = Text(_("Announcement: {text}", text=Typed(face.notes))) if face.notes else None
    staffing = Text(_("Present today: {n}", n=face.staffing)) if face.staffing is not None else None
    week = Text(_("What deserves attention this week?")) if face.opens_week and "week" in face.extras else None
    before = tuple(piece for piece in (check_in, week, notes, staffing) if piece is not None)
    blocks = (Items(heading(block, face), _lines(block, face)) for block in Block)
    later = (Items(FOR_LATER, tuple(face.parked[-PARKED:])),) if face.parked else ()
    return (*before, *blocks, *later)


def _lines(block: Block, face: Face) -> tuple[Sentence, ...]:
    lines = tuple(face.blocks.get(block, ()))
    most = ON_CARD[block]
    return (lines[-most:] if block in NEWEST else lines[:most]) or (questions.of(block, empty=not face.figures),)


def heading(block: Block, face: Face) -> Sentence:
    return headings(face.figures_of, face.day)[block]


def headings(figures_of: date, today: date) -> Mapping[Block, Sentence]:
    return {
        Block.COMPLIMENTS: _("Customer compliments"),
        Block.IMPROVE: _("Improvement points"),
        Block.FIGURES: _("Figures of {day}", day=Day(figures_of, today)),
        Block.ACTIONS: _("Improvement actions"),
        Block.TODAY: _("Today"),
    }


def contribute(about: str, *, figures: bool) -> tuple[Button, ...]:
    """`figures`: the team has any to enter."""
    return (
        Button(_("Share a compliment"), "compliment.new", about),
        Button(_("Improvement point"), "dagstart.improve", about),
        *((Button(_("Enter a figure"), "kpi.fill", about),) if figures else ()),
        Button(_("Today or ask for help"), "dagstart.today", about),
        Button(_("See everything"), "dagstart.all", about),
    )


def ahead(about: str) -> tuple[Button, ...]:
    """What one can share for the next one."""
    return contribute(about, figures=False)[:2]


def around(
    about: str, state: State, host: str | None, extras: Iterable[str], live: Iterable[Button]
) -> tuple[Button, ...]:
    """The second row: what one can do for the day itself."""
    claim = Button(_("I'll host"), "dagstart.host", about) if host is None else None
    finish = Button(_("Wrap up"), "dagstart.finish", about) if state is State.OPEN else None
    notes = Button(_("Announcement"), "dagstart.notes", about) if {"notes", "staffing"} & {*extras} else None
    return tuple(button for button in (claim, *live, finish, notes) if button is not None)


def quarter(about: str, at: Block | None) -> tuple[Button, ...]:
    """A click carries the block that it was drawn for: of two at once only one moves on."""
    if at is None:
        return (Button(_("Start the quarter"), "dagstart.live_start", about),)
    does, mine = "dagstart.live_next", f"{about}:{at.value}"
    last = live.following(at) is None
    on = Button(_("Done"), does, mine, main=True) if last else Button(_("Next block"), does, mine, main=True)
    return (on, Button(_("Park it"), "dagstart.park", about))


def now(block: Sentence, until: time | None, question: Sentence) -> Sentence:
    if until is None:
        return _("Now: {block}. {question}", block=Strong(block), question=question)
    return _("Now: {block}, until {time}. {question}", block=Strong(block), time=Strong(until), question=question)


def parked(text: Sentence) -> Message:
    return line(_("For later: {text}", text=text))


def _rows(face: Face) -> tuple[Row, ...]:
    second = around(face.about, face.state, face.host, face.extras, face.quarter)
    return (Row(contribute(face.about, figures=face.figures)), *((Row(second),) if second else ()))


def _closed() -> Sentence:
    return _("Wrapped up. Thought of something? /daystart improve puts it on the next board.")


def skipped(day: date, next_day: date | None) -> Sentence:
    if next_day is None:
        return _("No day start today.")
    return _("No day start today. See you {next}.", next=Day(next_day, day))


def marked(item: Item, marks: Sequence[Mark], origin: date) -> Sentence:
    """An item with what is to be known about it, between brackets."""
    if not marks:
        return item.text
    words = tuple(MARKS[mark] if mark in MARKS else _("from {day}", day=Day(origin, origin)) for mark in marks)
    return _("{text} ({marks})", text=item.text, marks=Listed(words, joined=False))


def shared(block: Block, kind: str, author: str | None, named: bool, text: str) -> Sentence:
    """A contribution as a line; a request for help always says whose it is, as somebody has to come."""
    who: Part = Person(author) if author else _("a former colleague")
    if block is Block.TODAY and kind:
        return _("{name} asks for help: {text}", name=who, text=Typed(text))
    return _("{name}: {text}", name=who, text=Typed(text)) if named else _("{text}", text=Typed(text))


def summary(compliments: int, improvements: int, actions: int) -> Message:
    parts = (
        plural("one compliment", "{n} compliments", compliments),
        plural("one improvement point", "{n} improvement points", improvements),
        plural("one action under way", "{n} actions under way", actions),
    )
    some = tuple(part for part in parts if part.n)
    thanks = _("Thank you all. Shared today: {parts}.", parts=Listed(some)) if some else _("Thank you all for today.")
    return Message((Text(thanks), Small(_("What will you take along to your first customer?"))))


def line(text: Sentence) -> Message:
    return Message((Text(text),))


def announcement(person: str, first: date, clock: time) -> Message:
    text = _(
        "{name} set up a day start here, from {date} at {time}. Nothing to prepare. "
        "See what I store with /customer privacy.",
        name=Person(person),
        date=Day(first),
        time=clock,
    )
    return line(text)
