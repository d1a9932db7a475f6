"""The acceptance scenarios of compliments, as dialogues in a team of eight."""

from __future__ import annotations

from tests.chat import NOORD, Chat, chatting
from tests.rituals.compliment_talk import (
    AGREE,
    ALREADY,
    CHANGED,
    CHOSEN,
    COLLEAGUE,
    CUSTOMER,
    EDIT,
    KIND,
    NAMED_BTN,
    OMAR,
    PRIVATE_BTN,
    REMOVE_NAME,
    REMOVED,
    SAVED,
    SENT,
    TEAM,
    THANKS,
    TO,
    UNNAMED_BTN,
    WHAT,
    WITHDRAW,
    asked,
    choose,
    edit,
    everything,
    filled,
    give,
    on_page,
    page,
    posts,
    press,
    rows,
    states,
)

CALLED_BACK = "Klant vond het fijn dat we zelf terugbelden"
ON_ITS_WAY = "Onderweg. Omar Haddad beslist of het team het leest."


# --- giving -----------------------------------------------------------------------------------------------------------
async def test_ac_com_01_team_compliment(chat: Chat) -> None:
    await chat.noord()
    await chat.jump("2026-11-23 08:40")
    assert await give(chat, chat.sanne, CALLED_BACK, **{TEAM: True}) == SENT
    assert posts(chat) == []
    await chat.until("2026-11-23 09:00")
    first, *others = chat.card().text.split("Verbeterpunten")
    assert f"💛 Van een klant, over het hele team: {CALLED_BACK}" in first
    assert CALLED_BACK not in "".join(others)
    assert CALLED_BACK in chat.card().fallback
    await chat.jump("2026-11-23 11:20")
    assert posts(chat) == []


async def test_ac_com_02_ask_first(chat: Chat) -> None:
    await chat.noord()
    assert await give(chat, chat.mila, OMAR, chat.omar) == ON_ITS_WAY
    (question,) = asked(chat.omar)
    assert question.text == f"Mila Bakker heeft een compliment voor je: “{OMAR}” Mag je team dit lezen?"
    assert question.buttons == [NAMED_BTN, UNNAMED_BTN, PRIVATE_BTN, THANKS]
    assert chat.omar.notifications[-1] == question.fallback == "Er is een compliment voor je."
    for actor in chat.people.values():
        if actor is not chat.omar:
            assert not [text for text in everything(actor) if "belde" in text]


async def test_ac_com_03_keep_private(chat: Chat) -> None:
    await chat.noord()
    await give(chat, chat.mila, OMAR, chat.omar)
    before, said = chat.channel(), list(everything(chat.mila))
    await choose(chat, chat.omar, PRIVATE_BTN)
    assert await states(chat) == ["PRIVATE"]
    await chat.jump("2026-11-23 08:50")
    assert chat.channel() == before
    assert [text for text in everything(chat.mila) if text not in said and "dagstart" not in text.lower()] == []
    (question,) = asked(chat.omar)
    assert "Je houdt het bij jezelf." in question.text
    assert question.buttons == ["Toch delen", THANKS]


async def test_ac_com_04_no_answer(database_url: str) -> None:
    async with chatting(database_url, moment="2026-11-26 13:00") as chat:
        await chat.noord()
        await chat.jump("2026-11-26 14:00")
        await give(chat, chat.mila, "Omar stelde een klant gerust", chat.omar, kind=CUSTOMER)
        await chat.jump("2026-11-30 13:59")
        assert (await states(chat), posts(chat)) == (["AWAITING"], [])
        await chat.until("2026-11-30 14:00")
        (post,) = posts(chat)
        told = "💛 Van een klant, over een collega: Een collega stelde een klant gerust (gedeeld door Mila Bakker)"
        assert (post.text, post.fallback) == (told, told)
        assert "Het is gedeeld zonder je naam." in asked(chat.omar)[-1].text


