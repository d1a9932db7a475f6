"""A chart that Slack refuses is left out, and the same goes once more: what stands around it says as much."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final, TypeVar

import structlog

from bot.slack.figures import pictured, without_charts
from bot.surface import Failed, Outcome
from rituals.contract import Note
from rituals.shown import Message

REFUSED: Final = "invalid_blocks"

log = structlog.get_logger()
Shown = TypeVar("Shown", Message, Note)


async def charted(message: Message, send: Callable[[Message], Awaitable[Outcome]]) -> Outcome:
    outcome = await send(message)
    if isinstance(outcome, Failed) and refused_chart(outcome.why, message):
        return await send(uncharted(message))
    return outcome


def refused_chart(why: str, shown: Message | Note) -> bool:
    """Whether leaving out a chart may help."""
    refused = why == REFUSED and pictured(shown.pieces)
    if refused:
        log.warning("chart.not_taken")
    return refused


def uncharted(shown: Shown) -> Shown:
    return replace(shown, pieces=without_charts(shown.pieces))
