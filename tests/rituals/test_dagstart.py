"""The dagstart's acceptance scenarios, as dialogues in a team of eight."""

from __future__ import annotations

from datetime import timedelta

from storage.compliment import Compliment
from storage.dagstart import DagstartItem
from tests.chat import NOORD, Chat, chatting, local
from tests.rituals.dagstart_talk import (
    ALREADY,
    NO_HOST,
    NO_RIGHT,
    NOTICED,
    POINT,
    QUESTIONS,
    QUIET,
    QUIET3,
    REMINDER,
    SAVED,
    WHAT,
    ask_help,
    compliment,
    improve,
    invited,
    others,
    rows,
    state,
    thread,
)


# --- posting and quiet days -------------------------------------------------------------------------------------------
async def test_ac_dag_01_posting(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 08:59")
    assert chat.cards() == []
    await chat.until("2026-11-23 09:00")
    (card,) = chat.cards()
    headings = [
        "Complimenten van klanten",
        "Verbeterpunten",
        "Cijfers van vrijdag 20 november",
        "Verbeteracties",
        "Vandaag",
    ]
    assert [line for line in card.text.splitlines() if line in headings] == headings
    assert await state(chat, "2026-11-23") == "OPEN"


async def test_ac_dag_02_quiet_day(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:10")
    (card,) = chat.cards()
    assert thread(card) == [REMINDER]
    assert REMINDER in card.text
    assert not any(actor.name in REMINDER for actor in chat.people.values())
    said = len(chat.slack.posts(NOORD))
    await chat.until("2026-11-23 11:15")
    assert await state(chat, "2026-11-23") == "QUIET"
    assert QUIET in chat.card().text
    assert chat.card().buttons == []
    assert (len(chat.slack.posts(NOORD)), thread(card)) == (said, [REMINDER])


async def test_ac_dag_03_three_quiet_days(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-25 11:14")
    assert not [seen for seen in chat.anna.dm() if QUIET3 in seen.text]
    before = chat.channel()
    await chat.until("2026-11-25 11:20")
    (asked,) = [seen for seen in chat.anna.dm() if QUIET3 in seen.text]
    assert asked.buttons == ["Ander tijdstip", "Minder dagen", "Twee weken pauze", "Zo laten"]
    assert len(chat.channel()) == len(before)
    await chat.until("2026-11-26 17:00")
    assert await state(chat, "2026-11-26") == "QUIET"
    assert len([seen for actor in chat.people.values() for seen in actor.dm() if QUIET3 in seen.text]) == 1


# --- the calendar -----------------------------------------------------------------------------------------------------
async def test_ac_dag_04_holiday(database_url: str) -> None:
    async with chatting(database_url, moment="2027-04-23 10:00") as chat:
        await chat.noord()
        await chat.until("2027-04-27 12:00")
        assert len(chat.cards()) == 1
        assert await state(chat, "2027-04-27") == "SKIPPED"
        await chat.until("2027-04-28 09:00")
        assert "Dagstart woensdag 28 april" in chat.card().text
        assert "Cijfers van maandag 26 april" in chat.card().text


async def test_ac_dag_05_clock_change(database_url: str) -> None:
    async with chatting(database_url, moment="2027-03-25 10:00") as chat:
        await chat.noord()
        await chat.until("2027-03-30 12:00")
        friday, tuesday = chat.cards()
        assert [float(card.ts) for card in (friday, tuesday)] == [
            local("2027-03-26 09:00").timestamp(),
            local("2027-03-30 09:00").timestamp(),
        ]
        assert local("2027-03-30 09:00") - local("2027-03-26 09:00") == timedelta(days=4)
        assert float(tuesday.ts) - float(friday.ts) == timedelta(days=4, hours=-1).total_seconds()


# --- contributing -----------------------------------------------------------------------------------------------------
async def test_ac_dag_06_double_submit(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await chat.sanne.types("/dagstart verbeterpunt", channel=NOORD)
    await chat.sanne.fills({WHAT: "Drie keer doorverbonden voor één vraag"})
    await chat.sanne.submits(times=2)
    assert ALREADY in chat.sanne.form.text or SAVED in chat.sanne.form.text
    await chat.settle()
    assert len(await rows(chat, DagstartItem)) == 1
    assert chat.card().text.count("Drie keer doorverbonden") == 1


async def test_ac_dag_07_late_answer(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:05")
    assert await improve(chat.sanne, POINT) == SAVED
    await chat.until("2026-11-23 09:15")
    assert await state(chat, "2026-11-23") == "SUMMARISED"
    (card,) = chat.cards()
    assert thread(card)[0].startswith("Dank jullie wel. Vandaag gedeeld: één verbeterpunt.")
    await chat.until("2026-11-23 10:30")
    before = len(chat.channel())
    assert await compliment(chat.joris, "Een klant belde om te bedanken", card) == NOTICED
    await chat.settle()
    assert "Een klant belde om te bedanken (gedeeld door Joris Smit) (nagekomen)" in chat.card().text
    assert (len(chat.channel()), len(thread(card))) == (before, 1)
    assert "één compliment en één verbeterpunt" in thread(card)[0]
    await chat.until("2026-11-23 11:20")
    late = await improve(chat.fatima, "De wachttijd stond niet op de site")
    assert late == "De dagstart van vandaag is klaar. Ik zet dit op het volgende bord."
    await chat.until("2026-11-24 09:00")
    assert "De wachttijd stond niet op de site (van maandag 23 november)" in chat.card().text


# --- hosting ----------------------------------------------------------------------------------------------------------
async def test_ac_dag_08_host_absent(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 08:50")
    host = invited(chat)
    await host.types("/klant afwezig vandaag", channel=NOORD)
    await chat.until("2026-11-23 09:00")
    assert NO_HOST in chat.card().text
    mila, omar = others(chat, host)[-2:]
    card = chat.card()
    await mila.presses("Ik begeleid", card)
    await omar.presses("Ik begeleid", card)
    await chat.settle()
    assert f"{mila.name} begeleidt." in chat.card().text
    assert omar.hears(NOORD) == f"{mila.name} was je net voor. Dank je wel voor je aanbod."
    assert chat.card().rings.users == set()


async def test_ac_dag_09_lead_away(chat: Chat) -> None:
    await chat.noord()
    await chat.anna.types(f"/klant rol geef waarnemer @{chat.sanne.person.handle}", channel=NOORD)
    await chat.anna.types("/klant afwezig 23-11 t/m 25-11", channel=NOORD)
    await chat.until("2026-11-23 12:00")
    await chat.omar.types("/dagstart sla over morgen", channel=NOORD)
    assert chat.omar.hears(NOORD) == NO_RIGHT
    assert await state(chat, "2026-11-24") == "SCHEDULED"
    await chat.sanne.types("/dagstart sla over morgen", channel=NOORD)
    assert "dinsdag 24 november" in chat.sanne.hears(NOORD) or "morgen" in chat.sanne.hears(NOORD)
    assert "woensdag 25 november" in chat.sanne.hears(NOORD)
    before = chat.channel()
    await chat.until("2026-11-24 12:00")
    assert await state(chat, "2026-11-24") == "SKIPPED"
    assert chat.channel() == before


# --- withdrawing, and what may not be said ----------------------------------------------------------------------------
async def test_ac_dag_10_withdraw(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:02")
    await compliment(chat.joris, "Een klant belde om te bedanken", chat.card())
    await improve(chat.sanne, POINT)
    await chat.until("2026-11-23 09:20")
    (card,) = chat.cards()
    for actor in (chat.joris, chat.sanne):
        await actor.presses("Alles bekijken", card)
        await actor.presses("Weghalen")
        await actor.leaves()
    await chat.settle()
    assert all(question in chat.card().text for question in QUESTIONS)
    assert thread(card)[0].startswith("Dank jullie wel voor vandaag.")
    await chat.until("2026-11-23 11:15")
    assert await state(chat, "2026-11-23") == "QUIET"
    assert [item.text for of in (Compliment, DagstartItem) for item in await rows(chat, of)] == [None, None]


async def test_ac_dag_11_customer_data(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:02")
    text = "Zet het op NL91 ABNA 0417 1643 00, zei de klant"
    await chat.sanne.types("/dagstart verbeterpunt", channel=NOORD)
    await chat.sanne.fills({WHAT: text})
    await chat.sanne.submits()
    error = chat.sanne.form.errors[WHAT]
    assert error.startswith("Er lijkt een ")
    assert error.endswith(" in je tekst te staan. Haal die weg, dan plaats ik het.")
    assert chat.sanne.form.values[WHAT] == text
    assert await rows(chat, DagstartItem) == []


# --- outages and changes ----------------------------------------------------------------------------------------------
async def test_ac_dag_12_outage(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 08:50")
    await chat.jump("2026-11-23 09:40")
    assert "Ik was er even niet. We beginnen alsnog, zonder haast." in chat.card().text
    await improve(chat.sanne, POINT)
    await chat.until("2026-11-23 09:54")
    assert await state(chat, "2026-11-23") == "OPEN"
    await chat.until("2026-11-23 09:55")
    assert await state(chat, "2026-11-23") == "SUMMARISED"
    await chat.until("2026-11-24 08:50")
    before = chat.channel()
    await chat.jump("2026-11-24 10:10")
    assert await state(chat, "2026-11-24") == "MISSED"
    assert chat.channel() == before


async def test_ac_dag_13_schedule_change(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:05")
    await chat.anna.types("/dagstart instellen", channel=NOORD)
    said = await chat.anna.sends({"Tijd": "08:30"})
    assert said == "Bewaard. Het geldt vanaf dinsdag 24 november."
    await improve(chat.sanne, POINT)
    await chat.until("2026-11-23 09:14")
    assert await state(chat, "2026-11-23") == "OPEN"
    await chat.until("2026-11-23 09:15")
    assert await state(chat, "2026-11-23") == "SUMMARISED"
    await chat.until("2026-11-24 08:30")
    assert len(chat.cards()) == 2
    assert float(chat.card().ts) == local("2026-11-24 08:30").timestamp()


# --- help, and a full card --------------------------------------------------------------------------------------------
async def test_ac_dag_14_help_request(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:02")
    asked = [await ask_help(chat.joris, chat.nadia, text, chat.card()) for text in ("Wie kent dit?", "En dit ook?")]
    await chat.settle()
    board = "Je vraag staat op het bord. Spreek Nadia Amrani gerust zelf even aan."
    assert asked == [SAVED, board]
    (line,) = [seen for seen in chat.nadia.dm() if "hulp gebruiken" in seen.text]
    assert "Joris Smit kan je hulp gebruiken: “Wie kent dit?”" in line.text
    await chat.nadia.presses("Nu even niet", line)
    await chat.settle()
    told = [seen.text for seen in chat.joris.dm() if "Nadia" in seen.text]
    assert told == ["Nadia Amrani kan nu even niet. Je vraag blijft op het bord staan."]
    assert "Ik help" not in line.buttons


async def test_ac_dag_15_full_card(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:02")
    told = [(actor, n) for n in range(4) for actor in chat.people.values()]
    for actor, n in told[:30]:
        await improve(actor, f"Verbeterpunt {n} van iemand: " + "lang genoeg om te knippen " * 8)
        await compliment(actor, f"Klant {n} van {actor.name}: " + "heel erg lang en zo mooi " * 9, chat.card())
    await chat.settle()
    card = chat.card()
    assert (len(await rows(chat, Compliment)), len(await rows(chat, DagstartItem))) == (30, 30)
    assert (
        {"Alles bekijken"}
        <= set(card.buttons)
        <= {
            "Compliment delen",
            "Verbeterpunt",
            "Vandaag of hulpvraag",
            "Alles bekijken",
            "Ik begeleid",
            "Start het kwartier",
            "Rond af",
        }
    )
    seen: list[str] = []
    await chat.joris.presses("Alles bekijken", card)
    while True:
        seen += chat.joris.form.buttons
        if "Verder" not in chat.joris.form.buttons:
            break
        await chat.joris.presses("Verder")
    assert (seen.count("Weghalen"), seen.count("Aanpassen")) == (8, 8)
    assert seen.count("Klopt hier iets niet?") == 52
    assert "Verbergen" not in seen
