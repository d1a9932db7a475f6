"""Starting a dagstart, its settings and its extras, as dialogues."""

from __future__ import annotations

import pytest

from storage.people import Team
from tests.chat import NOORD, Chat
from tests.rituals.dagstart_talk import (
    NO_RIGHT,
    POINT,
    SAVED,
    improve,
    invited,
    others,
    rows,
    state,
    thread,
)


async def sets(chat: Chat, **values: object) -> str:
    await chat.anna.types("/dagstart instellen", channel=NOORD)
    return str(await chat.anna.sends(values))


# --- starting ---------------------------------------------------------------------------------------------------------
async def test_starting_asks_first_and_then_tells_the_channel_once(chat: Chat) -> None:
    chat.slack.channel(NOORD, members=[(anna := chat.stage.person("Anna de Boer")).person])
    await anna.types("/dagstart start", channel=NOORD)
    question = (
        "Zal ik hier elke werkdag om 09:00 een dagstart van 15 minuten klaarzetten? Jij wordt dan teamleider bij mij."
    )
    assert question in anna.form.text
    done = "Klaar. De eerste dagstart is maandag 23 november om 09:00. Voorbereiden hoeft niet."
    assert await anna.sends({}) == done
    await chat.settle()
    assert [text for text in chat.channel() if "zette hier een dagstart klaar" in text] == chat.channel()
    await anna.types("/dagstart start", channel=NOORD)
    assert anna.hears(NOORD) == "Dit kanaal heeft al een dagstart. Anna de Boer kan hem aanpassen."


async def test_without_the_bot_it_asks_to_be_invited(chat: Chat) -> None:
    anna = chat.stage.person("Anna de Boer")
    chat.slack.channel("zonder", members=[anna.person], bot=False)
    await anna.types("/dagstart start", channel="zonder")
    said = "Ik ben nog geen lid van dit kanaal. Typ hier /invite en mijn naam, en probeer het dan opnieuw."
    assert anna.hears("zonder") == said
    assert await rows(chat, Team) == []


async def test_where_outsiders_read_along_one_has_to_want_it(chat: Chat) -> None:
    anna = chat.stage.person("Anna de Boer")
    chat.slack.channel("algemeen", members=[anna.person], general=True)
    await anna.types("/dagstart start", channel="algemeen")
    assert "Hier lezen ook mensen buiten je team mee." in anna.form.text
    await anna.submits()
    assert await rows(chat, Team) == []
    await anna.fills({"Toch hier beginnen": True})
    await anna.submits()
    assert len(await rows(chat, Team)) == 1


async def test_a_large_team_gets_one_hint_for_its_lead(chat: Chat) -> None:
    crowd = [chat.stage.person(f"Collega{n} Jansen") for n in range(16)]
    chat.slack.channel("druk", members=[actor.person for actor in crowd])
    await chat.start(crowd[0], "druk")
    await chat.until("2026-11-23 17:00")
    hints = [seen for actor in crowd for seen in actor.dm() if "kleinere teams" in seen.text]
    assert len(hints) == 1
    assert "Met 16 mensen" in hints[0].text


async def test_two_people_have_no_summary(chat: Chat) -> None:
    pair = [chat.stage.person(name) for name in ("Anna de Boer", "Sanne de Wit")]
    chat.slack.channel(NOORD, members=[actor.person for actor in pair])
    await chat.start(pair[0], NOORD)
    await chat.until("2026-11-23 09:01")
    await improve(pair[1], POINT)
    await chat.until("2026-11-23 11:20")
    assert await state(chat, "2026-11-23") == "CLOSED"
    assert thread(chat.card()) == []


# --- settings and extras ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "label", "error"),
    [
        ({"Tijd": "09:03"}, "Tijd", "Kies een tijd tussen 06:00 en 20:00, in stappen van vijf minuten."),
        (
            {"Tijd": "19:30", "Nakomen tot": "240 minuten"},
            "Nakomen tot",
            "Dan sluit de dagstart na 22:00. Kies een kortere tijd.",
        ),
    ],
)
async def test_settings_that_can_not_be(chat: Chat, values: dict[str, object], label: str, error: str) -> None:
    await chat.noord()
    await chat.anna.types("/dagstart instellen", channel=NOORD)
    await chat.anna.fills(values)
    await chat.anna.submits()
    assert chat.anna.form.errors == {label: error}


async def test_settings_are_the_leads(chat: Chat) -> None:
    await chat.noord()
    await chat.omar.types("/dagstart instellen", channel=NOORD)
    assert (chat.omar.view, chat.omar.hears(NOORD)) == (None, NO_RIGHT)


async def test_extras_stand_above_the_blocks(chat: Chat) -> None:
    await chat.noord()
    extras = ["Even inchecken", "Mededelingen", "Bezetting", "Weekstart"]
    await sets(chat, **{"Extra onderdelen": extras})
    await chat.until("2026-11-23 09:01")
    card = chat.card().text
    assert "Hallo allemaal. 30 minuten voor de klant." in card
    assert "Even inchecken\n• Welke klant schoot je vandaag als eerste te binnen?" in card
    assert "Wat verdient deze week aandacht?" in card
    await chat.anna.presses("Mededeling", chat.card())
    assert await chat.anna.sends({"Mededeling": "De lift is stuk", "Bezetting": "6"}) == SAVED
    await chat.settle()
    assert "Mededeling: De lift is stuk" in chat.card().text
    assert "Aanwezig vandaag: 6" in chat.card().text
    await chat.until("2026-11-24 09:00")
    assert "Hallo allemaal. 15 minuten" in chat.card().text
    assert "Wat verdient deze week aandacht?" not in chat.card().text
    assert "Wat was het aardigste dat een klant laatst zei?" in chat.card().text


async def test_an_announcement_is_no_contribution(chat: Chat) -> None:
    await chat.noord()
    await sets(chat, **{"Extra onderdelen": ["Mededelingen"]})
    await chat.until("2026-11-23 09:01")
    outsider = others(chat, chat.anna, invited(chat))[0]
    await outsider.presses("Mededeling", chat.card())
    assert outsider.view is None
    assert outsider.hears(NOORD) == "Dit kan alleen de begeleider, teamleider of waarnemer. Er is niets veranderd."
    await chat.anna.presses("Mededeling", chat.card())
    await chat.anna.sends({"Mededeling": "De lift is stuk"})
    await chat.until("2026-11-23 11:20")
    assert await state(chat, "2026-11-23") == "QUIET"


async def test_without_a_late_window_it_is_summed_up_and_closed_in_one_go(chat: Chat) -> None:
    await chat.noord()
    await sets(chat, **{"Nakomen tot": "0 minuten"})
    await chat.until("2026-11-23 09:01")
    await improve(chat.sanne, POINT)
    await chat.until("2026-11-23 09:15")
    assert await state(chat, "2026-11-23") == "CLOSED"
    assert len(thread(chat.card())) == 1
