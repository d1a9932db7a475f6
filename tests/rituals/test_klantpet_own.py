"""What a person reads of meetings and their cap: in the list, in their Home, and of what is their own."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from bot.stage import Actor
from storage.klantpet import Flag, Meeting, MeetingDay
from tests.chat import NOORD, Chat, local
from tests.rituals.klantpet_talk import FILE, MT, NEW, page
from tests.rituals.test_compliment_data import deletes, exported


async def held_before(chat: Chat, wearer: Actor) -> None:
    """Six meetings that are over, each with a decision; at the last one, under way, a flag that Omar signed."""
    base: dict[str, Any] = {"team": 1, "minutes": 60}
    async with chat.house.turns.writing(chat.house.org) as turn:
        turn.session.add(
            row := Meeting(**base, name=MT, repeats="weekly", first=date(2026, 10, 9), clock=time(9, 30), at=turn.now)
        )
        await turn.session.flush()
        first = local("2026-10-09 09:30")
        some = [
            MeetingDay(**base, meeting=row.id, day=start.date(), starts_at=start, state="DONE", decided=f"besluit {n}")
            for n, start in enumerate(first + n * timedelta(weeks=1) for n in range(6))
        ]
        for each in some:
            each.looked_by = wearer.id
        now = local("2026-11-20 09:30")
        some.append(MeetingDay(**base, meeting=row.id, day=now.date(), starts_at=now, state="CHECKED_IN"))
        some[-1].wearer = wearer.id
        turn.session.add_all(some)
        await turn.session.flush()
        flag = {"kind": "other", "text": "de klant wacht al", "person": chat.omar.id, "on": now.date()}
        turn.session.add(Flag(team=1, occurrence=some[-1].id, **flag))


async def test_the_list_the_home_and_ones_own_data(chat: Chat) -> None:
    """What is for the wearer and the lead isn't for others; the last five decisions are; what is one's own can go."""
    await chat.noord()
    await held_before(chat, chat.mila)
    vote = "Wat we door de klant anders besloten"
    for actor in (chat.mila, chat.anna, chat.bram):
        told = await page(actor)
        assert vote in told
        assert [n for n in range(6) if f"besluit {n}" in told] == [1, 2, 3, 4, 5]
        assert ("de klant wacht al" in told) is (actor is not chat.bram)
    await chat.mila.types("/klantpet", channel=NOORD)
    assert chat.mila.form.buttons == ["Terugblik (1 minuut)", "Verbergen", FILE, NEW, "🚩 Klantvlag"]
    assert [each.partition(": ")[2] for each in chat.mila.form.options("Maak er een actie van")] == [
        f"besluit {n}" for n in (5, 4, 3, 2, 1)
    ]
    await chat.mila.leaves()
    await chat.mila.person.opens_home()
    await chat.idle()
    home = chat.mila.person.home.text
    assert f"{MT}: vrijdag 20 november om 09:30. Jij draagt de pet." in home
    assert f"Overleggen met de pet in {NOORD}" in home
    found = await exported(chat, chat.mila)
    assert [row["decided"] for row in found["look_backs"]] == [f"besluit {n}" for n in reversed(range(6))]
    assert [row["kind"] for row in found["cap"]] == ["wearer"]
    (flag,) = (await exported(chat, chat.omar))["flags"]
    assert flag["text"] == "de klant wacht al"
    await deletes(chat, chat.mila, "Waar ik op terugkeek")
    await deletes(chat, chat.omar, "Vlaggen met mijn naam")
    told = await page(chat.anna)
    assert vote not in told
    assert "de klant wacht al" not in told
    assert (await exported(chat, chat.mila))["look_backs"] == []
