"""Dialogues about thanking the customer: one takes it upon them, is reminded once, and nobody reads who."""

from __future__ import annotations

from datetime import date

from sqlalchemy import update

from bot.stage import Actor
from sandbox import Seen
from storage.organisations import Organisation
from storage.people import Absence
from tests.chat import NOORD, Chat
from tests.rituals.compliment_talk import (
    ALL,
    ALREADY,
    BACK,
    HIDE,
    REMOVED,
    REPORT,
    WITHDRAW,
    everything,
    give,
    on_page,
    page,
    posts,
    press,
    rows,
)
from tests.rituals.nudges_talk import change

THANK, DONE, GIVE_BACK = "Ik bedank de klant", "De klant is bedankt", "Toch niet"
TAKEN = "Een collega was je net voor. Dank je wel voor je aanbod."
KIND = "Fijn dat je de klant bedankt. Je collega's zien niet wie het doet."
REMINDER = "Bedankte je de klant van maandag 23 november al?"
ONE, TWO = (
    "Een bedankje kan nog naar één klant van de afgelopen maand.",
    "Een bedankje kan nog naar twee klanten van de afgelopen maand.",
)
NOT_HERE = "Dit compliment is hier niet meer te lezen."


async def shared(chat: Chat) -> Seen:
    """What a customer said stands in the channel on Monday afternoon."""
    await chat.noord()
    await chat.jump("2026-11-23 14:00")
    await give(chat, chat.mila, BACK)
    found: Seen = posts(chat)[-1]
    return found


def answer(actor: Actor) -> Seen:
    """The newest message in the channel that only this person sees."""
    return [seen for seen in actor.sees(NOORD) if seen.ephemeral][-1]


def reminders(actor: Actor) -> list[Seen]:
    return [seen for seen in actor.dm() if REMINDER in seen.text]


async def afternoon(chat: Chat, day: str) -> None:
    """What can wait goes out at half past three, of the day on which the bot is there."""
    await chat.jump(f"{day} 12:00")
    await chat.jump(f"{day} 15:30")


async def buttons(actor: Actor, message: Seen) -> list[str]:
    """In *Alles bekijken* of this message."""
    await actor.presses(ALL, message)
    found = list(actor.form.buttons)
    await actor.leaves()
    return found


async def test_the_first_has_it_and_the_others_read_no_name(chat: Chat) -> None:
    post = await shared(chat)
    assert post.buttons == [THANK, ALL]
    await press(chat, chat.sanne, THANK, post)
    assert (answer(chat.sanne).text.splitlines()[0], answer(chat.sanne).buttons) == (KIND, [DONE, GIVE_BACK])
    assert post.buttons == [ALL]
    assert not any("Sanne" in text for actor in (chat.omar, chat.mila, chat.anna) for text in everything(actor))
    assert DONE in await buttons(chat.sanne, post)
    assert not {THANK, DONE, GIVE_BACK} & set(await buttons(chat.omar, post))
    assert ONE in await page(chat.omar, post)
    await press(chat, chat.sanne, DONE, answer(chat.sanne))
    assert chat.sanne.hears(NOORD).startswith("Mooi.")
    assert post.buttons == [ALL]
    assert "bedankje" not in await page(chat.omar, post)
    (row,) = await rows(chat)
    assert (row.thanked, row.thanks_by, row.thanks_on) == (True, None, None)


async def test_two_on_one_message_at_once(chat: Chat) -> None:
    """Omar still sees the button: the message is drawn again a moment later."""
    post = await shared(chat)
    await chat.sanne.presses(THANK, post)
    await chat.omar.presses(THANK, post)
    await chat.sanne.presses(THANK, post)
    assert (chat.omar.hears(NOORD), answer(chat.omar).buttons) == (TAKEN, [])
    assert (chat.sanne.hears(NOORD).splitlines()[0], answer(chat.sanne).buttons) == (ALREADY, [DONE, GIVE_BACK])
    await press(chat, chat.sanne, GIVE_BACK, answer(chat.sanne))
    assert post.buttons == [THANK, ALL]
    await press(chat, chat.omar, THANK, post)
    assert [row.thanks_by for row in await rows(chat)] == [chat.omar.id]


