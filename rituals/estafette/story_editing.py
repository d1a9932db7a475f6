"""What becomes of a story afterwards: its teller edits or withdraws it, colleagues doubt it, a coach hides it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from rituals import names, reach
from rituals.answers import ALREADY, OVER, only
from rituals.called import Called
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong
from rituals.estafette import consenting, drafting, posting, story_form, story_messages, story_rules
from rituals.estafette.drafting import Written
from rituals.estafette.messages import GONE
from rituals.estafette.story_holding import changed, hold_one, read
from rituals.estafette.story_lines import TEXTS, Tale, typed
from rituals.estafette.story_rules import READ, Choice, State
from rituals.estafette.story_subjects import GLAD, HIDDEN, MEND, NAMED, PROMISE, REPORTED, asked, last_of, mend
from rituals.estafette.subjects import of_story, story_of
from rituals.names import Colleague
from rituals.shown import Form, Message, Place
from rituals.words import _
from storage import estafette as store
from storage import people

SAVED: Final = _("Saved. Thank you.")
TOO_MANY: Final = _("With the colleagues who are in this story already these are more than three. Choose fewer.")
SAME: Final = _("This is still the same text. Change what is recognisable and I'll post it again.")


def may_edit(turn: Turn, tale: Tale) -> bool:
    """Not where a colleague had themselves forgotten: their name, typed again, would not be recognised any more."""
    if any(one.person is None for one in tale.colleagues):
        return False
    return story_rules.may_edit(tale.state, tale.row.published_at, turn.now)


def _may(turn: Turn, tale: Tale, person: str) -> None:
    if tale.row.person != person:
        raise only(_("the author"))
    if not may_edit(turn, tale):
        raise Refused(OVER)


# --- the teller edits -------------------------------------------------------------------------------------------------
async def form(turn: Turn, event: Event) -> Form:
    tale = (await read(turn, [story_of(event.about)])).get(story_of(event.about))
    if tale is None or tale.state not in READ:
        raise Refused(GONE)
    _may(turn, tale, event.person)
    seen_by = story_form.seen_by(tale.row.channel or await _channel(turn))
    return Form(_("Edit customer story"), story_form.fields(tale), seen_by=seen_by, submit=_("Save"))


async def _channel(turn: Turn) -> str:
    relay = await store.relay(turn.session)
    return relay.channel if relay is not None else ""


async def edit(turn: Turn, event: Event) -> Answer:
    """Another text is another text to agree to: whoever had agreed is asked again, and has no name until then."""
    tale = await hold_one(turn, event)
    _may(turn, tale, event.person)
    new = await story_form.checked(turn, event, event.person, known=tale.row.on, here=tale.choices)
    other = {name: typed(tale, name) for name in TEXTS} != new.texts
    if tale.state is State.HIDDEN and not other:
        raise Wrong(what=SAME)
    row = tale.row
    row.edited = row.edited or other or (row.kind, row.on, row.link) != (new.kind, new.on, new.link)
    row.kind, row.on, row.link = new.kind, new.on, new.link
    _promise(turn, tale, asks=new.asks)
    tale = await _taken_over(turn, tale, new)
    if other:
        row.reported, row.state = False, State.PUBLISHED.value
        await consenting.ask_again(turn, tale)
    await consenting.ask(turn, tale)
    await changed(turn, [tale])
    return Note(SAVED)


def _promise(turn: Turn, tale: Tale, *, asks: bool) -> None:
    """Ticked or not: what was answered already isn't asked again."""
    row = tale.row
    if row.asks is asks or row.published_at is None:
        return
    at = row.published_at + story_rules.PROMISE
    row.asks = asks and at > turn.now
    row.promise_at = at if row.asks else None
    posting.plan_promise(turn, row)


