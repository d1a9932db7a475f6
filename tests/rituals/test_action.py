"""The acceptance scenarios of improvement actions, as dialogues in a team of eight."""

from __future__ import annotations

from sqlalchemy import update

from rituals import RITUALS
from storage.organisations import Organisation
from tests.chat import NOORD, Chat, chatting
from tests.rituals import alsdan_talk as alsdan
from tests.rituals.action_talk import (
    ADJUST,
    ANOTHER,
    BEGIN,
    BUSY,
    CALL,
    CHECK_ON,
    CHECKS,
    DO,
    DONE,
    EFFECT,
    KEEP,
    MYSELF,
    NEVER_MIND,
    NOTICE,
    ONCE,
    OWNER,
    PASS,
    SAVED,
    SMALLER,
    STOP,
    TAKE,
    WORKS,
    asked,
    back,
    block,
    day,
    morning,
    new,
    on_board,
    on_list,
    page,
    press,
    row,
)

WHEN = "2026-11-23 09:30"
CHOICES = (KEEP, ADJUST, STOP, DONE)
ASKED = "Ik vraag het {}. Bij een ja komt het op de kaart. Anders weet alleen jij ervan."


# --- somebody else is asked -------------------------------------------------------------------------------------------
async def test_ac_act_01_no_answer(chat: Chat) -> None:
    await chat.noord()
    await chat.until(WHEN)
    assert await new(chat, chat.joris, CALL, chat.nadia) == ASKED.format("Nadia Amrani")
    (question,) = asked(chat.nadia)
    assert question.text.startswith(f"Joris Smit vraagt of jij dit wilt oppakken: “{CALL}”")
    assert (question.buttons, chat.nadia.notifications[-1]) == ([TAKE, PASS], "Joris Smit vraagt je iets.")
    boards = []
    for on in ("2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"):
        await (chat.until(WHEN) if WHEN.startswith(on) else morning(chat, on))
        boards.append(block(chat))
        assert back(chat.joris) == []
    await chat.until("2026-11-26 09:29")
    assert back(chat.joris) == []
    await chat.until("2026-11-26 09:30")
    (told,) = back(chat.joris)
    assert (told.text, told.buttons) == (f"“{CALL}” {BACK_IN_FULL}", [MYSELF, ANOTHER, NEVER_MIND])
    assert chat.joris.notifications[-1] == "Er staat een actie weer bij jou."
    await morning(chat, "2026-11-27")
    assert not [text for text in (*boards, block(chat)) if "Nadia" in text or CALL in text]
    for actor in (chat.anna, chat.bram):
        assert CALL not in await page(actor)
        assert CALL not in "".join(seen.text for seen in (*actor.dm(), *actor.sees(NOORD)))
    assert asked(chat.nadia)[0].text.endswith("Dat is prima. Je hoeft niets te doen.")
    assert asked(chat.nadia)[0].buttons == []
    await press(chat, chat.joris, MYSELF, told)
    assert f"{CALL} (Joris Smit, we kijken maandag 7 december)" in block(chat)
    assert (await row(chat)).owner == chat.joris.id


BACK_IN_FULL = "staat weer bij jou. Een ander moment, of iemand anders?"


async def test_who_is_asked_agrees_or_passes_and_only_the_proposer_hears(chat: Chat) -> None:
    """Passed by one, asked of another, who begins and finishes it; the next board says so, once."""
    await chat.noord()
    await chat.until(WHEN)
    await new(chat, chat.joris, CALL, chat.nadia, on="2026-12-04")
    await press(chat, chat.nadia, PASS, asked(chat.nadia)[0])
    told = back(chat.joris)[0]
    assert (told.text, told.buttons[0]) == (f"“{CALL}” {BACK_IN_FULL}", MYSELF)
    await chat.joris.presses(ANOTHER, told)
    assert await chat.joris.sends({OWNER: chat.mila}) == ASKED.format("Mila Bakker")
    await chat.settle()
    assert CALL not in block(chat)
    await press(chat, chat.mila, TAKE, asked(chat.mila)[0])
    assert f"{CALL} (Mila Bakker, we kijken vrijdag 4 december)" in block(chat)
    assert f"Mila Bakker pakt dit op: “{CALL}”" in [seen.text for seen in chat.joris.dm()]
    assert asked(chat.mila)[0].buttons == [BEGIN]
    await press(chat, chat.mila, BEGIN, asked(chat.mila)[0])
    assert ((await row(chat)).state, asked(chat.mila)[0].buttons) == ("DO", [])
    await morning(chat, "2026-11-24")
    assert f"{CALL} (Mila Bakker, we kijken vrijdag 4 december)" in block(chat)
    await chat.mila.types("/klant actie klaar", channel=NOORD)
    assert chat.mila.form.values[NOTICE] == ONCE
    assert await chat.mila.sends({}) == "Mooi gedaan. Bij de volgende dagstart staat het op de kaart."
    await chat.settle()
    assert CALL not in block(chat)
    await morning(chat, "2026-11-25")
    assert f"Klaar: “{CALL}”. Klanten merken: {ONCE}" in block(chat)
    await chat.restart()
    await morning(chat, "2026-11-26")
    assert CALL not in block(chat)


