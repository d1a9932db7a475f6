"""What an operator counts: it names nobody, and to look costs next to nothing."""

from __future__ import annotations

import aiohttp
from sqlalchemy import event

from bot import metrics
from bot.registry import make
from rituals import RITUALS
from tests.chat import Chat

LABELS = {"timer", "method", "outcome", "answer", "what", "why", "kind", "version", "python", "database", "mode", "le"}
SHARED = "Een klant zei: wortelstamppotrecept zoekgeraakt"


async def scraped(chat: Chat) -> str:
    address = f"http://127.0.0.1:{chat.house.health.port}/metrics"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        return await answer.text()


async def test_it_counts_what_was_done_and_names_nobody(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:00")
    await chat.sanne.presses("Verbeterpunt")
    await chat.sanne.sends({"Wat merkte of vroeg een klant?": SHARED})
    await chat.settle()
    page = await scraped(chat)
    for each in (
        'klantritme_timers_run_total{timer="dagstart.open"}',
        'method="post",outcome="sent"',
        'kind="slash_commands"',
        'kind="interactive"',
        "klantritme_database_up 1.0",
    ):
        assert each in page
    people = [chat.sanne.id, chat.sanne.name, chat.card().channel, chat.slack.team_id, SHARED]
    assert not [each for each in people if each in page]


async def test_labels_are_names_from_our_own_code(chat: Chat) -> None:
    await chat.noord()
    await chat.until("2026-11-23 09:00")
    await scraped(chat)
    labels = [sample.labels for family in metrics.REGISTRY.collect() for sample in family.samples]
    assert {name for each in labels for name in each} <= LABELS
    timers = {each["timer"] for each in labels if "timer" in each}
    ours = {*make((*RITUALS,)).timers, "house.say", "house.show"}
    of_tests = ("proof.", "simulated.", "nine.")  # other tests of this process have rituals of their own
    assert {name for name in timers if not name.startswith(of_tests)} <= ours


async def test_a_look_costs_three_statements_and_no_lock(chat: Chat) -> None:
    await chat.noord()
    engine = chat.house.turns.sessions.kw["bind"].sync_engine
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        await scraped(chat)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    own = [each for each in asked if not each.startswith("BEGIN")]
    assert len(own) <= 3
    assert "BEGIN IMMEDIATE" not in asked
    assert not [each for each in own if "FOR UPDATE" in each or not each.lstrip("( ").startswith("SELECT")]
