"""Dialogues about figures beyond the acceptance scenarios: setting up, entering late, standing in, handing over."""

from __future__ import annotations

from datetime import UTC, time

import pytest
from sqlalchemy import update

from rituals.contract import Event, Wrong
from storage.dagstart import DagstartDay
from storage.kpi import Kpi
from tests.chat import NOORD, Chat, chatting
from tests.rituals.kpi_talk import (
    ALL,
    DAY,
    DAYS,
    DEPUTY,
    DRIVERS,
    FILL,
    NAME,
    NONE,
    OWNER,
    REACH,
    REMARK,
    SAVED,
    TARGET,
    UNIT,
    VALUE,
    WHICH,
    asked,
    figure,
    figures,
    fill,
    new,
    rows,
)
from tests.rituals.nudges_talk import quiet_hosts
from tests.rituals.people_talk import replies

TAKEN = "Je team heeft al een cijfer met deze naam. Kies een andere naam."
PERSON = "Een cijfer gaat over onze dienst, niet over een persoon. Kies een andere naam."
NOT_HERE = "Kies iemand uit dit team. Gasten, apps en oud-collega's kan ik niet kiezen."


# --- setting up -------------------------------------------------------------------------------------------------------
async def test_a_figure_is_set_up_changed_archived_and_used_again(chat: Chat) -> None:
    await chat.noord()
    guest = chat.person("Gast Gerrits", guest=True)
    await chat.anna.types("/klant kpi nieuw", channel=NOORD)
    assert "Hoeveel telefoontjes namen we binnen 30 seconden op?" in chat.anna.form.text
    await chat.anna.presses("Gebruik dit", near="Klanttevredenheid")
    assert chat.anna.form.values[NAME] == "Klanttevredenheid"
    await chat.anna.fills({NAME: "Tevreden over míla", TARGET: "elf", OWNER: guest, DEPUTY: chat.bram})
    await chat.anna.submits()
    found = chat.anna.form
    assert found.errors == {NAME: PERSON, TARGET: "Dit is geen getal. Schrijf bijvoorbeeld 92,5.", OWNER: NOT_HERE}
    assert found.values[TARGET] == "elf"
    await chat.anna.fills({NAME: "Tevredenheid", TARGET: "8,5", OWNER: chat.bram})
    await chat.anna.submits()
    assert chat.anna.form.errors == {DEPUTY: "Wie volgt en wie waarneemt, zijn twee mensen."}
    assert await chat.anna.sends({DEPUTY: chat.omar, DRIVERS: "Drukte op maandag"}) == SAVED
    await chat.anna.leaves()
    row = await figure(chat)
    assert (row.unit, row.target, row.decimals, row.days) == ("grade", 85, 1, "12345")
    assert (row.owner, row.deputy) == (chat.bram.id, chat.omar.id)
    await fill(chat, chat.bram, "8,1")
    await chat.anna.types("/klant kpi nieuw", channel=NOORD)
    await chat.anna.presses("Zelf beginnen")
    await chat.anna.fills({NAME: "TEVREDENHEID", UNIT: "aantal", OWNER: chat.mila})
    await chat.anna.submits()
    assert chat.anna.form.errors == {NAME: TAKEN}
    await chat.anna.leaves()
    await chat.anna.types("/klant kpi archief", channel=NOORD)
    await chat.anna.presses("Archiveren")
    assert "Gearchiveerd. Wat is ingevuld, blijft bewaard." in chat.anna.form.text
    assert (await figure(chat)).state == "ARCHIVED"
    await chat.anna.presses("Weer gebruiken")
    assert (await figure(chat)).state == "ACTIVE"
    assert (await rows(chat))[0].value == 81
    assert "Dit kan alleen de teamleider" in await replies(chat, chat.bram, "/klant kpi nieuw")


