"""Private lines about an item: a request for help, at most one a day for each receiver; what its author may mend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from rituals import reach
from rituals.answers import ALREADY, OVER, only
from rituals.calendar import NoWorkday, PersonCalendar, window
from rituals.contract import Answer, Due, Event, Note, Refused, Turn, Wrong, about, keys_of, number_of, team_of
from rituals.dagstart import private
from rituals.dagstart.rules import LIVE, State
from rituals.shown import Message, Place
from rituals.words import Person, Sentence, _
from storage import dagstart as store
from storage import dagstart_items as shared_store
from storage import people
from storage.dagstart import DagstartItem

CARD: Final = "dagstart.help"
REPORTED, HIDDEN = "reported", "hidden"  # what the author of an item is told of it, as the last key of a subject


def item_id(subject: str) -> int:
    """Of “12:item:345” and “12:item:345:hidden”; -1, which no row has, where there is none."""
    keys = keys_of(subject)
    found = number_of(keys[1]) if len(keys) >= 2 and keys[0] == "item" else None
    return -1 if found is None else found


def item_subject(item: DagstartItem) -> str:
    return about(item.team, "item", item.id)


def told_subject(item: DagstartItem, what: str) -> str:
    return about(item.team, "item", item.id, what)


# --- asking -----------------------------------------------------------------------------------------------------------
async def receiver(turn: Turn, event: Event, to: str) -> PersonCalendar | None:
    """The days of whom was chosen, in the zone of their home team. Raises Wrong when that person can't be asked."""
    row = (await people.people(turn.session, [to])).get(to)
    if row is None or not row.active or row.kind != "member":
        raise Wrong(to=_("I can't pick guests, apps or former colleagues."))
    return (await reach.days(turn, [to])).get(to)


def moment(days: PersonCalendar, now: datetime) -> datetime | None:
    """When the line can go out: in the window of today or the next working day. None for who is away."""
    today = days.day_of(now)
    if days.team.is_workday(today) and not days.is_workday(today):
        return None
    try:
        opening, last = window(days, now), days.team.next_workday(today)
    except NoWorkday:
        return None
    return opening if days.day_of(opening) <= last else None


async def ask(turn: Turn, item: DagstartItem, to: str, days: PersonCalendar) -> bool:
    """Whether that person is asked: today, or as soon as their window opens."""
    when = moment(days, turn.now)
    if when is None or not await shared_store.may_ask(turn.session, turn.org, to, days.day_of(when)):
        return False
    item.help = "asked"
    if when <= turn.now:
        turn.show(CARD, item_subject(item), Place(person=to))
    else:
        turn.at(CARD, item_subject(item), when)
    return True


def on_board(to: str) -> Sentence:
    return _("Your question is on the board. Feel free to ask {name} in person.", name=Person(to))


async def opened(turn: Turn, due: Sequence[Due]) -> None:
    """The receiver's window opened."""
    found = await shared_store.items(turn.session, [item_id(one.about) for one in due])
    for item in found.values():
        if item.help == "asked" and item.to and item.text is not None and not item.hidden:
            turn.show(CARD, item_subject(item), Place(person=item.to))


# --- the card, and what is answered on it -----------------------------------------------------------------------------
async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    found = await shared_store.items(turn.session, [item_id(each) for each in subjects])
    told = [item for each in subjects if keys_of(each)[2:] and (item := found.get(item_id(each)))]
    days = await store.days(turn.session, [(item.team, item.day) for item in told if item.day]) if told else {}
    return {each: _drawn(each, found.get(item_id(each)), days) for each in subjects}


def _drawn(subject: str, item: DagstartItem | None, days: Mapping[store.Key, store.DagstartDay]) -> Message | None:
    if item is None:
        return None
    if what := keys_of(subject)[2:]:
        return _told(item, what[0], days)
    if item.to is None:
        return None
    return private.help_asked(subject, item.author, None if item.hidden else item.text, item.help)


def _told(item: DagstartItem, what: str, days: Mapping[store.Key, store.DagstartDay]) -> Message | None:
    """As it stands now; it goes once the author has mended the item, or taken it or their name away."""
    if item.text is None or item.author is None or not (item.hidden if what == HIDDEN else item.reported):
        return None
    row = days.get((item.team, item.day)) if item.day else None
    may_edit = item.day is None or (row is not None and State(row.state) in LIVE)
    return (private.hidden if what == HIDDEN else private.reported)(item_subject(item), may_edit=may_edit)


async def accept(turn: Turn, event: Event) -> Answer:
    return await _answered(turn, event, "yes")


async def decline(turn: Turn, event: Event) -> Answer:
    return await _answered(turn, event, "no")


async def _answered(turn: Turn, event: Event, answer: str) -> Answer:
    item = await shared_store.hold_item(turn.session, item_id(event.about))
    if item is None or item.team != team_of(event.about) or item.text is None:
        raise Refused(private.GONE)
    if item.to != event.person:
        raise only(_("the colleague who was asked"))
    if item.help == answer:
        return Note(ALREADY)
    if item.help != "asked":
        raise Refused(OVER)
    item.help = answer
    turn.changed(CARD, event.about)
    if item.author:
        place = Place(person=item.author, after=await reach.at(turn, item.author))
        turn.say(place, private.help_answer(event.person, answer == "yes"))
    return None
