"""The compliments of the two weeks before: what was given, and what those whom it is for decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.demo import tongue as t
from bot.demo.cast import DIRECTIE, FACTURATIE, NOORD, Crew
from bot.demo.tongue import Both


@dataclass(frozen=True, slots=True)
class Given:
    """“16 14:10” is a day of November and a time. Without anybody in `to` and not for the team, nobody was named."""

    crew: Crew
    at: str
    who: str
    kind: Both
    text: Both
    to: tuple[str, ...] = field(default=(), kw_only=True)
    meant: Both | None = field(default=None, kw_only=True)
    team: bool = field(default=False, kw_only=True)
    named: bool = field(default=True, kw_only=True)


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody pressed under the newest question that has this button."""

    at: str
    who: str
    button: Both


PREFERENCES = {"Nadia Amrani": t.ALWAYS_FINE, "Esra Kaya": t.KEEPS}  # the others are asked first

N, F, D = NOORD, FACTURATIE, DIRECTIE
GIVEN = (
    Given(
        N,
        "09 09:02",
        "Sanne",
        t.CUSTOMER,
        Both(
            "Een mevrouw belde alleen om te zeggen dat haar pakket er al was. Ze was zo blij!",
            "A lady rang just to say her parcel had come already. She was so happy!",
        ),
    ),
    Given(
        N,
        "10 14:10",
        "Bram",
        t.COLLEAGUE,
        Both(
            "Nadia belde drie vervoerders na tot het pakket van een klant boven water was.",
            "Nadia rang three carriers until a customer's parcel turned up.",
        ),
        to=("Nadia",),
        meant=Both("Het was een cadeau voor de volgende dag.", "It was a present for the next day."),
    ),
    Given(
        F,
        "11 09:02",
        "Willem",
        t.CUSTOMER,
        Both(
            "Een klant bedankte Daphne: eindelijk een rekening die hij snapte.",
            "A customer thanked Daphne: at last a bill he understood.",
        ),
        to=("Daphne",),
    ),
    Given(
        N,
        "12 09:20",
        "Fatima",
        t.CUSTOMER,
        Both(
            "Een klant hing boos op. Joris belde terug, en aan het eind lachten ze samen.",
            "A customer hung up angry. Joris rang back, and in the end they laughed together.",
        ),
        to=("Joris",),
        named=False,
    ),
    Given(
        D,
        "12 09:25",
        "Karel",
        t.COLLEAGUE,
        Both(
            "Marijke luisterde mee in Noord en belde zelf een klant terug die al drie keer had gebeld.",
            "Marijke listened in with North, and herself rang back a customer who had called three times.",
        ),
        to=("Marijke",),
        meant=Both("Hij zei: nu weet ik dat jullie het horen.", "He said: now I know that you hear it."),
    ),
    Given(
        N,
        "16 09:02",
        "Nadia",
        t.CUSTOMER,
        Both(
            "Klant van tachtig: jullie hebben echt de tijd voor me genomen.",
            "Customer of eighty: you really took your time for me.",
        ),
    ),
    Given(
        F,
        "16 10:40",
        "Daphne",
        t.COLLEAGUE,
        Both(
            "Esra zocht uit waarom een klant twee herinneringen kreeg, en zette het dezelfde dag recht.",
            "Esra found out why a customer got two reminders, and put it right the same day.",
        ),
        to=("Esra",),
    ),
    Given(
        N,
        "17 10:15",
        "Joris",
        t.COLLEAGUE,
        Both(
            "Mila bleef aan de lijn tot de monteur bij een klant op de stoep stond.",
            "Mila stayed on the line until the mechanic was at a customer's door.",
        ),
        to=("Mila",),
    ),
    Given(
        N,
        "18 09:04",
        "Anna",
        t.CUSTOMER,
        Both(
            "Een ondernemer schreef een bedankkaart aan Omar en Sanne. Hij hangt bij de koffie.",
            "A business owner wrote Omar and Sanne a thank-you card. It hangs by the coffee.",
        ),
        to=("Omar", "Sanne"),
    ),
    Given(
        D,
        "19 09:17",
        "Ingrid",
        t.CUSTOMER,
        Both(
            "In de winkel zei een klant: hier denken ze echt met je mee.",
            "In the shop a customer said: here they really think along with you.",
        ),
    ),
    Given(
        F,
        "19 14:20",
        "Ruben",
        t.CUSTOMER,
        Both(
            "Een aannemer belde: de nieuwe herinnering is vriendelijk, en toch snap je hem meteen.",
            "A contractor rang: the new reminder is friendly, and yet you get it at once.",
        ),
    ),
    Given(
        N,
        "20 13:30",
        "Omar",
        t.CUSTOMER,
        Both(
            "Een bruidspaar stuurde een foto: de nieuwe doos was er een dag voor het feest.",
            "A bridal couple sent a photo: the new box came a day before the party.",
        ),
        team=True,
        meant=Both("Zonder ons hadden ze geen servies gehad.", "Without us they would have had no plates."),
    ),
    Given(
        N,
        "20 16:10",
        "Bram",
        t.COLLEAGUE,
        Both(
            "Anna nam een lastig gesprek van me over en belde de klant later zelf nog eens.",
            "Anna took over a hard call from me, and rang the customer once more later.",
        ),
        to=("Anna",),
    ),
)
DECIDED = (
    Decided("10 14:20", "Nadia", t.THANKS),
    Decided("11 09:30", "Daphne", t.WITH_NAME),
    Decided("12 09:40", "Joris", t.WITHOUT_NAME),
    Decided("12 09:45", "Marijke", t.WITH_NAME),
    Decided("17 10:30", "Mila", t.KEEPS),
    Decided("18 09:20", "Omar", t.WITH_NAME),
    Decided("18 09:25", "Sanne", t.WITHOUT_NAME),
)
