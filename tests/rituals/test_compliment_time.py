"""From when a compliment can be read, and what follows where it can't be: lost messages, absences, silence broken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from rituals.compliment import rules
from sandbox import Fault
from storage import compliment_week as week_store
from storage.house import Timer
from tests.chat import NOORD, Chat, chatting
from tests.rituals.compliment_talk import (
    AGREE,
    ALL,
    BACK,
    CUSTOMER,
    EDIT,
    LATER,
    NAMED_BTN,
    OMAR,
    PRIVATE_BTN,
    REMOVE_NAME,
    SENT,
    TEAM,
    UNNAMED_BTN,
    WITHDRAW,
    asked,
    choose,
    edit,
    filled,
    give,
    posts,
    press,
    rows,
    states,
)
from tests.rituals.test_compliment_kept import shared
from tests.rituals.test_compliment_week import DAY, questions, selections, settings
from tests.world import peopled

WHOLE: dict[str, Any] = {TEAM: True}
NEWER = "De tekst is daarna nog aangepast. In mijn nieuwste bericht lees je hem zoals hij nu is."
TOO_MANY = "Je deelde al veel vandaag. Kies het belangrijkste, de rest kan een andere keer."


async def own_list(actor: Any) -> tuple[str, list[str]]:
    await actor.types("/compliment mijn", channel=NOORD)
    seen = actor.form.text.lower(), list(actor.form.buttons)
    await actor.leaves()
    return seen


async def places(chat: Chat) -> list[tuple[str, str]]:
    return [(row.state, row.place) for row in await rows(chat)]


# --- a message that can't be posted -----------------------------------------------------------------------------------
async def test_in_a_channel_that_is_lost_it_waits_until_the_team_is_back(sqlite_url: str) -> None:
    async with chatting(sqlite_url, allowed=("not_in_channel",), anew=False) as chat:
        await chat.noord()
        chat.slack.faults.add(Fault("chat.postMessage", "ok_false", error="not_in_channel", times=1))
        await give(chat, chat.sanne, BACK, **WHOLE)
        await chat.settle()
        assert (await places(chat), posts(chat)) == ([("PUBLISHED", "waiting")], [])
        assert "verstuurd" in (await own_list(chat.sanne))[0]
        await chat.jump("2026-11-23 12:00")
        assert posts(chat) == []
        await chat.slack.remove_bot(NOORD)
        await chat.settle()
        await chat.slack.join(NOORD, chat.slack.bot_user)
        await chat.settle()
        await press(chat, chat.anna, "Ja, graag", chat.anna.dm()[-1])
        await chat.settle()
        assert [BACK in post.text for post in posts(chat)] == [True]
        assert "gedeeld" in (await own_list(chat.sanne))[0]


async def test_after_three_failures_it_is_tried_once_each_working_morning(sqlite_url: str) -> None:
    """No board comes: the dagstart is paused."""
    async with chatting(sqlite_url, allowed=("no_permission",), anew=False) as chat:
        await chat.noord()
        await chat.anna.types("/dagstart pauze 04-01-2027", channel=NOORD)
        chat.slack.faults.add(Fault("chat.postMessage", "ok_false", error="no_permission", times=3))
        await give(chat, chat.sanne, BACK, **WHOLE)
        for _n in range(6):
            chat.clock.wait(timedelta(minutes=2))
            await chat.settle()
        assert (await places(chat), posts(chat)) == ([("PUBLISHED", "waiting")], [])
        await chat.jump("2026-11-23 08:29")
        assert posts(chat) == []
        await chat.jump("2026-11-23 08:30")
        assert [BACK in post.text for post in posts(chat)] == [True]


async def test_a_message_that_stands_and_cannot_be_edited_stays(sqlite_url: str) -> None:
    async with chatting(sqlite_url, allowed=("cant_update_message",), anew=False) as chat:
        await chat.noord()
        await give(chat, chat.sanne, BACK, **WHOLE)
        (post,) = posts(chat)
        chat.slack.faults.add(Fault("chat.update", "ok_false", error="cant_update_message", times=9))
        await edit(chat, chat.sanne, post, "Het pakket kwam twee dagen eerder")
        for _n in range(6):
            chat.clock.wait(timedelta(minutes=2))
            await chat.settle()
        assert await places(chat) == [("PUBLISHED", "channel")]
        assert len(posts(chat)) == 1


async def test_what_waits_without_a_plan_gets_one_on_the_next_start(chat: Chat) -> None:
    await chat.noord()
    await chat.anna.types("/dagstart pauze 04-01-2027", channel=NOORD)
    await chat.jump("2026-11-20 20:05")
    assert await give(chat, chat.sanne, BACK, **WHOLE) == LATER
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(delete(Timer).where(Timer.name == "compliment.place"))
    await chat.restart()
    await chat.jump("2026-11-23 08:30")
    assert [BACK in post.text for post in posts(chat)] == [True]


# --- from when it can be read -----------------------------------------------------------------------------------------
async def test_what_is_read_on_monday_can_be_edited_until_tuesday_and_is_of_mondays_week(chat: Chat) -> None:
    """Decided on Friday evening."""
    await chat.noord()
    await give(chat, chat.mila, OMAR, chat.omar)
    await chat.jump("2026-11-20 20:05")
    await choose(chat, chat.omar, NAMED_BTN)
    assert (await rows(chat))[0].read_at is None
    await chat.jump("2026-11-23 09:00")
    assert "(van vrijdag 20 november)" in chat.card().text
    await chat.jump("2026-11-24 08:59")
    assert EDIT in (await own_list(chat.mila))[1]
    await chat.jump("2026-11-24 09:01")
    assert EDIT not in (await own_list(chat.mila))[1]
    await chat.jump("2026-11-26 14:00")
    assert questions(chat) == []
    await chat.jump("2026-11-27 15:00")
    assert ["Omar belde" in week.text for week in selections(chat)] == [True]


async def test_after_the_selection_it_is_in_the_next_one_and_in_no_other(chat: Chat) -> None:
    await chat.noord()
    await chat.jump("2026-11-20 15:30")
    assert await give(chat, chat.sanne, BACK, **WHOLE) == SENT
    for day in ("11-27", "12-04"):
        await chat.jump(f"2026-{day} 15:00")
    assert [BACK in week.text for week in selections(chat)] == [True]


async def test_a_board_that_has_yet_to_open_is_read_when_it_does(chat: Chat) -> None:
    await chat.noord()
    await chat.jump("2026-11-23 08:40")
    await give(chat, chat.sanne, BACK, **WHOLE)
    assert (await rows(chat))[0].read_at is None
    await chat.jump("2026-11-23 09:00")
    (row,) = await rows(chat)
    assert (row.place, row.read_at) == ("board", chat.clock.now())


@pytest.mark.parametrize(("moment", "may"), [("2026-11-21 09:59", True), ("2026-11-21 10:01", False)])
async def test_ac_com_08_for_a_day_and_no_longer(sqlite_url: str, moment: str, may: bool) -> None:
    """23:59 and 24:01 hours after it was shared; taking it away has no end."""
    async with chatting(sqlite_url, anew=False) as chat:
        await chat.noord()
        await give(chat, chat.mila, BACK, **WHOLE)
        await chat.jump(moment)
        await chat.mila.presses(ALL, posts(chat)[0])
        assert (EDIT in chat.mila.form.buttons, WITHDRAW in chat.mila.form.buttons) == (may, True)


async def test_from_six_in_the_morning_the_channel_hears_it(chat: Chat) -> None:
    await chat.noord()
    await chat.anna.types("/dagstart pauze 04-01-2027", channel=NOORD)
    for moment, said in (("05:59", LATER), ("06:00", SENT)):
        await chat.jump(f"2026-11-23 {moment}")
        assert await give(chat, chat.sanne, f"Een klant prees om {moment.replace(':', ' uur ')} de monteur") == said


@pytest.mark.parametrize(("days", "reads"), [(29, True), (31, False)])
async def test_a_customer_can_be_thanked_for_thirty_days(sqlite_url: str, days: int, reads: bool) -> None:
    async with peopled(sqlite_url) as world:
        now = world.clock.now()
        await shared(world, {}, kind="customer", read_at=now - timedelta(days=days))
        async with world.session() as session:
            found = await week_store.to_thank(session, [world.team], now - rules.OPEN)
        assert found == ({world.team: 1} if reads else {})


@pytest.mark.parametrize(("day", "asks"), [("11-26", True), ("11-28", False)])
async def test_the_same_is_asked_about_for_a_week(sqlite_url: str, day: str, asks: bool) -> None:
    async with chatting(sqlite_url, anew=False) as chat:
        await chat.noord()
        await give(chat, chat.sanne, "De monteur legde de storing heel rustig uit")
        await chat.jump(f"2026-{day} 12:00")
        await chat.joris.types("/compliment", channel=NOORD)
        await chat.joris.fills(filled("Klant blij: monteur legde storing rustig uit"))
        await chat.joris.submits()
        assert ("Een collega vertelde" in chat.joris.form.text if chat.joris.view else False) is asks


# --- away, and back ---------------------------------------------------------------------------------------------------
async def test_what_was_held_for_somebody_away_and_taken_back_leaves_no_trace(chat: Chat) -> None:
    """The absence was noted after the message was planned, so that it moved on."""
    await chat.noord()
    await chat.jump("2026-11-23 18:00")
    await give(chat, chat.mila, OMAR, chat.omar)
    await chat.omar.types("/klant afwezig 24-11 t/m 27-11", channel=NOORD)
    await chat.jump("2026-11-25 09:00")
    before = chat.omar.notifications[:], [seen.text for seen in chat.omar.dm()]
    await chat.mila.types("/compliment mijn", channel=NOORD)
    await chat.mila.presses(WITHDRAW, chat.mila.form)
    await chat.mila.leaves()
    await chat.jump("2026-11-30 08:40")
    assert (chat.omar.notifications[:], [seen.text for seen in chat.omar.dm()]) == before


async def test_days_that_one_was_away_count_for_nothing_also_after_coming_back_early(chat: Chat) -> None:
    await chat.noord()
    await chat.jump("2026-11-23 12:00")
    await give(chat, chat.mila, "Omar stelde een klant gerust", chat.omar, kind=CUSTOMER)
    await chat.omar.types("/klant afwezig 24-11 t/m 27-11", channel=NOORD)
    await chat.jump("2026-11-25 11:00")
    await chat.omar.types("/klant afwezig weg", channel=NOORD)
    await chat.jump("2026-11-26 11:59")
    assert await states(chat) == ["AWAITING"]
    await chat.jump("2026-11-26 12:00")
    assert await states(chat) == ["PUBLISHED"]


async def test_what_waits_for_somebody_away_comes_when_they_are_back(chat: Chat) -> None:
    """And what was held after that comes in a message of its own."""
    await chat.noord()
    await chat.omar.types("/klant afwezig 23-11 t/m 11-12", channel=NOORD)
    await chat.jump("2026-11-23 12:00")
    await give(chat, chat.mila, OMAR, chat.omar)
    await give(chat, chat.mila, "Omar zocht de hele factuur uit", chat.omar)
    await chat.jump("2026-11-24 20:30")
    await chat.omar.types("/klant afwezig weg", channel=NOORD)
    await chat.settle()
    assert asked(chat.omar) == []
    await chat.jump("2026-11-25 08:30")
    (both,) = asked(chat.omar)
    assert ("Omar belde" in both.text, "de hele factuur" in both.text) == (True, True)
    await chat.omar.presses(PRIVATE_BTN, both, near="factuur")
    await chat.settle()
    (both,) = asked(chat.omar)
    assert await states(chat) == ["AWAITING", "PRIVATE"]
    await chat.jump("2026-12-14 09:00")
    assert len(asked(chat.omar)) == 1


async def test_during_the_day_it_comes_at_once(chat: Chat) -> None:
    await chat.noord()
    await chat.omar.types("/klant afwezig 23-11 t/m 11-12", channel=NOORD)
    await chat.jump("2026-11-23 12:00")
    await give(chat, chat.mila, OMAR, chat.omar)
    await chat.jump("2026-11-24 10:00")
    await chat.omar.types("/klant afwezig weg", channel=NOORD)
    await chat.settle()
    assert len(asked(chat.omar)) == 1
    await choose(chat, chat.omar, NAMED_BTN)
    assert (len(asked(chat.omar)), await states(chat)) == (1, ["PUBLISHED"])


# --- silence can still be broken --------------------------------------------------------------------------------------
async def test_silence_can_still_be_broken_to_the_text_that_is_shown(chat: Chat) -> None:
    await chat.noord()
    await chat.jump("2026-11-23 12:00")
    await give(chat, chat.mila, "Omar stelde een klant gerust", chat.omar, kind=CUSTOMER)
    await chat.jump("2026-11-25 12:00")
    (post,) = posts(chat)
    assert "over een collega: Een collega stelde" in post.text
    old = asked(chat.omar)[-1].remembered()
    assert NAMED_BTN in old.buttons
    await edit(chat, chat.mila, post, "Omar stelde twee klanten gerust")
    await press(chat, chat.omar, NAMED_BTN, old)
    assert chat.omar.dm()[-1].text == NEWER
    assert "een collega" in posts(chat)[0].text
    await press(chat, chat.omar, NAMED_BTN, asked(chat.omar)[-1])
    assert "over Omar Haddad: Omar stelde twee klanten gerust" in posts(chat)[0].text
    assert asked(chat.omar)[-1].buttons[0] == REMOVE_NAME


async def test_who_kept_it_while_another_shared_it_can_still_be_named(chat: Chat) -> None:
    await chat.noord()
    await give(chat, chat.mila, "Bram en Omar losten het samen op", chat.omar, chat.bram)
    await choose(chat, chat.omar, PRIVATE_BTN)
    await choose(chat, chat.bram, UNNAMED_BTN)
    assert "aan twee collega's" in posts(chat)[0].text
    await choose(chat, chat.omar, NAMED_BTN)
    assert "aan Omar Haddad en een collega: “Een collega en Omar losten" in posts(chat)[0].text
    assert AGREE not in asked(chat.bram)[-1].buttons


# --- settings, and how many a day -------------------------------------------------------------------------------------
async def test_another_day_after_this_weeks_question_is_next_weeks(chat: Chat) -> None:
    await chat.noord()
    await chat.jump("2026-11-26 14:00")
    assert "Het geldt vanaf vrijdag 4 december." in await settings(chat, **{DAY: "Vrijdag"})
    for moment in ("11-27 14:00", "12-04 14:00"):
        await chat.jump(f"2026-{moment}")
    assert questions(chat) == ["26-11 14:00 1", "04-12 14:00 2"]


async def test_five_a_day_of_one_giver(chat: Chat) -> None:
    await chat.noord()
    for n in range(5):
        await give(chat, chat.anna, f"Klant nummer {n} belde speciaal op")
    assert TOO_MANY in await give(chat, chat.anna, "Klant nummer 6 belde speciaal op")
    assert len(await rows(chat)) == 5
    await give(chat, chat.sanne, BACK)
    assert len(await rows(chat)) == 6


async def test_an_account_that_is_open_again_the_same_day_keeps_its_name(chat: Chat) -> None:
    await chat.noord()
    await give(chat, chat.sanne, BACK, **WHOLE)
    await give(chat, chat.mila, OMAR, chat.omar)
    await choose(chat, chat.omar, NAMED_BTN)
    for actor in (chat.sanne, chat.omar):
        await chat.slack.deactivate(actor.person)
    await chat.settle()
    assert "aan een collega" in posts(chat)[1].text
    assert [row.former_on is None for row in await rows(chat)] == [False, True]
    for actor in (chat.sanne, chat.omar):
        await chat.slack.reactivate(actor.person)
    await chat.settle()
    assert [row.former_on for row in await rows(chat)] == [None, None]
    await chat.jump("2026-12-28 12:00")
    assert "(gedeeld door Sanne de Wit)" in posts(chat)[0].text
    assert "aan Omar Haddad" in posts(chat)[1].text


async def test_whoever_is_back_early_reads_what_was_held_for_them(chat: Chat) -> None:
    """Anything that waited, and not a question alone."""
    await chat.noord()
    await chat.until("2026-11-23 14:00")
    await give(chat, chat.mila, OMAR, chat.omar)
    await chat.mila.types("/klant afwezig 23-11 t/m 11-12", channel=NOORD)
    await press(chat, chat.omar, "Dank je wel", asked(chat.omar)[-1])
    await chat.until("2026-11-24 10:00")
    assert not [seen for seen in chat.mila.dm() if "zegt: dank je wel" in seen.text]
    await chat.mila.types("/klant afwezig weg", channel=NOORD)
    await chat.until("2026-11-24 10:05")
    assert [seen.text for seen in chat.mila.dm() if "dank je wel" in seen.text] == ["Omar Haddad zegt: dank je wel."]
