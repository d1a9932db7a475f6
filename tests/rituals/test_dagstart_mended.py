"""What once went wrong around hosts, pauses and outages, as dialogues."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import update

from bot.stage import Actor
from sandbox import Seen
from storage.dagstart import DagstartDay, DagstartSettings
from storage.people import Absence, Team
from tests.chat import NOORD, Chat
from tests.rituals.dagstart_talk import (
    POINT,
    improve,
    invitations,
    invited,
    others,
    rows,
    state,
    thread,
)

NO_DAY = "Die dag is er geen dagstart."
LAPSED = "Dit hoeft niet meer."
NOT_PASSED = "Het doorgeven van de beurt van woensdag 25 november is niet gelukt."


async def day_of(chat: Chat, day: str) -> DagstartDay:
    (found,) = [row for row in await rows(chat, DagstartDay) if row.day == date.fromisoformat(day)]
    assert isinstance(found, DagstartDay)
    return found


async def hosts(chat: Chat, who: Actor, day: str) -> None:
    """As if it had been agreed so."""
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        this = update(DagstartDay).where(DagstartDay.day == date.fromisoformat(day))
        await session.execute(this.values(host=who.id, host_state="CONFIRMED"))


def is_off(asked: Seen) -> bool:
    return asked.buttons == [] and NO_DAY in asked.text


# --- no dagstart, no host ---------------------------------------------------------------------------------------------
async def test_a_pause_releases_the_host(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 15:31")
    host = invited(chat)
    await chat.anna.types("/dagstart pauze 26-11", channel=NOORD)
    await chat.settle()
    assert is_off(invitations(host)[-1])
    assert (await day_of(chat, "2026-11-24")).host is None


async def test_a_day_that_the_settings_take_away_releases_the_host(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 15:31")
    host = invited(chat)
    await chat.anna.types("/dagstart instellen", channel=NOORD)
    await chat.anna.sends({"Dagen": ["Maandag", "Woensdag"]})
    await chat.settle()
    assert is_off(invitations(host)[-1])


async def test_a_channel_that_is_gone_releases_the_host(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 15:31")
    host = invited(chat)
    await chat.slack.archive(NOORD)
    await chat.settle()
    assert is_off(invitations(host)[-1])


async def test_without_a_lead_for_long_nobody_hosts(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 15:31")
    host = invited(chat)
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        await session.execute(update(Team).values(no_lead_since=date(2026, 10, 1)))
    await chat.until("2026-11-24 04:01")
    assert is_off(invitations(host)[-1])


async def test_nobody_is_invited_for_a_day_that_was_called_off_after_the_draw(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 12:00")
    before = sum(len(invitations(actor)) for actor in chat.people.values())
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        await session.execute(update(DagstartSettings).values(paused_until=date(2026, 11, 26)))
    await chat.until("2026-11-23 15:31")
    assert sum(len(invitations(actor)) for actor in chat.people.values()) == before
    assert (await day_of(chat, "2026-11-24")).host is None


# --- skipping ---------------------------------------------------------------------------------------------------------
async def test_skipping_twice_skips_one_day(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 08:00")
    await chat.anna.types("/dagstart sla over", channel=NOORD)
    said = "De dagstart van maandag 23 november gaat niet door. De volgende is dinsdag 24 november."
    assert chat.anna.hears(NOORD) == said
    for moment in ("2026-11-23 08:01", "2026-11-23 12:00"):
        await chat.until(moment)
        await chat.anna.types("/dagstart sla over", channel=NOORD)
        assert chat.anna.hears(NOORD).startswith("De dagstart van maandag 23 november sloeg je al over.")
    assert await state(chat, "2026-11-24") == "SCHEDULED"


@pytest.mark.parametrize("shared", [False, True])
async def test_cancelling_twice_leaves_tomorrow(chat: Chat, shared: bool) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    if shared:
        await improve(chat.sanne, POINT)
    for _ in range(2):
        await chat.anna.types("/dagstart sla over", channel=NOORD)
    assert chat.anna.hears(NOORD).startswith("De dagstart van maandag 23 november sloeg je al over.")
    assert await state(chat, "2026-11-24") == "SCHEDULED"


# --- two teams --------------------------------------------------------------------------------------------------------
async def test_one_person_does_not_host_two_teams_on_a_day(chat: Chat) -> None:
    await chat.noord()
    zuid = [chat.people["anna"], chat.people["bram"], chat.people["mila"]]
    chat.slack.channel("klantenservice-zuid", members=[actor.person for actor in zuid])
    await chat.start(chat.anna, "klantenservice-zuid")
    await chat.until("2026-11-26 09:00")
    both: dict[date, list[str]] = {}
    for row in await rows(chat, DagstartDay):
        if row.host is not None:
            both.setdefault(row.day, []).append(row.host)
    assert [len(some) for some in both.values()].count(2) >= 4
    assert all(len(set(some)) == len(some) for some in both.values())


# --- after an outage --------------------------------------------------------------------------------------------------
async def test_a_day_late_no_summary_is_posted(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:05")
    await improve(chat.sanne, POINT)
    await chat.settle()
    card = chat.card()
    await chat.jump("2026-11-24 08:00")
    assert await state(chat, "2026-11-23") == "CLOSED"
    assert thread(card) == []


# --- suspended --------------------------------------------------------------------------------------------------------
async def test_a_suspended_day_is_not_a_quiet_one(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-25 09:05")
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        await session.execute(update(Team).values(state="SUSPENDED"))
    await chat.until("2026-11-25 11:20")
    assert [await state(chat, f"2026-11-{day}") for day in (23, 24, 25)] == ["QUIET", "QUIET", "SKIPPED"]
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        await session.execute(update(Team).values(state="ACTIVE"))
    await chat.until("2026-11-26 11:20")
    assert await state(chat, "2026-11-26") == "QUIET"
    assert any("drie keer stil" in seen.text for seen in chat.anna.dm())


# --- swaps ------------------------------------------------------------------------------------------------------------
async def asked_to_swap(chat: Chat) -> tuple[Actor, Actor]:
    """Who hosts on Wednesday the 25th, and who was asked to take it over."""
    await chat.noord()
    await chat.until("2026-11-24 15:31")
    mine = invited(chat)
    other = others(chat, mine, chat.anna)[0]
    await mine.types(f"/dagstart begeleider @{other.person.handle}", channel=NOORD)
    await chat.settle()
    assert mine.hears(NOORD) == f"Ik heb het {other.name} gevraagd."
    return mine, other


def swaps(actor: Actor) -> list[Seen]:
    return [seen for seen in actor.dm() if "vraagt of jij" in seen.text]


async def test_a_host_who_passes_the_turn_on_takes_the_swap_back(chat: Chat) -> None:
    mine, other = await asked_to_swap(chat)
    await mine.presses("Een andere keer", invitations(mine)[-1])
    await chat.settle()
    (card,) = swaps(other)
    assert (card.buttons, LAPSED in card.text) == ([], True)
    assert NOT_PASSED not in [seen.text for seen in mine.dm()]


async def test_a_swap_lapses_when_the_other_is_away(chat: Chat) -> None:
    mine, other = await asked_to_swap(chat)
    await other.types("/klant afwezig 25-11 t/m 27-11", channel=NOORD)
    await chat.settle()
    (card,) = swaps(other)
    assert (card.buttons, LAPSED in card.text) == ([], True)
    assert [seen.text for seen in mine.dm()].count(NOT_PASSED) == 1


async def test_a_swap_lapses_at_the_start(chat: Chat) -> None:
    mine, other = await asked_to_swap(chat)
    await chat.until("2026-11-25 09:01")
    (card,) = swaps(other)
    assert (card.buttons, LAPSED in card.text) == ([], True)
    assert [seen.text for seen in mine.dm()].count(NOT_PASSED) == 1
    assert f"{mine.name} begeleidt." in chat.card().text


async def test_who_refuses_a_swap_reads_the_own_answer(chat: Chat) -> None:
    mine, other = await asked_to_swap(chat)
    await other.presses("Een andere keer", swaps(other)[-1])
    await chat.settle()
    (card,) = swaps(other)
    assert (card.buttons, "Een andere keer" in card.text) == ([], True)
    assert mine.dm()[-1].text.startswith(f"{other.name} kan dan niet.")


@pytest.mark.parametrize("who", ["asker", "asked"])
async def test_both_must_work_on_their_new_days(chat: Chat, who: str) -> None:
    mine, other = await asked_to_swap(chat)
    await hosts(chat, other, "2026-11-26")
    away, day = (mine, date(2026, 11, 26)) if who == "asker" else (other, date(2026, 11, 25))
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        session.add(Absence(person=away.id, first=day, last=day))
    await other.presses("Komt goed", swaps(other)[-1])
    assert other.dm()[-1].text.startswith(f"{away.name} kan dan niet.")
    assert [(await day_of(chat, f"2026-11-{n}")).host for n in (25, 26)] == [mine.id, other.id]


# --- the start of the week --------------------------------------------------------------------------------------------
async def test_the_week_starts_at_its_first_dagstart(chat: Chat) -> None:
    await chat.noord()
    await chat.anna.types("/dagstart instellen", channel=NOORD)
    await chat.anna.sends({"Dagen": ["Dinsdag", "Donderdag"], "Extra onderdelen": ["Weekstart"]})
    await chat.until("2026-11-24 09:00")
    assert "Wat verdient deze week aandacht?" in chat.card().text
    assert (await day_of(chat, "2026-11-24")).minutes == 30
    await chat.until("2026-11-26 09:00")
    assert "Wat verdient deze week aandacht?" not in chat.card().text
    assert (await day_of(chat, "2026-11-26")).minutes == 15


# --- a long pause -----------------------------------------------------------------------------------------------------
async def test_in_a_long_pause_both_commands_name_the_same_day(chat: Chat) -> None:
    await chat.noord()
    await chat.anna.types("/dagstart pauze 04-01-2027", channel=NOORD)
    for typed in ("/dagstart", "/dagstart begeleider"):
        await chat.omar.types(typed, channel=NOORD)
        assert chat.omar.hears(NOORD) == "De volgende dagstart is maandag 4 januari om 09:00."
