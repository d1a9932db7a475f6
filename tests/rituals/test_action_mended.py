"""What was found by playing improvement actions, each as a dialogue."""

from __future__ import annotations

from typing import Any

from bot.stage import Actor
from rituals.contract import Answer, Event, Refused
from rituals.shown import Form
from sandbox import Seen
from tests.chat import NOORD, Chat
from tests.rituals.action_talk import (
    ADJUST,
    ALL,
    ANOTHER,
    BACK,
    CALL,
    DO,
    DONE,
    EFFECT,
    KEEP,
    NEVER_MIND,
    NOT_YET,
    NOTICE,
    ONCE,
    OWNER,
    PASS,
    SAVED,
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
    rows,
)
from tests.rituals.dagstart_talk import POINT, improve

WHEN = "2026-11-23 09:30"
BIG = 10**30  # more than a database takes
LETTER, MUSIC = "Een brief korter maken", "De wachtmuziek vervangen"


async def start(chat: Chat) -> None:
    await chat.noord()
    await chat.until(WHEN)


async def erase(chat: Chat, actor: Actor, what: str, **more: Any) -> None:
    await actor.types("/klant mijn", channel=NOORD)
    await actor.presses("Verwijder")
    await actor.fills({"Wat zal ik verwijderen?": [what], **more})
    await actor.submits()
    await actor.leaves()
    await chat.settle()


def about(actor: Actor, what: str) -> Seen:
    """The newest message of this person about it."""
    return [seen for seen in actor.dm() if what in seen.text][-1]


# --- subjects that nobody drew ----------------------------------------------------------------------------------------
async def forged(chat: Chat, actor: Actor, does: str, subject: str) -> Answer | Form | Refused:
    event = Event(id=f"{does} {subject}", org=chat.house.org, person=actor.id, does=does, about=subject)
    try:
        got: Answer | Form = await (chat.house.dispatcher.open if does == "action.new" else chat.house.dispatcher.act)(
            event
        )
        return got
    except Refused as refused:
        return refused


async def test_a_subject_that_is_none_is_not_there(chat: Chat) -> None:
    """Neither the text nor the link of another team's point, nor of one that only its author knows of."""
    await start(chat)
    zed = chat.stage.person("Zed Zuid")
    chat.slack.channel("zuid", members=[zed.person])
    await chat.start(zed, "zuid")
    await improve(chat.sanne, POINT)
    await chat.until("2026-11-23 12:00")
    await improve(chat.sanne, "Een punt dat nog op het volgende bord wacht")
    for subject in ("2:point:1", "2:point:²", f"2:point:{BIG}", "2:action:²", "2:kpi:²", f"2:kpi:{BIG}"):
        form = await forged(chat, zed, "action.new", subject)
        assert isinstance(form, Form)
        assert "link" not in [each.name for each in form.fields], subject
    for does, key in (("action.take", "action:²"), ("action.take", f"action:{BIG}"), ("dagstart.act", f"point:{BIG}")):
        assert isinstance(await forged(chat, zed, does, f"2:{key}"), Refused)
        assert isinstance(await forged(chat, zed, does, f"{BIG}:{key}"), Refused)
    waits = [await forged(chat, actor, "action.new", "1:point:2") for actor in (chat.bram, chat.sanne)]
    links = [{o.value for each in form.fields for o in each.options} for form in waits if isinstance(form, Form)]
    assert ["point:2" in each for each in links] == [False, True]
    submitted = {"what": CALL, "effect": ONCE, "owner": zed.id, "check_on": day("2026-12-04"), "link": "point:1"}
    event = Event(id="sent", org=chat.house.org, person=zed.id, does="action.new", about="2:point:1", values=submitted)
    await chat.house.dispatcher.submit(event)
    assert [each.link for each in await rows(chat)] == [None]
    await chat.sanne.types("/klant actie nieuw", channel=NOORD)
    await chat.sanne.sends({DO: CALL, EFFECT: ONCE, "Hoort bij": "Een punt dat nog op het volgende bord wacht"})
    assert "Een punt dat nog" in await page(chat.sanne)
    assert "Een punt dat nog" not in await page(chat.bram)


