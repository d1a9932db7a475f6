"""The check of a sentence, on sentences of our own: which hints, and in which order. And what is alike, or is split."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.alsdan.sentences import Hint, Known, alike, hints, language_of, names_somebody, split, tidied
from rituals.alsdan.subjects import RARE, Words

CODES = {
    "L1": Hint.VAGUE_CUE,
    "L2": Hint.VAGUE_ACTION,
    "L3": Hint.TWO_ACTIONS,
    "L4": Hint.NEGATIVE,
    "L5": Hint.OTHERS,
    "L6": Hint.ALONE,
}

# What a team could well agree on: no hint at all.
GOOD_NL = """
een klantproces onduidelijk is | vragen we de proceseigenaar om uitleg
we een brief versturen | leest één collega van een ander team hem eerst
een klant voor de tweede keer belt | bellen we zelf terug met het antwoord
iemand zegt “dat doen we altijd zo” | vraagt een van ons wat de klant ervan merkt
een klant niet reageert op onze mail | bellen we na twee dagen
er een klacht binnenkomt | bellen we de klant dezelfde dag
een gesprek langer dan tien minuten duurt | vatten we samen wat we hebben afgesproken
we een afspraak verzetten | noemen we meteen een nieuwe datum
een klant met IT-vragen belt | blijven we aan de lijn tot de collega opneemt
we het antwoord moeten opzoeken | zeggen we hoe lang dat duurt
een formulier terugkomt | noteren we welke vraag onduidelijk was
een klant opnieuw zijn verhaal moet doen | lezen we eerst het dossier
de dagstart begint | noemt één collega een vraag van een klant
een klant geen antwoord kreeg | vragen we wat er is misgegaan
we een mail afsluiten | zetten we onze naam en ons nummer eronder
iemand aan de balie wacht | staan we op om te groeten
een klant bedankt | delen we dat in het kanaal
een collega vastloopt | vraagt die hulp in het kanaal
een levering later komt | melden we dat vóór de klant het merkt
we een besluit nemen | vragen we wat de klant hiervan vindt
we een klant doorverbinden | vertellen we de collega waar het over gaat
een klant vraagt naar de status | geven we de datum van de volgende stap
een zaak na vijf dagen openstaat | bellen we de klant met een update
we een nieuwe brief schrijven | lezen we hem één keer hardop
een klant zegt dat het beter kan | schrijven we zijn woorden letterlijk op
het overleg begint | zetten we de klantvraag bovenaan
we op verzenden drukken | kijken we of de bijlage erbij zit
een klant meer dan twee keer belt | neemt één collega de zaak over
een klant niets meer van ons hoort | bellen we op vrijdag
de telefoon ’s ochtends gaat | noemen we onze naam en ons team
we iets beloven | zetten we het in de agenda
een klant een fout meldt | zeggen we dat we het nog niet weten maar het uitzoeken
er twijfel is over een regel | vragen we de collega die de regel kent
iemand een verbetering noemt | schrijven we die op het bord
een klant Engels spreekt | vragen we of we in het Engels verder kunnen
we een dossier sluiten | vragen we wat er beter kon
een klant ons bezoekt | halen we hem bij de deur op
het maandag negen uur is | lezen we één reactie van een klant voor
de wachtrij boven de tien komt | zegt één collega een vergadering af
een vraag over vragen en antwoorden op de site gaat | sturen we de link naar de pagina
"""
BAD_NL = """
het druk is | bellen we de klant terug | L1
we vaker fouten maken | lezen we de brief na | L1
klanten meer stress hebben | vragen we wat er is | L1
we soms te laat zijn | noemen we een nieuwe datum | L1
het nodig is | vragen we om hulp | L1
we klantgericht willen zijn | bellen we de klant | L1
het beter moet | vragen we de klant om advies | L1
een klant belt | proberen we te helpen | L2
een klant belt | doen we ons best | L2
een klant belt | luisteren we beter | L2
een klant wacht | zorgen we dat hij snel aan de beurt is | L2
een klant wacht | zorgen we ervoor dat hij koffie krijgt | L2
een klant klaagt | geven we hem aandacht | L2
een klant belt | zijn we ons bewust van zijn vraag | L2
een klant mailt | bellen we vaker terug | L2
een klant belt | zoeken we het op en sturen we een mail | L3
een klant belt | noteren we zijn vraag, daarna bellen we terug | L3
een klant belt | luisteren we en vatten we samen | L3
een klant belt | pakken we het dossier en lezen het | L3
een klant belt | vragen we naar het nummer van de bestelling die hij vorige week bij ons in de winkel deed | L3
een klant belt | zeggen we niet dat het druk is | L4
een klant belt | laten we hem nooit wachten | L4
een klant belt | sturen we geen formulier meer | L4
een klant belt | stoppen we met doorverbinden | L4
een klant klaagt | doen we dat niet meteen af | L4
een klant belt | bellen we die klant niet | L4
een klant belt | moet IT het systeem maken | L5
een klant belt | moeten zij sneller antwoorden | L5
een klant belt | lost de afdeling het op | L5
een formulier terugkomt | moet de klant het opnieuw invullen | L5
een klant belt | bellen ze terug | L5
een klant belt | bel ik terug | L6
een klant belt | noteer ik de vraag | L6
het druk is | proberen we vriendelijk te zijn | L1 L2
een klant belt | proberen we klanten niet te laten wachten en bellen we vaker | L4 L2 L3
het soms misgaat | doen we dat niet meer | L4 L1
het druk is | doet de afdeling haar best | L1 L2 L5
een klant belt | bel ik niet terug | L4 L6
het nodig is | zoek ik het op en bel ik terug | L1 L3 L6
een klant belt | moeten ze niet doorverbinden | L4 L5
HET DRUK IS | PROBEREN WE TE HELPEN! | L1 L2
een klant belt | doe ik mijn best, daarna bel ik terug | L2 L3 L6
"""
GOOD_EN = """
a customer process is unclear | we ask the process owner to explain
we send a letter | a colleague from another team reads it first
a customer calls for the second time | we call back ourselves with the answer
somebody says “that's how we do it” | one of us asks what the customer notices
a customer does not reply to our email | we call after two days
a complaint comes in | we call the customer the same day
a call takes longer than ten minutes | we sum up what we agreed
we move an appointment | we name a new date at once
a customer calls about IT | we stay on the line until it is solved
we have to look up the answer | we say how long that takes
a form comes back | we note which question was unclear
a customer has to tell the story again | we read the file first
the day start begins | one colleague names a question of a customer
a customer got no answer | we ask what went wrong
we end an email | we put our name and number below it
someone waits at the desk | we look up and greet them
a customer thanks us | we share that in the channel
a colleague gets stuck | we sit down next to them
a delivery is late | we tell the customer before they notice
we take a decision | we ask what customers will notice of it
we transfer a call | we tell our colleague what it is about
a customer asks for the status | we give the date of the next step
a case is open for five days | we call the customer with an update
we write a new letter | we read it aloud once
a customer says that it could be better | we write down the exact words
the meeting starts | we put the customer's question on top
we press send | we check whether the file is attached
a customer calls more than twice | one colleague takes over the case
a customer no longer hears from us | we call on Friday
the phone rings in the morning | we say our name and team
we promise something | we put it in the calendar
a customer reports an error | we say that we do not know yet
there is doubt about a rule | we ask the colleague who knows it
somebody mentions an improvement | we write it on the board
a customer speaks Dutch | we ask whether we may go on in English
we close a file | we ask what could have gone better
a customer visits us | we meet them at the door
it is nine o'clock on Monday | we read out one reaction of a customer
ten people are in the queue | one colleague leaves the meeting
a question is about questions and answers online | we send the link to the page
"""
BAD_EN = """
it is busy | we call the customer back | L1
customers feel more stress | we ask what is wrong | L1
we are sometimes late | we name a new date | L1
it is needed | we ask for help | L1
we want to be customer-focused | we call the customer | L1
things should be better | we ask the customer for advice | L1
we make mistakes more often | we read the letter again | L1
a customer calls | we try to help | L2
a customer calls | we do our best | L2
a customer calls | we listen better | L2
a customer waits | we make sure it is quick | L2
a customer waits | we ensure a short queue | L2
a customer complains | we pay attention | L2
a customer calls | we are aware of the question | L2
a customer emails | we call back more often | L2
a customer calls | we look it up and send an email | L3
a customer calls | we note the question, then we call back | L3
a customer calls | we listen and sum up and then reply | L3
a customer calls | we take the file and read it | L3
a customer calls | we ask for the number of the order that was placed in our shop last week already | L3
a customer calls | we do not put them on hold | L4
a customer calls | we never let them wait | L4
a customer calls | we send no form | L4
a customer calls | we stop transferring | L4
a customer complains | we don't argue | L4
a customer calls | we can't promise a date | L4
a customer calls | IT fixes the system | L5
a customer calls | they should answer faster | L5
a customer calls | the department solves it | L5
a form comes back | the customer must fill it in again | L5
a customer calls | he calls back | L5
a customer calls | I call back | L6
a customer calls | I'll note the question | L6
it is busy | we try to be friendly | L1 L2
a customer calls | we try not to let customers wait and call more often | L4 L2
it sometimes goes wrong | we do not do that again | L4 L1
it is busy | the department does its best | L1 L2 L5
a customer calls | I never call back | L4 L6
it is necessary | I look it up and call them back | L1 L3 L6
a customer calls | they should not transfer calls | L4 L5
IT IS BUSY | WE TRY TO HELP! | L1 L2
"""


def _rows(table: str, language: str) -> list[tuple[str, str, str, tuple[Hint, ...]]]:
    cells = [[*(cell.strip() for cell in line.split("|")), ""] for line in table.strip().splitlines()]
    return [(language, x, y, tuple(CODES[code] for code in codes.split())) for x, y, codes, *_ in cells]


GOOD = _rows(GOOD_NL, "nl") + _rows(GOOD_EN, "en")
ALL = GOOD + _rows(BAD_NL, "nl") + _rows(BAD_EN, "en")


@pytest.mark.parametrize(("language", "x", "y", "struck"), ALL)
def test_the_hints_of_a_sentence(language: str, x: str, y: str, struck: tuple[Hint, ...]) -> None:
    assert hints(Words(x, y), team=True, language=language) == struck


def test_the_sentences_in_the_table() -> None:
    """Sixty and more of each language; whoever writes a good one isn't bothered."""
    counts = [sum(row[0] == language for row in ALL) for language in ("nl", "en")]
    assert min(counts) >= 60
    assert [row for row in GOOD if row[3]] == []


