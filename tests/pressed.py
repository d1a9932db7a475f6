"""A button that is pressed in a process of its own, in the same instant as in another.

This module is imported in a process that is forked, and so imports nothing itself.
"""

from __future__ import annotations

import asyncio
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from typing import Any


def press(
    url: str, moment: str, org: str, person: str, does: str, about: str, together: Barrier, said: Queue[Any]
) -> None:
    """Puts (person, the sentence they read with its names, or nothing) where the others put theirs."""
    asyncio.run(_press(url, moment, org, person, does, about, together, said))


async def _press(
    url: str, moment: str, org: str, person: str, does: str, about: str, together: Barrier, said: Queue[Any]
) -> None:
    from bot.app import core
    from bot.clock import TurnedClock
    from bot.settings import Settings
    from bot.stage import local
    from rituals.contract import Event, Note, Refused
    from rituals.words import Person

    async with core(Settings(_env_file=None, database_url=url), TurnedClock(local(moment))) as house:
        event = Event(id=person, org=org, person=person, does=does, about=about, request=person)
        async with house.turns.reading(org):
            await asyncio.to_thread(together.wait)  # connected, and at the button
        try:
            answer = await house.dispatcher.act(event)
        except Refused as refused:
            answer = refused.note
        text = answer.text if isinstance(answer, Note) else None
        names = [part.id for part in text.args.values() if isinstance(part, Person)] if text is not None else []
        said.put((person, text.msgid if text is not None else "", names))
