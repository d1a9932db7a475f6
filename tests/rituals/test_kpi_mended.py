"""Dialogues about what went wrong with figures once: what stood there, what changed meanwhile, and who is told."""

from __future__ import annotations

from bot.stage import Actor
from storage.kpi import Kpi
from tests.chat import NOORD, Chat
from tests.rituals.dagstart_talk import POINT, improve
from tests.rituals.kpi_talk import (
    ALL,
    DAY,
    DEPUTY,
    DRIVERS,
    FILL,
    NONE,
    OWNER,
    REACH,
    REMARK,
    SAVED,
    TARGET,
    UNIT,
    VALUE,
    asked,
    figure,
    figures,
    fill,
    new,
    page,
    rows,
)
from tests.rituals.kpi_values import figure as with_values
from tests.rituals.kpi_values import stored, told
from tests.rituals.nudges_talk import quiet_hosts
from tests.rituals.people_talk import replies

LINES = "Datum, cijfer en waarde, elk op een regel"
MONDAY = "2026-11-23"
OVER = "Dit is al afgerond. Er is niets veranderd."
ZUID = "klantenservice-zuid"


async def opened(chat: Chat, actor: Actor, button: str, near: str = "") -> None:
    """From the board as a page."""
    await actor.presses(ALL, chat.card())
    await actor.presses(button, near=near)


async def changes(chat: Chat) -> None:
    """Anna opens the only figure there is to change it."""
    await chat.anna.types("/klant kpi", channel=NOORD)
    await chat.anna.presses("Aanpassen", told(chat, "anna"))


# --- what stood there -------------------------------------------------------------------------------------------------
async def test_what_stands_there_is_in_the_form_and_goes_only_when_seen(chat: Chat) -> None:
    await chat.noord()
    await quiet_hosts(chat)
    await new(chat, REACH, chat.mila, **{DEPUTY: chat.omar, DRIVERS: "Drukte op maandag"})
    await chat.until(f"{MONDAY} 09:01")
    await fill(chat, chat.mila, "88", card=chat.card(), **{REMARK: "storing bij de telefoon"})
    await opened(chat, chat.mila, "Aanpassen", REACH)
    assert (chat.mila.form.values[VALUE], chat.mila.form.values[REMARK]) == ("88", "storing bij de telefoon")
    assert await chat.mila.sends({VALUE: "89"}) == SAVED
    await chat.mila.leaves()
    assert (await stored(chat))[0][2:] == (890, "storing bij de telefoon", True)
    seen = await page(chat.sanne, chat.card())
    assert "storing bij de telefoon\nWat beïnvloedt dit? Drukte op maandag" in seen

    await chat.sanne.types("/klant kpi", channel=NOORD)
    assert told(chat).text.endswith("Wat beïnvloedt dit? Drukte op maandag")

    await chat.mila.presses(FILL, chat.card())
    await chat.mila.fills({NONE: True})
    await chat.mila.submits()
    assert chat.mila.form.errors == {NONE: "Kies één van de twee: een getal, of geen cijfer."}
    await chat.mila.fills({NONE: False, DAY: "Donderdag 19 november"})
    await chat.mila.submits()
    assert "Dit getal stond er voor een ander cijfer of een andere dag." in chat.mila.form.text
    assert await chat.mila.sends({}) == SAVED
    await chat.mila.leaves()
    assert (await stored(chat))[0][1:4] == ("2026-11-19", 890, None), "the remark of Friday stays with Friday"

    await chat.omar.presses(FILL, chat.card())
    await chat.omar.fills({VALUE: "", NONE: True, DAY: "Donderdag 19 november"})
    await chat.omar.submits()
    assert "Er is 89% ingevuld. Stuur nog een keer als dat weg mag." in chat.omar.form.text
    assert (await stored(chat))[0][2] == 890
    await chat.omar.leaves()

    for actor in (chat.mila, chat.omar):
        await actor.presses(FILL, chat.card())
    assert await chat.mila.sends({VALUE: "91", REMARK: "weer in orde"}) == SAVED
    assert await chat.omar.sends({VALUE: "92"}) == SAVED
    assert (await stored(chat))[1][2:4] == (920, "weer in orde"), "what Omar left as it was, was changed meanwhile"


# --- what changed meanwhile -------------------------------------------------------------------------------------------
async def test_a_form_that_lay_open_undoes_no_hand_over(chat: Chat) -> None:
    await chat.noord()
    await new(chat, REACH, chat.mila, **{DEPUTY: chat.omar})
    await changes(chat)
    await replies(chat, chat.mila, f"/klant kpi eigenaar <@{chat.omar.id}>")
    assert await chat.anna.sends({TARGET: "90"}) == SAVED
    await chat.anna.leaves()
    row = await figure(chat)
    assert (row.owner, row.deputy, row.target) == (chat.omar.id, None, 900)
    await changes(chat)
    await chat.slack.leave(NOORD, chat.omar.person)
    await chat.settle()
    await chat.anna.fills({TARGET: "91"})
    await chat.anna.submits()
    assert chat.anna.form.errors.keys() == {OWNER}
    assert await chat.anna.sends({OWNER: chat.bram}) == SAVED
    row = await figure(chat)
    assert (row.owner, row.state, row.target) == (chat.bram.id, "ACTIVE", 910)


