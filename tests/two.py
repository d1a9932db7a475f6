"""Two organisations in one database, as alike as can be: the same people, the same channel, each with a full house.

What one of them typed or is called holds CANARY, so that it is known wherever it turns up.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, Row, String, Table, Time, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.type_api import TypeEngine

import storage.tables  # noqa: F401  (every table, known to the metadata)
from bot.app import core
from bot.clock import TurnedClock
from bot.rights import OF_ORGANISATION
from bot.stage import local
from rituals import RITUALS
from rituals.contract import Event, Where, about, keys_of
from rituals.facts import Board
from rituals.keeping import Erase
from storage.base import Base, UtcDateTime
from storage.people import Profile
from storage.roles import OrgRole
from tests import two_relay
from tests.states import State, keep, kind
from tests.world import CHANNEL, FRIDAY, MONDAY, OPENED, ORG, TEN, World, settings_of

OTHER = "T2"
CANARY = "kanarie"
TEAM, OWN_TEAM = 1, 2  # of ORG, and of OTHER: teams are numbered in the order in which they began
ME = TEN[0]
LATER = date(2100, 1, 1)
WEEK = "2026-48"
TABLES: Sequence[Table] = Base.metadata.sorted_tables

Rows = Mapping[str, Sequence[Row[Any]]]


@dataclass(frozen=True)
class Two:
    """`world` is ORG's; OTHER has the same people, its first is lead, admin and all else there."""

    world: World

    async def rows(self) -> Mapping[str, Rows]:
        """All that there is, by organisation and table."""
        found: dict[str, dict[str, list[Row[Any]]]] = {
            org: {table.name: [] for table in TABLES} for org in (ORG, OTHER)
        }
        async with self.world.core.sessions(info={"org": ORG}) as session:
            connection = await session.connection(execution_options={"reads": True})
            for table in TABLES:
                for row in await connection.execute(select(table).order_by(table.c.id)):
                    found[row.org if "org" in table.c else row.id][table.name].append(row)
        return found


KEPT: dict[str, State] = {}  # of both with all that is in them, by database


@asynccontextmanager
async def two(url: str) -> AsyncIterator[Two]:
    """Played once, and put back from then on."""
    clock, kept = TurnedClock(local(FRIDAY)), KEPT.get(kind(url))
    if kept is not None:
        kept.put(url)
        clock.turn_to(local(OPENED))
    async with core(settings_of(url), clock) as parts:
        world = World(parts, clock, TEAM)
        if kept is None:
            await _play(world)
            KEPT[kind(url)] = keep(url)
        yield Two(world)


async def _play(world: World) -> None:
    await _begin(world, ORG, f"{CANARY} ")
    await _begin(world, OTHER, "")
    await world.opened()
    for org, team, word in ((ORG, TEAM, CANARY), (OTHER, OWN_TEAM, "eigen")):
        await _fill(world, org, team, word)


async def _begin(world: World, org: str, word: str) -> None:
    profiles = tuple(Profile(person, f"{word}Collega {person}", admin=person == TEN[0]) for person in TEN)

    async def tell(does: str, **values: object) -> None:
        event = Event(id=f"{does}:{org}", org=org, person="", does=does, values=values)
        await world.core.dispatcher.act(event, edge=True)

    url = f"https://{word.strip()}.test/"
    await tell("people.installed", name=f"{word}Proef", url=url, admins=(), profiles=profiles)
    where = Where(CHANNEL, name=f"{word.strip()}noord", inside=True)
    start = Event(id=f"start:{org}", org=org, person=TEN[0], does="dagstart.start", where=where)
    await world.core.dispatcher.submit(start)
    await tell("people.reconcile", channel=CHANNEL, inside=True, archived=False, profiles=profiles, first=True)


# --- something in every table -----------------------------------------------------------------------------------------
async def _fill(world: World, org: str, team: int, word: str) -> None:
    """A row for each of two people in every table of the metadata; a new table has them by itself."""
    made: dict[str, list[int]] = {}
    async with world.core.turns.writing(org) as turn:
        for table in TABLES:
            for n, person in enumerate(TEN[:2]):
                row = {column.name: _value(column, n, person, team, word) for column in table.c if column.name != "id"}
                row |= {column: made[of][n] for column, of in _parents(table)}
                if "org" in table.c:
                    await _put(turn.session, table, row | {"org": org})
            if table.name in PARENTS:
                ids = await turn.session.scalars(select(table.c.id).where(table.c.org == org).order_by(table.c.id))
                made[table.name] = list(ids)
        turn.session.add_all(OrgRole(person=TEN[0], role=role) for role in ROLES[1:])


