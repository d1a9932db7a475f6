"""What a ritual is, and all it may say to the world. Knows no Slack."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, Protocol

from rituals.facts import Block, Board, Item
from rituals.home import Panel
from rituals.keeping import Kept, Mine
from rituals.nudge import Nudge
from rituals.shown import Button, Form, Menu, Message, Page, Piece, Place, Text
from rituals.words import Sentence

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

ID_DIGITS: Final = 9  # more than any id has, fewer than a database's integer takes


# --- what comes in, what goes back to the asker -----------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Where:
    """The channel in which a command was typed, as the surface knows it."""

    id: str
    name: str = ""
    private: bool = False
    talk: bool = False  # a direct or group message: no channel of its own
    outsiders: bool = False  # shared with people outside the organisation
    everyone: bool = False  # the channel that all employees are in
    inside: bool = False  # the bot is a member


@dataclass(frozen=True, slots=True)
class Event:
    """`id` is the once-key: a submission's is its form's token. `request` tells a redelivery from a second click.

    `about` begins with the team's id: “12” or “12:…” (see `about` and `team_of`); empty when no team is meant.
    """

    id: str
    org: str
    person: str
    does: str
    about: str = ""
    request: str = ""
    text: str = ""  # the rest of a command, as typed
    where: Where | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    passed: frozenset[str] = frozenset()
    kept: Mapping[str, Any] = field(default_factory=dict)  # what its form carried along (`Form.kept`)

    def ask(self, passes: Sentence | None = None, /, **questions: Sentence) -> None:
        """Raises Asks for those that this person has not seen; `passes` is what one presses to pass them."""
        if new := {code: text for code, text in questions.items() if code not in self.passed}:
            raise Asks(passes, **new)


def about(team: int, *keys: object) -> str:
    return ":".join(str(key) for key in (team, *keys))


def team_of(about: str) -> int | None:
    """The team that a subject belongs to; None where it names none."""
    return number_of(about.partition(":")[0])


def number_of(key: str) -> int | None:
    """The id that a key of a subject is; None for what no row can have."""
    return int(key) if key.isdecimal() and len(key) <= ID_DIGITS else None


def keys_of(about: str) -> list[str]:
    """What follows the team in a subject."""
    return about.split(":")[1:]


def id_in(about: str, begin: str = "") -> int:
    """The id in the first key of a subject, behind what such keys begin with; -1, which no row has, for another."""
    key = next(iter(keys_of(about)), "")
    found = number_of(key.removeprefix(begin)) if key.startswith(begin) else None
    return -1 if found is None else found


def person_of(about: str) -> str:
    """Whom the second key of a subject names: who reads it; empty where it names nobody."""
    keys = keys_of(about)
    return keys[1] if len(keys) > 1 else ""


@dataclass(frozen=True, slots=True)
class Note:
    """Seen by the asker only, at once, at most once. `keep`: a direct message that is stored nowhere.

    `pieces` stand between the text and what one can press. `instead`: it takes the place of their message, in which
    the button stood.
    """

    text: Sentence
    buttons: tuple[Button, ...] = ()
    menu: Menu | None = None
    keep: bool = False
    pieces: tuple[Piece, ...] = ()
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Opens:
    """Another form or page, prefilled by field name. As a form's answer it takes that form's place."""

    name: str
    about: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


Reads = Callable[[Sentence], str]  # a sentence as its reader reads it


@dataclass(frozen=True, slots=True)
class File:
    """`content`: lines, or values, which become JSON; sentences and what was typed in the asker's language.

    Where its bytes are of another kind, what makes them is handed how the asker reads a sentence.
    """

    name: str
    content: tuple[Sentence, ...] | Mapping[str, Any] | Callable[[Reads], bytes]


@dataclass(frozen=True, slots=True)
class Files:
    """Put into the asker's own conversation at once, at most once, and stored nowhere.

    `text` stands above them there; `sent` is what the asker reads where they asked.
    """

    files: tuple[File, ...]
    text: Sentence
    sent: Sentence


Answer = Note | Opens | Files | None


class Refused(Exception):
    """Nothing happened; the note says why."""

    def __init__(
        self, text: Sentence, *buttons: Button, menu: Menu | None = None, pieces: tuple[Piece, ...] = ()
    ) -> None:
        super().__init__(text.msgid)
        self.note = Note(text, buttons, menu, pieces=pieces)


class Wrong(Exception):
    """Nothing happened; the form stays, with a sentence at each of these fields."""

    def __init__(self, **errors: Sentence) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


class Stranger(Exception):
    """Somebody the house has never seen: the surface looks the person up, and the event is tried again."""

    def __init__(self, person: str) -> None:
        super().__init__("nothing is known of this person yet")
        self.person = person


class Asks(Exception):
    """Nothing happened; the form stays with these questions on it, and a second submit passes them.

    `passes` is what that submit is called then; without it, what it was called.
    """

    def __init__(self, passes: Sentence | None = None, /, **questions: Sentence) -> None:
        super().__init__(", ".join(questions))
        self.questions = questions
        self.passes = passes


# --- the turn ---------------------------------------------------------------------------------------------------------
class Changed(Protocol):
    """Draw a card again: within 3 s, or with `every` at most once in that time."""

    def __call__(self, card: str, about: str, *, every: timedelta | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Turn:
    """One transaction of one organisation at one moment (UTC): all that a handler may reach."""

    session: AsyncSession
    org: str
    now: datetime
    rituals: tuple[Ritual, ...]
    say: Callable[[Place, Message], None]  # frozen now, sent once
    show: Callable[[str, str, Place], None]  # (card, about, where): drawn when sent, edited ever after
    changed: Changed
    at: Callable[[str, str, datetime], None]  # (timer, about, when): replaces the earlier one of that name and subject
    cancel: Callable[[str, str], None]
    sync: Callable[[str], None]  # after the commit the surface tells who is in this channel
    look_up: Callable[[str], None]  # after the commit the surface tells who this person is by now
    look_at: Callable[[str], None]  # after the commit it is told what this channel is by now: ChannelIs
    whisper: Callable[[str, Note | Files], None]  # to this person straight after the commit: kept nowhere, tried once

    async def tell(self, fact: object) -> list[Any]:
        """Each ritual that hears this kind of fact reacts in this transaction; returns their answers."""
        return [await hear(self, fact) for r in self.rituals if (hear := r.hears.get(type(fact))) is not None]


# --- the ritual -------------------------------------------------------------------------------------------------------
class Who(Enum):
    ANYONE = 0  # every full member of the organisation; needs no team
    MEMBER = 1  # of the team that the subject names
    LEAD = 2  # a lead of that team, or a deputy while a lead is away
    ADMIN = 3  # of the organisation; needs no team, as those below
    COACH = 4
    COORDINATOR = 5  # of the relay
    EXEC = 6
    KNOWN = 7  # whoever something may be kept of: guests too, who were colleagues once


class Wins(Enum):
    """What happens when several people do the same at once."""

    FIRST = "first wins"  # one effect for one subject; the others are told who was ahead
    EACH = "once a person"  # one effect for each person


@dataclass(frozen=True, slots=True)
class Due:
    """A timer that came: its subject, and when it was planned (UTC)."""

    about: str
    at: datetime


Handler = Callable[[Turn, Event], Awaitable[Answer]]
DueHandler = Callable[[Turn, Sequence[Due]], Awaitable[None]]


def each(handle: Callable[[Turn, Due], Awaitable[None]]) -> DueHandler:
    """A handler of one as a handler of many, where volume is low."""

    async def one_by_one(turn: Turn, due: Sequence[Due]) -> None:
        for one in due:
            await handle(turn, one)

    return one_by_one


@dataclass(frozen=True, slots=True)
class Action:
    """`edge`: only the surface itself may do it, to tell what happened there; from a button it is refused.

    `reads`: it only looks and tells, so it runs in a reading turn: no once-key, and no waiting behind those who write.
    `anonymous`: nothing of the request is kept, not even its once-key. The handler sees to it that twice is once.
    """

    run: Handler
    who: Who = Who.MEMBER
    wins: Wins = Wins.EACH
    edge: bool = False
    reads: bool = False
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class FormSpec:
    """`build` makes the form on opening and again on submit, so it may only read.

    `looks`: the surface looks up the channel first (`Event.where`). `looks_at`: on submit, the channel in this field.
    `edits`: it changes what is there, so the same text once more is no second one to ask about.
    `anonymous`: no hash is kept of who wrote what, so that question isn't asked either. `signed`: so it is unless the
    person ticks this box of the form, in which they give their name.
    `reads`: it only leads on to another form, so its submit runs in a reading turn, and twice is nothing.
    """

    build: Callable[[Turn, Event], Awaitable[Form]]
    submit: Handler
    who: Who = Who.MEMBER
    wins: Wins = Wins.EACH
    looks: bool = False
    looks_at: str = ""
    edits: bool = False
    anonymous: bool = False
    signed: str = ""
    reads: bool = False


@dataclass(frozen=True, slots=True)
class PageSpec:
    build: Callable[[Turn, Event], Awaitable[Page]]
    who: Who = Who.MEMBER


@dataclass(frozen=True, slots=True)
class Timer:
    """`late`: how much later than planned it still runs; beyond that `missed` does.

    `erases`: what it deletes has to be gone at once, from the database's log too.
    """

    run: DueHandler
    late: timedelta = timedelta(minutes=60)
    missed: DueHandler | None = None
    erases: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """Draws many subjects at once; None deletes the card. `told`: its ritual wants to hear Delivered and GaveUp."""

    draw: Callable[[Turn, Sequence[str]], Awaitable[Mapping[str, Message | None]]]
    told: bool = False


@dataclass(frozen=True, slots=True)
class Sub:
    """A subcommand in both languages; `does` names an action, form or page. An empty phrase is the bare command.

    `free`, of an empty phrase: whatever is typed that is no subcommand is its `Event.text`, as people read it; of
    another one, so is what follows it.
    """

    nl: str
    en: str
    does: str
    help: Sentence
    arguments: tuple[str, str] = ("", "")  # what may follow, for help and manifest, in nl and en
    free: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """`/nl` and its English alias `/en`; several rituals may add subcommands to one command."""

    nl: str
    en: str
    subs: tuple[Sub, ...]


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry in a message's menu. `does` names a form, which is opened with the message as `Event.text`."""

    label: Sentence
    description: Sentence
    does: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the settings: a form or page, for whom it is, and what it is called. `does` opens with the team.

    `holds` says in one line what is so now, for each subject that `does` would be opened with: (turn, person, abouts).
    """

    label: Sentence
    does: str
    who: Who
    holds: Callable[[Turn, str, Sequence[str]], Awaitable[Mapping[str, Sentence]]] | None = None


@dataclass(frozen=True, slots=True)
class Ritual:
    """`title` is what people call it where its command's own word would say too little."""

    name: str
    title: Sentence | None = None
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    actions: Mapping[str, Action] = field(default_factory=dict)
    forms: Mapping[str, FormSpec] = field(default_factory=dict)
    pages: Mapping[str, PageSpec] = field(default_factory=dict)
    timers: Mapping[str, Timer] = field(default_factory=dict)
    cards: Mapping[str, Card] = field(default_factory=dict)
    hears: Mapping[type, Callable[[Turn, Any], Awaitable[Any]]] = field(default_factory=dict)
    lead_lines: Mapping[str, Callable[[Turn, Sequence[str]], Awaitable[Mapping[str, Text]]]] = field(
        default_factory=dict
    )
    board: Callable[[Turn, Sequence[Board]], Awaitable[Mapping[Board, Mapping[Block, Sequence[Item]]]]] | None = None
    nudges: Mapping[str, Nudge] = field(default_factory=dict)
    keeps: tuple[Kept, ...] = ()
    holds_nobody: frozenset[str] = frozenset()  # its tables, or table.column, that say nothing about any person
    mine: Mapping[str, Mine] = field(default_factory=dict)
    settings: tuple[Part, ...] = ()
    home: tuple[Panel, ...] = ()
