"""Dialogues about days and clocks: holidays, clock changes, one's own week and home team."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest

from bot.stage import Actor
from storage.dagstart import DagstartDay
from storage.people import Absence, PersonRow
from tests.chat import NOORD, Chat, chatting
from tests.rituals.dagstart_talk import state
from tests.rituals.people_talk import answers, replies, rows

NOT_TOGETHER = "Op deze dagen werkt je team niet. Kies er minstens één waarop dat wel zo is."


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is said here is the same on both; ten at once are on both."""
    return sqlite_url


# --- days and clocks --------------------------------------------------------------------------------------------------
@pytest.fixture
async def begun(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[Chat]:
    """The team begins at the moment that the test is given."""
    async with chatting(sqlite_url, moment=request.param) as chat:
        await chat.noord()
        yield chat


async def opened(chat: Chat) -> dict[date, datetime]:
    return {row.day: row.starts_at for row in await rows(chat, DagstartDay) if row.state in ("OPEN", "QUIET")}


@pytest.mark.parametrize("begun", ["2026-04-24 12:00"], indirect=True)
async def test_there_is_no_dagstart_on_kings_day(begun: Chat) -> None:
    await begun.until("2026-04-28 09:00")
    assert await state(begun, "2026-04-27") == "SKIPPED"
    assert await state(begun, "2026-04-28") == "OPEN"


@pytest.mark.parametrize(
    ("begun", "monday", "utc"),
    [("2026-03-27 12:00", date(2026, 3, 30), 7), ("2026-10-23 12:00", date(2026, 10, 26), 8)],
    indirect=["begun"],
    ids=["spring", "autumn"],
)
async def test_nine_is_nine_on_the_clock_when_the_clock_has_changed(begun: Chat, monday: date, utc: int) -> None:
    """Planned on Friday, before the night of the change."""
    await begun.until(f"{monday} 08:59")
    assert await opened(begun) == {}
    await begun.until(f"{monday} 09:00")
    assert await opened(begun) == {monday: datetime(monday.year, monday.month, monday.day, utc, tzinfo=UTC)}


@pytest.mark.parametrize("begun", ["2026-12-30 12:00"], indirect=True)
async def test_the_last_days_of_week_53_and_new_years_day(begun: Chat) -> None:
    await begun.until("2027-01-04 09:00")
    assert await opened(begun) != {}
    assert await state(begun, "2026-12-31") == "QUIET"
    assert await state(begun, "2027-01-01") == "SKIPPED"
    assert await state(begun, "2027-01-04") == "OPEN"


async def test_a_lead_who_is_away_holds_nothing_up(chat: Chat) -> None:
    await chat.noord()
    await replies(chat, chat.anna, "/klant afwezig vandaag t/m 27-11")
    await chat.until("2026-11-23 12:00")
    assert await state(chat, "2026-11-23") == "QUIET"


# --- one's own week ---------------------------------------------------------------------------------------------------
async def row_of(chat: Chat, person: Actor) -> PersonRow:
    found = {row.key: row for row in await rows(chat, PersonRow)}
    row: PersonRow = found[person.id]
    return row


async def test_ones_own_week_by_command(chat: Chat) -> None:
    await chat.noord()
    told = await replies(chat, chat.bram, "/klant werkdagen ma, di en do")
    assert told == "Genoteerd. Jouw werkdagen: maandag, dinsdag en donderdag."
    await replies(chat, chat.bram, "/klant taal en")
    told = await replies(chat, chat.bram, "/customer workdays mon tue Thursday")
    assert told == "Noted. Your working days: Monday, Tuesday and Thursday."
    row = await row_of(chat, chat.bram)
    assert (row.pattern, row.next_pattern, row.changes_on) == (None, "124", date(2026, 11, 23))
    await chat.until("2026-11-23 04:00")
    row = await row_of(chat, chat.bram)
    assert (row.pattern, row.next_pattern, row.changes_on) == ("124", None, None)


async def test_a_week_that_is_none_comes_back_with_the_text_and_a_form(chat: Chat) -> None:
    await chat.noord()
    told = await replies(chat, chat.bram, "/klant werkdagen soms")
    assert told == "Deze dagen herken ik niet. Probeer bijvoorbeeld ma di do.\nsoms"
    assert (await replies(chat, chat.bram, "/klant werkdagen za zo")).startswith(NOT_TOGETHER)
    await chat.bram.presses("Kies de dagen")
    await chat.bram.fills({"Werkdagen": ["Zaterdag"]})
    await chat.bram.submits()
    assert list(chat.bram.form.errors.values()) == [NOT_TOGETHER]
    await chat.bram.fills({"Werkdagen": ["Maandag", "Woensdag"]})
    await chat.bram.submits()
    assert chat.bram.form.text == "Genoteerd. Jouw werkdagen: maandag en woensdag."


async def test_what_one_hosts_on_a_day_that_is_no_longer_ones_own_passes_on(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 16:00")
    (host,) = [row.host for row in await rows(chat, DagstartDay) if row.day == date(2026, 11, 24)]
    (actor,) = [person for person in chat.people.values() if person.id == host]
    await replies(chat, actor, "/klant werkdagen ma wo do vr")
    (other,) = [row.host for row in await rows(chat, DagstartDay) if row.day == date(2026, 11, 24)]
    assert other not in (None, host)


# --- home team --------------------------------------------------------------------------------------------------------
async def in_two_teams(chat: Chat) -> None:
    await chat.noord()
    chat.slack.channel("zuid", members=[chat.anna.person, chat.bram.person])
    await chat.start(chat.anna, "zuid")
    chat.slack.channel("borrel", members=[chat.anna.person, chat.bram.person, chat.mila.person])


async def test_a_home_team_by_command_and_by_button(chat: Chat) -> None:
    await in_two_teams(chat)
    zuid = chat.slack.channel_of("zuid")
    told = await replies(chat, chat.bram, f"/klant thuisteam <#{zuid.id}|zuid>")
    assert told == "zuid is vanaf nu je thuisteam."
    row = await row_of(chat, chat.bram)
    assert (row.home_team, row.next_home, row.changes_on) == (None, 2, date(2026, 11, 23))
    assert await replies(chat, chat.bram, "/klant thuisteam") == "Voor welk team?"
    await answers(chat, chat.bram, NOORD)
    assert chat.bram.hears(NOORD) == "klantenservice-noord is vanaf nu je thuisteam."
    assert (await row_of(chat, chat.bram)).next_home == 1
    told = await replies(chat, chat.bram, "/klant thuisteam #oost")
    assert told == "In dat team zit je niet. Kies een van je eigen teams.\n#oost"
    told = await replies(chat, chat.mila, "/klant thuisteam")
    assert told == "Je zit in één team: klantenservice-noord. Dat is je thuisteam."


async def test_a_home_team_that_one_leaves_is_no_home(chat: Chat) -> None:
    await in_two_teams(chat)
    await replies(chat, chat.bram, "/klant thuisteam #zuid")
    await chat.slack.leave("zuid", chat.bram.person)
    await chat.settle()
    assert (await row_of(chat, chat.bram)).next_home is None


# --- absence ----------------------------------------------------------------------------------------------------------
async def test_absences_that_overlap_become_one(chat: Chat) -> None:
    await chat.noord()
    for typed in ("24-12 t/m 02-01", "28-12 t/m 08-01", "30-12", "20-01"):
        assert "Genoteerd." in await replies(chat, chat.bram, f"/klant afwezig {typed}")
    spans = [(row.first, row.last) for row in await rows(chat, Absence)]
    assert spans == [(date(2026, 12, 24), date(2027, 1, 8)), (date(2027, 1, 20), date(2027, 1, 20))]


async def test_an_absence_lies_within_two_years(chat: Chat) -> None:
    await chat.noord()
    told = await replies(chat, chat.bram, "/klant afwezig 24-12-2062")
    assert told == "Dat is meer dan twee jaar vooruit. Kies een dag daarvoor.\n24-12-2062"
    await chat.bram.presses("Kies de dagen")
    await chat.bram.fills({"Eerste dag": date(2026, 12, 24), "Laatste dag": date(2062, 1, 2)})
    await chat.bram.submits()
    assert list(chat.bram.form.errors.values()) == ["Dat is meer dan twee jaar vooruit. Kies een dag daarvoor."]
    assert await rows(chat, Absence) == []
