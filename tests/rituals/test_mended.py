"""The edges of a dagstart: late words, hidden items, what waits, and the buttons that the command gives."""

from __future__ import annotations

from bot.stage import Actor
from storage.dagstart import DagstartItem, settings
from storage.house import CardRow, Outgoing
from tests.chat import NOORD, Chat
from tests.rituals.dagstart_talk import NO_HOST, POINT, SAVED, WHAT, ask_help, improve, invited, others, rows, state

CURT = "Mark van de balie was kortaf tegen een klant"
QUEUE = "Een klant stond twintig minuten in de rij"
SAME = "Dit is nog dezelfde tekst. Pas aan wat herkenbaar is, dan plaats ik het opnieuw."
DOUBT = "Een collega denkt dat je bericht over een persoon of klant te herkennen is."
HIDDEN = "De teamleider heeft je bericht verborgen, omdat er iets herkenbaars in staat."
ONLY_REMOVE = "Die dagstart is klaar, dus je kunt het alleen nog weghalen."
WAITING = "Van jou, voor het volgende bord:"
NOT_YOURS = "Dit kan alleen de begeleider, teamleider of waarnemer. Er is niets veranderd."


async def opens(actor: Actor) -> str:
    """*Alles bekijken*, which the command offers after closing too."""
    await actor.types("/dagstart", channel=NOORD)
    await actor.presses("Alles bekijken", NOORD)
    return actor.form.text


async def on_the_page(actor: Actor, label: str, chat: Chat) -> None:
    await opens(actor)
    await actor.presses(label)
    await actor.leaves()
    await chat.settle()


def told(actor: Actor, *texts: str) -> list[str]:
    return [seen.text for seen in actor.dm() if any(text in seen.text for text in texts)]


