"""How a person reads what compliments keep of them, and takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rituals import names
from rituals.compliment import lines, messages, mine, preference, thanking
from rituals.compliment.answering import settle
from rituals.compliment.holding import changed, hold
from rituals.compliment.lines import Given
from rituals.compliment.owning import take_away
from rituals.compliment.rules import Choice, Kind, Preference, State
from rituals.compliment.subjects import SILENCE, waits
from rituals.contract import Turn
from rituals.keeping import Erase, Mine, Own
from rituals.words import Sentence, Told, _
from storage import compliment as store
from storage import compliment_own as own_store
from storage.compliment import Compliment, Receiver

KINDS: Final = {Kind.CUSTOMER: "from a customer", Kind.COLLEAGUE: "to a colleague"}


# --- given ------------------------------------------------------------------------------------------------------------
async def gave(turn: Turn, person: str) -> Sequence[Own]:
    """Whom they chose is theirs to know; what these decided isn't."""
    ids = await own_store.given(turn.session, person)
    found = await mine.loaded(turn, ids)
    return [_gave(turn, found[key], person) for key in ids if key in found]


def _gave(turn: Turn, given: Given, person: str) -> Own:
    row, shared = given.row, mine.shared(given)
    text = _("{text} ({state})", text=lines.whole(given, person), state=mine.state(given))
    data = {
        "kind": KINDS[given.kind],
        "text": _typed(row.text),
        "meaning": _typed(row.meaning) or None,
        "to": "the whole team" if row.whole_team else sorted(given.choices),
        "with_name": row.named,
        "state": "shared" if shared else "sent",
    }
    return Own(text, _filled(data), row.origin, mine.gave_buttons(turn, given, person))


def _typed(parts: Sequence[Any] | None) -> str:
    return names.typed(names.restored(parts or ()))


def _filled(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value not in (None, [])}


async def erase_given(turn: Turn, person: str, how: Erase) -> None:
    """Unsigned, what waits for answers still waits: its receivers decide about what a former colleague gave."""
    held = await hold(turn, await own_store.given(turn.session, person, gone=True))
    some = [held.given[key] for key in sorted(held.given)]
    if how is Erase.WITHDRAW:
        await take_away(turn, [given for given in some if given.state is not State.WITHDRAWN])
    for given in some:
        given.row.giver, given.row.former_on = None, None
    await changed(turn, some)


# --- received ---------------------------------------------------------------------------------------------------------
async def got(turn: Turn, person: str) -> Sequence[Own]:
    ids = await own_store.received(turn.session, person)
    found = await mine.loaded(turn, ids)
    return [_got(found[key], person) for key in ids if key in found]


def _got(given: Given, person: str) -> Own:
    row, choice = given.row, given.choices[person]
    read, meant = lines.text(given, person), lines.meaning(given, person)
    data = {
        "kind": KINDS[given.kind],
        "text": read,
        "meaning": meant,
        "from": row.giver if row.named else None,
        "choice": choice.value,
    }
    buttons = () if row.giver == person else mine.got_buttons(given, person)
    return Own(_got_text(given, read, choice), _filled(data), row.origin, buttons)


def _got_text(given: Given, read: Told, choice: Choice) -> Sentence:
    decided = messages.status(given, choice)
    text = _("a compliment for you: “{text}”", text=read)
    return text if decided is None else _("{text} {decided}", text=text, decided=decided)


async def erase_received(turn: Turn, person: str, _how: Erase) -> None:
    """The name goes wherever it stands, and with it the message that asked; an open question is answered by silence."""
    held = await hold(turn, await own_store.received(turn.session, person, gone=True))
    some = [held.given[key] for key in sorted(held.given)]
    for given in some:
        for one in given.receivers:
            if one.person == person:
                one.choice = LEFT.get(Choice(one.choice), Choice(one.choice)).value
    await settle(turn, some, held)
    for given in some:
        forget_receiver(turn, given, person)
    await turn.session.flush()


# What remains of a choice without the name.
LEFT: Final = {Choice.ASKED: Choice.SILENT, Choice.NAMED: Choice.UNNAMED, Choice.CHANGED: Choice.UNNAMED}


def forget_receiver(turn: Turn, given: Given, person: str) -> None:
    """Of a held compliment that is drawn again: afterwards nothing in its rows tells who this was."""
    mine = given.of(person)
    if mine is None:
        return
    turn.cancel(SILENCE, waits(given.row, mine))
    _empty(mine)
    given.row.text = _without(given.row.text, person)
    given.row.meaning = _without(given.row.meaning, person)


def _empty(mine: Receiver) -> None:
    choice = Choice(mine.choice)
    mine.choice = LEFT.get(choice, choice).value
    mine.person, mine.batch, mine.asked_at, mine.former_on, mine.thanked = None, "", None, None, False


def _without(parts: Sequence[Any] | None, person: str) -> list[Any] | None:
    return None if parts is None else names.stored(names.without(names.restored(parts), person))


# --- thanks taken up, and the preference ------------------------------------------------------------------------------
async def thanks(turn: Turn, person: str) -> Sequence[Own]:
    return [_thanks(given.row) for given in await thanking.taken(turn, person)]


def _thanks(row: Compliment) -> Own:
    return Own(_("you are going to thank a customer"), {"kind": "thanking a customer"}, row.thanks_on)


async def erase_thanks(turn: Turn, person: str, _how: Erase) -> None:
    await thanking.freed(turn, person)


async def preferred(turn: Turn, person: str) -> Sequence[Own]:
    chosen = (await store.preferences(turn.session, [person])).get(person)
    if chosen is None:
        return ()
    return [Own(preference.HOLDS[Preference(chosen)], {"compliments": chosen})]


async def erase_preference(turn: Turn, person: str, _how: Erase) -> None:
    await own_store.drop_preference(turn.session, person)


# --- all of it --------------------------------------------------------------------------------------------------------
MINE: Final = {
    "compliments_given": Mine(_("Compliments I gave"), gave, erase_given, shared=True),
    "compliments_received": Mine(
        _("Compliments for me"),
        got,
        erase_received,
        shared=True,
        also=_("they stay, without your name, whatever you choose below."),
    ),
    "compliment_preference": Mine(_("How I want compliments"), preferred, erase_preference),
    "compliment_thanks": Mine(_("Customers I'd thank"), thanks, erase_thanks),
}
