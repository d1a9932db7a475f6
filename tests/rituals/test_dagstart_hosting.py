"""Whose turn it is to host: drawn, invited, declined, swapped, left; as dialogues."""

from __future__ import annotations

from datetime import date

from storage.dagstart import DagstartDay
from storage.people import Rota
from tests.chat import NOORD, Chat
from tests.rituals.dagstart_talk import (
    INVITE,
    NO_HOST,
    POINT,
    improve,
    invitations,
    invited,
    others,
    rows,
)


async def host_of(chat: Chat, day: str) -> tuple[str | None, str]:
    found = {row.day: row for row in await rows(chat, DagstartDay)}
    return found[date.fromisoformat(day)].host, found[date.fromisoformat(day)].host_state


# --- hosting ----------------------------------------------------------------------------------------------------------
async def test_the_host_is_asked_the_afternoon_before_and_rung_once(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 15:30")
    host = invited(chat)
    asked = invitations(host)[-1]
    assert asked.text == f"Morgen {INVITE}"
    assert asked.fallback == "Morgen mag jij de dagstart begeleiden."
    await host.presses("Komt goed", asked)
    await chat.settle()
    assert asked.buttons == []
    await chat.until("2026-11-24 09:00")
    assert chat.card().rings.users == {host.id}
    await improve(chat.sanne, POINT)
    await chat.settle()
    assert (f"{host.name} begeleidt." in chat.card().text, chat.card().rings.users) == (True, frozenset())
    await chat.until("2026-11-24 11:20")
    assert [(one.person, one.last_done) for one in await rows(chat, Rota)] == [(host.id, date(2026, 11, 24))]


async def test_another_time_gives_the_turn_to_the_next(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 15:31")
    first = invited(chat)
    await first.presses("Een andere keer", invitations(first)[-1])
    await chat.settle()
    second = invited(chat)
    assert second.id != first.id
    assert await host_of(chat, "2026-11-24") == (second.id, "INVITED")
    assert invitations(first)[-1].buttons == []
    await chat.until("2026-11-24 09:00")
    assert f"{second.name} begeleidt." in chat.card().text


async def test_ten_minutes_before_the_start_the_card_asks(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 08:50")
    host = invited(chat)
    await host.presses("Een andere keer", invitations(host)[-1])
    await chat.until("2026-11-23 09:00")
    assert NO_HOST in chat.card().text


async def test_who_declines_three_times_may_leave_the_rotation(chat: Chat) -> None:
    await chat.noord()
    for day in ("2026-11-23", "2026-11-24", "2026-11-25"):
        await chat.until(f"{day} 15:31")
        who = invited(chat)
        async with chat.house.sessions(info={"org": chat.house.org}) as session, session.begin():
            memory = await session.get(Rota, 1)
            if memory is None:
                session.add(Rota(id=1, team=1, role="host", person=who.id, declines=2))
            else:
                memory.person, memory.declines, memory.opted_out = who.id, 2, False
        await who.presses("Een andere keer", invitations(who)[-1])
    asked = who.dm()[-1]
    assert "Wil je voorlopig niet ingedeeld worden als begeleider?" in asked.text
    await who.presses("Ja, graag", asked)
    assert [(one.person, one.opted_out) for one in await rows(chat, Rota)] == [(who.id, True)]


async def test_a_host_who_leaves_leaves_the_turn(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:01")
    host = invited(chat)
    assert f"{host.name} begeleidt." in chat.card().text
    await chat.slack.leave(NOORD, host.person)
    await chat.settle()
    watcher = "anna" if host.id != chat.anna.id else "omar"
    assert NO_HOST in chat.card(person=watcher).text
    assert "Ik begeleid" in chat.card(person=watcher).buttons


async def test_two_hosts_swap(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-24 15:31")
    mine = invited(chat)
    other = others(chat, mine)[0]
    await other.types("/dagstart begeleider", channel=NOORD)
    assert other.hears(NOORD).endswith("was je net voor. Dank je wel voor je aanbod.")
    await mine.types(f"/dagstart begeleider @{other.person.handle}", channel=NOORD)
    assert mine.hears(NOORD) == f"Ik heb het {other.name} gevraagd."
    await chat.settle()
    asked = other.dm()[-1]
    assert f"{mine.name} vraagt of jij " in asked.text
    await other.presses("Komt goed", asked)
    await chat.settle()
    assert await host_of(chat, "2026-11-25") == (other.id, "CONFIRMED")
    assert mine.dm()[-1].text == f"{other.name} begeleidt de dagstart van woensdag 25 november."


async def test_only_a_host_or_lead_passes_a_turn_on(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 15:31")
    outsider, target = others(chat, chat.anna, invited(chat))[:2]
    await outsider.types(f"/dagstart begeleider @{target.person.handle}", channel=NOORD)
    assert "Dit kan alleen de begeleider, teamleider of waarnemer." in outsider.hears(NOORD)


async def test_without_rotation_nobody_is_drawn(chat: Chat) -> None:
    await chat.noord()
    await chat.anna.types("/dagstart instellen", channel=NOORD)
    await chat.anna.sends({"Begeleider rouleert": False})
    await chat.until("2026-11-23 09:00")
    assert NO_HOST in chat.card().text
    assert not any(invitations(actor) for actor in chat.people.values())
