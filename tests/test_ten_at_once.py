"""Ten people do the same in the same instant, with every action and form there is, and on both databases.

A default test: a new action or form is in it by itself, and fails until it has a scene (tests/scenes*.py).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

import tests.scenes_action
import tests.scenes_alsdan
import tests.scenes_alsdan_life
import tests.scenes_alsdan_look
import tests.scenes_compliment
import tests.scenes_dagstart
import tests.scenes_dialogue
import tests.scenes_estafette
import tests.scenes_estafette_story
import tests.scenes_klantpet
import tests.scenes_klantpet_flag
import tests.scenes_klantpet_wearing
import tests.scenes_kpi
import tests.scenes_kpi_picture
import tests.scenes_people
import tests.scenes_silo
import tests.scenes_stage  # noqa: F401  (their scenes are known by being imported)
from bot.dispatch import ALREADY
from bot.registry import make
from rituals import RITUALS
from rituals.contract import Answer, Event, Files, Note, Opens, Refused, Wins
from rituals.estafette import story_messages
from rituals.klantpet import unflagging
from rituals.shown import Form
from rituals.words import Person, holds_typed
from tests.conftest import BOTH, by_name
from tests.scenes import SCENES, Asked, ten
from tests.world import ORG, TEN, World, peopled

REGISTRY = make(RITUALS)
WINS = {name: action.wins for name, action in REGISTRY.actions.items()}
WINS |= {name: form.wins for name, form in REGISTRY.forms.items()}
PATIENCE = 60.0  # seconds: the order of ten is looked at here, not how fast a busy machine gets through them
NAMES = sorted(WINS.keys() - {name for name, action in REGISTRY.actions.items() if action.edge})

# Of what is anonymous no request is known again: its second delivery reads as a second click.
ANONYMOUS = {name for name, action in REGISTRY.actions.items() if action.anonymous}

# What only looks may be asked again at will: it has no once-key, and its answer is what is so by then.
READS = {name for name, action in REGISTRY.actions.items() if action.reads}
READS |= {name for name, form in REGISTRY.forms.items() if form.reads}

Got = Answer | Form | Refused


async def do(world: World, event: Event) -> Got:
    """Refused is an answer here, as it is to the person; anything else that is raised is not."""
    dispatcher = replace(world.core.dispatcher, budget=PATIENCE)
    try:
        return await (dispatcher.submit if event.does in REGISTRY.forms else dispatcher.act)(event)
    except Refused as refused:
        return refused


async def at_once(world: World, events: Iterable[Event]) -> list[Got]:
    """All have ended before the first that broke is raised."""
    got = await asyncio.gather(*(do(world, event) for event in events), return_exceptions=True)
    answers: list[Got] = []
    for each in got:
        if isinstance(each, BaseException) and not isinstance(each, Refused):
            raise each
        answers.append(each)
    return answers


async def effects(world: World, asked: Asked, got: Sequence[Got]) -> int:
    """What only answers has had its effect where it answered."""
    if asked.effects is None:
        return sum(isinstance(each, Note | Opens | Files) for each in got)
    async with world.core.sessions(info={"org": ORG}) as session:
        return await asked.effects(session)


def kind(answer: Got) -> bool:
    """Something to read for the one who was not first."""
    note = answer.note if isinstance(answer, Refused) else answer
    return isinstance(note, Note) and bool(note.text.msgid)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Where the first wins, on both databases; where each person has their own, on one of them, unless `--both`."""
    if metafunc.function.__name__ == "test_ten_at_once":
        all_ = metafunc.config.getoption("both")
        pairs = [(n, url) for n in NAMES for url in (BOTH if all_ or WINS[n] is Wins.FIRST else [by_name(n, 2)])]
        of_each = pytest.mark.parametrize(("name", "database_url"), pairs, indirect=["database_url"])
        metafunc.definition.add_marker(of_each)


async def test_ten_at_once(name: str, database_url: str) -> None:
    assert name in SCENES, f"{name} has no scene: write one in tests/scenes.py, so that ten people can do it at once"
    async with peopled(database_url, threads=True) as world:
        asked = await SCENES[name](world, name)
        got = await at_once(world, asked.events)
        assert not [each for each in got if isinstance(each, Form)], f"{name} asks something: choose other values"
        refused = [each for each in got if isinstance(each, Refused)]
        done = await effects(world, asked, got)
        assert (asked.effects is None) is (name in READS), (
            f"{name}: what only answers says reads=True, and nothing else"
        )
        if WINS[name] is Wins.EACH:
            assert not refused, f"{name} says once a person, and refused {len(refused)}: {refused[0].note}"
            assert done == len(TEN)
            return
        assert done == 1, f"{name} says first wins, and had {done} effects"
        assert sum(kind(each) for each in got) >= len(TEN) - 1, got
        assert len([each for each in got if isinstance(each, Refused) or each == ALREADY]) == len(TEN) - 1, got


CHANGES = [name for name in NAMES if name not in READS]
# Of what nothing is kept, it is the thing itself that tells whoever comes again.
OWN_WORDS = {"klantpet.withdraw": Note(unflagging.GONE, instead=True), "estafette.nice": Note(story_messages.THANKS)}


@pytest.mark.parametrize(("name", "database_url"), [(n, by_name(n, 2)) for n in CHANGES], indirect=["database_url"])
async def test_redelivered(name: str, database_url: str) -> None:
    """The same request at once and once more: one effect, and its first answer again; another one is told so.

    Of each on one database, half of them on either: what is known again is the house's own, and the same for all.
    """
    async with peopled(database_url, threads=True) as world:
        asked = await SCENES[name](world, name)
        event = asked.events[0]
        both = await at_once(world, [event, event])
        already = OWN_WORDS.get(name, ALREADY)
        first = both[1] if both[0] == already else both[0]
        kept = isinstance(first, Note) and not holds_typed(first.text) and name not in ANONYMOUS
        again = first if kept else already
        assert again in both
        assert await do(world, event) == again
        assert await do(world, replace(event, request="another click")) == already
        assert await effects(world, asked, [first]) == 1


@pytest.mark.parametrize("name", [n for n in NAMES if n in REGISTRY.actions and WINS[n] is Wins.EACH])
async def test_pressed_twice(name: str, postgres_url: str) -> None:
    """Two clicks of one person, each a request of its own: both are answered, and nothing breaks.

    On PostgreSQL only: SQLite's turns go one after the other. Where the first wins, two clicks are two of the ten.
    """
    async with peopled(postgres_url) as world:
        asked = await SCENES[name](world, name)
        event = asked.events[0]
        got = await at_once(world, [event, replace(event, id="second", request="second")])
        assert any(not isinstance(each, Refused) for each in got), got


async def test_ten_take_the_next_turn_by_command(database_url: str) -> None:
    """`/dagstart begeleider` without a name: the first has it, the others read who was ahead."""
    async with peopled(database_url, threads=True) as world:
        got = await at_once(world, ten("dagstart.hosting", str(world.team)))
        ahead = [each.note.text for each in got if isinstance(each, Refused)]
        assert len(ahead) == len(TEN) - 1
        assert all(isinstance(text.args["name"], Person) for text in ahead)


def test_no_scene_is_left_over() -> None:
    assert not SCENES.keys() - set(NAMES), "these scenes are of something that is no longer there"
