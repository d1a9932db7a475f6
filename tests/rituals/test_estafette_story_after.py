"""Customer stories afterwards: changed, withdrawn, doubted, hidden, promised, and not posted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from rituals.contract import Event, Refused
from storage.people import PersonRow
from tests.chat import Chat
from tests.rituals.estafette_talk import BOARD
from tests.rituals.story_talk import (
    AGREE,
    DIFFERENT,
    DONE,
    EDIT,
    GONE,
    HAPPENED,
    HIDE,
    NAMES,
    NICE,
    RATHER_NOT,
    REMOVE,
    REMOVE_NAME,
    REPORT,
    STRUCK,
    THERE,
    WHAT,
    WHEN,
    WITHDRAWN,
    YES,
    archive,
    colleagues,
    now,
    on_archive,
    out,
    press,
    questions,
    role,
    rows,
    stories,
    tell,
    with_leg,
)

OTHER = "De monteur kwam drie keer voor niets en legde steeds alles rustig uit."
CLOSED = "Dit is al afgerond. Er is niets veranderd."


# --- afterwards -------------------------------------------------------------------------------------------------------
async def test_another_text_is_another_text_to_agree_to(chat: Chat) -> None:
    await with_leg(chat)
    await tell(chat, chat.noor, WHAT=f"{HAPPENED} Bram hielp haar.", NAMES=[chat.bram, chat.petra])
    first = questions(chat.bram)[-1]
    await press(chat, chat.bram, YES)
    assert "Bram hielp haar." in stories(chat)[0].text
    await on_archive(chat, chat.noor, EDIT)
    assert chat.noor.form.values[NAMES]
    await chat.noor.fills({WHAT: f"{HAPPENED} Bram redde de dag.", NAMES: []})
    await chat.noor.submits()
    assert chat.noor.form.text == "Bewaard. Dank je wel."
    await chat.noor.leaves()
    await chat.settle()
    (message,) = stories(chat)
    assert message.text.startswith("Klantverhaal van Noor Jansen (winkel of balie). (aangepast)")
    assert "Een collega redde de dag." in message.text
    assert "In dit verhaal: een collega." in message.text
    assert first.deleted
    (question,) = questions(chat.bram)
    assert question.text.startswith("Noor Jansen paste een klantverhaal aan waarin je genoemd wordt. Is het zo goed?")
    assert questions(chat.petra) == []
    await press(chat, chat.bram, AGREE)
    assert "Bram redde de dag." in stories(chat)[0].text
    await press(chat, chat.bram, REMOVE_NAME)
    assert "Bram" not in stories(chat)[0].text


async def test_who_would_rather_not_be_named_is_neither_asked_nor_named_by_two_edits(chat: Chat) -> None:
    await with_leg(chat)
    await tell(chat, chat.noor, WHAT=f"{HAPPENED} Bram hielp haar.", NAMES=[chat.bram])
    await press(chat, chat.bram, RATHER_NOT)
    before = len(chat.bram.dm())
    await on_archive(chat, chat.noor, EDIT)
    assert await chat.noor.sends({WHAT: HAPPENED, NAMES: []}) == "Bewaard. Dank je wel."
    await on_archive(chat, chat.noor, EDIT)
    assert await chat.noor.sends({WHAT: f"{HAPPENED} Bram hielp haar."}) == "Bewaard. Dank je wel."
    await chat.settle()
    assert "Bram" not in stories(chat)[0].text
    await on_archive(chat, chat.noor, EDIT)
    assert await chat.noor.sends({STRUCK: OTHER, NAMES: [chat.bram]}) == "Bewaard. Dank je wel."
    await chat.settle()
    assert "Een collega hielp haar." in stories(chat)[0].text
    assert [row.choice for row in await colleagues(chat)] == ["UNNAMED"]
    assert len(chat.bram.dm()) == before


async def test_more_than_three_colleagues_are_not_dropped_one_by_one(chat: Chat) -> None:
    await with_leg(chat)
    await tell(chat, chat.noor, WHAT=f"{HAPPENED} Bram hielp haar.", NAMES=[chat.bram, chat.petra, chat.daan])
    await on_archive(chat, chat.noor, EDIT)
    await chat.noor.fills({NAMES: [chat.petra, chat.daan, chat.aisha]})
    await chat.noor.submits()
    few = "Met de collega's die al in dit verhaal staan, zijn het er meer dan drie. Kies er minder."
    assert chat.noor.form.errors == {NAMES: few}
    assert len(await colleagues(chat)) == 3


async def test_a_closed_account_keeps_nobody_from_putting_it_differently(chat: Chat) -> None:
    await with_leg(chat)
    await tell(chat, chat.noor, WHAT=f"{HAPPENED} Bram hielp haar.", NAMES=[chat.bram])
    await press(chat, chat.bram, YES)
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(PersonRow).where(PersonRow.key == chat.bram.id).values(active=False))
    await on_archive(chat, chat.noor, EDIT)
    assert await chat.noor.sends({STRUCK: f"{OTHER}"}) == "Bewaard. Dank je wel."
    await chat.settle()
    assert OTHER in stories(chat)[0].text


async def test_what_was_long_ago_when_it_was_told_can_still_be_put_differently(chat: Chat) -> None:
    await with_leg(chat)
    await out(chat, on=date(2026, 10, 28))
    await chat.jump("2026-12-02 11:00")
    await on_archive(chat, chat.noor, EDIT)
    assert await chat.noor.sends({WHAT: OTHER}) == "Bewaard. Dank je wel."
    await on_archive(chat, chat.noor, EDIT)
    await chat.noor.fills({WHEN: date(2026, 10, 29)})
    await chat.noor.submits()
    assert chat.noor.form.errors == {WHEN: "Kies een dag in de afgelopen dertig dagen, of vandaag."}


async def test_nobody_agrees_to_a_text_that_they_did_not_read(chat: Chat) -> None:
    await with_leg(chat)
    await tell(chat, chat.noor, NAMES=[chat.bram])
    old = next(button for button in questions(chat.bram)[-1].raw["blocks"] if button["type"] == "actions")
    value = old["elements"][0]["value"]
    await on_archive(chat, chat.noor, EDIT)
    await chat.noor.sends({WHAT: OTHER})
    await chat.settle()
    event = Event("old", chat.house.org, chat.bram.id, "estafette.agree", value, "old")
    with pytest.raises(Refused) as refused:
        await chat.house.dispatcher.act(event)
    assert refused.value.note.text.msgid.startswith("The text was changed after that.")
    assert OTHER in questions(chat.bram)[-1].text
    await press(chat, chat.bram, YES)
    assert "In dit verhaal: Bram Visser." in stories(chat)[0].text
    assert len(questions(chat.bram)) == 1


async def test_a_week_to_edit_and_all_the_time_to_withdraw(chat: Chat) -> None:
    await with_leg(chat)
    key = await out(chat, named=["bram"], asks=True, promise_at=now(chat) + timedelta(weeks=4))
    await chat.aisha.presses(NICE, stories(chat)[0])
    await chat.jump("2026-12-03 11:01")
    await chat.noor.types("/estafette verhalen", channel=BOARD)
    assert (EDIT in chat.noor.form.buttons, REMOVE in chat.noor.form.buttons) == (False, True)
    await chat.noor.presses(REMOVE, chat.noor.form)
    await chat.noor.leaves()
    await chat.settle()
    (message,) = stories(chat)
    assert message.text == WITHDRAWN
    assert message.buttons == []
    (row,) = await rows(chat)
    assert (row.what, row.struck, row.change, row.link, row.promise_at) == (None, None, None, "", None)
    for does in ("estafette.edit", "estafette.share"):
        event = Event("open", chat.house.org, chat.noor.id, does, f":s{key}")
        with pytest.raises(Refused):
            await chat.house.dispatcher.open(event)
    assert "Er is nog geen verhaal." in await archive(chat.eva)
    await chat.aisha.presses(NICE, message) if NICE in message.buttons else None
    await chat.jump("2026-12-31 15:31")
    assert not any("Vier weken" in seen.text for seen in chat.noor.dm())


async def test_what_was_done_goes_from_the_thread_with_its_story(chat: Chat) -> None:
    await with_leg(chat)
    await out(chat, asks=True, promise_at=now(chat) - timedelta(minutes=1))
    await chat.until("2026-11-26 15:31")
    (asked,) = [seen for seen in chat.noor.dm() if "Vier weken" in seen.text]
    await press(chat, chat.noor, DONE)
    (line,) = stories(chat)[0].thread
    assert line.text == f"Noor Jansen deed het: {DIFFERENT}"
    await on_archive(chat, chat.noor, REMOVE)
    await chat.settle()
    assert stories(chat)[0].thread == []
    assert DIFFERENT not in "".join(seen.text for seen in chat.noor.dm())
    assert GONE in asked.text


async def test_a_question_that_never_came_does_not_come_once_the_story_is_gone(chat: Chat) -> None:
    """At night nobody is asked; what was withdrawn by the morning asks nothing."""
    await with_leg(chat, moment="2026-11-26 20:00")
    await tell(chat, chat.noor, NAMES=[chat.bram, chat.petra])
    assert questions(chat.bram) == []
    await on_archive(chat, chat.noor, REMOVE)
    await chat.jump("2026-11-27 09:00")
    assert [actor.dm() for actor in (chat.bram, chat.petra)] == [[], []]
    assert {one.choice for one in await colleagues(chat)} == {"UNNAMED"}


async def test_who_was_asked_reads_that_it_is_gone(chat: Chat) -> None:
    await with_leg(chat)
    await tell(chat, chat.noor, NAMES=[chat.bram])
    (question,) = questions(chat.bram)
    await on_archive(chat, chat.noor, REMOVE)
    await chat.settle()
    assert (question.text, question.buttons) == (GONE, [])
    await chat.jump("2026-11-27 10:00")
    assert len(chat.bram.dm()) == 1


async def test_colleagues_doubt_it_and_a_coach_hides_it(chat: Chat) -> None:
    await with_leg(chat)
    await role(chat, "ruben", "coach")
    await out(chat)
    await chat.bram.types("/estafette verhalen", channel=BOARD)
    assert [label for label in chat.bram.form.buttons if label in (EDIT, REMOVE, REPORT, HIDE)] == [REPORT]
    for _n in range(2):
        await chat.bram.presses(REPORT, chat.bram.form)
    assert "Ik vraag het de schrijver, zonder jouw naam." in chat.bram.form.text
    await chat.settle()
    (told,) = [seen for seen in chat.noor.dm() if "te herkennen" in seen.text]
    assert "Bram" not in told.text
    await on_archive(chat, chat.ruben, HIDE)
    assert stories(chat)[0].text == GONE
    assert "Er is nog geen verhaal." in await archive(chat.bram)
    mend = chat.noor.dm()[-1]
    assert mend.text.startswith("De cultuurcoach heeft je klantverhaal even verborgen")
    await chat.noor.presses(EDIT, mend)
    await chat.noor.submits()
    assert chat.noor.form.errors[WHAT].startswith("Dit is nog dezelfde tekst.")
    assert await chat.noor.sends({WHAT: OTHER}) == "Bewaard. Dank je wel."
    await chat.settle()
    assert OTHER in stories(chat)[0].text
    assert told.deleted
    assert mend.deleted


# --- promises ---------------------------------------------------------------------------------------------------------
async def test_a_promise_is_asked_about_once_and_then_it_is_over(chat: Chat) -> None:
    await with_leg(chat)
    await out(chat, asks=True, promise_at=now(chat))
    await chat.until("2026-11-26 15:31")
    (asked,) = [seen for seen in chat.noor.dm() if "Vier weken" in seen.text]
    await chat.jump("2026-12-10 15:40")
    assert [seen.text for seen in chat.noor.dm() if "Vier weken" in seen.text] == [asked.text]
    assert DONE not in asked.buttons
    (row,) = await rows(chat)
    assert (row.asks, row.promise_at) == (False, None)


async def test_an_answer_counts_from_who_promised_and_once_it_was_time(chat: Chat) -> None:
    await with_leg(chat)
    early = await out(chat, asks=True, promise_at=now(chat) + timedelta(days=1))
    asked = await out(chat, asks=True, promise_at=now(chat), brought=True)
    for actor, story in ((chat.noor, early), (chat.eva, asked)):
        event = Event("e", chat.house.org, actor.id, "estafette.promise", f":s{story}:done", "r")
        with pytest.raises(Refused):
            await chat.house.dispatcher.act(event)
    await chat.settle()
    assert [each.thread for each in stories(chat)] == [[], []]


async def test_who_wants_quiet_after_the_question_is_not_asked_again(chat: Chat) -> None:
    await with_leg(chat)
    await out(chat, asks=True, promise_at=now(chat))
    await chat.until("2026-11-26 15:31")
    await chat.noor.types("/klant stil estafette 1 week", channel=BOARD)
    await chat.jump("2026-12-04 15:31")
    await chat.until("2026-12-08 15:31")
    assert sum("Vier weken" in seen.text for seen in chat.noor.dm()) == 1


async def test_a_promise_that_suits_nobody_goes_unseen(chat: Chat) -> None:
    """Noor wants quiet for a month; and who says not now is asked once more."""
    await with_leg(chat)
    await out(chat, asks=True, promise_at=now(chat))
    await out(chat, "daan", asks=True, promise_at=now(chat))
    await chat.noor.types("/klant stil estafette 1 maand", channel=BOARD)
    await chat.until("2026-11-26 15:31")
    assert not any("Vier weken" in seen.text for seen in chat.noor.dm())
    asked = chat.daan.dm()[-1]
    await chat.daan.selects(asked.menus[0], "Niet nu", asked)
    await chat.settle()
    await chat.until("2026-11-27 15:31")
    assert sum("Vier weken" in seen.text for seen in chat.daan.dm()) == 2
    await chat.jump("2026-12-10 15:40")
    await chat.jump("2027-01-04 15:40")
    assert not any("Vier weken" in seen.text for seen in chat.noor.dm())
    assert {row.promise_at for row in await rows(chat)} == {None}


# --- channels that fail, and who is away ------------------------------------------------------------------------------
async def test_a_story_that_could_not_be_posted_is_posted_later(chat: Chat) -> None:
    await with_leg(chat)
    await chat.slack.remove_bot(BOARD)
    with chat.refused("not_in_channel"):
        assert (await tell(chat, chat.noor)).startswith(THERE)
        await chat.jump("2026-11-26 11:10")
    assert [row.state for row in await rows(chat)] == ["PUBLISHED"]
    await chat.slack.add_bot(BOARD)
    await chat.jump("2026-11-27 09:00")
    assert HAPPENED in stories(chat)[0].text


async def test_guests_are_thanked_for_looking_on(chat: Chat) -> None:
    await with_leg(chat)
    await out(chat)
    guest = chat.stage.person("Gijs Gast", guest=True)
    await chat.slack.join(BOARD, guest.person)
    await guest.presses(NICE, stories(chat)[0])
    assert guest.hears(BOARD) == "Fijn dat je meekijkt. Meedoen kan alleen voor teamleden."
    assert [row.glad_on for row in await rows(chat)] == [None]


async def test_who_is_back_early_is_asked_early(chat: Chat) -> None:
    await with_leg(chat)
    await chat.bram.types("/klant afwezig 26-11 t/m 04-12", channel=BOARD)
    await tell(chat, chat.noor, NAMES=[chat.bram])
    await chat.jump("2026-11-30 10:00")
    assert questions(chat.bram) == []
    await chat.bram.types("/klant afwezig weg", channel=BOARD)
    await chat.settle()
    assert len(questions(chat.bram)) == 1
    await chat.jump("2026-12-07 10:00")
    assert len(questions(chat.bram)) == 1
