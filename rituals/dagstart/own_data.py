"""What the dagstart keeps of people, how long, and how a person reads it and takes it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from rituals.contract import Turn
from rituals.dagstart import hosts, private, rules
from rituals.dagstart.board import tallies
from rituals.dagstart.days import touch
from rituals.dagstart.helping import CARD, HIDDEN, REPORTED, item_subject, told_subject
from rituals.dagstart.rules import FINAL, LIVE, State
from rituals.dagstart.timeline import keep_totals
from rituals.facts import Block, Shared
from rituals.keeping import Erase, Kept, Mine, Own
from rituals.words import Sentence, Typed, _
from storage import dagstart as days_store
from storage import dagstart_own as store
from storage.dagstart import DagstartDay, DagstartItem

BLOCKS: Final = {
    Block.COMPLIMENTS: ("compliment", _("compliment")),
    Block.IMPROVE: ("improvement point", _("improvement point")),
    Block.TODAY: ("today", _("today")),
}


# --- what one shared --------------------------------------------------------------------------------------------------
async def contributions(turn: Turn, person: str) -> Sequence[Own]:
    items = await store.items_of(turn.session, person)
    keys = {(item.team, item.day) for item in items if item.day is not None}
    live = {mine for mine, row in (await days_store.days(turn.session, keys)).items() if State(row.state) in LIVE}
    return [_contribution(item, item.day is None or (item.team, item.day) in live) for item in items]


def _contribution(item: DagstartItem, may_edit: bool) -> Own:
    name, word = BLOCKS[Block(item.block)]
    text = _("{kind}: {text}", kind=word, text=Typed(item.text or ""))
    data = {"kind": name, "text": item.text, "with_name": item.named, "cause": item.cause, "asked": item.to}
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
        await _recount(turn, readable, rows)


async def _boards(turn: Turn, items: Iterable[DagstartItem]) -> Sequence[DagstartDay]:
    keys = {(item.team, item.day) for item in items if item.day is not None}
    return list((await days_store.hold_many(turn.session, keys)).values()) if keys else []


def _redraw(turn: Turn, items: Iterable[DagstartItem], rows: Iterable[DagstartDay]) -> None:
    for row in rows:
        touch(turn, row)
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
    turns = [_turn_of(row) for row in await store.hosted_by(turn.session, person)]
    memory = [_memory(row) for row in await store.rotas(turn.session, person, hosts.ROLE)]
    return [*(own for some in memory for own in some), *turns]


def _turn_of(row: DagstartDay) -> Own:
    return Own(_("your turn to host"), {"kind": "host", "state": row.host_state.lower()}, row.day)


def _memory(row: Any) -> list[Own]:
    last = [Own(_("you last hosted"), {"kind": "last hosted"}, row.last_done)] if row.last_done else []
    out = [Own(_("you'd rather not host"), {"kind": "rather not"})] if row.opted_out else []
    return [*out, *last]


async def erase_hosting(turn: Turn, person: str, how: Erase) -> None:
    """What is over. Turns to come stay: they are handed on with the buttons of the invitation."""
    await store.drop_rotas(turn.session, person, hosts.ROLE)
    for row in await store.hold_days_naming(turn.session, person, (state.value for state in FINAL)):
        if row.host == person:
            row.host, row.host_state = None, hosts.Host.UNASSIGNED.value
            touch(turn, row)
        row.asked = [one for one in row.asked if one != person]
        row.swap_to = None if row.swap_to == person else row.swap_to
        row.swap_by = None if row.swap_by == person else row.swap_by


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


# --- how long ---------------------------------------------------------------------------------------------------------
async def forget_items(turn: Turn, before: date) -> None:
    await store.forget_items(turn.session, before)


async def forget_notes(turn: Turn, before: date) -> None:
    await store.forget_notes(turn.session, before)


async def forget_authors(turn: Turn, before: date) -> None:
    """`before` lies as many days back as an author is kept; the rows hold the day on which the default is over."""
    await store.forget_authors(turn.session, before + rules.FORMER)


async def forget_hosts(turn: Turn, before: date) -> None:
    await store.forget_hosts(turn.session, before)


async def forget_asked(turn: Turn, before: date) -> None:
    await store.forget_asked(turn.session, before - rules.ASKED)


NOBODY: Final = _("nobody")
TEAM: Final = _("the team's channel")

KEEPS: Final = (
    Kept(
        "contributions",
        _("Contributions to a dagstart"),
        _("the author; shown only where the author wants it"),
        TEAM,
        {"dagstart_items": ("author", "text", "cause")},
        _("then the text goes; the totals of the week stay"),
        rules.KEPT.days,
        forget_items,
    ),
    Kept(
        "announcements",
        _("Announcements on a card"),
        _("who wrote it; not shown"),
        TEAM,
        {"dagstart_days": ("notes", "notes_by")},
        _("then the text goes"),
        rules.KEPT.days,
        forget_notes,
    ),
    Kept(
        "former",
        _("The author of a contribution, after the account was closed"),
        _("the author; shown as a colleague"),
        NOBODY,
        {"dagstart_items": ("author",)},
        _("then it is from a former colleague; at once on request"),
        rules.FORMER.days,
        forget_authors,
    ),
    Kept(
        "hosts",
        _("Who hosted, and who was asked to"),
        _("the host and who was asked"),
        _("the host's name: the team's channel; the rest: nobody"),
        {"dagstart_days": ("host", "asked", "swap_to", "swap_by")},
        _("then nobody's name is kept"),
        rules.HOSTS_KEPT.days,
        forget_hosts,
    ),
    Kept(
        "rota",
        _("When somebody last hosted, and whether they'd rather not"),
        _("the member"),
        NOBODY,
        {"rota": ("person",)},
        _("overwritten each time; until they leave the team"),
    ),
    Kept(
        "help",
        _("Whom a request for help is for"),
        _("the colleague who is asked"),
        _("that colleague"),
        {"dagstart_items": ("receiver",), "dagstart_help": ("person",)},
        _("with the contribution; that somebody was asked that day: two days"),
        forget=forget_asked,
    ),
)
HOLDS_NOBODY: Final = frozenset(
    {
        "dagstart_settings",
        "dagstart_weeks",
        "dagstart_days.state",
        "dagstart_days.extras",
        "dagstart_days.host_state",
        "dagstart_items.help",
        "rota.role",
    }
)
MINE: Final = {
    "contributions": Mine(_("What I shared"), contributions, erase_contributions, shared=True),
    "announcements": Mine(_("My announcements"), announcements, erase_announcements, shared=True),
    "hosting": Mine(_("Hosting"), hosting, erase_hosting),
    "help": Mine(_("Requests for my help"), asked, erase_asked),
}
