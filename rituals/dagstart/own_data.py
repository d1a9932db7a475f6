"""How a person reads what the dagstart keeps of them, and takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from rituals.contract import Turn
from rituals.dagstart import heard, hosts, private
from rituals.dagstart.board import tallies
from rituals.dagstart.days import reword, touch
from rituals.dagstart.helping import CARD, HIDDEN, REPORTED, item_subject, told_subject
from rituals.dagstart.live import item_key
from rituals.dagstart.rules import FINAL, LIVE, State
from rituals.dagstart.timeline import keep_totals
from rituals.facts import Block, Shared
from rituals.keeping import Erase, Mine, Own
from rituals.words import Sentence, Typed, _, plural
from storage import dagstart as days_store
from storage import dagstart_own as store
from storage.dagstart import DagstartDay, DagstartItem
from storage.people import Rota

BLOCKS: Final = {
    Block.IMPROVE: ("improvement point", _("improvement point")),
    Block.TODAY: ("today", _("what today is about")),
}


# --- what one shared --------------------------------------------------------------------------------------------------
async def contributions(turn: Turn, person: str) -> Sequence[Own]:
    items = await store.items_of(turn.session, person)
    keys = {(item.team, item.day) for item in items if item.day is not None}
    live = {mine for mine, row in (await days_store.days(turn.session, keys)).items() if State(row.state) in LIVE}
    return [_contribution(item, item.day is None or (item.team, item.day) in live) for item in items]


def _contribution(item: DagstartItem, may_edit: bool) -> Own:
    name, word = ("request for help", _("request for help")) if item.help else BLOCKS[Block(item.block)]
    text = _("{kind}: {text}", kind=word, text=Typed(item.text or ""))
    named = item.named or bool(item.help)  # a request for help always says whose it is
    data = {"kind": name, "text": item.text, "with_name": named, "cause": item.cause, "asked": item.to}
    return Own(text, _filled(data), item.origin, private.own_item(item_subject(item), may_edit=may_edit))


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}


async def erase_contributions(turn: Turn, person: str, how: Erase) -> None:
    """The rows stay until their time, with nobody's name; withdrawn without their text as well."""
    items = await store.hold_items(turn.session, person)
    rows = await _boards(turn, items)
    readable = [item for item in items if item.text is not None]
    for item in items:
        item.author, item.former_on = None, None
        if how is Erase.WITHDRAW:
            item.text, item.cause, item.named = None, None, False
    await turn.session.flush()
    _redraw(turn, readable, rows)
    if how is Erase.WITHDRAW:
        await heard.changed(turn, readable)
        await _recount(turn, readable, rows)


async def _boards(turn: Turn, items: Iterable[DagstartItem]) -> Sequence[DagstartDay]:
    keys = {(item.team, item.day) for item in items if item.day is not None}
    return list((await days_store.hold_many(turn.session, keys)).values()) if keys else []


def _redraw(turn: Turn, items: Sequence[DagstartItem], rows: Iterable[DagstartDay]) -> None:
    keys = {item_key(item.block, item.id) for item in items}
    for row in rows:
        touch(turn, row)
        reword(turn, row, keys)
    for item in items:
        for what in (REPORTED, HIDDEN):
            turn.changed(CARD, told_subject(item, what))
        if item.help:
            turn.changed(CARD, item_subject(item))


async def _recount(turn: Turn, items: Iterable[DagstartItem], rows: Sequence[DagstartDay]) -> None:
    counted = await tallies(turn, rows) if rows else {}
    for row in rows:
        if State(row.state) in FINAL:
            keep_totals(row, counted[row.team, row.day])
    for team, block in sorted({(item.team, item.block) for item in items}):
        await turn.tell(Shared(team, Block(block)))


# --- announcements ----------------------------------------------------------------------------------------------------
async def announcements(turn: Turn, person: str) -> Sequence[Own]:
    rows = await store.noted_by(turn.session, person)
    return [Own(_("{text}", text=Typed(row.notes or "")), {"text": row.notes}, row.day) for row in rows]


async def erase_announcements(turn: Turn, person: str, how: Erase) -> None:
    for row in await store.hold_noted_by(turn.session, person):
        row.notes_by = None
        if how is Erase.WITHDRAW:
            row.notes = None
            touch(turn, row)


