"""Dialogues about setting the relay up: its circle and its channel, who prepares, and what follows."""

from __future__ import annotations

from datetime import time
from typing import Any

from sqlalchemy import select

from storage.estafette import Relay
from tests.chat import Chat
from tests.rituals.estafette_settings_talk import (
    CEO,
    DAAN,
    EVA,
    FIRST_CLOCK,
    FIRST_DAY,
    FROM_NEXT,
    KANAAL,
    KRING,
    LAST_CLOCK,
    NOBODY,
    NOOR,
    OFF,
    PRIVATE,
    SAVED,
    before,
    chosen,
    errors,
    logged,
    opens,
    roles,
    saves,
)
from tests.rituals.estafette_stage import THIS, WEEK, under_way
from tests.rituals.estafette_talk import (
    BOARD,
    CIRCLE,
    board,
    legs,
    newest,
    offers,
    posts,
    press,
    relay,
    runners,
)


async def test_a_relay_is_set_up(chat: Chat) -> None:
    """Nothing holds before the second form; then roles, log and private lines are as by any other way."""
    await before(chat)
    await opens(chat.petra)
    assert chat.petra.form.values[FIRST_CLOCK] == "09:00"
    assert chat.petra.form.values[LAST_CLOCK] == "15:00"
    await chat.petra.fills(chosen(chat))
    await chat.petra.submits()
    assert await roles(chat) == {("petra", "relay_coordinator")}
    for name in CIRCLE:
        assert name in chat.petra.form.text
    assert SAVED in await chat.petra.sends({NOOR: [chat.bram]})
    await chat.settle()
    assert await roles(chat) == {
        ("petra", "relay_coordinator"),
        ("eva", "ceo"),
        *((name.split()[0].lower(), "exec") for name in CIRCLE),
        ("bram", "preparer", "noor"),
    }
    row = await relay(chat)
    assert (row.start_day, row.start_clock, row.end_day, row.end_clock) == (1, time(9), 5, time(15))
    assert (row.every, row.off, row.on, row.private, row.state) == (1, [], [], False, "READY")
    assert {each.person for each in await runners(chat)} == {chat.stage.people[n.split()[0].lower()].id for n in CIRCLE}
    assert [text for text in map(_text, chat.eva.dm()) if text.startswith("Je bent nu")] == [newest(chat.eva).text]
    assert newest(chat.eva).text.startswith("Je bent nu CEO.")
    assert newest(chat.daan).text.startswith("Je bent nu bestuurder.")
    assert newest(chat.bram).text.startswith("Je bent nu voorbereider van Noor Jansen.")
    assert (await logged(chat))[-1] == "estafette.settings"
    assert posts(chat) == []


def _text(seen: Any) -> str:
    return str(seen.text)


async def test_what_cant_be_is_said_at_its_field_and_the_rest_stays(chat: Chat) -> None:
    await before(chat)
    gast = chat.stage.person("Gast Gastman", guest=True)
    chat.stage.slack.channel("elders", members=[chat.petra.person], bot=False)
    chat.stage.slack.channel("gedeeld", members=[chat.petra.person], ext_shared=True)
    await opens(chat.petra)
    petra, whole = chat.petra, chosen(chat)
    assert await errors(petra, {**whole, KRING: [chat.eva, chat.daan]}) == [
        "Een estafette heeft minstens drie en hoogstens dertig bestuurders."
    ]
    assert await errors(petra, {**whole, CEO: chat.bram}) == ["Kies de CEO uit de kring."]
    assert await errors(petra, {**whole, KRING: [chat.eva, chat.daan, gast]}) == [NOBODY]
    assert await errors(petra, {**whole, KANAAL: "elders"}) == [
        "Ik ben nog geen lid van het kanaal. Nodig me daar uit en probeer het opnieuw."
    ]
    assert await errors(petra, {**whole, KANAAL: "gedeeld"}) == [
        "In dit kanaal lezen ook mensen van buiten de organisatie mee. Kies een ander."
    ]
    assert await errors(petra, {**whole, FIRST_DAY: "Vrijdag", FIRST_CLOCK: time(15)}) == [
        "Het einde komt na het begin."
    ]
    assert await errors(petra, {**whole, FIRST_DAY: "Maandag", FIRST_CLOCK: time(9, 2)}) == [
        "Kies een tijd tussen 06:00 en 20:00, in stappen van vijf minuten."
    ]
    assert await errors(petra, {**whole, FIRST_CLOCK: time(9)}) == []
    taken = "Bram Visser is al voorbereider van een andere bestuurder. Neem die rol eerst terug."
    assert await errors(petra, {EVA: [chat.eva], DAAN: [chat.bram], NOOR: [chat.bram]}) == [
        "Een bestuurder is niet de eigen voorbereider. Kies iemand anders.",
        taken,
        taken,
    ]
    assert await roles(chat) == {("petra", "relay_coordinator")}
    async with chat.house.sessions(info={"org": chat.house.org}) as session:
        assert list(await session.scalars(select(Relay))) == []


async def test_a_channel_that_not_everybody_reads_is_asked_about_once(chat: Chat) -> None:
    await before(chat, private=True)
    await opens(chat.petra)
    assert await errors(chat.petra, chosen(chat)) == []
    assert PRIVATE in chat.petra.form.text
    await chat.petra.submits()
    assert SAVED in await chat.petra.sends({})
    assert (await relay(chat)).private
    assert SAVED in await saves(chat, {})


