"""What stories hold of people, when it goes, and what each reads of what is their own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from bot.i18n import plain
from rituals.contract import Event
from rituals.estafette import archive, story_own, story_panel
from rituals.facts import Deactivated, Reactivated, StoriesTold
from rituals.keeping import Erase
from rituals.shown import Page, Piece, Text
from storage.estafette import FORMER, Leg, StoryColleague
from storage.roles import OrgRole
from tests.rituals.story_world import (
    BRAM,
    NL,
    NOOR,
    OMAR,
    SANNE,
    TEXT,
    ids,
    lines,
    night,
    now_told,
    redrawn,
    relay,
    stands,
    tale,
    tell,
    told,
)
from tests.world import ORG, World, peopled


# --- who leaves -------------------------------------------------------------------------------------------------------
async def test_a_named_colleague_who_leaves_is_read_by_name_no_longer_and_gone_in_thirty_days(
    database_url: str,
) -> None:
    async with peopled(database_url) as world:
        key = await told(world, {BRAM: "NAMED", SANNE: "NAMED", OMAR: "ASKED"})
        await stands(world, ("estafette.story", f":s{key}"))
        assert "Gelukkig bleef Bram rustig, zei Sanne na het lange gesprek." in await lines(world, key)
        await tell(world, Deactivated(BRAM))
        await tell(world, Deactivated(OMAR))
        assert f":s{key}" in await redrawn(world)
        assert "Gelukkig bleef een collega rustig, zei Sanne na het lange gesprek." in await lines(world, key)
        assert "In dit verhaal: Sanne de Wit en twee collega's." in await lines(world, key)
        assert (await tale(world, key)).choices[OMAR].value == "UNNAMED"
        await tell(world, Reactivated((BRAM,)))
        assert "Gelukkig bleef Bram rustig, zei Sanne na het lange gesprek." in await lines(world, key)
        await tell(world, Deactivated(BRAM))
        await night(world, 30)
        assert BRAM in (await tale(world, key)).choices
        await night(world, 31)
        left = await tale(world, key)
        assert set(left.choices) == {SANNE}
        assert left.row.what == ["Gelukkig bleef ", ["", False], *TEXT[2:]]
        assert "In dit verhaal: Sanne de Wit en twee collega's." in await lines(world, key)


async def test_a_teller_who_leaves_is_a_former_colleague_in_thirty_days(sqlite_url: str) -> None:
    """What they had begun goes at once, and nothing comes back to them."""
    async with peopled(sqlite_url) as world:
        key = await told(world, asks=True, promise_at=world.clock.now() + timedelta(days=28))
        draft = await told(world, state="DRAFT", published_at=None, channel="")
        other = await told(world, state="DRAFT", published_at=None, person=OMAR, drafted_by=NOOR)
        await tell(world, Deactivated(NOOR))
        assert await ids(world) == [key, other]
        assert draft not in await ids(world)
        assert (await tale(world, other)).row.drafted_by is None
        assert (await tale(world, key)).row.promise_at is None
        await night(world, 30)
        assert (await tale(world, key)).row.person == NOOR
        await night(world, 31)
        left = (await tale(world, key)).row
        assert (left.person, left.former_on, left.state) == (FORMER, None, "PUBLISHED")
        assert (await lines(world, key))[0] == "Klantverhaal van een oud-collega (winkel of balie)."


# --- what goes by itself ----------------------------------------------------------------------------------------------
async def test_stories_go_after_two_years_and_drafts_a_month_after_their_turn(database_url: str) -> None:
    async with peopled(database_url) as world:
        now = world.clock.now()
        old = await told(world, {BRAM: "NAMED"}, published_at=now - timedelta(days=732))
        young = await told(world, published_at=now - timedelta(days=729))
        withdrawn = await told(world, state="WITHDRAWN", published_at=now - timedelta(days=732))
        running = await leg(world, "ACCEPTED", None)
        over = await leg(world, "LAPSED", now - timedelta(days=32))
        fresh = await leg(world, "LAPSED", now - timedelta(days=20))
        ago: dict[str, Any] = {"state": "DRAFT", "published_at": None, "at": now - timedelta(days=50)}
        kept = [await told(world, leg=running, **ago), await told(world, leg=fresh, **ago)]
        gone = [await told(world, leg=over, **ago), await told(world, source="dialogue:3", **ago)]
        await world.until("2026-11-21 05:00")
        assert await ids(world) == sorted([young, *kept])
        assert not {old, withdrawn, *gone} & set(await ids(world))
        async with world.session() as session:
            assert list(await session.scalars(select(StoryColleague))) == []


async def leg(world: World, state: str, closed_at: datetime | None) -> int:
    now = world.clock.now()
    moments = dict.fromkeys(("offered_at", "answer_by", "starts_at", "ends_at", "grace_at"), now)
    async with world.session() as session:
        row = Leg(round=1, week=date(2026, 11, 16), person=NOOR, state=state, closed_at=closed_at, **moments)
        session.add(row)
        await session.flush()
        return row.id


# --- one's own data ---------------------------------------------------------------------------------------------------
async def test_what_is_ones_own_is_read_exported_and_taken_back(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        key = await told(world, {BRAM: "NAMED", SANNE: "ASKED"}, asks=True, brought=True)
        draft = await told(world, {BRAM: "CHOSEN"}, state="DRAFT", published_at=None, drafted_by=OMAR)
        async with world.core.turns.reading(ORG) as turn:
            (mine,) = await story_own.tells(turn, NOOR)
            (begun,) = await story_own.drafts(turn, NOOR)
            (prepared,) = await story_own.drafts(turn, OMAR)
            (named,) = await story_own.named(turn, BRAM)
            (asked,) = await story_own.named(turn, SANNE)
        assert "Gelukkig bleef Bram rustig, zei Sanne" in plain(mine.text, NL)
        assert mine.data["what"] == "Gelukkig bleef Bram rustig, zei Sanne na het lange gesprek."
        assert [button.does for button in mine.buttons] == ["estafette.edit", "estafette.withdraw"]
        assert "Gelukkig bleef Bram rustig" in plain(begun.text, NL)
        assert plain(prepared.text, NL) == "een concept dat je klaarzette voor Noor Jansen"
        assert "zei een collega na" in plain(named.text, NL)
        assert (named.data["choice"], named.data["from"]) == ("named", NOOR)
        assert [button.does for button in named.buttons] == ["estafette.unname", "estafette.report"]
        assert "bleef Bram rustig, zei Sanne" in plain(asked.text, NL)
        async with world.core.turns.writing(ORG) as turn:
            await story_own.erase_named(turn, BRAM, Erase.UNSIGN)
            await story_own.erase_drafts(turn, OMAR, Erase.UNSIGN)
        assert "bleef een collega rustig" in (await lines(world, key))[1]
        assert (await tale(world, draft)).row.drafted_by is None
        assert BRAM not in {one.person for each in (key, draft) for one in (await tale(world, each)).colleagues}
        async with world.core.turns.writing(ORG) as turn:
            await story_own.erase_drafts(turn, NOOR, Erase.UNSIGN)
            await story_own.erase_told(turn, NOOR, Erase.UNSIGN)
        left = (await tale(world, key)).row
        assert (left.person, left.state) == (FORMER, "PUBLISHED")
        assert await ids(world) == [key]


async def test_taking_it_all_back_withdraws_what_was_told(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        key = await told(world, {SANNE: "ASKED"})
        await stands(world, ("estafette.story", f":s{key}"), ("estafette.named", f":s{key}:{SANNE}:1"))
        async with world.core.turns.writing(ORG) as turn:
            await story_own.erase_told(turn, NOOR, Erase.WITHDRAW)
        left = (await tale(world, key)).row
        assert (left.person, left.state, left.what) == (FORMER, "WITHDRAWN", None)
        assert await redrawn(world) == {f":s{key}", f":s{key}:{SANNE}:1"}


async def test_home_has_what_waits_and_only_for_whom_it_waits(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await told(world, {SANNE: "ASKED", BRAM: "NAMED"})
        await told(world, state="DRAFT", published_at=None)
        async with world.session() as session:
            session.add_all(
                [OrgRole(person=NOOR, role="exec", exec=""), OrgRole(person=OMAR, role="preparer", exec=NOOR)]
            )
        assert await home(world, NOOR) == ["Er staat een concept van je klantverhaal klaar.", (await own_head(world))]
        assert await home(world, OMAR) == ["Je zet een concept klaar voor Noor Jansen."]
        assert (await home(world, SANNE))[0].startswith("Noor Jansen noemt je in een klantverhaal.")
        assert await home(world, BRAM) == []


async def own_head(world: World) -> str:
    return (await lines(world, (await ids(world))[0]))[0]


async def home(world: World, person: str) -> list[str]:
    async with world.core.turns.reading(ORG) as turn:
        pieces = await story_panel.panel(turn, person)
    return [plain(piece.text, NL) for piece in pieces if isinstance(piece, Text)]


# --- the archive ------------------------------------------------------------------------------------------------------
async def test_all_stories_newest_first_with_what_each_can_do(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await relay(world)
        now = world.clock.now()
        for n in range(archive.PAGE + 1):
            what = [f"Verhaal {n} over een klant die lang wachtte."]
            await told(world, {BRAM: "ASKED"}, what=what, published_at=now - timedelta(days=n))
        first, second = await page(world, OMAR), await page(world, OMAR, ":1")
        assert [f"Verhaal {n} " in first for n in range(archive.PAGE + 1)] == [*[True] * archive.PAGE, False]
        assert f"Verhaal {archive.PAGE} " in second
        assert "Waar jij je naam leest, lezen anderen “een collega”." in await page(world, BRAM)
        assert "Waar jij" not in first


async def test_a_closed_channel_is_read_by_who_takes_part_only(sqlite_url: str) -> None:
    """Nor is anything of it told elsewhere."""
    async with peopled(sqlite_url) as world:
        await relay(world, private=True)
        key = await told(world)
        async with world.session() as session:
            session.add(OrgRole(person=NOOR, role="exec", exec=""))
        assert "Gelukkig" in await page(world, NOOR)
        assert (await page(world, OMAR)).startswith("De verhalen staan in het kanaal. Dat kan niet iedereen lezen.")
        assert not [one for answer in await tell(world, StoriesTold(3)) for one in answer]
        assert not await now_told(world, key)


async def page(world: World, person: str, about: str = "") -> str:
    event = Event("p", ORG, person, archive.STORIES, about)
    shown = await opened(world, event)
    return "\n".join(plain(piece.text, NL) for piece in shown if isinstance(piece, Text))


async def opened(world: World, event: Event) -> Sequence[Piece]:
    from rituals.contract import Refused

    try:
        found = await world.core.dispatcher.open(event)
    except Refused as refused:
        return (Text(refused.note.text),)
    assert isinstance(found, Page)
    return found.pieces
