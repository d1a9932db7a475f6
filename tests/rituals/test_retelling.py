"""What is told again of a customer, in a meeting, names no colleague: not even one who has left, or is elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rituals import colleagues
from rituals.alsdan.naming import of_nobody
from rituals.called import Called
from rituals.colleagues import Colleagues
from rituals.contract import Wrong
from rituals.facts import Block, HeardNow
from rituals.names import names_somebody
from rituals.retelling import TELLS
from storage import compliment_heard, dagstart_heard
from storage.compliment import Compliment
from storage.dagstart import DagstartItem
from storage.people import PersonRow
from tests.chat import NOORD, Chat, chatting
from tests.rituals import compliment_talk as praise
from tests.rituals.dagstart_talk import improve
from tests.rituals.klantpet_talk import posts
from tests.world import ORG, TEN, peopled

RINGING = "De telefoon gaat te lang over"
SO_GLAD = "De klant was zo blij met een collega, een collega, een collega en een collega, echt waar"


@pytest.fixture
async def chat(sqlite_url: str) -> AsyncIterator[Chat]:
    async with chatting(sqlite_url, moment="2026-11-24 08:40") as chat:
        yield chat


async def told(chat: Chat, name: str) -> str:
    """In a meeting that begins now."""
    await chat.mila.types(f"/klantpet nu {name}", channel=NOORD)
    await chat.settle()
    return posts(chat)[-1].text


async def test_a_fact_keeps_hiding_who_left_and_who_is_elsewhere(chat: Chat) -> None:
    await chat.noord()
    karim = chat.person("Karim Aziz")
    chat.slack.channel("zuid", members=[karim.person])
    await karim.types("/klant taal nl", channel="zuid")
    await chat.until("2026-11-24 09:05")
    said = f"De klant was zo blij met Omar, Joris, @{karim.name} en Karim Aziz, echt waar"
    await praise.give(chat, chat.bram, said)
    assert SO_GLAD in await told(chat, "Weekstart")
    for actor in (chat.omar, chat.joris):
        await chat.slack.leave(NOORD, actor.person)
    await chat.settle()
    assert SO_GLAD in await told(chat, "Overdracht")
    # What stands already is drawn again with what is known by now.
    await chat.bram.presses("Ik pak de pet", posts(chat)[0])
    await chat.settle()
    assert SO_GLAD in posts(chat)[0].text
    assert "Bram Visser draagt" in posts(chat)[0].text


async def test_once_an_account_is_closed_what_names_it_is_told_no_more(chat: Chat) -> None:
    """By a first name in their team, elsewhere by the whole one; an improvement point as well, read by now or not."""
    await chat.noord()
    karim = chat.person("Karim Aziz")
    chat.slack.channel("zuid", members=[karim.person])
    await karim.types("/klant taal nl", channel="zuid")
    for said in ("Omar krijgt te veel terugbelverzoeken", "De lijst van Karim Aziz is te lang", RINGING):
        await improve(chat.bram, said)
    await chat.until("2026-11-25 09:05")
    for said in ("De klant was zo blij met Omar, echt waar", "Dank aan Karim Aziz voor zijn geduld"):
        await praise.give(chat, chat.bram, said)
    assert "voor zijn geduld" in await told(chat, "Weekstart")
    for actor in (chat.omar, karim):
        await chat.slack.deactivate(actor.person)
    await chat.settle()
    # Also with the account open again nobody can tell any more which texts named it.
    await chat.slack.reactivate(chat.omar.person)
    await chat.settle()
    assert RINGING in await told(chat, "Overdracht")
    await chat.bram.presses("Ik pak de pet", posts(chat, "mila")[0])
    await chat.settle()
    assert "Bram Visser draagt" in posts(chat, "mila")[0].text
    assert "voor zijn geduld" not in posts(chat, "mila")[0].text
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        untold = [row for table in (Compliment, DagstartItem) for row in await session.scalars(select(table))]
    assert [row.untold for row in untold] == [True, True, True, True, False]


async def test_after_thirty_days_it_is_told_no_more_and_no_name_is_looked_for_in_it(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        now = world.clock.now()
        async with world.session() as session:
            for days in (29, 33):
                at = now - timedelta(days=days)
                shared = {"team": world.team, "at": at, "day": at.date(), "origin": at.date()}
                row = Compliment(kind="customer", giver=TEN[1], text=[RINGING], state="PUBLISHED", read_at=at, **shared)
                session.add_all([row, DagstartItem(block=Block.IMPROVE.value, author=TEN[1], text=RINGING, **shared)])
        keys = [(world.team, f"{kind}:{n}") for kind in ("compliment", "point") for n in (1, 2)]
        async with world.core.turns.writing(ORG) as turn:
            found = [*await turn.tell(HeardNow(tuple(keys)))]
            assert sorted(key for some in found for _team, key in some) == ["compliment:1", "point:1"]
            since = now - TELLS
            rows = [await compliment_heard.tellable(turn.session, since)]
            rows.append(await dagstart_heard.tellable(turn.session, Block.IMPROVE.value, since))
            assert [[row.id for row in some] for some in rows] == [[1], [1]]


async def test_who_comes_back_has_not_left(chat: Chat) -> None:
    await chat.noord()
    for change in (chat.slack.leave, chat.slack.join):
        await change(NOORD, chat.omar.person)
        await chat.settle()
    await chat.omar.types("/klant mijn", channel=NOORD)
    assert "lid van " in chat.omar.form.text.lower()
    assert "weg uit" not in chat.omar.form.text.lower()
    await chat.omar.leaves()


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("Karim Aziz", "dat zei Karim aziz ook", True),
        ("Karim Aziz", "dat zei Karim ook", False),
        ("Karim Aziz", "mail van karim.a kwam laat", True),
        ("Karim Aziz", "karim-aziz weet het", True),
        ("Boer, Jan (Zuid)", "bel Jan Boer even", True),
        ("Boer, Jan (Zuid)", "een boer zei het", False),
        ("Dhr. Wil Visser", "vraag Wil Visser erbij", True),
        ("Anne-Marie 't Hooft", "annemarie 't hooft belde", True),
        ("'t Hooft", "de heer 't hooft belde", True),
        ("Jan Willem de Boer", "Jan Willem zei het", False),
        ("Jan Willem de Boer", "JanWillem de Boer zei het", True),
        ("Müge Öztürk", "Muge Ozturk zei het", True),
        ("Service Desk", "de service desk zei het", False),
        ("", "niemand zei het", False),
    ],
)
def test_who_is_elsewhere_is_named_by_the_whole_name_or_a_handle(name: str, text: str, *, named: bool) -> None:
    one = Called("U1", name, handle="karim.a" if name.startswith("Karim") else "karim", near=False)
    known = Colleagues({}, {begin: [one] for begin in one.begins()})
    assert names_somebody(text, known.of([1], text)) is named
    assert not names_somebody("karim belde", known.of([1], "karim belde"))
    # In their own team a first name is enough, and all else that they are called anywhere.
    near = Colleagues({1: [replace(one, near=True)]}, {})
    assert names_somebody(text, near.of([1], text)) >= named


async def test_an_agreement_or_a_figure_names_nobody_of_another_team_either(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        async with world.session() as session:
            session.add(PersonRow(key="U99", name="Karim Aziz"))
        async with world.core.turns.reading(ORG) as turn:
            with pytest.raises(Wrong) as wrong:
                await of_nobody(turn, TEN[0], world.team, {"x": "als Karim Aziz belt", "y": "dan wacht Karim"})
            assert [*wrong.value.errors] == ["x"]
            figure = {"name": "Wachttijd bij Karim Aziz"}
            assert await colleagues.named_in(turn, [world.team], figure) == ["name"]
