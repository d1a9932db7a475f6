"""The figures of the first team, and the improvement actions that it tried in the two weeks before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from bot.demo.tongue import Both, Tongue

FIRST: Final = date(2026, 9, 28)  # the Monday with which the values begin
SET_UP, READ_IN = "20 14:00", "23 08:30"  # a day of November and a time


@dataclass(frozen=True, slots=True)
class Followed:
    """`weeks` has the values from FIRST on, a line a week, a number a working day. Without an owner nobody does.

    `coming` are the numbers that the rehearsal enters on Monday to Friday.
    """

    name: Both
    unit: str
    better: str
    weeks: tuple[str, ...]
    coming: str = ""
    owner: str = ""
    deputy: str = ""
    target: str = ""
    decimals: int = 0

    def lines(self, tongue: Tongue) -> Iterator[str]:
        for week, numbers in enumerate(self.weeks):
            for day, number in enumerate(numbers.split()):
                about = FIRST + timedelta(days=7 * week + day)
                yield f"{about:%d-%m-%Y};{tongue(self.name)};{number}"


FIGURES: Final = (
    Followed(
        Both("Klanttevredenheid", "Customer satisfaction"),
        "grade",
        "higher",
        (
            "7,6 7,8 7,5 7,7 7,9",
            "7,7 7,8 7,9 7,6 7,8",
            "7,9 8,0 7,8 8,1 7,9",
            "7,8 7,9 8,0 8,1 8,0",
            "8,0 7,8 8,1 8,2 7,9",
            "8,1 8,0 7,9 8,2 8,0",
            "8,0 8,2 8,1 7,9 8,1",
            "8,1 8,0 8,2 7,9 8,1",
        ),
        "8,2 8,3 8,1 8,4 8,3",
        owner="Sanne",
        deputy="Fatima",
        target="8",
        decimals=1,
    ),
    Followed(  # that of Friday is still to come: whoever follows it is asked
        Both("Bereikbaarheid telefoon", "Phone answered in time"),
        "percent",
        "higher",
        (
            "84 86 83 87 88",
            "86 85 88 87 89",
            "88 90 87 89 91",
            "89 88 90 92 90",
            "91 89 90 92 93",
            "90 92 91 89 93",
            "92 91 93 90 94",
            "91 93 92 94",
        ),
        "94 95 93 96 95",
        owner="Anna",
        deputy="Bram",
        target="90",
    ),
    Followed(  # three times beside its target
        Both("Doorlooptijd ruilingen", "Lead time of exchanges"),
        "days",
        "lower",
        (
            "3,4 3,2 3,3 3,1 3,0",
            "3,1 3,0 3,2 2,9 2,8",
            "2,9 3,0 2,8 2,7 2,9",
            "2,8 2,7 2,9 2,6 2,8",
            "2,7 2,8 2,6 2,7 2,5",
            "2,8 2,9 2,7 3,0 2,8",
            "2,9 3,0 2,8 2,9 3,0",
            "2,9 3,0 3,2 3,4 3,6",
        ),
        "3,4 3,3 3,2 3,0 2,8",
        owner="Thijs",
        deputy="Omar",
        target="3",
        decimals=1,
    ),
    Followed(Both("Terugkerende vragen", "Recurring questions"), "number", "lower", ("14 11 12 9 10", "11 12 8 9 10")),
)


@dataclass(frozen=True, slots=True)
class Tried:
    """An action that `who` proposes for an improvement point, whose text is `point`; `asks` is asked to take it up."""

    at: str
    who: str
    what: Both
    effect: Both
    check_on: date
    point: Both
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Went:
    """What somebody then does with it."""

    at: str
    who: str
    what: Both
    does: str
    values: dict[str, Any] = field(default_factory=dict)


_WHOLE = Both(
    "Bij doorverbinden vertellen wij zelf wat de klant al zei",
    "When we put a call through, we ourselves pass on what the customer said",
)
_TAPE = Both("Het bandje na zes uur opnieuw inspreken", "Record the tape after six anew")
_WORD = Both(
    "In alle brieven “retourautorisatie” vervangen door “terugsturen”",
    "Replace “return authorisation” by “sending back” in all letters",
)
TRIED: Final = (
    Tried(
        "12 09:40",
        "Fatima",
        _WHOLE,
        Both("zij hoeven hun verhaal maar één keer te doen", "they tell their story only once"),
        date(2026, 11, 23),
        Both(
            "Een klant moest zijn verhaal drie keer vertellen voor hij bij de juiste persoon was.",
            "A customer had to tell his story three times before he reached the right person.",
        ),
    ),
    Tried(
        "19 09:30",
        "Omar",
        _TAPE,
        Both("zij horen meteen wanneer we er weer zijn", "they hear at once when we are back"),
        date(2026, 11, 26),
        Both(
            "Na zes uur hoort de klant een bandje dat zegt dat we open zijn.",
            "After six the customer hears a tape that says we are open.",
        ),
        asks="Nadia",
    ),
    Tried(
        "20 09:40",
        "Sanne",
        _WORD,
        Both("zij snappen de brief in één keer", "they get the letter at once"),
        date(2026, 12, 3),
        Both(
            "Klanten snappen het woord retourautorisatie niet. Terugsturen wel.",
            "Customers don't understand “return authorisation”. Sending back they do.",
        ),
    ),
)
WENT: Final = (
    Went("13 10:00", "Fatima", _WHOLE, "action.begin"),
    Went("19 10:00", "Nadia", _TAPE, "action.accept"),
    Went("20 15:00", "Nadia", _TAPE, "action.done", {"effect": TRIED[1].effect}),
    Went("20 15:05", "Sanne", _WORD, "action.begin"),
)