async def _taken_over(turn: Turn, tale: Tale, new: Written) -> Tale:
    """Whoever is no longer chosen is let go, unless the texts still name them: a name once chosen stays theirs.

    Nor whoever preferred not to be named: chosen once more they would be asked again, and in a text typed out. Raises
    Wrong where these and the new ones are too many: none is dropped by a later form.
    """
    also = await _called(turn, tale)
    for name in TEXTS:
        setattr(tale.row, name, new.marked(name, also))
    kept = {person for person, choice in tale.choices.items() if choice is Choice.UNNAMED} | _named(tale)
    still = [person for person in tale.choices if person in kept or person in new.people]
    for person, one in {one.person: one for one in tale.colleagues if one.person}.items():
        if person not in still and one.asked:
            turn.changed(NAMED, asked(tale.row, one))
    some = tuple(dict.fromkeys((*still, *new.people)))
    if len(some) > max(story_rules.NAMES, len(tale.choices)):
        raise Wrong(names=TOO_MANY)
    return Tale(tale.row, await drafting.chosen(turn, tale.row, tale.colleagues, some, Choice.ASKED))


def _named(tale: Tale) -> frozenset[str]:
    return frozenset(each for name in TEXTS for each in names.named_in(tale.marked(name)))


async def _called(turn: Turn, tale: Tale) -> Sequence[Called]:
    """Also by what stood in the texts until now: names change, and of a closed account none is kept."""
    found = await people.people(turn.session, tale.choices)
    called = [Called(row.key, row.name, row.full_name, row.handle) for row in found.values()]
    before = [part for name in TEXTS for part in tale.marked(name) if isinstance(part, Colleague)]
    return [*called, *(Called(person, _unowned(part)) for part in before for person in part.ids)]


def _unowned(part: Colleague) -> str:
    return part.word.removesuffix("s") if part.owns else part.word


# --- the teller withdraws ---------------------------------------------------------------------------------------------
async def withdraw(turn: Turn, event: Event) -> Answer:
    """Always possible, and nobody is told; the text is gone from the row, and from every message that held it."""
    tale = await hold_one(turn, event)
    if tale.row.person != event.person:
        raise only(_("the author"))
    await take_away(turn, [tale])
    return Note(_("Removed. Nobody is notified."))


async def take_away(turn: Turn, some: Collection[Tale]) -> None:
    """Held ones. What nobody may read any more asks nobody anything either, and nothing of it comes back."""
    for tale in some:
        row = tale.row
        row.state, row.link, row.asks, row.promise_at = State.WITHDRAWN.value, "", False, None
        row.what = row.struck = row.change = None
        turn.cancel(GLAD, of_story(row))
        turn.cancel(PROMISE, of_story(row))
        for one in tale.colleagues:
            one.choice = story_rules.left(Choice(one.choice)).value
    await changed(turn, some)


# --- the others -------------------------------------------------------------------------------------------------------
async def report(turn: Turn, event: Event) -> Answer:
    """The teller is asked once, privately. Who reported is stored nowhere."""
    tale = await hold_one(turn, event)
    if tale.state is State.PUBLISHED and not tale.row.reported:
        tale.row.reported = True
        await _tell_teller(turn, tale, REPORTED)
    return Note(_("Thank you. I'll ask the author, without your name."))


async def hide(turn: Turn, event: Event) -> Answer:
    tale = await hold_one(turn, event)
    if tale.state is not State.PUBLISHED:
        return Note(ALREADY)
    tale.row.state = State.HIDDEN.value
    await changed(turn, [tale])
    await _tell_teller(turn, tale, HIDDEN)
    return Note(SAVED)


async def _tell_teller(turn: Turn, tale: Tale, what: str) -> None:
    if teller := tale.row.person:
        turn.show(MEND, mend(tale.row, what), Place(person=teller, after=await reach.at(turn, teller)))


async def draw_mend(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """As it stands now; it goes once the teller has mended it, or taken it or their name away."""
    tales = await read(turn, {story_of(each) for each in subjects})
    return {each: _to_mend(turn, tales.get(story_of(each)), last_of(each)) for each in subjects}


def _to_mend(turn: Turn, tale: Tale | None, what: str) -> Message | None:
    if tale is None or tale.state not in READ or not tale.row.person:
        return None
    if tale.state is not State.HIDDEN if what == HIDDEN else not tale.row.reported:
        return None
    return story_messages.to_mend(tale, what, may_edit=may_edit(turn, tale))
