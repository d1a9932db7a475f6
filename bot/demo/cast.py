"""Who works in the demo's organisation, in which teams, and what they shared in the two weeks before."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.demo.tongue import Both


@dataclass(frozen=True, slots=True)
class Crew:
    """A channel with its people by full name, the lead first. `key` names it whatever the language."""

    key: str
    channel: Both
    people: tuple[str, ...]
    deputy: str = ""
    guests: tuple[str, ...] = ()
    begun: bool = True  # has a dagstart


NOORD = Crew(
    "noord",
    Both("klantenservice-noord", "customer-service-north"),
    (
        "Anna de Boer",
        "Bram Visser",
        "Fatima Yilmaz",
        "Joris Smit",
        "Mila Bakker",
        "Nadia Amrani",
        "Omar Haddad",
        "Sanne de Wit",
        "Thijs Mulder",
    ),
    deputy="Bram Visser",
    guests=("Lotte van Dijk",),
)
FACTURATIE = Crew(
    "facturatie",
    Both("facturatie", "invoicing"),
    ("Ruben Jansen", "Daphne Hendriks", "Esra Kaya", "Willem Peters"),
    deputy="Daphne Hendriks",
)
DIRECTIE = Crew("directie", Both("directie", "board"), ("Marijke Vos", "Karel Dekker", "Ingrid Postma"))
RETOUREN = Crew("retouren", Both("retouren", "returns"), ("Nadia Amrani", "Joris Smit", "Willem Peters"), begun=False)
VERHALEN = Crew(  # where everybody reads what executives tell of customers
    "verhalen",
    Both("klantverhalen", "customer-stories"),
    tuple(
        dict.fromkeys((*DIRECTIE.people, "Hugo Brandt", "Samira Bouzid", *NOORD.people, *FACTURATIE.people)),
    ),
    begun=False,
)

CREWS = (NOORD, FACTURATIE, DIRECTIE, RETOUREN, VERHALEN)
ADMIN = "Ingrid Postma"
PART_TIMERS = {
    "Mila Bakker": Both("ma di do", "mon tue thu"),
    "Esra Kaya": Both("ma wo do vr", "mon wed thu fri"),
    "Karel Dekker": Both("ma di do vr", "mon tue thu fri"),
}
OFFICES = (
    (Both("ceo", "ceo"), "Marijke Vos"),
    (Both("bestuurder", "executive"), "Karel Dekker"),
    (Both("bestuurder", "executive"), "Ingrid Postma"),
    (Both("estafettecoördinator", "relay coordinator"), "Fatima Yilmaz"),
    (Both("cultuurcoach", "culture coach"), "Sanne de Wit"),
)
AWAY = {"Thijs Mulder": (date(2026, 11, 16), date(2026, 11, 27))}


@dataclass(frozen=True, slots=True)
class Shared:
    """One contribution: on which day of November, at what minute after the card was posted, by whom, and what.

    An improvement point without `named` stands there without a name. `to` is whom a request for help asks.
    """

    crew: Crew
    day: int
    minute: int
    who: str
    kind: Literal["improve", "focus", "help"]
    text: Both
    named: bool = field(default=False, kw_only=True)
    to: str = field(default="", kw_only=True)


N, F, D = NOORD, FACTURATIE, DIRECTIE
HISTORY = (
    Shared(
        N,
        9,
        5,
        "Joris",
        "improve",
        Both(
            "Klanten vinden de knop om te ruilen niet op hun telefoon.",
            "Customers can't find the exchange button on their phones.",
        ),
        named=True,
    ),
    Shared(
        F,
        9,
        3,
        "Esra",
        "improve",
        Both(
            "Drie klanten vroegen waarom er twee factuurnummers op de brief staan.",
            "Three customers asked why there are two invoice numbers on the letter.",
        ),
    ),
    Shared(
        D,
        9,
        4,
        "Marijke",
        "focus",
        Both("Om tien uur luister ik een uur mee in Noord.", "At ten I listen in for an hour with North."),
    ),
    Shared(
        N,
        10,
        4,
        "Omar",
        "focus",
        Both("De nieuwe retourbon gaat vandaag live.", "The new returns slip goes live today."),
    ),
    Shared(
        N,
        12,
        3,
        "Fatima",
        "improve",
        Both(
            "Een klant moest zijn verhaal drie keer vertellen voor hij bij de juiste persoon was.",
            "A customer had to tell his story three times before he reached the right person.",
        ),
    ),
    Shared(
        N,
        12,
        6,
        "Mila",
        "help",
        Both("Wie weet hoe je een dubbele betaling terugzet?", "Who knows how to reverse a double payment?"),
        to="Nadia",
    ),
    Shared(
        D,
        12,
        3,
        "Karel",
        "improve",
        Both(
            "In de winkel vroeg iemand waarom onze openingstijden nergens kloppen.",
            "In the shop somebody asked why our opening hours are wrong everywhere.",
        ),
        named=True,
    ),
    Shared(
        F,
        13,
        5,
        "Ruben",
        "focus",
        Both("Voor twaalf uur staan alle oude vragen open op nul.", "Before noon no old question is left open."),
    ),
    Shared(
        F,
        16,
        4,
        "Daphne",
        "improve",
        Both(
            "De herinnering kwam aan terwijl de klant al betaald had.",
            "The reminder arrived when the customer had paid already.",
        ),
    ),
    Shared(
        N,
        17,
        3,
        "Bram",
        "focus",
        Both("Vandaag bellen we iedereen terug voor de lunch.", "Today we ring everybody back before lunch."),
    ),
    Shared(
        N,
        19,
        5,
        "Omar",
        "improve",
        Both(
            "Na zes uur hoort de klant een bandje dat zegt dat we open zijn.",
            "After six the customer hears a tape that says we are open.",
        ),
        named=True,
    ),
    Shared(
        F,
        20,
        3,
        "Willem",
        "help",
        Both("Wie kijkt even mee naar de brief aan oud-klanten?", "Who looks along at the letter to old customers?"),
        to="Ruben",
    ),
    Shared(
        N,
        20,
        2,
        "Sanne",
        "improve",
        Both(
            "Klanten snappen het woord retourautorisatie niet. Terugsturen wel.",
            "Customers don't understand “return authorisation”. Sending back they do.",
        ),
    ),
)
