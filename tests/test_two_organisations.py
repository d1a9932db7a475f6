"""Two organisations in one database: whatever is asked in one, with all the subjects of the other, nothing crosses.

Every table of the metadata and every handler that RITUALS have is in it by itself.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.dispatch import Unknown
from bot.registry import make
from bot.stage import local
from rituals import RITUALS
from rituals.contract import Asks, Due, Event, Refused, Stranger, Turn, Where, Wrong
from rituals.facts import Block, GaveUp, HeardChanged, HeardNow
from rituals.shown import Field, Form, Kind
from storage.people import Profile
from tests.two import (
    CANARY,
    ME,
    OTHER,
    OWN_TEAM,
    TABLES,
    TEAM,
    Rows,
    Told,
    Two,
    asked,
    deletes,
    fits,
    subjects,
    things,
    two,
)
from tests.world import CHANNEL, MONDAY, ORG, TEN

REGISTRY = make(RITUALS)
TEXTS = ("24-12-2026", f"<@{TEN[1]}>", f"teamleider <@{TEN[1]}>")
ANSWERED = (Refused, Wrong, Asks, Unknown, Stranger)
MALFORMED = (ValueError, LookupError)  # a subject that no button of this handler has
REFUSED = (IntegrityError,)  # by the database: its foreign keys name the organisation

ids = itertools.count()


def event(org: str, does: str, subject: str = "", text: str = "", **more: Any) -> Event:
    n = f"cross-{next(ids)}"
    where = Where(CHANNEL, name="noord", inside=True)
    return Event(id=n, org=org, person=ME, does=does, about=subject, request=n, text=text, where=where, **more)


def foreign(rows: Rows) -> list[str]:
    """The other's subjects as they are, and what was shared there with one's own team in front."""
    return list(dict.fromkeys([*subjects(rows, TEAM), *things(rows, OWN_TEAM)]))


@dataclass(frozen=True)
class Watch:
    """Whatever happens changes no row of ORG, and takes nothing of it to OTHER."""

    both: Two
    before: Rows

    async def look(self, what: str) -> None:
        now = await self.both.rows()
        changed = [table for table, rows in self.before.items() if rows != now[ORG][table]]
        assert not changed, f"{what} changed {changed} of another organisation"
        taken = [table for table, rows in now[OTHER].items() if CANARY in repr(rows)]
        assert not taken, f"{what} took something of another organisation to {taken}"


@asynccontextmanager
async def watched(url: str) -> AsyncIterator[tuple[Two, list[str], Watch]]:
    """Both organisations, and all that can be asked about the other."""
    async with two(url) as both:
        rows = (await both.rows())[ORG]
        yield both, foreign(rows), Watch(both, rows)


# --- whoever presses, types or sends ----------------------------------------------------------------------------------
async def pressed(both: Two, made: Event) -> Any:
    dispatcher = both.world.core.dispatcher
    try:
        if made.does in REGISTRY.actions:
            return await dispatcher.act(made, edge=REGISTRY.actions[made.does].edge)
        shown = await dispatcher.open(made)
        if not isinstance(shown, Form):
            return shown
        sent = dataclasses.replace(made, values=filled(shown.fields))
        return shown, await dispatcher.submit(sent)
    except ANSWERED as answered:
        return answered, vars(answered)
    except MALFORMED as error:
        return error


async def opened(both: Two, made: Event) -> Any:
    """Only looked at: what is sent changes what the next one shows."""
    try:
        return await both.world.core.dispatcher.open(made)
    except ANSWERED as answered:
        return answered, vars(answered)
    except MALFORMED as error:
        return error


def filled(fields: Iterable[Field]) -> dict[str, Any]:
    return {field.name: _filled(field) for field in fields}


def _filled(field: Field) -> Any:
    option = field.options[0].value if field.options else None
    given: dict[Kind, Any] = {
        Kind.NUMBER: max(field.least, min(field.most, 5)),
        Kind.DATE: MONDAY + timedelta(days=30),
        Kind.TIME: time(10, 0),
        Kind.CHOICE: option,
        Kind.CHOICES: (option,) if option else (),
        Kind.CHECK: True,
        Kind.PERSON: TEN[1],
        Kind.PEOPLE: (TEN[1],),
        Kind.CHANNEL: CHANNEL,
    }
    return given.get(field.kind, "Dat ging vandaag goed"[: field.most])


DOES = sorted(REGISTRY.actions.keys() | REGISTRY.forms.keys() | REGISTRY.pages.keys())
LAST = {"privacy.delete", "people.uninstalled", "people.left", "people.channel_lost"}  # what leaves little behind
IN_ORDER = [*(each for each in DOES if each not in LAST), *(each for each in DOES if each in LAST)]


def told(does: str) -> dict[str, Any]:
    """What the surface tells with an edge: of the same channel and the same people, who are others there."""
    profile = Profile(TEN[1], "Tweeling", admin=True)
    return {
        "channel": CHANNEL,
        "profile": profile,
        "profiles": (profile,),
        "inside": True,
        "archived": False,
        "name": "Ander",
        "url": "https://ander.test/",
        "admins": (TEN[1],),
        "first": False,
    }


async def test_no_button_command_or_form_crosses(sqlite_url: str) -> None:
    async with watched(sqlite_url) as (both, abroad, watch):
        for ritual, some in itertools.groupby(IN_ORDER, key=ritual_of):
            for made in itertools.chain.from_iterable(presses(does, abroad) for does in some):
                answer = await pressed(both, made)
                assert CANARY not in repr(answer), f"{made.does} {made.about!r} {made.text!r} told something: {answer}"
            await watch.look(ritual)


def ritual_of(does: str) -> str:
    return does.partition(".")[0]


def presses(does: str, abroad: Sequence[str]) -> list[Event]:
    """With each subject that it can be about, and typed; what the surface tells once."""
    action = REGISTRY.actions.get(does)
    if action is not None and action.edge:
        return [event(OTHER, does, str(TEAM), values=told(does))]
    about = [event(OTHER, does, subject) for subject in abroad if fits(does, subject)]
    return about + [event(OTHER, does, str(TEAM), text) for text in TEXTS]


# --- what the house asks of rituals -----------------------------------------------------------------------------------
async def answered(both: Two, org: str, one: Told) -> Any:
    try:
        async with both.world.core.turns.writing(org) as turn:
            return await one.ask(turn, *one.given)
    except (*ANSWERED, *MALFORMED, *REFUSED) as error:
        return error


async def test_nothing_that_the_house_asks_crosses(sqlite_url: str) -> None:
    async with watched(sqlite_url) as (both, abroad, watch):
        for of, questions in itertools.groupby([*asked(abroad), *deletes()], key=lambda one: one.of):
            for one in questions:
                answer = await answered(both, OTHER, one)
                assert CANARY not in repr(answer), f"{of} told something: {answer}"
            await watch.look(of)


# --- what comes due, and what happened --------------------------------------------------------------------------------
async def test_no_timer_crosses(sqlite_url: str) -> None:
    async with watched(sqlite_url) as (both, abroad, watch):
        now = both.world.clock.now()
        for name, timer in sorted(REGISTRY.timers.items()):
            fitting = [subject for subject in abroad if fits(name, subject)]
            for run, subject in itertools.product({timer.run, timer.missed or timer.run}, [*fitting, "nightly"]):
                await answered(both, OTHER, Told(name, run, ([Due(subject, now)],)))
            await watch.look(name)


# What a fact says, by the name of its field; a new name is to be added.
SAID: dict[str, Any] = {
    "quiet": True,
    "team": TEAM,
    "teams": (TEAM,),
    "boards": ((TEAM, MONDAY),),
    "also": ((TEAM, MONDAY),),
    "people": TEN,
    "person": TEN[1],
    "kind": "dagstart.large",
    "card": "dagstart.card",
    "channel": CHANNEL,
    "asker": "",
    "days": 5,
    "first": MONDAY,
    "last": MONDAY,
    "at": local("2026-11-23 09:00"),
    "block": Block.TODAY,
    "inside": False,
    "private": True,
    "outsiders": True,
    "lost": True,
    "refused": True,
    "gave_up": GaveUp("estafette.turn", "1:l1:2026-11-23", CHANNEL, "", lost=True),
    "stood": False,
    "roles": frozenset({"exec", "ceo"}),
    "by": TEN[0],
    "executives": TEN[:3],
    "ceo": TEN[0],
    "preparers": {TEN[0]: (TEN[1],)},
    "day": MONDAY,
    "key": "dialogue:1",
    "off": False,
    "most": 5,
    "ritual": "estafette",
}


def facts(abroad: Sequence[str]) -> Iterable[Any]:
    """Each kind of fact that somebody hears, about the other's teams, people and cards: once what names no subject."""
    kinds = {kind for ritual in RITUALS for kind in ritual.hears}
    for kind, subject in itertools.product(sorted(kinds, key=lambda kind: kind.__name__), abroad):
        of: dict[str, Any] = {"about": subject, "lines": ((TEN[1], subject),), "keys": (subject.partition(":")[2],)}
        of |= {"keys": ((TEAM, "compliment:1"),)} if kind in (HeardNow, HeardChanged) else {}
        fields = [field.name for field in dataclasses.fields(kind)]
        if subject == abroad[0] or not of.keys().isdisjoint(fields):
            yield kind(**{name: (SAID | of)[name] for name in fields})


