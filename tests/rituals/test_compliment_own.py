"""Dialogues about compliments that are one's own: the lists, the preference, Home."""

from __future__ import annotations

from bot.stage import Actor
from storage.compliment import Preference
from tests.chat import NOORD, Chat
from tests.rituals.compliment_talk import (
    BACK,
    MEANT,
    NAMED_BTN,
    PRIVATE_BTN,
    REMOVE_NAME,
    SHARE,
    THANKS,
    UNNAMED_BTN,
    asked,
    give,
    posts,
    press,
)
from tests.rituals.dagstart_talk import rows

OMAR = "Omar belde de klant zelf terug en omár bleef rustig"
NOBODY = "Een collega belde de klant zelf terug en een collega bleef rustig"
MINE = "/compliment mijn"
SENT_ON = "Verstuurd, maandag 23 november"


async def page(actor: Actor, command: str = MINE) -> str:
    """What somebody reads there; it stays open."""
    await actor.leaves()
    await actor.types(command, channel=NOORD)
    return actor.form.text


def buttons(actor: Actor) -> list[str]:
    return list(actor.form.buttons)


async def afternoon(chat: Chat) -> None:
    """No board: what is shared now comes in the channel."""
    await chat.noord()
    await chat.jump("2026-11-23 14:00")


# --- the lists --------------------------------------------------------------------------------------------------------
async def test_the_giver_reads_the_same_whatever_a_receiver_decides(chat: Chat) -> None:
    await afternoon(chat)
    await give(chat, chat.mila, OMAR, chat.omar)
    before, could = await page(chat.mila), buttons(chat.mila)
    assert before.splitlines()[1:] == ["Van jou", f"💛 Mila Bakker aan Omar Haddad: “{OMAR}”", SENT_ON]
    assert could == ["Weghalen"]
    await press(chat, chat.omar, PRIVATE_BTN, asked(chat.omar)[-1])
    assert (await page(chat.mila), buttons(chat.mila)) == (before, could)
    await chat.until("2026-11-23 20:30")
    await press(chat, chat.omar, SHARE, asked(chat.omar)[-1])
    assert (await page(chat.mila), buttons(chat.mila)) == (before, could), "it waits for the next board"
    await chat.until("2026-11-24 09:01")
    assert "Omar Haddad" in chat.card().text
    assert SENT_ON.replace("Verstuurd", "Gedeeld") in await page(chat.mila)
    assert buttons(chat.mila) == ["Aanpassen", "Weghalen"]


async def test_a_receiver_reads_what_was_decided_and_decides_there(chat: Chat) -> None:
    await afternoon(chat)
    await give(chat, chat.mila, OMAR, chat.omar, **{MEANT: "De klant bleef klant"})
    told = await page(chat.omar)
    assert f"Mila Bakker heeft een compliment voor je: “{OMAR}” Mag je team dit lezen?" in told
    assert "Voor de klant betekende dat: De klant bleef klant" in told
    assert buttons(chat.omar) == [NAMED_BTN, UNNAMED_BTN, PRIVATE_BTN, THANKS]
    await chat.omar.presses(PRIVATE_BTN)
    told = await page(chat.omar)
    assert "Je houdt het bij jezelf." in told
    assert buttons(chat.omar) == [SHARE, THANKS]
    await chat.omar.presses(THANKS)
    await chat.settle()
    assert chat.mila.dm()[-1].text == "Omar Haddad zegt: dank je wel."
    await page(chat.omar)
    await chat.omar.presses(SHARE)
    await page(chat.omar)
    assert buttons(chat.omar) == [REMOVE_NAME]
    await chat.settle()
    assert OMAR in posts(chat)[-1].text
    await chat.omar.presses(REMOVE_NAME)
    await chat.settle()
    assert NOBODY in posts(chat)[-1].text


async def test_an_empty_list_offers_to_share_and_what_is_about_oneself_stands_there_once(chat: Chat) -> None:
    await afternoon(chat)
    assert (await page(chat.joris, "/kudos me")).startswith("Hier staat nog niets.")
    await chat.joris.presses("Compliment delen")
    assert chat.joris.form.title == "Compliment delen"
    await chat.joris.leaves()
    await give(chat, chat.joris, "De klant zei dat Joris het goed uitlegde", chat.joris, kind="van een klant")
    told = await page(chat.joris)
    assert told.count("Joris het goed uitlegde") == 1
    assert buttons(chat.joris) == ["Aanpassen", "Weghalen", REMOVE_NAME]
    await chat.joris.presses(REMOVE_NAME)
    await chat.settle()
    assert posts(chat)[-1].text.startswith("💛 Van een klant, over een collega: De klant zei dat een collega het")


# --- the preference ---------------------------------------------------------------------------------------------------
async def test_a_preference_holds_for_what_is_given_next(chat: Chat) -> None:
    await afternoon(chat)
    await chat.omar.types("/compliment voorkeur", channel=NOORD)
    assert chat.omar.form.values["Mag een team je naam lezen?"] == "Vraag het mij eerst"
    said = await chat.omar.sends({"Mag een team je naam lezen?": "Hou het bij mij"})
    assert said == "Bewaard. Vanaf het volgende compliment blijft het bij jou. Toch delen kan altijd nog."
    said = await give(chat, chat.mila, OMAR, chat.omar)
    assert said == "Onderweg. Omar Haddad beslist of het team het leest."
    assert (asked(chat.omar)[-1].buttons, posts(chat)) == ([SHARE, THANKS], [])
    await chat.omar.types("/klant instellen", channel=NOORD)
    assert "Complimenten voor jou: die blijven bij jou." in chat.omar.form.text
    await chat.omar.presses("Complimenten voor jou")
    await chat.omar.sends({"Mag een team je naam lezen?": "Altijd goed"})
    await chat.omar.leaves()
    await give(chat, chat.mila, f"{OMAR}, en nog een keer", chat.omar)
    assert len(posts(chat)) == 1
    await chat.omar.types("/kudos preference", channel=NOORD)
    await chat.omar.sends({"Mag een team je naam lezen?": "Vraag het mij eerst"})
    assert await rows(chat, Preference) == [], "to be asked first is kept by keeping nothing"


# --- Home -------------------------------------------------------------------------------------------------------------
async def test_home_has_what_waits_and_what_one_just_gave(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:02")
    assert (await chat.omar.person.opens_home()).buttons.count("Compliment delen") == 1, "on a day start as well"
    await chat.until("2026-11-23 14:00")
    empty = await chat.omar.person.opens_home()
    assert empty.buttons.count("Compliment delen") == 1
    assert "Complimenten voor jou: ik vraag het jou eerst." in empty.text
    await give(chat, chat.mila, OMAR, chat.omar)
    await give(chat, chat.mila, BACK)
    home = await chat.omar.person.opens_home()
    assert f"“{OMAR}” Mag je team dit lezen?" in home.text
    await chat.omar.presses(PRIVATE_BTN, home)
    await chat.settle()
    assert OMAR not in (await chat.omar.person.opens_home()).text
    home = await chat.mila.person.opens_home()
    assert f"Complimenten van jou:\n💛 Van een klant: {BACK} (gedeeld door Mila Bakker)\nGedeeld, " in home.text
    assert f"{OMAR}”\n{SENT_ON}" in home.text
    await chat.until("2026-11-24 14:30")
    assert "Complimenten van jou:" not in (await chat.mila.person.opens_home()).text
