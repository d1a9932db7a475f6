"""Dialogues of the live quarter: started, moved on and parked by any member, and gone as if it never was."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from functools import partial

from bot.stage import Actor
from sandbox import Seen
from tests.chat import NOORD, Chat
from tests.rituals.dagstart_talk import NO_HOST, POINT, SAVED, improve, invited, state, thread
from tests.rituals.kpi_talk import figures, fill
from tests.rituals.kpi_values import PHONE, figure
from tests.rituals.nudges_talk import quiet_hosts

OTHER = "De wachttijd stond niet op de site"
CHOICE = "Welk punt bespreken jullie later?"
START, NEXT, PARK, BACK = "Start het kwartier", "Volgende", "Parkeren", "Toch nu bespreken"
AHEAD = "Een collega was je net voor. "
FIRST = "Nu: Complimenten van klanten, tot 09:04. Welke klant was blij met ons?"
SECOND = "Nu: Verbeterpunten, tot 09:07. Waar moest een klant te veel moeite doen?"
LATER = f"Later bespreken: {OTHER}"


async def at_once(label: str, card: Seen, *actors: Actor) -> list[str]:
    """They press the same button in the same instant; what each of them reads, sorted."""
    await asyncio.gather(*(actor.presses(label, card) for actor in actors))
    return sorted(actor.hears(NOORD) for actor in actors)


async def parks(actor: Actor, text: str, card: Seen) -> str:
    await actor.presses(PARK, card)
    return await actor.sends({CHOICE: text})


async def sees_all(actor: Actor, press: str, card: Seen) -> str:
    """Opens the board, presses something there, and leaves; what stood there before."""
    await actor.presses("Alles bekijken", card)
    before = actor.form.text
    await actor.presses(press)
    await actor.leaves()
    return before


def foot(card: Seen) -> list[str]:
    return card.text.partition("Later bespreken\n")[2].splitlines()


# --- a quarter --------------------------------------------------------------------------------------------------------
async def test_a_team_walks_through_its_quarter_without_its_host(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    for actor, text in ((chat.sanne, POINT), (chat.joris, OTHER)):
        assert await improve(actor, text) == SAVED
    await chat.settle()
    before = chat.card()
    assert before.text.count("Tip: ") == 1
    assert await at_once(START, before, chat.joris, chat.mila) == [AHEAD + FIRST, FIRST]
    await chat.settle()
    assert FIRST in chat.card().text.splitlines()[2]
    assert "Tip: " not in chat.card().text

    menu = await chat.mila.types("/dagstart", channel=NOORD)
    assert menu is not None
    assert menu.buttons[-3:] == [NEXT, PARK, "Rond af"]

    host = invited(chat)
    await host.types("/klant afwezig vandaag", channel=NOORD)
    await chat.until("2026-11-23 09:04")
    await chat.settle()
    assert NO_HOST in chat.card().text
    assert await at_once(NEXT, chat.card(), chat.mila, chat.omar) == [AHEAD + SECOND, SECOND]
    await chat.settle()
    assert SECOND in chat.card().text
    await _parking(chat)

    await chat.restart()
    await chat.fatima.presses(NEXT, chat.card())
    await chat.settle()
    assert "Nu: Cijfers van vrijdag 20 november, tot 09:09. Er zijn nog geen cijfers." in chat.card().text
    await chat.nadia.presses("Rond af", chat.card())
    await chat.settle()
    assert await state(chat, "2026-11-23") == "SUMMARISED"
    assert "Nu: " not in chat.card().text
    assert not {START, NEXT, PARK} & {*chat.card().buttons}
    assert thread(chat.card())[1:] == [
        "Dank jullie wel. Vandaag gedeeld: één verbeterpunt.\nWat neem jij mee naar je eerste klant?"
    ]
    await chat.until("2026-11-23 11:15")
    assert foot(chat.card())[0] == f"• {OTHER}"
    assert chat.card().text.count(OTHER) == 1
    assert thread(chat.card())[0] == LATER


async def _parking(chat: Chat) -> None:
    """Two points: one is taken back and parked again, of the other the author takes the text away."""
    for text in (POINT, OTHER):
        assert await parks(chat.nadia, text, chat.card()) == SAVED
        await chat.settle()
    assert thread(chat.card()) == [f"Later bespreken: {POINT}", LATER]
    assert foot(chat.card()) == [f"• {POINT}", f"• {OTHER}"]
    assert chat.card().text.count(OTHER) == 1
    await chat.mila.presses(PARK, chat.card())
    assert "Er is nu geen punt om te parkeren." in chat.mila.hears(NOORD)

    assert "Later bespreken" in await sees_all(chat.omar, BACK, chat.card())
    await chat.settle()
    assert (thread(chat.card()), foot(chat.card())) == ([LATER], [f"• {OTHER}"])
    await parks(chat.mila, POINT, chat.card())
    await chat.settle()
    assert thread(chat.card()) == [LATER, f"Later bespreken: {POINT}"]
    await sees_all(chat.sanne, "Weghalen", chat.card())
    await chat.settle()
    assert (thread(chat.card()), foot(chat.card())) == ([LATER], [f"• {OTHER}"])


async def test_a_figure_is_parked_once_it_is_there_and_its_advice_goes_along(chat: Chat) -> None:
    await chat.noord()
    await quiet_hosts(chat)
    await figure(chat, PHONE, {"2026-11-19": 800, "2026-11-18": 800})
    await chat.until("2026-11-23 09:01")
    await chat.mila.presses(START, chat.card())
    await chat.settle()
    await chat.omar.presses(PARK, chat.card())
    assert chat.omar.hears(NOORD) == "Er is nu geen punt om te parkeren."
    await fill(chat, chat.mila, "80", card=chat.card())
    advice = f"• {PHONE} zat drie keer naast het doel. Tijd voor een kleine verbeteractie?"
    assert figures(chat.card().text).endswith(advice)
    for actor in (chat.mila, chat.omar):
        await actor.presses(PARK, chat.card())
    said = [await actor.sends({CHOICE: PHONE}) for actor in (chat.mila, chat.omar)]
    assert said[0] == SAVED
    assert said[1].startswith("Een collega was je net voor. Dit punt staat al bij “Later bespreken”.")
    await chat.settle()
    assert figures(chat.card().text).endswith("• Wat valt op, en wat merken klanten daarvan?")
    assert foot(chat.card()) == [f"• {PHONE}: 80% (doel 90%) ● gelijk", advice]


# --- its end ----------------------------------------------------------------------------------------------------------
async def test_a_late_quarter_ends_with_its_last_block_or_its_time(chat: Chat) -> None:
    """The card came forty minutes late, and nobody shares anything."""
    await chat.noord()
    await chat.until("2026-11-23 08:50")
    await chat.jump("2026-11-23 09:40")
    never = chat.card()
    await chat.bram.presses(START, never)
    assert "tot 09:43" in chat.bram.hears(NOORD)
    ends = []
    for _n in range(4):
        await chat.settle()
        await chat.omar.presses(NEXT, chat.card())
        ends.append(chat.omar.hears(NOORD).partition("tot ")[2][:5])
    assert ends == ["09:44", "09:47", "09:49", "09:55"]
    await chat.settle()
    await chat.omar.presses("Klaar", chat.card())
    assert chat.omar.hears(NOORD) == "Dat was het laatste onderdeel. Rond maar af als jullie klaar zijn."
    await chat.settle()
    assert (chat.card().text, chat.card().buttons) == (never.text, never.buttons)

    await chat.until("2026-11-23 09:53")
    await chat.fatima.presses(START, chat.card())
    await chat.settle()
    assert "tot 09:54" in chat.card().text
    await chat.until("2026-11-23 09:54")
    await chat.fatima.presses(NEXT, chat.card())
    assert chat.fatima.hears(NOORD) == "Nu: Verbeterpunten. Waar moest een klant te veel moeite doen?"
    await chat.until("2026-11-23 09:55")
    assert await state(chat, "2026-11-23") == "OPEN"
    assert "Nu: " not in chat.card().text
    assert not {START, NEXT, PARK} & {*chat.card().buttons}
    await chat.until("2026-11-23 11:55")
    assert await state(chat, "2026-11-23") == "QUIET"


# --- its distance -----------------------------------------------------------------------------------------------------
Deeds = Mapping[int, Callable[[], Awaitable[object]]]


async def edited(chat: Chat, seconds: int, deeds: Deeds) -> list[int]:
    """In which of these seconds the card was edited, while this is done in some of them; by Slack's traffic."""
    found = []
    for second in range(seconds):
        if second in deeds:
            await deeds[second]()
            await chat.idle()
        before = len(chat.slack.calls)
        await chat.house.delivery.flush()
        found += [second for method, _how in chat.slack.calls[before:] if method == "chat.update"]
        chat.clock.wait(timedelta(seconds=1))
    return found


async def test_the_card_is_edited_at_most_once_in_twenty_seconds(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:00")
    await chat.settle()
    chat.clock.wait(timedelta(seconds=30))
    card = chat.card()
    deeds: dict[int, Callable[[], Awaitable[object]]] = {
        0: partial(chat.joris.presses, START, card),
        3: partial(improve, chat.sanne, POINT),
        5: lambda: chat.mila.presses(NEXT, chat.card()),
        18: partial(improve, chat.bram, OTHER),
        50: partial(improve, chat.omar, "Een klant zocht het telefoonnummer"),
        60: lambda: chat.mila.presses(NEXT, chat.card()),
        64: lambda: chat.mila.presses("Rond af", chat.card()),
    }
    assert await edited(chat, 85, deeds) == [0, 20, 50, 70]
