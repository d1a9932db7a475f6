"""Dialogues about a team's week: the question where nothing was shared, and the selection at its end."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import delete, update

from bot.stage import ZONE
from rituals.facts import CalendarChanged, Round
from sandbox import Seen
from storage import compliment as store
from storage.audit import Audit
from storage.compliment import ComplimentSettings
from storage.house import Timer
from storage.people import Team
from tests.chat import NOORD, Chat, chatting
from tests.rituals.compliment_talk import (
    ALL,
    BACK,
    COLLEAGUE,
    CUSTOMER,
    HIDE,
    PRIVATE_BTN,
    REMOVE_NAME,
    TEAM,
    WITHDRAW,
    choose,
    edit,
    give,
    on_page,
    posts,
)
from tests.rituals.dagstart_talk import NO_RIGHT, rows
from tests.rituals.nudges_talk import change

QUESTIONS = (
    "Welke klant was deze week blij met ons? Eén zin is genoeg.",
    "Wie hielp achter de schermen een klant vooruit?",
    "Wat zei een klant deze week dat je bijbleef?",
    "Welke kleine moeite maakte groot verschil voor een klant?",
)
WEEK = "Uit de week: dit maakte klanten blij."
WHOLE: dict[str, Any] = {TEAM: True}
WEEKLY, DAY, TIME = "Elke week een vraag in het kanaal", "Dag", "Tijd"


def questions(chat: Chat) -> list[str]:
    """Those of the week, oldest first, with the day and time at which they came."""
    return [f"{at(seen)} {QUESTIONS.index(text) + 1}" for seen in seen_in(chat) if (text := first(seen)) in QUESTIONS]


def selections(chat: Chat) -> list[Seen]:
    return [seen for seen in seen_in(chat) if first(seen) == WEEK]


def seen_in(chat: Chat) -> list[Seen]:
    return [seen for seen in chat.anna.sees(NOORD) if not seen.ephemeral]


def first(seen: Seen) -> str:
    return str(seen.text).splitlines()[0]


def at(seen: Seen) -> str:
    moment = datetime.fromtimestamp(float(seen.ts), UTC).astimezone(ZONE)
    return f"{moment:%d-%m %H:%M}"


async def settings(chat: Chat, **values: object) -> str:
    await chat.anna.types("/compliment instellen", channel=NOORD)
    said: str = await chat.anna.sends(values)
    await chat.settle()
    return said


async def always(chat: Chat, *people: str) -> None:
    """These are named at once."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        for name in people:
            await store.prefer(turn.session, turn.org, chat.people[name].id, "always")


# --- the question -----------------------------------------------------------------------------------------------------
async def test_four_questions_take_turns_then_one_a_month_until_something_is_shared(chat: Chat) -> None:
    await chat.noord()
    await chat.jump("2026-11-26 13:59")
    assert questions(chat) == []
    await chat.jump("2026-11-26 14:00")
    (asked,) = (seen for seen in seen_in(chat) if first(seen) == QUESTIONS[0])
    assert asked.buttons == ["Compliment delen"]
    await chat.sanne.presses("Compliment delen", asked)
    assert chat.sanne.form.title == "Compliment delen"
    await chat.sanne.leaves()
    for day in ("12-03", "12-10", "12-17", "12-24", "12-31"):
        await chat.jump(f"2026-{day} 14:00")
    for day in ("01-07", "01-14"):
        await chat.jump(f"2027-{day} 14:00")
    weekly = ["26-11 14:00 1", "03-12 14:00 2", "10-12 14:00 3", "17-12 14:00 4"]
    assert questions(chat) == [*weekly, "14-01 14:00 1"]
    await chat.jump("2027-01-15 14:00")
    await give(chat, chat.sanne, BACK)
    await chat.jump("2027-01-21 14:00")
    assert questions(chat)[5:] == ["21-01 14:00 2"]


async def test_only_what_the_team_can_read_takes_the_place_of_the_question(chat: Chat) -> None:
    """A private one must not be told by a question that fails to come."""
    await chat.noord()
    await chat.jump("2026-11-24 14:00")
    await give(chat, chat.mila, "Omar belde een klant zelf terug", chat.omar)
    await choose(chat, chat.omar, PRIVATE_BTN)
    await chat.jump("2026-11-26 14:00")
    assert len(questions(chat)) == 1
    await chat.jump("2026-12-01 14:00")
    await give(chat, chat.mila, BACK)
    await chat.jump("2026-12-03 14:00")
    assert len(questions(chat)) == 1
    await chat.jump("2026-12-10 14:00")
    assert len(questions(chat)) == 2


