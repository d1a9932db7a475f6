"""Each page, card and report, with ten thousand contributions of two years behind it, and with a million.

The teams are those of the tests that count statements (tests/many.py): one for each card and timer, as it stands when
that is drawn or comes. What stands there now is the same in both databases; only what lies behind it grows. A page or
card that is new has to be named there or in looks.py: otherwise this part fails.
"""

from __future__ import annotations

import shutil
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete

from benchmarks.looks import LOOKS, PAGES
from benchmarks.past import Past
from benchmarks.scale import Rows, analysed, scaled
from bot.app import Core, core, settle_memory
from bot.clock import TurnedClock
from bot.database import migrate
from bot.registry import make
from bot.stage import local
from rituals import RITUALS, home
from rituals.contract import Due, Event
from rituals.shown import Page
from storage.estafette import Relay
from tests.many import BEFORE, CARDS, FIRST, TIMERS, State, Subject, many
from tests.world import MONDAY, ORG, World, peopled, settings_of

FEW, MANY = scaled(10_000, 500), scaled(1_000_000, 1_000)
RUNS = scaled(15, 1)  # of each, in turn on the one and the other; what is quoted is the median
EARLY, LATER = local("2026-11-23 08:30"), local("2026-11-23 09:10")
LIMIT = 2.0
BAR = f"at most {LIMIT:.0f}"
AGAIN = scaled(2, 0)  # times that what exceeds it is measured once more, later: another process may have taken its time
CLEANS = {"people.nightly", "privacy.nightly"}  # at night, what has had its time goes: that is not a report

REGISTRY = make(RITUALS)
Deed = Callable[[Core], Awaitable[None]]


class _Undone(Exception):
    """What a timer did is rolled back, so that it can come once more."""


@dataclass(frozen=True)
class Subjects:
    """The team of each card and timer."""

    cards: Mapping[str, int]
    timers: Mapping[str, int]


@dataclass(frozen=True)
class Grown:
    kind: str
    name: str
    few: float
    many: float

    @property
    def ratio(self) -> float:
        return self.many / self.few


def rows(found: Sequence[Grown]) -> Rows:
    """A row for each kind, which tells of the one that grew most."""
    kinds = dict.fromkeys(one.kind for one in found)
    return [_row(kind, [one for one in found if one.kind == kind]) for kind in kinds]


def _row(kind: str, some: Sequence[Grown]) -> list[str]:
    worst = max(some, key=lambda one: one.ratio)
    middle = statistics.median(one.ratio for one in some)
    what = f"{len(some)} {kind} on {MANY:,} contributions: the one that grew most, `{worst.name}`"
    beside = f"{FEW:,}: {_ms(worst.few)}; half of them grew less than {middle:.2f}"
    return [what, _ms(worst.many), beside, f"{worst.ratio:.2f}", BAR]


def one_by_one(found: Sequence[Grown]) -> str:
    """A table of its own, with those that grew most first."""
    lines = [
        f"| {one.kind} | `{one.name}` | {_ms(one.many)} | {_ms(one.few)} | {one.ratio:.2f} |"
        for one in sorted(found, key=lambda one: -one.ratio)
    ]
    head = f"| | | on {MANY:,} | on {FEW:,} | Ratio |"
    return "\n".join((head, "|---|---|---|---|---|", *lines))


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"


async def measured(folder: Path) -> list[Grown]:
    kept = folder / "present.db"
    subjects = await present(f"sqlite:///{kept}")
    async with AsyncExitStack() as stack:
        small, large = [
            await stack.enter_async_context(grown(Path(shutil.copy(kept, folder / name)), subjects, size))
            for name, size in (("young.db", FEW), ("old.db", MANY))
        ]
        settle_memory()
        made = {(kind, name): deed for kind, name, deed in deeds(subjects)}
        found = {key: Grown(*key, *await _both(key[1], small, large, deed)) for key, deed in made.items()}
        for key in [key for _pass in range(AGAIN) for key in made]:
            if found[key].ratio > LIMIT:
                again = Grown(*key, *await _both(key[1], small, large, made[key]))
                found[key] = min(found[key], again, key=lambda one: one.ratio)
        return list(found.values())


async def _both(name: str, small: Core, large: Core, deed: Deed) -> tuple[float, float]:
    for parts in (small, large):
        moment(parts, name)
    both = [(await _took(small, deed), await _took(large, deed)) for _ in range(RUNS + 1)][-RUNS:]
    few, many_ = (statistics.median(spans) for spans in zip(*both, strict=True))
    return few, many_


