"""One message a day: what stands in it, who gets it, and when; as dialogues."""

from __future__ import annotations

from datetime import date, time

import pytest
from sqlalchemy import delete, update

from rituals.facts import CalendarChanged, NotNudged, Nudged
from rituals.nudge import Offer
from sandbox import Fault
from storage.nudges import BackOff, NudgeMessage
from storage.people import Absence, PersonRow, Team
from tests.chat import NOORD, Chat, chatting
from tests.rituals.dagstart_talk import INVITE, invitations, invited, rows
from tests.rituals.nudges_talk import (
    ACTION,
    ANYBODY,
    FIGURE,
    LOOKBACK,
    Asking,
    bundle_at,
    change,
    lines,
    messages,
    noord,
    quiet_hosts,
)

GREETING = "Voor vandaag, als het uitkomt:"


@pytest.fixture
def asking() -> Asking:
    return Asking()


def name_of(chat: Chat, person: str) -> str:
    found: list[str] = [name for name, actor in chat.people.items() if actor.id == person]
    return found[0]


async def written_to(chat: Chat) -> set[str]:
    return {actor.name.split()[0].lower() for actor in chat.people.values() if messages(actor)}


# --- what stands in it ------------------------------------------------------------------------------------------------
async def test_several_rituals_in_one_message_and_one_message_a_day(database_url: str, asking: Asking) -> None:
    async with noord(database_url, asking) as chat:
        asking.wanted[LOOKBACK] = {chat.sanne.id: [Offer("b")], chat.bram.id: [Offer("c")]}
        asking.wanted[FIGURE] = {chat.sanne.id: [Offer("a1"), Offer("a2")]}
        asking.wanted[ACTION] = {chat.sanne.id: [Offer("d", urgent=False)], chat.omar.id: [Offer("d", urgent=False)]}
        await chat.until("2026-11-23 08:44")
        assert await written_to(chat) == set()
        await chat.until("2026-11-23 08:45")
        assert await written_to(chat) == {"sanne", "bram"}
        (sannes,), (brams,) = messages(chat.sanne), messages(chat.bram)
        assert sannes.text.startswith(f"Goedemorgen Sanne de Wit. {GREETING}")
        assert sannes.fallback.startswith("Goedemorgen Sanne de Wit.")
        assert lines(sannes) == [f"{FIGURE} a1", f"{FIGURE} a2", f"{LOOKBACK} b", f"{ACTION} d"]
        assert (GREETING in brams.text, brams.fallback) == (False, "Wil je ergens even naar kijken?")
        assert len(sannes.menus) == len(brams.menus) == 1
        assert [fact.at for fact in asking.of(FIGURE)] == [chat.clock.now()] * 2
        await chat.until("2026-11-23 18:00")
        assert await written_to(chat) == {"sanne", "bram", "omar"}
        assert len(messages(chat.sanne)) == 1
        assert len(await rows(chat, NudgeMessage)) == 3


async def test_what_exceeds_the_week_is_not_asked_and_the_next_week_it_is(sqlite_url: str, asking: Asking) -> None:
    async with noord(sqlite_url, asking) as chat:
        await change(chat, update(PersonRow).where(PersonRow.key == chat.bram.id).values(nudges_a_week=2))
        for day in range(23, 28):
            asking.wanted[FIGURE] = {chat.sanne.id: [Offer(f"{day}")], chat.bram.id: [Offer(f"{day}")]}
            await chat.until(f"2026-11-{day} 08:46")
            await change(chat, delete(BackOff))  # whoever answers is never backed off from
        assert [lines(seen) for seen in messages(chat.sanne)] == [[f"{FIGURE} {day}"] for day in range(23, 27)]
        assert [lines(seen) for seen in messages(chat.bram)] == [[f"{FIGURE} {day}"] for day in (23, 24)]
        asking.wanted[FIGURE] = {chat.sanne.id: [Offer("30")]}
        await chat.until("2026-11-30 08:45")
        assert lines(messages(chat.sanne)[-1]) == [f"{FIGURE} 30"]


