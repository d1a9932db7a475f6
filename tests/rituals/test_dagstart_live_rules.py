"""Until when each block of the live quarter runs, and what a full card holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.catalogs import Catalogs
from bot.i18n import plain
from bot.readers import Readers
from bot.slack.render import render
from bot.slack.views import Meta, page_view
from rituals import RITUALS
from rituals.contract import Event, Ritual, Turn, about
from rituals.dagstart.board import draw_summary, tallies
from rituals.dagstart.live import MINUTE, following, point, shown_until, until
from rituals.facts import Block, Board, FollowUp, FollowUps, Item
from rituals.shown import Items, Place, Text
from rituals.words import Sentence, Typed
from storage import dagstart as store
from storage.dagstart import DagstartDay, DagstartItem
from tests.world import MONDAY, ORG, TEN, World, peopled

NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
BLOCKS, CHARACTERS, IN_VIEW = 40, 10_000, 100


def untils(now: datetime, end: datetime, waits: Sequence[timedelta] = ()) -> list[datetime]:
    """Of a team that moves on when a block's time is over, or so much later."""
    found: list[datetime] = []
    for block, wait in zip(Block, [*waits, *[timedelta(0)] * 5], strict=False):
        found.append(until(block, now, end))
        now = min(end, found[-1] + wait)
    return found


def minutes(found: Sequence[datetime]) -> list[int]:
    return [int((each - NINE) / MINUTE) for each in found]


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        (0, 15, [3, 6, 10, 13, 15]),
        (0, 30, [6, 12, 20, 26, 30]),
        (0, 5, [1, 2, 3, 4, 5]),
        (7, 15, [9, 11, 13, 14, 15]),
        (12, 15, [13, 14, 15, 15, 15]),
        (14, 15, [15, 15, 15, 15, 15]),
    ],
)
def test_what_is_left_is_divided_over_the_blocks(start: int, length: int, expected: list[int]) -> None:
    assert minutes(untils(NINE + start * MINUTE, NINE + length * MINUTE)) == expected


def test_a_block_that_leaves_the_next_no_time_shows_none() -> None:
    end, late = NINE + 15 * MINUTE, NINE + 14 * MINUTE
    assert [shown_until(block, late, end) for block in Block] == [None] * 4 + [end]
    assert [shown_until(block, end - 3 * MINUTE, end) for block in (Block.IMPROVE, Block.FIGURES)] == [
        NINE + 13 * MINUTE,
        NINE + 13 * MINUTE,
    ]


def test_who_moves_on_early_leaves_the_rest_more_time() -> None:
    end = NINE + 15 * MINUTE
    assert until(Block.IMPROVE, NINE + MINUTE, end) == NINE + 5 * MINUTE
    assert until(Block.IMPROVE, NINE + 3 * MINUTE, end) == NINE + 6 * MINUTE


LENGTHS = st.sampled_from([*range(5, 31, 5), *range(20, 46, 5)])  # and a quarter more where a week begins


@given(LENGTHS, st.integers(0, 45 * 60), st.integers(0, 59), st.lists(st.integers(0, 600), max_size=4))
def test_no_block_runs_past_the_end(length: int, late: int, second: int, waits: list[int]) -> None:
    """However late it begins, also where the card itself was late, and however slow the team is."""
    start = NINE + timedelta(minutes=40, seconds=second)
    end = start + length * MINUTE
    now = min(start + timedelta(seconds=late), end - timedelta(seconds=1))
    found = untils(now, end, [timedelta(seconds=each) for each in waits])
    assert found == sorted(found)
    assert found[-1] == end
    assert all(each == end or (each.second, each.microsecond) == (0, 0) for each in found)


@given(LENGTHS.filter(lambda n: n > 5), st.integers(0, 40 * 60), st.integers(0, 59))
def test_each_block_has_a_minute_where_there_is_time(length: int, late: int, second: int) -> None:
    """Read off a clock, also where the card itself came at some second of a minute."""
    end = NINE + timedelta(minutes=length, seconds=second)
    now = end - timedelta(seconds=max(6 * 60, length * 60 - late))
    read = [each.replace(second=0) for each in (now, *untils(now, end))]
    assert all(after - before >= MINUTE for before, after in pairwise(read))


def test_after_the_last_block_there_is_none() -> None:
    assert [following(block) for block in Block] == [*list(Block)[1:], None]
    assert (point("point:12"), point("item:12"), point("point:x"), point("")) == (12, None, None, None)


# --- a full card ------------------------------------------------------------------------------------------------------
BEFORE = NINE - 10 * MINUTE
LONG = "Een heel lang verhaal over een klant die niet wist waar het formulier stond en drie keer belde "


