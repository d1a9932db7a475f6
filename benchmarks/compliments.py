"""Compliments: with ten thousand of them in one organisation, and with a million.

A hundred teams, two years. The week that is looked at is equally busy in both: it is what lies behind it that grows.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from benchmarks.bulk import fill
from benchmarks.scale import analysed, scaled
from bot.app import Core, core, settle_memory
from bot.clock import TurnedClock
from bot.database import migrate
from bot.settings import Settings
from rituals.compliment.placing import SENT
from rituals.contract import Due, Event, Note, about
from storage import compliment, dagstart, organisations, people

ORG = "T1"
FEW, MANY = scaled(10_000, 2_100), scaled(1_000_000, 2_500)
TEAMS = 100
MEMBERS = 20  # of each team
WEEK = 20  # compliments of each team in the week that is looked at, in both
WITH_RECEIVER = 0.6
OPEN = 200  # one in so many still waits for an answer
TODAYS = 6  # of the newest of each team, as far as they have one, their receivers were told today
WORKDAYS = 520  # two years of them
RUNS = scaled(25, 1)  # of each, in turn on the one and the other; the median is quoted
BAR = "at most 2"
TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 8, 5, tzinfo=UTC)  # a Friday; the dagstart of nine o'clock is on
MONDAY = TODAY - timedelta(days=TODAY.weekday())

Deed = Callable[[Core, int], Awaitable[None]]
Rows = Iterator[dict[str, Any]]
fresh = count()


class _Undone(Exception):
    """What was selected is forgotten again, so that it can be selected once more."""


async def rows(name: str, few: str, many: str) -> list[list[str]]:
    """On two databases of this kind, of which these are the addresses."""
    async with _filled(few, FEW) as small, _filled(many, MANY) as large:
        settle_memory()
        figures = [(what, *await _both(small, large, deed)) for what, deed in DEEDS.items()]
    return [
        [f"{what}, {MANY:,} compliments, {name}", _ms(much), f"{FEW:,}: {_ms(little)}", f"{much / little:.2f}", BAR]
        for what, little, much in figures
    ]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


async def _both(small: Core, large: Core, deed: Deed) -> tuple[float, float]:
    both = [(await _took(small, deed, n), await _took(large, deed, n)) for n in range(RUNS)]
    few, many = (statistics.median(spans) for spans in zip(*both, strict=True))
    return few, many


async def _took(parts: Core, deed: Deed, n: int) -> float:
    began = time.perf_counter()
    await deed(parts, n)
    return time.perf_counter() - began


# --- what is measured -------------------------------------------------------------------------------------------------
def _team(n: int) -> int:
    return n % TEAMS + 1


def _person(team: int, n: int) -> str:
    return f"U{team}X{n % MEMBERS}"


def _event(n: int, **more: Any) -> Event:
    team, key = _team(n), f"bench-{next(fresh)}"
    board = about(team, TODAY.isoformat())
    return Event(key, ORG, _person(team, n), "compliment.new", board, key, **more)


async def _opens(parts: Core, n: int) -> None:
    await parts.dispatcher.open(_event(n))


async def _gives(parts: Core, n: int) -> None:
    said = f"Zin {next(fresh)} van vandaag: op de wc zei een man dat hij bij ons blij is"
    values = {"kind": "customer", "text": said, "team": True, "named": True}
    answer = await parts.dispatcher.submit(_event(n, values=values))
    assert answer == Note(SENT), answer


async def _selects(parts: Core, n: int) -> None:
    with suppress(_Undone):
        async with parts.turns.writing(ORG) as turn:
            await parts.dispatcher.registry.timers["compliment.week"].run(turn, [Due(about(_team(n)), turn.now)])
            raise _Undone


async def _asks(parts: Core, n: int) -> None:
    """The weekly question: whether it is asked at all."""
    with suppress(_Undone):
        async with parts.turns.writing(ORG) as turn:
            await parts.dispatcher.registry.timers["compliment.prompt"].run(turn, [Due(about(_team(n)), turn.now)])
            raise _Undone


def _draws(card: str, subject: Callable[[int], str]) -> Deed:
    async def drawn(parts: Core, n: int) -> None:
        async with parts.turns.reading(ORG) as turn:
            found = await parts.dispatcher.registry.cards[card].draw(turn, [subject(n)])
        assert found[subject(n)] is not None

    return drawn


DEEDS: dict[str, Deed] = {
    "the form for a compliment opened": _opens,
    "… given, on the day's board": _gives,
    "… the day's card drawn": _draws("dagstart.card", lambda n: about(_team(n), TODAY.isoformat())),
    "… the receiver's message drawn": _draws("compliment.ask", lambda n: f":{_person(_team(n), 1)}:today"),
    "… the week's selection made": _selects,
    "… the weekly question weighed": _asks,
}


# --- the databases ----------------------------------------------------------------------------------------------------
@asynccontextmanager
async def _filled(url: str, size: int) -> AsyncIterator[Core]:
    await migrate(url)
    fill(url, organisations.Organisation, [{"id": ORG, "name": "Bench", "url": "https://bench.example/"}])
    made = ((compliment.Compliment, _compliments(size - TEAMS * WEEK)), (compliment.Receiver, _receivers(size)))
    for table, values in (*_teams(), *made):
        fill(url, table, ({"org": ORG, **row} for row in values))
    async with core(Settings(_env_file=None, database_url=url), TurnedClock(NOW)) as parts:
        await analysed(parts.sessions)
        yield parts


def _teams() -> Iterable[tuple[Any, Iterable[dict[str, Any]]]]:
    """Each with its members, a lead, and today's board."""
    ids, joined = range(1, TEAMS + 1), TODAY - timedelta(days=3 * 365)
    start = datetime(2026, 11, 27, 8, tzinfo=UTC)
    board = {"day": TODAY, "starts_at": start, "ends_at": start + timedelta(minutes=15), "state": "OPEN"}
    who = [(team, _person(team, n), n) for team in ids for n in range(MEMBERS)]
    member = {"joined_on": joined, "seasoned": True}
    return [
        (people.Team, ({"id": t, "channel": f"C{t}", "name": f"Team {t}", "started_on": joined} for t in ids)),
        (people.PersonRow, ({"key": key, "name": key} for _team, key, _n in who)),
        (people.Member, ({"team": team, "person": key, **member} for team, key, _n in who)),
        (people.Role, ({"team": team, "person": key, "role": "lead"} for team, key, n in who if n == 0)),
        (dagstart.DagstartSettings, ({"team": team} for team in ids)),
        (dagstart.DagstartDay, ({"team": team, **board} for team in ids)),
    ]


