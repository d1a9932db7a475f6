"""One channel with three hundred people, all of whom share something within the same minute."""

from __future__ import annotations

import asyncio
import re
import time
from datetime import timedelta

import pytest

from bot.scheduler import delivering
from bot.stage import Actor
from bot.turns import BUNDLING
from sandbox import Fault, Seen
from storage.dagstart import DagstartItem
from storage.house import CardRow
from tests.chat import NOORD, Chat, chatting
from tests.load.steady import BLOCKED, longest
from tests.rituals.dagstart_talk import WHAT, rows
from tests.waiting import until

CROWD = 300
AT_ONCE = 12  # of them send in the same instant
OPENED = 60  # forms in a minute: of a hundred Slack says that it is too many
MINUTE = timedelta(minutes=1)
READ = re.compile(r"Klant \d+ kreeg het antwoord sneller dan gedacht")


def text_of(n: int) -> str:
    return f"Klant {n} kreeg het antwoord sneller dan gedacht"


async def writes(actor: Actor, n: int) -> None:
    await actor.person.types("/dagstart verbeterpunt", channel=NOORD)
    await until(lambda: actor.view is not None)
    await actor.fills({WHAT: text_of(n)})


async def shares(actor: Actor) -> None:
    await actor.person.submits()
    await actor.leaves()


async def crowd(chat: Chat) -> list[Actor]:
    """Begun by the first of them; Monday's card is up."""
    people = [chat.stage.person(f"Mens{n} de Boer") for n in range(CROWD)]
    chat.slack.channel(NOORD, members=[each.person for each in people])
    await chat.start(people[0], NOORD)
    await chat.until("2026-11-23 09:00")
    return people


def edits(chat: Chat, card: Seen) -> int:
    return sum(method == "chat.update" and how.get("ts") == card.ts for method, how in chat.slack.calls)


async def up_to_date(chat: Chat) -> bool:
    card = next(row for row in await rows(chat, CardRow) if row.name == "dagstart.card")
    return bool(card.wanted == card.shown)


@pytest.mark.timeout(300)
async def test_three_hundred_share_within_a_minute(sqlite_url: str) -> None:
    """No ack is late, or `chatting` fails."""
    async with chatting(sqlite_url, threads=True) as chat:
        people = await crowd(chat)
        card = chat.card(person="mens0")
        with longest() as found:
            for first in range(0, CROWD, OPENED):
                chat.clock.wait(MINUTE)
                for n in range(first, first + OPENED, AT_ONCE):
                    await asyncio.gather(*(writes(people[one], one) for one in range(n, n + AT_ONCE)))
            before, began = edits(chat, card), time.monotonic()
            async with delivering(chat.house.delivery, chat.house.bell):
                for n in range(0, CROWD, AT_ONCE):
                    await asyncio.gather(*map(shares, people[n : n + AT_ONCE]))
                while not await up_to_date(chat):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
        took = time.monotonic() - began
        assert found.seconds < BLOCKED
        assert edits(chat, card) - before <= took / BUNDLING.total_seconds() + 2
        texts = [text_of(n) for n in range(CROWD)]
        assert sorted(row.text for row in await rows(chat, DagstartItem)) == sorted(texts)
        assert sorted(await behind(people[1], chat.card(person="mens0"))) == sorted(texts)


async def behind(actor: Actor, card: Seen) -> list[str]:
    """All that stands behind the card, page by page."""
    await actor.presses("Alles bekijken", card)
    found = READ.findall(actor.form.text)
    while "Verder" in actor.form.buttons:
        await actor.presses("Verder")
        found += READ.findall(actor.form.text)
    return found


async def test_who_opens_one_too_many_reads_so_and_opens_it_a_minute_later(sqlite_url: str) -> None:
    """A hundred forms of a workspace in a minute: of the next Slack says that it is too many."""
    async with chatting(sqlite_url, anew=False, allowed=("ratelimited",)) as chat:
        await chat.noord()
        await chat.until("2026-11-23 09:00")
        chat.slack.faults.add(Fault("views.open", "429", retry_after=30))
        await chat.sanne.types("/dagstart verbeterpunt", channel=NOORD)
        assert chat.sanne.view is None
        assert chat.sanne.hears(NOORD).startswith("Het is nu erg druk. Probeer het over een minuut nog eens.")
        await chat.sanne.presses("Openen", chat.sanne.sees(NOORD)[-1])
        assert await chat.sanne.sends({WHAT: text_of(1)})
        assert [row.text for row in await rows(chat, DagstartItem)] == [text_of(1)]