def moment(parts: Core, name: str) -> None:
    """At which this is drawn or comes."""
    assert isinstance(parts.turns.clock, TurnedClock)
    parts.turns.clock.moment = EARLY if name in BEFORE else LATER


async def _took(parts: Core, deed: Deed) -> float:
    began = time.perf_counter()
    await deed(parts)
    return time.perf_counter() - began


# --- what is measured -------------------------------------------------------------------------------------------------
def deeds(subjects: Subjects) -> list[tuple[str, str, Deed]]:
    unknown = (REGISTRY.pages.keys() ^ PAGES.keys()) | (REGISTRY.cards.keys() ^ CARDS.keys())
    assert not unknown, f"say in tests/many.py or benchmarks/looks.py what these are about: {sorted(unknown)}"
    cards, timers = subjects.cards, subjects.timers
    return [
        *(("pages", name, _page(name, cards[card], subject)) for name, (card, subject) in PAGES.items()),
        ("pages", "App Home", _home(cards["dagstart.card"])),
        *(("lists and pictures", name, _look(name, cards[card], subject)) for name, (card, subject) in LOOKS.items()),
        *(("cards", name, _card(name, cards[name])) for name in CARDS),
        *(("timers, with their reports", name, _timer(name, timers[name])) for name in TIMERS if name not in CLEANS),
    ]


def _page(name: str, team: int, subject: Subject) -> Deed:
    async def opened(parts: Core) -> None:
        assert isinstance(await parts.dispatcher.open(Event("", ORG, f"A{team}", name, subject(team))), Page)

    return opened


def _home(team: int) -> Deed:
    async def drawn(parts: Core) -> None:
        async with parts.turns.reading(ORG) as turn:
            assert (await home.page(turn, f"A{team}")).pieces

    return drawn


def _look(name: str, team: int, subject: Subject) -> Deed:
    async def looked(parts: Core) -> None:
        assert await parts.dispatcher.act(Event("", ORG, f"A{team}", name, subject(team))) is not None

    return looked


def _card(name: str, team: int) -> Deed:
    subject = CARDS[name][0](team)

    async def drawn(parts: Core) -> None:
        async with parts.turns.reading(ORG) as turn:
            found = await REGISTRY.cards[name].draw(turn, [subject])
        assert found.get(subject) is not None, name

    return drawn


def _timer(name: str, team: int) -> Deed:
    subject = TIMERS[name][0]

    async def fired(parts: Core) -> None:
        with suppress(_Undone):
            async with parts.turns.writing(ORG) as turn:
                due = Due(subject(team) if subject else "nightly", turn.now)
                await REGISTRY.timers[name].run(turn, [due])
                raise _Undone

    return fired


# --- the databases ----------------------------------------------------------------------------------------------------
async def present(url: str) -> Subjects:
    """A team for each card and timer; those that come before the day begins are written before it does."""
    places = [
        (what, name, state) for what, some in (("card", CARDS), ("timer", TIMERS)) for name, (_, state) in some.items()
    ]
    found: dict[tuple[str, str], int] = {}
    await migrate(url)
    async with peopled(url, threads=True) as world:
        for early, moment in ((True, "2026-11-23 08:30"), (False, "2026-11-23 09:10")):
            await world.until(moment)
            for kind, name, state in places:
                if (name in BEFORE) is early:
                    found[kind, name] = FIRST + len(found)
                    await _team(world, state, found[kind, name])
    cards, timers = (
        {name: found[what, name] for what, name, _ in places if what == kind} for kind in ("card", "timer")
    )
    return Subjects(cards, timers)


async def _team(world: World, state: State, team: int) -> None:
    """An organisation has one relay, which each state that knows of it brings along."""
    if "relay" in state:
        async with world.session() as session:
            await session.execute(delete(Relay))
    await many(world, 1, state, team)


@asynccontextmanager
async def grown(file: Path, subjects: Subjects, size: int) -> AsyncIterator[Core]:
    url = f"sqlite:///{file}"
    teams = sorted({*subjects.cards.values(), *subjects.timers.values()})
    Past(teams, MONDAY, size).write(url)
    await migrate(url)  # the ways through the indexes that were made anew are told again
    async with core(settings_of(url, threads=True), TurnedClock(LATER)) as parts:
        await analysed(parts.sessions)
        yield parts
