"""The way of an improvement point: to an action, and what came of it, for the team and for its author."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from rituals.calendar import DAY
from rituals.contract import Answer, Event, Opens, Refused, Turn, about, team_of
from rituals.dagstart import forms, live, private
from rituals.dagstart.days import Ground, ground
from rituals.facts import AlsoFrom, Block, FollowUp, FollowUps, Item, Linked, LinksNamed, LinksOffered
from rituals.shown import Button, Piece, Small, Text
from rituals.texts import cut
from rituals.words import Sentence, Strong, Typed, _
from storage import dagstart_items as store
from storage import people
from storage.dagstart import DagstartItem

FORM: Final = "action.new"
TITLE: Final = _("What came of your improvement points")
WHAT: Final = 140  # characters that the form takes of what is to be done
OFFERED: Final = 50  # points that an action can belong to
OFFERED_DAYS: Final = 20  # working days back in which they were shared
OWN_DAYS: Final = 60  # calendar days back of the points of which their author reads what came
DONE_DAYS: Final = 10  # working days for which the author reads that something is done

Ways = Mapping[str, Sequence[FollowUp]]


# --- to an action -----------------------------------------------------------------------------------------------------
def to_action(item: DagstartItem) -> Opens:
    """The form with as much of the text as it takes."""
    text = cut(" ".join((item.text or "").split()), WHAT)
    return Opens(FORM, about(item.team, live.POINT, item.id), {"what": text})


async def act(turn: Turn, event: Event) -> Answer:
    """Of what waits for the next board only its author knows."""
    found = live.point(event.about.partition(":")[2])
    item = (await store.items(turn.session, [found])).get(found) if found is not None else None
    readable = item is not None and item.text is not None and not item.hidden and item.team == team_of(event.about)
    if item is None or not readable or (item.day is None and item.author != event.person):
        raise Refused(private.GONE)
    return to_action(item)


def collides(item: DagstartItem) -> tuple[Button, ...]:
    """Where aims of teams are behind it, its author may tell so."""
    if item.cause != forms.TARGETS:
        return ()
    return (Button(_("Tell of aims that collide"), "silo.new", about(item.team, live.POINT, item.id)),)


async def also(turn: Turn, fact: AlsoFrom) -> Sequence[Button]:
    ids = [number for each in fact.keys if (number := live.point(each)) is not None]
    items = await store.items(turn.session, ids) if ids else {}
    own = [item for item in items.values() if item.team == fact.team and item.author == fact.person]
    return [button for item in own for button in collides(item)]


async def offered(turn: Turn, fact: LinksOffered) -> Sequence[Linked]:
    """The team's points that this person can read, newest first."""
    found = await ground(turn, [fact.team])
    if fact.team not in found.teams:
        return ()
    calendar = found.teams[fact.team].calendar
    first = calendar.add_workdays(found.today(turn, fact.team), -OFFERED_DAYS)
    items = await store.block_of(turn.session, fact.team, Block.IMPROVE.value, fact.person, first, OFFERED)
    return [Linked(live.item_key(item.block, item.id), _name(item)) for item in items]


async def named(turn: Turn, fact: LinksNamed) -> Mapping[str, Sentence]:
    ids = {each: number for each in fact.keys if (number := live.point(each)) is not None}
    items = await store.items(turn.session, ids.values()) if ids else {}
    found = {each: items[number] for each, number in ids.items() if number in items}
    return {each: _name(item) for each, item in found.items() if _readable(item, fact)}


def _readable(item: DagstartItem, fact: LinksNamed) -> bool:
    """What waits for the next board only its author reads."""
    waits = item.day is None and item.author != fact.person
    return item.team in fact.teams and item.text is not None and not (item.hidden or waits)


def _name(item: DagstartItem) -> Sentence:
    return _("{text}", text=Typed(cut(" ".join((item.text or "").split()), WHAT)))


# --- what came of it --------------------------------------------------------------------------------------------------
async def ways(turn: Turn, keys: Iterable[str]) -> Ways:
    """Asked once for all of these that are improvement points."""
    points = tuple(sorted({each for each in keys if live.point(each) is not None}))
    found: dict[str, list[FollowUp]] = {}
    for answer in await turn.tell(FollowUps(points)) if points else ():
        for each, some in answer.items():
            found.setdefault(each, []).extend(some)
    return found


def followed(team: int, item: Item, found: Ways) -> Item:
    """A point with what came of it below it; where nothing is under way, a button to begin."""
    if (number := live.point(item.key)) is None:
        return item
    some = found.get(item.key, ())
    begin = () if any(not one.done for one in some) else (button(team, number),)
    return replace(item, buttons=(*item.buttons, *begin), more=private.below(item.more, *(one.text for one in some)))


def button(team: int, point: int) -> Button:
    return Button(_("Improvement action"), "dagstart.act", about(team, live.POINT, point))


# --- the author's Home ------------------------------------------------------------------------------------------------
async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    """Of one's own points that became something; of what became nothing, nothing."""
    found = await ground(turn, [team.id for team in await people.teams_of(turn.session, person)])
    if not found.teams:
        return ()
    first = min(found.today(turn, team) for team in found.teams) - OWN_DAYS * DAY
    items = await store.block_by(turn.session, found.teams, Block.IMPROVE.value, person, first)
    came = await ways(turn, [live.item_key(item.block, item.id) for item in items])
    shown = [piece for item in items for piece in _came(turn, item, came, found)]
    return [Text(_("{title}", title=Strong(TITLE))), *shown] if shown else ()


def _came(turn: Turn, item: DagstartItem, came: Ways, found: Ground) -> Sequence[Piece]:
    some = came.get(live.item_key(item.block, item.id), ())
    lately = private.below(*(one.text for one in some if _lately(turn, one, item.team, found)))
    return (Text(_name(item)), Small(lately)) if lately else ()


def _lately(turn: Turn, one: FollowUp, team: int, found: Ground) -> bool:
    """While it is under way, and ten working days after."""
    if not one.done or one.on is None:
        return True
    return found.teams[team].calendar.add_workdays(one.on, DONE_DAYS) >= found.today(turn, team)