async def test_ac_com_05_several_receivers(chat: Chat) -> None:
    await chat.noord()
    said = await give(chat, chat.mila, "Jullie belden de klant samen terug, Omar en Bram", chat.omar, chat.bram)
    assert said == "Onderweg. Omar Haddad en Bram Visser beslissen of het team het leest."
    await choose(chat, chat.omar, NAMED_BTN)
    assert (await states(chat), posts(chat)) == (["AWAITING"], [])
    await choose(chat, chat.bram, UNNAMED_BTN)
    (post,) = posts(chat)
    told = "Jullie belden de klant samen terug, Omar en een collega"
    assert post.text == f"💛 Mila Bakker aan Omar Haddad en een collega: “{told}”"
    assert told in asked(chat.omar)[-1].text
    assert "Omar en Bram" in asked(chat.bram)[-1].text


async def test_ac_com_06_self(chat: Chat) -> None:
    await chat.noord()
    await chat.joris.types("/compliment", channel=NOORD)
    await chat.joris.fills(filled("Ik belde de klant zelf terug", [chat.joris]))
    await chat.joris.submits()
    assert chat.joris.form.errors == {TO: "Is dit voor jezelf? Dat mag, kies dan ‘van een klant’."}
    assert chat.joris.form.values[WHAT] == "Ik belde de klant zelf terug"
    assert await rows(chat) == []
    assert await chat.joris.sends({KIND: CUSTOMER}) == SENT
    await chat.settle()
    assert posts(chat)[-1].text == "💛 Van een klant, over Joris Smit: Ik belde de klant zelf terug"


async def test_ac_com_07_vague(chat: Chat) -> None:
    await chat.noord()
    await chat.sanne.types("/compliment Top gedaan!", channel=NOORD)
    await chat.sanne.fills({KIND: COLLEAGUE, TEAM: True})
    await chat.sanne.submits()
    asks = "Mooi! Wat gebeurde er precies? Dan hoort iedereen wat werkt."
    assert asks in chat.sanne.form.text
    assert chat.sanne.form.text.index(asks) < chat.sanne.form.text.index(WHAT)
    assert (chat.sanne.form.values[WHAT], chat.sanne.form.errors) == ("Top gedaan!", {})
    assert await rows(chat) == []
    assert await chat.sanne.sends({}) == SENT
    assert await states(chat) == ["PUBLISHED"]


# --- afterwards -------------------------------------------------------------------------------------------------------
async def test_ac_com_08_edit_after_publication(chat: Chat) -> None:
    await chat.noord()
    await chat.jump("2026-11-23 09:01")
    await give(chat, chat.mila, OMAR, chat.omar)
    await choose(chat, chat.omar, NAMED_BTN)
    card = chat.card()
    assert f"💛 Mila Bakker aan Omar Haddad: “{OMAR}”" in card.text
    assert await edit(chat, chat.mila, card, "Omar belde zelf terug, nog dezelfde dag") == SAVED
    unnamed = "💛 Mila Bakker aan een collega: “Een collega belde zelf terug, nog dezelfde dag” (aangepast)"
    assert (unnamed in chat.card().text, unnamed in chat.card().fallback) == (True, True)
    (question,) = asked(chat.omar)
    assert CHANGED in question.text
    assert question.buttons == [AGREE, REMOVE_NAME, THANKS]
    assert question.fallback == "Een compliment voor je is aangepast."
    await choose(chat, chat.omar, AGREE)
    assert "aan Omar Haddad: “Omar belde zelf terug, nog dezelfde dag” (aangepast)" in chat.card().text
    await edit(chat, chat.mila, card, "Omar belde vanochtend zelf terug")
    await choose(chat, chat.omar, REMOVE_NAME)
    assert "aan een collega: “Een collega belde vanochtend zelf terug” (aangepast)" in chat.card().text
    await chat.jump("2026-11-24 09:02")
    await chat.mila.types("/compliment mijn", channel=NOORD)
    assert (EDIT in chat.mila.form.buttons, WITHDRAW in chat.mila.form.buttons) == (False, True)
    await chat.mila.presses(WITHDRAW)
    await chat.mila.leaves()
    await chat.settle()
    assert not [text for actor in chat.people.values() for text in everything(actor) if "vanochtend" in text]
    assert asked(chat.omar) == []
    assert "Dit bericht is ingetrokken." in [seen.text for seen in chat.omar.dm()]


