"""What is shown: messages, pages and forms, the same for every surface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from rituals.words import Sentence


@dataclass(frozen=True, slots=True)
class CardRef:
    """A card that was shown; a surface turns it into a link once it stands somewhere."""

    card: str
    about: str


@dataclass(frozen=True, slots=True)
class Button:
    """`does` names an action, form or page of any ritual. `link` makes it a link to that card."""

    label: Sentence
    does: str
    about: str = ""
    main: bool = False
    confirm: Sentence | None = None
    link: CardRef | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """`value` is an id, never a text."""

    label: Sentence
    value: str


@dataclass(frozen=True, slots=True)
class Menu:
    """Choosing acts at once: `does` is called with the option's value as `about`.

    `aside`: not what is asked here, so that it may be no more than a sign where the surface has one.
    """

    label: Sentence
    does: str
    options: tuple[Option, ...]
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Title:
    text: Sentence


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, and below it what one can press about it."""

    text: Sentence
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A bold heading and a line for each item; one block on every surface."""

    title: Sentence
    lines: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Small:
    text: Sentence


@dataclass(frozen=True, slots=True)
class Row:
    """Buttons, or a menu, that belong to the whole."""

    buttons: tuple[Button, ...] = ()
    menu: Menu | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin rule between two parts."""


@dataclass(frozen=True, slots=True)
class Series:
    """One line of a chart: a point for each of its categories."""

    name: Sentence
    points: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of lines. Where a surface can't draw it, it is left out: what stands around it says the same in words.

    `across` are the categories, 1 to 20.
    """

    title: Sentence
    across: tuple[Sentence, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Each row has as many cells as the head."""

    head: tuple[Sentence, ...]
    rows: tuple[tuple[Sentence, ...], ...]


Piece = Title | Text | Items | Small | Row | Rule | Chart | Table


@dataclass(frozen=True, slots=True)
class Message:
    """`notify` is what a lock screen shows of a message to one person; it holds nothing typed.

    Without it the first piece serves, which then must hold nothing typed.
    """

    pieces: tuple[Piece, ...]
    notify: Sentence | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, a person, or the thread under a card that may not be posted yet.

    `after`: what is said or first shown there waits until this moment (domain time).
    """

    channel: str = ""
    person: str = ""
    under: CardRef | None = None
    after: datetime | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Pieces for this one person: a body with buttons, and no submit."""

    title: Sentence
    pieces: tuple[Piece, ...]


class Kind(Enum):
    """What a field takes, and what `values` then holds."""

    TEXT = "text"  # str, one line
    LONG = "long"  # str
    NUMBER = "number"  # int
    DATE = "date"  # date
    TIME = "time"  # time
    CHOICE = "choice"  # str, an option's value
    CHOICES = "choices"  # tuple[str, ...]
    CHECK = "check"  # bool
    PERSON = "person"  # str, a person's id
    PEOPLE = "people"  # tuple[str, ...]
    CHANNEL = "channel"  # str


def no_advice(text: str) -> Mapping[str, Sentence]:
    return {}


@dataclass(frozen=True, slots=True)
class Field:
    """`least` and `most` count code points of the tidied text, or bound a number; `most` also counts chosen people.

    `advice` gives questions (code: sentence) that a second submit passes. `reachable`: an address or number in it is
    how to reach somebody of ours, no customer's. `sheet`: rows of a spreadsheet, which come as they were pasted, with
    their tabs and blank lines: its ritual tidies and checks each cell.
    """

    name: str
    label: Sentence
    kind: Kind = Kind.TEXT
    required: bool = True
    least: int = 0
    most: int = 3000
    options: tuple[Option, ...] = ()
    initial: Any = None
    hint: Sentence | None = None
    advice: Callable[[str], Mapping[str, Sentence]] = no_advice
    reachable: bool = False
    sheet: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """`notes` stand above the fields, `seen_by` below them.

    `kept` is carried along and comes back as `Event.kept`; what a person typed is a Typed in it. `back` names the form
    to which a button leads, with all that was filled in; `buttons` stand beside it. Without `echoes` no hash is kept of
    who wrote what, so that the same text once more isn't asked about: it came from what may have been raised without a
    name.
    """

    title: Sentence
    fields: tuple[Field, ...]
    seen_by: Sentence
    submit: Sentence | None = None
    notes: tuple[Sentence, ...] = ()
    kept: Mapping[str, Any] = field(default_factory=dict)
    back: str = ""
    buttons: tuple[Button, ...] = ()
    echoes: bool = True
    # The rest is dispatch's: the once-key of this opened form, and the questions that its reader has seen.
    token: str = ""
    passed: frozenset[str] = frozenset()
    notices: Mapping[str, Sentence] = field(default_factory=dict)
