"""*Alles bekijken*, and what one missed: pages for one person, a part of a board at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rituals.answers import OVER
from rituals.contract import Answer, Event, Note, Refused, Turn, about, team_of
from rituals.dagstart import messages, private, rules, way
from rituals.dagstart.board import ask, board_of, lines, quarter
from rituals.dagstart.boards import with_figures
from rituals.dagstart.days import Ground, coming, ground, key, leads, parked_subject, subject
from rituals.dagstart.helping import item_subject
from rituals.dagstart.hosts import Host
from rituals.dagstart.leading import carry_on
from rituals.dagstart.live import item_key
from rituals.dagstart.rules import LIVE, State
from rituals.facts import Block, Item
from rituals.home import part_of
from rituals.shown import Button, Page
from rituals.words import Day, _
from storage import dagstart as store
from storage import dagstart_items as shared_store
from storage.dagstart import DagstartDay, DagstartItem

ALL, MISSED = "dagstart.all", "dagstart.missed"
READ = frozenset({State.OPEN, State.SUMMARISED, State.CLOSED})


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: a part of the board of one day."""

    row: DagstartDay
    part: int
    items: Sequence[private.Placed]

    @property
    def subject(self) -> str:
        return about(self.row.team, self.row.day.isoformat(), self.part)


# --- everything -------------------------------------------------------------------------------------------------------
async def everything(turn: Turn, event: Event) -> Page:
    team = team_of(event.about) or 0
    mine = key(event.about)
    row = (await store.days(turn.session, [mine])).get(mine) if mine else await store.newest(turn.session, team)
    waiting = await _waiting(turn, team, event.person)
    if row is None:
        if not waiting:
            raise Refused(OVER)
        came = await way.ways(turn, [item.key for _block, item in waiting])
        return private.waiting_page(
            [(None, way.followed(team, item, came)) for _block, item in waiting[-private.PAGE :]]
        )
    found = await ground(turn, [team])
    sheets = await _sheets(turn, event, found, [row], waiting) or [Sheet(row, 0, ())]
    at = min(part_of(event.about, 1), len(sheets) - 1)
    calendar = found.teams[team].calendar
    titles = messages.headings(calendar.previous_workday(row.day), row.day)
    return private.board_page(sheets[at].items, titles, *_steps(ALL, sheets, at))


def _steps(does: str, sheets: Sequence[Sheet], at: int) -> tuple[Button | None, Button | None]:
    back = private.step_back(does, sheets[at - 1].subject) if at > 0 else None
    on = private.step_on(does, sheets[at + 1].subject) if at + 1 < len(sheets) else None
    return back, on


async def _waiting(turn: Turn, team: int, person: str) -> list[private.Placed]:
    """What this person shared for the next board: it can be changed, and taken back, before anybody reads it."""
    mine = [item for item in await shared_store.waiting(turn.session, [team]) if item.author == person]
    return [(None, _shown(item)) for item in mine]


def _shown(item: DagstartItem) -> Item:
    text = messages.shared(Block(item.block), item.help, item.author, item.named, item.text or "")
    return Item(text, item.at, private.own_item(item_subject(item)), key=item_key(item.block, item.id))


async def _sheets(
    turn: Turn, event: Event, found: Ground, rows: Sequence[DagstartDay], more: Sequence[private.Placed] = ()
) -> list[Sheet]:
    """The boards of these days in this person's own view, and `more` after each, cut into pages; without items none."""
    (team,) = found.teams
    lead = await leads(turn, found, team, event.person)
    boards = [board_of(row, found.teams[row.team].calendar, event.person, leads=lead) for row in rows]
    answers = await ask(turn, boards)
    days: list[tuple[DagstartDay, list[private.Placed]]] = []
    for row, board in zip(rows, boards, strict=True):
        shown = lines(row, found.teams[row.team].calendar, answers[board])
        days.append((row, [*((block, _parked(row, item)) for block in Block for item in shown[block]), *more]))
    came = await way.ways(turn, [item.key for _row, placed in days for _block, item in placed])
    return [sheet for row, placed in days for sheet in _cut(row, placed, came)]


