"""Dialogues about flags: without a name nothing leads to whoever raised one, and only they take it down."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.stage import local
from rituals.calendar import Calendar
from rituals.klantpet import rules
from rituals.klantpet.flag_ground import Ground
from rituals.klantpet.flag_lines import kept
from rituals.teams import Team
from sandbox.faults import Fault
from storage.klantpet import Flag, Meeting, MeetingDay
from tests.chat import NOORD, Chat
from tests.rituals.flag_talk import (
    COLLIDE,
    FLAG,
    HIDE,
    KIND,
    LATE,
    NAMED,
    OTHER,
    POST,
    PROMISE,
    REMOVE,
    REMOVED,
    TAKE,
    TEXT,
    THANKS,
    last,
    lines,
    meeting,
    raises,
    thursday,
)
from tests.rituals.klantpet_talk import CONFIDENTIAL, MT, posts
from tests.rituals.silo_talk import EFFECT, everything, signals

PLACED = "Je vlag staat er, zonder je naam. Alleen met deze knop haal je hem weer weg."
WAITS = "Je vlag komt bij jullie volgende overleg, zonder je naam. Alleen met deze knop haal je hem weer weg."
MANY = "Er zijn al veel vlaggen voor dit overleg. Kies er één om samen te bespreken."
CLOSED = "Dit is al afgerond. Er is niets veranderd."
PAGE = 4096  # bytes: SQLite's, of its file and in its log


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[Chat]:
    async with thursday(database_url) as chat:
        yield chat


async def flags(chat: Chat) -> list[Flag]:
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        return list(await session.scalars(select(Flag).order_by(Flag.id)))


def pages(chat: Chat, *beside: str) -> list[bytes]:
    """Every page of the SQLite file and its log that holds one of these; of PostgreSQL none."""
    url = chat.stage.settings.database_url
    files = sorted(Path(url.removeprefix("sqlite:///")).parent.glob("klantritme.db*")) if "sqlite" in url else []
    cut: list[bytes] = []
    for file in files:
        data, wal = file.read_bytes(), file.name.endswith("-wal")
        starts = range(32 + 24, len(data), PAGE + 24) if wal else range(0, len(data), PAGE)
        cut += [data[start : start + PAGE] for start in starts]
    return [page for page in cut if any(each.encode() in page for each in beside)]


async def test_ac_pet_06_without_a_name_nothing_links_it_to_who_raised_it(debug: io.StringIO, chat: Chat) -> None:
    await meeting(chat)
    await chat.until("2026-11-26 10:20")
    before = await everything(chat)
    structlog.get_logger().debug("is heard")
    await chat.fatima.presses(FLAG, posts(chat)[0])
    await chat.fatima.fills({TEXT: LATE, KIND: OTHER})
    await chat.fatima.submits(times=2)
    assert THANKS in chat.fatima.form.text or "Deze had ik al van je." in chat.fatima.form.text
    await chat.fatima.leaves()
    await chat.settle()
    assert (lines(chat), len(await flags(chat))) == ([POST], 1)
    assert (last(chat.fatima).text, last(chat.fatima).buttons) == (PLACED, [REMOVE])
    (flag,) = await flags(chat)
    after = await everything(chat)
    new = [row for table in after for row in after[table] - before[table]]
    assert any(LATE in row for row in new)
    assert not [row for row in new if chat.fatima.id in row]
    for about in ("1", f"1:{flag.occurrence}"):
        tried = hashlib.sha256("\x1f".join([chat.fatima.id, "klantpet.flag", about, LATE]).encode()).hexdigest()
        assert not [row for row in new if tried in row]
    assert [name for name in after if name != "flags" and any(LATE in row for row in after[name])] == []
    found = pages(chat, LATE, flag.token or "")
    assert bool(found) is ("sqlite" in chat.stage.settings.database_url)
    assert not [page for page in found if chat.fatima.id.encode() in page]
    assert "is heard" in debug.getvalue()
    assert chat.fatima.id not in debug.getvalue().partition("is heard")[2]
    # The button is hers alone, and what it carries is nowhere else. It is still there after a restart.
    (token,) = re.findall(r'"1:([\w-]{32})"', json.dumps(last(chat.fatima).raw["blocks"]))
    assert kept(token) == flag.token
    assert not [row for table in after for row in after[table] if token in row]
    await chat.restart()
    await chat.fatima.presses(REMOVE, last(chat.fatima))
    await chat.settle()
    assert (last(chat.fatima).text, lines(chat)) == (REMOVED, [])
    assert [(row.gone, row.text) for row in await flags(chat)] == [(True, None)]


async def test_a_flag_stands_without_its_message_is_hidden_and_closes_with_the_look_back(chat: Chat) -> None:
    await meeting(chat)
    await chat.until("2026-11-26 10:20")
    chat.slack.faults.add(Fault("chat.postMessage", "ok_false", error="messages_tab_disabled"))
    told = len(chat.fatima.dm())
    await raises(chat, chat.fatima, LATE)
    assert (lines(chat), len(chat.fatima.dm())) == ([POST], told)
    # A colleague's name is asked about, and then it stands as it was typed.
    await chat.daan.presses(FLAG, posts(chat)[0])
    await chat.daan.fills({TEXT: "Noor belt deze klant nooit terug", KIND: OTHER, NAMED: True})
    await chat.daan.submits()
    assert "Kan iemand hierin een collega herkennen?" in chat.daan.form.text
    await chat.daan.submits()
    await chat.daan.leaves()
    await chat.settle()
    assert lines(chat)[1] == "🚩 Klantvlag van Daan Mulder: Noor belt deze klant nooit terug"
    assert [row.person for row in await flags(chat)] == [None, chat.daan.id]
    await chat.noor.types("/klantpet", channel=NOORD)
    assert HIDE not in chat.noor.form.buttons
    await chat.noor.leaves()
    await chat.anna.types("/klantpet", channel=NOORD)
    await chat.anna.presses(HIDE, chat.anna.form, near="Noor belt")
    await chat.anna.leaves()
    await chat.settle()
    assert lines(chat) == [POST]
    await raises(chat, chat.fatima, PROMISE)
    mine = last(chat.fatima)
    await chat.until("2026-11-27 12:01")
    await chat.fatima.presses(REMOVE, mine)
    assert (chat.fatima.hears(mine.channel), len(lines(chat))) == (CLOSED, 3)


async def test_ac_pet_07_aims_that_collide_are_offered_to_tell_of_and_no_more_than_nine(chat: Chat) -> None:
    await meeting(chat)
    await chat.until("2026-11-26 10:20")
    await chat.noor.presses(TAKE, posts(chat)[0])
    await chat.fatima.types(f"/klantpet vlag {LATE}", channel=NOORD)
    assert chat.fatima.form.values[TEXT] == LATE
    await chat.fatima.fills({KIND: COLLIDE})
    await chat.fatima.submits()
    await chat.fatima.presses("Meld doelen die botsen", chat.fatima.form)
    assert (chat.fatima.form.title, chat.fatima.form.values[EFFECT]) == ("Doelen die botsen", LATE)
    await chat.fatima.leaves()
    await chat.settle()
    assert (lines(chat), await signals(chat)) == ([POST], [])
    # With a name three of one person, and nine of all.
    assert [THANKS in await raises(chat, chat.daan, f"{PROMISE} {n}", **{NAMED: True}) for n in range(3)] == [True] * 3
    refused = await raises(chat, chat.daan, PROMISE, **{NAMED: True})
    assert (MANY in refused, PROMISE in refused) == (True, True)
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        (first, *_more) = await flags(chat)
        known = {"team": 1, "occurrence": first.occurrence, "kind": "other", "on": first.on}
        session.add_all(Flag(text=f"Vlag {n}", **known) for n in range(5))
    assert MANY in await raises(chat, chat.fatima, PROMISE)
    assert len(await flags(chat)) == 9


async def test_outside_a_meeting_a_flag_waits_for_the_next_that_everybody_reads(chat: Chat) -> None:
    await chat.fatima.types(f"/klantpet vlag {LATE}", channel=NOORD)
    assert "De komende tien werkdagen is er geen overleg." in chat.fatima.form.text
    await chat.fatima.fills({KIND: OTHER, "Waarheen?": "Verbeterpunt voor de dagstart"})
    await chat.fatima.submits()
    assert (chat.fatima.form.title, LATE in chat.fatima.form.values.values()) == ("Verbeterpunt", True)
    await chat.fatima.leaves()
    await meeting(chat, "Personeelsoverleg", **{CONFIDENTIAL: True})
    await chat.fatima.types("/klantpet vlag", channel=NOORD)
    assert "Er komt geen overleg waar je tekst in het kanaal mag." in chat.fatima.form.text
    await chat.fatima.leaves()
    await meeting(chat, MT, "2026-11-27")
    assert (await flags(chat), lines_of(chat)) == ([], [])
    await chat.fatima.types("/klantpet vlag", channel=NOORD)
    assert f"Je vlag komt bij {MT}, morgen." in chat.fatima.form.text
    assert f"Je vlag komt morgen bij {MT}." in await chat.fatima.sends({TEXT: LATE, KIND: OTHER})
    assert last(chat.fatima).text == WAITS
    await chat.daan.types("/klantpet vlag", channel=NOORD)
    await chat.daan.sends({TEXT: PROMISE, KIND: OTHER})
    await chat.daan.presses(REMOVE, last(chat.daan))
    await chat.settle()
    # In confidence there is no text, neither of what waited nor of what is raised there.
    await chat.until("2026-11-26 10:20")
    assert lines_of(chat) == [[]]
    await chat.noor.types(f"/klantpet vlag {PROMISE}", channel=NOORD)
    assert (TEXT in chat.noor.form.fields, PROMISE in chat.noor.form.text) == (False, True)
    await chat.noor.sends({KIND: OTHER})
    await chat.settle()
    assert lines_of(chat) == [[THANKS]]
    await chat.until("2026-11-27 09:57")
    assert [row.occurrence is None for row in await flags(chat)] == [True, True, False]
    await chat.until("2026-11-27 09:58")
    assert lines_of(chat) == [[THANKS], [POST]]
    assert [row.waits_until for row in await flags(chat)] == [date(2026, 12, 10), date(2026, 12, 10), None]


def lines_of(chat: Chat) -> list[list[str]]:
    """Below each meeting's message, without whose turn it is to look back."""
    return [[text for text in lines(chat, n) if "terugkijken" not in text] for n in range(len(posts(chat)))]


