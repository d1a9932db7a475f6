"""What is kept of people stands in a table, column by column, and goes when its time is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import JSON, Column, Integer, MetaData, String, Table, func, select

import storage.tables  # noqa: F401  (every table, known to the metadata)
from bot.scheduler import ONCE_KEPT
from rituals import RITUALS
from rituals.contract import Ritual
from rituals.keeping import LONGER, Kept, horizon, period
from rituals.sheet import choosable
from rituals.words import _
from storage import house
from storage.action import ImprovementAction
from storage.action_asked import ActionQuestion
from storage.alsdan import Agreement, Joiner, Learned, LookResult, PersonalAgreement
from storage.audit import Audit, log
from storage.base import Base
from storage.compliment import Compliment
from storage.dagstart import DagstartDay, DagstartItem, HelpAsked
from storage.dialogue import Dialogue
from storage.estafette import Leg, RelayLine, Story
from storage.former import FormerMember
from storage.house import CardRow, Outgoing, Timer
from storage.klantpet import Flag, Meeting, MeetingDay
from storage.kpi import Kpi, KpiValue
from storage.lead_lines import LeadLine, LeadMessage
from storage.organisations import Organisation
from storage.people import Absence, PersonRow
from storage.silo import SiloSignal
from storage.stage import Appearance
from tests.world import ORG, World, peopled

KEPT = {each.name: each for ritual in RITUALS for each in ritual.keeps}
SCOPE = {"id", "org", "team"}  # where a row stands, whoever it is about


# --- every column -----------------------------------------------------------------------------------------------------
def unsaid(metadata: MetaData, rituals: Iterable[Ritual]) -> list[str]:
    """Tables, and columns of any type, of which nobody says what they hold of people."""
    some = list(rituals)
    nobody = {name for ritual in some for name in ritual.holds_nobody}
    said = {(table, each) for r in some for kept in r.keeps for table, names in kept.columns.items() for each in names}
    tables = {table for table, _name in said} | {name.split(".")[0] for name in nobody}
    columns = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if column.name not in SCOPE
        if table.name not in nobody and f"{table.name}.{column.name}" not in nobody
        if (table.name, column.name) not in said
    }
    return sorted((metadata.tables.keys() - tables) | columns)


def test_every_column_that_can_hold_a_person_is_in_the_table() -> None:
    assert unsaid(Base.metadata, RITUALS) == []


def test_a_new_table_or_column_is_noticed() -> None:
    made = MetaData()
    Table(
        "gossip",
        made,
        Column("id", Integer, primary_key=True),
        Column("about", String),
        Column("what", JSON),
        Column("n", Integer),
    )
    Table("numbers", made, Column("id", Integer, primary_key=True), Column("n", Integer))
    assert unsaid(made, []) == ["gossip", "gossip.about", "gossip.n", "gossip.what", "numbers", "numbers.n"]
    half = Kept("gossip", _("a"), _("b"), _("c"), {"gossip": ("about",)}, _("d"))
    ritual = Ritual("gossip", keeps=(half,), holds_nobody=frozenset({"numbers"}))
    assert unsaid(made, [ritual]) == ["gossip.n", "gossip.what"]


def test_what_is_named_exists() -> None:
    columns = {f"{table.name}.{column.name}" for table in Base.metadata.tables.values() for column in table.columns}
    named = {f"{table}.{name}" for kept in KEPT.values() for table, names in kept.columns.items() for name in names}
    named |= {name for ritual in RITUALS for name in ritual.holds_nobody if "." in name}
    assert not named - columns
    tables = {name for ritual in RITUALS for name in ritual.holds_nobody if "." not in name}
    assert not tables - Base.metadata.tables.keys()


def test_names_are_given_once() -> None:
    names = [each.name for ritual in RITUALS for each in ritual.keeps]
    assert len(names) == len(set(names))
    mine = [name for ritual in RITUALS for name in ritual.mine]
    assert len(mine) == len(set(mine))


def test_whatever_has_days_is_forgotten() -> None:
    assert not [each.name for each in choosable(RITUALS) if each.forget is None]


# --- days -------------------------------------------------------------------------------------------------------------
@given(st.integers(1, 1000), st.integers(-10, 5000))
def test_a_chosen_period_stays_within_twice_the_default(days: int, chosen: int) -> None:
    kept = Kept("x", _("a"), _("b"), _("c"), {}, _("d"), days)
    found = period(kept, {"x": chosen})
    assert found is not None
    assert 1 <= found <= days * LONGER
    assert found == chosen or not 1 <= chosen <= days * LONGER
    assert period(kept, {}) == days
    today = date(2026, 11, 23)
    assert today - horizon(kept, {"x": chosen}, today) == timedelta(days=found)


# --- each row, with a moved clock -------------------------------------------------------------------------------------
# Closed accounts have a test of their own below, nudges and preferences in theirs.
ELSEWHERE = {
    "people",
    "compliment_preferences",
    *(each.name for ritual in RITUALS if ritual.name == "nudges" for each in ritual.keeps),
}
DAY = timedelta(days=1)
MADE = "2026-11-23 09:00"


def agreements(team: int, today: date, now: datetime) -> list[Base]:
    """One that was let go, one that runs, with who joined it and what was found of it; and one of a person's own."""
    words = {"x": "een klant belt", "y": "nemen we op", "aid": "look", "at": now, "since": today}
    let_go = {"team": team, "why": "rust", "state": "RETIRED", "proposer": "U1"}
    runs = {"id": 91, "team": team, "why": "rust", "state": "ACTIVE", "activated_on": today}
    return [
        Agreement(**words, **let_go),
        Agreement(**words, **runs, proposer="U2", former_on=today + 30 * DAY),
        Joiner(agreement=91, person="U3", at=now),
        LookResult(agreement=91, year=2026, week=48, on=today, line="good"),
        Learned(agreement=91, text="de haast", on=today),
        PersonalAgreement(**words, person="U0", state="RETIRED"),
    ]


