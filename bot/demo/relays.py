"""The relay of the demo's executives: who has told what of a customer, and who passed the baton to whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from bot.demo.tongue import Both
from bot.stage import local

COORDINATOR: Final = "Fatima"
CHIEF: Final = "Marijke"
CIRCLE: Final = ("Marijke", "Karel", "Hugo", "Ingrid", "Samira")
PREPARES: Final = ("Daphne", "Hugo")  # who, for whom
FIRST_WEEK: Final = date(2026, 10, 5)  # its Monday


@dataclass(frozen=True, slots=True)
class Story:
    """`kind` is as it reads in the form, `key` as it is kept."""

    kind: Both
    key: str
    what: Both
    struck: Both
    change: Both


@dataclass(frozen=True, slots=True)
class Ran:
    """A turn of before the demo: `week` is its Monday. `asks`: the teller is asked after four weeks how it goes."""

    who: str
    week: date
    at: datetime
    story: Story
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Begins:
    """The relay as it stood: the first four had the baton, and the fifth has it."""

    at: str
    ran: tuple[Ran, ...]
    holder: str
    week: date


@dataclass(frozen=True, slots=True)
class Tells:
    """“12 11:30” is a day of November and a time. `names`: a colleague who is asked, and agrees."""

    at: str
    who: str
    day: date
    story: Story
    names: str = ""


@dataclass(frozen=True, slots=True)
class Passes:
    at: str
    who: str
    to: str
    challenge: Both


@dataclass(frozen=True, slots=True)
class Takes:
    at: str
    who: str


LISTENED: Final = Both("meegeluisterd", "listened in")
VISITED: Final = Both("klantbezoek", "visited a customer")
CALLED: Final = Both("klant gebeld", "called a customer")
COUNTER: Final = Both("winkel of balie", "shop or counter")
HELPED: Final = Both("zelf geholpen", "helped one myself")

HOURS: Final = Story(
    LISTENED,
    "listened",
    Both(
        "Een klant vroeg drie keer hetzelfde, elke keer aan iemand anders van ons.",
        "A customer asked the same thing three times, each time of somebody else here.",
    ),
    Both("Ze bleef vriendelijk, en wij wisten niets van elkaar.", "She stayed friendly, and none of us knew."),
    Both("Ik luister voortaan elke maand een uur mee.", "From now on I listen in for an hour each month."),
)
BOXES: Final = Story(
    VISITED,
    "visit",
    Both(
        "Op een keukentafel lagen vier dozen van ons. In elke doos zat één ding.",
        "On a kitchen table lay four of our boxes. Each held one thing.",
    ),
    Both("De klant schaamde zich voor al dat karton.", "The customer felt ashamed of all that cardboard."),
    Both("We sturen samen wat samen besteld is.", "We send together what is ordered together."),
)
LETTER: Final = Story(
    CALLED,
    "called",
    Both(
        "Ik belde iemand die was opgestapt. Hij wist nog precies welke brief het was.",
        "I rang somebody who had left us. He still knew exactly which letter it was.",
    ),
    Both("Die brief heb ik zelf ooit goedgekeurd.", "I once approved that letter myself."),
    Both("Elke nieuwe brief lees ik eerst hardop voor.", "I read each new letter out loud first."),
)
SHOES: Final = Story(
    COUNTER,
    "counter",
    Both(
        "In de winkel kwam een man zijn schoenen terugbrengen. Het bonnetje moest uit een oude mail komen.",
        "In the shop a man brought back his shoes. The receipt had to come out of an old mail.",
    ),
    Both("Hij had het op zijn telefoon, en wij niet.", "He had it on his phone, and we didn't."),
    Both("Terugbrengen mag voortaan zonder bonnetje.", "From now on things come back without a receipt."),
)
QUEUE: Final = Story(
    HELPED,
    "helped",
    Both(
        "Ik hielp een uur mee aan de telefoon. De derde klant vroeg of ik nieuw was.",
        "I helped at the telephone for an hour. The third customer asked whether I was new.",
    ),
    Both("Voor één adres moest ik door vijf schermen.", "For one address I went through five screens."),
    Both(
        "Wie iets aan het scherm wil doen, krijgt van mij een middag.", "Whoever mends that screen gets an afternoon."
    ),
)
EARLY: Final = Story(
    LISTENED,
    "listened",
    Both(
        "Een klant belde om zeven uur 's ochtends, omdat ze daarna moest werken. Wij gaan om negen uur open.",
        "A customer rang at seven in the morning, as she works after that. We open at nine.",
    ),
    Both("Ze had haar vraag al opgeschreven.", "She had written her question down already."),
    Both("We proberen een maand lang de ochtend.", "For a month we try the mornings."),
)
MAP: Final = Story(
    VISITED,
    "visit",
    Both(
        "Bij een klant thuis hing een lijstje aan de koelkast: wie hij moet bellen, en wanneer. Nadia stond bovenaan.",
        "At a customer's home a list hung on the fridge: whom to ring, and when. Nadia was on top of it.",
    ),
    Both("Hij had ons zelf uitgetekend.", "He had drawn a map of us himself."),
    Both("We zetten dat lijstje op onze eigen pagina.", "We put that list on our own page."),
)
PLAYED: Final = Story(
    CALLED,
    "called",
    Both(
        "Ik belde een klant die nooit klaagt. Ze wist niet dat je mocht klagen.",
        "I rang a customer who never complains. She didn't know that one may.",
    ),
    Both("Ze had een hele lijst.", "She had a whole list."),
    Both("Ik bel elke maand iemand die niets zegt.", "Each month I ring somebody who says nothing."),
)

BEGINS: Final = Begins(
    "06 10:20",
    (
        Ran("Marijke", FIRST_WEEK, local("2026-10-08 14:00"), HOURS),
        Ran("Karel", date(2026, 10, 12), local("2026-10-15 11:00"), BOXES),
        Ran("Hugo", date(2026, 10, 19), local("2026-10-23 10:30"), LETTER),
        Ran("Samira", date(2026, 10, 26), local("2026-10-29 14:30"), SHOES, asks=True),
    ),
    "Ingrid",
    date(2026, 11, 2),
)
HISTORY: Final = (
    BEGINS,
    Tells("06 14:10", "Ingrid", date(2026, 11, 5), QUEUE),
    Passes(
        "06 14:20",
        "Ingrid",
        "Marijke",
        Both("Vraag eens wanneer iemand belt.", "Ask when somebody rings."),
    ),
    Takes("09 08:50", "Marijke"),
    Tells("12 11:30", "Marijke", date(2026, 11, 11), EARLY),
    Passes("12 11:40", "Marijke", "Karel", Both("Ga eens bij iemand thuis kijken.", "Visit somebody at home.")),
    Takes("13 09:40", "Karel"),
    Tells("19 13:20", "Karel", date(2026, 11, 18), MAP, names="Nadia"),
    Passes("19 13:30", "Karel", "Hugo", Both("Bel iemand die nooit iets zegt.", "Ring somebody who says nothing.")),
    Takes("20 10:30", "Hugo"),
)
NEXT: Final = Both("Kijk eens wat iemand doet die wacht.", "See what somebody does who waits.")
