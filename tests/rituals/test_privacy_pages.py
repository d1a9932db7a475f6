"""What is one's own, whoever asks and however much it is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from rituals.contract import Event, Files, Note, Refused
from rituals.home import MOST, height
from rituals.keeping import Own
from rituals.privacy.pages import MORE, Found, asked, mine, whole
from rituals.shown import Button, Items, Page, Row, Text
from rituals.words import Sentence
from storage.dagstart import DagstartItem
from storage.people import Absence, PersonRow, Profile
from tests.world import MONDAY, ORG, World, peopled

ONE = "U4"
CHANGE = Button(Sentence("change"), "proof.change", "1")


# --- however much it is -----------------------------------------------------------------------------------------------
def found(name: str, count: int, *, buttons: bool) -> Found:
    made = tuple(Own(Sentence(f"{name} {n}."), {}, buttons=(CHANGE,) if buttons else ()) for n in range(count))
    return Found(name, Sentence(name), made)


KINDS = st.lists(st.tuples(st.integers(0, 150), st.booleans()), max_size=14).map(
    lambda some: [found(f"k{at}", count, buttons=buttons) for at, (count, buttons) in enumerate(some)]
)


def texts(page: Page) -> list[str]:
    lines = [each for piece in page.pieces if isinstance(piece, Items) for each in piece.lines]
    return [each.msgid for each in [*lines, *(piece.text for piece in page.pieces if isinstance(piece, Text))]]


def pressed(page: Page, label: str) -> list[str]:
    rows = [button for piece in page.pieces if isinstance(piece, Row) for button in piece.buttons]
    return [button.about for button in rows if button.label.msgid == label and button.does == MORE]


@given(KINDS)
def test_a_page_fits_and_leads_to_all_of_it(kinds: list[Found]) -> None:
    page = mine(kinds, MONDAY)
    assert height(page.pieces) <= MOST
    by_name = {kind.name: kind for kind in kinds}
    cut = {asked(about)[0]: about for about in pressed(page, "See all of it")}
    for kind in kinds:
        seen = texts(page) if kind.name not in cut else read(by_name[kind.name], cut[kind.name])
        assert [each for each in seen if each.startswith(f"{kind.name} ")] == [own.text.msgid for own in kind.owns]


def read(kind: Found, about: str | None) -> list[str]:
    """Page after page."""
    seen: list[str] = []
    while about is not None:
        page = whole(kind, asked(about)[1], MONDAY)
        assert height(page.pieces) <= MOST
        seen += texts(page)
        about = next(iter(pressed(page, "Next")), None)
    return seen


@pytest.mark.parametrize("about", ["", ":", ":k0:", ":k0:x", ":k0:99"])
def test_a_page_that_is_gone_is_the_last_one(about: str) -> None:
    name, part = asked(about)
    kind = found("k0", 3, buttons=True) if name else None
    assert texts(whole(kind, part, MONDAY))[-1] == ("k0 2." if kind else "There is nothing here any more.")


# --- whoever asks -----------------------------------------------------------------------------------------------------
async def became_a_guest(world: World) -> None:
    async with world.session() as session:
        session.add(Absence(person=ONE, first=MONDAY, last=date(2027, 1, 2)))
        item = {"team": 1, "day": MONDAY, "origin": MONDAY, "at": world.clock.now(), "block": 2}
        session.add(DagstartItem(**item, author=ONE, text="De brief kwam te laat"))
        (row,) = await session.scalars(select(PersonRow).where(PersonRow.key == ONE))
        row.language = "en"
    await world.tell("people.changed", profile=Profile(ONE, "Gast", kind="guest"))


def event(does: str, **values: object) -> Event:
    return Event(does, ORG, ONE, does, values=values)


async def test_a_colleague_who_became_a_guest_has_the_say_over_what_is_theirs(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await became_a_guest(world)
        page = await world.core.dispatcher.open(event("privacy.mine"))
        assert isinstance(page, Page)
        assert len([piece for piece in page.pieces if isinstance(piece, Items)]) >= 3
        assert not [piece for piece in page.pieces if isinstance(piece, Text) and piece.buttons]
        assert isinstance(await world.core.dispatcher.open(event("privacy.sheet")), Page)
        assert isinstance(await world.core.dispatcher.act(event("privacy.export")), Files)
        with pytest.raises(Refused):
            await world.core.dispatcher.act(event("people.language"))
        told = event("privacy.delete", kinds=("contributions", "absence"), shared="withdraw")
        assert isinstance(await world.core.dispatcher.submit(told), Note)
        async with world.session() as session:
            assert await session.scalar(select(Absence).where(Absence.person == ONE)) is None
            assert await session.scalar(select(DagstartItem).where(DagstartItem.author == ONE)) is None


async def test_what_only_a_guest_saw_goes_that_night(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await became_a_guest(world)
        async with world.session() as session:
            session.add(Absence(person="U5", first=MONDAY, last=MONDAY + timedelta(days=1)))
        await world.until("2026-11-21 04:20")
        async with world.session() as session:
            assert [row.person for row in await session.scalars(select(Absence))] == ["U5"]
            (row,) = await session.scalars(select(PersonRow).where(PersonRow.key == ONE))
            assert row.language is None
            assert await session.scalar(select(DagstartItem).where(DagstartItem.author == ONE)) is not None