def meetings(team: int, today: date, now: datetime) -> list[Base]:
    """One that ended, with who attends; of another an occurrence with what came of it, and flags with a name."""
    hour: dict[str, Any] = {"team": team, "repeats": "weekly", "first": today, "clock": time(10), "minutes": 60}
    day: dict[str, Any] = {"team": team, "meeting": 92, "starts_at": now, "minutes": 60, "state": "DONE"}
    flag: dict[str, Any] = {"team": team, "kind": "other", "text": "wachttijd", "on": today}
    return [
        Meeting(id=91, name="voorbij", owner="U1", at=now, ended_on=today, **hour),
        Meeting(id=92, name="loopt", at=now, **hour),
        MeetingDay(
            **day, day=today, wearer="U1", asked=["U2"], decided="we bellen eerst", looked_by="U1", looked_at=now
        ),
        MeetingDay(**day, day=today + 30 * DAY, looked_by="U3", looked_former_on=today + 30 * DAY),
        Flag(**flag, person="U4"),
    ]


def signals(team: int, today: date) -> list[Base]:
    """One that is solved, and one of somebody whose account was closed."""
    given: dict[str, Any] = {"team": team, "ours": "snel", "theirs": "goed", "effect": "wachten", "theme": "aims"}
    given |= {"on": today, "moved_on": today}
    return [
        SiloSignal(**given, person="U1", state="SOLVED"),
        SiloSignal(**given, person="U2", former_on=today + 30 * DAY),
    ]


def relay(today: date, now: datetime) -> list[Base]:
    """A turn without a story, a line about one; a story that is out, a draft, one of who left; what is planned."""
    moments = dict.fromkeys(("offered_at", "answer_by", "starts_at", "ends_at", "grace_at", "closed_at"), now)
    goes: dict[str, Any] = {"day": today, "at": now, "minutes": 60}
    return [
        Leg(round=1, week=today, person="U1", state="LAPSED", **moments),
        RelayLine(on=today, kind="open", person="U2", week=today),
        Story(person="U1", state="PUBLISHED", at=now, published_at=now),
        Story(person="U2", state="DRAFT", at=now),
        Story(person="U3", state="PUBLISHED", at=now, published_at=now, former_on=today + 30 * DAY),
        Dialogue(person="U1", title="gesprek", kind="visit", clock=time(10), starts_at=now, before=0, after=0, **goes),
        Appearance(person="U1", occasion="congres", **goes),
    ]


