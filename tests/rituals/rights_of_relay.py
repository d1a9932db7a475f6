"""Who may do what in the relay, with dialogues and with stages: a part of the table of rights, and what it is about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, time
from typing import Any

from storage.base import Base
from storage.dialogue import Dialogue
from storage.estafette import StoryColleague
from storage.stage import Appearance
from tests.chat import local
from tests.relay_rows import TOLD, leg, story
from tests.world import MONDAY, World

Owned = Callable[[World, int, str], Awaitable[int]]
DAY = date(2026, 11, 26)
HOUR: dict[str, Any] = {"kind": "dialogue", "day": DAY, "clock": time(10), "minutes": 60, "place": "kantoor"}
PLAN = {"title": "Klanten aan tafel", "person": "U3", "before": "30", "after": "30"}
TALK: dict[str, Any] = {"day": DAY, "occasion": "Jaarcongres", "minutes": 15}
STORY: dict[str, Any] = TOLD | {"on": MONDAY}

# What is done: the door, its subject, what is filled in; and for whom (see the table).
OF_RELAY: Mapping[str, tuple[str, str, Mapping[str, Any], str]] = {
    "see the relay": ("estafette.overview", "", {}, "✔✔✔✔✔✔"),
    "see the relay as a picture": ("estafette.picture", "", {}, "✔✔✔✔✔✔"),
    "see who is still to go": ("estafette.round", "", {}, "––✔✔––"),
    "set the relay up": ("estafette.settings", "", {"circle": ("U3",), "ceo": "U3"}, "–––✔––"),
    "choose who prepares": ("estafette.preparers", "", {}, "–––✔––"),
    "start the relay": ("estafette.start", "", {}, "–––✔––"),
    "pause the relay": ("estafette.pause", "", {}, "–––✔––"),
    "let the relay go on": ("estafette.resume", "", {}, "–––✔––"),
    "stop the relay": ("estafette.stop", "", {}, "–––✔––"),
    "take a week of the relay off": ("estafette.cancel_week", ":l{offered}", {}, "–––✔––"),
    "take the baton": ("estafette.accept", ":l{offered}", {}, "––O–––"),
    "pass over a turn": ("estafette.decline", ":l{offered}", {}, "––O–––"),
    "swap a turn": ("estafette.swap", ":l{offered}", {"to": "U5"}, "––O–––"),
    "let another begin": ("estafette.later", ":l{offered}", {"to": "U5"}, "––O–––"),
    "be away in a turn": ("estafette.away", ":l{run}", {}, "––O–––"),
    "take more time": ("estafette.more_time", ":l{run}", {}, "––O–––"),
    "take a baton back": ("estafette.back", ":l{run}", {}, "OOO✔OO"),
    "pass the own baton": ("estafette.pass", "", {"to": "U5", "challenge": "Vraag eens door"}, "––✔–––"),
    "pass the baton by name": ("estafette.give", "", {}, "––✔–––"),
    "stay out of the relay": ("estafette.sit_out", "", {}, "––✔–––"),
    "be in the relay again": ("estafette.come_back", "", {}, "––✔–––"),
    "write a story": ("estafette.share", ":l{run}", STORY, "––O–––"),
    "publish a story": ("estafette.preview", ":s{draft}", {}, "––O–––"),
    "keep a draft": ("estafette.keep", "", {}, "––✔–––"),
    "throw a draft away": ("estafette.drop", ":s{draft}", {}, "OOOOOO"),
    "read all stories": ("estafette.stories", "", {}, "✔✔✔✔✔✔"),
    "edit a story": ("estafette.edit", ":s{told}", STORY, "OOOOOO"),
    "withdraw a story": ("estafette.withdraw", ":s{told}", {}, "OOOOOO"),
    "enjoy a story": ("estafette.nice", ":s{told}", {}, "✔✔✔✔✔✔"),
    "doubt a story": ("estafette.report", ":s{told}", {}, "✔✔✔✔✔✔"),
    "hide a story in the organisation's channel": ("estafette.hide", ":s{told}", {}, "––––✔–"),
    "tell what came of a promise": ("estafette.promise", ":s{told}:notyet", {}, "OOOOOO"),
    "agree to be named in a story": ("estafette.agree", ":s{naming}:x", {}, "OOOOOO"),
    "take the own name out of a story": ("estafette.unname", ":s{naming}", {}, "OOOOOO"),
    "see the own dialogues": ("dialogue.list", "", {}, "✔✔✔✔✔✔"),
    "plan a dialogue": ("dialogue.plan", "", HOUR | PLAN, "––✔✔✔–"),
    # The executive goes to both; of the other one, whoever planned it may not do so now.
    "change a dialogue": ("dialogue.plan", ":d{dialogue}", HOUR | PLAN, "––✔✔O–"),
    "call a dialogue off": ("dialogue.cancel", ":d{dialogue}", {}, "––✔✔O–"),
    "take a dialogue along": ("dialogue.file", ":d{dialogue}", {}, "OO✔✔OO"),
    "tell of a dialogue": ("dialogue.tell", ":d{held}", {}, "OOOOOO"),
    "see the own stages": ("stage.list", "", {}, "✔✔✔✔✔✔"),
    "register a stage": ("stage.new", "", TALK, "––✔–––"),
    "change a stage": ("stage.new", ":a{stage}", TALK, "––O–––"),
    "remove a stage": ("stage.remove", ":a{stage}", {}, "OOOOOO"),
}


async def _put(world: World, row: Any) -> int:
    async with world.session() as session:
        session.add(row)
        await session.flush()
        found: int = row.id
        return found


def _row(make: Callable[[World, str], Base]) -> Owned:
    async def made(world: World, _team: int, person: str) -> int:
        return await _put(world, make(world, person))

    return made


def _dialogue(person: str | None, organiser: str | None, state: str, world: World) -> Dialogue:
    around: dict[str, Any] = {"title": "Klanten aan tafel", "before": 30, "after": 30}
    starts_at = local(f"{DAY} 10:00")
    whose: dict[str, Any] = {"person": person, "organiser": organiser, "state": state}
    return Dialogue(**whose, starts_at=starts_at, at=world.clock.now(), **HOUR | around)


async def _naming(world: World, team: int, person: str) -> int:
    """Of somebody else."""
    key = await _put(world, story("U8", world.clock.now(), on=MONDAY))
    await _put(world, StoryColleague(story=key, person=person, choice="ASKED", asked=1))
    return key


OWNED_OF_RELAY: Mapping[str, Owned] = {
    "offered": _row(lambda _world, person: leg(person, "OFFERED", MONDAY, first=True)),
    "run": _row(lambda _world, person: leg(person, "ACCEPTED", MONDAY)),
    "draft": _row(lambda world, person: story(person, world.clock.now(), "DRAFT")),
    "told": _row(lambda world, person: story(person, world.clock.now(), on=MONDAY)),
    "naming": _naming,
    "dialogue": _row(lambda world, person: _dialogue("U3", person, "PLANNED", world)),
    "held": _row(lambda world, person: _dialogue(person, None, "HELD", world)),
    "stage": _row(lambda world, person: Appearance(person=person, by=None, at=world.clock.now(), **TALK)),
}