async def test_the_unit_stays_and_there_are_seven_at_most(chat: Chat) -> None:
    await chat.noord()
    await new(chat, REACH, chat.mila)
    await fill(chat, chat.mila, "90")
    changed = {"name": REACH, "unit": "grade", "better": "higher", "decimals": "0", "owner": chat.mila.id, "days": "1"}
    event = Event("unit", chat.house.org, chat.anna.id, "kpi.edit", "1:1", values=changed)
    with pytest.raises(Wrong) as wrong:
        await chat.house.dispatcher.submit(event)
    assert wrong.value.errors.keys() == {"unit"}
    async with chat.house.turns.writing(chat.house.org) as turn:
        told = {"unit": "number", "better": "lower", "days": "12345", "owner": chat.mila.id, "created_at": turn.now}
        turn.session.add_all(Kpi(team=1, name=f"Cijfer {n}", **told) for n in range(6))
    assert "Archiveer er eerst een." in await replies(chat, chat.anna, "/klant kpi nieuw")
    async with chat.house.turns.writing(chat.house.org) as turn:
        await turn.session.execute(update(Kpi).where(Kpi.name == REACH).values(owner=None, state="OWNERLESS"))
    await chat.until("2026-11-23 09:00")
    shown = figures(chat.card().text)
    assert [f"Cijfer {n}: nog geen cijfer" in shown for n in range(6)] == [True] * 6
    assert f"Wie volgt {REACH}? Eén minuut per dag is genoeg." in shown


# --- entering ---------------------------------------------------------------------------------------------------------
async def test_late_replaced_and_after_the_close(chat: Chat) -> None:
    await chat.noord()
    await quiet_hosts(chat)
    await new(chat, REACH, chat.mila, **{TARGET: "90"})
    await chat.until("2026-11-23 09:16")
    card = chat.card()
    for actor in (chat.bram, chat.anna):
        await actor.presses(FILL, card)
        assert actor.hears(NOORD) == "Collega's volgen de cijfers van je team. Jij hoeft niets in te vullen."
    await chat.mila.presses(FILL, card)
    assert chat.mila.form.values[DAY] == "Vrijdag 20 november"
    await chat.mila.fills({REMARK: "bel 06 1234 5678"})
    await chat.mila.submits()
    assert chat.mila.form.errors == {
        REMARK: "Er lijkt een telefoonnummer in je tekst te staan. Haal die weg, dan plaats ik het."
    }
    await chat.mila.fills({REMARK: "storing <!channel>"})
    await chat.mila.submits()
    assert chat.mila.form.errors == {VALUE: "Vul een getal in, of vink aan dat er geen cijfer is."}
    assert await chat.mila.sends({NONE: True}) == SAVED
    await chat.settle()
    assert figures(chat.card().text).endswith(f"{REACH}: die dag geen cijfer")
    assert await fill(chat, chat.mila, "92", card=card) == SAVED
    assert figures(chat.card().text).endswith(f"{REACH}: 92% (doel 90%) (aangepast)")
    await chat.until("2026-11-24 12:00")
    monday, tuesday = (await rows(chat, DagstartDay))[:2]
    assert (monday.state, monday.contributions, tuesday.state, tuesday.contributions) == ("CLOSED", 1, "QUIET", 0)
    assert await fill(chat, chat.mila, "85") == SAVED
    assert await fill(chat, chat.mila, "88", **{DAY: "Vrijdag 20 november"}) == SAVED
    monday, tuesday = (await rows(chat, DagstartDay))[:2]
    assert (monday.contributions, tuesday.state, tuesday.contributions) == (1, "QUIET", 0)
    await chat.until("2026-11-25 09:00")
    assert figures(chat.card().text).endswith(f"{REACH}: nog geen cijfer")
    assert await fill(chat, chat.mila, "87", card=chat.card()) == SAVED
    assert f"{REACH}: 87% (doel 90%) ▲ beter" in figures(chat.card().text)


async def test_who_stands_in_is_asked_and_anybody_enters_when_both_are_away(chat: Chat) -> None:
    await chat.noord()
    await quiet_hosts(chat)
    await new(chat, REACH, chat.mila, **{DEPUTY: chat.omar})
    await new(chat, "Doorlooptijd", chat.mila, **{DEPUTY: chat.omar, UNIT: "dagen"})
    await replies(chat, chat.mila, "/klant afwezig 23-11 t/m 25-11")
    await replies(chat, chat.omar, "/klant afwezig 24-11")
    await chat.until("2026-11-23 08:45")
    assert asked(chat.mila) == []
    (nudge,) = asked(chat.omar)
    assert f"Wil jij van vrijdag 20 november invullen: {REACH} en Doorlooptijd?" in nudge.text
    await chat.omar.presses(FILL, nudge)
    assert chat.omar.form.values[WHICH] == f"{REACH}: percentage (%)"
    await chat.omar.fills({VALUE: "95"})
    await chat.omar.submits()
    await chat.settle()
    assert "van vrijdag 20 november voor Doorlooptijd invullen?" in asked(chat.omar)[0].text
    await chat.omar.presses("Volgende: Doorlooptijd")
    assert chat.omar.form.values[WHICH] == "Doorlooptijd: dagen"
    assert await chat.omar.sends({VALUE: "3"}) == SAVED
    await chat.settle()
    assert FILL not in asked(chat.omar)[0].buttons
    await chat.until("2026-11-24 09:00")
    assert asked(chat.mila) == []
    assert len(asked(chat.omar)) == 1
    assert await fill(chat, chat.sanne, "96", card=chat.card()) == SAVED
    assert f"{REACH}: 96% ▲ beter" in figures(chat.card().text)


