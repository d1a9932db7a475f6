"""What is one person's own, asked of every ritual: read, exported, deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import structlog

from rituals.contract import Answer, Event, File, Files, Note, Turn
from rituals.facts import Deactivated
from rituals.keeping import Erase, Mine, Own
from rituals.privacy import messages, pages
from rituals.shown import Form, Page
from storage import audit, organisations, people

log = structlog.get_logger()


def kinds(turn: Turn) -> Mapping[str, Mine]:
    return {name: mine for ritual in turn.rituals for name, mine in ritual.mine.items()}


# --- reading ----------------------------------------------------------------------------------------------------------
async def mine(turn: Turn, event: Event) -> Page:
    found = [await _found(turn, event.person, name) for name in kinds(turn)]
    return pages.mine(found, turn.now.date())


async def kind(turn: Turn, event: Event) -> Page:
    name, part = pages.asked(event.about)
    known = name in kinds(turn)
    return pages.whole(await _found(turn, event.person, name) if known else None, part, turn.now.date())


async def _found(turn: Turn, person: str, name: str) -> pages.Found:
    """Without buttons for one who can't press them: a guest, who was a colleague once."""
    mine = kinds(turn)[name]
    owns = await _shown(turn, person, name, mine)
    if any(own.buttons for own in owns) and not await _colleague(turn, person):
        owns = [replace(own, buttons=()) for own in owns]
    return pages.Found(name, mine.title, owns)


async def _colleague(turn: Turn, person: str) -> bool:
    row = (await people.people(turn.session, [person])).get(person)
    return row is not None and row.kind == "member"


async def _shown(turn: Turn, person: str, name: str, kind: Mine) -> Sequence[Own]:
    """A kind that fails costs its own part, and never the page."""
    try:
        async with turn.session.begin_nested():
            return await kind.read(turn, person)
    except Exception as error:
        log.error("mine.not_read", kind=name, error=type(error).__name__, exc_info=error)
        return (Own(messages.NOT_SHOWN, {}),)


# --- exporting --------------------------------------------------------------------------------------------------------
async def export(turn: Turn, event: Event) -> Answer:
    """All of it or nothing: a kind that can't be read fails the whole."""
    found = {name: (kind.title, await kind.read(turn, event.person)) for name, kind in kinds(turn).items()}
    await audit.log(turn.session, turn.org, event.person, event.does, turn.now)
    today = turn.now.date()
    name = f"klantritme-{today.isoformat()}"
    data = {"person": event.person, "made": turn.now.isoformat(), **{key: _plain(o) for key, (_t, o) in found.items()}}
    lines = messages.export_lines(list(found.values()), today)
    return Files((File(f"{name}.txt", lines), File(f"{name}.json", data)), messages.ABOVE, messages.SENT)


def _plain(owns: Sequence[Own]) -> list[dict[str, object]]:
    return [{**({"on": own.on.isoformat()} if own.on else {}), **own.data} for own in owns]


# --- deleting ---------------------------------------------------------------------------------------------------------
async def delete_form(turn: Turn, event: Event) -> Form:
    return messages.delete_form(_erasable(turn))


def _erasable(turn: Turn) -> dict[str, Mine]:
    return {name: kind for name, kind in kinds(turn).items() if kind.erase is not None}


async def delete(turn: Turn, event: Event) -> Answer:
    how = Erase(event.values["shared"])
    wanted = [name for name in _erasable(turn) if name in event.values["kinds"]]
    for name in wanted:
        await _erase(turn, kinds(turn)[name], event.person, how)
    await audit.log(turn.session, turn.org, event.person, " ".join([event.does, *wanted]), turn.now)
    return Note(messages.DELETED)


async def _erase(turn: Turn, kind: Mine, person: str, how: Erase) -> None:
    if kind.erase is not None:
        await kind.erase(turn, person, how)


async def deactivated(turn: Turn, fact: Deactivated) -> None:
    """What only the person saw goes at once; what others see is from a former colleague in time."""
    for kind in kinds(turn).values():
        if not kind.shared:
            await _erase(turn, kind, fact.person, Erase.WITHDRAW)
    org = await organisations.of(turn.session, turn.org)
    if org is not None and org.contact == fact.person:
        org.contact = None
