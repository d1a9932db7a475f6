"""Customer stories of executives: told, published by the teller alone, and what comes back."""

from __future__ import annotations

import pytest

from rituals import answers
from rituals.contract import Event, Note, Refused
from storage.base import Base
from tests.chat import Chat
from tests.rituals.estafette_talk import BOARD, PASS, legs, posts
from tests.rituals.story_talk import (
    ALREADY,
    BACK,
    BUSY,
    DIFFERENT,
    DONE,
    DROP,
    HAPPENED,
    KEEP,
    LET_GO,
    NICE,
    NOT_YET,
    PUBLISH,
    REMOVE_NAME,
    STRIKING,
    WHAT,
    YES,
    filled,
    now,
    out,
    press,
    questions,
    role,
    rows,
    stories,
    tell,
    with_leg,
    write,
)


async def test_a_story_is_read_as_it_will_be_and_then_published(chat: Chat) -> None:
    """In the channel it stands in paragraphs, with one button for everybody."""
    await with_leg(chat)
    await write(chat, chat.noor, LINK="https://video.example.org/123456782", ASKS=True)
    preview = chat.noor.form
    assert (preview.title, preview.submit) == ("Zo leest het kanaal het", PUBLISH)
    assert preview.buttons == [KEEP, DROP, BACK]
    paragraphs = [
        "Klantverhaal van Noor Jansen (winkel of balie).",
        HAPPENED,
        f"Wat opviel: {STRIKING}",
        f"Wat ik anders doe: {DIFFERENT}",
        "Kijk of lees verder: https://video.example.org/123456782",
    ]
    read = preview.text.splitlines()
    assert [line for line in read if line in paragraphs] == paragraphs
    assert "Met je naam zichtbaar voor iedereen in #bestuur." in read
    assert "Dit is nog een concept. Alleen jij ziet het." in read
    assert stories(chat) == []
    await chat.noor.submits(times=2)
    assert chat.noor.form.text in (ALREADY, "Je verhaal staat in #bestuur. Dank je wel."), "whichever answer came last"
    await chat.noor.leaves()
    await chat.settle()
    (message,) = stories(chat)
    assert message.text.splitlines() == paragraphs
    assert message.buttons == [NICE]
    assert [row.state for row in await rows(chat)] == ["PUBLISHED"]


async def test_ac_est_02_share(chat: Chat) -> None:
    """Published on Thursday: the answer offers the baton, and it counts as run."""
    await with_leg(chat, "eva")
    await write(chat, chat.eva)
    await chat.eva.submits()
    assert chat.eva.form.text == "Je verhaal staat in #bestuur. Dank je wel."
    assert chat.eva.form.buttons == [PASS]
    await chat.eva.presses(PASS, chat.eva.form)
    assert chat.eva.form.title == PASS
    await chat.eva.leaves()
    await chat.settle()
    assert [(row.state, row.ran) for row in await legs(chat)] == [("SHARED", True)]
    assert "Klantverhaal van Eva Hendriks" in posts(chat)[-1]


async def test_ac_est_09_preparer(chat: Chat) -> None:
    await with_leg(chat)
    await role(chat, "bram", "preparer", "noor")
    await chat.bram.types("/estafette deel", channel=BOARD)
    form = chat.bram.form
    assert form.submit == "Bewaren"
    assert "Je zet een concept klaar. Noor Jansen plaatst het zelf." in form.text
    assert await chat.bram.sends({WHAT: HAPPENED}) == "Bewaard als concept. Noor Jansen plaatst het zelf."
    (draft,) = await rows(chat)
    forged = Event("forged", chat.house.org, chat.bram.id, "estafette.preview", f":s{draft.id}", kept={"shown": ""})
    with pytest.raises(Refused):
        await chat.house.dispatcher.submit(forged)
    await chat.aisha.types("/estafette deel", channel=BOARD)
    assert "nog geen verhaal te delen" in chat.aisha.hears(BOARD)
    await chat.noor.types("/estafette deel", channel=BOARD)
    assert chat.noor.form.values[WHAT] == HAPPENED
    assert "Concept van Bram Visser, donderdag 26 november." in chat.noor.form.text
    await chat.noor.fills(filled())
    await chat.noor.submits()
    assert "Alleen jij en Bram Visser zien het." in chat.noor.form.text
    await chat.noor.submits()
    await chat.settle()
    (message,) = stories(chat)
    assert message.text.startswith("Klantverhaal van Noor Jansen (winkel of balie).")
    assert "Bram" not in message.text
    (row,) = await rows(chat)
    assert (row.state, row.drafted_by) == ("PUBLISHED", None)


