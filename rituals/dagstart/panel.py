"""A person's Home: the next dagstart of each of their teams, their turns, who asks them, and what they shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rituals.calendar import DAY
from rituals.contract import Turn, about
from rituals.dagstart import hosts, live, messages, private, rota, swapping, way
from rituals.dagstart.boards import with_figures
from rituals.dagstart.days import Ground, coming, ground, subject
from rituals.dagstart.helping import item_subject
from rituals.dagstart.pages import ALL
from rituals.dagstart.rules import AHEAD, LIVE, State
from rituals.facts import Block, Item
from rituals.shown import Button, Piece, Small, Text
from rituals.words import Day, Sentence, Typed, _
from storage import dagstart as store
from storage import dagstart_items as shared_store
from storage import people
from storage.dagstart import DagstartDay, DagstartItem, Key

READ = LIVE | {State.CLOSED, State.QUIET}


@dataclass(frozen=True, slots=True)
class Mine:
    """What one person has in these teams, read for all of them at once."""

    person: str
    ground: Ground
    days: Mapping[Key, DagstartDay]
    next: Mapping[int, date | None]
    swaps: Mapping[int, Sequence[Piece]]
    figures: frozenset[int]
    asked: Sequence[DagstartItem]
    own: Sequence[DagstartItem]
    came: way.Ways


async def panel(turn: Turn, person: str) -> Sequence[Piece]:
    found = await ground(turn, [team.id for team in await people.teams_of(turn.session, person)])
    if not found.teams:
        return ()
    mine = await _mine(turn, person, found)
    return [piece for team in found.teams for piece in _of_team(turn, mine, team)]


async def _mine(turn: Turn, person: str, found: Ground) -> Mine:
    todays = {team: found.today(turn, team) for team in found.teams}
    first, last = min(todays.values()), max(todays.values()) + AHEAD * DAY
    rows = await store.between(turn.session, found.teams, first, last)
    days = {(row.team, row.day): row for row in rows}
    ahead = {team for team, day in todays.items() if _ahead(turn, days.get((team, day)), found)}
    after = {team: day - DAY if team in ahead else day for team, day in todays.items()}
    own = await shared_store.by(turn.session, found.teams, person, first)
    return Mine(
        person,
        found,
        days,
        next=await coming(turn, found, after),
        swaps=await _swaps(turn, person, rows),
        figures=frozenset(await with_figures(turn, found.teams)),
        asked=await shared_store.asked_of(turn.session, todays.items(), person),
        own=own,
        came=await way.ways(turn, [live.item_key(item.block, item.id) for item in own]),
    )


def _ahead(turn: Turn, row: DagstartDay | None, found: Ground) -> bool:
    """Today's, while it still has to begin."""
    return (
        row is not None and State(row.state) is State.SCHEDULED and rota.occurs(row, found) and row.starts_at > turn.now
    )


async def _swaps(turn: Turn, person: str, rows: Sequence[DagstartDay]) -> Mapping[int, Sequence[Piece]]:
    asked = {
        about(row.team, row.day.isoformat(), person): row.team
        for row in rows
        if row.swap_to == person and State(row.state) is State.SCHEDULED and row.starts_at > turn.now
    }
    drawn = await swapping.draw_swaps(turn, list(asked)) if asked else {}
    found: dict[int, list[Piece]] = {}
    for mine, team in asked.items():
        if (message := drawn.get(mine)) is not None:
            found.setdefault(team, []).extend(message.pieces)
    return found


# --- one team ---------------------------------------------------------------------------------------------------------
def _of_team(turn: Turn, mine: Mine, team: int) -> Sequence[Piece]:
    today = mine.ground.today(turn, team)
    asked = [piece for item in mine.asked if item.team == team for piece in _help(item)]
    return [
        _when(turn, mine, team, today),
        *_turns(turn, mine, team),
        *mine.swaps.get(team, ()),
        *asked,
        *_own(mine, team),
    ]


def _when(turn: Turn, mine: Mine, team: int, today: date) -> Text:
    row, name = mine.days.get((team, today)), Typed(mine.ground.teams[team].name)
    if row is not None and State(row.state) in LIVE:
        card = (private.to_card(subject(row)), *messages.contribute(subject(row), figures=team in mine.figures))
        return Text(_("The day start of {team} is on.", team=name), card)
    buttons = messages.ahead(about(team))
    if row is not None and State(row.state) in READ:
        buttons = (Button(_("See everything"), ALL, subject(row)), *buttons)
    return Text(_next(mine, team, name), buttons)


def _next(mine: Mine, team: int, name: Typed) -> Sentence:
    day = mine.next[team]
    if day is None:
        return _("{team}: there is no day start planned.", team=name)
    row = mine.days.get((team, day))
    calendar = mine.ground.teams[team].calendar
    clock = calendar.local(row.starts_at).time() if row else mine.ground.settings[team].clock
    return _("{team}: the next day start is {date} at {time}.", team=name, date=Day(day), time=clock)


def _turns(turn: Turn, mine: Mine, team: int) -> Sequence[Text]:
    rows = [row for (own, _day), row in mine.days.items() if own == team and row.host == mine.person]
    coming = [row for row in rows if State(row.state) is State.SCHEDULED and row.starts_at > turn.now]
    return [_turn(turn, mine, row) for row in rota.taking_place(coming, mine.ground)]


def _turn(turn: Turn, mine: Mine, row: DagstartDay) -> Text:
    invitation, today = about(row.team, row.day.isoformat(), mine.person), mine.ground.today(turn, row.team)
    no = Button(private.NO, "dagstart.other", invitation)
    if row.host_state == hosts.Host.CONFIRMED.value:
        return Text(_hosting(row.day, today), (no,))
    return Text(_invited(row.day, today), (Button(private.YES, "dagstart.ok", invitation, main=True), no))


def _hosting(day: date, today: date) -> Sentence:
    return _("You host today.") if day == today else _("{day} you host.", day=Day(day, today))


def _invited(day: date, today: date) -> Sentence:
    if day == today:
        return _("Today it's your turn to host. Asking questions is enough.")
    return _("{day} it's your turn to host. Asking questions is enough.", day=Day(day, today))


def _help(item: DagstartItem) -> Sequence[Piece]:
    return private.help_asked(item_subject(item), item.author, item.text, item.help).pieces


def _own(mine: Mine, team: int) -> Sequence[Piece]:
    """What stands on today's board, and what waits for the next: it can be changed until the board is done."""
    items = [item for item in mine.own if item.team == team]
    shown = private.pieces(way.followed(team, _item(mine, item), mine.came) for item in items)
    return [Small(_("From you:")), *shown] if shown else []


def _item(mine: Mine, item: DagstartItem) -> Item:
    text = messages.shared(Block(item.block), item.help, item.author, item.named, item.text or "")
    buttons = private.own_item(item_subject(item), may_edit=_open(mine, item))
    return Item(text, item.at, buttons, key=live.item_key(item.block, item.id))


def _open(mine: Mine, item: DagstartItem) -> bool:
    row = mine.days.get((item.team, item.day)) if item.day else None
    return item.day is None or (row is not None and State(row.state) in LIVE)
