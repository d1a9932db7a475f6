"""What becomes of a compliment afterwards: its giver edits or withdraws it, colleagues doubt it, a lead hides it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rituals import names, reach
from rituals.answers import ALREADY, OVER, only
from rituals.called import Called
from rituals.compliment import asking, forms, messages, rules
from rituals.compliment.giving import marked
from rituals.compliment.holding import GONE, HIDDEN, REPORTED, Held, changed, hold_one
from rituals.compliment.lines import Given
from rituals.compliment.placing import put
from rituals.compliment.rules import Choice, State
from rituals.compliment.subjects import ASK, PLACE, SILENCE, THANK, TOLD, asked, id_of, subject, told, waits
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong, keys_of, team_of
from rituals.facts import NudgesChanged
from rituals.names import Colleague
from rituals.shown import Button, Form, Message, Place
from rituals.words import _
from storage import compliment as store
from storage import house, people
from storage.compliment import Compliment, Receiver

SAVED = _("Saved. Thank you.")


def buttons(turn: Turn, given: Given, viewer: str, *, leads: bool = False) -> tuple[Button, ...]:
    """What this person can do with a compliment that the team reads."""
    mine, row = subject(given.row), given.row
    thank = _thanks(given, viewer)
    if row.giver == viewer:
        return (*thank, *messages.own(given, may_edit=may_edit(turn, given)), *_own_name(given, viewer))
    report = Button(_("Something wrong here?"), "compliment.report", mine)
    hide = (Button(_("Hide"), "compliment.hide", mine),) if leads else ()
    return (*thank, *_own_name(given, viewer), report, *hide)


def _thanks(given: Given, viewer: str) -> tuple[Button, ...]:
    """To whoever took it upon them to thank the customer something else than to the others."""
    row = given.row
    if row.thanks_by == viewer and not row.thanked:
        return messages.thanking(given)
    return (Button(messages.THANK, "compliment.thank_customer", subject(row)),) if messages.thankable(given) else ()


def _own_name(given: Given, viewer: str) -> tuple[Button, ...]:
    shown = given.choices.get(viewer) is Choice.NAMED
    return (Button(_("Remove my name"), "compliment.unname", subject(given.row)),) if shown else ()


def may_edit(turn: Turn, given: Given) -> bool:
    """For a day from when it can be read; what a lead has hidden as long as it is hidden.

    Not where a receiver had themselves forgotten: their name, typed again, would not be recognised any more.
    """
    if any(one.person is None for one in given.receivers):
        return False
    at = given.row.read_at
    if given.state is State.HIDDEN:
        return True
    return given.state is State.PUBLISHED and (at is None or turn.now <= at + rules.TO_EDIT)


# --- the giver --------------------------------------------------------------------------------------------------------
async def edit_form(turn: Turn, event: Event) -> Form:
    row = await store.get(turn.session, id_of(event.about))
    if row is None or row.team != team_of(event.about) or row.text is None:
        raise Refused(GONE)
    given = Given(row, (await store.receivers(turn.session, [row.id]))[row.id])
    _may(turn, given, event.person)
    return forms.edit(_plain(row.text), _plain(row.meaning), named=row.named)


def _may(turn: Turn, given: Given, person: str) -> None:
    if given.row.giver != person:
        raise only(_("the author"))
    if not may_edit(turn, given):
        raise Refused(OVER)


async def _called(turn: Turn, given: Given) -> Sequence[Called]:
    """Also by what stood in the texts until now: names change, and of a closed account none is kept."""
    found = await people.people(turn.session, given.choices)
    called = [Called(row.key, row.name, row.full_name, row.handle) for row in found.values()]
    parts = names.restored([*(given.row.text or ()), *(given.row.meaning or ())])
    before = [part for part in parts if isinstance(part, Colleague)]
    return [*called, *(Called(person, _unowned(part)) for part in before for person in part.ids)]


def _unowned(part: Colleague) -> str:
    return part.word.removesuffix("s") if part.owns else part.word


def _plain(parts: Sequence[Any] | None) -> str:
    return names.typed(names.restored(parts or ()))


async def edit(turn: Turn, event: Event) -> Answer:
    """Another text is another text to agree to: whoever had agreed is asked again, and has no name until then."""
    given, held = await hold_one(turn, event)
    _may(turn, given, event.person)
    other = _take_over(given, event.values, await _called(turn, given))
    if given.state is State.HIDDEN and not other:
        raise Wrong(text=_("This is still the same text. Change what is recognisable and I'll post it again."))
    if other:
        await _ask_again(turn, given)
    if given.state is State.HIDDEN:
        await _back(turn, given, held)
    await changed(turn, [given])
    return Note(SAVED)


def _take_over(given: Given, values: Mapping[str, Any], called: Sequence[Called]) -> bool:
    """Whether either text is another now."""
    row, other = given.row, False
    row.named = bool(values.get("named"))
    for name in ("text", "meaning"):
        new = values.get(name) or ""
        if new != _plain(getattr(row, name)):
            setattr(row, name, marked(new, called) or None)
            other = True
    return other


async def _ask_again(turn: Turn, given: Given) -> None:
    given.row.edited, given.row.reported = True, False
    for one in given.receivers:
        if Choice(one.choice) is Choice.NAMED and one.person != given.row.giver:
            one.choice = Choice.CHANGED.value
    await asking.ask(turn, [given], frozenset({Choice.CHANGED}))


async def _back(turn: Turn, given: Given, held: Held) -> None:
    """What was hidden is read again: on its board while that is open, else where a new one would stand."""
    row, here = given.row, held.landings.get(given.row.team)
    row.state = State.PUBLISHED.value
    if row.place == "board" and here is not None and here.board and row.day == here.today:
        return
    row.place, row.day = "waiting", None
    await turn.session.flush()
    await put(turn, [row], held.landings)


async def withdraw(turn: Turn, event: Event) -> Answer:
    """Always possible, and nobody is told; the text is gone from the row, and from every message that held it."""
    given, _held = await hold_one(turn, event)
    if given.row.giver != event.person:
        raise only(_("the author"))
    await take_away(turn, [given])
    return Note(_("Removed. Nobody is notified."))


async def take_away(turn: Turn, some: Sequence[Given]) -> None:
    """Held ones; what nobody may read any more asks nobody anything either."""
    reminded = tuple((one.row.thanks_by, subject(one.row)) for one in some if one.row.thanks_by)
    for given in some:
        row = given.row
        row.state, row.text, row.meaning = State.WITHDRAWN.value, None, None
        row.thanks_by, row.thanks_on = None, None
        turn.cancel(PLACE, subject(row))
        for one in given.receivers:
            turn.cancel(SILENCE, waits(row, one))
    await _ask_nothing(turn, [one for given in some for one in given.receivers if one.person and one.batch])
    await changed(turn, some)
    if reminded:
        await turn.tell(NudgesChanged(THANK, reminded))


async def _ask_nothing(turn: Turn, some: Sequence[Receiver]) -> None:
    """Whoever has had no message yet gets none; one that is on its way just now is drawn again without it."""
    cards = [((ASK, asked(one.person or "", one.batch)), one) for one in some]
    stand = await house.addresses(turn.session, [card for card, _one in cards])
    for card, one in cards:
        if card not in stand:
            turn.changed(*card)
            one.batch = ""


# --- the others -------------------------------------------------------------------------------------------------------
async def report(turn: Turn, event: Event) -> Answer:
    """The giver is asked once, privately. Who reported is stored nowhere."""
    given, _held = await hold_one(turn, event)
    if given.state is State.PUBLISHED and not given.row.reported:
        given.row.reported = True
        await _tell_giver(turn, given, REPORTED)
    return Note(_("Thank you. I'll ask the author, without your name."))


async def hide(turn: Turn, event: Event) -> Answer:
    given, _held = await hold_one(turn, event)
    if given.state is not State.PUBLISHED:
        return Note(ALREADY)
    given.row.state = State.HIDDEN.value
    await changed(turn, [given])
    await _tell_giver(turn, given, HIDDEN)
    return Note(SAVED)


async def _tell_giver(turn: Turn, given: Given, what: str) -> None:
    if (giver := given.row.giver) is not None:
        turn.show(TOLD, told(given.row, what), Place(person=giver, after=await reach.at(turn, giver)))


async def draw_told(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """As it stands now; it goes once the giver has mended it, or taken it or their name away."""
    rows = await store.many(turn.session, [id_of(each) for each in subjects])
    return {each: _told(turn, rows.get(id_of(each)), keys_of(each)[-1]) for each in subjects}


def _told(turn: Turn, row: Compliment | None, what: str) -> Message | None:
    if row is None or row.text is None or row.giver is None:
        return None
    given = Given(row, ())
    if given.state is not State.HIDDEN if what == HIDDEN else not row.reported:
        return None
    return messages.to_mend(given, what, may_edit=may_edit(turn, given))
