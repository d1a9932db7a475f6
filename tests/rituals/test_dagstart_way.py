"""The way of an improvement point: into an action, and back to the team and to whoever noticed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.stage import Actor
from rituals import RITUALS
from rituals.contract import Answer, Event, FormSpec, Note, Refused, Ritual, Turn
from rituals.dagstart import way
from rituals.facts import FollowUp, FollowUps, LinksNamed, LinksOffered
from rituals.shown import Field, Form
from rituals.words import Sentence
from storage.dagstart import DagstartItem
from tests.chat import Chat, chatting, local
from tests.rituals.dagstart_talk import POINT, SAVED, improve, rows
from tests.scenes_dagstart import items
from tests.world import ORG, TEN, World, peopled

TICK = "Maak er een verbeteractie van"
TITLE = "Wat er van jouw verbeterpunten kwam"
LONG = (
    "Een klant moest drie keer bellen voordat iemand wist waar haar formulier gebleven was, en daarna bleek "
    "het formulier ook nog eens een verouderde versie te zijn die nergens meer wordt gebruikt"
)
EFFECT = "Wat merkt de klant ervan?"
FULL = "Eerst één afmaken."


@dataclass
class Actions:
    """What stands in for the actions here: one form, and what the test says came of points."""

    full: bool = False
    came: dict[str, FollowUp] = field(default_factory=dict)

    @property
    def ritual(self) -> Ritual:
        return Ritual("action", forms={"action.new": FormSpec(self.build, self.submit)}, hears={FollowUps: self.answer})

    async def build(self, turn: Turn, event: Event) -> Form:
        if self.full:
            raise Refused(Sentence(FULL))
        return Form(Sentence("Verbeteractie"), (Field("what", Sentence("Wat?")),), seen_by=Sentence("Team."))

    async def submit(self, turn: Turn, event: Event) -> Answer:
        return Note(Sentence("Gemaakt."))

    async def answer(self, turn: Turn, fact: FollowUps) -> Mapping[str, Sequence[FollowUp]]:
        return {key: [self.came[key]] for key in fact.keys if key in self.came}


def house(actions: Actions) -> tuple[Ritual, ...]:
    return (*(each for each in RITUALS if each.name != "action"), actions.ritual)


async def page(chat: Chat, who: str) -> tuple[str, list[str]]:
    actor = chat.people[who]
    await actor.presses("Alles bekijken", chat.card())
    found = actor.form.text, actor.form.buttons
    await actor.leaves()
    return found


async def at_home(chat: Chat, who: str) -> list[str]:
    home = await chat.people[who].person.opens_home()
    await chat.idle()
    shown: str = (chat.people[who].person.home or home).text
    return shown.splitlines()


async def test_the_way_of_a_point(sqlite_url: str) -> None:
    actions = Actions()
    async with chatting(sqlite_url, rituals=house(actions)) as chat:
        await chat.noord()
        await chat.until("2026-11-23 09:01")
        await _becomes_an_action(chat, actions)
        (first, _second) = await rows(chat, DagstartItem)

        key = f"point:{first.id}"
        actions.came[key] = FollowUp(1, Sentence("Iemand begint eraan."))
        text, buttons = await page(chat, "bram")
        assert "Iemand begint eraan." in text
        assert buttons.count("Verbeteractie") == 1
        assert TITLE not in await at_home(chat, "bram")
        lines = await at_home(chat, "sanne")
        assert lines[lines.index(TITLE) + 2] == "Iemand begint eraan."

        actions.came[key] = FollowUp(1, Sentence("Klanten merken: één keer bellen."), done=True, on=date(2026, 11, 24))
        assert (await page(chat, "bram"))[1].count("Verbeteractie") == 2
        chat.clock.turn_to(local("2026-12-08 12:00"))
        assert "Klanten merken: één keer bellen." in await at_home(chat, "sanne")
        chat.clock.turn_to(local("2026-12-09 12:00"))
        assert TITLE not in await at_home(chat, "sanne")


def prefilled(actor: Actor) -> str:
    (value,) = actor.form.values.values()
    return str(value)


async def _becomes_an_action(chat: Chat, actions: Actions) -> None:
    """At once, by its author, who goes no further; and later, by a colleague."""
    await chat.sanne.types("/dagstart verbeterpunt", channel="klantenservice-noord")
    await chat.sanne.fills({"Wat merkte of vroeg een klant?": LONG, TICK: True})
    await chat.sanne.submits()
    begun = prefilled(chat.sanne)
    assert len(begun) <= 140
    assert LONG.startswith(begun.removesuffix("…") + " ")
    await chat.sanne.leaves()

    actions.full = True
    assert await improve(chat.sanne, POINT, **{TICK: True}) == f"{SAVED}\n{FULL}"
    actions.full = False
    await chat.settle()
    assert POINT in chat.card().text
    assert len(await rows(chat, DagstartItem)) == 2

    await chat.omar.presses("Alles bekijken", chat.card())
    await chat.omar.presses("Verbeteractie", near=POINT)
    assert prefilled(chat.omar) == POINT
    await chat.omar.leaves()


async def test_a_point_leads_somewhere(chat: Chat) -> None:
    """With the actions as they are: from the card to what customers notice of it."""
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await chat.sanne.types("/dagstart verbeterpunt", channel="klantenservice-noord")
    await chat.sanne.fills({"Wat merkte of vroeg een klant?": POINT, TICK: True})
    await chat.sanne.submits()
    assert chat.sanne.form.values["Wat gaan we doen?"] == POINT
    assert chat.sanne.form.values["Hoort bij"] == POINT
    effect = "één keer invullen is genoeg"
    assert await chat.sanne.sends({"Wat gaan we doen?": "Eén formulier maken", EFFECT: effect}) == SAVED
    await chat.settle()
    text, buttons = await page(chat, "bram")
    assert "Hieruit kwam: “Eén formulier maken”. We kijken " in text
    assert "Verbeteractie" not in buttons

    await chat.sanne.types("/klant actie klaar", channel="klantenservice-noord")
    await chat.sanne.sends({})
    await chat.until("2026-11-24 09:00")
    assert f"Klaar: “Eén formulier maken”. Klanten merken: {effect}" in chat.card().text
    lines = await at_home(chat, "sanne")
    came = f"Hieruit kwam: “Eén formulier maken”. Klanten merken: {effect}"
    assert lines[lines.index(TITLE) + 1 :][:2] == [POINT, came]
    assert TITLE not in await at_home(chat, "bram")


async def test_what_is_hidden_withdrawn_or_waiting_is_offered_to_nobody(sqlite_url: str) -> None:
    """But what waits for the next board to its author."""
    async with peopled(sqlite_url) as world:
        subjects = await items(world)
        keys = [f"point:{subject.rpartition(':')[2]}" for subject in subjects]
        made = dict(zip(("hidden", "withdrawn", "waiting", "old"), subjects, strict=False))
        async with world.session() as session:
            for how, subject in made.items():
                row = await session.get(DagstartItem, int(subject.rpartition(":")[2]))
                assert row is not None
                for name, value in GONE[how].items():
                    setattr(row, name, value)
        assert await offered(world, TEN[9]) == keys[:3:-1]
        assert await offered(world, TEN[2]) == [*keys[:3:-1], keys[2]]
        assert sorted(await named(world, [*keys, "kpi:1", "item:5", "point:999"])) == sorted(keys[3:])
        world.clock.turn_to(local("2026-12-22 12:00"))
        assert await offered(world, TEN[9]) == []


GONE: Mapping[str, Mapping[str, Any]] = {
    "hidden": {"hidden": True},
    "withdrawn": {"text": None},
    "waiting": {"day": None},
    "old": {"origin": date(2026, 10, 23)},
}


async def offered(world: World, person: str) -> list[str]:
    async with world.core.turns.reading(ORG) as turn:
        return [each.key for each in await way.offered(turn, LinksOffered(world.team, person))]


async def named(world: World, keys: Sequence[str]) -> Mapping[str, Sentence]:
    async with world.core.turns.reading(ORG) as turn:
        return await way.named(turn, LinksNamed((1,), tuple(keys)))