FINE = Words("een klant belt", "bellen we terug")


@pytest.mark.parametrize(
    ("y", "struck"),
    [
        ("Probéér ik eens iets", [Hint.ALONE]),  # what is no word of the list, isn't
        ("PROBEER ik eens iets", [Hint.VAGUE_ACTION, Hint.ALONE]),
        ("verbeteren we het formulier", []),
        ("vragen we Itje of het lukt", []),
        ("lossen we it op", []),
        ("noteren we naam, adres en woonplaats", []),
        ("zeggen we: ‘Dat weet ik niet, ik zoek het op’", []),
        ("zeggen we ‘s ochtends goedemorgen", []),
        ("bellen we de klant, zodat hij niet wacht", []),
        ("bellen we de klant die niet reageert", []),
        ("wordt er iemand gebeld", []),
        ("bellen we niet alleen de klant", []),
        ("bellen we niet later dan vrijdag", []),
    ],
)
def test_where_a_word_stands(y: str, struck: list[Hint]) -> None:
    assert list(hints(Words(FINE.x, y), team=True, language="nl")) == struck


def test_what_belongs_to_a_team_or_to_one() -> None:
    alone = Words("een klant belt", "bel ik zelf terug")
    assert hints(alone, team=True, language="nl") == (Hint.ALONE,)
    assert hints(alone, team=False, language="nl") == ()
    assert hints(FINE, team=True, language="nl", often=RARE) == (Hint.RARE_CUE,)
    assert hints(FINE, team=True, language="nl", often="day") == ()


