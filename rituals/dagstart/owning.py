"""What becomes of a contribution afterwards: its author edits or withdraws it, colleagues doubt it, a lead hides it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rituals import reach
from rituals.answers import ALREADY, OVER, only
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong, team_of
from rituals.dagstart import forms, heard, private
from rituals.dagstart.board import tallies
from rituals.dagstart.days import present, reword, touch
from rituals.dagstart.helping import CARD, HIDDEN, REPORTED, item_id, item_subject, told_subject
from rituals.dagstart.live import item_key
from rituals.dagstart.rules import FINAL, LIVE, State
from rituals.dagstart.timeline import keep_totals
from rituals.facts import Block, Shared
from rituals.grammar import normal
from rituals.shown import Form, Place
from rituals.words import _
from storage import dagstart as store
from storage import dagstart_items as shared_store
from storage.dagstart import DagstartDay, DagstartItem


# --- the author -------------------------------------------------------------------------------------------------------
async def edit_form(turn: Turn, event: Event) -> Form:
    item = _own(event, await shared_store.item(turn.session, item_id(event.about)))
    row = await _board_of(turn, item)
    _still_open(item, row)
    return forms.edit(item)


async def edit(turn: Turn, event: Event) -> Answer:
    """Another text, or another name above it. What a lead had hidden comes back with another text only."""
    await present(turn, team_of(event.about))
    item = _own(event, await shared_store.hold_item(turn.session, item_id(event.about)))
    _still_open(item, await _board_of(turn, item))
    given = event.values
    if item.hidden and normal(item.text or "") == normal(given["text"]):
        raise Wrong(text=_("This is still the same text. Change what is recognisable and I'll post it again."))
    if _take_over(item, given):
        await _changed(turn, item)
    return Note(_("Saved. Thank you."))


def _take_over(item: DagstartItem, given: Mapping[str, Any]) -> bool:
    """Whether anything differs from what was there."""
    before = (item.text, item.named, item.cause)
    if item.text != given["text"]:
        item.text, item.edited, item.hidden, item.reported = given["text"], True, False, False
    item.named = bool(given.get("named", item.named))
    item.cause = given.get("cause", item.cause) or None
    return before != (item.text, item.named, item.cause)


async def withdraw(turn: Turn, event: Event) -> Answer:
    """Always possible, and nobody is told; the text is gone from the row."""
    await present(turn, team_of(event.about))
    item = _own(event, await shared_store.hold_item(turn.session, item_id(event.about)))
    item.text, item.cause, item.named = None, None, False
    await _changed(turn, item)
    return Note(_("Removed. Nobody is notified."))


def _own(event: Event, item: DagstartItem | None) -> DagstartItem:
    found = _there(event, item)
    if found.author != event.person:
        raise only(_("the author"))
    return found


def _there(event: Event, item: DagstartItem | None) -> DagstartItem:
    """The subject names the team whose rights were checked: a row of another team isn't there."""
    if item is None or item.team != team_of(event.about) or item.text is None:
        raise Refused(private.GONE)
    return item


def _still_open(item: DagstartItem, row: DagstartDay | None) -> None:
    if item.day is not None and (row is None or State(row.state) not in LIVE):
        raise Refused(OVER)


async def _board_of(turn: Turn, item: DagstartItem) -> DagstartDay | None:
    if item.day is None:
        return None
    return (await store.days(turn.session, [(item.team, item.day)])).get((item.team, item.day))


async def _changed(turn: Turn, item: DagstartItem) -> None:
    """The board that it stands on is drawn again, with its numbers; and the private lines about it."""
    await turn.session.flush()
    for what in (REPORTED, HIDDEN):
        turn.changed(CARD, told_subject(item, what))
    if item.help:
        turn.changed(CARD, item_subject(item))
    await turn.tell(Shared(item.team, Block(item.block)))
    await heard.changed(turn, [item])
    row = await _board_of(turn, item)
    if row is None:
        return
    touch(turn, row)
    reword(turn, row, [item_key(item.block, item.id)])
    if State(row.state) in FINAL:
        keep_totals(row, (await tallies(turn, [row]))[row.team, row.day])


# --- the others -------------------------------------------------------------------------------------------------------
async def report(turn: Turn, event: Event) -> Answer:
    """The author is asked once, privately. Who reported is stored nowhere."""
    await present(turn, team_of(event.about))
    item = _there(event, await shared_store.hold_item(turn.session, item_id(event.about)))
    if not item.reported and item.author:
        item.reported = True
        await _tell_author(turn, item, REPORTED)
    return Note(_("Thank you. I'll ask the author, without your name."))


async def hide(turn: Turn, event: Event) -> Answer:
    await present(turn, team_of(event.about))
    item = _there(event, await shared_store.hold_item(turn.session, item_id(event.about)))
    if item.hidden:
        return Note(ALREADY)
    item.hidden = True
    await _changed(turn, item)
    await _tell_author(turn, item, HIDDEN)
    return Note(_("Saved. Thank you."))


async def _tell_author(turn: Turn, item: DagstartItem, what: str) -> None:
    if item.author:
        place = Place(person=item.author, after=await reach.at(turn, item.author))
        turn.show(CARD, told_subject(item, what), place)
