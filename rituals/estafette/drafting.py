"""Whose story is written, by whom, and in which turn; and the draft that the two of them share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from rituals import names
from rituals.answers import OVER, only
from rituals.called import Called
from rituals.contract import Event, Refused, Turn, keys_of, number_of
from rituals.estafette import holding, story_messages, story_rules
from rituals.estafette.holding import Standing
from rituals.estafette.messages import GONE
from rituals.estafette.story_lines import TEXTS, Tale, together, typed
from rituals.estafette.story_rules import READ, Choice, State
from rituals.estafette.subjects import LEG, STORY, leg_of, of_leg, of_story, story_of
from rituals.shown import Button, Menu, Option
from rituals.words import _, named
from storage import estafette as store
from storage import estafette_stories as own_store
from storage.estafette import Leg, Story, StoryColleague
from storage.people import PersonRow

SHARE: Final = "estafette.share"
LENGTHS: Final = {"what": story_rules.WHAT, "struck": story_rules.STRUCK, "change": story_rules.CHANGE}
DIALOGUE: Final = "d"  # before the id of a dialogue, in a subject
FROM_DIALOGUE: Final = "dialogue:"  # and among all that a story may come of
OF: Final = "of"  # what an opened form is about
TOLD: Final = _("This story has been told already. You can still put it differently.")
NOTHING: Final = _("The baton isn't with you now, so there is no story to tell yet.")
WHOSE: Final = _("For whom do you prepare a story?")


@dataclass(frozen=True, slots=True)
class Writing:
    """`person` writes what `teller` tells: in a leg, or of what `source` names. `tale` is the draft that there is."""

    person: str
    teller: str
    leg: Leg | None = None
    source: str = ""
    tale: Tale | None = None

    @property
    def own(self) -> bool:
        return self.person == self.teller

    @property
    def subject(self) -> str:
        """What a form that was opened for this stays about, whatever else there is to tell by the time it is sent."""
        if self.tale is not None:
            return of_story(self.tale.row)
        return of_leg(self.leg) if self.leg is not None else f":{DIALOGUE}{self.source.removeprefix(FROM_DIALOGUE)}"

    @property
    def version(self) -> str:
        return self.tale.version if self.tale is not None else ""


# --- which one --------------------------------------------------------------------------------------------------------
async def writing(turn: Turn, event: Event, standing: Standing) -> Writing:
    """Raises Refused for whoever may not write it, and where there is nothing to tell."""
    event = replace(event, about=str(event.kept.get(OF, event.about)))
    key = next(iter(keys_of(event.about)), "")
    if key.startswith(STORY):
        return await _of_story(turn, event, standing)
    if key.startswith(LEG):
        return await _of_leg(turn, event.person, standing, leg_of(event.about))
    if key.startswith(DIALOGUE) and (number := number_of(key.removeprefix(DIALOGUE))) is not None:
        return await _of_source(turn, event.person, standing, f"{FROM_DIALOGUE}{number}")
    return await _of_person(turn, event, standing)


def _allow(standing: Standing, person: str, teller: str | None) -> str:
    """At the moment of acting: who was an executive, or prepared for one, may have stopped."""
    if teller is None or teller not in standing.circle or not standing.offices.may_act_for(person, teller):
        raise only(_("the executive or who prepares for them"))
    return teller


async def _of_story(turn: Turn, event: Event, standing: Standing) -> Writing:
    row = (await store.stories(turn.session, [story_of(event.about)])).get(story_of(event.about))
    if row is None:
        raise Refused(GONE)
    teller = _allow(standing, event.person, row.person)
    _not_told(turn, event.person, [row])
    if State(row.state) is not State.DRAFT:
        raise Refused(GONE)
    (tale,) = await together(turn, [row])
    leg = (await store.legs(turn.session, [row.leg])).get(row.leg) if row.leg is not None else None
    return Writing(event.person, teller, leg, row.source, tale)


async def _of_leg(turn: Turn, person: str, standing: Standing, key: int) -> Writing:
    leg = next((one for one in standing.legs if one.id == key), None)
    if leg is None:
        raise Refused(OVER)
    teller = _allow(standing, person, leg.person)
    rows = await own_store.of_legs(turn.session, [leg.id])
    _not_told(turn, person, rows)
    if holding.mine(standing, teller) is not leg:
        raise Refused(OVER)
    return Writing(person, teller, leg, "", await _draft(turn, rows))


async def _of_source(turn: Turn, person: str, standing: Standing, source: str) -> Writing:
    if person not in standing.circle:
        raise only(_("an executive"))
    rows = await own_store.of_source(turn.session, person, source)
    _not_told(turn, person, rows)
    return Writing(person, person, None, source, await _draft(turn, rows))


async def _of_person(turn: Turn, event: Event, standing: Standing) -> Writing:
    """One's own turn or draft first; else that of whom one prepares for."""
    person = event.person
    if person in standing.circle and (leg := holding.mine(standing, person)) is not None:
        return await _of_leg(turn, person, standing, leg.id)
    if person in standing.circle and (rows := await own_store.drafts(turn.session, [person])):
        return await _of_story(turn, replace(event, about=of_story(rows[0])), standing)
    mine = [holding.mine(standing, one) for one in standing.offices.prepared_by(person)]
    legs = [leg for leg in mine if leg is not None]
    if not legs:
        raise Refused(NOTHING)
    if len(legs) > 1:
        raise Refused(WHOSE, menu=Menu(WHOSE, SHARE, tuple(_option(leg) for leg in legs)))
    return await _of_leg(turn, person, standing, legs[0].id)