PARENTS = {
    "agreement_look_backs",
    "agreements",
    "compliments",
    "improvement_actions",
    "kpis",
    "meeting_days",
    "meetings",
    "personal_agreements",
    "silo_signals",
    *two_relay.PARENTS,
}


def _parents(table: Table) -> Sequence[tuple[str, str]]:
    """Its columns that name a row of another table, and which."""
    keys = [key for key in table.foreign_keys if key.column.name == "id" and key.column.table.name in PARENTS]
    keys = [key for key in keys if key.column.table is not table]
    return [(key.parent.name, key.column.table.name) for key in keys]


async def _put(session: AsyncSession, table: Table, row: Mapping[str, Any]) -> None:
    """What the house itself wrote under the same key stays as it is."""
    with suppress(IntegrityError):
        async with session.begin_nested():
            await session.execute(insert(table).values(**row))


ROLES = [name for name, _who in OF_ORGANISATION.values() if name != "admin"]
GIVEN: Mapping[str, Any] = {
    "day": MONDAY,
    "origin": MONDAY,
    "state": "OPEN",
    "host_state": "CONFIRMED",
    "kind": "dagstart.large",
    "help": "asked",
    "extras": "notes",
    "days": "12345",
    "workdays": "12345",
    "pattern": "12345",
    "block": 5,
    "parked": True,
    "live": 1,
    "seal": "0",
    "timezone": None,
    "language": None,
    "lines": [1],
    "due_at": None,
    "lease_until": None,
    "changes_on": None,
    "former_on": None,
    "paused_until": None,
    "reported": True,
    "named": True,
}
# Of a compliment: one that was read, and one that its receivers still decide about.
COMPLIMENTS: Mapping[str, tuple[Any, Any]] = {
    "kind": ("customer", "colleague"),
    "state": ("PUBLISHED", "AWAITING"),
    "place": ("board", ""),
    "picked": (WEEK, None),
    "choice": ("asked", "asked"),
    "batch": ("1-0", "1-0"),
}
# Of a figure: one that is followed, and one that nobody follows; of each a number of that Monday.
FIGURES: Mapping[str, tuple[Any, Any]] = {
    "unit": ("percent", "grade"),
    "better": ("higher", "lower"),
    "state": ("ACTIVE", "OWNERLESS"),
    "owner": (TEN[0], None),
    "deputy": (TEN[1], None),
    "target": (900, 80),
    "value": (800, 70),
    "decimals": (0, 1),
    "advised_on": (MONDAY, None),
    "ownerless_on": (None, MONDAY),
}
# Of an action: one that its owner looks at, and one that somebody is asked to take up.
ACTIONS: Mapping[str, tuple[Any, Any]] = {
    "state": ("CHECK", "PROPOSED"),
    "owner": (TEN[0], None),
    "asked": (None, TEN[1]),
    "proposer": (TEN[1], TEN[0]),
    "link": ("point:1", "kpi:1"),
    "result": (None, None),
    "asks": (0, 1),
    "extensions": (0, 0),
    "closed_on": (None, None),
    "still_asked_on": (None, None),
    "check_on": (MONDAY, LATER),
    "ownerless_on": (None, None),
}
# Of an agreement: one that runs, and one that is proposed.
AGREEMENTS: Mapping[str, tuple[Any, Any]] = {
    "state": ("ACTIVE", "PROPOSED"),
    "aid": ("fixed", "look"),
    "weekday": (1, 2),
    "year": (2026, 2026),
    "week": (48, 47),
    "asked": ("", ""),
    "answer": ("did", "old"),
    "line": ("good", "old"),
    "choice": ("pause", "joining"),
    "often": ("day", "week"),
    "closed": (False, False),
    "closes_at": (local("2026-11-27 12:00"), local("2026-11-27 12:00")),
}
# Of a signal: one that is open, and one that is talked about.
SIGNALS: Mapping[str, tuple[Any, Any]] = {
    "state": ("OPEN", "IN_TALK"),
    "theme": ("aims", "rules"),
    "told_on": (MONDAY, None),
    "into": (None, None),
}
# Of a meeting: one that is under way, with a flag that its raiser signed, and one to which somebody is invited.
MEETINGS: Mapping[str, tuple[Any, Any]] = {
    "repeats": ("weekly", "monthly"),
    "minutes": (60, 60),
    "owner": (TEN[0], TEN[1]),
    "ended_on": (None, None),
    "state": ("CHECKED_IN", "INVITED"),
    "wearer": (TEN[0], TEN[1]),
    "passed": (0, 0),
    "question": ("klantpet.q.01", ""),
    "kind": ("other", "collide"),
    "considered": ("yes", None),
    "heard": (None, None),
    "looked_by": (TEN[0], None),
    "person": (TEN[0], TEN[1]),
}
PEOPLE = {"proposer", "by", "giver", "thanks_by", "person", "author", "host", "receiver", "swap_to", "swap_by", "key"}