async def fill(world: World) -> dict[str, Any]:
    """Something of each kind that has days, made at this very moment; how each is counted."""
    now, today, machine = world.clock.now(), world.clock.now().date(), world.clock.machine()
    item: dict[str, Any] = {"team": world.team, "origin": today, "at": now, "block": 2}
    given: dict[str, Any] = {"team": world.team, "origin": today, "at": now, "kind": "customer", "state": "PUBLISHED"}
    async with world.session() as session:
        session.add_all(
            [
                *agreements(world.team, today, now),
                *meetings(world.team, today, now),
                *signals(world.team, today),
                *relay(today, now),
                DagstartItem(**item, author="U1", text="een tekst"),
                DagstartItem(**item, author="U2", text="van wie ging", former_on=today + 30 * DAY),
                Compliment(**given, giver="U1", text=["een verhaal"]),
                Compliment(**given, giver="U2", text=["van wie ging"], former_on=today + 30 * DAY),
                HelpAsked(person="U3", day=today),
                Absence(person="U4", first=today, last=today),
                FormerMember(team=world.team, person="U3", left_on=today),
                LeadLine(team=world.team, kind="people.nolead", about="1", at=now),
                LeadMessage(team=world.team, person="U0", day=today, lines=[1]),
                Timer(name="people.welcome", about="1:U5", due_at=now, parked=True),
                Outgoing(kind="message", place={}, body={"x": 1}, state="unsure", first_try=machine),
                CardRow(name="people.lead", about="1:U6", place={"person": "U6"}, state="shown", drawn_at=machine),
            ]
        )
        named: dict[str, Any] = {"name": "Wachttijd", "unit": "minutes", "better": "lower", "days": "12345"}
        over: dict[str, Any] = {"team": world.team, "what": "terugbellen", "effect": "rust", "state": "DONE", "at": now}
        over |= {"check_on": today, "closed_on": today}
        session.add(action := ImprovementAction(**over, proposer="U1"))
        session.add(ImprovementAction(**over, proposer="U2", former_on=today + 30 * DAY))
        session.add(kpi := Kpi(team=world.team, created_at=now, **named))
        await session.flush()
        session.add(ActionQuestion(action=action.id, person="U3", day=today))
        session.add(KpiValue(kpi=kpi.id, day=today, value=30, remark="storing"))
        day = await session.scalar(select(DagstartDay).where(DagstartDay.day == today))
        assert day is not None
        day.state, day.host, day.asked, day.notes, day.notes_by = "CLOSED", "U7", ["U8"], "denk aan de sleutel", "U9"
        await log(session, ORG, "U0", "people.language", now)
    return {
        "actions": (ImprovementAction, ImprovementAction.proposer == "U1"),
        "action_questions": (ActionQuestion, ActionQuestion.person == "U3"),
        "action_former": (ImprovementAction, ImprovementAction.proposer == "U2"),
        "agreements": (Agreement, Agreement.proposer == "U1"),
        "agreement_joiners": (Joiner, Joiner.person == "U3"),
        "agreement_results": (LookResult, LookResult.line == "good"),
        "agreement_lessons": (Learned, Learned.text == "de haast"),
        "agreement_former": (Agreement, Agreement.proposer == "U2"),
        "agreements_own": (PersonalAgreement, PersonalAgreement.person == "U0"),
        "contributions": (DagstartItem, DagstartItem.author == "U1"),
        "announcements": (DagstartDay, DagstartDay.notes_by == "U9"),
        "former": (DagstartItem, DagstartItem.author == "U2"),
        "compliments": (Compliment, Compliment.giver == "U1"),
        "compliment_former": (Compliment, Compliment.giver == "U2"),
        "hosts": (DagstartDay, DagstartDay.host == "U7"),
        "help": (HelpAsked, HelpAsked.person == "U3"),
        "kpi_values": (KpiValue, KpiValue.remark == "storing"),
        "meetings": (Meeting, Meeting.owner == "U1"),
        "meeting_days": (MeetingDay, MeetingDay.decided == "we bellen eerst"),
        "meeting_wearers": (MeetingDay, MeetingDay.wearer == "U1"),
        "meeting_former": (MeetingDay, MeetingDay.looked_by == "U3"),
        "flags": (Flag, Flag.person == "U4"),
        "relay_turns": (Leg, Leg.person == "U1"),
        "relay_lines": (RelayLine, RelayLine.person == "U2"),
        "stories": (Story, Story.person == "U1"),
        "story_drafts": (Story, Story.state == "DRAFT"),
        "story_former": (Story, Story.person == "U3"),
        "dialogues": (Dialogue, Dialogue.person == "U1"),
        "appearances": (Appearance, Appearance.person == "U1"),
        "silo_signals": (SiloSignal, SiloSignal.person == "U1"),
        "silo_former": (SiloSignal, SiloSignal.person == "U2"),
        "absence": (Absence, Absence.person == "U4"),
        "former_members": (FormerMember, FormerMember.person == "U3"),
        "lines": (LeadMessage, LeadMessage.person == "U0"),
        "log": (Audit, Audit.what == "people.language"),
        "timers": (Timer, Timer.parked),
        "outbox": (Outgoing, Outgoing.state == "unsure"),
        "cards": (CardRow, CardRow.about == "1:U6"),
    }


