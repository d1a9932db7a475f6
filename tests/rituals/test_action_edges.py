"""Dialogues at the edges of improvement actions: what a form asks, who leaves, and what nobody answers."""

from __future__ import annotations

from typing import Any

from storage.action import ImprovementAction
from tests.chat import NOORD, Chat
from tests.rituals.action_talk import (
    BUSY,
    CALL,
    CHECK_ON,
    DO,
    EFFECT,
    EVIDENCE,
    LINK,
    ONCE,
    OWNER,
    PASS,
    SAVED,
    STOP,
    TAKE,
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
    rows,
)
from tests.rituals.dagstart_talk import POINT, improve

TRAINING = "Wat gaan we na de training anders doen?"
WHEN = "2026-11-23 09:30"


async def test_what_the_form_asks_and_refuses(chat: Chat) -> None:
    """A training only, the same twice, a day too far, somebody outside the team, and an eleventh action."""
    await chat.noord()
    await chat.until(WHEN)
    zuid = chat.person("Zoë Zuid")
    await improve(chat.joris, POINT)
    await chat.joris.types("/klant actie nieuw", channel=NOORD)
    await chat.joris.fills({DO: "Training klantgericht bellen volgen", EFFECT: ONCE, LINK: POINT, OWNER: zuid})
    await chat.joris.submits()
    assert TRAINING in chat.joris.form.text
    await chat.joris.submits()
    assert "Kies iemand uit dit team." in chat.joris.form.errors[OWNER]
    await chat.joris.fills({OWNER: chat.joris, CHECK_ON: "2027-06-01"})
    await chat.joris.submits()
    far = "Kies een werkdag van dinsdag 24 november tot en met woensdag 17 februari."
    assert chat.joris.form.errors == {CHECK_ON: far}
    assert await chat.joris.sends({CHECK_ON: "2026-11-25", EVIDENCE: "We tellen de klachten"}) == SAVED
    read = await page(chat.joris)
    assert f"Dit moeten klanten merken: {ONCE}\nZo zien we of het werkt: We tellen de klachten" in read
    assert f"Hoort bij: {POINT}" in read
    await chat.mila.types("/klant actie nieuw", channel=NOORD)
    await chat.mila.fills({DO: "training klantgericht bellen volgen.", EFFECT: ONCE})
    await chat.mila.submits()
    await chat.mila.submits()
    assert "loopt al. Zal ik het nog een keer toevoegen?" in chat.mila.form.text
    await chat.mila.leaves()
    await eight_more(chat)
    await new(chat, chat.mila, "Stap negen van ons plan")
    assert "Er lopen 10 acties. Eerst één afmaken?" in block(chat)
    assert block(chat).count("(Mila Bakker") == 3  # with the tip and Joris' own, which is due first, they are five
    await chat.bram.types("/klant actie nieuw", channel=NOORD)
    await chat.bram.fills({DO: CALL, EFFECT: ONCE})
    await chat.bram.submits()
    assert chat.bram.form.errors == {DO: "Er lopen 10 acties. Eerst één afmaken?"}
    assert chat.bram.form.values[DO] == CALL
    assert len(await rows(chat)) == 10


async def eight_more(chat: Chat) -> None:
    """Mila's, without the words of a dialogue for each."""
    async with chat.house.turns.writing(chat.house.org) as turn:
        own: dict[str, Any] = {"team": 1, "effect": ONCE, "owner": chat.mila.id, "state": "PLAN", "at": turn.now}
        own["check_on"] = day("2026-12-07")
        turn.session.add_all(ImprovementAction(what=f"Stap {n} van ons plan", **own) for n in range(8))


