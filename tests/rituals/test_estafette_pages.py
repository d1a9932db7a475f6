"""What is read of the relay: by anybody, inside the circle only, and in each role's Home."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.stage import Actor
from rituals.contract import Event, Turn
from rituals.estafette import overview, panel, rounds
from storage.estafette import Leg, Relay, Story
from storage.roles import OrgRole
from tests.chat import Chat, local
from tests.rituals.estafette_stage import THIS, WEEK, change, leg, put, under_way
from tests.rituals.estafette_talk import (
    ACCEPT,
    AWAY,
    BOARD,
    DECLINE,
    MORE,
    PASS,
    PLAN,
    SHARE,
    SWAP,
    board,
    legs,
    posts,
    press,
    runners,
)
from tests.test_statements import counting
from tests.world import ORG, TEN, World, peopled

NEXT = THIS + WEEK
ROUND, STORIES, RELAY, SETTINGS = "Deze ronde", "Alle verhalen", "De estafette", "Estafette instellen"
OUT, IN = "Ik loop even niet mee", "Ik loop weer mee"
TAKE_BACK, WEEK_OFF, PAUSE, STOP, GO_ON, START = (
    *("Stokje terugnemen", "Die week geen estafette", "Pauze", "Stoppen", "Verder", "Begin de estafette"),
)


# --- for anybody ------------------------------------------------------------------------------------------------------
def story(actor: Actor, at: datetime, n: int, kind: str = "visit", state: str = "PUBLISHED") -> Story:
    texts = {"what": [f"Verhaal {n} aan de balie van een klant."], "struck": ["Wat een rust."], "change": ["Bellen."]}
    day = {"on": at.date(), "at": at, "published_at": at}
    return Story(person=actor.id, state=state, kind=kind, channel="C9", **texts, **day)


async def tells(chat: Chat, *days: str, kind: str = "visit", state: str = "PUBLISHED") -> None:
    some = [story(chat.eva, local(f"{day} 12:00"), n, kind, state) for n, day in enumerate(days, start=1)]
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add_all(some)


async def page(actor: Actor, text: str = "/estafette") -> str:
    """What the page says."""
    await actor.types(text, channel=BOARD)
    said = str(actor.form.text)
    await actor.leaves()
    return said


async def buttons(actor: Actor, text: str = "/estafette") -> Sequence[str]:
    await actor.types(text, channel=BOARD)
    found = list(actor.form.buttons)
    await actor.leaves()
    return found


async def test_anybody_reads_who_holds_the_baton_and_the_last_three_stories(chat: Chat) -> None:
    """Neither a withdrawn nor a hidden one, and never who was asked."""
    await under_way(chat, ("aisha", "DECLINED", THIS), ("daan", "ACCEPTED", THIS))
    await tells(chat, "2026-11-02", "2026-11-03", "2026-11-10", "2026-11-11")
    await tells(chat, "2026-11-12", state="WITHDRAWN")
    await tells(chat, "2026-11-13", state="HIDDEN")
    said = await page(chat.bram)
    assert "Daan Mulder heeft het stokje tot en met vrijdag 20 november." in said
    assert "Daarna gaat het stokje verder vanaf maandag 23 november." in said
    assert [n for n in range(1, 5) if f"Verhaal {n} " in said] == [2, 3, 4]
    assert said.index("Verhaal 4 ") < said.index("Verhaal 3 ") < said.index("Verhaal 2 ")
    assert "Vier verhalen in de afgelopen twaalf weken." in said
    assert "Aisha" not in said
    assert await buttons(chat.bram) == [STORIES]
    assert await buttons(chat.noor) == [STORIES, ROUND]
    assert await buttons(chat.daan) == [SHARE, PLAN, MORE, AWAY, STORIES, ROUND]


async def test_what_is_read_while_nobody_holds_it_says_no_reason(chat: Chat) -> None:
    outsider = chat.stage.person("Kees Bos")
    chat.stage.slack.channel("elders", members=[outsider.person])
    await outsider.types("/estafette", channel="elders")
    assert "De estafette is nog niet begonnen." in outsider.form.text
    await outsider.leaves()
    await under_way(chat, ("daan", "OFFERED", NEXT))
    said = await page(chat.bram)
    assert "Het stokje is onderweg naar een collega. Vanaf maandag 23 november gaat het verder." in said
    assert "Daan" not in said
    await change(chat, off=["2026-W47"])
    assert "Deze week rust het stokje. Vanaf maandag 23 november gaat het verder." in await page(chat.bram)
    await change(chat, state="PAUSED", paused_by="circle")
    assert "De estafette rust even. De verhalen blijven." in await page(chat.bram)
    await change(chat, state="STOPPED")
    assert "De estafette rust even. De verhalen blijven." in await page(chat.bram)


# --- inside the circle ------------------------------------------------------------------------------------------------
async def test_the_round_is_read_inside_the_circle_only(chat: Chat) -> None:
    """By name, without a count of anybody, in an order that says nothing of who declined."""
    await under_way(chat, ("eva", "PASSED", THIS - WEEK), ("aisha", "DECLINED", THIS), ("daan", "ACCEPTED", THIS))
    for actor in (chat.noor, chat.petra):
        said = await page(actor, "/estafette ronde")
        going, done = said.partition("Spraken een klant")[::2]
        order = [going.index(name) for name in ("Aisha", "Ruben", "Noor")]
        assert order == sorted(order)
        assert "Eva Hendriks" in done
        assert "Eva Hendriks" not in going
        assert "Deze keer niet" not in said
    answer = await chat.bram.types("/estafette ronde", channel=BOARD)
    assert answer is not None
    assert answer.text == "Dit kan alleen een bestuurder of de estafettecoördinator. Er is niets veranderd."


# --- Home -------------------------------------------------------------------------------------------------------------
async def home(chat: Chat, actor: Actor) -> tuple[str, list[str]]:
    """What the Home says of the relay, and what can be pressed in it."""
    await actor.person.opens_home()
    await chat.idle()
    mine = {ROUND, RELAY, SETTINGS, OUT, IN, TAKE_BACK, WEEK_OFF, PAUSE, STOP, GO_ON, START, "Concept klaarzetten"}
    mine |= {ACCEPT, DECLINE, SWAP, AWAY, PLAN, SHARE, MORE, PASS}
    shown = actor.person.home
    assert shown is not None
    return shown.text, [each for each in shown.buttons if each in mine]


async def test_home_of_each_role(chat: Chat) -> None:
    """An outsider's says nothing of the relay; a coordinator's says who is asked, and not who was."""
    await under_way(chat, ("aisha", "DECLINED", THIS), ("daan", "OFFERED", NEXT), off=["2026-W50"])
    await put(chat, OrgRole(person=chat.bram.id, role="preparer", exec=chat.daan.id))
    said, pressed = await home(chat, chat.daan)
    assert "Er wacht een stokje op je, voor de week van maandag 23 november." in said
    assert pressed == [ACCEPT, DECLINE, SWAP, AWAY]
    said, pressed = await home(chat, chat.aisha)
    assert "Daan" not in said
    assert "Je beurt in deze ronde komt nog." in said
    assert pressed == [RELAY, OUT]
    said, pressed = await home(chat, chat.petra)
    assert "De beurt van de week van maandag 23 november staat open. Ik vraag Daan Mulder." in said
    assert "week 50 (maandag 7 december)" in said
    assert "Aisha" not in said
    assert pressed == [TAKE_BACK, WEEK_OFF, ROUND, SETTINGS, PAUSE, STOP]
    assert (await home(chat, chat.bram))[1] == []
    await chat.daan.person.opens_home()
    await chat.daan.presses(ACCEPT, chat.daan.person.home)
    await chat.settle()
    said, pressed = await home(chat, chat.daan)
    assert "Je hebt het stokje van maandag 23 november tot en met vrijdag 27 november." in said
    assert pressed == [SHARE, PLAN, MORE, AWAY]
    assert (await home(chat, chat.bram))[1] == ["Concept klaarzetten"]
    outsider = chat.stage.person("Kees Bos")
    assert "stokje" not in (await home(chat, outsider))[0]
    await chat.petra.presses(PAUSE, chat.petra.person.home)
    await chat.settle()
    said, pressed = await home(chat, chat.petra)
    assert "De estafette rust." in said
    assert pressed == [GO_ON, SETTINGS, ROUND, STOP]
    assert (await home(chat, chat.daan))[1] == [SHARE]


async def test_home_of_whoever_ran_and_before_it_begins(chat: Chat) -> None:
    await board(chat)
    said, pressed = await home(chat, chat.petra)
    assert "De estafette staat klaar." in said
    assert pressed == [START, SETTINGS]
    await change(chat, state="RUNNING", begun=True, round=1)
    await put(chat, leg(chat.eva, "SHARED"))
    said, pressed = await home(chat, chat.eva)
    assert "Je sprak deze ronde al een klant." in said
    assert pressed == [PASS, RELAY, OUT]


# --- staying out ------------------------------------------------------------------------------------------------------
async def test_an_executive_stays_out_and_comes_back_without_a_reason(chat: Chat) -> None:
    """No page tells it, nothing is public, and nobody is asked why."""
    await under_way(chat, ("daan", "OFFERED", NEXT))
    before = await page(chat.ruben, "/estafette ronde")
    await chat.aisha.person.opens_home()
    await chat.aisha.presses(OUT, chat.aisha.person.home)
    assert await page(chat.ruben, "/estafette ronde") == before
    assert "Prima. Ik vraag je niet voor de estafette tot je het zegt." in chat.aisha.person.home.text
    assert [row.person for row in await runners(chat) if row.sits_out] == [chat.aisha.id]
    for _time in range(3):
        person = (await legs(chat))[-1].person
        asked = next(actor for actor in chat.stage.people.values() if actor.id == person)
        await press(chat, asked, DECLINE)
    assert chat.aisha.id not in {row.person for row in await legs(chat)}
    await chat.aisha.person.opens_home()
    await chat.aisha.presses(IN, chat.aisha.person.home)
    assert "Fijn dat je er weer bij bent." in chat.aisha.person.home.text
    assert "Aisha" in await page(chat.ruben, "/estafette ronde")
    assert posts(chat) == []


async def test_whoever_stays_out_with_the_baton_gives_it_back(chat: Chat) -> None:
    await under_way(chat, ("daan", "ACCEPTED", NEXT))
    for n in range(2):
        await chat.house.dispatcher.act(Event(f"{n}", chat.house.org, chat.daan.id, "estafette.sit_out"))
    first, second = await legs(chat)
    assert (first.state, second.state) == ("HANDED_BACK", "OFFERED")
    assert second.person != chat.daan.id


# --- what it costs ----------------------------------------------------------------------------------------------------
async def test_pages_and_home_take_as_many_statements_however_much_was_told(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        async with world.session() as session:
            session.add_all(OrgRole(person=person, role="exec") for person in TEN[:5])
            session.add(Relay(channel="C1", private=False, state="RUNNING", begun=True, round=1))
        few = [await _statements(world, most=1), await _statements(world, most=3)]
        more = await _statements(world, most=150)
    assert few[1] == more
    assert max(more) <= 10


async def _statements(world: World, most: int) -> list[int]:
    """Of the Home's panel, the page, the round and the picture, once so many stories and turns are there."""
    at = local("2026-11-10 12:00")
    told = {"state": "PUBLISHED", "kind": "visit", "channel": "C1", "at": at, "published_at": at, "what": ["x"]}
    moments = dict.fromkeys(("offered_at", "answer_by", "starts_at", "ends_at", "grace_at", "closed_at"), at)
    async with world.session() as session:
        session.add_all(Story(person=TEN[0], **told) for _n in range(most))
        session.add_all(Leg(person=TEN[1], state="DECLINED", round=1, week=THIS, **moments) for _n in range(most))
    event = Event("x", ORG, TEN[0], "estafette.overview")
    found = []
    for look in (lambda turn: panel.coming(turn, TEN[0]), *(_looks(each, event) for each in PAGES)):
        async with world.core.turns.reading(ORG) as turn:
            with counting(world) as counts:
                await look(turn)
        found.append(counts["SELECT"])
    return found


PAGES = (overview.page, rounds.page, rounds.show)


def _looks(build: Callable[[Turn, Event], Awaitable[object]], event: Event) -> Callable[[Turn], Awaitable[object]]:
    return lambda turn: build(turn, event)


async def test_while_the_relay_rests_the_baton_is_not_offered_for_passing(chat: Chat) -> None:
    """Neither in Home nor by the command; and a button that stood there before says why nothing happens."""
    await under_way(chat, ("eva", "SHARED", THIS))
    await chat.eva.types("/estafette", channel=BOARD)
    assert PASS in (await home(chat, chat.eva))[1]
    await change(chat, state="PAUSED", paused_by="coordinator")
    await chat.eva.presses(PASS, chat.eva.form)
    assert "De estafette rust. Je kunt het stokje doorgeven zodra die verder gaat." in chat.eva.form.text
    await chat.eva.leaves()
    await chat.eva.types("/estafette", channel=BOARD)
    assert PASS not in chat.eva.form.buttons
    await chat.eva.leaves()
    assert PASS not in (await home(chat, chat.eva))[1]
