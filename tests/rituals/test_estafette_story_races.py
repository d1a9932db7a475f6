"""Two who publish, write or throw away in the same instant, on both databases: one effect, and nothing lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from rituals.contract import Answer, Event, Note, Opens, Refused
from rituals.shown import Form
from storage.estafette import Leg, Relay, Story, StoryColleague
from storage.house import CardRow
from storage.roles import OrgRole
from tests.world import ORG, TEN, World, peopled

NOOR, BRAM, SANNE, OMAR = TEN[:4]
LONG = "Een klant wachtte een uur aan de balie en bleef toch vriendelijk."
SHARE, PREVIEW = "estafette.share", "estafette.preview"


async def under_way(world: World) -> int:
    """Noor, one of three executives, has the baton; Bram prepares for her. Her leg's id."""
    now = world.clock.now()
    async with world.session() as session:
        roles = [("exec", who, "") for who in (NOOR, SANNE, OMAR)] + [("preparer", BRAM, NOOR)]
        session.add_all(OrgRole(role=role, person=who, exec=of) for role, who, of in roles)
        session.add(Relay(channel="C9", private=False, state="RUNNING", begun=True, round=1))
        moments = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1)}
        moments |= {"grace_at": now + timedelta(days=4), "offered_at": now, "answer_by": now}
        leg = Leg(round=1, week=now.date() - timedelta(days=4), person=NOOR, state="ACCEPTED", **moments)
        session.add(leg)
        await session.flush()
        return leg.id


def event(person: str, does: str, about: str, key: str, **more: Any) -> Event:
    return Event(id=key, org=ORG, person=person, does=does, about=about, request=key, **more)


async def written(world: World, person: str, about: str, key: str, **values: Any) -> Event:
    """What this person is about to send of a story."""
    form = await world.core.dispatcher.open(event(person, SHARE, about, ""))
    assert isinstance(form, Form)
    texts = {"kind": "visit", "on": world.clock.now().date(), "what": LONG, "struck": LONG, "change": LONG}
    return event(person, SHARE, about, key, values=texts | {"names": (OMAR,)} | values, kept=form.kept)


async def at_once(world: World, events: Sequence[Event]) -> list[Answer | Form | Refused]:
    dispatcher = replace(world.core.dispatcher, budget=60.0)

    async def do(each: Event) -> Answer | Form | Refused:
        try:
            return await (dispatcher.act if each.does == "estafette.drop" else dispatcher.submit)(each)
        except Refused as refused:
            return refused

    return list(await asyncio.gather(*(do(each) for each in events)))


async def counted(world: World, of: Any, *which: Any) -> int:
    async with world.session() as session:
        return await session.scalar(select(func.count()).select_from(of).where(*which)) or 0


async def test_publishing_several_times_at_once_is_one_story_with_one_question(database_url: str) -> None:
    """In two windows, each pressed twice."""
    async with peopled(database_url, threads=True) as world:
        leg = await under_way(world)
        (shown,) = await at_once(world, [await written(world, NOOR, f":l{leg}", "w")])
        assert isinstance(shown, Opens)
        previews = [await world.core.dispatcher.open(event(NOOR, PREVIEW, shown.about, "")) for _n in range(2)]
        kept = [each.kept for each in previews if isinstance(each, Form)]
        events = [event(NOOR, PREVIEW, shown.about, f"p{n % 2}", kept=kept[n % 2]) for n in range(4)]
        got = await at_once(world, [replace(each, request=f"r{n}") for n, each in enumerate(events)])
        said = [each.text.msgid for each in got if isinstance(each, Note)]
        assert said.count("Your story is in {channel}. Thank you.") == 1
        assert await counted(world, Story, Story.state == "PUBLISHED") == 1
        assert await counted(world, Story) == 1
        assert await counted(world, CardRow, CardRow.name == "estafette.story") == 1
        assert await counted(world, CardRow, CardRow.name == "estafette.named") == 1
        assert await counted(world, StoryColleague, StoryColleague.asked == 1) == 1
        assert await counted(world, Leg, Leg.state == "SHARED") == 1


async def test_who_begin_a_draft_at_once_share_one_and_all_but_the_first_are_asked(database_url: str) -> None:
    async with peopled(database_url, threads=True) as world:
        leg = await under_way(world)
        texts = [LONG.replace("klant", word) for word in ("jongen", "vrouw", "man", "buurman", "vader", "moeder")]
        events = [
            await written(world, (NOOR, BRAM)[n % 2], f":l{leg}", f"n{n}", what=text) for n, text in enumerate(texts)
        ]
        got = await at_once(world, events)
        assert await counted(world, Story) == 1
        asked = [each for each in got if isinstance(each, Form)]
        assert len(asked) == len(events) - 1
        assert {code.partition("_")[0] for each in asked for code in each.notices} == {"draft"}


async def test_what_is_thrown_away_and_written_in_at_once_is_one_or_the_other(database_url: str) -> None:
    async with peopled(database_url, threads=True) as world:
        leg = await under_way(world)
        (shown,) = await at_once(world, [await written(world, NOOR, f":l{leg}", "w")])
        assert isinstance(shown, Opens)
        other = LONG.replace("klant", "jongen")
        writes = await written(world, BRAM, f":l{leg}", "b", what=other)
        got = await at_once(world, [event(NOOR, "estafette.drop", shown.about, "d"), writes])
        assert len(got) == 2
        assert await counted(world, Story) == 0
        assert isinstance(got[1], Refused) or isinstance(got[0], Note)
