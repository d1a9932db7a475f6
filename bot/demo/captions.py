"""What the rehearsal says at each stop, and what its people write."""

from __future__ import annotations

from typing import Final

from bot.demo.tongue import Both

# --- captions ---------------------------------------------------------------------------------------------------------
BEGIN: Final = Both(
    "Een week in #{team}. Je kijkt mee; je hoeft niets te doen.",
    "A week in #{team}. Just watch; there is nothing to do.",
)
FIRST: Final = Both("Eerst zetten we de klok op {day}.", "First we turn the clock to {day}.")
NOTHING: Final = Both(
    "In de week van {date} heeft #{team} geen dagstart. Kies een ander team, of zet de klok verder.",
    "In the week of {date} #{team} has no day start. Choose another team, or turn the clock.",
)
HOLIDAY: Final = Both("{day} is het {holiday}. Er is geen dagstart.", "{day} is {holiday}. There is no day start.")
ONWARD: Final = Both(
    "De volgende dagstart is {day}. We zetten de klok vooruit.",
    "The next day start is on {day}. We turn the clock.",
)
WAITS: Final = Both(
    "Ik wacht tot {name} het formulier verstuurt of sluit.", "I'll wait until {name} sends or closes the form."
)
CARD: Final = Both("De kaart van {day} staat er. Het is {time}.", "The card for {day} is up. It is {time}.")
GAVE: Final = Both(
    "{name} geeft {other} een compliment. Alleen {other} leest het.",
    "{name} gives {other} a compliment. Only {other} reads it.",
)
KEPT: Final = Both(
    "{other} houdt het bij zich. {name} hoort dat niet, en het team leest niets.",
    "{other} keeps it. {name} isn't told, and the team reads nothing.",
)
AGREED: Final = Both(
    "{other} kiest ‘Deel met naam’. Nu staat het op de kaart.",
    "{other} chooses “Share with name”. Now it is on the card.",
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
SUMMARY: Final = Both("{time}. In het draadje staat wat er gedeeld is.", "{time}. The thread says what was shared.")
CLOSED: Final = Both("{time}. De kaart is afgerond.", "{time}. The card is wrapped up.")
LATE: Final = Both(
    "{name} bedenkt nog iets. Het komt op het volgende bord.", "{name} thinks of something. It goes on the next board."
)
INVITED: Final = Both(
    "{time}. {name} mag {day} begeleiden, en leest dat in een privébericht.",
    "{time}. {name} may host on {day}, and reads so in a private message.",
)
SWAP: Final = Both("{name} ruilt liever met {other}.", "{name} would rather swap with {other}.")
SWAPPED: Final = Both("{other} vindt het goed. De beurten zijn geruild.", "{other} agrees. The turns are swapped.")
CARRIED: Final = Both(
    "{day}. Wat de vorige keer te laat kwam, staat nu op het bord.",
    "{day}. What came too late last time is on the board now.",
)
HOSTED: Final = Both("{other} begeleidt, zoals afgesproken.", "{other} hosts, as agreed.")
FOCUSED: Final = Both("{name} zegt waar het vandaag om draait.", "{name} says what today is about.")
QUIET: Final = Both("{day}. Iedereen is druk en niemand deelt iets.", "{day}. All are busy and nobody shares.")
REMINDER: Final = Both(
    "{time}. Eén zachte herinnering in het draadje, zonder namen.",
    "{time}. One gentle reminder in the thread, without names.",
)
STAYED_QUIET: Final = Both("Het bleef stil. Dat mag.", "It stayed quiet. That is fine.")
AWAY: Final = Both("{name} is er {days} niet. Niemand vraagt waarom.", "{name} is away on {days}. Nobody asks why.")
SPARED: Final = Both(
    "{day}. {name} krijgt geen berichten en geen beurt.", "{day}. {name} gets no messages and no turn."
)
FINISH: Final = Both(
    "Iedereen mag afronden. {name} drukt op ‘Rond af’.", "Anybody may wrap up. {name} presses “Wrap up”."
)
ENTERED: Final = Both(
    "{name} volgt een cijfer en vult het in. De kaart zegt of het beter gaat.",
    "{name} follows a figure and enters it. The card says whether it is better.",
)
ENTERED_TOO: Final = Both("{name} vult ook een cijfer in.", "{name} enters a figure too.")
CHECKED: Final = Both(
    "Werkt de actie voor de klant? Het team vindt van wel: {name} kiest ‘Werkt’ en dan ‘Zo blijven doen’.",
    "Does the action work for the customer? The team says so: {name} chooses “Works” and then “Keep doing it”.",
)
STAYS: Final = Both(
    "Daarmee is de actie klaar. Het formulier voor een afspraak gaat open; {name} doet dat later.",
    "With that the action is done. The form for an agreement opens; {name} leaves it for later.",
)
QUARTER: Final = Both(
    "{name} drukt op ‘Start het kwartier’. De kaart zegt waar het team is, en tot hoe laat.",
    "{name} presses “Start the quarter”. The card says where the team is, and until when.",
)
NEXT: Final = Both(
    "Iedereen mag verder. {name} drukt op ‘Volgende’.", "Anybody may move on. {name} presses “Next block”."
)
PARKED: Final = Both(
    "Hier is nu geen tijd voor. {name} parkeert het voor later.", "There is no time for this now. {name} parks it."
)
TRIES: Final = Both(
    "{name} stelt een kleine verbeteractie voor en vraagt {other}. Alleen {other} leest het.",
    "{name} proposes a small improvement action and asks {other}. Only {other} reads it.",
)
TAKEN: Final = Both(
    "{other} pakt het op. Nu pas staat het op de kaart.", "{other} takes it up. Only now is it on the card."
)
QUESTION: Final = Both(
    "{day}, {time}. Het team las deze week nog geen compliment. Daarom komt er één vraag.",
    "{day}, {time}. The team read no compliment this week yet. So there is one question.",
)
PRAISE: Final = Both(
    "{name} drukt op ‘Compliment delen’ en vertelt wat een klant deed.",
    "{name} presses “Share a compliment” and tells what a customer did.",
)
TOLD: Final = Both(
    "{name} typt /compliment en vertelt wat een klant deed.", "{name} types /kudos and tells what a customer did."
)
POSTED: Final = Both(
    "Het bord is dicht, dus het staat meteen in het kanaal. Wie wil, bedankt de klant.",
    "The board is closed, so it is in the channel at once. Whoever likes thanks the customer.",
)
SELECTION: Final = Both(
    "{day}, {time}. Het kanaal leest terug wat klanten deze week blij maakte.",
    "{day}, {time}. The channel reads what made customers happy this week.",
)
REMINDED: Final = Both(
    "Op de kaart staat een geheugensteun: de afspraak van het team. Die komt steeds minder vaak.",
    "The card has a reminder of what the team agreed on. It comes less and less often.",
)
JOINS: Final = Both(
    "{name} leest een voorstel voor een afspraak, en drukt op ‘Ik doe mee’.",
    "{name} reads a proposal for an agreement, and presses “I'll join”.",
)
BEGAN: Final = Both(
    "Twee collega's doen mee, dus nu is het een afspraak. Niemand kan er een opleggen.",
    "Two colleagues join, so now it is an agreement. Nobody can impose one.",
)
LOOK: Final = Both(
    "{time}. Het team kijkt terug: kwam het moment voor, en lukte het?",
    "{time}. The team looks back: did the moment come, and did it work?",
)
ANSWERS: Final = Both(
    "{name} antwoordt, en collega's ook. Ieder leest alleen ‘Bewaard’.",
    "{name} answers, and so do colleagues. Each reads only “Saved”.",
)
LOOKED: Final = Both(
    "{day}, {time}. De terugblik sluit, en wie wat koos is gewist. In het draadje staat hoe het ging.",
    "{day}, {time}. The look-back closes, and who chose what is erased. The thread says how it went.",
)
ANCHORS: Final = Both(
    "Eén afspraak gaat bijna vanzelf. {name} en {other} drukken op ‘Verankeren’.",
    "One agreement nearly goes by itself. {name} and {other} press “Anchor”.",
)
ANCHORED: Final = Both(
    "Verankerd. Vanaf nu komt er geen geheugensteun meer voor.",
    "Anchored. From now on there are no more reminders of it.",
)
LAST: Final = Both("{day}. De laatste dagstart van deze week.", "{day}. The last day start of this week.")
NAMED: Final = Both(
    "{name} deelt een verbeterpunt, nu met de naam erbij.",
    "{name} shares an improvement point, this time with the name.",
)
END: Final = Both("Dat was de week. Nu jij!", "That was the week. Your turn!")
END_NEXT: Final = Both(
    "Dat was de week. De volgende dagstart is {day}, {time}. Nu jij!",
    "That was the week. The next day start is on {day}, {time}. Your turn!",
)
BROKEN: Final = Both(
    "Hier stopt de week: er ging iets mis. Je kunt gewoon zelf verder.",
    "The week stops here: something went wrong. You can simply go on yourself.",
)

# --- what people write ------------------------------------------------------------------------------------------------
PRAISED: Final = Both(
    "Een klant zei: bij jullie krijg ik gewoon een mens aan de lijn.",
    "A customer said: with you I simply get a human being.",
)
FOUND: Final = Both(
    "{name} zocht een uur naar een pakket dat kwijt leek, en belde de klant daarna zelf.",
    "{name} looked for a parcel that seemed lost for an hour, and then rang the customer.",
)
EXPLAINED: Final = Both(
    "{name} legde een klant rustig uit wat er op de rekening staat. De klant hing opgelucht op.",
    "{name} calmly explained to a customer what the bill says. The customer hung up relieved.",
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
TRIED: Final = Both("Ons telefoonnummer bovenaan elke brief zetten", "Put our phone number at the top of every letter")
NOTICED: Final = Both("zij hoeven er niet naar te zoeken", "they needn't look for it")
FOCUS: Final = Both("Vandaag lezen we elke brief hardop voor.", "Today we read every letter out loud.")
THANKS: Final = Both(
    "Een klant bracht gebak langs omdat we terugbelden.", "A customer brought cake because we rang back."
)
