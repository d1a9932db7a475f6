"""Who may do what: the whole table, cell by cell, through the road on which everything is done.

T: in the own team only. O: what is one's own only. A row whose feature isn't there yet stands in NOT_YET, so that
whoever builds it finds this table.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from bot import rights
from bot.registry import make
from rituals import RITUALS
from rituals.contract import Asks, Event, FormSpec, PageSpec, Refused, Who, Wrong
from rituals.facts import Block
from storage.action import ImprovementAction
from storage.compliment import Compliment, Receiver
from storage.dagstart import DagstartItem, DagstartSettings
from storage.klantpet import Flag, Meeting, MeetingDay
from storage.kpi import Kpi
from storage.people import Absence, Member, PersonRow, Role, Team
from storage.roles import OrgRole
from tests.chat import local
from tests.relay_rows import relay
from tests.rituals.rights_of_relay import OF_RELAY, OWNED_OF_RELAY
from tests.world import MONDAY, ORG, TEN, World, peopled

REGISTRY = make(RITUALS)
OTHER = 2  # a team that none of them is in
PEOPLE = {"member": TEN[1], "lead": TEN[0], "exec": TEN[3], "coordinator": TEN[4], "coach": TEN[5], "admin": TEN[6]}
DEPUTY = TEN[2]
COLUMNS = tuple(PEOPLE)  # the lead's column is the deputy's too, while a lead is away
MAY, TEAM, OWN, NOT = "✔", "T", "O", "–"
SAYS_NO = ("Only {who} can do this", "Good to have you here")


class Undone(Exception):
    """What was done only to see whether it may be done is rolled back."""


@dataclass(frozen=True)
class Deed:
    does: str
    values: Mapping[str, Any]
    about: str = ""  # {team} becomes the team's id; what OWNED makes, the id of something of one person
    typed: str = ""


Owned = Callable[[World, int, str], Awaitable[int]]


def deed(does: str, about: str = "", typed: str = "", **values: Any) -> Deed:
    return Deed(does, values, about, typed)


TEXT = "Het antwoord kwam sneller dan gedacht"
ON_TEAM = "{team}:" + MONDAY.isoformat()
TEAM_VALUES: dict[str, Any] = {"name": "Noord", "timezone": "", "language": "org", "days": ("1", "2")}
ORG_VALUES: dict[str, Any] = {
    "timezone": "Europe/Amsterdam",
    "language": "nl",
    "k": "5",
    "nudges_a_day": "1",
    "nudges_a_week": "4",
    "window_first": time(9),
    "window_last": time(17),
    "bundle_time": time(9),
}
FIGURE: dict[str, Any] = {
    "name": "Wachttijd",
    "unit": "minutes",
    "better": "lower",
    "decimals": "0",
    "owner": TEN[0],
    "days": ("1",),
}
NEXT_WEEK = MONDAY + timedelta(days=7)
STEP: dict[str, Any] = {"what": TEXT, "effect": "Zij wachten niet", "check_on": NEXT_WEEK}
ENTERED: dict[str, Any] = {"kpi": "{figure}", "day": "2026-11-20", "value": "5"}
TOLD: dict[str, Any] = {"kind": "customer", "text": TEXT, "named": True}
SIGNAL: dict[str, Any] = {
    "ours": "Elk dossier binnen een dag af",
    "theirs": "Elk dossier helemaal compleet",
    "effect": "Zij krijgen twee brieven",
    "teams": ("unknown",),
    "theme": "aims",
}
SENTENCE: dict[str, Any] = {"whom": "team", "x": "een klant twee keer belt", "y": "bellen we zelf terug"}
HOUR: dict[str, Any] = {"name": "MT", "repeats": "weekly", "first": NEXT_WEEK, "clock": time(10), "minutes": 60}
RHYTHM: dict[str, Any] = {"days": ("1",), "time": time(9), "minutes": "15", "late": "60"}

# What is done, and for member, lead, exec, coordinator, coach and admin whether they may.
TABLE: Mapping[str, tuple[Deed, str]] = {
    "answer prompts": (deed("dagstart.improve", ON_TEAM, text=TEXT), "TTTTTT"),
    "share compliments": (deed("compliment.new", ON_TEAM, **TOLD), "TTTTTT"),
    "edit a compliment": (deed("compliment.edit", "{team}:{given}", text=TEXT + " en meer"), "OOOOOO"),
    "withdraw a compliment": (deed("compliment.withdraw", "{team}:{given}"), "OOOOOO"),
    "doubt a compliment": (deed("compliment.report", "{team}:{given}"), "TTTTTT"),
    "hide a compliment": (deed("compliment.hide", "{team}:{given}"), "–T––––"),
    "read a compliment": (deed("compliment.one", "{team}:{given}"), "TTTTTT"),
    "read the compliments of a month": (deed("compliment.all", ON_TEAM), "TTTTTT"),
    "answer for the own name": (deed("compliment.choose", "{team}:{asked}:named"), "OOOOOO"),
    "agree to another text": (deed("compliment.agree", "{team}:{changed}:1-0"), "OOOOOO"),
    "remove the own name": (deed("compliment.unname", "{team}:{named}"), "OOOOOO"),
    "share what one kept": (deed("compliment.share", "{team}:{private}"), "OOOOOO"),
    "thank a giver": (deed("compliment.thanks", "{team}:{named}"), "OOOOOO"),
    "thank a customer": (deed("compliment.thank_customer", "{team}:{given}"), "TTTTTT"),
    "say that a customer was thanked": (deed("compliment.customer_thanked", "{team}:{promised}"), "OOOOOO"),
    "leave a customer to others": (deed("compliment.give_back", "{team}:{promised}"), "OOOOOO"),
    "configure compliments": (
        deed("compliment.settings", "{team}", prompts=True, weekday="2", clock=time(9)),
        "–T––––",
    ),
    "choose how one is asked": (deed("compliment.preference", preference="keep"), "✔✔✔✔✔✔"),
    "set up a figure": (deed("kpi.edit", "{team}", **FIGURE), "–T––––"),
    "see examples of figures": (deed("kpi.new", "{team}"), "–T––––"),
    "see the archive of figures": (deed("kpi.archive", "{team}"), "–T––––"),
    "archive a figure": (deed("kpi.put_away", "{team}:{figure}"), "–T––––"),
    "take a figure up again": (deed("kpi.use_again", "{team}:{archived}"), "–T––––"),
    "enter a figure": (deed("kpi.fill", "{team}:{figure}", **ENTERED), "OOOOOO"),
    "read in figures": (deed("kpi.import", "{team}:{figure}", text="2026-11-20;Klachten;5"), "–T––––"),
    "follow a figure": (deed("kpi.follow", "{team}:{ownerless}"), "TTTTTT"),
    "hand over a figure": (deed("kpi.owner", "{team}:{figure}:U8"), "OTOOOO"),
    "word an agreement": (deed("alsdan.new", ON_TEAM, **SENTENCE), "TTTTTT"),
    "propose an agreement": (deed("alsdan.more", ON_TEAM, **SENTENCE, why="Eén gesprek", aid="look"), "TTTTTT"),
    "see the own team's agreements": (deed("alsdan.list", "{team}"), "TTTTTT"),
    "propose what another team anchored": (deed("alsdan.post", "{team}:1"), "–T––––"),
    "configure the look-back": (
        deed("alsdan.settings", "{team}", looks=True, weekday="2", clock=time(9)),
        "–T––––",
    ),
    "tell of aims that collide": (deed("silo.new", "{team}", **SIGNAL), "TTTTTT"),
    "read how aims collide": (deed("silo.list"), "✔✔✔✔✔✔"),
    "invite teams to a talk": (deed("silo.invite", "{team}:1", teams=("2",)), "––––✔–"),
    "note what teams agreed": (deed("silo.agree", "{team}:1", text=TEXT), "––––✔–"),
    "let a signal wait": (deed("silo.park", "{team}:1", reason=TEXT, until=NEXT_WEEK), "––––✔–"),
    "take signals together": (deed("silo.merge", "{team}:1", into="2"), "––––✔–"),
    "solve a signal": (deed("silo.move", "{team}:1:SOLVED"), "––––✔–"),
    "go on with what teams agreed": (deed("silo.onward", "{team}:1:action"), "–T––––"),
    "see the own team's meetings": (deed("klantpet.list", "{team}"), "TTTTTT"),
    "register a meeting": (deed("klantpet.meeting", "{team}", **HOUR), "TTTTTT"),
    "see the meetings to change": (deed("klantpet.meetings", "{team}"), "TTTTTT"),
    "change a meeting": (deed("klantpet.meeting", "{team}:m{meeting}", **HOUR), "OTOOOO"),
    "stop the cap at a meeting": (deed("klantpet.stop", "{team}:m{meeting}"), "OTOOOO"),
    "take a meeting along": (deed("klantpet.calendar", "{team}:m{meeting}"), "TTTTTT"),
    "begin a meeting on the spot": (deed("klantpet.now", "{team}", "Snel overleg"), "TTTTTT"),
    "go on with the cap at a meeting": (deed("klantpet.keep", "{team}:m{meeting}"), "OOOOOO"),
    "accept the cap": (deed("klantpet.accept", "{team}:{invited}"), "OOOOOO"),
    "pass the cap on": (deed("klantpet.pass", "{team}:{invited}"), "OOOOOO"),
    "take the cap": (deed("klantpet.take", "{team}:{called}"), "TTTTTT"),
    "say that a meeting is off": (deed("klantpet.off", "{team}:{called}"), "TTTTTT"),
    "call a meeting off": (deed("klantpet.cancel", "{team}:{invited}"), "OTOOOO"),
    "move a meeting": (deed("klantpet.move", "{team}:{invited}:1930"), "OTOOOO"),
    "raise a customer flag": (deed("klantpet.flag", "{team}", text=TEXT, kind="other"), "TTTTTT"),
    "hide a customer flag": (deed("klantpet.hide", "{team}:f{flag}"), "OTOOOO"),
    "look back on a meeting": (deed("klantpet.checkout", "{team}:{worn}", considered="yes"), "OOOOOO"),
    "make an action of a decision": (deed("klantpet.act", "{team}:{worn}"), "TTTTTT"),
    "see the own team's board": (deed("dagstart.all", ON_TEAM), "TTTTTT"),
    "see what one missed": (deed("dagstart.missed", "{team}"), "TTTTTT"),
    "propose an action": (deed("action.new", "{team}", **STEP, owner=TEN[9]), "TTTTTT"),
    "see the team's actions": (deed("action.list", "{team}"), "TTTTTT"),
    "see an action": (deed("action.one", "{team}:action:{own_action}"), "TTTTTT"),
    "begin an action": (deed("action.begin", "{team}:action:{own_action}"), "OOOOOO"),
    "edit an action": (deed("action.edit", "{team}:action:{own_action}", **STEP), "OOOOOO"),
    "finish an action": (deed("action.done", "{team}:action:{own_action}", effect=TEXT), "OOOOOO"),
    "let go of an action": (deed("action.stop", "{team}:action:{own_action}"), "OTOOOO"),
    "take up an action": (deed("action.accept", "{team}:action:{asked_action}"), "OOOOOO"),
    "pass an action": (deed("action.pass", "{team}:action:{asked_action}"), "OOOOOO"),
    "do an own proposal": (deed("action.myself", "{team}:action:{own_proposal}"), "OOOOOO"),
    "ask another for a proposal": (deed("action.another", "{team}:action:{own_proposal}", owner=TEN[9]), "OOOOOO"),
    "take up what nobody has": (deed("action.take", "{team}:action:{free_action}"), "TTTTTT"),
    "say whether an action works": (deed("action.result", "{team}:action:{looked_at}:works"), "TTTTTT"),
    "go on with an action": (deed("action.busy", "{team}:action:{looked_at}", check_on=NEXT_WEEK), "TTTTTT"),
    "say that an action is needed": (deed("action.needed", "{team}:action:{looked_at}"), "TTTTTT"),
    "adjust an action": (deed("action.adjust", "{team}:action:{chosen_action}", **STEP), "TTTTTT"),
    "keep doing an action": (deed("action.keep", "{team}:action:{chosen_action}"), "TTTTTT"),
    "start the live quarter": (deed("dagstart.live_start", ON_TEAM), "TTTTTT"),
    "move on in the live quarter": (deed("dagstart.live_next", ON_TEAM + ":1"), "TTTTTT"),
    "park a point": (deed("dagstart.park", ON_TEAM, point="point:1"), "TTTTTT"),
    "discuss a parked point after all": (deed("dagstart.unpark", ON_TEAM + ":point:{item}"), "TTTTTT"),
    "make an action of a point": (deed("dagstart.act", "{team}:point:{item}"), "TTTTTT"),
    "configure the dagstart": (deed("dagstart.settings", "{team}", **RHYTHM), "–T––––"),
    "skip a dagstart": (deed("dagstart.skip", "{team}"), "–T––––"),
    "go on after a pause": (deed("dagstart.resume", "{team}"), "–T––––"),
    "go on when the channel is back": (deed("people.resume", "{team}"), "–T–––✔"),
    "pause the dagstart": (deed("dagstart.pause", "{team}", "1-12-2026"), "–T––––"),
    "edit a contribution": (deed("dagstart.edit", "{team}:item:{item}", text=TEXT + " en meer"), "OOOOOO"),
    "withdraw a contribution": (deed("dagstart.withdraw", "{team}:item:{item}"), "OOOOOO"),
    "hide a contribution": (deed("dagstart.hide", "{team}:item:{item}"), "–T––––"),
    "appoint a deputy": (deed("people.role_give", "{team}", "waarnemer <@U8>"), "–T–––✔"),
    "take a deputy away": (deed("people.role_take", "{team}", "waarnemer <@U2>"), "–T–––✔"),
    "appoint a lead": (deed("people.role_give", "{team}", "teamleider <@U8>"), "–T–––✔"),
    "make oneself a lead": (deed("people.role_give", "{team}", "teamleider <@{self}>"), "–T–––✔"),
    "take a lead away": (deed("people.role_take", "{team}", "teamleider <@U7>"), "–T–––✔"),
    "appoint by form": (deed("people.role_form", "{team}:deputy", people=("U2", "U8")), "–T–––✔"),
    "appoint a coach": (deed("people.role_give", "{team}", "coach <@U8>"), "–––––✔"),
    "appoint a coordinator": (deed("people.role_give", "{team}", "coordinator <@U8>"), "–––––✔"),
    "appoint an executive": (deed("people.role_give", "{team}", "bestuurder <@U8>"), "–––✔–✔"),
    "set up the team": (deed("settings.team", "{team}", **TEAM_VALUES), "–T––––"),
    "give the team a free day": (deed("settings.free_days", "{team}", first=MONDAY), "–T––––"),
    "set up the organisation": (deed("settings.organisation", **ORG_VALUES), "–––––✔"),
    "set holidays": (deed("settings.holidays_form", on=("easter",), liberation_day="never"), "–––––✔"),
    "set the own language": (deed("people.language", typed="en"), "✔✔✔✔✔✔"),
    "set the own absence": (deed("people.away", typed="24-12"), "✔✔✔✔✔✔"),
    "set the own week": (deed("people.workdays", typed="ma di"), "✔✔✔✔✔✔"),
    "set own preferences": (deed("settings.own", language="nl", days=("1",), nudges="2"), "✔✔✔✔✔✔"),
    "export what is one's own": (deed("privacy.export"), "✔✔✔✔✔✔"),
    "delete what is one's own": (deed("privacy.delete", kinds=(), shared="withdraw"), "✔✔✔✔✔✔"),
    **{what: (deed(does, about, **values), cells) for what, (does, about, values, cells) in OF_RELAY.items()},
    "mute": (deed("nudges.quiet"), "✔✔✔✔✔✔"),
    "read roles": (deed("people.roles", "{team}"), "✔✔✔✔✔✔"),
    "read the log": (deed("privacy.log"), "–✔–––✔"),
    "read holidays": (deed("settings.holidays"), "✔✔✔✔✔✔"),
}
# By the lock on the door alone: what stands behind it belongs to other tests.
# Doors without a lock that are everybody's: they show or change what is one's own, or what was asked of the person.
EVERYBODYS = {
    "action.mine",
    "alsdan.own",
    "alsdan.own_look",
    "alsdan.own_relapse",
    "alsdan.own_words",
    "compliment.mine",
    "people.away_clear",
    "people.away_form",
    "people.home",
    "people.panel",
    "people.workdays_form",
    "settings.open",
    "settings.page",
    "nudges.way_out",
    "nudges.go_on",
    "nudges.listen",
    "nudges.mute",
    "privacy.mine",
    "privacy.kind",
    "privacy.sheet",
    "dagstart.start",
    "dagstart.help_yes",
    "dagstart.help_no",
    "estafette.plan",
    "klantpet.take_back",
    "klantpet.withdraw",
    "silo.one",
    "silo.withdraw",
}
LOCKS: Mapping[str, str] = {"privacy.gate": "–––––✔", "privacy.retention": "–––––✔"}
# Rows of features that aren't there: a ritual that brings one moves its row into TABLE.
NOT_YET = {
    "pulses": ("puls.", "a coach opens one, when the gate is open"),
    "vision, behaviour, registers": ("visie.", "a coach edits, an executive endorses, a lead may suggest"),
    "plots": ("cijfers.", "members see those of the own team, a coach the organisation's"),
}


@pytest.fixture
async def world(sqlite_url: str) -> AsyncIterator[World]:
    MADE.clear()
    async with peopled(sqlite_url) as world:
        await world.opened()
        async with world.session() as session:
            session.add(Team(id=OTHER, channel="C2", name="zuid", started_on=MONDAY))
            session.add_all(PersonRow(key=f"Z{n}", name=f"Zuid {n}") for n in range(2))
            await session.flush()
            session.add(DagstartSettings(team=OTHER, days="12345"))
            session.add_all(Member(team=OTHER, person=f"Z{n}", joined_on=MONDAY, seasoned=True) for n in range(2))
            session.add_all(
                [Role(team=OTHER, person="Z0", role="lead"), Role(team=world.team, person=DEPUTY, role="deputy")]
            )
            offices = {"exec": "exec", "coordinator": "relay_coordinator", "coach": "coach"}
            session.add_all(OrgRole(person=PEOPLE[column], role=role) for column, role in offices.items())
            (await session.scalars(select(PersonRow).where(PersonRow.key == PEOPLE["admin"]))).one().admin = True
            session.add(relay())
        yield world


async def contribution(world: World, team: int, author: str) -> int:
    async with world.session() as session:
        row = DagstartItem(
            team=team,
            day=MONDAY,
            origin=MONDAY,
            at=world.clock.now(),
            block=Block.IMPROVE.value,
            author=author,
            text=TEXT,
        )
        session.add(row)
        await session.flush()
        return row.id


def given(**more: Any) -> Owned:
    """A compliment from a customer, of this person's own unless `more` says otherwise."""

    async def made(world: World, team: int, person: str) -> int:
        now = world.clock.now()
        row = Compliment(
            team=team,
            kind="customer",
            giver=person if more.get("own", True) else GIVER,
            text=[TEXT],
            state=more.get("state", "PUBLISHED"),
            at=now,
            origin=MONDAY,
            published_at=now,
            read_at=now,
            place="channel",
            day=MONDAY,
            thanks_by=person if more.get("promised") else None,
        )
        async with world.session() as session:
            session.add(row)
            await session.flush()
            if choice := more.get("choice"):
                session.add(Receiver(compliment=row.id, person=person, choice=choice, batch="1-0"))
            return row.id

    return made