# --- where it goes ----------------------------------------------------------------------------------------------------
NOW = local("2026-11-26 09:30")


def ground(*rows: MeetingDay, now: datetime = NOW, **meeting: Any) -> Ground:
    """Of a team with one meeting, on Thursdays at ten unless this says otherwise."""
    told = {
        "repeats": "weekly",
        "first": date(2026, 11, 26),
        "clock": time(10, 0),
        "minutes": 60,
        "confidential": False,
    }
    team = Team(1, "C1", NOORD, "nl", active=True, calendar=Calendar())
    limit = team.calendar.add_workdays(team.calendar.day_of(now), rules.AHEAD)
    return Ground(team, {7: Meeting(id=7, team=1, name=MT, **told | meeting)}, rows, now, limit)


def on(day: date, state: str, **more: Any) -> MeetingDay:
    starts_at = Calendar().at(day, time(10, 0))
    return MeetingDay(
        id=day.day, team=1, meeting=7, day=day, minutes=60, state=state, **{"starts_at": starts_at} | more
    )


@pytest.mark.parametrize(
    ("found", "day"),
    [
        (ground(), date(2026, 11, 26)),
        (ground(now=local("2026-11-26 10:00")), date(2026, 12, 3)),
        (ground(on(date(2026, 11, 26), "CANCELLED")), date(2026, 12, 3)),
        (ground(on(date(2026, 11, 26), "INVITED")), date(2026, 11, 26)),
        (ground(on(date(2026, 11, 26), "PLANNED", starts_at=local("2026-11-26 09:00"))), date(2026, 12, 3)),
        (ground(first=date(2026, 12, 10)), date(2026, 12, 10)),
        (ground(first=date(2026, 12, 17)), None),
        (ground(confidential=True), None),
        (ground(ended_on=date(2026, 11, 26)), None),
        (ground(now=local("2026-12-21 09:30"), first=date(2027, 1, 4)), date(2027, 1, 4)),
        (ground(now=local("2026-12-21 09:30"), first=date(2027, 1, 7)), None),
    ],
)
def test_the_next_that_is_planned_within_ten_working_days(found: Ground, day: date | None) -> None:
    ahead = found.next()
    assert (ahead[1] if ahead else None) == day


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)), st.integers(0, 6))
def test_ten_working_days_are_counted_one_by_one(day: date, weekday: int) -> None:
    first = day - timedelta(days=7 - weekday)
    found = ground(now=Calendar().at(day, time(8, 0)), first=first).next()
    days = [one for n in range(60) if Calendar().is_workday(one := day + timedelta(days=n)) or one == day]
    held = [one for one in days[: rules.AHEAD + 1] if Calendar().is_workday(one)]
    expected = next((one for one in held if one.isoweekday() == first.isoweekday()), None)
    assert (found[1] if found else None) == expected
