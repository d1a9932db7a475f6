"""What the first team agreed on: what has nearly become a habit, what is new, and what waits for colleagues to join."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.demo import tongue as t
from bot.demo.tongue import Both


@dataclass(frozen=True, slots=True)
class Agreed:
    """“16 09:25” is a day of November and a time. Without `why` it is one that `who` made alone, for Monday morning."""

    at: str
    who: str
    x: Both
    y: Both
    why: Both | None = None
    joined: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Habit:
    """One that was there before. `weeks` have what each look-back found: its line, and did, old and none if counted.

    `y_first` are the words of its second half before the Monday `reworded`.
    """

    at: str
    x: Both
    y: Both
    y_first: Both
    why: Both
    joined: int
    began: date
    reworded: date
    checked: int
    weeks: tuple[tuple[str, int, int, int] | None, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What colleagues answer in the look-back that is open then, about all that runs, in the order of its making."""

    at: str
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


HABIT: Final = Habit(  # on 23 November in its fourteenth week, in which the team is asked whether it goes by itself
    "16 09:25",
    Both("een klant voor de tweede keer belt", "a customer calls for the second time"),
    Both("bellen we zelf terug met het antwoord", "we call back ourselves with the answer"),
    Both("zoeken we het samen uit", "we find out together"),
    Both("Dan hoeft niemand een derde keer te bellen", "Then nobody has to call a third time"),
    3,
    date(2026, 8, 24),
    date(2026, 9, 14),
    10,
    (
        ("old", 2, 5, 1),
        ("mixed", 4, 3, 1),
        None,
        ("good", 5, 2, 1),
        ("mixed", 4, 4, 0),
        ("good", 5, 2, 1),
        ("good", 6, 2, 0),
        ("good", 6, 1, 1),
        None,
        ("good", 6, 2, 0),
        ("good", 7, 1, 0),
        ("good", 7, 0, 1),
    ),
)
NEW: Final = Agreed(
    "16 09:25",
    "Sanne",
    Both("we een brief versturen", "we send a letter"),
    Both("lezen we hem eerst hardop voor", "we read it out loud first"),
    Both("Klanten snappen de brief in één keer", "Customers get the letter at once"),
    ("Fatima", "Omar"),
)
OPEN: Final = Agreed(  # until Wednesday; one more, and it is agreed
    "20 15:40",
    "Bram",
    Both("een klant ons 's ochtends iets vraagt", "a customer asks us something in the morning"),
    Both("bellen we terug voor de lunch", "we ring back before lunch"),
    Both("Klanten weten dezelfde ochtend waar ze aan toe zijn", "Customers know where they stand the same morning"),
    ("Joris",),
)
ALONE: Final = Agreed(
    "19 15:10",
    "Anna",
    Both("ik een lastig gesprek had", "I had a hard call"),
    Both("bel ik de klant later zelf nog eens", "I ring the customer once more later"),
)
LOOKED: Final = Looked(
    "19 15:10",
    {
        "Anna": ("did", "did"),
        "Bram": ("did", "old"),
        "Fatima": ("did", "did"),
        "Joris": ("none", "old"),
        "Mila": ("did", "none"),
        "Nadia": ("did", "did"),
        "Omar": ("did", "old"),
        "Sanne": ("did", "did"),
    },
)

# --- what the rehearsal answers in the week to come, a line a person: of these three, and how much the first is a habit
ASKED: Final = (HABIT, NEW, OPEN)
COMING: Final = (
    (t.DID, t.DID, t.DID, t.BY_ITSELF),
    (t.DID, t.OLD, t.NONE, t.FOUR),
    (t.DID, t.DID, t.DID, t.FOUR),
    (t.OLD, t.DID, t.OLD, t.BY_ITSELF),
    (t.DID, t.DID, t.DID, t.BY_ITSELF),
    (t.DID, t.DID, t.DID, t.FOUR),
    (t.DID, t.OLD, t.NONE, t.THREE),
)