# --- what may not be said ---------------------------------------------------------------------------------------------
async def test_ac_com_11_personal_data(chat: Chat) -> None:
    await chat.noord()
    await chat.sanne.types("/compliment", channel=NOORD)
    text = "De klant op 06 1234 5678 was blij met de monteur"
    await chat.sanne.fills(filled(text))
    await chat.sanne.submits()
    blocked = "Er lijkt een telefoonnummer in je tekst te staan. Haal die weg, dan plaats ik het."
    assert (chat.sanne.form.errors, chat.sanne.form.values[WHAT]) == ({WHAT: blocked}, text)
    await chat.sanne.fills({WHAT: "Volgens mevrouw De Wit was de monteur heel geduldig"})
    await chat.sanne.submits()
    assert "Kan iemand de klant hierin herkennen?" in chat.sanne.form.text
    assert await rows(chat) == []
    assert await chat.sanne.sends({}) == SENT
    assert len(await rows(chat)) == 1


# --- two clicks, and names in the text --------------------------------------------------------------------------------
async def test_ac_com_12_double_click(chat: Chat) -> None:
    await chat.noord()
    await give(chat, chat.mila, OMAR, chat.omar)
    old = asked(chat.omar)[-1].remembered()
    await press(chat, chat.omar, NAMED_BTN, old)
    await press(chat, chat.omar, NAMED_BTN, old)
    assert chat.omar.dm()[-1].text == ALREADY
    assert len(posts(chat)) == 1
    await press(chat, chat.omar, PRIVATE_BTN, old)
    told = chat.omar.dm()[-1]
    assert (told.text, told.buttons) == (CHOSEN, [REMOVE_NAME])
    assert await states(chat) == ["PUBLISHED"]
    await press(chat, chat.omar, REMOVE_NAME, told)
    (post,) = posts(chat)
    assert post.text == "💛 Mila Bakker aan een collega: “Een collega belde zelf terug en een collega bleef rustig”"


async def test_ac_com_13_name_in_the_text(chat: Chat) -> None:
    await chat.noord()
    readers = [actor for actor in chat.people.values() if actor not in (chat.mila, chat.omar)]
    await chat.jump("2026-11-23 09:01")
    for n, (button, told) in enumerate(((UNNAMED_BTN, "Een collega"), (NAMED_BTN, "Omar")), start=1):
        text = f"Omar belde {n} keer terug en omár bleef rustig"
        assert await give(chat, chat.mila, text, chat.omar) == ON_ITS_WAY
        assert [actor.name for actor in readers if asked(actor)] == []
        await choose(chat, chat.omar, button)
        second = "een collega" if n == 1 else "omár"
        assert f"“{told} belde {n} keer terug en {second} bleef rustig”" in chat.card().text
        assert f"{told} belde {n} keer terug en {second} bleef rustig" in chat.card().fallback
        for actor in (chat.mila, chat.omar):
            assert text in await page(actor, chat.card())
        assert f"{told} belde {n} keer terug en {second} bleef rustig" in await page(chat.anna, chat.card())
    await on_page(chat, chat.omar, chat.card(), REMOVE_NAME)
    await chat.omar.leaves()
    for actor in readers:
        assert not [text for text in everything(actor) if "omár" in text or "Omar belde" in text]
    assert "Een collega belde 2 keer terug en een collega bleef rustig" in chat.card().fallback
    assert REMOVED not in chat.channel()
