"""The card of a full day and the picture of a figure, each with two years behind it, against nearly nothing.

Full is the most that a card takes: 7 figures, 5 actions and 60 contributions; nearly nothing is one of each.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks.scale import scaled
from bot.app import Core, core, settle_memory
from bot.clock import TurnedClock
from bot.settings import Settings
from rituals.contract import Event, about
from rituals.facts import Block
from storage import dagstart, organisations, people
from storage.action import ImprovementAction
from storage.kpi import Kpi, KpiValue

ORG, LEAD = "T1", "U1"
FULL, BARE = (7, 5, 60, 520), (1, 1, 1, 1)  # figures, actions, contributions, and working days with a value
RUNS = scaled(50, 1)  # of each, in turn on the one and the other; the median is quoted
BAR = "at most 2"
TODAY, YESTERDAY = date(2026, 11, 27), date(2026, 11, 26)
NOW = datetime(2026, 11, 27, 8, 5, tzinfo=UTC)  # a Friday; the dagstart of nine o'clock is on
TEXT = "Een klant wachtte te lang op antwoord, nummer {n}"

Deed = Callable[[Core], Awaitable[None]]


async def rows(folder: Path) -> list[list[str]]:
    async with _filled(folder / "full.db", *FULL) as full, _filled(folder / "bare.db", *BARE) as bare:
        settle_memory()
        figures = [(what, *await _both(full, bare, deed)) for what, deed in DEEDS.items()]
    return [
        [what, ms(much), f"one of each: {ms(little)}", f"{much / little:.2f}", BAR] for what, much, little in figures
    ]


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


async def _both(full: Core, bare: Core, deed: Deed) -> tuple[float, float]:
    both = [(await took(full, deed), await took(bare, deed)) for _ in range(RUNS)]
    much, little = (statistics.median(spans) for spans in zip(*both, strict=True))
    return much, little


async def took(parts: Core, deed: Deed) -> float:
    began = time.perf_counter()
    await deed(parts)
    return time.perf_counter() - began


# --- what is measured -------------------------------------------------------------------------------------------------
async def _card(parts: Core) -> None:
    subject = about(1, TODAY.isoformat())
    async with parts.turns.reading(ORG) as turn:
        found = await parts.dispatcher.registry.cards["dagstart.card"].draw(turn, [subject])
    assert found[subject] is not None


def _picture(by: str) -> Deed:
    async def drawn(parts: Core) -> None:
        answer = await parts.dispatcher.act(Event("", ORG, LEAD, "kpi.picture", about(1, 1, by)))
        assert answer is not None

    return drawn


DEEDS: dict[str, Deed] = {
    "the card with 7 figures of two years, 5 actions and 60 contributions drawn": _card,
    "… one of its figures as a picture of twelve weeks": _picture("weeks"),
    "… of its last 20 values": _picture("values"),
}


# --- the databases ----------------------------------------------------------------------------------------------------
@asynccontextmanager
async def _filled(file: Path, figures: int, actions: int, shared: int, days: int) -> AsyncIterator[Core]:
    async with core(Settings(_env_file=None, database_url=f"sqlite:///{file}"), TurnedClock(NOW)) as parts:
        async with parts.turns.writing(ORG) as turn:
            await organisations.know(turn.session, ORG, "Bench", "https://bench.example/")
        for table, values in (*team(), *_figures(figures, days), *_board(actions, shared)):
            async with parts.sessions(info={"org": ORG}) as session, session.begin():
                await session.execute(insert(table), [{"org": ORG, **row} for row in values])
        yield parts


def team() -> Iterable[tuple[Any, list[dict[str, Any]]]]:
    joined = TODAY - timedelta(days=3 * 365)
    return (
        (people.Team, [{"id": 1, "channel": "C1", "name": "Team", "started_on": joined}]),
        (people.PersonRow, [{"key": LEAD, "name": "Anna"}]),
        (people.Member, [{"team": 1, "person": LEAD, "joined_on": joined, "seasoned": True}]),
        (people.Role, [{"team": 1, "person": LEAD, "role": "lead"}]),
        (dagstart.DagstartSettings, [{"team": 1}]),
    )


def _figures(figures: int, days: int) -> Iterable[tuple[Any, list[dict[str, Any]]]]:
    ids = range(1, figures + 1)
    figure = {"team": 1, "unit": "percent", "better": "higher", "target": 900, "owner": LEAD, "days": "12345"}
    past = (YESTERDAY - timedelta(days=n) for n in range(2 * days + 7))
    worked = [day for day in past if day.isoweekday() < 6][:days]
    return (
        (Kpi, [{"id": n, "name": f"Cijfer {n}", "created_at": NOW, **figure} for n in ids]),
        (KpiValue, [{"kpi": n, "day": day, "value": 850 + day.toordinal() % 100} for n in ids for day in worked]),
    )


def _board(actions: int, shared: int) -> Iterable[tuple[Any, list[dict[str, Any]]]]:
    begun = {"day": TODAY, "starts_at": NOW - timedelta(minutes=5), "ends_at": NOW + timedelta(minutes=10)}
    action = {"team": 1, "effect": "zij hoeven niet te wachten", "owner": LEAD, "state": "DO", "at": NOW}
    blocks = (Block.IMPROVE.value, Block.TODAY.value)
    item = {"team": 1, "author": LEAD, "at": NOW, "origin": TODAY, "day": TODAY}
    return (
        (dagstart.DagstartDay, [{"team": 1, "state": "OPEN", **begun}]),
        (ImprovementAction, [{"what": f"Stap {n}", "check_on": TODAY, **action} for n in range(actions)]),
        (
            dagstart.DagstartItem,
            [{"block": blocks[n % 2], "text": TEXT.format(n=n), **item} for n in range(shared)],
        ),
    )