def _cut(row: DagstartDay, placed: Sequence[private.Placed], came: way.Ways) -> list[Sheet]:
    flat = [(block, way.followed(row.team, item, came)) for block, item in placed]
    parts = [flat[start : start + private.PAGE] for start in range(0, len(flat), private.PAGE)]
    return [Sheet(row, part, items) for part, items in enumerate(parts)]


def _parked(row: DagstartDay, item: Item) -> Item:
    """It stays in its block here; while the board is open the team can take it back."""
    if not item.key or item.key not in row.parked:
        return item
    back = (private.back_on_board(parked_subject(row, item.key)),) if State(row.state) in LIVE else ()
    return replace(item, buttons=(*item.buttons, *back), more=private.below(messages.FOR_LATER, item.more))


# --- missed -----------------------------------------------------------------------------------------------------------
async def missed(turn: Turn, event: Event) -> Page:
    """The last five working days, the newest first; *Verder* goes on through a day's pages and then a day back."""
    team = team_of(event.about) or 0
    found = await ground(turn, [team])
    sheets = await _sheets(turn, event, found, await _lately(turn, found, team))
    if not sheets:
        return private.nothing_missed()
    subjects = [sheet.subject for sheet in sheets]
    at = subjects.index(event.about) if event.about in subjects else 0
    sheet = sheets[at]
    titles = messages.headings(found.teams[team].calendar.previous_workday(sheet.row.day), found.today(turn, team))
    return private.missed_page(sheet.row.day, sheet.items, titles, *_steps(MISSED, sheets, at))


async def _lately(turn: Turn, found: Ground, team: int) -> list[DagstartDay]:
    calendar, today = found.teams[team].calendar, found.today(turn, team)
    rows = await store.between(turn.session, [team], calendar.add_workdays(today, -rules.CATCH_UP), today)
    read = [row for row in rows if State(row.state) in READ]
    last = [row for row in sorted(read, key=lambda row: row.day, reverse=True) if calendar.is_workday(row.day)]
    return last[: rules.CATCH_UP]


# --- the bare command -------------------------------------------------------------------------------------------------
async def menu(turn: Turn, event: Event) -> Answer:
    """Today's card with its buttons, or when the next one is."""
    team = team_of(event.about) or 0
    found = await ground(turn, [team])
    if team not in found.teams:
        raise Refused(_("You aren't in a team yet. Start one in your channel with /daystart start."))
    today = found.today(turn, team)
    row = (await store.days(turn.session, [(team, today)])).get((team, today))
    if row is not None and State(row.state) in LIVE:
        figures = team in await with_figures(turn, [team])
        return Note(_("☀️ Day start {date}", date=Day(today)), _of_card(turn, row, figures=figures))
    ahead = (
        row is not None
        and State(row.state) is State.SCHEDULED
        and found.rhythm(team).occurs(today, found.teams[team].calendar)
    )
    day = today if ahead else (await coming(turn, found, {team: today}))[team]
    if day is None:
        raise await carry_on(turn, found, team, event.person) or Refused(_("There is no day start planned."))
    clock = found.teams[team].calendar.local(row.starts_at).time() if ahead and row else found.settings[team].clock
    last = await store.newest(turn.session, team)
    readable = last is not None or await _waiting(turn, team, event.person)
    buttons = (Button(_("See everything"), ALL, subject(last) if last else about(team)),) if readable else ()
    return Note(private.next_one(day, clock), buttons)


def _of_card(turn: Turn, row: DagstartDay, *, figures: bool) -> tuple[Button, ...]:
    mine, host = subject(row), row.host if row.host_state == Host.CONFIRMED.value else None
    second = messages.around(mine, State(row.state), host, row.extras.split(), quarter(turn, row))
    return (private.to_card(mine), *messages.contribute(mine, figures=figures), *second)