async def counted(world: World, what: Any) -> int:
    async with world.core.sessions(info={"org": ORG}) as session:
        return await session.scalar(select(func.count()).select_from(what[0]).where(what[1])) or 0


async def forget(world: World, name: str, days: int) -> None:
    """The nightly round of this kind, as many days after MADE."""
    kept = KEPT[name]
    assert kept.forget is not None
    today = datetime.fromisoformat(MADE).date() + days * DAY
    async with world.core.turns.writing(ORG) as turn:
        await kept.forget(turn, horizon(kept, {}, today))


async def test_each_kind_is_kept_for_its_days_and_no_longer(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        await world.until(MADE)
        world.clock.wait(world.clock.now() - world.clock.machine())  # the machine's day is the same one
        found = await fill(world)
        assert {name for name, kept in KEPT.items() if kept.forget} - ELSEWHERE == found.keys()
        for name, what in sorted(found.items(), key=lambda each: KEPT[each[0]].days or 1):
            days = KEPT[name].days or 1
            await forget(world, name, days)
            assert await counted(world, what) == 1, f"{name} went before its time"
            await forget(world, name, days + 1)
            assert await counted(world, what) == 0, f"{name} stayed beyond its time"


async def test_a_shorter_period_holds_from_the_next_night(database_url: str) -> None:
    """The whole round, by its timer."""
    async with peopled(database_url) as world:
        await world.until(MADE)
        found = await fill(world)
        async with world.session() as session:
            org = await session.get(Organisation, ORG)
            assert org is not None
            org.retention = {"contributions": 2}
        await world.until("2026-11-25 23:00")
        assert await counted(world, found["contributions"]) == 1
        await world.until("2026-11-26 04:19")
        assert await counted(world, found["contributions"]) == 1
        await world.until("2026-11-26 04:20")
        assert await counted(world, found["contributions"]) == 0
        assert await counted(world, found["announcements"]) == 1


async def test_who_left_the_organisation_is_forgotten_that_night(sqlite_url: str) -> None:
    async with peopled(sqlite_url) as world:
        async with world.session() as session:
            (row,) = await session.scalars(select(PersonRow).where(PersonRow.key == "U5"))
            row.active = False
        await world.until("2026-11-21 04:20")
        assert await counted(world, (PersonRow, PersonRow.key == "U5")) == 0


def test_what_is_done_with_goes_within_a_day() -> None:
    assert ONCE_KEPT.total_seconds() == 24 * 3600
    assert house.Once.__tablename__ in {table for kept in KEPT.values() for table in kept.columns}


@pytest.mark.parametrize("kept", choosable(RITUALS), ids=lambda kept: kept.name)
def test_no_default_is_longer_than_two_years(kept: Kept) -> None:
    assert kept.days is not None
    assert 1 < kept.days <= 730