async def test_a_ritual_that_fails_costs_its_own_part(sqlite_url: str, asking: Asking) -> None:
    asking.wanted = {kind: {ANYBODY: [Offer("x")]} for kind in (FIGURE, LOOKBACK, ACTION)}
    asking.fails = {ACTION, f"draw {LOOKBACK}"}
    async with noord(sqlite_url, asking) as chat:
        await chat.until("2026-11-23 08:45")
        assert lines(messages(chat.sanne)[0]) == [f"{FIGURE} x"]


async def test_the_host_is_asked_first_and_with_all_the_rest(database_url: str, asking: Asking) -> None:
    """At 08:45 the invitation and the bundle fall together: one message, whichever comes first."""
    asking.wanted[FIGURE] = {ANYBODY: [Offer("x")]}
    async with chatting(database_url, rituals=asking.rituals()) as chat:
        await chat.noord()
        await chat.until("2026-11-23 08:45")
        host = invited(chat)
        (seen,) = host.dm()
        assert seen.text.index(INVITE) < seen.text.index(FIGURE)
        assert f"{host.name}. {GREETING}" in seen.text
        assert len(await rows(chat, NudgeMessage)) == len(chat.people)
        await host.presses("Komt goed", seen)
        await chat.settle()
        assert ("Komt goed" in seen.text, "Komt goed" in seen.buttons, len(seen.menus)) == (True, False, 1)


# --- who gets it ------------------------------------------------------------------------------------------------------
async def test_who_is_not_at_work_is_not_asked(sqlite_url: str, asking: Asking) -> None:
    asking.wanted[FIGURE] = {ANYBODY: [Offer("x")]}
    async with noord(sqlite_url, asking) as chat:
        async with chat.house.turns.writing(chat.house.org) as turn:
            turn.session.add(Absence(person=chat.omar.id, first=date(2026, 11, 23), last=date(2026, 11, 23)))
        await change(chat, update(PersonRow).where(PersonRow.key == chat.mila.id).values(pattern="245"))
        await chat.bram.types("/klant stil", channel=NOORD)
        await chat.bram.sends({"Hoe lang?": "1 week"})
        await chat.nadia.types("/klant stil cijfer 1 week", channel=NOORD)
        assert (
            chat.nadia.hears(NOORD)
            == "Ik ben stil over Cijfer tot maandag 30 november. Met /klant stil uit hoor je me weer."
        )
        await chat.until("2026-11-23 12:00")
        assert await written_to(chat) == {"anna", "fatima", "joris", "sanne"}
        days = set(asking.asked_for[-1].values())
        assert (chat.mila.id in asking.asked_for[-1], days) == (False, {date(2026, 11, 23)})
        await chat.until("2026-11-24 12:00")
        assert await written_to(chat) == {"anna", "fatima", "joris", "sanne", "mila", "omar"}


async def test_a_person_of_two_teams_keeps_the_clock_of_home(sqlite_url: str, asking: Asking) -> None:
    asking.wanted[FIGURE] = {ANYBODY: [Offer("x")]}
    async with noord(sqlite_url, asking) as chat:
        chat.slack.channel("curacao", members=[chat.anna.person, chat.mila.person])
        await chat.start(chat.anna, "curacao")
        await quiet_hosts(chat)
        await change(chat, update(Team).where(Team.id == 2).values(timezone="America/Curacao"))
        await change(chat, update(PersonRow).where(PersonRow.key == chat.mila.id).values(home_team=2))
        async with chat.house.turns.writing(chat.house.org) as turn:
            await turn.tell(CalendarChanged((2,)))
        await chat.until("2026-11-23 12:00")
        assert "mila" not in await written_to(chat)
        assert "anna" in await written_to(chat)
        await chat.until("2026-11-23 13:45")
        assert "mila" in await written_to(chat)
        assert len(messages(chat.anna)) == 1