def _option(leg: Leg) -> Option:
    return Option(named(leg.person or ""), of_leg(leg))


def _not_told(turn: Turn, person: str, rows: Iterable[Story]) -> None:
    """Raises Refused where it has been out, with what the teller can still do."""
    for row in rows:
        if State(row.state) in READ:
            edits = row.person == person and story_rules.may_edit(State(row.state), row.published_at, turn.now)
            button = Button(story_messages.EDIT, "estafette.edit", of_story(row))
            raise Refused(TOLD, button) if edits else Refused(OVER)


async def _draft(turn: Turn, rows: Sequence[Story]) -> Tale | None:
    mine = [row for row in rows if State(row.state) is State.DRAFT]
    return (await together(turn, mine[:1]))[0] if mine else None


# --- what is written --------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Written:
    """What a form holds, tidied. `called`: the colleagues who were chosen, as they may be named in the texts."""

    kind: str
    on: date | None
    texts: Mapping[str, str]
    asks: bool
    link: str
    called: tuple[Called, ...]

    def marked(self, name: str, also: Sequence[Called] = ()) -> list[Any]:
        return names.stored(names.marked(self.texts[name], (*self.called, *also)))

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.called)


def written(values: Mapping[str, Any], chosen: Sequence[PersonRow]) -> Written:
    return Written(
        kind=values.get("kind") or "",
        on=values.get("on"),
        texts={name: values.get(name) or "" for name in TEXTS},
        asks=bool(values.get("asks")),
        link=values.get("link") or "",
        called=tuple(Called(row.key, row.name, row.full_name, row.handle) for row in chosen),
    )


def same(tale: Tale, new: Written) -> bool:
    """Whether a draft holds just this already."""
    row = tale.row
    plain = (row.kind, row.on, row.link, row.asks) == (new.kind, new.on, new.link, new.asks)
    return plain and {name: typed(tale, name) for name in TEXTS} == new.texts and set(tale.choices) == set(new.people)


def is_whole(tale: Tale) -> bool:
    """Whether a draft, which may be half a story, has all that a story needs."""
    row = tale.row
    long = all(len(typed(tale, name)) >= LENGTHS[name][0] for name in TEXTS)
    return bool(row.kind) and row.on is not None and long


async def keep(turn: Turn, writing: Writing, new: Written) -> Tale:
    """In the draft there is, or a new one; the relay is held."""
    row = writing.tale.row if writing.tale is not None else await _begun(turn, writing)
    row.kind, row.on, row.asks, row.link = new.kind, new.on, new.asks, new.link
    for name in TEXTS:
        setattr(row, name, new.marked(name) or None)
    row.drafted_by, row.at = None if writing.own else writing.person, turn.now
    here = writing.tale.colleagues if writing.tale is not None else ()
    tale = Tale(row, await chosen(turn, row, here, new.people, Choice.CHOSEN))
    await turn.session.flush()
    return tale


async def _begun(turn: Turn, writing: Writing) -> Story:
    leg = writing.leg.id if writing.leg is not None else None
    row = Story(person=writing.teller, leg=leg, source=writing.source, state=State.DRAFT.value, at=turn.now)
    turn.session.add(row)
    await turn.session.flush()
    return row


async def chosen(
    turn: Turn, row: Story, here: Sequence[StoryColleague], people: Sequence[str], choice: Choice
) -> list[StoryColleague]:
    """Who is in it from now on; who came is as `choice` says."""
    known = {one.person: one for one in here if one.person is not None}
    for person, one in known.items():
        if person not in people:
            await turn.session.delete(one)
    new = [StoryColleague(story=row.id, person=one, choice=choice.value) for one in people if one not in known]
    turn.session.add_all(new)
    await turn.session.flush()
    forgotten = [one for one in here if one.person is None]
    return [*forgotten, *(one for person, one in known.items() if person in people), *new]
