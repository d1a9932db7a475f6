"""What a receiver decides about the own name: at first, in silence, and at any later time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import reach
from rituals.answers import ALREADY, only
from rituals.compliment import asking, messages, rules
from rituals.compliment.holding import Held, changed, hold, hold_one
from rituals.compliment.lines import Given
from rituals.compliment.placing import publish
from rituals.compliment.rules import ANSWERS, Choice, State, outcome
from rituals.compliment.subjects import SILENCE, id_of, receiver_of, subject, version, waits
from rituals.contract import Answer, Due, Event, Note, Refused, Turn, keys_of
from rituals.shown import Button, Place
from rituals.words import _
from storage.compliment import Receiver

OUT: Final = _("The compliment has been shared already. Your name can still be removed.")
WITHOUT: Final = _("The compliment has been shared already, without your name.")
NEWER: Final = _("The text was changed after that. My newest message shows how it reads now.")
KEPT: Final = _("The compliment is yours alone. The team doesn't read it.")
SHARED: Final = _("Shared, with your name.")
LATER: Final = _("I'll share it, with your name, as soon as that suits your team.")


# --- what one presses -------------------------------------------------------------------------------------------------
async def choose(turn: Turn, event: Event) -> Answer:
    given, held = await hold_one(turn, event)
    mine, choice = _mine(given, event), _choice(event)
    if Choice(mine.choice) is choice:
        return Note(ALREADY)
    if given.state in rules.READ:
        return await _named_after_all(turn, given, held, mine, event)
    if given.state is State.PRIVATE and choice is not Choice.NAMED:
        raise Refused(KEPT, Button(_("Share after all"), "compliment.share", subject(given.row)))
    return await _decided(turn, given, held, mine, choice)


async def _named_after_all(turn: Turn, given: Given, held: Held, mine: Receiver, event: Event) -> Answer:
    """Who said nothing in time, or kept it while another shared it, still can: to the text that the message shows."""
    if _choice(event) is not Choice.NAMED or Choice(mine.choice) not in rules.CAN_STILL:
        raise _too_late(given, mine)
    shown = keys_of(event.about)[2:]
    if shown != [version(given.row)] and (shown or given.row.edited):
        raise Refused(NEWER)
    await _decided(turn, given, held, mine, Choice.NAMED)
    return Note(SHARED if given.row.place != "waiting" else LATER)


def _choice(event: Event) -> Choice:
    try:
        choice = Choice(next(iter(keys_of(event.about)[1:]), ""))
    except ValueError:
        choice = Choice.ASKED
    if choice not in ANSWERS:
        raise ValueError(f"no answer: {event.about!r}")
    return choice


def _too_late(given: Given, mine: Receiver) -> Refused:
    if Choice(mine.choice) in (Choice.NAMED, Choice.CHANGED):
        return Refused(OUT, Button(_("Remove my name"), "compliment.unname", subject(given.row)))
    return Refused(WITHOUT)


async def agree(turn: Turn, event: Event) -> Answer:
    """To another text than the one that was agreed to before, and to no newer one than the message showed."""
    given, held = await hold_one(turn, event)
    mine = _mine(given, event)
    if Choice(mine.choice) is Choice.NAMED:
        return Note(ALREADY)
    if Choice(mine.choice) is not Choice.CHANGED:
        raise Refused(WITHOUT)
    if keys_of(event.about)[-1] != mine.batch:
        raise Refused(NEWER)
    return await _decided(turn, given, held, mine, Choice.NAMED)


async def unname(turn: Turn, event: Event) -> Answer:
    """Always, and at once: as receiver and in the text."""
    given, held = await hold_one(turn, event)
    mine = _mine(given, event)
    if given.state not in rules.READ or Choice(mine.choice) is Choice.UNNAMED:
        return Note(ALREADY)
    await _decided(turn, given, held, mine, Choice.UNNAMED)
    return Note(_("Your name has been removed. Nobody is notified."))


async def share(turn: Turn, event: Event) -> Answer:
    """What was kept private, by the one who kept it: with the own name, and no other."""
    given, held = await hold_one(turn, event)
    mine = _mine(given, event)
    if given.state is State.AWAITING:
        return await _decided(turn, given, held, mine, Choice.NAMED)
    if given.state is not State.PRIVATE:
        raise _too_late(given, mine)
    await _decided(turn, given, held, mine, Choice.NAMED)
    return Note(LATER if given.row.place == "waiting" else SHARED)


async def thanks(turn: Turn, event: Event) -> Answer:
    """Read by the giver alone, once; counted nowhere."""
    given, _held = await hold_one(turn, event)
    mine, giver = _mine(given, event), given.row.giver
    if mine.thanked or giver is None or giver == event.person:
        return Note(ALREADY)
    mine.thanked = True
    asking.read(turn, mine)
    turn.say(Place(person=giver, after=await reach.at(turn, giver)), messages.thanked(event.person))
    await changed(turn, [given])
    return Note(_("Passed on."))


def _mine(given: Given, event: Event) -> Receiver:
    mine = given.of(event.person)
    if mine is None:
        raise only(_("the colleague it is for"))
    return mine


# --- what follows from it ---------------------------------------------------------------------------------------------
async def _decided(turn: Turn, given: Given, held: Held, mine: Receiver, choice: Choice) -> Answer:
    mine.choice = choice.value
    asking.read(turn, mine)
    turn.cancel(SILENCE, waits(given.row, mine))
    await settle(turn, [given], held)
    return None


async def settle(turn: Turn, some: Sequence[Given], held: Held) -> None:
    """After a choice: whose receivers have all decided goes out, stays private, or is gone."""
    moved = [given for given in some if _moves(given)]
    if out := [given.row for given in moved if given.state is State.PUBLISHED]:
        await publish(turn, out, held)
    if lost := [given for given in moved if given.state is State.WITHDRAWN]:
        await _lost(turn, lost)
    await changed(turn, some)


def _moves(given: Given) -> bool:
    """Whether its state is another now."""
    was = given.state
    if was not in (State.AWAITING, State.PRIVATE):
        return False
    given.row.state = outcome(given.kind, [Choice(one.choice) for one in given.receivers]).value
    return given.state is not was


async def _lost(turn: Turn, some: Sequence[Given]) -> None:
    """Whoever it was for left before there was an answer: nobody can decide any more."""
    moments = await reach.moments(turn, {given.row.giver for given in some if given.row.giver})
    for given in some:
        given.row.text, given.row.meaning = None, None
        if (giver := given.row.giver) is not None:
            turn.say(Place(person=giver, after=moments.get(giver)), messages.not_arrived())


# --- silence ----------------------------------------------------------------------------------------------------------
async def silence(turn: Turn, due: Sequence[Due]) -> None:
    """The receiver's own working days went by; who was away meanwhile has more of them."""
    held = await hold(turn, [id_of(one.about) for one in due])
    asked = {one.about: _waiting(held, one) for one in due}
    waiting = [mine for mine in asked.values() if mine is not None]
    since = min((mine.asked_at.date() for mine in waiting if mine.asked_at), default=None)
    days = await reach.days(turn, {mine.person for mine in waiting if mine.person}, since)
    done: dict[int, Given] = {}
    for one in due:
        if (mine := asked[one.about]) is None:
            continue
        given = held.given[mine.compliment]
        later = asking.until(mine.asked_at or given.row.at, days.get(mine.person or ""))
        if later > turn.now:
            turn.at(SILENCE, one.about, later)
            continue
        mine.choice = (Choice.SILENT if Choice(mine.choice) is Choice.ASKED else Choice.UNNAMED).value
        done[given.row.id] = given
    await settle(turn, list(done.values()), held)


def _waiting(held: Held, due: Due) -> Receiver | None:
    given = held.given.get(id_of(due.about))
    if given is None or given.state is State.WITHDRAWN:
        return None
    mine = next((one for one in given.receivers if one.id == receiver_of(due.about)), None)
    return mine if mine is not None and Choice(mine.choice) in (Choice.ASKED, Choice.CHANGED) else None
