"""How a person wants to be asked before a team reads their name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from rituals import weeks
from rituals.compliment import forms
from rituals.compliment.rules import Preference
from rituals.contract import Answer, Event, Note, Turn
from rituals.shown import Button, Form, Piece, Text
from rituals.words import Sentence, _
from storage import audit
from storage import compliment as store
from storage import compliment_own as own_store

FORM: Final = "compliment.preference"
LABEL: Final = _("Compliments for you")
HOLDS: Final = {
    Preference.ASK: _("Compliments for you: I ask you first."),
    Preference.ALWAYS: _("Compliments for you: your name may always be read."),
    Preference.KEEP: _("Compliments for you: they stay with you."),
}
SAVED: Final = {
    Preference.ASK: _("Saved. From the next compliment on I ask you first."),
    Preference.ALWAYS: _("Saved. From the next compliment on I needn't ask you: it may bear your name."),
    Preference.KEEP: _("Saved. From the next compliment on only you read it. You can always share it after all."),
}


async def now(turn: Turn, person: str) -> Preference:
    return Preference((await store.preferences(turn.session, [person])).get(person, Preference.ASK.value))


async def form(turn: Turn, event: Event) -> Form:
    return forms.preference(await now(turn, event.person))


async def save(turn: Turn, event: Event) -> Answer:
    """It holds for what is given from now on. To be asked first is kept by keeping nothing."""
    chosen = Preference(event.values["preference"])
    if chosen is Preference.ASK:
        await own_store.drop_preference(turn.session, event.person)
    else:
        await store.prefer(turn.session, turn.org, event.person, chosen.value)
    await audit.log(turn.session, turn.org, event.person, weeks.CHANGED, turn.now)
    return Note(SAVED[chosen])


async def holds(turn: Turn, person: str, abouts: Sequence[str]) -> Mapping[str, Sentence]:
    return dict.fromkeys(abouts, HOLDS[await now(turn, person)])


async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    return (Text(HOLDS[await now(turn, person)], (Button(LABEL, FORM),)),)
