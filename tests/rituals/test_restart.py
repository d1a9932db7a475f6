"""The bot stops and starts again in the middle of a day, on the same database; nobody notices."""

from __future__ import annotations

from tests.chat import Chat

WHAT = "Wat merkte of vroeg een klant?"


async def test_a_day_with_a_restart_in_its_middle_is_one_day(chat: Chat) -> None:
    await chat.noord()
    await chat.restart()
    await chat.until("2026-11-23 09:00")
    await chat.sanne.presses("Verbeterpunt")
    await chat.sanne.fills({WHAT: "Een klant belde drie keer over een factuur."})

    await chat.restart()
    await chat.sanne.submits()
    assert "Bewaard" in chat.sanne.form.text
    await chat.sanne.leaves()
    await chat.restart()
    await chat.settle()
    assert "Een klant belde drie keer over een factuur." in chat.card().text

    await chat.until("2026-11-23 09:15")
    await chat.restart()
    await chat.until("2026-11-23 11:15")
    assert len(chat.cards()) == 1
    assert chat.card().thread[0].text.startswith("Dank jullie wel. Vandaag gedeeld: één verbeterpunt.")
    assert len(chat.card().thread) == 1
    assert "Afgerond." in chat.card().text