async def test_a_free_thursday_brings_the_question_a_day_early(sqlite_url: str) -> None:
    async with chatting(sqlite_url, moment="2026-05-08 10:00") as chat:
        await chat.noord()
        for day in (13, 14, 15):
            await chat.jump(f"2026-05-{day} 14:00")
        assert questions(chat) == ["13-05 14:00 1"]


async def test_on_kings_day_nobody_is_asked_and_that_week_is_left_out(sqlite_url: str) -> None:
    async with chatting(sqlite_url, moment="2026-04-20 15:00") as chat:
        await chat.noord()
        assert "Het geldt vanaf maandag 4 mei." in await settings(chat, **{DAY: "Maandag"})
        for day in ("04-24", "04-27", "04-28", "05-04"):
            await chat.jump(f"2026-{day} 14:00")
        assert questions(chat) == ["04-05 14:00 1"]


async def test_in_the_week_in_which_the_clock_goes_back_it_is_two_on_the_clock(sqlite_url: str) -> None:
    async with chatting(sqlite_url, moment="2026-10-22 15:00") as chat:
        await chat.noord()
        await give(chat, chat.mila, BACK)
        await chat.jump("2026-10-23 15:00")
        await chat.jump("2026-10-29 13:59")
        assert questions(chat) == []
        await chat.jump("2026-10-29 14:00")
        assert questions(chat) == ["29-10 14:00 1"]
        assert [at(seen) for seen in selections(chat)] == ["23-10 15:00"]


async def test_a_late_question_is_left_out_and_a_restart_asks_once(chat: Chat) -> None:
    await chat.noord()
    await chat.jump("2026-11-26 13:50")
    await chat.jump("2026-11-26 15:01")
    assert questions(chat) == []
    await chat.jump("2026-12-03 13:59")
    await chat.restart()
    await chat.jump("2026-12-03 14:50")
    await chat.restart()
    await chat.settle()
    assert questions(chat) == ["03-12 14:50 1"]


async def test_a_team_from_before_there_were_questions_gets_them_on_the_next_start(chat: Chat) -> None:
    await chat.noord()
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(delete(Timer).where(Timer.name.startswith("compliment.")))
    await chat.restart()
    await chat.jump("2026-11-26 14:00")
    assert questions(chat) == ["26-11 14:00 1"]
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.tell(Round())
    assert sorted(row.name for row in await rows(chat, Timer) if row.name.startswith("compliment.")) == [
        "compliment.prompt",
        "compliment.week",
    ]


async def test_a_team_that_cannot_be_reached_is_asked_once_it_can(chat: Chat) -> None:
    await chat.noord()
    await chat.slack.archive(NOORD)
    await chat.settle()
    await chat.settle()
    await chat.jump("2026-11-26 14:00")
    await chat.slack.unarchive(NOORD)
    await chat.settle()
    await chat.jump("2026-11-26 14:30")
    await chat.anna.presses("Ja, graag")
    await chat.jump("2026-12-03 14:00")
    assert questions(chat) == ["03-12 14:00 1"]


# --- its settings -----------------------------------------------------------------------------------------------------
async def test_a_lead_chooses_day_and_time_or_none(chat: Chat) -> None:
    await chat.noord()
    seen = await chat.sanne.types("/compliment instellen", channel=NOORD)
    assert seen is not None
    assert seen.text == NO_RIGHT
    await chat.anna.types("/compliment instellen", channel=NOORD)
    await chat.anna.fills({TIME: time(14, 2)})
    await chat.anna.submits()
    assert "Kies een tijd tussen 06:00 en 20:00, in stappen van vijf minuten." in chat.anna.form.errors.values()
    await chat.anna.leaves()
    said = await settings(chat, **{DAY: "Dinsdag", TIME: time(10, 5)})
    assert "Het geldt vanaf dinsdag 24 november." in said
    await chat.jump("2026-11-24 10:05")
    assert questions(chat) == ["24-11 10:05 1"]
    # What was asked this week isn't asked again in it.
    assert "Bewaard." in await settings(chat, **{DAY: "Donderdag"})
    await chat.jump("2026-11-26 10:05")
    assert len(questions(chat)) == 1
    await chat.anna.types("/klant instellen", channel=NOORD)
    assert "Elke donderdag om 10:05 vraag ik naar complimenten." in chat.anna.form.text
    await chat.anna.presses("Complimenten instellen")
    said = await chat.anna.sends({WEEKLY: False})
    assert "Bewaard. Ik stel de vraag niet meer." in said
    await chat.jump("2026-12-03 10:05")
    assert len(questions(chat)) == 1
    assert [row.what for row in await rows(chat, Audit)].count("compliment.settings") == 3
    (mine,) = await rows(chat, ComplimentSettings)
    assert (mine.prompts, mine.weekday, mine.clock) == (False, 4, time(10, 5))


