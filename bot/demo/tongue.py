"""The demo's own words, and the labels that its people press, in Dutch and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]


@dataclass(frozen=True, slots=True)
class Both:
    nl: str
    en: str


@dataclass(frozen=True, slots=True)
class Tongue:
    language: Language = "nl"

    def __call__(self, both: Both) -> str:
        return both.nl if self.language == "nl" else both.en


# What people press, and the fields that they fill in.
COMPLIMENT = Both("Compliment delen", "Share a compliment")
IMPROVE = Both("Verbeterpunt", "Improvement point")
TODAY = Both("Vandaag of hulpvraag", "Today or ask for help")
FINISH = Both("Rond af", "Wrap up")
ENTER = Both("Cijfer invullen", "Enter a figure")
QUARTER, NEXT, PARK = (
    Both("Start het kwartier", "Start the quarter"),
    Both("Volgende", "Next block"),
    Both("Parkeren", "Park it"),
)
ALL = Both("Alles bekijken", "See everything")
LOOKS, WORKS, GOES_ON = (
    Both("Even kijken:", "Let's check:"),
    Both("Werkt", "Works"),
    Both("Zo blijven doen", "Keep doing it"),
)
TAKES_UP = Both("Ik pak dit op", "I'll take this up")
JOIN, ANCHOR = Both("Ik doe mee", "I'll join"), Both("Verankeren", "Anchor")
REMINDER, LOOKING_BACK = Both("Vandaag misschien:", "Perhaps today:"), Both("Even terugkijken.", "Looking back.")
DID, OLD, NONE = (
    Both("Ja, en het lukte", "Yes, and it worked"),
    Both("Ja, het oude patroon won", "Yes, the old pattern won"),
    Both("Kwam niet voor", "Did not occur"),
)
IS_HABIT = Both("Gaat dit inmiddels vanzelf?", "Does it go by itself by now?")
THREE, FOUR, BY_ITSELF = Both("3", "3"), Both("4", "4"), Both("5 (ja, vanzelf)", "5 (yes, by itself)")
WILL_DO = Both("Komt goed", "Will do")
HELPS = Both("Ik help", "I'll help")
WITH_NAME, WITHOUT_NAME = Both("Deel met naam", "Share with name"), Both("Deel zonder naam", "Share without name")
KEEPS = Both("Hou het bij mij", "Keep it with me")  # of a preference too
THANKS = Both("Dank je wel", "Thank you")

TAKES_BATON, PASSES_BATON = (
    Both("Ik neem het stokje", "I'll take the baton"),
    Both("Stokje doorgeven", "Pass the baton"),
)
PUBLISH, GOOD = Both("Publiceren", "Publish"), Both("Mooi om te horen", "Good to hear")
DONE = Both("Gedaan", "I did it")
FOUR_WEEKS = Both("Vier weken geleden schreef je", "Four weeks ago you wrote")
AGREES = Both("Ja, met mijn naam", "Yes, with my name")

WHAT_KIND = Both("Wat voor compliment?", "What kind?")
CUSTOMER, COLLEAGUE = Both("van een klant", "from a customer"), Both("aan een collega", "to a colleague")
WHAT_HAPPENED = Both("Wat gebeurde er?", "What happened?")
MEANT = Both("Wat betekende het voor de klant?", "What did it mean to the customer?")
FOR_WHOM, WHOLE_TEAM = Both("Voor wie?", "For whom?"), Both("Voor het hele team", "For the whole team")
AS_GIVER = Both("Met mijn naam als gever", "With my name as giver")
MAY_READ = Both("Mag een team je naam lezen?", "May a team read your name?")
ALWAYS_FINE = Both("Altijd goed", "Always fine")
WHAT_NOTICED = Both("Wat merkte of vroeg een klant?", "What did a customer notice or ask?")
MY_NAME = Both("Zet mijn naam erbij", "Add my name")
FIGURE = Both("Cijfer", "Figure")
CIRCLE = Both("Kring", "Circle")
CHIEF = Both("CEO", "CEO")
STORIES = Both("Kanaal", "Channel")
KIND_OF_CONTACT, WHEN = Both("Soort contact", "Kind of contact"), Both("Wanneer", "When")
STRUCK = Both("Wat viel je op?", "What struck you?")
CHANGES = Both("Wat doe je hierdoor anders?", "What will you do differently?")
ASK_ME = Both("Vraag me over vier weken hoe het gaat", "Ask me in four weeks how it goes")
NAMES = Both("Namen van collega's", "Colleagues' names")
CHALLENGE = Both("Wat daag je je collega uit om te ontdekken?", "What do you challenge your colleague to discover?")
WHAT_TO_DO = Both("Wat gaan we doen?", "What will we do?")
EFFECT = Both("Wat merkt de klant ervan?", "What will the customer notice?")
TAKER = Both("Wie pakt het op?", "Who takes it up?")
WHICH_POINT = Both("Welk punt bespreken jullie later?", "Which point do you discuss later?")
KIND, TEXT, TO_WHOM = Both("Soort", "Kind"), Both("Tekst", "Text"), Both("Aan wie?", "To whom?")
HELP, FOCUS = Both("hulpvraag", "request for help"), Both("waar het vandaag om draait", "what today is about")
DAYS, TIME, LATE = Both("Dagen", "Days"), Both("Tijd", "Time"), Both("Nakomen tot", "Late window")
MONDAY, THURSDAY = Both("Maandag", "Monday"), Both("Donderdag", "Thursday")

# What people type.
START = Both("/dagstart start", "/daystart start")
SETTINGS = Both("/dagstart instellen", "/daystart settings")
IMPROVES = Both("/dagstart verbeterpunt", "/daystart improve")
COMPLIMENTS = Both("/compliment", "/kudos")
ACTS = Both("/klant actie nieuw", "/customer action new")
SETS_RELAY = Both("/estafette instellen", "/relay settings")
SHARES = Both("/estafette deel", "/relay share")
PASSES = Both("/estafette geef", "/relay pass")
PREFERS = Both("/compliment voorkeur", "/kudos preference")
HOSTS = Both("/dagstart begeleider @{handle}", "/daystart host @{handle}")
DEPUTY = Both("/klant rol geef waarnemer @{handle}", "/customer role give deputy @{handle}")
WORKDAYS = Both("/klant werkdagen {days}", "/customer workdays {days}")
GIVES = Both("/klant rol geef {role} @{handle}", "/customer role give {role} @{handle}")
AWAY = Both("/klant afwezig {first} t/m {last}", "/customer away {first} to {last}")
