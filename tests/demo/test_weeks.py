"""The rehearsal: the weeks of all teams, and what a viewer may do meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta

import pytest

from bot.demo import captions as c
from bot.demo import cast, spoken
from bot.demo import tongue as t
from bot.demo.cast import Crew
from bot.demo.rehearsing import Rehearsal
from bot.demo.seed import Seed, Seeded, language
from bot.demo.serving import playing
from bot.demo.tongue import Both, Language, Tongue
from bot.demo.turning import Turning
from bot.demo.week import Week
from bot.stage import ZONE, Actor, local
from rituals.calendar import KEYS


async def facturatie(here: Seeded) -> None:
    """One team is enough, and takes a third of the time."""
    await here.hands.starts(here.actor("Ruben"), here.channel(cast.FACTURATIE))
    await here.stage.settle()


async def board(here: Seeded) -> None:
    marijke, channel = here.actor("Marijke"), here.channel(cast.DIRECTIE)
    await here.hands.starts(marijke, channel)
    await here.stage.settle()
    await here.hands.types(marijke, t.SETTINGS, channel)
    await here.hands.sends(marijke, {t.DAYS: [t.MONDAY, t.THURSDAY], t.TIME: time(9, 15)})


BOARD = (language, board)


@asynccontextmanager
async def beginning(
    opens: str, begins: str, tongue: Language = "nl", seeds: Sequence[Seed] = (language, facturatie)
) -> AsyncIterator[Turning]:
    """Teams without a history. Nothing may be refused by Slack."""
    async with playing(Tongue(tongue), seeds, begins=begins, opens=opens) as turning:
        yield turning
        slack = turning.here.stage.slack
    assert not slack.refusals
    assert not slack.late_acks


async def played(turning: Turning, crew: Crew) -> list[str]:
    """What was said, with the moment before it."""
    said: list[str] = []

    async def say(caption: str) -> None:
        said.append(f"{turning.now().astimezone(ZONE):%d-%m %H:%M} {caption}")

    await Week(turning.here, crew, turning, say, pause=0).play()
    return said


def rehearsal(turning: Turning, crew: Crew, said: list[str]) -> Rehearsal:
    async def say(caption: str) -> None:
        said.append(caption)

    return Rehearsal(turning.here, crew, turning, say, pause=0)


def holds(said: list[str], caption: Both, tongue: Tongue, **parts: str) -> bool:
    wanted = spoken.sentence(tongue(caption).format(**parts))
    return any(line.endswith(wanted) for line in said)


def times(said: list[str], ending: str) -> list[str]:
    """When lines with this ending were said."""
    return [line[:11] for line in said if line.endswith(ending)]


async def pauses(lead: Actor, channel: str, until: str) -> None:
    await lead.types(f"/dagstart pauze {until}", channel=channel)


# --- whole weeks ------------------------------------------------------------------------------------------------------
async def test_two_weeks_have_passed_and_a_third_is_played() -> None:
    async with playing(Tongue("nl")) as turning:
        await _first_card(turning)
        said = await played(turning, cast.NOORD)
        assert len(said) == 31
        assert turning.now() == local("2026-11-27 11:15")
        lead, noord = turning.here.actor("Anna"), turning.here.channel(cast.NOORD)
        cards = [seen.text for seen in lead.sees(noord) if seen.text.startswith("☀️")][-5:]
        assert [len(card.split("\n")) > 2 for card in cards] == [True, True, False, True, True]  # Wednesday stays quiet
        assert times(said, "Vrijdag. De laatste dagstart van deze week.") == ["27-11 09:00"]
        with pytest.raises(ValueError, match="not turned back"):
            await turning.forward(turning.now() - timedelta(minutes=1))
        assert await turning.next_morning() == local("2026-11-30 08:40")
        slack = turning.here.stage.slack
    assert not slack.refusals
    assert not slack.late_acks


async def _first_card(turning: Turning) -> None:
    """The first turn brings the card of nine."""
    anna, noord = turning.here.actor("Anna"), turning.here.channel(cast.NOORD)
    assert len([seen for seen in anna.sees(noord) if seen.text.startswith("☀️")]) == 10
    assert turning.now() == local("2026-11-23 08:40")
    assert await turning.next_morning() == local("2026-11-24 08:40")
    assert await turning.next_due() == local("2026-11-23 09:00")
    assert anna.sees(noord)[0].text.count("Anna de Boer")
    assert [seen for seen in anna.sees(noord) if seen.text.startswith("☀️ Dagstart maandag 9 november")]
    assert not turning.here.actor("Nadia").sees(turning.here.channel(cast.RETOUREN))


async def test_from_wednesday_afternoon_two_weeks_of_the_board() -> None:
    """It meets on Mondays and Thursdays, and says the same words in the second week."""
    async with beginning("2026-11-25 14:00", "2026-11-24 10:00", "en", BOARD) as turning:
        assert [name for _, name in turning.teams()] == ["customer-service-north", "invoicing", "board"]
        first, second = await played(turning, cast.DIRECTIE), await played(turning, cast.DIRECTIE)
        assert turning.now() == local("2026-12-10 11:30")
        seen = turning.here.actor("Marijke").sees(turning.here.channel(cast.DIRECTIE))
        cards = [each.text for each in seen if each.text.startswith("☀️")][-4:]
    assert [c.IMPROVED.en in card for card in cards] == [True, False, True, False]
    assert [c.LATECOMER.en in card for card in cards] == [False, True, False, True]
    assert first[1] == "25-11 14:00 First we turn the clock to Monday."
    assert first[2] == "30-11 09:15 The card for Monday is up. It is quarter past nine."
    assert len(first) == len(second)
    for said, monday, wednesday, thursday in (
        (first, "30-11", "02-12", "03-12"),
        (second, "07-12", "09-12", "10-12"),
    ):
        assert times(said, "hears it at once.") == [f"{monday} 09:15"]
        assert times(said, "We turn the clock.") == [f"{monday} 11:30"]
        assert times(said, "The turns are swapped.") == [f"{wednesday} 15:30"]
        assert times(said, "as agreed.") == [f"{thursday} 09:15"]
        assert times(said, "wrapped up.") == [f"{monday} 11:30", f"{thursday} 11:30"]


async def test_the_week_of_christmas() -> None:
    async with beginning("2026-12-21 08:40", "2026-12-18 10:00") as turning:
        said = await played(turning, cast.FACTURATIE)
    assert times(said, "Vrijdag is het Eerste kerstdag. Er is geen dagstart.") == ["25-12 09:00"]
    assert said[-1].endswith("Dat was de week. De volgende dagstart is maandag, negen uur. Nu jij!")


async def test_the_week_of_easter() -> None:
    """Easter Monday is a day of the board's too: what it would have done then, it does on Thursday."""
    async with beginning("2027-03-29 08:40", "2027-03-26 10:00", seeds=BOARD) as turning:
        said = await played(turning, cast.DIRECTIE)
    assert said[1] == "29-03 09:15 Maandag is het Tweede paasdag. Er is geen dagstart."
    assert said[2].endswith("De volgende dagstart is donderdag. We zetten de klok vooruit.")
    assert said[3] == "01-04 09:15 De kaart van donderdag staat er. Het is kwart over negen."
    for caption in ("en vertelt wat een klant zei.", "De naam staat er niet bij.", "hoort het meteen."):
        assert times(said, caption) == ["01-04 09:15"]