async def test_who_may_not_any_more_reads_that_nothing_was_saved(chat: Chat) -> None:
    await chat.noord()
    await quiet_hosts(chat)
    await new(chat, REACH, chat.mila)
    await chat.until(f"{MONDAY} 09:01")
    await chat.mila.presses(FILL, chat.card())
    await replies(chat, chat.anna, f"/klant kpi eigenaar <@{chat.omar.id}>")
    only = "Dit kan alleen wie dit cijfer volgt of waarneemt. Er is niets veranderd."
    said = await chat.mila.sends({VALUE: "88", REMARK: "lange opmerking"})
    assert said.startswith(only)
    assert "lange opmerking" in said
    await chat.omar.presses(FILL, chat.card())
    await chat.anna.types("/klant kpi archief", channel=NOORD)
    await chat.anna.presses("Archiveren")
    assert OVER in await chat.omar.sends({VALUE: "88"})
    await chat.anna.presses("Weer gebruiken")
    await chat.settle()
    await chat.omar.leaves()
    await chat.omar.presses(FILL, chat.card())
    await chat.slack.leave(NOORD, chat.omar.person)
    await chat.settle()
    assert "Meedoen kan alleen voor teamleden." in await chat.omar.sends({VALUE: "88"})
    assert await stored(chat) == []


# --- the advice -------------------------------------------------------------------------------------------------------
async def test_an_advice_is_read_also_when_its_board_is_skipped(chat: Chat) -> None:
    await chat.noord()
    await quiet_hosts(chat)
    await with_values(chat, REACH, {"2026-11-19": 800, "2026-11-18": 800})
    await chat.until(f"{MONDAY} 12:00")
    assert await fill(chat, chat.mila, "70") == SAVED
    await replies(chat, chat.anna, "/dagstart sla over morgen")
    await chat.until("2026-11-25 09:01")
    assert f"{REACH} zat drie keer naast het doel." in figures(chat.card().text)
    key, without_board = (await figure(chat)).id, (await rows(chat))[0].day
    async with chat.house.turns.writing(chat.house.org) as turn:
        (await turn.session.get_one(Kpi, key)).advised_on = without_board
    await fill(chat, chat.mila, "71", card=chat.card())
    assert str((await figure(chat)).advised_on) == "2026-11-25"


# --- boards that are over ---------------------------------------------------------------------------------------------
async def test_what_is_read_in_stands_on_the_cards_of_days_that_are_over(chat: Chat) -> None:
    """And makes none of them fuller: it came when they were done."""
    await chat.noord()
    await quiet_hosts(chat)
    await new(chat, REACH, chat.mila)
    await chat.until(f"{MONDAY} 09:01")
    await improve(chat.joris, POINT)
    await chat.until("2026-11-24 09:20")
    await improve(chat.joris, POINT)
    await chat.anna.types("/klant kpi import", channel=NOORD)
    assert await chat.anna.sends({LINES: f"20-11-2026;{REACH};80\n23-11-2026;{REACH};81"}) == "Twee cijfers zijn nieuw."
    await chat.settle()
    monday, tuesday = (figures(card.text) for card in chat.cards())
    assert monday.endswith(f"{REACH}: 80%")
    assert tuesday.endswith(f"{REACH}: 81% ▲ beter"), "a figure is never late"
    assert [row.counts for row in await rows(chat)] == [False, True]

    assert [FILL in nudge.buttons for nudge in asked(chat.mila)] == [False, False]

    await fill(chat, chat.mila, "82", **{VALUE: "82", DAY: "Donderdag 19 november"})  # else she is left in peace
    await chat.until("2026-11-25 08:46")
    (nudge,) = [each for each in asked(chat.mila) if FILL in each.buttons]
    await chat.jump("2026-12-14 10:00")
    await chat.mila.presses(FILL, nudge)
    assert "Dinsdag 24 november is meer dan tien werkdagen geleden. Kies een andere dag." in chat.mila.form.text
    assert chat.mila.form.values.get(DAY) is None


# --- whose they are ---------------------------------------------------------------------------------------------------
async def test_who_gets_a_figure_is_told_and_two_teams_are_told_apart(chat: Chat) -> None:
    await chat.noord()
    await quiet_hosts(chat)
    chat.slack.channel(ZUID, members=[chat.mila.person, chat.bram.person])
    await chat.start(chat.bram, ZUID)
    await new(chat, REACH, chat.mila)
    await chat.bram.types("/klant kpi nieuw", channel=ZUID)
    await chat.bram.presses("Zelf beginnen")
    await chat.bram.sends({"Naam": REACH, UNIT: "percentage (%)", OWNER: chat.mila})
    await chat.bram.leaves()
    await chat.until(f"{MONDAY} 08:46")
    given = [seen.text for seen in chat.mila.dm() if seen.text.startswith("Jij volgt")]
    assert given == [
        f"Jij volgt {REACH} vanaf nu, in {team}. Eén minuut per dag is genoeg. "
        "Liever iemand anders? Geef het door met /klant kpi eigenaar @wie."
        for team in (NOORD, ZUID)
    ]
    (nudge,) = asked(chat.mila)
    assert f"{NOORD}: Wil jij het cijfer van" in nudge.text
    assert f"{ZUID}: Wil jij het cijfer van" in nudge.text
    await chat.mila.presses(FILL, nudge)
    assert f"De cijfers van {NOORD}" in chat.mila.form.text
    await chat.mila.leaves()
    await chat.slack.leave(ZUID, chat.mila.person)
    await chat.settle()
    assert any(seen.text.startswith(f"{ZUID}: Wie volgt {REACH}?") for seen in chat.bram.dm())