# --- the window -------------------------------------------------------------------------------------------------------
async def test_a_role_given_in_the_evening_is_told_in_the_morning(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 20:00")
    await chat.anna.types(f"/klant rol geef waarnemer <@{chat.omar.id}>", channel=NOORD)
    await chat.settle()
    assert not told(chat.omar, "waarnemer")
    await chat.until("2026-11-24 08:29")
    assert not told(chat.omar, "waarnemer")
    await chat.until("2026-11-24 08:31")
    assert told(chat.omar, "waarnemer") == ["Je bent nu waarnemer. Wat je kunt instellen, zie je met /klant instellen."]
    assert not [row for row in await rows(chat, Outgoing) if row.state == "held"]


async def test_who_becomes_away_meanwhile_is_left_in_peace_until_back(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 20:00")
    await chat.anna.types(f"/klant rol geef waarnemer <@{chat.omar.id}>", channel=NOORD)
    await chat.omar.types("/klant afwezig 24-11 t/m 25-11", channel=NOORD)
    await chat.until("2026-11-25 18:00")
    assert not told(chat.omar, "waarnemer")
    await chat.until("2026-11-26 08:31")
    assert told(chat.omar, "waarnemer") == ["Je bent nu waarnemer. Wat je kunt instellen, zie je met /klant instellen."]


async def test_a_doubt_in_the_evening_waits_and_one_that_was_settled_never_comes(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await improve(chat.sanne, CURT)
    await improve(chat.joris, POINT)
    await chat.until("2026-11-23 19:00")
    for text in (CURT, POINT):
        await opens(chat.omar)
        await chat.omar.presses("Klopt hier iets niet?", near=text)
    await chat.omar.leaves()
    await chat.settle()
    assert [row.state for row in await rows(chat, CardRow) if row.about.endswith(":reported")] == ["held", "held"]
    await on_the_page(chat.joris, "Weghalen", chat)
    assert not told(chat.sanne, DOUBT)
    await chat.until("2026-11-24 08:31")
    assert told(chat.sanne, DOUBT) == [f"{DOUBT} {ONLY_REMOVE}"]
    assert not told(chat.joris, DOUBT, "ingetrokken")


async def test_an_answer_to_a_request_for_help_waits_for_the_morning(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await ask_help(chat.sanne, chat.omar, "Wie kent de nieuwe klantkaart?", chat.card())
    await chat.settle()
    await chat.until("2026-11-23 18:00")
    await chat.omar.presses("Ik help", chat.omar.dm()[-1])
    await chat.settle()
    assert not told(chat.sanne, "helpt je graag", "Omar")
    await chat.until("2026-11-24 08:31")
    assert len(told(chat.sanne, "Omar")) == 1


# --- the days ---------------------------------------------------------------------------------------------------------
async def test_a_chosen_saturday_is_a_day_of_the_team(chat: Chat) -> None:
    await chat.noord()
    await chat.anna.types("/dagstart instellen", channel=NOORD)
    said = await chat.anna.sends({"Dagen": ["Zaterdag"], "Tijd": "10:00"})
    assert said == "Bewaard. Het geldt vanaf zaterdag 21 november."
    await chat.until("2026-11-21 10:01")
    assert await state(chat, "2026-11-21") == "OPEN"


async def test_no_day_is_promised_that_there_is_not(chat: Chat) -> None:
    await chat.noord()
    await chat.anna.types(f"/klant rol neem teamleider <@{chat.anna.id}>", channel=NOORD)
    async with chat.house.turns.writing(chat.house.org) as turn:
        (await settings(turn.session, [1]))[1].leaderless = True
    await chat.anna.types("/dagstart instellen", channel=NOORD)
    assert await chat.anna.sends({"Tijd": "09:30"}) == "Bewaard. Er staat nu geen dagstart gepland."


# --- what is hidden ---------------------------------------------------------------------------------------------------
async def test_a_hidden_item_comes_back_with_another_text_only(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await improve(chat.sanne, CURT)
    await on_the_page(chat.anna, "Verbergen", chat)
    await chat.sanne.presses("Aanpassen", chat.sanne.dm()[-1])
    await chat.sanne.fills({WHAT: f"  {CURT.upper()}"})
    await chat.sanne.submits()
    assert SAME in chat.sanne.form.errors.values()
    await chat.sanne.sends({WHAT: "Een klant werd kortaf geholpen aan de balie"})
    await chat.settle()
    assert "Een klant werd kortaf geholpen aan de balie (aangepast)" in chat.card(person="bram").text
    assert not told(chat.sanne, "even verborgen")


async def test_an_edit_without_change_marks_and_settles_nothing(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await improve(chat.sanne, CURT)
    await on_the_page(chat.omar, "Klopt hier iets niet?", chat)
    await chat.sanne.presses("Aanpassen", chat.sanne.dm()[-1])
    assert await chat.sanne.sends({}) == SAVED
    await chat.settle()
    (item,) = await rows(chat, DagstartItem)
    assert (item.reported, item.edited) == (True, False)
    assert "aangepast" not in chat.card(person="bram").text


async def test_after_closing_the_author_is_offered_only_to_remove(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    await improve(chat.sanne, CURT)
    await chat.until("2026-11-23 12:00")
    await on_the_page(chat.anna, "Verbergen", chat)
    last = chat.sanne.dm()[-1]
    assert (last.text, last.buttons) == (f"{HIDDEN} {ONLY_REMOVE}", ["Weghalen"])
    await chat.sanne.presses("Weghalen", last)
    await chat.settle()
    assert not told(chat.sanne, HIDDEN)


# --- what waits -------------------------------------------------------------------------------------------------------
async def test_what_waits_for_the_next_board_is_the_authors_to_mend_and_remove(chat: Chat) -> None:
    await chat.noord()
    await improve(chat.sanne, CURT)
    assert WAITING in await opens(chat.sanne)
    await chat.sanne.presses("Aanpassen")
    await chat.sanne.sends({WHAT: POINT})
    await chat.omar.types("/dagstart", channel=NOORD)
    assert "Alles bekijken" not in [seen for seen in chat.omar.sees(NOORD) if seen.ephemeral][-1].buttons
    await chat.until("2026-11-23 12:00")
    await improve(chat.sanne, QUEUE)
    page = await opens(chat.sanne)
    assert page.index(POINT) < page.index(WAITING) < page.index(QUEUE)
    await chat.sanne.presses("Weghalen", near=QUEUE)
    await chat.sanne.leaves()
    assert WAITING not in await opens(chat.omar)
    await chat.until("2026-11-24 09:01")
    assert QUEUE not in chat.card().text


# --- the card's buttons -----------------------------------------------------------------------------------------------
async def test_the_announcement_opens_for_whom_it_is(chat: Chat) -> None:
    await chat.noord()
    await chat.anna.types("/dagstart instellen", channel=NOORD)
    await chat.anna.sends({"Extra onderdelen": ["Mededelingen"]})
    await chat.until("2026-11-23 09:01")
    host = invited(chat)
    other = others(chat, host, chat.anna)[0]
    await other.presses("Mededeling", chat.card())
    assert NOT_YOURS in (other.view.text if other.view else other.hears(NOORD))
    await other.leaves()
    for allowed in (host, chat.anna):
        await allowed.presses("Mededeling", chat.card())
        assert "Mededeling" in allowed.form.fields
        await allowed.leaves()


async def test_the_bare_command_has_the_second_row_of_the_card(chat: Chat) -> None:
    await chat.noord()
    await chat.anna.types("/dagstart instellen", channel=NOORD)
    await chat.anna.sends({"Extra onderdelen": ["Mededelingen"], "Begeleider rouleert": False})
    await chat.until("2026-11-23 09:01")
    assert NO_HOST in chat.card().text
    asked = await chat.omar.types("/dagstart", channel=NOORD)
    assert asked is not None
    assert asked.buttons[-4:] == ["Ik begeleid", "Start het kwartier", "Rond af", "Mededeling"]
    await chat.omar.presses("Ik begeleid", asked)
    await chat.settle()
    assert "Omar Haddad begeleidt." in chat.card().text
    again = await chat.omar.types("/dagstart", channel=NOORD)
    assert again is not None
    assert again.buttons[-3:] == ["Start het kwartier", "Rond af", "Mededeling"]