def action(role: str, **more: Any) -> Owned:
    """This person has this role in it."""

    async def made(world: World, team: int, person: str) -> int:
        told: dict[str, Any] = {"what": TEXT, "effect": TEXT, "state": "PLAN", "check_on": NEXT_WEEK, role: person}
        row = ImprovementAction(team=team, at=world.clock.now(), **told | more)
        async with world.session() as session:
            session.add(row)
            await session.flush()
            return row.id

    return made


def figure(**more: Any) -> Owned:
    """Followed by this person, unless `more` says otherwise."""

    async def made(world: World, team: int, person: str) -> int:
        told: dict[str, Any] = {"name": "Klachten", "unit": "number", "better": "lower", "days": "12345"}
        row = Kpi(team=team, created_at=world.clock.now(), **{"owner": person, "state": "ACTIVE", **told, **more})
        async with world.session() as session:
            session.add(row)
            await session.flush()
            return row.id

    return made


async def meeting(world: World, team: int, person: str) -> int:
    """Registered by this person."""
    told = HOUR | {"name": f"Overleg van {person} in {team}, {world.clock.machine():%f}"}
    async with world.session() as session:
        row = Meeting(team=team, owner=person, at=world.clock.now(), **told)
        session.add(row)
        await session.flush()
        return row.id