def _value(column: Column[Any], n: int, person: str, team: int, word: str) -> Any:
    name = column.name
    if name == "role":
        return ROLES[n] if column.table.name == "org_roles" else "deputy" if column.table.name == "roles" else "host"
    if name == "lines" and column.table.name == "nudges":
        return [["dagstart.host", about(team, MONDAY.isoformat(), person)]]
    if name == "channel" and column.table.name == "teams":
        return f"C9{n}"
    if column.table.name.startswith("compliment") and name in COMPLIMENTS:
        return COMPLIMENTS[name][n]
    if column.table.name == "improvement_actions" and name in ACTIONS:
        return ACTIONS[name][n]
    if column.table.name.startswith("kpi") and name in FIGURES:
        return FIGURES[name][n]
    if column.table.name.startswith(("agreement", "personal_")) and name in AGREEMENTS:
        state = column.table.name == "agreement_proposals" and name == "state"
        return "open" if state else AGREEMENTS[name][n]
    if column.table.name == "silo_signals" and name in SIGNALS:
        return SIGNALS[name][n]
    if column.table.name in ("meetings", "meeting_days", "meeting_attendees", "flags") and name in MEETINGS:
        return MEETINGS[name][n]
    if name in two_relay.ROWS.get(column.table.name, ()):
        return two_relay.ROWS[column.table.name][name][n]
    if name in ("text", "meaning", *two_relay.TEXTS) and isinstance(column.type, JSON):
        return [f"{word} zei ", [f"{word} {person}", person], " tegen een klant"]
    if name == "parked" and isinstance(column.type, JSON):
        return ["point:1", "item:1"]
    if name in GIVEN and not (name == "due_at" and not column.nullable):
        return GIVEN[name]
    if name == "team":
        return team
    if name in PEOPLE:
        return person
    return _of_type(column.type, n, f"{word} {column.table.name} {name} {n}")


def _of_type(kind: TypeEngine[Any], n: int, text: str) -> Any:
    moment = local("2026-11-23 08:30")
    made: Mapping[type, Any] = {
        JSON: [],
        Boolean: False,
        UtcDateTime: moment,
        DateTime: moment,
        Date: MONDAY - timedelta(days=n),
        Time: time(9, 0),
        Integer: 7000 + n,
        String: text,
    }
    return next(value for of, value in made.items() if isinstance(kind, of))


# --- what one may ask for with it -------------------------------------------------------------------------------------
def subjects(rows: Rows, team: int) -> list[str]:
    """What a button of the organisation with these rows could be about, with this team's number in front."""
    day = MONDAY.isoformat()
    named = [about(team), about(team, day), about(team, day, TEN[0]), about(team, WEEK)]
    return list(dict.fromkeys([*named, *things(rows, team)]))


def things(rows: Rows, team: int) -> list[str]:
    """What people shared there, with this team's number in front: a contribution, and compliments read and waiting."""
    read, waiting = (row.id for row in rows["compliments"][:2])
    asked = next(row.id for row in rows["compliment_receivers"] if row.compliment == waiting)
    named = about(team, waiting, "named")
    item = rows["dagstart_items"][0].id
    shared = [about(team, "item", item), about(team, "point", item)]
    shared += [about(team, "action", row.id) for row in rows["improvement_actions"][:2]]
    shared += [about(team, row.id, "SOLVED", day) for row in rows["silo_signals"][:1] for day in [MONDAY.isoformat()]]
    shared += [about(team, read), named, about(team, waiting, asked)]
    return [*shared, *agreements(rows, team), *meetings(rows, team), *two_relay.subjects(rows)]