# --- the check --------------------------------------------------------------------------------------------------------
async def test_ac_act_02_koningsdag(database_url: str) -> None:
    async with chatting(database_url, moment="2027-04-12 10:00") as chat:
        await chat.noord()
        async with chat.house.turns.writing(chat.house.org) as turn:
            await turn.session.execute(update(Organisation).values(holidays={"off": ["kings_day"]}))
        await chat.joris.types("/klant actie nieuw", channel=NOORD)
        assert chat.joris.form.values[CHECK_ON] == "2027-04-26"
        assert await chat.joris.sends({DO: CALL, EFFECT: ONCE, CHECK_ON: "2027-04-27"}) == SAVED
        await holidays_on(chat)
        await chat.jump("2027-04-27 05:50")
        await chat.until("2027-04-27 10:00")
        assert (await row(chat)).state == "PLAN"
        await morning(chat, "2027-04-28")
        assert f"Even kijken: werkt “{CALL}” voor de klant? (Joris Smit)" in block(chat)
        await chat.joris.types("/klant actie nieuw", channel=NOORD)
        await chat.joris.fills({DO: "Een tweede stap", EFFECT: ONCE, CHECK_ON: "2027-05-06"})
        await chat.joris.submits()
        refused = "Op donderdag 6 mei werkt je team niet. De volgende werkdag is vrijdag 7 mei."
        assert chat.joris.form.errors == {CHECK_ON: refused}
        assert chat.joris.form.values[DO] == "Een tweede stap"


async def holidays_on(chat: Chat) -> None:
    """The admin switches Koningsdag on, after the action was planned for it."""
    await chat.slack.set_admin(chat.sanne.person, True)
    await chat.settle()
    await chat.sanne.types("/klant feestdagen", channel=NOORD)
    await chat.sanne.presses("Aanpassen")
    await chat.sanne.sends({"Vrije dagen": ["Koningsdag", "Hemelvaartsdag"]})
    await chat.settle()
    assert (await row(chat)).check_on == day("2027-04-28")


async def to_check(chat: Chat) -> None:
    """Joris' action is looked at this Wednesday."""
    await chat.noord()
    await chat.until(WHEN)
    await new(chat, chat.joris, CALL, on="2026-11-25")
    await chat.jump("2026-11-25 08:40")
    await chat.until("2026-11-25 09:01")


async def test_ac_act_03_what_works_becomes_an_agreement(chat: Chat) -> None:
    await to_check(chat)
    await chat.nadia.presses("Alles bekijken", chat.card())
    await chat.nadia.presses(WORKS)
    assert "Zo blijven doen? Dan maken we er een als-dan-afspraak van." in chat.nadia.form.text
    assert [label for label in CHOICES if label in chat.nadia.form.buttons] == [KEEP, ADJUST, STOP]
    await chat.nadia.presses(KEEP)
    assert chat.nadia.form.values[alsdan.Y] == CALL
    assert (await row(chat)).state == "DONE"
    await chat.nadia.fills({alsdan.WHOM: alsdan.TEAM, alsdan.X: alsdan.CALLS})
    await chat.nadia.submits()
    said = await chat.nadia.sends({alsdan.WHY: "Eén gesprek is genoeg", alsdan.AID: alsdan.AT_DAGSTART})
    await chat.settle()
    assert "Je voorstel staat in het kanaal" in said
    assert CALL in (await alsdan.rows(chat))[0].y


async def test_without_agreements_what_works_is_done(database_url: str) -> None:
    """Anybody of the team may answer; the first answer holds, and the effect can be said anew."""
    rituals = tuple(ritual for ritual in RITUALS if ritual.name != "alsdan")
    async with chatting(database_url, rituals=rituals) as chat:
        await to_check(chat)
        due = [seen for seen in chat.joris.dm() if "Kijken we vandaag of" in seen.text][-1]
        assert f"Kijken we vandaag of “{CALL}” werkt voor de klant?" in due.text
        assert CALL not in due.fallback
        await chat.joris.presses("Even kijken", due)
        assert [label for label in chat.joris.form.buttons if label in CHECKS] == [*CHECKS]
        assert "Hoe gaan we verder?" in await on_list(chat, chat.nadia, WORKS)
        await chat.joris.presses("Werkt niet")
        assert f"Een collega was je net voor. “{CALL}”: werkt. Hoe gaan we verder?" in chat.joris.form.text
        await chat.joris.leaves()
        assert f"“{CALL}”: werkt. Hoe gaan we verder? (Joris Smit)" in await page(chat.anna)
        said = await on_list(chat, chat.mila, DONE, **{NOTICE: "Klanten bellen nog maar één keer"})
        assert "Genoteerd. Bij de volgende dagstart staat het op de kaart." in said
        await morning(chat, "2026-11-26")
        assert f"Klaar: “{CALL}”. Klanten merken: Klanten bellen nog maar één keer" in block(chat)


async def test_ac_act_04_two_extensions(chat: Chat) -> None:
    await to_check(chat)
    for again in ("2026-11-27", "2026-12-01"):
        assert SAVED in await on_board(chat, chat.mila, BUSY, **{CHECK_ON: again})
        await morning(chat, again)
    await chat.mila.presses("Alles bekijken", chat.card())
    await chat.mila.presses(BUSY)
    assert "Deze stap kreeg al twee keer meer tijd." in chat.mila.form.text
    assert [label for label in (SMALLER, STOP) if label in chat.mila.form.buttons] == [SMALLER, STOP]
    await chat.mila.presses(SMALLER)
    await chat.mila.fills({CHECK_ON: "2026-12-08"})
    await chat.mila.submits()
    same = "Dit is nog dezelfde stap. Welk stukje ervan is klein genoeg?"
    assert chat.mila.form.errors == {DO: same}
    await chat.mila.fills({DO: "Vrijdag drie bellers terugbellen"})
    await chat.mila.submits()
    await chat.settle()
    assert "Vrijdag drie bellers terugbellen (Joris Smit, we kijken dinsdag 8 december)" in block(chat)
    found = await row(chat)
    assert (found.state, found.cycle, found.extensions) == ("PLAN", 2, 0)