def occurrence(state: str, *, ahead: int = 0, **more: Any) -> Owned:
    """Of a meeting that this person registered, at which they wear the cap; `ahead`: hours to its start."""

    async def made(world: World, team: int, person: str) -> int:
        starts_at = world.clock.now() + timedelta(hours=ahead)
        told: dict[str, Any] = {"state": state, "starts_at": starts_at, "minutes": 60, "asked": [], "wearer": person}
        row = MeetingDay(team=team, meeting=await meeting(world, team, person), day=MONDAY, **told | more)
        async with world.session() as session:
            session.add(row)
            await session.flush()
            return row.id

    return made


worn = occurrence("CHECKOUT", decided=TEXT)


async def flag(world: World, team: int, person: str) -> int:
    """Raised where this person wears the cap."""
    at = await worn(world, team, person)
    async with world.session() as session:
        row = Flag(team=team, occurrence=at, kind="other", text=TEXT, on=MONDAY)
        session.add(row)
        await session.flush()
        return row.id


GIVER = TEN[8]
OWNED: Mapping[str, Owned] = {
    "item": contribution,
    "given": given(),
    "asked": given(own=False, state="AWAITING", choice="asked"),
    "changed": given(own=False, choice="changed"),
    "named": given(own=False, choice="named"),
    "private": given(own=False, state="PRIVATE", choice="private"),
    "promised": given(own=False, promised=True),
    "own_action": action("owner"),
    "asked_action": action("asked", state="PROPOSED", asked_at=local("2026-11-23 09:00")),
    "own_proposal": action("proposer", state="PROPOSED", still_asked_on=MONDAY),
    "free_action": action("proposer"),
    "looked_at": action("owner", state="CHECK", check_on=MONDAY, still_asked_on=MONDAY),
    "chosen_action": action("owner", state="ACT", result="partly", check_on=MONDAY),
    "figure": figure(),
    "archived": figure(state="ARCHIVED"),
    "meeting": meeting,
    "worn": worn,
    "invited": occurrence("INVITED", ahead=2),
    "called": occurrence("CALLING", ahead=2, wearer=None),
    "flag": flag,
    "ownerless": figure(state="OWNERLESS", owner=None),
    **OWNED_OF_RELAY,
}
MADE: dict[tuple[str, int, str], int] = {}  # of them, in the world of this test