def meetings(rows: Rows, team: int) -> list[str]:
    """A meeting, its occurrence, and a flag."""
    meeting, day, flag = (rows[table][0].id for table in ("meetings", "meeting_days", "flags"))
    return [about(team, f"m{meeting}"), about(team, day), about(team, f"f{flag}")]


def agreements(rows: Rows, team: int) -> list[str]:
    """One that runs and one that is proposed, with what is proposed about them; and one of a person's own."""
    runs, proposed = (row.id for row in rows["agreements"][:2])
    about_it, words = (row.id for row in rows["agreement_proposals"][:2])
    own = rows["personal_agreements"][0].id
    theirs = [about(team, runs, about_it), about(team, proposed, words), about(team, WEEK, runs, "did")]
    return [*theirs, *(f":{own}{more}" for more in ("", ":pause", f":{WEEK}", f":{WEEK}:did"))]


def fits(does: str, subject: str) -> bool:
    """Whether this can be about that: what one shared is opened by the ritual that keeps it, and read as a number.

    Of no team is only somebody's own agreement.
    """
    first = (keys_of(subject) or [""])[0]
    rituals: tuple[str, ...] = ("",)
    if first in ("item", "point"):
        rituals = ("dagstart.",)
    elif first == "action":
        rituals = ("action.",)
    elif first.isdigit() or first == WEEK:
        ours = ("compliment.", "kpi.", "alsdan.", "silo.", "klantpet.")
        rituals = ours if not subject.startswith(":") else ("alsdan.",)
    elif first[:1] in ("m", "f") and first[1:].isdigit():
        rituals = ("klantpet.",)
    elif subject.startswith(":") and first[:1] in two_relay.BEGINS and first[1:].isdigit():
        rituals = two_relay.BEGINS[first[:1]]
    return does.startswith(rituals)


# --- what the house asks of rituals -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Told:
    """One question to one handler, in a turn of its own that is kept: what it is called with after the turn."""

    of: str
    ask: Callable[..., Awaitable[Any]]
    given: tuple[Any, ...]


def asked(abroad: Sequence[str]) -> list[Told]:
    """Every question that is put to rituals, with the other's subjects. What deletes comes last."""
    pairs = [(person, subject) for person in TEN[:2] for subject in abroad]
    teams = [subject for subject in abroad if ":" not in subject]
    boards = [Board(TEAM, MONDAY, MONDAY, viewer, bool(viewer)) for viewer in ("", ME)]
    made: list[Told] = []
    for ritual in RITUALS:
        name = ritual.name
        for key, card in ritual.cards.items():
            made += [Told(f"card {key}", card.draw, ([s],)) for s in [*abroad, *people_of(abroad)] if fits(key, s)]
        for key, line in ritual.lead_lines.items():
            made += [Told(f"line {key}", line, ([s],)) for s in abroad if fits(key, s)]
        for key, nudge in ritual.nudges.items():
            made.append(Told(f"offers {key}", nudge.offers, (dict.fromkeys(TEN, MONDAY),)))
            made += [Told(f"nudge {key}", nudge.draw, ([p],)) for p in pairs if fits(key, p[1])]
        if ritual.board is not None:
            made += [Told(f"board {name}", ritual.board, ([b],)) for b in boards]
        for n, panel in enumerate(ritual.home):
            made += [Told(f"home {name}:{n}", panel.draw, (p,)) for p in TEN[:2]]
        for part in ritual.settings:
            if part.holds is not None:
                made.append(Told(f"settings {part.does}", part.holds, (ME, [*teams, ""])))
        for key, mine in ritual.mine.items():
            made += [Told(f"mine {key}", mine.read, (p,)) for p in TEN[:2]]
    return made


def people_of(abroad: Sequence[str]) -> list[str]:
    """Cards of one person: “person:day”, and “:person:batch”."""
    return [each for person in TEN[:2] for each in (f"{person}:{MONDAY.isoformat()}", f":{person}:1-0")]


def deletes() -> list[Told]:
    made = [
        Told(f"forget {kept.name}", kept.forget, (LATER,))
        for ritual in RITUALS
        for kept in ritual.keeps
        if kept.forget is not None
    ]
    for ritual in RITUALS:
        for key, mine in ritual.mine.items():
            if mine.erase is not None:
                made += [Told(f"erase {key}", mine.erase, (TEN[1], how)) for how in Erase]
    return made