async def test_ac_est_11_a_late_story_counts(chat: Chat) -> None:
    await with_leg(chat, state="LAPSED", moment="")
    await chat.jump("2026-12-02 11:00")
    assert await tell(chat, chat.noor) == "Je verhaal staat er alsnog. Fijn dat je het deelt."
    assert "Klantverhaal van Noor Jansen" in posts(chat)[-1]
    (late,) = [row for row in await legs(chat) if row.person == chat.noor.id]
    assert (late.state, late.ran) == ("LAPSED", True)


async def test_ac_est_13_colleagues_name(chat: Chat) -> None:
    await with_leg(chat)
    told = f"{HAPPENED} Bram zette een stoel voor haar neer."
    await write(chat, chat.noor, WHAT=told, CHANGE="Brams stoel staat voortaan bij de ingang.", NAMES=[chat.bram])
    assert f"{HAPPENED} Een collega zette een stoel" in chat.noor.form.text
    assert "Na het plaatsen vraag ik Bram Visser of de naam gelezen mag worden." in chat.noor.form.text
    assert chat.bram.dm() == []
    await chat.noor.submits(times=2)
    await chat.settle()
    (message,) = stories(chat)
    assert "Bram" not in message.text + message.fallback
    assert f"{HAPPENED} Een collega zette een stoel voor haar neer." in message.text
    assert "Een collega's stoel staat voortaan bij de ingang." in message.text
    assert "In dit verhaal: een collega." in message.text
    (question,) = questions(chat.bram)
    assert question.text.startswith("Noor Jansen noemt je in een klantverhaal. Mag iedereen je naam erin lezen?")
    assert "Bram zette een stoel voor haar neer." in question.text
    assert question.fallback == "Noor Jansen noemt je in een klantverhaal. Mag iedereen je naam erin lezen?"
    before = len(posts(chat))
    await press(chat, chat.bram, YES)
    (message,) = stories(chat)
    assert f"{HAPPENED} Bram zette een stoel voor haar neer." in message.text
    assert "Brams stoel staat voortaan bij de ingang." in message.text
    assert "In dit verhaal: Bram Visser." in message.text
    assert len(posts(chat)) == before
    assert question.buttons == [REMOVE_NAME]
    await press(chat, chat.bram, REMOVE_NAME)
    assert "Bram" not in stories(chat)[0].text
    assert "Je naam staat er niet in" in question.text


async def test_ac_est_13_who_never_answers_stays_a_colleague(chat: Chat) -> None:
    await with_leg(chat)
    await tell(chat, chat.noor, WHAT=f"{HAPPENED} Bram hielp haar.", NAMES=[chat.bram, chat.petra])
    await press(chat, chat.petra, YES)
    await chat.jump("2027-02-01 10:00")
    (message,) = stories(chat)
    assert f"{HAPPENED} Een collega hielp haar." in message.text
    assert "In dit verhaal: Petra Kok en een collega." in message.text
    assert [len(questions(actor)) for actor in (chat.bram, chat.petra)] == [1, 1]


