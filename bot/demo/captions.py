"""What the rehearsal says at each stop, and what its people write."""

from __future__ import annotations

from typing import Final

from bot.demo.tongue import Both

# --- captions ---------------------------------------------------------------------------------------------------------
BEGIN: Final = Both(
    "Een week in #{team}. Je kijkt mee; je hoeft niets te doen.",
    "A week in #{team}. Just watch; there is nothing to do.",
)
CARD: Final = Both("Maandag, negen uur. De kaart staat er.", "Monday, nine o'clock. The card is up.")
PRAISE: Final = Both(
    "{name} drukt op ‘Compliment delen’ en vertelt wat een klant zei.",
    "{name} presses “Share a compliment” and tells what a customer said.",
)
IMPROVE: Final = Both(
    "{name} typt /dagstart verbeterpunt. De naam staat er niet bij.",
    "{name} types /daystart improve. It shows no name.",
)
HELP: Final = Both("{name} vraagt {other} om hulp.", "{name} asks {other} for help.")
HELPED: Final = Both(
    "{other} kreeg een berichtje en drukt op ‘Ik help’. {name} hoort het meteen.",
    "{other} got a message and presses “I'll help”. {name} hears it at once.",
)
SUMMARY: Final = Both(
    "Kwart over negen. In het draadje staat wat er gedeeld is.", "Quarter past nine. The thread says what was shared."
)
CLOSED: Final = Both("Kwart over elf. De kaart is afgerond.", "Quarter past eleven. The card is wrapped up.")
LATE: Final = Both(
    "{name} bedenkt nog iets. Het komt op het volgende bord.", "{name} thinks of something. It goes on the next board."
)
INVITED: Final = Both(
    "Half vier. {name} mag morgen begeleiden, en leest dat in een privébericht.",
    "Half past three. {name} may host tomorrow, and reads so in a private message.",
)
SWAP: Final = Both("{name} ruilt liever met {other}.", "{name} would rather swap with {other}.")
SWAPPED: Final = Both("{other} vindt het goed. De beurten zijn geruild.", "{other} agrees. The turns are swapped.")
CARRIED: Final = Both(
    "Dinsdag. Wat gisteren te laat kwam, staat nu op het bord.",
    "Tuesday. What came too late yesterday is on the board now.",
)
HOSTED: Final = Both("{other} begeleidt, zoals afgesproken.", "{other} hosts, as agreed.")
QUIET: Final = Both("Woensdag. Iedereen is druk en niemand deelt iets.", "Wednesday. All are busy and nobody shares.")
REMINDER: Final = Both(
    "Tien over negen. Eén zachte herinnering in het draadje, zonder namen.",
    "Ten past nine. One gentle reminder in the thread, without names.",
)
STAYED_QUIET: Final = Both("Het bleef stil. Dat mag.", "It stayed quiet. That is fine.")
AWAY: Final = Both(
    "{name} is er donderdag en vrijdag niet. Niemand vraagt waarom.",
    "{name} is away on Thursday and Friday. Nobody asks why.",
)
THURSDAY: Final = Both(
    "Donderdag. {name} krijgt geen berichten en geen beurt.", "Thursday. {name} gets no messages and no turn."
)
FINISH: Final = Both(
    "Iedereen mag afronden. {name} drukt op ‘Rond af’.", "Anybody may wrap up. {name} presses “Wrap up”."
)
FRIDAY: Final = Both("Vrijdag. Nog één dagstart.", "Friday. One more day start.")
END: Final = Both(
    "Dat was de week. Maandag om negen uur begint de volgende. Nu jij!",
    "That was the week. The next one begins on Monday at nine. Your turn!",
)

# --- what people write ------------------------------------------------------------------------------------------------
PRAISED: Final = Both(
    "Een klant zei: bij jullie krijg ik gewoon een mens aan de lijn.",
    "A customer said: with you I simply get a human being.",
)
IMPROVED: Final = Both(
    "Een klant kreeg twee keer dezelfde brief en wist niet welke gold.",
    "A customer got the same letter twice and didn't know which one counts.",
)
ASKED: Final = Both("Wie weet hoe de nieuwe retourbon werkt?", "Who knows how the new returns slip works?")
LATECOMER: Final = Both(
    "Klanten zoeken ons telefoonnummer en vinden het pas onderaan.",
    "Customers look for our phone number and find it at the very bottom.",
)
FOCUS: Final = Both("Vandaag lezen we elke brief hardop voor.", "Today we read every letter out loud.")
THANKS: Final = Both(
    "Een klant bracht gebak langs omdat we terugbelden.", "A customer brought cake because we rang back."
)