async def test_one_reminder_after_five_of_the_own_working_days(chat: Chat) -> None:
    post = await shared(chat)
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add(Absence(person=chat.sanne.id, first=date(2026, 11, 25), last=date(2026, 11, 25)))
    await press(chat, chat.sanne, THANK, post)
    await afternoon(chat, "2026-11-30")
    assert reminders(chat.sanne) == []
    await afternoon(chat, "2026-12-01")
    (reminder,) = reminders(chat.sanne)
    assert reminder.buttons[:2] == [DONE, GIVE_BACK]
    await afternoon(chat, "2026-12-02")
    assert len(reminders(chat.sanne)) == 1
    await press(chat, chat.sanne, DONE, reminder)
    assert (DONE in reminder.text, DONE in reminder.buttons, GIVE_BACK in reminder.buttons) == (True, False, False)
    assert [row.thanked for row in await rows(chat)] == [True]


async def test_not_now_is_asked_once_more(chat: Chat) -> None:
    post = await shared(chat)
    await press(chat, chat.sanne, THANK, post)
    await afternoon(chat, "2026-11-30")
    first = reminders(chat.sanne)[-1]
    await chat.sanne.selects(first.menus[0], "Niet nu", first)
    await chat.settle()
    await afternoon(chat, "2026-12-01")
    assert len(reminders(chat.sanne)) == 2
    await press(chat, chat.sanne, GIVE_BACK, reminders(chat.sanne)[-1])
    assert not any(DONE in seen.buttons for seen in reminders(chat.sanne))
    assert post.buttons == [THANK, ALL]
    await afternoon(chat, "2026-12-08")
    assert len(reminders(chat.sanne)) == 2


async def test_the_open_number_stands_on_the_board_where_there_are_enough_members(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:00")
    await give(chat, chat.mila, BACK)
    await give(chat, chat.bram, "Een klant bedankte ons voor de duidelijke brief")
    read = await page(chat.omar, chat.card())
    assert read.count(TWO) == 1
    assert read.index(TWO) > read.index("duidelijke brief")
    assert TWO not in chat.card().text
    await chat.omar.presses(ALL, chat.card())
    await chat.omar.presses(THANK, chat.omar.form, near=BACK)
    assert KIND in chat.omar.form.text
    await chat.omar.leaves()
    assert TWO in await page(chat.omar, chat.card())
    await on_page(chat, chat.omar, chat.card(), DONE)
    await chat.omar.leaves()
    assert ONE in await page(chat.sanne, chat.card())
    await change(chat, update(Organisation).values(k=9))
    assert "bedankje" not in await page(chat.sanne, chat.card())


async def test_a_compliment_on_its_own_page_with_what_each_can_do(chat: Chat) -> None:
    post = await shared(chat)
    assert await buttons(chat.mila, post) == [THANK, "Aanpassen", WITHDRAW]
    assert await buttons(chat.omar, post) == [THANK, REPORT]
    assert await buttons(chat.anna, post) == [THANK, REPORT, HIDE]
    await chat.omar.presses(ALL, post)
    assert (chat.omar.form.title, BACK in chat.omar.form.text) == ("Compliment", True)
    await chat.mila.presses(ALL, post)
    await chat.mila.presses(WITHDRAW, chat.mila.form)
    assert chat.mila.form.text.splitlines() == [REMOVED, NOT_HERE]
    await chat.omar.presses(THANK, chat.omar.form)
    assert chat.omar.form.text.splitlines() == ["Dit bericht is ingetrokken.", NOT_HERE]


async def test_who_leaves_thanks_nobody_any_more(chat: Chat) -> None:
    post = await shared(chat)
    await press(chat, chat.sanne, THANK, post)
    await chat.slack.leave(NOORD, chat.sanne.person)
    await chat.settle()
    assert post.buttons == [THANK, ALL]
    assert [row.thanks_by for row in await rows(chat)] == [None]


async def test_what_is_not_ones_own_to_tick(chat: Chat) -> None:
    """By a button of an earlier day, or of another surface."""
    post = await shared(chat)
    await press(chat, chat.sanne, THANK, post)
    mine = answer(chat.sanne)
    await press(chat, chat.sanne, GIVE_BACK, mine)
    await press(chat, chat.omar, THANK, post)
    await press(chat, chat.sanne, DONE, mine)
    assert chat.sanne.hears(NOORD) == "Dit kan alleen de collega die dit op zich nam. Er is niets veranderd."
    await press(chat, chat.omar, DONE, answer(chat.omar))
    await press(chat, chat.sanne, DONE, mine)
    assert chat.sanne.hears(NOORD) == ALREADY
    assert [row.thanked for row in await rows(chat)] == [True]
