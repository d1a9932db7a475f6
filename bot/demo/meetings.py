"""The meetings that the first team takes the cap along to, what came of them, and where aims of teams collide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from bot.demo.cast import DIRECTIE, FACTURATIE, NOORD, Crew
from bot.demo.tongue import Both


@dataclass(frozen=True, slots=True)
class Met:
    """One time that it was held, by who wore the cap. Without `decided` nothing went otherwise for the customer."""

    day: date
    wearer: str
    decided: Both | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One that was there before, with the times of it. “13 15:10” is a day of November and a time."""

    at: str
    who: str
    name: Both
    clock: time
    met: tuple[Met, ...]


@dataclass(frozen=True, slots=True)
class Registered:
    """One that `who` registers, every two weeks, for these people alone."""

    at: str
    who: str
    name: Both
    first: date
    clock: time
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closed:
    """Whoever wore the cap that day looks back."""

    at: str
    decided: Both


@dataclass(frozen=True, slots=True)
class Collides:
    """A signal without a name, from one team, about another."""

    at: str
    crew: Crew
    who: str
    ours: Both
    theirs: Both
    effect: Both
    of: Crew
    theme: str


@dataclass(frozen=True, slots=True)
class Talk:
    """The coach invites both teams to talk about a signal."""

    at: str
    who: str
    signal: Collides


WEEKLY: Final = Series(
    "13 15:10",
    "Bram",
    Both("Weekoverleg", "Weekly meeting"),
    time(13, 30),
    (
        Met(date(2026, 10, 6), "Omar"),
        Met(
            date(2026, 10, 13),
            "Anna",
            Both(
                "Wie op antwoord wacht, bellen we zelf na twee dagen.",
                "We ourselves ring whoever waits for an answer, after two days.",
            ),
        ),
        Met(
            date(2026, 10, 20),
            "Mila",
            Both(
                "Het nieuwe keuzemenu gaat pas live als drie klanten het probeerden.",
                "The new menu goes live only after three customers have tried it.",
            ),
        ),
        Met(date(2026, 10, 27), "Joris"),
        Met(
            date(2026, 11, 3),
            "Fatima",
            Both(
                "Om zes uur sluiten we, maar wie al wacht helpen we nog.",
                "We close at six, but still help whoever is waiting by then.",
            ),
        ),
        Met(
            date(2026, 11, 10),
            "Nadia",
            Both(
                "De folder wacht een week: eerst zijn er genoeg dozen.",
                "The leaflet waits a week: first there are enough boxes.",
            ),
        ),
    ),
)
LOOKED_BACK: Final = Closed(
    "17 14:40",
    Both(
        "Een dubbele betaling zetten we voortaan dezelfde dag terug.",
        "From now on we reverse a double payment the same day.",
    ),
)
COMPLAINTS: Final = Registered(
    "18 15:20",
    "Anna",
    Both("Klachtenoverleg", "Complaints meeting"),
    date(2026, 11, 25),
    time(14, 0),
    ("Anna", "Bram", "Fatima", "Sanne"),
)
REMINDERS: Final = Collides(  # the coach reads of it on the 16th
    "11 10:20",
    FACTURATIE,
    "Esra",
    Both("Elke rekening is binnen dertig dagen betaald", "Each bill is paid within thirty days"),
    Both("Wie iets vraagt, krijgt eerst rustig antwoord", "Whoever asks something first gets an answer, in peace"),
    Both(
        "Klanten die nog op antwoord wachten, krijgen alvast een aanmaning.",
        "Customers who still wait for an answer get a reminder already.",
    ),
    NOORD,
    "aims",
)
CALLS: Final = Collides(  # of which the coach reads on the 23rd, at nine
    "19 14:40",
    NOORD,
    "Omar",
    Both("Een klant in één gesprek helemaal helpen", "Help a customer fully in one call"),
    Both("Gesprekken duren gemiddeld vijf minuten", "Calls take five minutes on average"),
    Both(
        "Klanten worden doorverbonden en vertellen alles opnieuw.",
        "Customers are put through, and tell everything again.",
    ),
    DIRECTIE,
    "rules",
)
TALK: Final = Talk("17 10:15", "Sanne", REMINDERS)
HISTORY: Final = (WEEKLY, LOOKED_BACK, COMPLAINTS, REMINDERS, CALLS, TALK)