async def test_ac_est_14_promise(chat: Chat) -> None:
    """Noor is in no team; four weeks on is Thursday 24 December, and she is asked in the afternoon."""
    await with_leg(chat)
    await tell(chat, chat.noor, ASKS=True)
    await chat.until("2026-12-24 15:29")
    assert not any("Vier weken geleden" in seen.text for seen in chat.noor.dm())
    await chat.until("2026-12-24 15:31")
    asked = chat.noor.dm()[-1]
    assert f"Vier weken geleden schreef je: “{DIFFERENT}” Hoe staat het daarmee?" in asked.text
    assert DIFFERENT not in asked.fallback
    assert [label for label in (DONE, BUSY, NOT_YET, LET_GO) if label in asked.buttons] == [DONE, BUSY, NOT_YET, LET_GO]
    others = (chat.eva, chat.aisha, chat.bram, chat.petra)
    assert not any("Vier weken" in seen.text for actor in others for seen in actor.dm())
    await press(chat, chat.noor, DONE)
    (line,) = stories(chat)[0].thread
    assert line.text == f"Noor Jansen deed het: {DIFFERENT}"
    assert DONE not in asked.buttons
    await asked_again(chat, DONE)
    assert len(stories(chat)[0].thread) == 1


async def asked_again(chat: Chat, answer: str) -> None:
    """A second press, from a message that was open all the while."""
    (row,) = await rows(chat)
    code = {DONE: "done", NOT_YET: "notyet"}[answer]
    event = Event("again", chat.house.org, chat.noor.id, "estafette.promise", f":s{row.id}:{code}", "again")
    assert await chat.house.dispatcher.act(event) == Note(answers.ALREADY)
    await chat.settle()


async def test_ac_est_14_no_row_holds_another_answer(chat: Chat) -> None:
    """Two who promised on one day answer otherwise: what is kept of them is the same, and nothing is posted."""
    await with_leg(chat)
    first = await out(chat, "noor", asks=True, promise_at=now(chat), brought=True)
    second = await out(chat, "daan", asks=True, promise_at=now(chat), brought=True)
    before = await everything(chat)
    for actor, story, answer in ((chat.noor, first, "notyet"), (chat.daan, second, "letgo")):
        event = Event(f"e{story}", chat.house.org, actor.id, "estafette.promise", f":s{story}:{answer}", f"r{story}")
        said = await chat.house.dispatcher.act(event)
        assert isinstance(said, Note)
        assert said.text.msgid == "Thank you. I keep nothing of your answer."
    await chat.settle()
    after = await everything(chat)
    assert not any("notyet" in each or "letgo" in each or each.startswith("once") for each in after - before)
    assert [each.thread for each in stories(chat)] == [[], []]
    one, other = await rows(chat)
    assert (
        (one.asks, one.promise_at, one.brought) == (other.asks, other.promise_at, other.brought) == (False, None, True)
    )


async def everything(chat: Chat) -> set[str]:
    """All rows of all tables, as text."""
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        connection = await session.connection()
        found: set[str] = set()
        for table in Base.metadata.sorted_tables:
            found |= {f"{table.name} {tuple(row)}" for row in await connection.execute(table.select())}
        return found


async def test_gladness_reaches_the_teller_once_and_nobody_is_known_by_it(chat: Chat) -> None:
    await with_leg(chat)
    await out(chat)
    (message,) = stories(chat)
    before = await everything(chat)
    for actor in (chat.bram, chat.eva, chat.noor, chat.bram):
        await actor.presses(NICE, message)
        assert actor.hears(BOARD) == "Dank je wel. Reageren in het draadje mag ook."
    await chat.settle()
    known = {each for each in await everything(chat) - before if not each.startswith("people")}
    assert not any(actor.id in each for actor in (chat.bram, chat.eva) for each in known)
    assert not any(each.startswith("once") for each in known)
    await chat.until("2026-11-27 08:29")
    assert not any("met plezier" in seen.text for seen in chat.noor.dm())
    await chat.until("2026-11-27 08:31")
    await chat.aisha.presses(NICE, message)
    await chat.until("2026-12-01 12:00")
    glad = [seen.text for seen in chat.noor.dm() if "met plezier" in seen.text]
    assert glad == ["Collega's lazen je verhaal met plezier."]


async def test_ones_own_story_makes_nobody_glad(chat: Chat) -> None:
    await with_leg(chat)
    await out(chat)
    await chat.noor.presses(NICE, stories(chat)[0])
    await chat.settle()
    assert [row.glad_on for row in await rows(chat)] == [None]
