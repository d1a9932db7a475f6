"""The rehearsal, and what a viewer does meanwhile."""

from __future__ import annotations

import asyncio

import pytest

from bot.demo import captions as c
from bot.demo import cast
from bot.demo import tongue as t
from bot.demo.turning import Turning
from bot.demo.week import Week
from bot.stage import local
from tests.demo.weeks import beginning, holds, nobody, pauses, played, rehearsal, times


async def test_what_a_viewer_does_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    async with beginning("2026-11-23 08:40", "2026-11-20 10:00") as turning:
        await _without_a_card(turning)
        await turning.forward(local("2026-11-23 09:00"))
        await _an_open_form(turning)
        await _a_tab_is_closed(turning)
        await _a_card_closed_early(turning)
        await _a_pause_to_thursday(turning)
        await _a_pause_of_weeks(turning)
        await _what_goes_wrong(turning, monkeypatch)


async def _without_a_card(turning: Turning) -> None:
    """Nothing is said of what can't be done."""
    said: list[str] = []
    at, ruben = rehearsal(turning, cast.FACTURATIE, said), turning.here.actor("Ruben")
    assert not await at.step(c.FINISH, ruben, lambda one: at.hands.on_card(one, at.channel, t.FINISH), on=t.FINISH)
    assert not await at.step(c.FINISH, None, lambda one: at.hands.on_card(one, at.channel, t.FINISH))
    assert said == []
    assert not await at.step(c.FINISH, ruben, lambda one: at.hands.on_card(one, at.channel, t.FINISH))
    assert not await at.answered(ruben, t.HELPS)


async def _an_open_form(turning: Turning) -> None:
    """It stays with all that was typed in it; meanwhile another who is free is chosen, or it is waited for."""
    said: list[str] = []
    at, here = rehearsal(turning, cast.FACTURATIE, said, lambda _: True), turning.here
    ruben, daphne = here.actor("Ruben"), here.actor("Daphne")
    await ruben.types("/dagstart verbeterpunt", channel=at.channel)
    await ruben.fills({"Wat merkte of vroeg een klant?": "Ik was hier nog mee bezig"})
    assert at.somebody((ruben, daphne)) is daphne
    step = asyncio.create_task(
        at.step(
            c.PRAISE, ruben, lambda one: at.hands.praises(one, at.channel, "Een klant bracht gebak."), on=t.COMPLIMENT
        )
    )
    done, _ = await asyncio.wait([step], timeout=0.5)
    assert not done
    assert said[-1] == "Ik wacht tot Ruben het formulier verstuurt of sluit."
    assert ruben.form.values["Wat merkte of vroeg een klant?"] == "Ik was hier nog mee bezig"
    await ruben.submits()
    await ruben.leaves()
    assert await step
    await turning.forward(turning.now())
    card = ruben.sees(at.channel)[-1].text
    assert "Een klant bracht gebak." in card
    assert "Ik was hier nog mee bezig" in card
    assert ruben.view is None


async def _a_tab_is_closed(turning: Turning) -> None:
    """Nobody can send the form any more, nor close it. Going elsewhere in a tab is not closing it."""
    said: list[str] = []
    looks = iter([True, False, True])
    at = rehearsal(turning, cast.FACTURATIE, said, lambda _: next(looks, False))
    esra = turning.here.actor("Esra")
    await esra.types("/dagstart verbeterpunt", channel=at.channel)
    async with asyncio.timeout(10):
        assert await at.step(c.PRAISE, esra, lambda one: at.hands.praises(one, at.channel, "Een klant zong."))
    assert said[-1] == "Ik wacht tot Esra het formulier verstuurt of sluit."
    assert next(looks, None) is None
    assert esra.view is None


async def _a_card_closed_early(turning: Turning) -> None:
    """What hands can't find any more is skipped, and a week that is stopped leaves no form."""
    said: list[str] = []
    at, willem = rehearsal(turning, cast.FACTURATIE, said), turning.here.actor("Willem")
    step = asyncio.create_task(
        at.step(
            c.PRAISE, willem, lambda one: at.hands.praises(one, at.channel, "Een klant bracht taart."), on=t.COMPLIMENT
        )
    )
    while willem.view is None:  # noqa: ASYNC110
        await asyncio.sleep(0)
    step.cancel()
    await asyncio.gather(step, return_exceptions=True)
    async with asyncio.timeout(5):
        while willem.view is not None:  # noqa: ASYNC110
            await asyncio.sleep(0)
    await turning.forward(local("2026-11-23 11:15"))
    assert not await at.step(c.PRAISE, willem, lambda one: at.hands.praises(one, at.channel, ""), on=t.COMPLIMENT)


async def _a_pause_to_thursday(turning: Turning) -> None:
    """It is Monday after nine, so that the week is the next one; on Monday the lead pauses to Thursday."""
    here, lead = turning.here, turning.here.actor("Ruben")
    await pauses(lead, here.channel(cast.FACTURATIE), "3-12-2026")
    said = await played(turning, cast.FACTURATIE)
    assert holds(said, c.FIRST, here.tongue, day="maandag")
    assert holds(said, c.ONWARD, here.tongue, day="donderdag")
    assert times(said, "Het is negen uur.") == ["03-12 09:00"]
    assert times(said, "staat nu op het bord.") == ["04-12 09:00"]
    assert turning.now() == local("2026-12-04 15:00")


async def _a_pause_of_weeks(turning: Turning) -> None:
    """Nothing is turned to see nothing."""
    here, lead = turning.here, turning.here.actor("Ruben")
    await pauses(lead, here.channel(cast.FACTURATIE), "21-12-2026")
    said = await played(turning, cast.FACTURATIE)
    assert len(said) == 2
    assert holds(said, c.NOTHING, here.tongue, date="7 december", team="facturatie")
    assert turning.now() == local("2026-12-04 15:00")


async def _what_goes_wrong(turning: Turning, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told kindly; the exception's own words go to the log only."""
    said: list[str] = []

    async def say(caption: str) -> None:
        said.append(caption)

    async def fails(_: Week) -> None:
        raise RuntimeError("list index out of range")

    monkeypatch.setattr(Week, "play", fails)
    await turning.rehearse(turning.here.channel(cast.FACTURATIE), say, nobody)
    assert said == [c.BROKEN.nl]