def _compliments(before: int) -> Rows:
    """In the order of time, as they come: what lies behind, and then the week."""
    days = [day for n in range(WORKDAYS * 2) if (day := MONDAY - timedelta(days=n + 1)).isoweekday() < 6][:WORKDAYS]
    for n in range(before):
        yield _compliment(n, _team(n), days[-1 - n * WORKDAYS // before])
    for n in range(TEAMS * WEEK):
        yield _compliment(before + n, _team(n), MONDAY + timedelta(days=n // TEAMS * 5 // WEEK))


def _compliment(n: int, team: int, day: date) -> dict[str, Any]:
    """Numbered from one as they are written; one in five in a message of its own, some still waiting for an answer."""
    at = datetime(day.year, day.month, day.day, 8, 5, tzinfo=UTC)
    waits = n % OPEN == 7
    bram = ["Bram", False, _person(team, n + 1)]
    told: list[Any] = [f"Een klant vertelde iets, nummer {n} van {day}, en ", bram, " hielp"]
    return {
        "team": team,
        "kind": "colleague" if n % 3 else "customer",
        "giver": _person(team, n // TEAMS),
        "text": told,
        "state": "AWAITING" if waits else "PUBLISHED",
        "at": at,
        "origin": day,
        "published_at": None if waits else at,
        "read_at": None if waits else at,
        "place": "" if waits else "channel" if n % 5 == 0 else "board",
        "day": None if waits else day,
    }


def _receivers(size: int) -> Rows:
    """Those of today all go to the team's second member, in one message."""
    for n in range(size):
        if (n + n // TEAMS) % 10 < WITH_RECEIVER * 10:
            today = size - n <= TODAYS * TEAMS
            person = _person(_team(n), 1 if today else n // TEAMS + 1)
            batch = "today" if today else f"{n}-1"
            yield {
                "compliment": n + 1,
                "person": person,
                "choice": "asked" if n % OPEN == 7 else "named",
                "batch": batch,
            }