# --- which days -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("begun", "day", "about", "opened"),
    [
        ("2027-04-26 08:00", "2027-04-28", "maandag 26 april", "07:00"),
        ("2027-03-25 08:00", "2027-03-30", "vrijdag 26 maart", "07:00"),
    ],
)
async def test_over_a_holiday_and_a_change_of_the_clock(
    begun: str, day: str, about: str, opened: str, sqlite_url: str
) -> None:
    """Koningsdag is a Tuesday; on 28 March the clock goes forward, and Easter Monday follows."""
    async with chatting(sqlite_url, moment=begun) as chat:
        await chat.noord()
        await quiet_hosts(chat)
        await new(chat, REACH, chat.mila)
        await chat.jump(f"{day} 08:40")
        before = len(asked(chat.mila))
        await chat.until(f"{day} 08:45")
        assert len(asked(chat.mila)) == before + 1
        assert f"Wil jij het cijfer van {about} voor" in asked(chat.mila)[-1].text
        await chat.until(f"{day} 09:00")
        assert chat.clock.now().astimezone(UTC).strftime("%H:%M") == opened
        assert await fill(chat, chat.mila, "91", card=chat.card()) == SAVED
        assert f"Cijfers van {about}" in chat.card().text
        assert f"{REACH}: 91%" in figures(chat.card().text)


async def test_only_on_its_own_days_and_only_when_it_comes_in_time(chat: Chat) -> None:
    await chat.noord()
    await quiet_hosts(chat)
    await new(chat, REACH, chat.mila, **{DAYS: ["Maandag", "Woensdag"]})
    await chat.until("2026-11-23 09:00")
    assert len(asked(chat.mila)) == 1
    await fill(chat, chat.mila, "90", card=chat.card())
    await chat.until("2026-11-24 09:00")
    assert figures(chat.card().text).endswith(f"{REACH}: 90%, van vrijdag 20 november")
    assert len(asked(chat.mila)) == 1
    await chat.anna.types("/dagstart instellen", channel=NOORD)
    await chat.anna.sends({"Tijd": time(8, 50)})
    await chat.until("2026-11-25 08:52")
    assert figures(chat.card().text).endswith(f"{REACH}: nog geen cijfer")
    assert len(asked(chat.mila)) == 1


# --- whose it is ------------------------------------------------------------------------------------------------------
async def test_a_figure_is_handed_over(chat: Chat) -> None:
    await chat.noord()
    await new(chat, REACH, chat.mila, **{DEPUTY: chat.omar})
    told = await replies(chat, chat.bram, f"/klant kpi eigenaar <@{chat.bram.id}>")
    assert told == "Dit kan alleen de teamleider, diens waarnemer of wie het cijfer volgt. Er is niets veranderd."
    assert "/klant kpi eigenaar @wie" in await replies(chat, chat.mila, "/klant kpi eigenaar")
    said = await replies(chat, chat.mila, f"/klant kpi eigenaar <@{chat.omar.id}>")
    assert said == f"Omar Haddad volgt {REACH} vanaf nu."
    row = await figure(chat)
    assert (row.owner, row.deputy) == (chat.omar.id, None)
    await new(chat, "Doorlooptijd", chat.mila, **{UNIT: "dagen"})
    assert await replies(chat, chat.anna, f"/klant kpi eigenaar <@{chat.sanne.id}>") == "Welk cijfer?"
    question = [seen for seen in chat.anna.sees(NOORD) if seen.text.startswith("Welk cijfer?")][-1]
    await chat.anna.selects("Welk cijfer?", "Doorlooptijd", question)
    await chat.settle()
    assert [row.owner for row in await rows(chat, Kpi)] == [chat.omar.id, chat.sanne.id]
    await chat.sanne.types("/klant mijn", channel=NOORD)
    assert "Cijfers die ik volg" in chat.sanne.form.text + "".join(chat.sanne.form.buttons)
    await chat.sanne.leaves()
    await chat.until("2026-11-23 09:00")
    await chat.sanne.presses(ALL, chat.card())
    assert FILL in chat.sanne.form.buttons