def key_of(does: Deed) -> str | None:
    """Which of OWNED it is about."""
    return next((key for key in OWNED if f"{{{key}}}" in does.about), None)


async def may(world: World, person: str, does: Deed, team: int, **ids: int) -> bool:
    """Whether it can be done; then it is undone. A sentence about something else than rights means that it may."""
    subject = does.about.format(team=team, **ids)
    typed = does.typed.replace("{self}", person)
    values = {name: str(ids["figure"]) if each == "{figure}" else each for name, each in does.values.items()}
    event = Event("id", ORG, person, does.does, subject, "request", typed, values=values)
    try:
        async with world.core.turns.writing(ORG) as turn:
            spec = REGISTRY.spec(does.does)
            assert spec is not None, f"{does.does} is gone"
            await rights.allow(turn, person, subject, spec.who)
            if isinstance(spec, PageSpec):
                await spec.build(turn, event)
            else:
                if isinstance(spec, FormSpec):
                    await spec.build(turn, event)
                await (spec.submit if isinstance(spec, FormSpec) else spec.run)(turn, event)
            raise Undone
    except (Undone, Wrong, Asks):
        return True
    except Refused as refused:
        return not refused.note.text.msgid.startswith(SAYS_NO)


async def owned(world: World, key: str, team: int, person: str) -> int:
    """One of OWNED, made for the first that is asked about it: whatever is done to it is undone."""
    if (key, team, person) not in MADE:
        MADE[key, team, person] = await OWNED[key](world, team, person)
    return MADE[key, team, person]


