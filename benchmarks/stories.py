"""The relay's pages, with two years of stories behind it, and with a hundred times as many.

The half year that its pages count is the same in both. A circle of thirty; the one who reads is an executive.
"""

from __future__ import annotations

import statistics
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks.figures import BAR, NOW, ORG, RUNS, Deed, ms, took
from benchmarks.scale import scaled
from bot.app import Core, core, settle_memory
from bot.clock import TurnedClock
from bot.settings import Settings
from rituals import home
from rituals.contract import Event
from rituals.estafette import weeks
from rituals.shown import Page
from storage import organisations
from storage.estafette import Leg, Relay, Runner, Story
from storage.people import PersonRow
from storage.roles import OrgRole

FEW, MANY = 100, scaled(10_000, 200)  # stories: of two years, and what grows a hundredfold
WEEKLY = 26  # of the newest, one a week
CIRCLE = tuple(f"U{n}" for n in range(30))  # the most there may be
TEXT = ["Een klant vertelde hoe lang het wachten duurde, en wat dat met haar deed. Ik zat ernaast."]


async def rows(folder: Path) -> list[list[str]]:
    async with _filled(folder / "few_stories.db", FEW) as few, _filled(folder / "many_stories.db", MANY) as many:
        settle_memory()
        both = {
            what: [(await took(many, deed), await took(few, deed)) for _ in range(RUNS)] for what, deed in DEEDS.items()
        }
    found = {what: [statistics.median(spans) for spans in zip(*pairs, strict=True)] for what, pairs in both.items()}
    return [
        [what, ms(much), f"{FEW}: {ms(little)}", f"{much / little:.2f}", BAR] for what, (much, little) in found.items()
    ]


def _page(does: str) -> Deed:
    async def opened(parts: Core) -> None:
        assert isinstance(await parts.dispatcher.open(Event("", ORG, CIRCLE[0], does)), Page)

    return opened


async def _home(parts: Core) -> None:
    async with parts.turns.reading(ORG) as turn:
        assert (await home.page(turn, CIRCLE[0])).pieces


DEEDS: dict[str, Deed] = {
    f"`/estafette` with {MANY:,} stories": _page("estafette.overview"),
    "… `/estafette verhalen`, the newest": _page("estafette.stories"),
    "… an executive's Home": _home,
}


@asynccontextmanager
async def _filled(file: Path, stories: int) -> AsyncIterator[Core]:
    async with core(Settings(_env_file=None, database_url=f"sqlite:///{file}"), TurnedClock(NOW)) as parts:
        async with parts.turns.writing(ORG) as turn:
            await organisations.know(turn.session, ORG, "Bench", "https://bench.example/")
            turn.session.add(Relay(channel="C1", private=False, state="RUNNING", begun=True, round=stories // 30 + 1))
        for table, values in (*_circle(), *_told(stories)):
            async with parts.sessions(info={"org": ORG}) as session, session.begin():
                await session.execute(insert(table), [{"org": ORG, **row} for row in values])
        yield parts


def _circle() -> Iterable[tuple[Any, list[dict[str, Any]]]]:
    return (
        (PersonRow, [{"key": person, "name": f"Bestuurder {person}"} for person in CIRCLE]),
        (OrgRole, [{"person": person, "role": "exec"} for person in CIRCLE]),
        (Runner, [{"person": person, "since": NOW} for person in CIRCLE]),
    )


def _told(stories: int) -> Iterable[tuple[Any, list[dict[str, Any]]]]:
    """One a week for half a year, which is what pages count; before it the rest of two years. Rounds of thirty."""
    span = timedelta(days=546) / stories
    ago = [
        n * timedelta(days=7) if n <= WEEKLY else WEEKLY * timedelta(days=7) + n * span for n in range(1, stories + 1)
    ]
    made = [(n, CIRCLE[n % 30], NOW - ago[n - 1], (stories - n) // 30 + 1) for n in range(1, stories + 1)]
    moments = ("offered_at", "answer_by", "starts_at", "ends_at", "grace_at")
    legs = [
        {
            "id": n,
            "round": round_,
            "week": weeks.monday(at.date()),
            "person": person,
            "state": "PASSED",
            "ran": True,
            "closed_at": at,
        }
        | dict.fromkeys(moments, at)
        for n, person, at, round_ in made
    ]
    texts = {"what": TEXT, "struck": TEXT, "change": TEXT}
    told = [
        {"leg": n, "person": person, "state": "PUBLISHED", "kind": "visit", "on": at.date(), "channel": "C1"}
        | {"at": at, "published_at": at, **texts}
        for n, person, at, _round in made
    ]
    return ((Leg, legs), (Story, told))
