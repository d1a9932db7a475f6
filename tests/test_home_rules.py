"""Sharing a Home among panels: nobody loses anything, and nothing is longer than a surface takes. And what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals import RITUALS, home
from rituals.contract import Event
from rituals.home import MOST, Portion, first, height, portion, shared
from rituals.shown import Button, Menu, Option, Piece, Row, Rule, Text, Title
from rituals.words import _
from storage.dagstart import DagstartItem
from storage.people import Absence, Member, PersonRow, Role
from tests.many import many
from tests.scenes_kpi import kpis
from tests.test_statements import counting
from tests.world import MONDAY, ORG, TEN, World, peopled

WORD = _("{text}")
BUTTON = Button(WORD, "people.privacy")
TITLE = Title(WORD)

buttons = st.integers(0, 60).map(lambda n: (BUTTON,) * n)
pieces = st.lists(
    st.one_of(
        st.just(TITLE),
        st.just(Rule()),
        buttons.map(lambda some: Text(WORD, some)),
        buttons.map(lambda some: Row((BUTTON, *some))),
    ),
    max_size=150,
)
needs = st.lists(st.integers(0, 300), max_size=20)


@given(needs, st.integers(20, MOST))
def test_nobody_gets_more_than_needed_and_all_of_it_is_used(needs: list[int], room: int) -> None:
    shares = shared(needs, room)
    assert all(0 <= share <= need for share, need in zip(shares, needs, strict=True))
    assert sum(shares) <= room
    if sum(needs) <= room:
        assert shares == needs
    else:
        assert sum(shares) > room - len(needs), "what is left is less than one for each"


@given(needs, st.integers(20, MOST))
def test_only_the_longest_are_cut(needs: list[int], room: int) -> None:
    shares = shared(needs, room)
    cut = [share for share, need in zip(shares, needs, strict=True) if share < need]
    whole = [share for share, need in zip(shares, needs, strict=True) if share == need]
    assert not cut or max(whole, default=0) <= min(cut) + 1


@given(pieces, st.integers(0, MOST))
def test_the_first_fit_and_end_with_something_to_read(pieces: list[Piece], room: int) -> None:
    kept = first(pieces, room)
    assert list(kept) == pieces[: len(kept)]
    assert height(kept) <= room
    assert not kept or not isinstance(kept[-1], Title | Rule)


def parts_of(pieces: list[Piece]) -> list[Portion]:
    found = [portion(pieces, MOST, 0)]
    while found[-1].more:
        found.append(portion(pieces, MOST, len(found)))
    return found


@given(pieces)
def test_portions_lose_nothing(pieces: list[Piece]) -> None:
    parts = parts_of(pieces)
    assert [piece for part in parts for piece in part.pieces] == pieces
    assert all(height(part.pieces) <= MOST for part in parts)
    assert [part.at for part in parts] == [*range(len(parts))]
    assert portion(pieces, MOST, len(parts) + 3) == parts[-1], "a page that is gone shows the last one"


def test_nothing_is_lost_behind_what_is_taller_than_a_page() -> None:
    tall, low = Text(WORD, (BUTTON,) * 200), Text(WORD)
    assert [portion([tall, low], 5, at) for at in (0, 1)] == [Portion((tall,), 0, True), Portion((low,), 1, False)]


def test_no_more_is_drawn_than_a_page_takes() -> None:
    years = (Text(WORD, (BUTTON,)) for _ in range(1_000))
    assert portion(years, MOST, 1).more
    assert sum(1 for _ in years) >= 1_000 - MOST - 1


def test_heights() -> None:
    assert height([Text(WORD), Text(WORD, (BUTTON,)), Text(WORD, (BUTTON,) * 26)]) == 1 + 2 + 3
    menu = Menu(WORD, "people.privacy", (Option(WORD, "1"),))
    assert height([Row((BUTTON,) * 25), Row((BUTTON,) * 25, menu), Row(menu=menu)]) == 1 + 2 + 1


@pytest.mark.parametrize("about", ["", ":", ":people", ":people:9:0", ":none:0:0", ":dagstart:0:x", ":dagstart:0:99"])
async def test_a_page_of_a_panel_that_is_gone_says_so(about: str, sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world, world.core.turns.reading(ORG) as turn:
        event = Event(id="1", org=ORG, person=TEN[0], does=home.MORE, about=about)
        assert (await home.more(turn, event)).pieces


# --- what it costs ----------------------------------------------------------------------------------------------------
async def selects(world: World, person: str) -> tuple[int, int]:
    """Statements that read, and blocks, of this person's Home."""
    with counting(world) as found:
        async with world.core.turns.reading(ORG) as turn:
            page = await home.page(turn, person)
    return found["SELECT"], height(page.pieces)


async def shares(world: World, n: int) -> None:
    async with world.session() as session:
        session.add_all(
            DagstartItem(
                team=world.team, day=MONDAY, origin=MONDAY, at=world.clock.now(), block=1, author=TEN[0], text=f"{one}"
            )
            for one in range(n)
        )


async def test_a_home_takes_as_many_statements_however_much_there_is(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await world.opened()
        await shares(world, 1)
        few, short = await selects(world, TEN[0])
        await shares(world, 199)
        await many(world, 200, {"quiet": True})
        more, long = await selects(world, TEN[0])
    assert more == few
    assert short < long <= MOST


async def test_a_home_takes_as_many_statements_however_many_teams(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await world.opened()
        await kpis(world, [TEN[0]])
        counts = [await selects(world, TEN[0])]
        teams = await many(world, 200, {"state": "OPEN", "host_state": "INVITED", "host": True, "swap": True})
        today = world.clock.now().date()
        async with world.session() as session:
            session.add_all(Member(team=t, person=TEN[0], joined_on=today) for t in teams)
            session.add_all(Role(team=t, person=TEN[0], role="deputy") for t in teams)
            session.add_all(
                Absence(person=TEN[0], first=today + timedelta(days=n), last=today + timedelta(days=n))
                for n in range(9)
            )
        counts.append(await selects(world, TEN[0]))
    (few, _short), (more, long) = counts
    assert more - few <= 3, "whether leads are away, who is home where, and the swaps"
    assert long <= MOST


async def test_every_panel_can_be_drawn_for_whoever_there_is(database_url: str) -> None:
    """Also for a person without a team."""
    async with peopled(database_url) as world:
        await world.opened()
        await shares(world, 1)
        async with world.session() as session:
            session.add(PersonRow(key="U404", name="Nog nergens"))
        async with world.core.turns.reading(ORG) as turn:
            drawn = [
                await panel.draw(turn, person)
                for ritual in RITUALS
                for panel in ritual.home
                for person in (TEN[0], TEN[1], "U404")
            ]
    assert all(isinstance(pieces, Sequence) for pieces in drawn)
    assert any(drawn)