# --- the selection ----------------------------------------------------------------------------------------------------
async def test_ac_com_10_weekly_selection(chat: Chat) -> None:
    await chat.noord()
    await always(chat, "omar")
    for n, day in enumerate(("maandag", "dinsdag", "woensdag")):
        await chat.jump(f"2026-11-{23 + n} 12:10")
        await give(chat, chat.mila, f"Jij loste op {day} een lastige vraag van een klant op", chat.omar)
    await give(chat, chat.bram, BACK)
    await give(chat, chat.bram, "Een klant bedankte ons voor de duidelijke brief", **WHOLE)
    assert len(posts(chat)) == 5
    await chat.jump("2026-11-27 14:59")
    assert selections(chat) == []
    await chat.jump("2026-11-27 15:00")
    (week,) = selections(chat)
    told = week.text.splitlines()[1:]
    assert len(told) == 3
    assert sum("Omar" in line for line in told) == 1
    assert "Jij loste op maandag een lastige vraag" in told[0]
    await chat.jump("2026-12-04 15:00")
    assert len(selections(chat)) == 1


async def test_what_becomes_of_a_compliment_shows_in_the_selection(chat: Chat) -> None:
    await chat.noord()
    await always(chat, "omar")
    await chat.jump("2026-11-26 16:00")
    await give(chat, chat.mila, "Omar hielp een klant die al dagen wachtte", chat.omar)
    await give(chat, chat.bram, BACK)
    await chat.jump("2026-11-27 15:00")
    (week,) = selections(chat)
    omars, brams = posts(chat)
    assert "Mila Bakker aan Omar Haddad" in week.text
    await on_page(chat, chat.omar, omars, REMOVE_NAME)
    assert "Mila Bakker aan een collega: “Een collega hielp een klant" in week.text
    assert "Omar" not in week.text + week.fallback
    await edit(chat, chat.bram, brams, "Het pakket kwam twee dagen eerder")
    assert "Het pakket kwam twee dagen eerder" in week.text
    await chat.bram.leaves()
    await on_page(chat, chat.anna, omars, HIDE)
    assert "een collega" not in week.text
    await on_page(chat, chat.bram, brams, WITHDRAW)
    assert selections(chat) == []
    # Three o'clock comes once more where the team is now: its week has had a selection all the same.
    await give(chat, chat.sanne, "Een klant bedankte ons voor de duidelijke brief")
    await change(chat, update(Team).values(timezone="America/New_York"))
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.tell(CalendarChanged((1,)))
    await chat.jump("2026-11-27 21:00")
    assert selections(chat) == []


async def test_the_selection_of_week_53_comes_on_the_last_day_of_the_year(sqlite_url: str) -> None:
    async with chatting(sqlite_url, moment="2026-12-28 10:00") as chat:
        await chat.noord()
        await give(chat, chat.mila, BACK)
        for moment in ("2026-12-31 14:00", "2026-12-31 15:00", "2027-01-01 15:00", "2027-01-07 14:00"):
            await chat.jump(moment)
        assert [at(seen) for seen in selections(chat)] == ["31-12 15:00"]
        assert questions(chat) == ["07-01 14:00 1"]


async def test_what_stands_nowhere_yet_is_in_no_selection(chat: Chat) -> None:
    """Three have had a message in the channel today: the fourth waits, and so is nobody's to read."""
    await chat.noord()
    await chat.jump("2026-11-27 14:00")
    for word in ("eerste", "tweede", "derde", "vierde"):
        kind = COLLEAGUE if word == "vierde" else CUSTOMER
        await give(chat, chat.mila, f"Een klant was blij met het {word} antwoord van ons", kind=kind, **WHOLE)
    await chat.jump("2026-11-27 15:00")
    (week,) = selections(chat)
    assert (len(week.text.splitlines()), "vierde" in week.text, week.buttons) == (4, False, [ALL])
