"""What people share: an improvement point, today."""

from __future__ import annotations

from typing import Any, Final

from rituals.answers import OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn, team_of
from rituals.dagstart import forms, helping, rules, way
from rituals.dagstart.days import Present, ground, leads, live, not_stale, present, reword_others, touch
from rituals.dagstart.rules import LIVE, Lands, State
from rituals.dagstart.timeline import sum_up_if_due
from rituals.facts import Block, Shared
from rituals.shown import Form
from rituals.words import Sentence, _
from storage import dagstart as store
from storage import dagstart_items as shared_store
from storage.dagstart import DagstartDay, DagstartItem

SAVED: Final = _("Saved. Thank you.")
REPLIES: Final = {
    Lands.BOARD: SAVED,
    Lands.AHEAD: SAVED,
    Lands.LATE: _("Nice, I added it."),
    Lands.NEXT: _("Today's day start is done. I'll put this on the next board."),
}
NOTES: Final = frozenset({"notes", "staffing"})


# --- contributions ----------------------------------------------------------------------------------------------------
async def improve_form(turn: Turn, event: Event) -> Form:
    await not_stale(turn, event.about)
    return forms.improve()


async def improve(turn: Turn, event: Event) -> Answer:
    """Saved first: who goes no further in the form that follows loses nothing."""
    item, saved = await _shared(turn, event, Block.IMPROVE)
    return way.to_action(item) if event.values.get("action") else Note(saved, way.collides(item))


async def today_form(turn: Turn, event: Event) -> Form:
    await not_stale(turn, event.about)
    return forms.today()


async def today(turn: Turn, event: Event) -> Answer:
    """Whom to ask only counts with a request for help; the answer says so where it was filled in without one."""
    to = event.values.get("to") or None
    if event.values["kind"] != "help":
        saved = (await _shared(turn, event, Block.TODAY))[1]
        return Note(_("{saved} I only ask somebody for a request for help.", saved=saved) if to else saved)
    days = await helping.receiver(turn, event, to) if to else None
    item, saved = await _shared(turn, event, Block.TODAY, help="board", to=to)
    if to is None or to == event.person:
        return Note(saved)
    asked = days is not None and await helping.ask(turn, item, to, days)
    return Note(saved if asked else helping.on_board(to))


async def _shared(turn: Turn, event: Event, block: Block, **more: Any) -> tuple[DagstartItem, Sentence]:
    now = await present(turn, team_of(event.about))
    await _not_too_much(turn, event, block, now)
    where, given = rules.lands(now.state), event.values
    item = DagstartItem(
        team=now.team.id,
        day=now.today if where in (Lands.BOARD, Lands.LATE) else None,
        origin=now.today,
        at=turn.now,
        block=block.value,
        author=event.person,
        named=bool(given.get("named")),
        text=given["text"],
        cause=given.get("cause") or None,
        **more,
    )
    turn.session.add(item)
    await turn.session.flush()
    if item.day is not None:
        await turn.tell(Shared(now.team.id, block))
    return item, REPLIES[where]


async def _not_too_much(turn: Turn, event: Event, block: Block, now: Present) -> None:
    shared = await shared_store.shared_by(turn.session, now.team.id, event.person, block.value, now.today)
    if shared >= rules.AT_MOST:
        raise Refused(_("You've shared a lot today. Pick the most important; the rest can wait."))


async def heard(turn: Turn, fact: Shared) -> None:
    """Whatever ritual it came from: the card shows it, and the first one after the live part brings the summary."""
    newest = await store.newest(turn.session, fact.team)
    row = await store.hold(turn.session, fact.team, newest.day) if newest else None
    if row is None:
        return
    if fact.block in (Block.FIGURES, Block.ACTIONS):
        reword_others(turn, row)
    if State(row.state) in LIVE:
        await sum_up_if_due(turn, [row])
        touch(turn, row)
    elif row.day == (await ground(turn, [row.team])).today(turn, row.team):
        touch(turn, row)


# --- announcement and staffing ----------------------------------------------------------------------------------------
async def notes_form(turn: Turn, event: Event) -> Form:
    await not_stale(turn, event.about)
    team = team_of(event.about)
    row = await store.newest(turn.session, team) if team is not None else None
    if row is None or not NOTES & {*row.extras.split()}:
        raise Refused(OVER)
    await _may_note(turn, row, event.person)
    return forms.notes(tuple(row.extras.split()), row.notes, row.staffing)


async def notes(turn: Turn, event: Event) -> Answer:
    row = await live(turn, event.about)
    await _may_note(turn, row, event.person)
    extras = row.extras.split()
    if "notes" in extras:
        row.notes = event.values.get("notes") or None
        row.notes_by = event.person if row.notes else None
    row.staffing = event.values.get("staffing") if "staffing" in extras else row.staffing
    touch(turn, row)
    return Note(SAVED)


async def _may_note(turn: Turn, row: DagstartDay, person: str) -> None:
    if row.host != person and not await leads(turn, await ground(turn, [row.team]), row.team, person):
        raise only(_("the host, team lead or deputy"))