async def test_no_fact_crosses(sqlite_url: str) -> None:
    async with watched(sqlite_url) as (both, abroad, watch):
        for kind, some in itertools.groupby(facts(abroad), key=type):
            for fact in some:
                answer = await answered(both, OTHER, Told(kind.__name__, Turn.tell, (fact,)))
                assert CANARY not in repr(answer)
            await watch.look(kind.__name__)


# --- that the search finds something ----------------------------------------------------------------------------------
@pytest.mark.parametrize("org", [ORG, OTHER])
async def test_every_table_is_full(org: str, sqlite_url: str) -> None:
    async with two(sqlite_url) as both:
        rows = (await both.rows())[org]
    assert not [table.name for table in TABLES if not rows[table.name]]
    assert (CANARY in repr(rows)) is (org == ORG)


async def test_at_home_all_of_them_tell(sqlite_url: str) -> None:
    """The same questions in the organisation itself are answered with what nobody else may see."""
    async with two(sqlite_url) as both:
        own = subjects((await both.rows())[ORG], TEAM)
        tells = {one.of for one in asked(own) if CANARY in repr(await answered(both, ORG, one))}
        for does in REGISTRY.forms.keys() | REGISTRY.pages.keys():
            for subject in own:
                if fits(does, subject) and CANARY in repr(await opened(both, event(ORG, does, subject))):
                    tells.add(does)
    assert {"dagstart.all", "dagstart.edit", "card dagstart.help", "board dagstart", "home dagstart:0"} <= tells
    assert {"compliment.one", "compliment.edit", "compliment.mine", "card compliment.ask", "board compliment"} <= tells
    assert {"alsdan.list", "alsdan.own_words", "nudge alsdan.look", "home alsdan:0", "home alsdan:1"} <= tells
    assert {"mine agreements_own", "mine agreements_proposed", "mine agreements_answers"} <= tells
    assert {"silo.list", "silo.one", "silo.merge", "card silo.told", "mine silo_signals"} <= tells
    assert {"estafette.overview", "estafette.stories", "card estafette.story", "card estafette.passed"} <= tells
    assert {"dialogue.plan", "card dialogue.notice", "mine dialogues", "stage.new", "mine stages"} <= tells
    assert {"klantpet.list", "klantpet.meetings", "card klantpet.meeting", "mine meetings", "mine flags"} <= tells
    kinds = {of.split()[0] for of in tells}
    assert {"card", "line", "board", "home", "mine"} <= kinds, tells


async def test_in_ones_own_organisation_the_same_changes_much(sqlite_url: str) -> None:
    async with two(sqlite_url) as both:
        before = (await both.rows())[ORG]
        for subject in subjects(before, TEAM):
            for does in ("dagstart.withdraw", "dagstart.hide", "dagstart.finish"):
                await pressed(both, event(ORG, does, subject))
        for one in deletes():
            await answered(both, ORG, one)
        after = (await both.rows())[ORG]
    assert len([table for table in before if before[table] != after[table]]) > len(TABLES) / 3
