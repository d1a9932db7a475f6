"""What a team agreed on: its list and the path of one, with all that may run and twenty weeks behind it.

Full is three agreements of a team and two of the reader's own; beside it stands one of each, of this week. Figures may
be shown.
"""

from __future__ import annotations

import statistics
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from benchmarks.figures import BAR, LEAD, NOW, ORG, RUNS, TODAY, Deed, ms, team, took
from bot.app import Core, core, settle_memory
from bot.clock import TurnedClock
from bot.settings import Settings
from rituals import gate
from rituals.contract import Event, about
from rituals.shown import Page
from storage import organisations
from storage.alsdan import Agreement, AgreementVersion, Aid, LookResult, PersonalAgreement

FULL, BARE = (3, 2, 20), (1, 1, 1)  # agreements of the team, of the reader alone, and weeks
WEEK = timedelta(days=7)
FIRST = TODAY - timedelta(days=TODAY.weekday())
WORDS = {"x": "een klant voor de tweede keer belt", "y": "bellen we zelf terug met het antwoord"}


async def rows(folder: Path) -> list[list[str]]:
    async with _filled(folder / "agreed.db", *FULL) as full, _filled(folder / "new.db", *BARE) as bare:
        settle_memory()
        both = {
            what: [(await took(full, deed), await took(bare, deed)) for _ in range(RUNS)]
            for what, deed in DEEDS.items()
        }
    found = {what: [statistics.median(spans) for spans in zip(*pairs, strict=True)] for what, pairs in both.items()}
    return [
        [what, ms(much), f"one of each: {ms(little)}", f"{much / little:.2f}", BAR]
        for what, (much, little) in found.items()
    ]


def _page(does: str, subject: str) -> Deed:
    async def opened(parts: Core) -> None:
        assert isinstance(await parts.dispatcher.open(Event("", ORG, LEAD, does, subject)), Page)

    return opened


DEEDS: dict[str, Deed] = {
    "`/alsdan` with 3 agreements of the team and 2 of one's own": _page("alsdan.list", about(1)),
    "… the path of one, 20 weeks": _page("alsdan.path", about(1, 1)),
}


# --- the databases ----------------------------------------------------------------------------------------------------
@asynccontextmanager
async def _filled(file: Path, agreed: int, own: int, weeks: int) -> AsyncIterator[Core]:
    async with core(Settings(_env_file=None, database_url=f"sqlite:///{file}"), TurnedClock(NOW)) as parts:
        async with parts.turns.writing(ORG) as turn:
            await organisations.know(turn.session, ORG, "Bench", "https://bench.example/")
            org = await organisations.of(turn.session, ORG)
            assert org is not None
            org.gate = gate.OPEN
        began = FIRST - (weeks - 1) * WEEK
        for table, values in (*team(), *_agreements(agreed, own, began), *_weeks(agreed, weeks, began)):
            async with parts.sessions(info={"org": ORG}) as session, session.begin():
                await session.execute(insert(table), [{"org": ORG, **row} for row in values])
        yield parts


def _agreements(agreed: int, own: int, began: date) -> Iterable[tuple[Any, list[dict[str, Any]]]]:
    at = datetime(began.year, began.month, began.day, 8, tzinfo=UTC)
    base = {**WORDS, "state": "ACTIVE", "at": at, "since": began, "activated_on": began, "aids_from": began}
    return (
        (
            Agreement,
            [{"id": n + 1, "team": 1, "aid": "dagstart", "why": "Eén keer bellen", **base} for n in range(agreed)],
        ),
        (PersonalAgreement, [{"person": LEAD, "aid": "look", **base} for _ in range(own)]),
    )


def _weeks(agreed: int, weeks: int, began: date) -> Iterable[tuple[Any, list[dict[str, Any]]]]:
    """The most of each: a result and five reminders a week, and a version every fourth."""
    every = [(key, began + n * WEEK, n) for key in range(1, agreed + 1) for n in range(weeks)]
    counted = {"line": "good", "did": 6, "old": 1, "none": 1, "members": 9, "k": 5}
    keys = ("year", "week")
    return (
        (
            LookResult,
            [
                {
                    "agreement": key,
                    "on": day + timedelta(days=4),
                    **dict(zip(keys, day.isocalendar(), strict=False)),
                    **counted,
                }
                for key, day, _n in every
            ],
        ),
        (
            Aid,
            [
                {"team": 1, "agreement": key, "day": day + timedelta(days=of), "board": True}
                for key, day, _n in every
                for of in range(5)
            ],
        ),
        (
            AgreementVersion,
            [{"agreement": key, "version": n // 4 + 1, "first": day, **WORDS} for key, day, n in every if n % 4 == 0],
        ),
    )