async def cell(world: World, person: str, does: Deed) -> str:
    """What the table would say of this person."""
    if (key := key_of(does)) is not None:
        own = await may(world, person, does, world.team, **{key: await owned(world, key, world.team, person)})
        others = await may(world, person, does, world.team, **{key: await owned(world, key, world.team, TEN[9])})
        far = await may(world, person, does, OTHER, **{key: await owned(world, key, OTHER, "Z0")})
        found = {(True, False, False): OWN, (True, True, False): TEAM, (True, True, True): MAY}
        return found.get((own, others, far), NOT) if own else {(False, False): NOT}[others, far]
    here = await may(world, person, does, world.team)
    if "{team}" not in does.about:
        return MAY if here else NOT
    there = await may(world, person, does, OTHER)
    return {(True, True): MAY, (True, False): TEAM, (False, False): NOT}[here, there]


async def test_the_table(world: World) -> None:
    found = {
        what: "".join([await cell(world, PEOPLE[column], does) for column in COLUMNS])
        for what, (does, _expected) in TABLE.items()
    }
    assert found == {what: expected for what, (_does, expected) in TABLE.items()}


async def test_a_deputy_has_the_leads_column_only_while_a_lead_is_away(world: World) -> None:
    lead, member = COLUMNS.index("lead"), COLUMNS.index("member")
    at_work = {what: await cell(world, DEPUTY, does) for what, (does, _) in TABLE.items()}
    own = {"take a deputy away": MAY}  # anybody puts down what is their own
    never = {"make oneself a lead": NOT, "take a lead away": NOT}  # standing in is no way to become one
    assert at_work == {what: cells[member] for what, (_, cells) in TABLE.items()} | own
    async with world.session() as session:
        session.add(Absence(person=PEOPLE["lead"], first=MONDAY, last=MONDAY))
    away = {what: await cell(world, DEPUTY, does) for what, (does, _) in TABLE.items()}
    assert away == {what: cells[lead] for what, (_, cells) in TABLE.items()} | own | never


