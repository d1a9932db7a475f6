"""A copy of the database while the bot runs, and what is to be done after an older one was put back.

What was posted between the copy and now is in Slack, and the copy doesn't know. So nothing that waited in it is sent,
and what fell due since counts as missed, as after an outage of any length: rather one message less than a second one.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.trouble import FULL, trouble_of
from storage import restored
from storage.base import driver_url
from storage.occupied import occupied

if TYPE_CHECKING:
    from bot.app import Core  # with it come Bolt and all: half a second that a copy does without

WHY: Final = "it waited in a back-up that was put back"
SQLITE: Final = "sqlite+aiosqlite:///"
IN_USE: Final = (
    "Somebody has the database open, perhaps a bot that runs: nothing that waits in it would be sent any more. Stop "
    "it, put the copy back, and try again; with --anyway it is done all the same."
)
NOT_SQLITE: Final = "PostgreSQL is copied by its own tool: pg_dump --format=custom --file=FILE ADDRESS."
ONLY_OURS: Final = 0o600  # the file's mode: all that people wrote stands in it
REDRAWN: Final = timedelta(days=7)  # cards changed within this time may read otherwise in Slack than in the copy


class Unfit(Exception):
    """A sentence: this database or this file can't be used like this."""


@dataclass(frozen=True)
class Put:
    """What became of what waited: messages and cards that aren't sent, timers that count as `missed`."""

    messages: int
    cards: int
    missed: int
    redrawn: int

    @property
    def lines(self) -> list[str]:
        unsent = f"{self.messages} message(s) and {self.cards} card(s) that waited are not sent"
        told = [f"{unsent}, {self.missed} timer(s) count as missed, {self.redrawn} card(s) that stand are drawn anew."]
        if self.messages or self.cards:
            told.append("`klantritme outbox` lists what is not sent, and settles it: until then `doctor` counts it.")
        return told


async def copy(url: str, file: Path) -> None:
    """SQLite's own online copy: whole, as it stood at one moment. Raises Unfit."""
    if not driver_url(url).startswith(SQLITE):
        raise Unfit(NOT_SQLITE)
    await asyncio.to_thread(_copied, driver_url(url).removeprefix(SQLITE), file)


def _copied(source: str, file: Path) -> None:
    try:
        # From the first byte on for nobody else's eyes. What stands there already, and be it a link, stays.
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, ONLY_OURS))
    except FileExistsError:
        raise Unfit(f"{file} exists already; a copy is written to a new file.") from None
    except OSError as error:
        raise Unfit(
            f"{file} can't be made ({error.strerror}). Choose a folder that is there and can be written to."
        ) from error
    try:
        _filled(source, file)
    except BaseException as error:
        for each in ("", "-journal", "-wal", "-shm"):
            file.with_name(file.name + each).unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error | OSError):
            raise Unfit(f"{file} could not be written ({error}), and is gone again. {_mend(error)}") from error
        raise


def _filled(source: str, file: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(file.absolute())) as new:
        # In one step, so of one state of the write-ahead log, beside which others write on. In several it would begin
        # anew at each commit of theirs, and on a bot that works never end.
        old.backup(new)
        if new.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise Unfit("The copy was not whole, and is gone again; try once more, and look at the disk.")


def _mend(error: Exception) -> str:
    if trouble_of(error) == FULL:
        return "The disk is full: make room, or choose another one."
    return "Look whether the database can be read, and the folder of the copy be written to."


async def fit(url: str) -> None:
    """For putting a copy back: nobody works on it. Raises Unfit."""
    if await occupied(url):
        raise Unfit(IN_USE)


async def put_back(core: Core) -> Put:
    """After a copy was put back, before the bot runs on it. `core` stands at the present moment."""
    machine = core.turns.clock.machine()
    missed = await core.timers.tick(missed=True)
    async with core.sessions() as session, session.begin():
        # With what the timers would have said now: it belongs to what was missed.
        messages, cards = await restored.drop_waiting(session, core.turns.clock.now(), WHY)
        redrawn = await restored.redraw(session, machine, machine - REDRAWN)
        await restored.skip_ids(session, machine)
    return Put(messages, cards, missed, redrawn)


__all__ = ["Put", "Unfit", "copy", "fit", "put_back"]
