"""How stories are told again, in teams, at meetings and on stages: nobody is named who does not want it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.i18n import plain
from rituals.contract import Event, Turn
from rituals.estafette import archive, posting
from rituals.facts import HeardOf, NamesGo, StoriesTold
from rituals.facts import Story as Shown
from storage.estafette import Relay, Story, hold, stories
from storage.roles import OrgRole
from tests.chat import NOORD, Chat
from tests.rituals.klantpet_talk import posts
from tests.rituals.story_world import (
    BRAM,
    NL,
    NOOR,
    OMAR,
    SANNE,
    TEXT,
    called,
    now_told,
    relay,
    tell,
    told,
)
from tests.world import ORG, peopled


async def test_teams_hear_it_in_short_and_without_anybodys_name(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await called(world)
        await relay(world)
        what = [*TEXT, " Omar Haddad belde haar terug, en Omar ook."]
        key = await told(world, {BRAM: "NAMED", SANNE: "ASKED"}, what=what)
        old = await told(world, published_at=world.clock.now() - timedelta(days=20))
        heard = {
            one.key for answer in await tell(world, HeardOf((world.team,), 5)) for one in answer.get(world.team, ())
        }
        assert (f"story:{key}" in heard, f"story:{old}" in heard) == (True, False)
        said = (
            "Gelukkig bleef een collega rustig, zei een collega na het lange gesprek. Een collega belde haar terug, en"
        )
        assert (await now_told(world, key)).startswith(said)
        await tell(world, NamesGo((OMAR,)))
        assert await now_told(world, key) == ""
        assert await now_told(world, old)


async def test_a_stage_hears_it_in_a_minute_with_nobody_named_who_did_not_agree(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await called(world)
        await relay(world)
        long = "De klant vertelde rustig wat er misging en wat zij van ons nodig had. " * 6
        change = ["Ik bel met ", ["Sanne", False, SANNE], " elke week iemand terug. " * 3]
        key = await told(world, {BRAM: "NAMED", SANNE: "ASKED"}, what=[*TEXT, f" {long}"], change=change)
        await told(world, state="HIDDEN")
        ((story,),) = await tell(world, StoriesTold(5))
        assert isinstance(story, Shown)
        assert (story.key, story.person, story.kind) == (f"story:{key}", NOOR, "counter")
        text = plain(story.text, NL)
        assert 60 <= len(text.split()) <= 90
        assert text.startswith("Gelukkig bleef Bram rustig, zei een collega na het lange gesprek. De klant")
        assert plain(story.opening, NL) == "Gelukkig bleef Bram rustig, zei een collega na het lange gesprek."


async def test_a_meeting_tells_the_story_of_the_week_and_forgets_what_was_withdrawn(chat: Chat) -> None:
    """Every team's cap may tell what everybody could read."""
    await chat.noord()
    await chat.until("2026-11-24 09:05")
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add(Relay(channel="C9", private=False))
        row = story(turn, chat.mila.id)
        turn.session.add(row)
    await chat.mila.types("/klantpet nu Weekstart", channel=NOORD)
    await chat.settle()
    said = "De klant was zo blij met de nieuwe stoel"
    assert said in posts(chat)[-1].text
    event = Event("w", chat.house.org, chat.mila.id, "estafette.withdraw", f":s{row.id}", "w")
    await chat.house.dispatcher.act(event)
    await chat.settle()
    assert said not in posts(chat)[-1].text


def story(turn: Turn, person: str) -> Story:
    texts = {name: ["De klant was zo blij met de nieuwe stoel bij de balie."] for name in ("what", "struck", "change")}
    return Story(person=person, state="PUBLISHED", kind="counter", at=turn.now, published_at=turn.now, **texts)


async def test_what_was_told_in_a_private_channel_stays_there(sqlite_url: str) -> None:
    """The relay moves to an open channel: who isn't in the circle reads what is told from then on only."""
    async with peopled(sqlite_url) as world:
        await relay(world, private=True)
        key = await told(world, what=["Dit bleef onder ons, in het besloten kanaal."])
        async with world.core.turns.writing(ORG) as turn:
            row = (await hold(turn.session)) or pytest.fail("there is a relay")
            posting.post(turn, row, (await stories(turn.session, [key]))[key])
            row.channel, row.private = "C8", False
        await told(world, what=["Dit mag iedereen lezen, in het open kanaal."], channel="C8")
        for person, reads in ((OMAR, False), (NOOR, True)):
            async with world.session() as session:
                session.add_all(OrgRole(person=NOOR, role="exec") for _once in [person] if person == NOOR)
            async with world.core.turns.reading(ORG) as turn:
                page = await archive.page(turn, Event("x", ORG, person, "estafette.stories"))
            assert "open kanaal" in repr(page)
            assert ("besloten kanaal" in repr(page)) is reads
        async with world.core.turns.reading(ORG) as turn:
            (some,) = await turn.tell(StoriesTold(5))
            assert [one.key for one in some] == ["story:2"]