async def test_back_from_the_second_form_all_is_as_it_was(chat: Chat) -> None:
    await before(chat)
    await opens(chat.petra)
    week = "week 53, vanaf maandag 28 december"
    await chat.petra.fills(chosen(chat, **{FIRST_CLOCK: time(8, 30), OFF: [week]}))
    await chat.petra.submits()
    await chat.petra.fills({DAAN: [chat.bram]})
    await chat.petra.presses("Terug")
    assert chat.petra.form.title == "Estafette instellen"
    assert chat.petra.form.values[FIRST_CLOCK] == "08:30"
    assert week in str(chat.petra.form.values[OFF])
    await chat.petra.submits()
    assert SAVED in await chat.petra.sends({})
    await chat.settle()
    assert ("bram", "preparer", "daan") in await roles(chat)
    row = await relay(chat)
    assert (row.start_clock, row.off) == (time(8, 30), ["2026-W53"])
    await opens(chat.petra)
    await chat.petra.fills({OFF: []})
    await chat.petra.submits()
    await chat.petra.fills({DAAN: []})
    await chat.petra.presses("Terug")
    assert chat.petra.form.values[OFF] == []
    await chat.petra.submits()
    assert chat.petra.form.values[DAAN] == []
    await chat.petra.sends({})
    await chat.settle()
    assert ("bram", "preparer", "daan") not in await roles(chat)
    assert (await relay(chat)).off == []


async def test_only_who_looks_after_the_relay_sets_it_up(chat: Chat) -> None:
    await board(chat)
    answer = await chat.daan.types("/estafette instellen", channel=BOARD)
    assert answer is not None
    assert "estafettecoördinator" in answer.text
    assert chat.daan.view is None
    await chat.petra.types("/klant instellen", channel=BOARD)
    assert "5 bestuurders, in #bestuur; van maandag tot en met vrijdag" in chat.petra.form.text


# --- who it is about --------------------------------------------------------------------------------------------------
async def test_who_leaves_the_circle_gives_the_baton_back_and_who_comes_is_in_it(chat: Chat) -> None:
    await under_way(chat, ("eva", "PASSED", THIS - WEEK), ("daan", "OFFERED", THIS + WEEK))
    circle = [chat.eva, chat.aisha, chat.ruben, chat.noor, chat.bram]
    assert FROM_NEXT in await saves(chat, {KRING: circle})
    assert ("daan", "exec") not in await roles(chat)
    assert ("bram", "exec") in await roles(chat)
    assert [each.state for each in await legs(chat)] == ["PASSED", "HANDED_BACK", "OFFERED"]
    assert not offers(chat.daan)
    bram = next(each for each in await runners(chat) if each.person == chat.bram.id)
    assert bram.last_in == 1


async def test_another_ceo_is_asked_to_begin_as_long_as_nobody_did(chat: Chat) -> None:
    await board(chat)
    await chat.petra.types("/estafette start", channel=BOARD)
    await chat.settle()
    assert offers(chat.eva)
    await saves(chat, {CEO: chat.aisha})
    assert not offers(chat.eva)
    assert offers(chat.aisha)
    assert newest(chat.eva).text == "Dit bericht is ingetrokken."


async def test_whoever_prepares_finds_the_turn_under_way(chat: Chat) -> None:
    await under_way(chat, ("noor", "ACCEPTED", THIS))
    await saves(chat, {}, {NOOR: [chat.bram]})
    message = next(each for each in chat.bram.dm() if "Noor Jansen heeft het stokje" in each.text)
    assert "Concept klaarzetten" in message.buttons
    await saves(chat, {}, {NOOR: []})
    assert not any(each.buttons for each in chat.bram.dm())
    assert ("bram", "preparer", "noor") not in await roles(chat)


async def test_a_circle_of_thirty_fits_and_one_more_does_not(chat: Chat) -> None:
    await before(chat)
    many = [chat.stage.person(f"Lid{n} Achternaam") for n in range(25)]
    circle = [*chosen(chat)[KRING], *many]
    await opens(chat.petra)
    await chat.petra.fills({**chosen(chat), KRING: circle})
    await chat.petra.submits()
    assert "Lid24 Achternaam" in chat.petra.form.text
    helpers = {actor.name: [chat.bram] for actor in many[:1]}
    assert SAVED in await chat.petra.sends(helpers)
    await chat.settle()
    assert len([each for each in await roles(chat) if each[1] == "exec"]) == 30


# --- the channel ------------------------------------------------------------------------------------------------------
async def test_outsiders_in_the_channel_are_told_once(chat: Chat) -> None:
    """Each night it is looked at. Nothing stops; who looks after the relay decides."""
    await under_way(chat, ("eva", "ACCEPTED", THIS))
    channel = chat.stage.slack.channel_of(BOARD)
    channel.ext_shared = True
    await chat.until("2026-11-21 12:00")
    await chat.until("2026-11-25 12:00")
    told = [each.text for each in chat.petra.dm() if "van buiten de organisatie" in each.text]
    assert len(told) == 1
    assert (await relay(chat)).state == "RUNNING"
    assert (await relay(chat)).outsiders


async def test_a_channel_that_is_lost_pauses_the_relay(chat: Chat) -> None:
    await under_way(chat, ("eva", "ACCEPTED", THIS))
    await chat.stage.slack.leave(BOARD, chat.stage.slack.bot_user)
    await chat.until("2026-11-23 10:00")
    row = await relay(chat)
    assert (row.state, row.paused_by) == ("PAUSED", "channel")
    assert any("lukt me niet om iets te plaatsen" in each.text for each in chat.petra.dm())
    chat.stage.slack.channel("verhalen", members=[chat.petra.person])
    assert "Bewaard. De estafette rust nu." in await saves(chat, {KANAAL: "verhalen"})
    await press(chat, chat.petra, "Verder")
    assert (await relay(chat)).state == "RUNNING"
