"""A contact that stands in the diary: planned by hand or elsewhere, and then nobody asks about it midweek."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from rituals.contract import Event, Refused
from rituals.facts import ContactPlanned
from storage.dialogue import Dialogue
from storage.roles import OrgRole
from tests.chat import Chat, local
from tests.rituals.estafette_stage import THIS, WEEK, put, under_way
from tests.rituals.estafette_talk import ACCEPT, BOARD, PLAN, legs, newest, press

WHEN, KIND = "Wanneer?", "Soort contact"
VISIT = "klantbezoek"
MIDWEEK = "Halverwege de week."
NEXT = THIS + WEEK


async def tells(chat: Chat, day: date, *, off: bool = False, person: str = "eva") -> None:
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.tell(ContactPlanned(chat.stage.people[person].id, day, "dialogue", "dialogue:1", off=off))
    await chat.settle()


async def holds(chat: Chat) -> None:
    """Eva took the baton of next week; the message with her buttons stands in her conversation."""
    await under_way(chat, ("eva", "OFFERED", NEXT))
    await press(chat, chat.eva, ACCEPT)


async def test_a_planned_contact_is_within_the_leg_and_can_be_changed(chat: Chat) -> None:
    await holds(chat)
    await press(chat, chat.eva, PLAN)
    for day in (NEXT - timedelta(days=1), NEXT + timedelta(days=9)):
        await chat.eva.fills({WHEN: day, KIND: VISIT})
        await chat.eva.submits()
        assert "Kies een dag van maandag 23 november tot en met dinsdag 1 december." in str(chat.eva.form.state.errors)
    assert [row.state for row in await legs(chat)] == ["ACCEPTED"]
    assert "Genoteerd: donderdag 26 november. Een goed gesprek gewenst." in await chat.eva.sends(
        {WHEN: NEXT + timedelta(days=3)}
    )
    (row,) = await legs(chat)
    assert (row.state, row.contact_on, row.contact_kind) == ("PLANNED", date(2026, 11, 26), "visit")
    await press(chat, chat.eva, PLAN)
    assert "Genoteerd: maandag 30 november" in await chat.eva.sends({WHEN: NEXT + WEEK})
    assert [(row.state, row.contact_on) for row in await legs(chat)] == [("PLANNED", NEXT + WEEK)]
    await chat.until("2026-11-26 12:00")
    assert not any(MIDWEEK in seen.text for seen in chat.eva.dm())
    await press(chat, chat.eva, PLAN)
    await chat.eva.fills({WHEN: NEXT + timedelta(days=2)})
    await chat.eva.submits()
    assert "Deze datum is al geweest." in str(chat.eva.form.state.errors)


async def test_without_one_midweek_asks_once(chat: Chat) -> None:
    """Also where a dialogue that was planned is called off in time."""
    await holds(chat)
    await tells(chat, NEXT + timedelta(days=4))
    assert [(row.state, row.contact_kind) for row in await legs(chat)] == [("PLANNED", "dialogue")]
    await tells(chat, NEXT + timedelta(days=4), off=True)
    assert [(row.state, row.contact_on, row.contact_kind) for row in await legs(chat)] == [("ACCEPTED", None, "")]
    await chat.until("2026-11-25 12:00")
    assert len([seen for seen in chat.eva.dm() if MIDWEEK in seen.text]) == 1


async def test_what_is_planned_elsewhere_counts_for_the_leg_that_covers_it(chat: Chat) -> None:
    """Not what lies outside of it, and not somebody else's."""
    await holds(chat)
    await tells(chat, NEXT + 2 * WEEK)
    await tells(chat, NEXT + timedelta(days=1), person="daan")
    assert [row.state for row in await legs(chat)] == ["ACCEPTED"]
    await tells(chat, NEXT + timedelta(days=1))
    await tells(chat, NEXT + timedelta(days=2), off=True)
    assert [(row.state, row.contact_on) for row in await legs(chat)] == [("PLANNED", NEXT + timedelta(days=1))]


async def test_a_dialogue_that_was_planned_before_counts_on_taking_the_baton(chat: Chat) -> None:
    await under_way(chat, ("eva", "OFFERED", NEXT))
    start = local("2026-11-25 14:00")
    base: dict[str, Any] = {"title": "Gesprek", "kind": "dialogue", "minutes": 60, "before": 30, "after": 30}
    base |= {"person": chat.eva.id, "organiser": chat.petra.id, "at": local("2026-11-20 09:00")}
    await put(chat, Dialogue(**base, day=start.date(), clock=start.time(), starts_at=start))
    await press(chat, chat.eva, ACCEPT)
    assert [(row.state, row.contact_on) for row in await legs(chat)] == [("PLANNED", start.date())]


async def test_who_may_plan_it(chat: Chat) -> None:
    """Whoever runs and who prepares for them; not a colleague, not while it rests, not of a leg that is over."""
    await holds(chat)
    await put(chat, OrgRole(person=chat.bram.id, role="preparer", exec=chat.eva.id))
    subject = f":l{(await legs(chat))[0].id}"

    async def told(name: str) -> str:
        event = Event("x", chat.house.org, chat.stage.people[name].id, "estafette.plan", subject)
        try:
            form = await chat.house.dispatcher.open(event)
        except Refused as refused:
            return refused.note.text.msgid
        return str(form.title.msgid)

    assert [await told(name) for name in ("eva", "bram", "daan")] == [
        "Plan the contact",
        "Plan the contact",
        "You don't hold the baton now.",
    ]
    await chat.petra.types("/estafette pauze", channel=BOARD)
    await chat.settle()
    assert (await told("eva")).startswith("The relay is paused.")
    assert PLAN not in newest(chat.eva).buttons
    await chat.petra.types("/estafette stop", channel=BOARD)
    await chat.settle()
    assert await told("eva") == "This has been closed already. Nothing was changed."
