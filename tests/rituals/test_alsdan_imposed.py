"""Nobody makes an agreement begin, rest, go on or end alone: whoever they are, and whatever they press."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from sqlalchemy import select

from bot.dispatch import Unknown
from bot.registry import make
from rituals import RITUALS
from rituals.alsdan import own_data, proposing
from rituals.answers import OVER
from rituals.contract import Asks, Event, Refused, Turn, Wrong, about
from rituals.keeping import Erase
from rituals.shown import Form
from storage import alsdan as store
from storage.alsdan import Agreement
from storage.people import PersonRow, Role
from storage.roles import OrgRole
from tests.rituals.compliment_world import PATIENCE
from tests.scenes_alsdan_life import agreements, proposals
from tests.world import ORG, TEN, World, peopled

REGISTRY = make(RITUALS)
DOES = sorted(name for name in REGISTRY.actions.keys() | REGISTRY.forms.keys() if name.startswith("alsdan."))
MIGHTY = TEN[1]  # lead, deputy, admin, coach, coordinator and executive, all at once
STATES = ("PROPOSED", "DRAFT", "EXPIRED", "ACTIVE", "RESTARTING", "PAUSED", "ANCHORED", "RETIRED")
ASKED = {"ACTIVE": "talk@1", "RESTARTING": "restart@1", "PAUSED": "paused@1", "ANCHORED": "quarter@1"}
OLD = ("week36@0", "anchor@0", "quarter@0")  # questions that are no longer asked
PUT = {  # what is proposed already, by the same hand
    "PROPOSED": ("joining",),
    "ACTIVE": ("pause", "letgo", "smaller", "longer"),
    "RESTARTING": ("pause", "cue"),
    "PAUSED": ("resume",),
    "ANCHORED": ("letgo",),
}
AGREES = {"alsdan.confirm", "alsdan.adopt", "alsdan.leave"}  # what a button under a proposal does
CHOOSES = {
    f"alsdan.{each}" for each in ("keep", "anchor", "still", "faded", "longer", "pause", "resume", "letgo", "words")
}
AGAIN = 3  # of so many one comes again: that it then does nothing is looked at for each door elsewhere
# By one's own hand: a proposal goes back to whoever made it.
OWN = {("PROPOSED", "DRAFT")}
VALUES: dict[str, Any] = {
    "x": "een klant voor de tweede keer belt",
    "y": "noemen we onze naam",
    "reason": "over",
    "whom": "team",
    "why": "Eén gesprek",
    "aid": "look",
    "looks": True,
    "weekday": "2",
    "clock": time(9),
    "channel": "C1",
    "with_whom": "me",
}


@dataclass(frozen=True)
class Ground:
    """The subjects of agreements in all states, of what is and was asked about them, and of what is proposed."""

    rows: list[str]
    asked: list[str]
    put: list[str]


async def ground(world: World) -> Ground:
    ids = await agreements(
        world,
        len(STATES),
        state=STATES,
        asked=tuple(ASKED.get(state, "") for state in STATES),
        proposer=MIGHTY,
        joined=tuple(0 if state in ("PROPOSED", "DRAFT", "EXPIRED") else 2 for state in STATES),
    )
    of = dict(zip(STATES, ids, strict=True))
    put = [
        subject
        for state, some in PUT.items()
        for choice in some
        for subject in await proposals(world, [of[state]], choice, [MIGHTY])
    ]
    asked = [about(world.team, of[state], each) for state, now in ASKED.items() for each in (now, *OLD)]
    return Ground([about(world.team), *(about(world.team, key) for key in ids)], asked, put)


def doings(here: Ground) -> Iterator[Event]:
    """Each door, with all that its buttons may be about; some of them twice."""
    for n, (does, subject) in enumerate(_pairs(here)):
        event = Event(f"e{n}", ORG, MIGHTY, does, subject, f"r{n}", values=VALUES)
        yield from (event, event) if n % AGAIN == 0 else (event,)


def _pairs(here: Ground) -> Iterator[tuple[str, str]]:
    for does in DOES:
        more = here.put if does in AGREES else here.asked if does in CHOOSES else []
        yield from ((does, subject) for subject in (*here.rows, *more))


async def do(world: World, event: Event) -> None:
    """With whatever is asked in a form passed."""
    dispatcher = replace(world.core.dispatcher, budget=PATIENCE)
    with suppress(Refused, Wrong, Asks, Unknown, LookupError, ValueError):
        if event.does not in REGISTRY.forms:
            await dispatcher.act(event)
            return
        given = await dispatcher.submit(event)
        if isinstance(given, Form):
            await dispatcher.submit(replace(event, passed=given.passed))


async def test_ac_als_02_nobody_imposes_alone(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await _mighty(world)
        here = await ground(world)
        before = await _states(world)
        for event in doings(here):
            await do(world, event)
        after = await _states(world)
        changed = {(state, after[key]) for key, state in before.items() if after[key] != state}
        assert changed == OWN, changed
        assert {after[key] for key in after.keys() - before.keys()} <= {"PROPOSED"}


async def joins(turn: Turn, world: World, key: int, *people: str) -> list[object]:
    said: list[object] = []
    for person in people:
        event = Event(f"{key}{person}", ORG, person, "alsdan.join", f"{world.team}:{key}")
        try:
            said.append(await proposing.join(turn, event))
        except Refused as refused:
            said.append(refused.note.text)
    return said


async def test_ac_als_02_no_proposal_is_left_without_its_proposer(sqlite_url: str) -> None:
    """Who withdrew their name would be one of the joiners themselves."""
    async with peopled(sqlite_url) as world:
        (key, orphan) = await agreements(world, 2, state="PROPOSED", proposer=(TEN[0], None), joined=1)
        async with world.core.turns.writing(ORG) as turn:
            await own_data.erase_proposed(turn, TEN[0], Erase.UNSIGN)
        async with world.core.turns.writing(ORG) as turn:
            found = await store.get(turn.session, [key, orphan])
            assert (found[key].state, found[key].proposer) == ("EXPIRED", None)
            assert await joins(turn, world, key, TEN[0]) == [OVER]
            assert await joins(turn, world, orphan, *TEN[:3]) == [OVER] * 3
            assert found[orphan].state == "PROPOSED"


async def _mighty(world: World) -> None:
    async with world.session() as session:
        session.add_all(Role(team=world.team, person=MIGHTY, role=role) for role in ("lead", "deputy"))
        session.add_all(OrgRole(person=MIGHTY, role=role) for role in ("exec", "relay_coordinator", "coach"))
        (await session.scalars(select(PersonRow).where(PersonRow.key == MIGHTY))).one().admin = True


async def _states(world: World) -> dict[int, str]:
    async with world.session() as session:
        return {row.id: row.state for row in await session.scalars(select(Agreement))}
