"""What the workspace has lived through before one opens it. Later rituals add a function to SEEDS."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from bot.demo import agreements, cast, compliments, improving, meetings, relays
from bot.demo import tongue as t
from bot.demo.agreeing import Agreeing
from bot.demo.agreements import Agreed, Habit, Looked
from bot.demo.capping import Capping, Kept
from bot.demo.cast import Crew, Shared
from bot.demo.compliments import Decided, Given
from bot.demo.handing import Handing
from bot.demo.hands import Hands
from bot.demo.improving import Tried, Went
from bot.demo.meetings import Closed, Collides, Registered, Series, Talk
from bot.demo.relaying import Relayed, Relaying
from bot.demo.relays import Begins, Passes, Takes, Tells
from bot.demo.tongue import Tongue
from bot.stage import Actor, Stage, local
from rituals.contract import Turn
from storage import organisations

BEGINS: Final = "2026-11-06 10:00"  # a Friday
OPENS: Final = "2026-11-23 08:40"  # a Monday, twenty minutes before the first card


@dataclass(frozen=True)
class Seeded:
    """The stage with its crews. Channels by the crew's key."""

    stage: Stage
    tongue: Tongue
    channels: dict[str, str]

    @property
    def hands(self) -> Hands:
        return Hands(self.tongue)

    def actor(self, name: str) -> Actor:
        return self.stage.people[name.split()[0].lower()]

    def channel(self, crew: Crew) -> str:
        return self.channels[crew.key]


Seed = Callable[[Seeded], Awaitable[None]]


async def seed(stage: Stage, tongue: Tongue, seeds: Sequence[Seed], opens: str = OPENS) -> Seeded:
    """The stage stands at `opens` afterwards."""
    here = Seeded(stage, tongue, _people(stage, tongue))
    for step in seeds:
        await step(here)
    await stage.until(opens)
    return here


def _people(stage: Stage, tongue: Tongue) -> dict[str, str]:
    locale = "nl-NL" if tongue.language == "nl" else "en-GB"
    names = dict.fromkeys(name for crew in cast.CREWS for name in (*crew.people, *crew.guests))
    guests = {name for crew in cast.CREWS for name in crew.guests}
    made = {
        name: stage.person(name, admin=name == cast.ADMIN, guest=name in guests, locale=locale).person for name in names
    }
    return {
        crew.key: stage.slack.channel(tongue(crew.channel), members=[made[n] for n in (*crew.people, *crew.guests)])
        for crew in cast.CREWS
    }


async def language(here: Seeded) -> None:
    """There is no command for it: an installation's language is set where it is installed."""

    async def speak(turn: Turn) -> None:
        org = await organisations.of(turn.session, turn.org)
        if org is not None:
            org.language = here.tongue.language

    await _write(here, speak)


async def teams(here: Seeded) -> None:
    """Each lead starts the dagstart of the team; the board meets on two days, a quarter of an hour later."""
    for crew in (crew for crew in cast.CREWS if crew.begun):
        await here.hands.starts(here.actor(crew.people[0]), here.channel(crew))
    await here.stage.settle()
    for crew in (crew for crew in cast.CREWS if crew.deputy):
        handle = here.actor(crew.deputy).person.handle
        await here.hands.types(here.actor(crew.people[0]), t.DEPUTY, here.channel(crew), handle=handle)
    marijke, board = here.actor("Marijke"), here.channel(cast.DIRECTIE)
    await here.hands.types(marijke, t.SETTINGS, board)
    await here.hands.sends(marijke, {t.DAYS: [t.MONDAY, t.THURSDAY], t.TIME: time(9, 15)})
    await here.stage.settle()


async def part_timers(here: Seeded) -> None:
    for name, days in cast.PART_TIMERS.items():
        await here.hands.types(here.actor(name), t.WORKDAYS, _at_work(here, name), days=here.tongue(days))
    await here.stage.settle()


def _at_work(here: Seeded, name: str) -> str:
    """A channel that this person is in."""
    return next(here.channel(crew) for crew in cast.CREWS if name in crew.people)


async def offices(here: Seeded) -> None:
    """The admin gives the organisation its roles."""
    admin = here.actor(cast.ADMIN)
    for role, name in cast.OFFICES:
        handle = here.actor(name).person.handle
        await here.hands.types(admin, t.GIVES, _at_work(here, cast.ADMIN), role=here.tongue(role), handle=handle)
    await here.stage.settle()


