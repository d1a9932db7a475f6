"""Nothing queries in a loop: for many subjects a timer, a card, a board takes as many statements as for one.

A default test: a new timer or card is in it by itself, and fails until tests/many.py says what it is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from bot.catalogs import Catalogs
from bot.delivery import Delivery
from bot.i18n import Reader
from bot.readers import Readers
from bot.registry import make
from bot.surface import Failed, Later, Membership, Outcome, Sent, Target
from rituals import RITUALS
from rituals.contract import Due, Ritual, about
from rituals.shown import Message
from storage import base
from storage.memberships import all_teams
from tests.many import BEFORE, CARDS, FIRST, TIMERS, State, boards, many, put_up
from tests.willing import Willing
from tests.world import ORG, World, peopled

REGISTRY = make(RITUALS)
FEWER, MANY = 12, 200  # subjects: a loop shows itself with a dozen; with `--both` as many as delivery draws in one go
WRITING = ("INSERT", "UPDATE", "DELETE")
KEYS = {  # of a line, behind its team
    "quiet3": ("2026-11-23",),
    "ownerless": ("2026-11-23",),
    "channelfail": ("2026-11-23",),
    "undelivered": ("2026-11-23",),
    "elsewhere": ("2026-11-23", "C2"),
    "unreached": ("2026-11-23",),
    "nooffice": ("ceo",),
}
ROWS = 200  # a statement that writes holds at most so many


@contextmanager
def counting(world: World) -> Iterator[Counter[str]]:
    """Statements as they go to the database; one with many sets of parameters counts once.

    (SQLite gets such an INSERT … RETURNING row by row, PostgreSQL in one piece: to the session it is one.)
    """
    engine = world.core.sessions.kw["bind"].sync_engine
    found: Counter[str] = Counter()
    last: list[Any] = [None]

    def counted(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if not many or context is not last[0]:
            found[statement.split(maxsplit=1)[0].upper()] += 1
        last[0] = context

    event.listen(engine, "before_cursor_execute", counted)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", counted)


async def moment(world: World, name: str) -> None:
    """Before the day begins, or on it at nine."""
    await world.until("2026-11-23 08:30" if name in BEFORE else "2026-11-23 09:10")


async def fired(url: str, name: str, n: int) -> Counter[str]:
    subject, state = TIMERS[name]
    async with peopled(url) as world:
        await moment(world, name)
        teams = await many(world, n, state)
        now = world.clock.now()
        due = [Due(subject(team), now) for team in teams] if subject else [Due("nightly", now)]
        with counting(world) as found:
            async with world.core.turns.writing(ORG) as turn:
                await REGISTRY.timers[name].run(turn, due)
        return found


@pytest.fixture
def urls(tmp_path: Any, migrated_sqlite: Any, monkeypatch: pytest.MonkeyPatch) -> Sequence[str]:
    """Two empty databases. Fifty posts at a time wait for their lock as long as a busy machine takes."""
    monkeypatch.setattr(base, "BUSY_MS", 60_000)
    files = [tmp_path / f"{n}.db" for n in range(2)]
    for file in files:
        file.write_bytes(migrated_sqlite.read_bytes())
    return [f"sqlite:///{file}" for file in files]


@pytest.fixture
def many_of(request: pytest.FixtureRequest) -> int:
    return MANY if request.config.getoption("both") else FEWER


@pytest.mark.parametrize("name", sorted(REGISTRY.timers))
async def test_a_timer(name: str, urls: Sequence[str], many_of: int) -> None:
    assert name in TIMERS, f"say in tests/many.py what {name} is about, so that its statements can be counted"
    one, more = await fired(urls[0], name, 1), await fired(urls[1], name, many_of)
    assert more["SELECT"] == one["SELECT"], f"{name}: {one['SELECT']} for one, {more['SELECT']} for {many_of}"
    for kind in WRITING:
        assert more[kind] <= one[kind] + rows_of(name, many_of) // ROWS, f"{name}: {one} for one, {more} for {many_of}"


def rows_of(name: str, many_of: int) -> int:
    """How many rows of timers and days are written beyond one for each subject: planning writes two weeks of both."""
    return many_of * (15 if name in ("dagstart.plan", "klantpet.plan") else 3)


# --- cards ------------------------------------------------------------------------------------------------------------
async def drawn(url: str, name: str, n: int) -> int:
    subject, state = CARDS[name]
    async with peopled(url) as world:
        await moment(world, name)
        teams = await many(world, n, state)
        subjects = [subject(team) for team in teams]
        with counting(world) as found:
            async with world.core.turns.reading(ORG) as turn:
                cards = await REGISTRY.cards[name].draw(turn, subjects)
        assert [cards.get(each) for each in subjects].count(None) == 0
        return found["SELECT"]


@pytest.mark.parametrize("name", sorted(REGISTRY.cards))
async def test_a_card(name: str, urls: Sequence[str], many_of: int) -> None:
    assert name in CARDS, f"say in tests/many.py what {name} is about, so that its statements can be counted"
    assert await drawn(urls[0], name, 1) == await drawn(urls[1], name, many_of)


async def test_a_message_to_leads(urls: Sequence[str], many_of: int) -> None:
    """Each kind of line by itself, as its ritual words it."""
    for kind, worded in {kind: worded for ritual in RITUALS for kind, worded in ritual.lead_lines.items()}.items():
        counts = []
        for n in (1, many_of):
            async with peopled(urls[n > 1]) as world:
                teams = await many(world, n, {}) if (await known(world)) == 1 else range(FIRST, FIRST + n)
                abouts = [about(team, *KEYS.get(kind.rpartition(".")[2], ())) for team in teams]
                with counting(world) as found:
                    async with world.core.turns.reading(ORG) as turn:
                        assert len(await worded(turn, abouts)) == n
                counts.append(found["SELECT"])
        assert counts[0] == counts[1], kind


# --- boards -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("ritual", [each for each in RITUALS if each.board], ids=lambda ritual: ritual.name)
async def test_a_board(ritual: Ritual, urls: Sequence[str], many_of: int) -> None:
    counts = []
    for n in (1, many_of):
        async with peopled(urls[n > 1]) as world:
            await many(world, n, {"state": "OPEN"})
            with counting(world) as found:
                async with world.core.turns.reading(ORG) as turn:
                    assert ritual.board is not None
                    assert len(await ritual.board(turn, boards(n))) == n
            counts.append(found["SELECT"])
    assert counts[0] == counts[1]


# --- delivery ---------------------------------------------------------------------------------------------------------
class Listening(Willing):
    """A surface that takes everything, and remembers how many statements came before its first post."""

    def __init__(self, found: Mapping[str, int]) -> None:
        self.found = found
        self.reads = -1
        self.posts = 0

    async def post(self, target: Target, message: Message, reader: Reader) -> Outcome:
        self.reads = self.found["SELECT"] if self.reads < 0 else self.reads
        self.posts += 1
        return Sent(target.channel, f"{self.posts}.000001")

    async def edit(self, at: Sent, message: Message, reader: Reader, mark: str) -> Outcome:
        return at

    async def remove(self, at: Sent) -> Outcome:
        return Sent("", "")

    async def membership(self, channel: str) -> Membership | Later | Failed:
        return Later(60)

    async def look_up(self, person: str) -> Later:
        return Later(60)

    async def look_at(self, channel: str) -> Later:
        return Later(60)


async def delivered(url: str, n: int, name: str, state: State) -> int:
    async with peopled(url) as world:
        await moment(world, name)
        teams = await many(world, n, state)
        await put_up(world, name, [CARDS[name][0](team) for team in teams])
        with counting(world) as found:
            surface = Listening(found)
            readers = Readers(Catalogs.load())
            core = world.core
            delivery = Delivery(REGISTRY, core.turns, core.dispatcher, readers, surface, ORG)
            await delivery.flush()
        assert surface.posts >= n
        return surface.reads


@pytest.mark.parametrize("name", ["dagstart.card", "dagstart.help"])
async def test_delivery_draws_many_at_once(name: str, urls: Sequence[str], many_of: int) -> None:
    """From the claim to the first post."""
    state = CARDS[name][1]
    assert await delivered(urls[0], 1, name, state) == await delivered(urls[1], many_of, name, state)


async def known(world: World) -> int:
    async with world.core.turns.reading(ORG) as turn:
        return len(await all_teams(turn.session))