# --- hosting ----------------------------------------------------------------------------------------------------------
async def hosting(turn: Turn, person: str) -> Sequence[Own]:
    turns = [_turns(row, person) for row in await store.days_naming(turn.session, person)]
    memory = [_memory(row) for row in await store.rotas(turn.session, person, hosts.ROLE)]
    return [own for some in (*memory, *turns) for own in some]


def _turns(row: DagstartDay, person: str) -> list[Own]:
    """What one day holds of this person."""
    held = [
        (row.host == person, _("your turn to host"), {"kind": "host", "state": row.host_state.lower()}),
        (person in row.asked, _("you were asked to host, and didn't take it"), {"kind": "asked to host"}),
        (row.swap_to == person, _("a colleague asked you to host for them"), {"kind": "asked to take over"}),
        (row.swap_by == person, _("you asked a colleague to host for you"), {"kind": "asked somebody to take over"}),
    ]
    return [Own(text, data, row.day) for holds, text, data in held if holds]


def _memory(row: Rota) -> list[Own]:
    last = [Own(_("you last hosted"), {"kind": "last hosted"}, row.last_done)] if row.last_done else []
    out = [Own(_("you'd rather not host"), {"kind": "rather not"})] if row.opted_out else []
    return [*out, *([_declined(row.declines)] if row.declines else []), *last]


def _declined(n: int) -> Own:
    text = plural("you chose another time once in a row", "you chose another time {n} times in a row", n)
    return Own(text, {"kind": "other times in a row", "times": n})


async def erase_hosting(turn: Turn, person: str, how: Erase) -> None:
    """What is over, and what one was asked for. Turns to come stay: the invitation's buttons hand them on."""
    await store.drop_rotas(turn.session, person, hosts.ROLE)
    for row in await store.hold_days_naming(turn.session, person):
        _forget_engaged(turn, row, person, whole=State(row.state) in FINAL)


def _forget_engaged(turn: Turn, row: DagstartDay, person: str, *, whole: bool) -> None:
    row.asked = [one for one in row.asked if one != person]
    if not whole:
        return
    if row.host == person:
        row.host, row.host_state = None, hosts.Host.UNASSIGNED.value
        touch(turn, row)
    row.swap_to = None if row.swap_to == person else row.swap_to
    row.swap_by = None if row.swap_by == person else row.swap_by


async def forget_engaged(turn: Turn, person: str) -> None:
    """Of whoever has gone for good, when their turns to come have been passed on."""
    await turn.session.flush()
    for row in await store.hold_days_naming(turn.session, person):
        _forget_engaged(turn, row, person, whole=True)


# --- requests for help ------------------------------------------------------------------------------------------------
async def asked(turn: Turn, person: str) -> Sequence[Own]:
    """Of what a colleague wrote the day only: the text is theirs."""
    rows = await store.items_for(turn.session, person)
    return [Own(_answer(row), {"kind": "asked for help", "answer": row.help}, row.origin) for row in rows]


def _answer(row: DagstartItem) -> Sentence:
    if row.help == "yes":
        return _("a colleague asked for your help, and you said yes")
    if row.help == "no":
        return _("a colleague asked for your help, and you couldn't")
    return _("a colleague asked for your help")


async def erase_asked(turn: Turn, person: str, how: Erase) -> None:
    """The message in this person's conversation goes; the question stays on the board."""
    for item in await store.hold_items_for(turn.session, person):
        item.to, item.help = None, "board"
        turn.changed(CARD, item_subject(item))
    await store.drop_asked(turn.session, person)


# --- all of it --------------------------------------------------------------------------------------------------------
FORGOTTEN: Final = _("then I also forget that you'd rather not, or couldn't, and may ask you again.")
MINE: Final = {
    "contributions": Mine(_("What I shared"), contributions, erase_contributions, shared=True),
    "announcements": Mine(_("My announcements"), announcements, erase_announcements, shared=True),
    "hosting": Mine(_("Hosting"), hosting, erase_hosting, also=FORGOTTEN),
    "help": Mine(_("Requests for my help"), asked, erase_asked),
}
