"""Pages, help and what is kept: the dagstart as single people meet it."""

from __future__ import annotations

from datetime import date

import pytest

from rituals.facts import GaveUp
from storage.dagstart import DagstartDay, DagstartItem, DagstartWeek
from tests.chat import NOORD, Chat
from tests.rituals.dagstart_talk import (
    POINT,
    SAVED,
    WHAT,
    ask_help,
    compliment,
    improve,
    invitations,
    rows,
    state,
)
from tests.world import MONDAY, ORG, peopled


# --- pages ------------------------------------------------------------------------------------------------------------
async def test_the_author_edits_until_closing_and_withdraws_always(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await improve(chat.sanne, POINT)
    await chat.sanne.types("/dagstart", channel=NOORD)
    await chat.sanne.presses("Alles bekijken", NOORD)
    await chat.sanne.presses("Aanpassen")
    assert chat.sanne.form.values[WHAT] == POINT
    await chat.sanne.sends({WHAT: "Het formulier vroeg drie keer om hetzelfde"})
    await chat.settle()
    assert "Het formulier vroeg drie keer om hetzelfde (aangepast)" in chat.card().text
    await chat.until("2026-11-23 11:20")
    await chat.sanne.types("/dagstart", channel=NOORD)
    await chat.sanne.presses("Alles bekijken", NOORD)
    assert "Aanpassen" not in chat.sanne.form.buttons
    await chat.sanne.presses("Weghalen")
    await chat.sanne.leaves()
    await chat.settle()
    assert "Het formulier" not in chat.card().text
    assert await state(chat, "2026-11-23") == "CLOSED"
    (day,) = [row for row in await rows(chat, DagstartDay) if row.day == MONDAY]
    assert (day.improvements, day.contributions) == (0, 0)


async def test_a_doubt_reaches_the_author_and_nobody_knows_whose(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await improve(chat.sanne, "Mark van de balie was kortaf tegen een klant")
    for reporter in (chat.omar, chat.mila):
        await reporter.presses("Alles bekijken", chat.card())
        await reporter.presses("Klopt hier iets niet?")
        assert "Dank je wel. Ik vraag het de schrijver, zonder jouw naam." in reporter.form.text
        await reporter.leaves()
    await chat.settle()
    asked = [seen for seen in chat.sanne.dm() if "Een collega denkt" in seen.text]
    assert [seen.buttons for seen in asked] == [["Aanpassen", "Weghalen"]]
    (item,) = await rows(chat, DagstartItem)
    assert {chat.omar.id, chat.mila.id} & {str(value) for value in vars(item).values()} == set()


async def test_a_lead_hides_and_the_author_mends(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await improve(chat.sanne, "Mark van de balie was kortaf tegen een klant")
    await chat.anna.presses("Alles bekijken", chat.card())
    await chat.anna.presses("Verbergen")
    await chat.anna.leaves()
    await chat.settle()
    assert "kortaf" not in chat.card().text
    told = chat.sanne.dm()[-1]
    assert told.text.startswith("De teamleider heeft je bericht even verborgen")
    await chat.sanne.presses("Aanpassen", told)
    await chat.sanne.sends({WHAT: "Een klant werd kortaf geholpen aan de balie"})
    await chat.settle()
    assert "Een klant werd kortaf geholpen aan de balie (aangepast)" in chat.card().text


async def test_what_one_missed_comes_a_day_at_a_time(chat: Chat) -> None:
    await chat.noord()
    for day in ("2026-11-23", "2026-11-24", "2026-11-26"):
        await chat.until(f"{day} 09:01")
        await improve(chat.sanne, f"{POINT}, op {day}")
    await chat.until("2026-11-27 08:00")
    await chat.joris.types("/dagstart gemist", channel=NOORD)
    for day, name in (("26", "donderdag 26"), ("24", "dinsdag 24"), ("23", "maandag 23")):
        assert f"Dit miste je in de dagstart van {name} november:" in chat.joris.form.text
        assert f"{POINT}, op 2026-11-{day}" in chat.joris.form.text
        if day != "23":
            await chat.joris.presses("Verder")
    assert "Verder" not in chat.joris.form.buttons


async def test_the_bare_command_knows_the_card_or_the_next_date(chat: Chat) -> None:
    await chat.noord()
    await chat.omar.types("/dagstart", channel=NOORD)
    assert chat.omar.hears(NOORD) == "De volgende dagstart is maandag 23 november om 09:00."
    await chat.until("2026-11-23 09:01")
    await chat.omar.types("/dagstart", channel=NOORD)
    menu = [seen for seen in chat.omar.sees(NOORD) if seen.ephemeral][-1]
    assert menu.buttons[0] == "Naar de kaart"
    assert "Alles bekijken" in menu.buttons


async def test_in_english_too(chat: Chat) -> None:
    await chat.noord()
    await chat.omar.types("/klant taal en", channel=NOORD)
    await chat.until("2026-11-23 09:01")
    await chat.omar.types("/daystart improve", channel=NOORD)
    said = await chat.omar.sends({"What did a customer notice or ask?": POINT, "What is behind it?": "unclear process"})
    assert said == "Saved. Thank you."
    await chat.omar.presses("Alles bekijken", chat.card())
    assert (chat.omar.form.title, "Improvement points" in chat.omar.form.text) == ("Today's board", True)


# --- help -------------------------------------------------------------------------------------------------------------
async def test_help_waits_for_the_window_of_who_is_asked(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    card = chat.card().remembered()
    await chat.until("2026-11-23 18:00")
    said = await ask_help(chat.joris, chat.nadia, "Wie kent dit systeem?", card)
    assert said == "De dagstart van vandaag is klaar. Ik zet dit op het volgende bord."
    assert [seen for seen in chat.nadia.dm() if "hulp" in seen.text] == []
    await chat.until("2026-11-24 08:30")
    (line,) = [seen for seen in chat.nadia.dm() if "hulp" in seen.text]
    assert line.fallback == "Joris Smit kan je hulp gebruiken."
    await chat.nadia.presses("Ik help", line)
    await chat.settle()
    assert "Nadia Amrani helpt je graag. Spreek elkaar even." in [seen.text for seen in chat.joris.dm()]


async def test_who_is_away_is_not_asked(chat: Chat) -> None:
    await chat.noord()
    await chat.nadia.types("/klant afwezig 23-11", channel=NOORD)
    await chat.until("2026-11-23 09:01")
    said = await ask_help(chat.joris, chat.nadia, "Wie kent dit systeem?", chat.card())
    assert said == "Je vraag staat op het bord. Spreek Nadia Amrani gerust zelf even aan."
    await chat.until("2026-11-24 12:00")
    assert [seen for seen in chat.nadia.dm() if "hulp" in seen.text] == []


async def test_a_withdrawn_request_is_gone_there_too(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await ask_help(chat.joris, chat.nadia, "Wie kent dit systeem?", chat.card())
    await chat.settle()
    await chat.joris.presses("Alles bekijken", chat.card())
    await chat.joris.presses("Weghalen")
    await chat.joris.leaves()
    await chat.settle()
    assert [
        seen.text for seen in chat.nadia.dm() if not invitations(chat.nadia) or seen not in invitations(chat.nadia)
    ][-1] == "Dit bericht is ingetrokken."


@pytest.mark.parametrize("asked", ["focus", "guest"])
async def test_whom_one_can_not_ask(chat: Chat, asked: str) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await chat.joris.presses("Vandaag of hulpvraag", chat.card())
    if asked == "focus":
        said = await chat.joris.sends({"Tekst": "De nieuwe folder", "Aan wie?": chat.nadia})
        assert said == f"{SAVED} Ik vraag alleen iemand bij een hulpvraag."
        return
    guest = chat.stage.person("Gijs Gast", guest=True)
    await chat.joris.fills({"Soort": "hulpvraag", "Tekst": "Wie kent dit?", "Aan wie?": guest})
    await chat.joris.submits()
    assert chat.joris.form.errors == {"Aan wie?": "Gasten, apps en oud-collega's kan ik niet kiezen."}


# --- what is kept -----------------------------------------------------------------------------------------------------
async def test_texts_go_after_half_a_year_and_totals_stay(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await improve(chat.sanne, POINT)
    await compliment(chat.joris, "Een klant belde om te bedanken", chat.card())
    await chat.until("2026-11-23 12:00")
    await chat.jump("2027-05-22 12:00")
    assert len(await rows(chat, DagstartItem)) == 1
    await chat.jump("2027-06-05 12:00")
    assert await rows(chat, DagstartItem) == []
    week = (await rows(chat, DagstartWeek))[0]
    assert (week.year, week.week, week.held, week.compliments, week.improvements) == (2026, 48, 1, 1, 1)
    assert min(row.day for row in await rows(chat, DagstartDay)) > date(2026, 11, 29)


async def test_a_card_that_was_never_posted_gives_its_items_to_the_next(database_url: str) -> None:
    async with peopled(database_url) as world:
        async with world.session() as session:
            given = {"team": 1, "origin": MONDAY, "at": world.clock.now(), "block": 2, "author": "U1", "text": POINT}
            session.add(DagstartItem(**given))
        await world.opened()
        await world.core.dispatcher.tell(ORG, GaveUp("dagstart.card", world.card, "C1", ""))
        async with world.core.sessions(info={"org": ORG}) as session:
            day = await session.get(DagstartDay, 1)
            item = await session.get(DagstartItem, 1)
        assert day is not None
        assert item is not None
        assert (day.state, item.day) == ("MISSED", None)