async def test_a_deputy_stands_in_where_there_is_no_lead_at_all(world: World) -> None:
    async with world.session() as session:
        await session.execute(delete(Role).where(Role.team == world.team, Role.role == "lead"))
    for what in ("hide a contribution", "appoint a deputy", "go on when the channel is back"):
        assert await cell(world, DEPUTY, TABLE[what][0]) == TEAM
    assert await cell(world, DEPUTY, TABLE["make oneself a lead"][0]) == NOT


async def test_several_roles_are_their_union(world: World) -> None:
    async with world.session() as session:
        session.add(OrgRole(person=PEOPLE["lead"], role="relay_coordinator"))
    for what in ("appoint an executive", "hide a contribution"):
        assert await cell(world, PEOPLE["lead"], TABLE[what][0]) in (MAY, TEAM)
    assert await cell(world, PEOPLE["lead"], TABLE["appoint a coach"][0]) == NOT


@pytest.mark.parametrize("does", LOCKS)
async def test_locks(world: World, does: str) -> None:
    spec = REGISTRY.spec(does)
    assert spec is not None, f"{does} is gone"
    found = ""
    for person in PEOPLE.values():
        async with world.core.turns.reading(ORG) as turn:
            try:
                await rights.allow(turn, person, "", spec.who)
                found += MAY
            except Refused:
                found += NOT
    assert found == LOCKS[does]


