"""A relay put there by rows, in a world without Slack: ten executives, and whoever has or had the baton."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.stage import local
from rituals.estafette.subjects import of_leg, of_story
from storage.estafette import Leg, Relay, Runner, Story
from storage.roles import OrgRole
from tests.world import ORG, TEN, World

CHANNEL = "C8"
WEEK = date(2026, 11, 16)  # its Monday: the world begins on its Friday
WHAT = "Een klant wachtte een uur aan de balie en bleef toch vriendelijk."
STRUCK = "Niemand vertelde haar hoe lang het duurde."
CHANGE = "Ik ga elke maandag een uur bij de balie staan."
TOLD: dict[str, Any] = {"kind": "counter", "on": date(2026, 11, 19), "what": WHAT, "struck": STRUCK, "change": CHANGE}


def relay(**more: Any) -> Relay:
    times: dict[str, Any] = {"start_clock": time(9), "end_clock": time(15), "off": [], "on": []}
    return Relay(channel=CHANNEL, private=False, **times, **{"state": "RUNNING", "begun": True, "round": 1, **more})


def leg(person: str, state: str = "ACCEPTED", week: date = WEEK, **more: Any) -> Leg:
    """From Monday nine to Friday three."""
    begins = local(f"{week} 09:00")
    moments: dict[str, Any] = {
        "offered_at": begins - timedelta(days=3),
        "answer_by": begins + timedelta(days=8),
        "starts_at": begins,
        "ends_at": begins + timedelta(days=4, hours=6),
        "grace_at": begins + timedelta(days=8, hours=3),
    }
    return Leg(person=person, state=state, week=week, **{"round": 1, **moments, **more})


def story(person: str, now: datetime, state: str = "PUBLISHED", **more: Any) -> Story:
    texts: dict[str, Any] = {name: [TOLD[name]] for name in ("what", "struck", "change")}
    out: dict[str, Any] = {"channel": CHANNEL, "published_at": now} if state != "DRAFT" else {}
    plain: dict[str, Any] = {"kind": TOLD["kind"], "on": TOLD["on"], "at": now, **texts, **out}
    return Story(person=person, state=state, **plain | more)


def offices(executives: Iterable[str] = TEN, *, coordinators: Iterable[str] = (), coaches: Iterable[str] = ()) -> Any:
    """The first of the executives is the CEO."""
    some = list(executives)
    given = [*((one, "exec") for one in some), (some[0], "ceo")]
    given += [*((one, "relay_coordinator") for one in coordinators), *((one, "coach") for one in coaches)]
    return [OrgRole(person=person, role=role, exec="") for person, role in given]


def preparers(executive: str = TEN[0], some: Iterable[str] = TEN[1:]) -> list[OrgRole]:
    return [OrgRole(person=person, role="preparer", exec=executive) for person in some]


async def put(world: World, *rows: Any) -> None:
    async with world.session() as session:
        session.add_all(rows)


async def circle(world: World, *rows: Any, coordinators: Sequence[str] = (), **settings: Any) -> None:
    """Ten executives in a relay, which runs unless its settings say otherwise."""
    now = world.clock.now()
    runners = [Runner(person=one, since=now) for one in TEN]
    await put(world, relay(**settings), *offices(coordinators=coordinators), *runners, *rows)


async def under_way(world: World, state: str = "ACCEPTED", **more: Any) -> str:
    """The first of TEN has the baton, or is asked; the subject of that leg. All look after the relay."""
    row = leg(TEN[0], state, **more)
    await circle(world, row, coordinators=TEN)
    return of_leg(row)


async def told(world: World, *, by: Sequence[str] = TEN, state: str = "PUBLISHED", **more: Any) -> list[str]:
    """A story of each of these; their subjects."""
    rows = [story(person, world.clock.now(), state, **more) for person in by]
    await circle(world, *rows, coordinators=())
    return [of_story(row) for row in rows]


__all__ = ["CHANNEL", "ORG", "TOLD", "WEEK", "circle", "leg", "offices", "preparers", "put", "relay", "story", "told"]