# --- what stands in their conversations -------------------------------------------------------------------------------
async def test_when_its_owner_lets_go_all_messages_stay_true(chat: Chat) -> None:
    await start(chat)
    await new(chat, chat.joris, CALL, chat.nadia, on="2026-11-25")
    await press(chat, chat.nadia, TAKE, asked(chat.nadia)[0])
    await page_without(chat, chat.joris)
    await chat.jump("2026-11-25 08:40")
    await chat.until("2026-11-25 09:01")
    assert about(chat.nadia, "Kijken we vandaag").buttons[0] == "Even kijken"
    await erase(chat, chat.nadia, "Acties die ik oppak")
    assert "Even kijken" not in about(chat.nadia, "Kijken we vandaag").buttons
    assert asked(chat.nadia)[0].text.endswith("Dat is prima. Je hoeft niets te doen.")
    told = about(chat.joris, CALL)
    assert (told.text, told.buttons) == (f"“{CALL}” zoekt weer iemand.", [TAKE])
    assert chat.joris.notifications[-1] == "Nadia Amrani pakt je actie op."
    await press(chat, chat.joris, TAKE, told)
    assert about(chat.joris, CALL).text == f"Jij pakt dit op: “{CALL}”"
    await on_list(chat, chat.anna, STOP)
    assert about(chat.joris, CALL).text == f"“{CALL}” is losgelaten."


async def page_without(chat: Chat, actor: Actor) -> None:
    """Whoever only proposed it words it no more, and doesn't drop it."""
    await actor.types("/klant actie", channel=NOORD)
    assert not {ADJUST, STOP} & {*actor.form.buttons}
    await actor.leaves()


async def test_a_proposal_that_nobody_answers_lapses_with_a_way_on(chat: Chat) -> None:
    await start(chat)
    await new(chat, chat.joris, CALL, chat.nadia)
    await new(chat, chat.joris, LETTER, chat.mila)
    await on_list(chat, chat.joris, NEVER_MIND, near=LETTER)
    assert asked(chat.mila)[0].text.endswith("Dit hoeft niet meer.")
    await chat.jump("2026-11-26 09:40")
    await chat.settle()
    assert len(back(chat.joris)) == 1
    await chat.jump("2026-12-11 09:30")
    await chat.settle()
    told = about(chat.joris, CALL)
    assert (told.text, told.buttons) == (f"“{CALL}”\nDit voorstel is verlopen.", ["Opnieuw"])
    await chat.joris.presses("Opnieuw", told)
    assert (chat.joris.form.values[DO], chat.joris.form.values[EFFECT]) == (CALL, ONCE)
    assert "Pak je het zelf op, dan staat je naam op de kaart." in chat.joris.form.text
    assert await chat.joris.sends({}) == SAVED


async def test_one_question_a_day_and_never_the_same_twice(chat: Chat) -> None:
    """Passing frees no day; while she is away nobody waits for her longer than ten working days."""
    await start(chat)
    await new(chat, chat.joris, CALL, chat.nadia)
    await press(chat, chat.nadia, PASS, asked(chat.nadia)[0])
    await chat.joris.presses(ANOTHER, back(chat.joris)[0])
    await chat.joris.fills({OWNER: chat.nadia})
    await chat.joris.submits()
    assert chat.joris.form.errors == {OWNER: "Deze collega vroeg ik het al. Kies iemand anders."}
    await chat.joris.leaves()
    await new(chat, chat.mila, LETTER, chat.nadia)
    assert len(asked(chat.nadia)) == 1
    await chat.until("2026-11-24 08:31")
    assert len(asked(chat.nadia)) == 2
    await chat.nadia.types("/klant afwezig 24-11 t/m 18-12", channel=NOORD)
    await new(chat, chat.bram, MUSIC, chat.nadia)
    await chat.jump("2026-12-07 08:40")
    await chat.settle()
    assert not [seen for actor in (chat.mila, chat.bram) for seen in actor.dm() if BACK in seen.text]
    await chat.jump("2026-12-08 09:00")
    await chat.settle()
    assert [len(back(actor)) for actor in (chat.mila, chat.bram)] == [1, 1]
    assert len(asked(chat.nadia)) == 2


async def test_how_long_an_owner_is_away_is_not_to_be_read(chat: Chat) -> None:
    await start(chat)
    await new(chat, chat.joris, CALL, on="2026-11-25")
    await new(chat, chat.mila, LETTER, on="2026-11-25")
    await chat.joris.types("/klant afwezig 24-11 t/m 18-12", channel=NOORD)
    await morning(chat, "2026-11-25")
    assert f"{CALL} (Joris Smit, we kijken morgen)" in block(chat)
    await on_board(chat, chat.bram, NOT_YET, near=LETTER)
    await chat.bram.types("/klant actie", channel=NOORD)
    await chat.bram.presses(DONE, near=LETTER)
    assert chat.bram.form.values[NOTICE] in ("", None)
    await chat.bram.leaves()
    await morning(chat, "2026-11-26")
    assert f"Even kijken: werkt “{CALL}” voor de klant? (Joris Smit)" in block(chat)
    said = await on_board(chat, chat.bram, WORKS, near=CALL)
    assert said.startswith("Zo blijven doen?")
    assert said.count("Hoe gaan we verder?") == 2
    await morning(chat, "2026-12-09")
    assert f"Nog nodig: “{LETTER}”?" in block(chat)
    await on_board(chat, chat.omar, "Ja", near=LETTER)
    assert f"“{LETTER}”: werkt nog niet. Hoe gaan we verder?" in block(chat)


