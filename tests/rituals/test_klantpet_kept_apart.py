"""Dialogues about what stays with those who attended, with those who wore the cap, and with what is still true."""

from __future__ import annotations

from datetime import date

from bot.stage import Actor
from tests.chat import NOORD, Chat, chatting
from tests.rituals.flag_talk import DECIDED, OPEN, TAKE, last, thursday, told
from tests.rituals.klantpet_talk import CONFIDENTIAL, EDIT, FIRST, MT, PEOPLE, STOP, edits, page, posts, register
from tests.rituals.test_compliment_data import deletes
from tests.rituals.test_klantpet import ACCEPT, PASS, invites, press, six
from tests.rituals.test_klantpet_fate import ACTION, looks_back

BALIE, CALL, MAIL = "Balie", "We bellen eerst en mailen daarna", "Eerst mailen en daarna bellen"
NOT_NOW = "voortaan op een andere dag"


async def decides(chat: Chat, hour: int, text: str) -> None:
    """Noor wears the cap at the newest meeting, and looks back on it."""
    await chat.until(f"2026-11-26 {hour}:05")
    await press(chat, chat.noor, TAKE, posts(chat)[-1])
    await chat.until(f"2026-11-26 {hour + 1}:01")
    await looks_back(chat, chat.noor, last(chat.noor), **{DECIDED: text})


async def read(text: str, *actors: Actor) -> list[bool]:
    return [text in await page(actor) for actor in actors]


async def test_what_was_decided_in_confidence_is_never_read_by_others(sqlite_url: str) -> None:
    async with thursday(sqlite_url) as chat:
        secret = {CONFIDENTIAL: True, **OPEN}
        await register(chat, chat.anna, people=(chat.fatima, chat.noor), **secret)
        await register(chat, chat.fatima, BALIE, clock="12:00", people=(chat.fatima, chat.noor), **secret)
        await decides(chat, 10, CALL)
        await decides(chat, 12, MAIL)
        assert await read(CALL, chat.fatima, chat.noor, chat.daan) == [True, True, False]
        # Open again, and then for the whole channel: it comes back for nobody, whatever was open on a screen.
        await chat.fatima.types("/klantpet", channel=NOORD)
        await edits(chat, MT, {CONFIDENTIAL: False})
        await chat.anna.types("/klantpet overleg", channel=NOORD)
        await chat.anna.presses(EDIT, chat.anna.form, near=MT)
        await chat.anna.sends({PEOPLE: []}, sure=True)
        await chat.anna.leaves()
        await press(chat, chat.fatima, ACTION, chat.fatima.form)
        assert CALL not in chat.fatima.form.values.values()
        await chat.fatima.leaves()
        assert await read(CALL, chat.fatima, chat.noor, chat.daan) == [False, True, False]
        # Who attends no more leaves it to nobody: not by what they remove, by leaving, nor where the cap stays away.
        for actor in (chat.fatima, chat.noor):
            await deletes(chat, actor, "Overleggen met de pet")
        assert await read(MAIL, chat.noor, chat.daan) == [True, False]
        for actor in (chat.fatima, chat.noor):
            await chat.slack.leave(NOORD, actor.person)
        await chat.settle()
        assert await read(MAIL, chat.daan) == [False]
        await chat.anna.types("/klantpet overleg", channel=NOORD)
        await chat.anna.presses(STOP, chat.anna.form, near=BALIE)
        await chat.anna.leaves()
        assert await read(MAIL, chat.anna, chat.daan) == [False, False]
        # Who wore the cap isn't known any more by then; that somebody did is.
        await chat.jump("2027-02-10 10:00")
        await edits(chat, MT, {CONFIDENTIAL: True})
        assert posts(chat)[0].text.startswith(f"🧢 De klantpet ging mee naar {MT}.")
        assert posts(chat)[0].thread[0].text == "Dank je wel voor het terugkijken."


async def test_what_is_not_true_any_more_is_not_read_in_the_morning(sqlite_url: str) -> None:
    async with chatting(sqlite_url, moment="2026-11-25 08:30") as chat:
        await six(chat)
        await register(chat, chat.anna)
        await chat.until("2026-11-25 15:31")
        await press(chat, chat.aisha, ACCEPT, invites(chat.aisha)[0])
        await chat.aisha.types("/klant stil 1 week", channel=NOORD)
        await chat.settle()
        assert PASS in invites(chat.aisha)[0].buttons
        await chat.until("2026-11-25 21:00")
        for day in (27, 26):
            await edits(chat, MT, {FIRST: date(2026, 11, day)})
        await chat.until("2026-11-26 08:50")
        assert told(chat.aisha, NOT_NOW) == []
        # Read in time, it goes once it isn't so.
        (second,) = [actor for name, actor in chat.people.items() if name != "aisha" and invites(actor)]
        await edits(chat, MT, {FIRST: date(2026, 11, 27)})
        assert told(second, NOT_NOW) == [f"{MT} is {NOT_NOW}. De pet blijft deze keer op de haak."]
        await edits(chat, MT, {FIRST: date(2026, 11, 26)})
        assert told(second, NOT_NOW) == []
