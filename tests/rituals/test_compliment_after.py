"""Compliments after they were given: edited, taken away, hidden, reported; and what a form refuses or asks."""

from __future__ import annotations

from storage.dagstart import DagstartDay
from tests.chat import NOORD, Chat
from tests.rituals import dagstart_talk
from tests.rituals.compliment_talk import (
    AGREE,
    BACK,
    EDIT,
    GONE,
    HIDE,
    MEANT,
    NAMED_BTN,
    OMAR,
    REPORT,
    SAVED,
    SENT,
    TEAM,
    TO,
    UNNAMED_BTN,
    WHAT,
    WITHDRAW,
    WITHOUT,
    asked,
    choose,
    edit,
    filled,
    give,
    on_page,
    posts,
    press,
    rows,
)

NOBODY = "Gasten, apps en oud-collega's kan ik niet kiezen."
HIDDEN = "De teamleider heeft je compliment even verborgen"
NEWER = "De tekst is daarna nog aangepast. In mijn nieuwste bericht lees je hem zoals hij nu is."


# --- afterwards -------------------------------------------------------------------------------------------------------
async def test_an_edit_asks_anew_and_an_older_message_agrees_to_nothing(chat: Chat) -> None:
    await chat.noord()
    await give(chat, chat.mila, OMAR, chat.omar)
    await choose(chat, chat.omar, NAMED_BTN)
    (post,) = posts(chat)
    await edit(chat, chat.mila, post, "Omar belde zelf terug, nog dezelfde dag")
    old = asked(chat.omar)[-1].remembered()
    await edit(chat, chat.mila, post, "Omar belde zelf terug en bood excuses aan")
    await press(chat, chat.omar, AGREE, old)
    assert chat.omar.dm()[-1].text == NEWER
    told = "💛 Mila Bakker aan een collega: “Een collega belde zelf terug en bood excuses aan” (aangepast)"
    assert [post.text for post in posts(chat)] == [told]
    await chat.jump("2026-11-24 10:00")
    assert "zonder je naam" in asked(chat.omar)[-1].text
    await press(chat, chat.omar, AGREE, old)
    assert chat.omar.dm()[-1].text == WITHOUT
    assert [post.text for post in posts(chat)] == [told]


async def test_a_day_later_only_taking_it_away_is_left_and_a_closed_day_counts_it_no_more(chat: Chat) -> None:
    await chat.noord()
    await chat.jump("2026-11-23 09:01")
    await give(chat, chat.mila, OMAR, chat.omar)
    await choose(chat, chat.omar, NAMED_BTN)
    await chat.mila.presses("Alles bekijken", chat.card())
    await chat.mila.presses(EDIT, chat.mila.form)
    await chat.jump("2026-11-24 09:10")
    assert "Dit is al afgerond. Er is niets veranderd." in await chat.mila.sends(
        {WHAT: "Omar belde zelf terug, heel snel"}
    )
    await chat.mila.leaves()
    assert (await dagstart_talk.rows(chat, DagstartDay))[0].compliments == 1
    await chat.mila.types("/compliment mijn", channel=NOORD)
    await chat.mila.presses(WITHDRAW, chat.mila.form)
    await chat.mila.leaves()
    await chat.settle()
    assert (await dagstart_talk.rows(chat, DagstartDay))[0].compliments == 0
    assert not any("belde" in card.text for card in chat.cards())
    assert asked(chat.omar) == []
    assert GONE in [seen.text for seen in chat.omar.dm()]


async def test_hidden_by_the_lead_it_comes_back_with_another_text(chat: Chat) -> None:
    """In the channel, by then, where its board has closed."""
    await chat.noord()
    await chat.jump("2026-11-23 09:01")
    await give(chat, chat.mila, OMAR, chat.omar)
    await choose(chat, chat.omar, NAMED_BTN)
    await on_page(chat, chat.sanne, chat.card(), REPORT)
    await chat.sanne.leaves()
    assert "Een collega denkt" in chat.mila.dm()[-1].text
    await on_page(chat, chat.anna, chat.card(), HIDE)
    await chat.anna.leaves()
    assert "belde" not in chat.card().text
    (told,) = [seen for seen in chat.mila.dm() if HIDDEN in seen.text]
    await chat.jump("2026-11-23 11:20")
    assert await dagstart_talk.state(chat, "2026-11-23") == "QUIET"
    await chat.mila.presses(EDIT, told)
    await chat.mila.submits()
    assert "Dit is nog dezelfde tekst." in chat.mila.form.errors[WHAT]
    assert await chat.mila.sends({WHAT: "Omar belde een klant zelf terug"}) == SAVED
    await chat.settle()
    assert [post.text for post in posts(chat)] == [
        "💛 Mila Bakker aan een collega: “Een collega belde een klant zelf terug” (aangepast)"
    ]
    assert not [seen for seen in chat.mila.dm() if HIDDEN in seen.text or "Een collega denkt" in seen.text]
    assert AGREE in asked(chat.omar)[-1].buttons


# --- what is refused or asked -----------------------------------------------------------------------------------------
async def test_whom_it_can_be_for(chat: Chat) -> None:
    await chat.noord()
    outsider = chat.person("Femke Jansen", guest=True)
    first, omar = chat.omar, chat.person("Omar Bakkali")
    await chat.mila.types("/compliment", channel=NOORD)
    await chat.mila.fills(filled(OMAR, [chat.bram]))
    await chat.slack.deactivate(chat.bram.person)
    await chat.settle()
    for wrong, said in (
        ({TO: None}, NOBODY),
        ({TO: [outsider]}, NOBODY),
        ({TO: [first], TEAM: True}, "Kies collega's of het hele team, niet allebei."),
        ({TO: [], TEAM: False}, "Kies voor wie het is: collega's of het hele team."),
    ):
        await chat.mila.fills({field: value for field, value in wrong.items() if value is not None})
        await chat.mila.submits()
        assert chat.mila.form.errors == {TO: said}
    assert await rows(chat) == []
    await chat.mila.sends({TO: [first, omar]})
    await chat.settle()
    assert [len(asked(actor)) for actor in (first, omar)] == [1, 1]
    await choose(chat, first, NAMED_BTN)
    await press(chat, omar, UNNAMED_BTN, asked(omar)[-1])
    (post,) = posts(chat)
    told = "Een collega belde zelf terug en een collega bleef rustig"
    assert post.text == f"💛 Mila Bakker aan Omar Haddad en een collega: “{told}”"


async def test_the_same_told_by_two(chat: Chat) -> None:
    await chat.noord()
    await give(chat, chat.sanne, BACK, **{MEANT: "Haar cadeau kwam nog op tijd"})
    assert "\nVoor de klant betekende dat: Haar cadeau kwam nog op tijd" in posts(chat)[0].text
    await chat.joris.types("/compliment", channel=NOORD)
    again = "Een klant vertelde: het pakket kwam een dag eerder"
    await chat.joris.fills(filled(again))
    await chat.joris.submits()
    assert f"Een collega vertelde dit al: “{BACK}”" in chat.joris.form.text
    assert await chat.joris.sends({"Een collega noemde het ook": True}) == SENT
    await chat.settle()
    told = f"💛 Van een klant: {again} (gedeeld door Joris Smit) (ook genoemd door een collega)"
    assert posts(chat)[-1].text == told
    await chat.sanne.types("/compliment", channel=NOORD)
    await chat.sanne.fills(filled(BACK) | {MEANT: "Haar cadeau kwam nog op tijd"})
    await chat.sanne.submits()
    assert "Dit stuurde je net ook. Zal ik het nog een keer plaatsen?" in chat.sanne.form.text