# --- the limit, and what went on meanwhile ----------------------------------------------------------------------------
async def test_what_waits_for_an_answer_fills_nothing(chat: Chat) -> None:
    """Nine run and one is proposed: a tenth still can be, and then whoever is asked reads that it is full."""
    await start(chat)
    for n in range(9):
        await new(chat, chat.mila, f"Stap {'abcdefghi'[n]} van ons plan")
    await new(chat, chat.joris, CALL, chat.nadia)
    assert await new(chat, chat.bram, LETTER) == SAVED
    await chat.nadia.presses(TAKE, asked(chat.nadia)[0])
    assert "Er lopen 10 acties. Eerst één afmaken?" in chat.nadia.dm()[-1].text
    assert asked(chat.nadia)[0].buttons == [TAKE, PASS]
    for what, whom in ((MUSIC, chat.omar), ("Sneller terugbellen dan eerst", chat.sanne)):
        await chat.joris.types("/klant actie nieuw", channel=NOORD)
        await chat.joris.fills({DO: what, EFFECT: ONCE, OWNER: whom})
        await chat.joris.submits()
        assert chat.joris.form.errors == {DO: "Er lopen 10 acties. Eerst één afmaken?"}
        await chat.joris.leaves()


async def test_what_went_on_meanwhile_is_said_so(chat: Chat) -> None:
    await start(chat)
    await new(chat, chat.mila, LETTER, on="2026-11-24")
    await chat.mila.types("/klant actie", channel=NOORD)
    await chat.mila.presses(ADJUST)
    await chat.until("2026-11-24 09:01")
    await chat.mila.fills({DO: "Een brief veel korter maken"})
    await chat.mila.submits()
    assert "De actie is intussen verder. Je tekst staat hier nog." in chat.mila.form.text
    assert "Een brief veel korter maken" in chat.mila.form.text
    await chat.mila.leaves()
    await chat.mila.types("/klant actie klaar", channel=NOORD)
    assert chat.mila.hears(NOORD).startswith(f"Even kijken: werkt “{LETTER}” voor de klant?")
    await chat.bram.presses(ALL, chat.card())
    await chat.omar.presses(ALL, chat.card())
    await chat.bram.presses(WORKS)
    assert [chat.bram.form.buttons.count(label) for label in (KEEP, ADJUST, STOP)] == [1, 1, 1]
    await chat.omar.presses(NOT_YET)
    assert f"Een collega was je net voor. “{LETTER}”: werkt. Hoe gaan we verder?" in chat.omar.form.text
    assert (await row(chat)).result == "works"


# --- points and colleagues --------------------------------------------------------------------------------------------
async def test_a_point_that_nobody_took_up_says_nothing_and_unsigned_is_a_colleague(chat: Chat) -> None:
    await start(chat)
    await improve(chat.sanne, POINT)
    await on_point(chat, chat.joris, chat.nadia)
    await press(chat, chat.nadia, PASS, asked(chat.nadia)[0])
    await press(chat, chat.joris, NEVER_MIND, back(chat.joris)[0])
    await chat.bram.presses(ALL, chat.card())
    assert "losgelaten" not in chat.bram.form.text
    assert "Verbeteractie" in chat.bram.form.buttons
    await chat.bram.leaves()
    await new(chat, chat.joris, LETTER, chat.mila)
    await new(chat, chat.joris, MUSIC, chat.omar)
    await press(chat, chat.omar, PASS, asked(chat.omar)[0])
    await erase(chat, chat.joris, "Acties die ik voorstelde", **{"Wat collega's kunnen zien": UNSIGN})
    assert asked(chat.mila)[0].text.startswith("Een collega vraagt of jij dit wilt oppakken")
    await chat.until("2026-11-24 09:01")
    assert f"Voor deze actie zoeken we iemand: “{MUSIC}”" in about(chat.anna, MUSIC).text


UNSIGN = "Laat het staan, van een oud-collega"


async def on_point(chat: Chat, actor: Actor, owner: Actor) -> None:
    await chat.settle()
    await actor.presses(ALL, chat.card())
    await actor.presses("Verbeteractie", near=POINT)
    await actor.sends({EFFECT: ONCE, OWNER: owner})
    await actor.leaves()
    await chat.settle()
