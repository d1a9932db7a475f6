"""Dialogues about the weeks of the relay in its settings: what is off, when they begin, and which turn follows."""

from __future__ import annotations

from datetime import date, time

from rituals.calendar import Calendar, Holidays
from rituals.estafette import settings_form
from tests.chat import Chat, local
from tests.rituals.estafette_settings_talk import (
    FIRST_CLOCK,
    FIRST_DAY,
    FROM_NEXT,
    LAST_CLOCK,
    LAST_DAY,
    NEW_WEEKS,
    OFF,
    RHYTHM,
    opens,
    saves,
)
from tests.rituals.estafette_stage import THIS, WEEK, under_way
from tests.rituals.estafette_talk import (
    begins,
    board,
    legs,
    newest,
    posts,
    relay,
)


async def test_ac_est_10_week_off(chat: Chat) -> None:
    """Week 53 has four working days and runs, unless it is taken off; the channel reads that it rests."""
    await under_way(chat, ("eva", "PASSED", THIS), ("daan", "ACCEPTED", date(2026, 12, 21)))
    await opens(chat.petra)
    short = "week 53, vanaf maandag 28 december"
    assert short in chat.petra.form.options(OFF)
    assert short not in str(chat.petra.form.values[OFF])
    assert FROM_NEXT in await saves(chat, {OFF: [short]})
    assert (await relay(chat)).off == ["2026-W53"]
    assert (await legs(chat))[1].week == date(2026, 12, 21)
    await chat.until("2026-12-28 09:00")
    assert posts(chat)[-1] == "Deze week rust het stokje. Vanaf maandag 4 januari gaat het verder."


def test_ac_est_10_a_short_week_is_chosen_already() -> None:
    """Week 18 of 2027 with two free days beside Ascension Day has two working days left."""
    free = frozenset({date(2027, 5, 5), date(2027, 5, 7)})
    week = date(2027, 5, 3)
    assert settings_form.standing(None, [week], Calendar())["off"] == ()
    assert settings_form.standing(None, [week], Calendar(holidays=Holidays(extra=free)))["off"] == ("2027-05-03",)


async def test_a_turn_that_has_begun_keeps_its_times(chat: Chat) -> None:
    await under_way(chat, ("eva", "ACCEPTED", THIS))
    assert FROM_NEXT in await saves(chat, {FIRST_DAY: "Dinsdag", LAST_DAY: "Donderdag", LAST_CLOCK: time(12)})
    (row,) = await legs(chat)
    assert (row.starts_at, row.ends_at) == (local("2026-11-16 09:00"), local("2026-11-20 15:00"))
    assert [each.text for each in chat.eva.dm()] == ["Mooi. Het stokje is van jou vanaf maandag 16 november."]


async def test_a_turn_that_has_yet_to_begin_follows_and_who_has_it_reads_so(chat: Chat) -> None:
    """A new clock on the same day is in their message; a new day they are told."""
    await begins_next(chat)
    said = newest(chat.eva).text
    assert FROM_NEXT in await saves(chat, {FIRST_CLOCK: time(11)})
    assert (await legs(chat))[0].starts_at == local("2026-11-23 11:00")
    assert newest(chat.eva).text == said
    await saves(chat, {FIRST_DAY: "Dinsdag"})
    assert newest(chat.eva).text == NEW_WEEKS.format("dinsdag 24 november")
    await chat.until("2026-11-24 10:59")
    assert posts(chat) == []
    await chat.until("2026-11-24 11:00")
    assert posts(chat) == ["🏃 Deze week heeft @Eva Hendriks het stokje. Vraag gerust welke klant het wordt."]


async def begins_next(chat: Chat) -> None:
    await board(chat)
    await begins(chat)


async def test_its_week_is_taken_off_and_put_back(chat: Chat) -> None:
    await begins_next(chat)
    off = next(each for each in await weeks(chat) if each.startswith("week 48"))
    await saves(chat, {OFF: [off]})
    assert [each.week for each in await legs(chat)] == [date(2026, 11, 30)]
    assert newest(chat.eva).text == NEW_WEEKS.format("maandag 30 november")
    await chat.until("2026-11-23 09:00")
    assert posts(chat) == ["Deze week rust het stokje. Vanaf maandag 30 november gaat het verder."]


async def weeks(chat: Chat) -> list[str]:
    await opens(chat.petra)
    return list(chat.petra.form.options(OFF))


async def test_every_second_week_is_counted_from_the_newest_turn(chat: Chat) -> None:
    await under_way(chat, ("eva", "ACCEPTED", THIS), anchor=THIS - WEEK)
    await saves(chat, {RHYTHM: "om de week"})
    row = await relay(chat)
    assert (row.every, row.anchor) == (2, THIS)