@pytest.mark.parametrize("row", NOT_YET)
def test_rows_of_what_is_not_there_yet(row: str) -> None:
    prefix, rights_of_row = NOT_YET[row]
    doors = [name for part in (REGISTRY.actions, REGISTRY.forms, REGISTRY.pages) for name in part]
    here = [name for name in doors if name.startswith(prefix)]
    assert not here, f"{here} came: add the row to TABLE ({rights_of_row}) and take it out of NOT_YET"


def test_nobody_sees_who_did_or_did_not_answer() -> None:
    """No door of any ritual lists people by what they answered."""
    doors = {name for part in (REGISTRY.actions, REGISTRY.forms, REGISTRY.pages) for name in part}
    assert not [name for name in doors if name.rpartition(".")[2] in {"answers", "silent", "participants", "responses"}]


def test_every_door_for_leads_and_admins_is_in_the_table() -> None:
    """Who adds one adds its row."""
    named = {does.does for does, _ in TABLE.values()} | LOCKS.keys()
    who = {name: door.who for part in (REGISTRY.actions, REGISTRY.forms, REGISTRY.pages) for name, door in part.items()}
    edges = {name for name, action in REGISTRY.actions.items() if action.edge}  # the command line's, behind no button
    locked = {name for name, spec in who.items() if spec not in (Who.ANYONE, Who.MEMBER, Who.KNOWN)} - edges
    assert locked - named == {"dagstart.rest", "dagstart.keep"}  # as their pause is