async def test_another_bundle_time_draws_and_invites_by_it(sqlite_url: str, asking: Asking) -> None:
    async with chatting(sqlite_url, rituals=asking.rituals()) as chat:
        team = await chat.noord()
        await chat.anna.types("/dagstart instellen", channel=NOORD)
        await chat.anna.sends({"Tijd": "10:00"})
        await chat.until("2026-11-22 12:00")
        asking.wanted[FIGURE] = {ANYBODY: [Offer("x")]}
        await bundle_at(chat, bundle_time=time(9, 30))
        async with chat.house.turns.writing(chat.house.org) as turn:
            await turn.tell(CalendarChanged((team,)))
        await chat.until("2026-11-23 09:29")
        assert await written_to(chat) == set()
        await chat.until("2026-11-23 09:30")
        assert len(await written_to(chat)) == len(chat.people)
        assert any(f"Vandaag {INVITE}" in seen.text for actor in chat.people.values() for seen in invitations(actor))


async def test_what_can_wait_keeps_to_the_window_and_comes_with_a_late_bundle(sqlite_url: str) -> None:
    """Nobody who is invited for tomorrow is passed over because the window has closed by then."""
    async with chatting(sqlite_url, moment="2026-11-23 08:00") as chat:
        team = await chat.noord()

        async def hours(**values: time) -> None:
            await bundle_at(chat, **values)
            await chat.house.dispatcher.tell(chat.house.org, CalendarChanged((team,)))

        def asked() -> int:
            return sum("Morgen" in seen.text for actor in chat.people.values() for seen in invitations(actor))

        await hours(window_first=time(8), window_last=time(15))
        await chat.until("2026-11-23 14:29")
        assert asked() == 0
        await chat.until("2026-11-23 15:30")
        assert asked() == 1
        await hours(window_last=time(18), bundle_time=time(16))
        await chat.until("2026-11-24 15:59")
        assert asked() == 0
        await chat.until("2026-11-24 16:00")
        assert asked() == 1


async def test_a_conversation_that_is_refused_for_good(sqlite_url: str, asking: Asking) -> None:
    """The line's ritual hears so, and the host's turn goes on to the next."""
    async with chatting(sqlite_url, rituals=asking.rituals()) as chat:
        await chat.noord()
        await chat.until("2026-11-23 08:44")
        asking.wanted[FIGURE] = {ANYBODY: [Offer("x", urgent=False)]}
        chat.slack.faults.add(Fault("chat.postMessage", "ok_false", error="messages_tab_disabled"))
        await chat.until("2026-11-23 08:46")
        refused = [fact for fact in asking.told if isinstance(fact, NotNudged)]
        assert {fact.kind for fact in refused} == {FIGURE, "dagstart.host"}
        host = invited(chat)
        assert host.id != refused[0].person
        await chat.until("2026-11-23 09:00")
        assert f"{host.name} begeleidt." in chat.card().text
        assert (messages(chat.people[name_of(chat, refused[0].person)]), len(asking.of(FIGURE))) == ([], 2)
        assert refused[0].person not in {row.person for row in await rows(chat, BackOff)}


async def test_a_restart_between_the_decision_and_the_message(sqlite_url: str, asking: Asking) -> None:
    asking.wanted[FIGURE] = {ANYBODY: [Offer("x")]}
    async with noord(sqlite_url, asking) as chat:
        await chat.until("2026-11-23 08:44")
        await chat.restart()
        chat.clock.turn_to(chat.clock.now().replace(minute=45))
        await chat.house.timers.tick()
        await chat.restart()
        assert await written_to(chat) == set()
        await chat.settle()
        await chat.until("2026-11-23 09:30")
        assert {len(messages(actor)) for actor in chat.people.values()} == {1}
        assert {type(fact) for fact in asking.told} == {Nudged}
