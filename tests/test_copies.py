"""A press on a message that we don't know to stand: it is known from then on, or taken away."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import update

from bot.settling import UNCLEAR
from bot.stage import local
from storage.house import CardRow
from tests.badly import Bad, badly
from tests.chat import NOORD
from tests.test_backup import ask, copied, put_back

WHAT = "Wat merkte of vroeg een klant?"


async def test_after_a_restore_the_first_press_makes_the_days_card_known(database_url: str, tmp_path: Path) -> None:
    """Copied between the turn at nine and its post. What somebody hands in meanwhile posts no second card."""
    async with badly(database_url, allowed=("message_not_found",)) as bad:
        chat = bad.chat
        await chat.until("2026-11-23 08:59")
        chat.clock.moment = local("2026-11-23 09:00")
        await chat.house.timers.tick()
        assert not chat.cards()
        await chat.end()
        await copied(database_url, tmp_path, "copy_at_nine")
        await chat.begin()
        await chat.until("2026-11-23 09:05")
        (before,) = chat.cards()
        await chat.end()
        await put_back(database_url, tmp_path, "copy_at_nine")
        assert (await ask(tmp_path, database_url, "restored", "--at", "2026-11-23T09:05+01:00")).code == 0
        await chat.begin()
        await chat.until("2026-11-23 09:06")
        await chat.bram.types("/dagstart verbeterpunt", NOORD)
        await chat.bram.fills({WHAT: "De klant wacht lang"})
        await chat.bram.submits()
        await chat.until("2026-11-23 09:07")
        assert [card.ts for card in chat.cards()] == [before.ts]
        await chat.mila.presses("Alles bekijken", chat.cards()[0])
        await bad.after(10)
        (card,) = chat.cards()
        assert card.ts == before.ts
        assert "De klant wacht lang" in card.text


async def test_a_card_that_was_given_up_and_stands_all_the_same(bad: Bad) -> None:
    """A change puts up no second one; a press makes it known, and then it is drawn as it reads by now."""
    for nth in range(UNCLEAR):
        bad.fault("cut", when="before" if nth < UNCLEAR - 1 else "after")
    await bad.show()
    await bad.after()
    for nth in range(UNCLEAR - 1):
        await bad.after(61 * 2**nth)
    assert (await bad.card()).state == "dropped"
    await bad.change("version 2")
    await bad.after(10)
    (copy,) = bad.standing
    assert copy.text.splitlines()[0] == "version 1"
    bad.fault("ok_false", method="chat.update", error="edit_window_closed")
    await bad.chat.bram.presses("Press", copy)
    await bad.after(10)
    assert (await bad.card()).tries == 1, "what became of it before counts no more"
    await bad.after(61)
    assert [seen.text.splitlines()[0] for seen in bad.standing] == ["version 2"]
    card = await bad.card()
    assert (card.state, card.stamp, card.tries, card.why) == ("shown", copy.ts, 0, "")


async def test_a_card_that_is_held_and_stands_all_the_same(bad: Bad) -> None:
    bad.fault("cut", when="after")
    await bad.show()
    await bad.after()
    await became(bad, "held")
    await bad.chat.bram.presses("Press", bad.standing[0])
    await bad.after(10)
    assert (await bad.card()).stamp == bad.standing[0].ts


async def test_a_copy_of_a_card_that_has_gone_is_taken_away(bad: Bad) -> None:
    bad.fault("cut", when="after")
    await bad.show()
    await bad.after()
    await became(bad, "gone")
    await bad.chat.bram.presses("Press", bad.standing[0])
    await bad.chat.settle()
    assert not bad.standing
    assert (await bad.card()).state == "gone"


async def became(bad: Bad, state: str) -> None:
    house = bad.chat.house
    async with house.sessions(info={"org": house.org}) as session, session.begin():
        await session.execute(update(CardRow).where(CardRow.name == "proof.card").values(state=state, due_at=None))