def test_every_door_without_a_lock_is_in_the_table_or_everybodys() -> None:
    """Who may is then checked behind it, where only the table looks."""
    named = {does.does for does, _ in TABLE.values()}
    parts = (REGISTRY.actions, REGISTRY.forms, REGISTRY.pages)
    doors = [(name, door) for part in parts for name, door in part.items()]
    unlocked = {
        name for name, door in doors if door.who in (Who.ANYONE, Who.KNOWN) and not getattr(door, "edge", False)
    }
    assert unlocked - named == EVERYBODYS
    assert not EVERYBODYS & named


# --- a button that says something else than it did --------------------------------------------------------------------
ABOUT_ONE = [does for does, _ in TABLE.values() if does.does.startswith("compliment.") and key_of(does) is not None]


@pytest.mark.parametrize("person", ["lead", "member"])
async def test_a_compliment_under_the_number_of_another_team_does_nothing(person: str, world: World) -> None:
    """One's own team's in front of another team's compliment, and the other way round."""
    for does in ABOUT_ONE:
        for team, other in ((world.team, OTHER), (OTHER, world.team)):
            assert not await changes(world, does, PEOPLE[person], team, await made(world, does, other, PEOPLE[person]))


async def test_the_button_of_a_withdrawn_compliment_does_nothing(world: World) -> None:
    for does in ABOUT_ONE:
        row = await made(world, does, world.team, PEOPLE["lead"])
        async with world.session() as session:
            await session.execute(update(Compliment).where(Compliment.id == row).values(state="WITHDRAWN", text=None))
        assert not await changes(world, does, PEOPLE["lead"], world.team, row), does.does


async def test_each_of_these_buttons_does_something(world: World) -> None:
    """So that the search above finds what it looks for."""
    idle = [does for does in ABOUT_ONE if not await changes(world, does, *await own(world, does))]
    assert [does.does for does in idle] == ["compliment.one"]


async def made(world: World, does: Deed, team: int, person: str) -> int:
    return await OWNED[key_of(does) or ""](world, team, person)


async def own(world: World, does: Deed) -> tuple[str, int, int]:
    return PEOPLE["lead"], world.team, await made(world, does, world.team, PEOPLE["lead"])


async def changes(world: World, does: Deed, person: str, team: int, row: int) -> bool:
    """Whether any compliment reads differently afterwards."""
    before, key = await kept(world), f"{does.does}:{person}:{team}:{row}"
    subject = does.about.format(team=team, **{key_of(does) or "": row})
    event = Event(key, ORG, person, does.does, subject, key, values=does.values)
    with suppress(Refused, Wrong, Asks):
        if does.does in REGISTRY.actions:
            await world.core.dispatcher.act(event)
        else:
            await world.core.dispatcher.open(event)
        if does.does in REGISTRY.forms:
            await world.core.dispatcher.submit(event)
    return await kept(world) != before


async def kept(world: World) -> list[Any]:
    async with world.core.sessions(info={"org": ORG}) as session:
        rows = [row for table in (Compliment, Receiver) for row in await session.scalars(select(table))]
        return [{c.name: getattr(row, c.name) for c in row.__table__.columns} for row in rows]
