"""The live quarter: any member starts it, moves on, and parks what is discussed later. Nothing moves by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rituals.answers import OVER
from rituals.contract import Answer, Event, Note, Refused, Turn, keys_of
from rituals.dagstart import forms, live, messages, private
from rituals.dagstart.board import ask, board_of, now, quarter
from rituals.dagstart.boards import with_figures
from rituals.dagstart.days import (
    Ground,
    ground,
    key,
    not_stale,
    on_time,
    reword,
    running,
    subject,
)
from rituals.dagstart.days import live as held
from rituals.dagstart.days import touch as redraw
from rituals.dagstart.rules import LIVE, State
from rituals.facts import Block, Item
from rituals.shown import Form, Message, Option
from rituals.words import _
from storage import dagstart as store
from storage.dagstart import DagstartDay

CHOICES: Final = 100  # in one menu


# --- from block to block ----------------------------------------------------------------------------------------------
async def start(turn: Turn, event: Event) -> Answer:
    """What is left of the live part is divided over the blocks."""
    row = await held(turn, event.about)
    found = await ground(turn, [row.team])
    if running(turn, row) is not None:
        raise await _ahead(turn, row, found)
    if not on_time(turn, row):
        closing = found.teams[row.team].calendar.local(row.closes_at or turn.now).time()
        raise Refused(_("Today's quarter of an hour is over. You can share something until {time}.", time=closing))
    _move(turn, row, live.FIRST)
    return await _told(turn, row, found)


async def move_on(turn: Turn, event: Event) -> Answer:
    """From the block that the click was drawn for, and only from there."""
    row = await held(turn, event.about)
    found, at = await ground(turn, [row.team]), running(turn, row)
    if at is None:
        raise Refused(OVER)
    if keys_of(event.about)[1:2] != [str(at.value)]:
        raise await _ahead(turn, row, found)
    _move(turn, row, live.following(at))
    if row.live is None:
        return Note(_("That was the last block. Wrap up when you are done."))
    return await _told(turn, row, found)


def _move(turn: Turn, row: DagstartDay, block: Block | None) -> None:
    """None ends it. Its last edit keeps the distance of the others."""
    ends = row.ends_at or turn.now
    row.live, row.live_until = (None, None) if block is None else (block.value, live.shown_until(block, turn.now, ends))
    redraw(turn, row, every=live.SPACING)


async def _ahead(turn: Turn, row: DagstartDay, found: Ground) -> Refused:
    told = await _told(turn, row, found)
    return Refused(_("A colleague was just ahead of you. {now}", now=told.text), *told.buttons)


async def _told(turn: Turn, row: DagstartDay, found: Ground) -> Note:
    """At once, for whoever pressed: the card follows within its distance."""
    calendar = found.teams[row.team].calendar
    empty = row.team not in await with_figures(turn, [row.team])
    text = now(turn, row, board_of(row, calendar), calendar, empty=empty)
    return Note(text or OVER, tuple(quarter(turn, row)))


# --- what is discussed later ------------------------------------------------------------------------------------------
async def park_form(turn: Turn, event: Event) -> Form:
    await not_stale(turn, event.about)
    mine = key(event.about)
    row = (await store.days(turn.session, [mine])).get(mine) if mine else None
    if row is None or State(row.state) not in LIVE:
        raise Refused(OVER)
    items = await _on_board(turn, [row])
    mine_first = sorted(items[subject(row)].items(), key=lambda one: one[1][0] != running(turn, row))
    options = [Option(one[1].text, each) for each, one in mine_first if each not in row.parked and _parks(*one)]
    if not options and not event.values:
        raise Refused(_("There is no point to park right now."))
    return forms.park(options[:CHOICES])


def _parks(block: Block, item: Item) -> bool:
    """A figure that is still to come asks somebody to enter it, and is no point to discuss."""
    return item.counts or block is not Block.FIGURES


async def park(turn: Turn, event: Event) -> Answer:
    """The point leaves its block, and becomes one line in the card's thread."""
    row, chosen = await held(turn, event.about), event.values["point"]
    if chosen in row.parked:
        raise Refused(_("A colleague was just ahead of you. It is for later already."))
    found = (await _on_board(turn, [row]))[subject(row)].get(chosen)
    if found is None or not _parks(*found):
        raise Refused(private.GONE)
    row.parked = [*row.parked, chosen]
    reword(turn, row, [chosen])
    redraw(turn, row)
    return Note(_("Saved. Thank you."))


async def unpark(turn: Turn, event: Event) -> Answer:
    """Back in its block, and the line in the thread goes."""
    row, chosen = await held(turn, event.about), _chosen(event.about)
    if chosen not in row.parked:
        raise Refused(_("This point is back on the board already."))
    reword(turn, row, [chosen])
    row.parked = [each for each in row.parked if each != chosen]
    redraw(turn, row)
    return None


def _chosen(subject: str) -> str:
    """Of “12:2026-11-23:point:34” the key."""
    return ":".join(keys_of(subject)[1:])


async def draw(turn: Turn, subjects: Sequence[str]) -> Mapping[str, Message | None]:
    """The line goes when its point does, or is back on the board."""
    days = {each: mine for each in subjects if (mine := key(each)) is not None}
    rows = await store.days(turn.session, days.values())
    items = await _on_board(turn, rows.values())
    drawn: dict[str, Message | None] = dict.fromkeys(subjects)
    for each, mine in days.items():
        row, chosen = rows.get(mine), _chosen(each)
        found = items.get(subject(row), {}).get(chosen) if row is not None and chosen in row.parked else None
        drawn[each] = messages.parked(found[1].text) if found else None
    return drawn


async def _on_board(turn: Turn, rows: Iterable[DagstartDay]) -> Mapping[str, Mapping[str, tuple[Block, Item]]]:
    """Of each day, by its subject, what has a key, block by block; cut as on the card."""
    some = list(rows)
    found = await ground(turn, [row.team for row in some])
    boards = {subject(row): board_of(row, found.teams[row.team].calendar) for row in some if row.team in found.teams}
    answers = await ask(turn, list(boards.values()))
    return {
        mine: {item.key: (block, item) for block in Block for item in answers[board][block] if item.key}
        for mine, board in boards.items()
    }