def test_the_words_tell_their_language_and_else_the_team_does() -> None:
    assert language_of("als een klant belt", "en") == "nl"
    assert language_of("if the customer calls", "nl") == "en"
    assert [language_of("Belt Piet", of) for of in ("nl", "en")] == ["nl", "en"]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("als @omar belt", True),
        ("als <@U0012ABC> belt", True),
        ("mailen we naar info@klant", False),
        ("vragen we OMAR HADDAD om hulp", True),
        ("vragen we José  Pérez om hulp", True),
        ("vragen we jose perez om hulp", True),
        ("vragen we Omar om hulp", False),
        ("vragen we Bas om hulp", True),
        ("vragen we de basis uit", False),
        ("vragen we Omar Haddadi om hulp", False),
    ],
)
def test_a_person_is_named(text: str, named: bool) -> None:
    assert names_somebody(text, ["Omar Haddad", "José Pérez", "Bas"]) is named


@pytest.mark.parametrize(
    ("typed", "x", "y"),
    [
        ("als een klant belt, dan nemen we op", "een klant belt", "nemen we op"),
        ("Als een klant belt dan nemen we op.", "een klant belt", "nemen we op"),
        ("ALS meer dan tien klanten wachten, dan helpen we mee", "meer dan tien klanten wachten", "helpen we mee"),
        ("if a customer calls, then we answer", "a customer calls", "we answer"),
        ("een klant belt", "een klant belt", ""),
        ("als een klant belt", "een klant belt", ""),
        ("alsof het niets is", "alsof het niets is", ""),
        ("", "", ""),
    ],
)
def test_what_was_typed_behind_the_command(typed: str, x: str, y: str) -> None:
    assert split(typed) == Words(x, y)


def test_what_the_sentence_says_itself_is_taken_off() -> None:
    assert tidied("Als een klant belt,", "Dan nemen we op.") == Words("een klant belt", "nemen we op")
    assert tidied("alsnog", "dankbaar zijn") == Words("alsnog", "dankbaar zijn")


def test_what_is_alike() -> None:
    known = [
        Known(1, Words("een klant twee keer belt", "bellen we zelf terug")),
        Known(2, Words("we een brief sturen", "leest een collega hem eerst")),
    ]
    again = alike(Words("een klant voor de tweede keer belt", "bellen we hem zelf terug"), known)
    assert (again.key if again else None) == 1
    assert alike(Words("een klant klaagt", "bieden we koffie aan"), known) is None
    assert alike(FINE, []) is None


@given(st.text(max_size=120), st.text(max_size=120), st.booleans(), st.sampled_from(("nl", "en")))
def test_whatever_is_typed_is_looked_at(x: str, y: str, team: bool, language: str) -> None:
    """Never more than all, each once, in their order; and its own words are most alike."""
    struck = hints(Words(x, y), team=team, language=language)
    assert sorted(set(struck), key=list(Hint).index) == list(struck)
    words = split(f"{x} {y}")
    assert alike(words, [Known(1, words)]) is None or alike(words, [Known(1, words)]) == Known(1, words)
