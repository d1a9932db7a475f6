"""The cap's way through a meeting, as dialogues: asked, passed on, taken, worn, and looked back on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.stage import Actor
from sandbox import Seen
from storage.dagstart import DagstartSettings
from storage.klantpet import MeetingDay
from storage.people import Member, Rota
from tests.chat import NOORD, Chat, chatting
from tests.pressed import press as press_apart
from tests.rituals import compliment_talk as praise
from tests.rituals.dagstart_talk import rows
from tests.rituals.klantpet_talk import CONFIDENTIAL, MT, ROTATES, days, posts, register, states
from tests.running import FORKS, PATIENCE
from tests.scenes_klantpet_wearing import BEFORE, occurrences
from tests.world import ORG, TEN, peopled

SIX = ("Aisha El Idrissi", "Daan Mulder", "Noor Jansen", "Fatima Yilmaz", "Omar Haddad", "Anna de Boer")
INVITE = "draag jij de klantpet bij"
ACCEPT, PASS, TAKE, FLAG, OFF, YES_OFF = (
    "Ik draag 'm",
    "Geef door",
    "Ik pak de pet",
    "🚩 Klantvlag",
    "Overleg gaat niet door",
    "Ja, dat klopt",
)
TAKES = "klantpet.take"
NO_ROTATION: dict[str, Any] = {ROTATES: False}
IN_CONFIDENCE: dict[str, Any] = {CONFIDENTIAL: True}
LOOK = "Terugblik (1 minuut)"
CALL = f"Wie draagt straks de klantpet bij {MT}?"
FREE = f"🧢 De klantpet voor {MT} is nog vrij."
TABLE = "🧢 De pet ligt op tafel. We letten er samen op."
FIRST_QUESTION = "Vraag namens de klant: Wat zou een klant van dit besluit vinden?"
SILENT = "Hoe was het voor de klant? Eén minuut terugkijken is genoeg."


@pytest.fixture
async def chat(database_url: str) -> AsyncIterator[Chat]:
    """On the Tuesday before the meeting."""
    async with chatting(database_url, moment="2026-11-24 10:00") as chat:
        yield chat


async def six(chat: Chat) -> None:
    """A team of six in which Anna leads and Aisha is first in order; there are no day starts."""
    people = [chat.stage.person(name) for name in SIX]
    chat.stage.slack.channel(NOORD, members=[actor.person for actor in people])
    await chat.start(chat.anna, NOORD)
    async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
        await session.execute(update(DagstartSettings).values(rotates=False, paused_until=date(2028, 1, 1)))
        first = update(Member).where(Member.person == chat.aisha.id)
        await session.execute(first.values(joined_on=date(2026, 1, 5)))


def invites(actor: Actor) -> list[Seen]:
    return [seen for seen in actor.dm() if INVITE in seen.text]


def invited(chat: Chat) -> list[str]:
    """The first names of those who were asked, in the order of the alphabet."""
    return sorted(name for name, actor in chat.people.items() if invites(actor))


async def press(chat: Chat, actor: Actor, label: str, message: Seen) -> None:
    await actor.presses(label, message)
    await chat.settle()


def everything(chat: Chat) -> str:
    """What anybody but those who were asked reads anywhere."""
    read = [seen.text for seen in chat.anna.sees(NOORD)] + [line.text for post in posts(chat) for line in post.thread]
    return "\n".join(read)


# --- asked, and silent ------------------------------------------------------------------------------------------------
async def test_ac_pet_01_who_is_first_is_asked_and_next_week_another(chat: Chat) -> None:
    await six(chat)
    await register(chat, chat.anna)
    await chat.until("2026-11-25 15:29")
    assert invited(chat) == []
    await chat.until("2026-11-25 15:30")
    assert invited(chat) == ["aisha"]
    (asked,) = invites(chat.aisha)
    assert asked.text == "Morgen draag jij de klantpet bij MT-overleg, 10:00. Eén vraag namens de klant is genoeg."
    assert asked.fallback == "Morgen draag jij de klantpet bij een overleg."
    assert asked.buttons[:2] == [ACCEPT, PASS]
    await chat.until("2026-11-26 09:57")
    assert (len(invites(chat.aisha)), posts(chat)) == (1, [])  # nor is she asked again in the morning
    await chat.until("2026-11-26 09:58")
    (post,) = posts(chat)
    assert post.text == f"🧢 @Aisha El Idrissi draagt de klantpet bij {MT}.\n{FIRST_QUESTION}"
    assert (post.buttons, post.rings.users) == ([FLAG, OFF], frozenset({chat.aisha.id}))
    await chat.until("2026-11-26 10:10")
    (post,) = posts(chat)
    assert (post.buttons, post.rings.users) == ([FLAG], frozenset())
    await chat.until("2026-11-26 11:00")
    assert chat.aisha.dm()[-1].text == f"{SILENT}\nOver {MT}"
    assert chat.aisha.dm()[-1].buttons == [LOOK]
    assert posts(chat)[0].thread == []
    await chat.until("2026-11-27 12:00")
    assert (await states(chat))["2026-11-26"] == "EXPIRED"
    assert chat.aisha.dm()[-1].buttons == []
    assert [(row.person, row.last_done) for row in await rows(chat, Rota)] == [(chat.aisha.id, date(2026, 11, 26))]
    await chat.until("2026-12-03 09:58")
    (second,) = [name for name in invited(chat) if name != "aisha"]
    assert posts(chat)[-1].text.startswith(f"🧢 @{chat.people[second].name} draagt")
    assert "Welke klant merkt dit als eerste?" in posts(chat)[-1].text


async def test_ac_pet_02_silence_is_consent(chat: Chat) -> None:
    await six(chat)
    await register(chat, chat.anna)
    await chat.until("2026-11-25 15:30")
    assert [label for label in invites(chat.aisha)[-1].buttons if label in (ACCEPT, PASS)] == [ACCEPT, PASS]
    await chat.until("2026-11-26 09:58")
    assert [post.text.partition("\n")[0] for post in posts(chat)] == [
        f"🧢 @Aisha El Idrissi draagt de klantpet bij {MT}."
    ]
    assert invited(chat) == ["aisha"]


# --- passed on --------------------------------------------------------------------------------------------------------
async def test_ac_pet_03_passed_on_twice_and_taken_once(chat: Chat) -> None:
    await six(chat)
    await register(chat, chat.anna)
    await chat.until("2026-11-25 15:31")
    await press(chat, chat.aisha, PASS, invites(chat.aisha)[-1])
    (second,) = [name for name in invited(chat) if name != "aisha"]
    other: Actor = chat.people[second]
    await press(chat, other, ACCEPT, invites(other)[-1])
    assert [label for label in invites(other)[-1].buttons if label in (ACCEPT, PASS)] == [PASS]
    await press(chat, other, PASS, invites(other)[-1])
    await chat.until("2026-11-26 09:49")
    assert (invited(chat), posts(chat)) == (sorted(["aisha", second]), [])
    await chat.until("2026-11-26 09:50")
    assert [(post.text, post.buttons, post.rings.users) for post in posts(chat)] == [(CALL, [TAKE, OFF], frozenset())]
    await chat.until("2026-11-26 09:58")
    assert [(post.text, post.buttons) for post in posts(chat)] == [(f"{FREE}\n{FIRST_QUESTION}", [FLAG, TAKE, OFF])]
    assert not {"doorgegeven", "Geef door", "sloeg over", second.capitalize()} & set(everything(chat).split())
    assert all((row.asked, row.passed) == ([], 0) for row in await days(chat))
    await chat.until("2026-11-26 10:04")
    free = posts(chat)[-1].remembered()
    await press(chat, chat.noor, TAKE, posts(chat)[-1])
    await press(chat, chat.daan, TAKE, free)
    assert chat.daan.hears(NOORD) == "Noor Jansen was je net voor. Dank je wel voor je aanbod."
    assert [post.text for post in posts(chat)] == [f"🧢 Noor Jansen draagt de klantpet bij {MT}.\n{FIRST_QUESTION}"]
    await chat.until("2026-11-26 11:00")
    assert (chat.noor.dm()[-1].buttons, posts(chat)[-1].thread) == ([LOOK], [])


# --- nobody -----------------------------------------------------------------------------------------------------------
async def test_ac_pet_04_the_cap_lies_on_the_table(chat: Chat) -> None:
    await six(chat)
    await register(chat, chat.anna, **NO_ROTATION)
    await chat.until("2026-11-26 10:09")
    assert invited(chat) == []
    await chat.until("2026-11-26 10:10")
    assert [(post.text, post.buttons) for post in posts(chat)] == [(f"{TABLE}\n{FIRST_QUESTION}", [FLAG, TAKE])]
    await chat.until("2026-11-26 11:00")
    (table,) = posts(chat)
    assert table.buttons == []
    assert [(line.text, line.buttons) for line in table.thread] == [(SILENT, [LOOK])]
    await chat.until("2026-11-27 12:00")
    (line,) = table.thread
    assert (line.buttons, {*(await states(chat)).values()}) == ([], {"EXPIRED", "PLANNED"})
    assert not [text for text in chat.channel() if "terugkijken" in text]


async def test_ac_pet_13_who_comes_late_can_still_take_it(chat: Chat) -> None:
    await six(chat)
    await register(chat, chat.anna, **NO_ROTATION)
    await register(chat, chat.anna, "Balie-overleg", **NO_ROTATION)
    await chat.until("2026-11-26 10:04")
    first = next(post for post in posts(chat) if MT in post.text)
    await press(chat, chat.noor, TAKE, first)
    await chat.until("2026-11-26 10:20")
    table = next(post for post in posts(chat) if post.text.startswith(TABLE))
    await press(chat, chat.daan, TAKE, table)
    assert sorted(post.text.partition("\n")[0] for post in posts(chat)) == [
        "🧢 Daan Mulder draagt de klantpet bij Balie-overleg.",
        f"🧢 Noor Jansen draagt de klantpet bij {MT}.",
    ]
    await chat.until("2026-11-26 11:00")
    assert [chat.noor.dm()[-1].buttons, chat.daan.dm()[-1].buttons] == [[LOOK], [LOOK]]
    assert [post.thread for post in posts(chat)] == [[], []]


# --- one thing that was heard -----------------------------------------------------------------------------------------
BACK = "Daan belde zelf terug, dat had deze klant nog nooit meegemaakt"


async def test_ac_pet_05_one_fact_without_a_name_as_long_as_it_is_new_and_stands(sqlite_url: str) -> None:
    """Told on Monday, three working days before the first of the meetings and eight before the second."""
    async with chatting(sqlite_url, moment="2026-11-23 10:00") as chat:
        await six(chat)
        await register(chat, chat.anna)
        await register(chat, chat.anna, "Personeelsoverleg", **IN_CONFIDENCE)
        await praise.give(chat, chat.omar, BACK)
        await chat.until("2026-11-26 09:58")
        open_one, closed = sorted(posts(chat), key=lambda post: "Personeel" in post.text)
        assert "Van een klant: Een collega belde zelf terug, dat had deze klant nog nooit meegemaakt" in open_one.text
        assert "Van een klant" not in closed.text
        assert not {"Daan", "Omar"} & set(open_one.text.split("\n")[1].split())
        await chat.omar.types("/compliment mijn", channel=NOORD)
        await chat.omar.presses(praise.WITHDRAW)
        await chat.omar.leaves()
        await chat.settle()
        assert "Van een klant" not in open_one.text
        await chat.until("2026-12-03 09:58")
        assert all("Van een klant" not in post.text for post in posts(chat))


# --- off, moved, free, away -------------------------------------------------------------------------------------------
async def test_a_meeting_is_off_when_two_say_so_and_moves_when_its_wearer_says_so(chat: Chat) -> None:
    await six(chat)
    await register(chat, chat.anna)
    await chat.until("2026-11-26 09:40")
    await chat.daan.types("/klantpet verzet 10:30", channel=NOORD)
    assert "Dit kan alleen wie de pet draagt, wie het overleg aanmeldde" in chat.daan.hears(NOORD)
    await chat.anna.types("/klantpet verzet 10.30", channel=NOORD)
    await chat.settle()
    assert chat.anna.hears(NOORD) == f"{MT} begint vandaag om 10:30."
    assert chat.aisha.dm()[-1].text == f"{MT} begint vandaag om 10:30. De pet blijft bij jou."
    assert "10:30" in invites(chat.aisha)[-1].text
    await chat.aisha.types("/klantpet verzet 9:00", channel=NOORD)
    assert chat.aisha.hears(NOORD).startswith("Kies een tijd later vandaag")
    await chat.until("2026-11-26 10:27")
    assert posts(chat) == []
    await chat.until("2026-11-26 10:28")
    (post,) = posts(chat)
    await press(chat, chat.daan, OFF, post)
    (line,) = post.thread
    assert (line.text, line.buttons) == (f"Iemand meldt dat {MT} niet doorgaat. Klopt dat?", [YES_OFF])
    await press(chat, chat.daan, YES_OFF, line)
    assert chat.daan.hears(NOORD) == "Je meldde het zelf al. Een ander kan het bevestigen."
    await press(chat, chat.noor, YES_OFF, line)
    assert [post.text for post in posts(chat)] == [f"{MT} gaat niet door. De pet gaat terug op de haak."]
    assert (post.buttons, line.buttons) == ([], [])
    await chat.until("2026-11-27 13:00")
    assert ((await states(chat))["2026-11-26"], await rows(chat, Rota)) == ("CANCELLED", [])


async def test_ac_pet_08_nobody_is_asked_for_a_holiday(sqlite_url: str) -> None:
    async with chatting(sqlite_url, moment="2027-05-04 10:00") as chat:
        await six(chat)
        await register(chat, chat.anna, MT, "2027-05-06")
        await chat.until("2027-05-06 12:00")
        assert (await states(chat))["2027-05-06"] == "SKIPPED"
        assert (invited(chat), posts(chat)) == ([], [])
        await chat.until("2027-05-12 15:30")
        assert invited(chat) == ["aisha"]


async def test_ac_pet_09_a_wearer_who_is_away_is_asked_no_reason(chat: Chat) -> None:
    await six(chat)
    await register(chat, chat.anna)
    await chat.until("2026-11-26 09:30")
    await chat.aisha.types("/klant afwezig vandaag", channel=NOORD)
    await chat.until("2026-11-26 09:49")
    assert (invited(chat), posts(chat)) == (["aisha"], [])
    await chat.until("2026-11-26 09:50")
    assert [post.text for post in posts(chat)] == [CALL]
    assert "Aisha" not in everything(chat)
    await chat.noor.types("/klantpet vraag", channel=NOORD)
    assert chat.noor.hears(NOORD) == FIRST_QUESTION
    await press(chat, chat.noor, TAKE, posts(chat)[-1])
    assert posts(chat)[-1].text == f"🧢 Noor Jansen draagt de klantpet bij {MT}."
    await chat.noor.types("/klantpet geef door", channel=NOORD)
    await chat.settle()
    assert (posts(chat)[-1].text, posts(chat)[-1].buttons) == (CALL, [TAKE, OFF])
    await chat.jump("2026-11-26 10:20")
    assert ((await states(chat))["2026-11-26"], posts(chat)) == ("MISSED", [])


# --- two at once ------------------------------------------------------------------------------------------------------
async def test_ac_pet_10_two_processes_take_the_cap_in_the_same_instant(postgres_url: str) -> None:
    """One wears it, and the other reads who was ahead."""
    async with peopled(postgres_url) as world:
        (subject,) = await occurrences(world, state="CALLING", asked=[])
        together, said = FORKS.Barrier(2), FORKS.Queue()
        clicks = [
            FORKS.Process(target=press_apart, args=(postgres_url, BEFORE, ORG, who, TAKES, subject, together, said))
            for who in TEN[:2]
        ]
        for click in clicks:
            click.start()
        answers = [await asyncio.to_thread(said.get, timeout=PATIENCE) for _click in clicks]
        for click in clicks:
            await asyncio.to_thread(click.join, PATIENCE)
        async with world.session() as session:
            (row,) = await session.scalars(select(MeetingDay))
    first, second = sorted(answers, key=lambda answer: answer[1])
    assert (row.state, row.wearer, first) == ("ACCEPTED", first[0], (first[0], "", []))
    assert second[1:] == ("{name} was just ahead of you. Thanks for offering.", [first[0]])