# --- what a viewer does -----------------------------------------------------------------------------------------------
async def test_what_a_viewer_does_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    async with beginning("2026-11-23 08:40", "2026-11-20 10:00") as turning:
        await _without_a_card(turning)
        await turning.forward(local("2026-11-23 09:00"))
        await _an_open_form(turning)
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
    at, here = rehearsal(turning, cast.FACTURATIE, said), turning.here
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
    assert said[-1] == "Ik wacht even tot Ruben het formulier sluit."
    assert ruben.form.values["Wat merkte of vroeg een klant?"] == "Ik was hier nog mee bezig"
    await ruben.submits()
    await ruben.leaves()
    assert await step
    await turning.forward(turning.now())
    card = ruben.sees(at.channel)[-1].text
    assert "Een klant bracht gebak." in card
    assert "Ik was hier nog mee bezig" in card
    assert ruben.view is None


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
    assert turning.now() == local("2026-12-04 11:15")


async def _a_pause_of_weeks(turning: Turning) -> None:
    """Nothing is turned to see nothing."""
    here, lead = turning.here, turning.here.actor("Ruben")
    await pauses(lead, here.channel(cast.FACTURATIE), "21-12-2026")
    said = await played(turning, cast.FACTURATIE)
    assert len(said) == 2
    assert holds(said, c.NOTHING, here.tongue, date="7 december", team="facturatie")
    assert turning.now() == local("2026-12-04 11:15")


async def _what_goes_wrong(turning: Turning, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told kindly; the exception's own words go to the log only."""
    said: list[str] = []

    async def say(caption: str) -> None:
        said.append(caption)

    async def fails(_: Week) -> None:
        raise RuntimeError("list index out of range")

    monkeypatch.setattr(Week, "play", fails)
    await turning.rehearse(turning.here.channel(cast.FACTURATIE), say)
    assert said == [c.BROKEN.nl]


# --- what is said -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("clock", "dutch", "english"),
    [
        ("09:00", "negen uur", "nine o'clock"),
        ("09:20", "tien voor half tien", "twenty past nine"),
        ("12:45", "kwart voor een", "quarter to one"),
        ("15:30", "half vier", "half past three"),
        ("09:13", "09:13", "09:13"),
    ],
)
def test_times_are_said_as_one_says_them(clock: str, dutch: str, english: str) -> None:
    moment = datetime.combine(date(2026, 11, 23), datetime.strptime(clock, "%H:%M").time(), ZONE)  # noqa: DTZ007
    assert (spoken.clock(Tongue("nl"), moment), spoken.clock(Tongue("en"), moment)) == (dutch, english)


def test_days_are_said_as_one_says_them() -> None:
    first, last = date(2026, 11, 26), date(2026, 11, 27)
    assert spoken.days(Tongue("nl"), first, last) == "donderdag en vrijdag"
    assert spoken.days(Tongue("en"), last, last) == "Friday"


def test_each_holiday_has_a_name() -> None:
    assert set(KEYS.values()) == set(spoken.HOLIDAYS)
