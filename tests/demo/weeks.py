"""Teams to play a week of, and what is said in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import time

from bot.demo import cast, spoken
from bot.demo import tongue as t
from bot.demo.cast import Crew
from bot.demo.rehearsing import Rehearsal
from bot.demo.seed import Seed, Seeded, language
from bot.demo.serving import playing
from bot.demo.tongue import Both, Language, Tongue
from bot.demo.turning import Turning
from bot.demo.week import Week
from bot.stage import ZONE, Actor
from sandbox.page.turning import Turning as Pages


async def facturatie(here: Seeded) -> None:
    """One team is enough, and takes a third of the time."""
    await here.hands.starts(here.actor("Ruben"), here.channel(cast.FACTURATIE))
    await here.stage.settle()


async def board(here: Seeded) -> None:
    marijke, channel = here.actor("Marijke"), here.channel(cast.DIRECTIE)
    await here.hands.starts(marijke, channel)
    await here.stage.settle()
    await here.hands.types(marijke, t.SETTINGS, channel)
    await here.hands.sends(marijke, {t.DAYS: [t.MONDAY, t.THURSDAY], t.TIME: time(9, 15)})


BOARD = (language, board)


@asynccontextmanager
async def beginning(
    opens: str, begins: str, tongue: Language = "nl", seeds: Sequence[Seed] = (language, facturatie)
) -> AsyncIterator[Turning]:
    """Teams without a history. Nothing may be refused by Slack."""
    async with playing(Tongue(tongue), seeds, begins=begins, opens=opens) as turning:
        yield turning
        slack = turning.here.stage.slack
    assert not slack.refusals
    assert not slack.late_acks


async def played(turning: Turning, crew: Crew) -> list[str]:
    """What was said, with the moment before it."""
    said: list[str] = []

    async def say(caption: str) -> None:
        said.append(f"{turning.now().astimezone(ZONE):%d-%m %H:%M} {caption}")

    await Week(turning.here, crew, turning, say, nobody, pause=0).play()
    return said


def nobody(_: str) -> bool:
    return False


def rehearsal(turning: Turning, crew: Crew, said: list[str], watched: Callable[[str], bool] = nobody) -> Rehearsal:
    async def say(caption: str) -> None:
        said.append(caption)

    return Rehearsal(turning.here, crew, turning, say, watched, pause=0, away=0.3)


def holds(said: list[str], caption: Both, tongue: Tongue, **parts: str) -> bool:
    wanted = spoken.sentence(tongue(caption).format(**parts))
    return any(line.endswith(wanted) for line in said)


def times(said: list[str], ending: str) -> list[str]:
    """When lines with this ending were said."""
    return [line[:11] for line in said if line.endswith(ending)]


async def pauses(lead: Actor, channel: str, until: str) -> None:
    await lead.types(f"/dagstart pauze {until}", channel=channel)


async def events(turning: Turning, times: int) -> list[str]:
    """When each next event is, by the page's button."""
    clock = Pages(turning, turning.here.stage.slack.changes, lambda: None, nobody)
    seen = []
    for _ in range(times):
        assert await clock.turn("next")
        seen.append(f"{turning.now().astimezone(ZONE):%d-%m %H:%M}")
    return seen