async def absences(here: Seeded) -> None:
    for name, (first, last) in cast.AWAY.items():
        days = {"first": f"{first:%d-%m-%Y}", "last": f"{last:%d-%m-%Y}"}
        await here.hands.types(here.actor(name), t.AWAY, here.channel(cast.NOORD), **days)


async def preferences(here: Seeded) -> None:
    for name, choice in compliments.PREFERENCES.items():
        await here.hands.types(here.actor(name), t.PREFERS, _at_work(here, name))
        await here.hands.sends(here.actor(name), {t.MAY_READ: choice})


@dataclass(frozen=True, slots=True)
class Figures:
    """Something happens to all figures of the first team."""

    at: str


Happened = Shared | Given | Decided | Tried | Went | Figures | Habit | Agreed | Looked | Kept | Relayed
SET_UP, READ_IN = Figures(improving.SET_UP), Figures(improving.READ_IN)


async def two_weeks(here: Seeded) -> None:
    """Each thing at its own time. Some days stay quiet, as they do."""
    history: list[Happened] = [*cast.HISTORY, *compliments.GIVEN, *compliments.DECIDED]
    history += [*improving.TRIED, *improving.WENT, SET_UP, READ_IN]
    history += [agreements.HABIT, agreements.NEW, agreements.OPEN, agreements.ALONE, agreements.LOOKED]
    history += [*meetings.HISTORY, *relays.HISTORY]
    noord = Handing(here.stage, here.tongue, here.channel(cast.NOORD), here.actor(cast.NOORD.people[0]))
    for what in sorted(history, key=_moment):
        await here.stage.until(f"{_moment(what):%Y-%m-%d %H:%M}")
        match what:
            case Tried():
                await noord.proposes(what)
            case Went():
                await noord.goes_on(what)
            case Figures():
                await (noord.sets_up() if what is SET_UP else noord.reads_in())
            case Habit():
                await Agreeing(noord).had(what)
            case Agreed():
                await Agreeing(noord).makes(what)
            case Looked():
                await Agreeing(noord).looks_back(what)
            case Series() | Registered() | Closed() | Collides() | Talk():
                await Capping(noord, here.channels).does(what)
            case Begins() | Tells() | Passes() | Takes():
                await Relaying(here.stage, here.hands, here.channel(cast.VERHALEN)).does(what)
            case Shared():
                await _shares(here, what)
            case Given():
                await _gives(here, what)
            case Decided():
                await here.stage.settle()
                await here.hands.answers(here.actor(what.who), what.button)


def _moment(what: Happened) -> datetime:
    if not isinstance(what, Shared):
        return local(f"2026-11-{what.at}")
    start = 15 if what.crew is cast.DIRECTIE else 0
    return local(f"2026-11-{what.day:02} 09:{start + what.minute:02}")


async def _shares(here: Seeded, shared: Shared) -> None:
    hands, who, text = here.hands, here.actor(shared.who), here.tongue(shared.text)
    channel = here.channel(shared.crew)
    match shared.kind:
        case "improve":
            await hands.improves(who, channel, text, named=shared.named)
        case "focus":
            await hands.focuses(who, channel, text)
        case "help":
            await hands.asks(who, channel, text, here.actor(shared.to))
            await here.stage.settle()
            await hands.answers(here.actor(shared.to), t.HELPS)


async def _gives(here: Seeded, given: Given) -> None:
    more: dict[str, Any] = {"team": given.team, "named": given.named}
    if given.to:
        more["to"] = [here.actor(name) for name in given.to]
    if given.meant is not None:
        more["meant"] = given.meant
    who, channel = here.actor(given.who), here.channel(given.crew)
    await here.hands.gives(who, channel, here.tongue(given.text), kind=given.kind, **more)


async def _write(here: Seeded, write: Callable[[Turn], Awaitable[None]]) -> None:
    house = here.stage.house
    async with house.turns.writing(house.org) as turn:
        await write(turn)


SEEDS: Final[tuple[Seed, ...]] = (language, teams, part_timers, offices, absences, preferences, two_weeks)
EMPTY: Final[tuple[Seed, ...]] = (language,)  # the people and their channels, and nothing that happened