async def crowded(turn: Turn, boards: Sequence[Board]) -> Mapping[Board, Mapping[Block, Sequence[Item]]]:
    """Seven figures and five actions of the longest kind."""

    def some(block: str, n: int) -> list[Item]:
        text = Sentence("{text}", {"text": Typed((LONG * 3)[:200])})
        return [Item(text, BEFORE, key=f"{block}:{each}", counts=True) for each in range(n)]

    return {board: {Block.FIGURES: some("kpi", 7), Block.ACTIONS: some("action", 5)} for board in boards}


async def came(turn: Turn, fact: FollowUps) -> Mapping[str, Sequence[FollowUp]]:
    text = Sentence("{text}", {"text": Typed((LONG * 3)[:280])})
    return {key: [FollowUp(n, text, done=True) for n in range(2)] for key in fact.keys}


CROWD = Ritual("crowd", board=crowded, hears={FollowUps: came})


HOUSE = (*(each for each in RITUALS if each.name not in ("kpi", "action")), CROWD)


async def fill(world: World) -> None:
    """Sixty contributions, six of them parked with three of the crowd's, in the live quarter."""
    await world.opened()
    async with world.session() as session:
        blocks = [*[Block.IMPROVE] * 40, *[Block.TODAY] * 20]
        made = [
            DagstartItem(
                team=world.team,
                day=MONDAY,
                origin=MONDAY,
                at=world.clock.now(),
                block=block.value,
                author=TEN[n % 10],
                named=True,
                edited=True,
                text=(LONG * 3)[: 280 if block is Block.IMPROVE else 140],
            )
            for n, block in enumerate(blocks)
        ]
        session.add_all(made)
        await session.flush()
        parked = [f"point:{item.id}" for item in made[:6]] + ["kpi:0", "kpi:1", "action:0"]
        day: dict[str, Any] = {"live": 3, "live_until": world.clock.now() + 4 * MINUTE, "parked": parked}
        day |= {"notes": (LONG * 2)[:140], "staffing": 999, "extras": "checkin notes staffing week"}
        await session.execute(update(DagstartDay).where(DagstartDay.day == MONDAY).values(**day))


async def test_a_full_card_fits_with_everything_on_it(sqlite_url: str) -> None:
    async with peopled(sqlite_url, HOUSE) as world:
        await fill(world)
        ritual = next(each for each in RITUALS if each.name == "dagstart")
        async with world.core.turns.reading(ORG) as turn:
            card = (await ritual.cards["dagstart.card"].draw(turn, [world.card]))[world.card]
            assert card is not None
            reader = await Readers(Catalogs.load()).to(turn, Place(channel="C1"), card)
            shown = render(card, reader, to_person=False)
            days = await store.days(turn.session, [(world.team, MONDAY)])
            counted = await tallies(turn, days.values())
            pages = [await _page(turn, ritual, part) for part in range(3)]
        assert len(shown.blocks) <= BLOCKS
        assert characters(shown.blocks) <= CHARACTERS
        assert [len(piece.lines) for piece in card.pieces if isinstance(piece, Items)] == [1, 1, 6, 5, 4, 4, 6]
        assert counted[world.team, MONDAY].contributions == 60 + 7  # what is parked counts, and an action doesn't
        assert all(len(page["blocks"]) <= IN_VIEW for page in pages)


async def test_a_figure_from_before_the_start_makes_no_quiet_day(sqlite_url: str) -> None:
    """The summary names what it counts, and figures are none of it."""
    async with peopled(sqlite_url, HOUSE) as world:
        await world.until("2026-11-23 11:15")
        async with world.core.turns.reading(ORG) as turn:
            (row,) = (await store.days(turn.session, [(world.team, MONDAY)])).values()
            assert (row.state, row.contributions) == ("CLOSED", 7)
            summary = (await draw_summary(turn, [world.card]))[world.card]
            assert summary is not None
            (shared,) = [part for part in summary.pieces if isinstance(part, Text)]
            reader = await Readers(Catalogs.load()).to(turn, Place(channel="C1"), summary)
    assert plain(shared.text, reader) == "Dank jullie wel. Vandaag gedeeld: vijf acties die lopen."


async def _page(turn: Turn, ritual: Ritual, part: int) -> Mapping[str, Any]:
    event = Event("p", ORG, TEN[0], "dagstart.all", about(1, MONDAY.isoformat(), part))
    page = await ritual.pages["dagstart.all"].build(turn, event)
    reader = await Readers(Catalogs.load()).to(turn, Place(person=TEN[0]), page)
    return page_view(page, Meta("page", event.does, event.about), reader)


def characters(value: Any) -> int:
    if isinstance(value, list):
        return sum(characters(each) for each in value)
    if isinstance(value, dict):
        return sum(
            len(each) if key == "text" and isinstance(each, str) else characters(each) for key, each in value.items()
        )
    return 0