async def test_whoever_leaves_leaves_nothing_behind(chat: Chat) -> None:
    """What was asked goes back at once; what was owned waits for somebody, and the lead reads one line."""
    await chat.noord()
    await chat.until(WHEN)
    await new(chat, chat.joris, CALL, chat.nadia)
    for what in ("Een brief korter maken", "De wachtmuziek vervangen"):
        await new(chat, chat.nadia, what)
    await chat.slack.leave(NOORD, chat.nadia.person)
    await chat.settle()
    assert len(back(chat.joris)) == 1
    assert "Een brief korter maken (wie pakt dit op? We kijken maandag 7 december)" in block(chat)
    await morning(chat, "2026-11-24")
    lines = [seen.text for seen in chat.anna.dm() if "Voor deze acties zoeken we iemand:" in seen.text]
    assert len(lines) == 1
    assert "“Een brief korter maken” en “De wachtmuziek vervangen”" in lines[0]
    await chat.bram.person.opens_home()
    assert "Deze heeft nog niemand opgepakt:" in chat.bram.person.home.text
    await on_board(chat, chat.bram, TAKE, near="Een brief")
    said = await on_list(chat, chat.mila, TAKE, near="De wachtmuziek")
    assert "Jij pakt dit op. Dank je wel." in said
    assert "Een brief korter maken (Bram Visser" in block(chat)
    assert "Voor elke actie is er weer iemand." in [seen.text for seen in chat.anna.dm()][-1]


async def test_what_nobody_looks_at_is_asked_once_more_and_let_go(chat: Chat) -> None:
    await chat.noord()
    await chat.until(WHEN)
    await new(chat, chat.joris, CALL, on="2026-11-25")
    await chat.joris.types("/klant afwezig 25-11 t/m 26-11", channel=NOORD)
    await morning(chat, "2026-11-26")
    assert (await row(chat)).state == "PLAN"
    assert "we kijken morgen" in block(chat)
    await morning(chat, "2026-11-27")
    assert f"Even kijken: werkt “{CALL}” voor de klant?" in block(chat)
    await morning(chat, "2026-12-11")
    assert f"Nog nodig: “{CALL}”?" in block(chat)
    assert "Goed. Werkt het voor de klant?" in await on_board(chat, chat.mila, "Ja", near="Nog nodig")
    assert f"Even kijken: werkt “{CALL}” voor de klant?" in block(chat)
    await morning(chat, "2026-12-28")
    assert f"Nog nodig: “{CALL}”?" in block(chat)
    before = len([seen for actor in chat.people.values() for seen in actor.dm() if CALL in seen.text])
    await morning(chat, "2027-01-12")
    assert (await row(chat)).state == "DROPPED"
    assert CALL not in block(chat)
    assert len([seen for actor in chat.people.values() for seen in actor.dm() if CALL in seen.text]) == before


async def test_one_question_a_day_and_never_mind(chat: Chat) -> None:
    """The second colleague's question waits for tomorrow, and isn't sent at all once it is settled elsewhere."""
    await chat.noord()
    await chat.until(WHEN)
    await new(chat, chat.joris, CALL, chat.nadia)
    await new(chat, chat.mila, "Een brief korter maken", chat.nadia)
    await new(chat, chat.bram, "De wachtmuziek vervangen", chat.nadia)
    assert len(asked(chat.nadia)) == 1
    mine = await page(chat.nadia, "/klant actie mijn")
    assert mine.count("vraagt of jij dit wilt oppakken") == 3
    await on_list(chat, chat.mila, "Laat maar")
    await on_list(chat, chat.nadia, PASS, near="Bram")
    await morning(chat, "2026-11-25")
    assert len(asked(chat.nadia)) == 1
    assert len(back(chat.bram)) == 1
    assert await page(chat.mila, "/klant actie mijn") == NOTHING
    await press(chat, chat.nadia, TAKE, asked(chat.nadia)[0])
    assert (await rows(chat))[0].check_on == day("2026-12-07")
    await chat.anna.presses("Alles bekijken", chat.card())
    assert STOP in chat.anna.form.buttons
    assert BUSY not in chat.anna.form.buttons
    await chat.anna.presses(STOP, near=CALL)
    assert "Losgelaten. Niemand krijgt daar bericht van." in chat.anna.form.text
    await chat.settle()
    assert CALL not in block(chat)


NOTHING = "Je hebt nu geen acties, en er ligt geen vraag voor je."
