"""The acceptance scenarios of figures, as dialogues in a team of eight."""

from __future__ import annotations

from storage.kpi import Kpi
from tests.chat import NOORD, Chat
from tests.rituals.kpi_talk import (
    ALL,
    ALREADY,
    FILL,
    FOLLOW,
    REACH,
    SAVED,
    TARGET,
    VALUE,
    asked,
    figure,
    figures,
    fill,
    new,
    page,
    rows,
)
from tests.rituals.nudges_talk import quiet_hosts


async def test_ac_kpi_01_one_nudge_and_no_name(chat: Chat) -> None:
    await chat.noord()
    await quiet_hosts(chat)
    assert await new(chat, REACH, chat.mila, **{TARGET: "90"}) == SAVED
    await chat.until("2026-11-23 08:45")
    (nudge,) = asked(chat.mila)
    assert nudge.text.startswith(
        f"Wil jij het cijfer van vrijdag 20 november voor {REACH} invullen? Het mag ook later."
    )
    assert chat.mila.notifications[-1] == "Wil jij een cijfer invullen? Het mag ook later."
    assert [name for name, actor in chat.people.items() if asked(actor)] == ["mila"]
    await chat.until("2026-11-23 09:00")
    assert figures(chat.card().text).endswith(f"{REACH}: nog geen cijfer")
    assert "Mila" not in figures(chat.card().text)
    assert "Mila" not in figures(await page(chat.sanne, chat.card()))
    assert len(asked(chat.mila)) == 1
    await chat.mila.presses(FILL, nudge)
    assert await chat.mila.sends({VALUE: "92"}) == SAVED
    await chat.settle()
    assert figures(chat.card().text).endswith(f"{REACH}: 92% (doel 90%)")
    assert FILL not in asked(chat.mila)[-1].buttons


async def test_ac_kpi_02_out_of_range(chat: Chat) -> None:
    await chat.noord()
    await new(chat, REACH, chat.mila)
    await chat.until("2026-11-23 09:00")
    await chat.mila.presses(FILL, chat.card())
    await chat.mila.fills({VALUE: "105"})
    await chat.mila.submits()
    assert chat.mila.form.errors == {VALUE: "Vul een getal in tussen 0 en 100."}
    assert chat.mila.form.values[VALUE] == "105"
    assert await rows(chat) == []
    assert await chat.mila.sends({VALUE: "10,5"}) != SAVED
    assert await rows(chat) == []
    await chat.mila.leaves()
    assert await fill(chat, chat.mila, "95", card=chat.card()) == SAVED
    assert await fill(chat, chat.mila, "95", card=chat.card()) == ALREADY
    assert [row.value for row in await rows(chat)] == [950]


async def test_ac_kpi_03_the_owner_leaves(chat: Chat) -> None:
    await chat.noord()
    await quiet_hosts(chat)
    await new(chat, REACH, chat.mila)
    await new(chat, "Doorlooptijd", chat.mila)
    await chat.until("2026-11-23 09:00")
    await chat.slack.leave(NOORD, chat.mila.person)
    await chat.settle()
    assert {row.state for row in await rows(chat, Kpi)} == {"OWNERLESS"}
    assert "Wie volgt Bereikbaarheid? Eén minuut per dag is genoeg." in figures(chat.card().text)
    told = [seen for seen in chat.anna.dm() if "Wie volgt" in seen.text]
    assert [seen.text.split("\n")[0] for seen in told] == [
        "Wie volgt Bereikbaarheid en Doorlooptijd? Eén minuut per dag is genoeg."
    ]
    await chat.until("2026-11-24 09:00")
    assert "Wie volgt Bereikbaarheid? Eén minuut per dag is genoeg." in figures(chat.card().text)
    assert FOLLOW not in chat.card().buttons
    for actor in (chat.omar, chat.joris):
        await actor.presses(ALL, chat.card())
    await chat.omar.presses(FOLLOW, near=REACH)
    await chat.joris.presses(FOLLOW, near=REACH)
    assert "Jij volgt Bereikbaarheid vanaf nu." in chat.omar.form.text
    assert "Omar Haddad was je net voor. Dank je wel voor je aanbod." in chat.joris.form.text
    await chat.settle()
    first = (await rows(chat, Kpi))[0]
    assert (first.owner, first.state) == (chat.omar.id, "ACTIVE")
    assert f"{REACH}: nog geen cijfer" in figures(chat.card().text)
    told = [seen for seen in chat.anna.dm() if "Wie volgt" in seen.text]
    assert [seen.text.split("\n")[0] for seen in told] == ["Wie volgt Doorlooptijd? Eén minuut per dag is genoeg."]


async def test_ac_kpi_04_advice_after_three(chat: Chat) -> None:
    await chat.noord()
    await quiet_hosts(chat)
    await new(chat, REACH, chat.mila, **{TARGET: "90"})
    said = f"{REACH} zat drie keer naast het doel. Tijd voor een kleine verbeteractie?"
    advised = []
    for day in ("11-23", "11-24", "11-25", "11-26", "12-08", "12-09"):
        if day == "12-08":
            await chat.jump(f"2026-{day} 08:50")
        await chat.until(f"2026-{day} 09:01")
        assert await fill(chat, chat.mila, "80", card=chat.card()) == SAVED
        advised += [day] if said in figures(chat.card().text) else []
    assert advised == ["11-25", "12-09"]
    await chat.sanne.presses(ALL, chat.card())
    assert "Verbeteractie" in chat.sanne.form.buttons
    await chat.sanne.leaves()
    await fill(chat, chat.mila, "95", card=chat.card())
    assert said not in chat.card().text
    assert (await figure(chat)).advised_on is None
