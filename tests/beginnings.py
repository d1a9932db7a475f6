"""What most dialogues begin with: Noord, and mornings before which nobody there did anything. It is played once a
worker, and put back from then on; tests/test_beginnings.py holds that this makes no difference."""

from __future__ import annotations

import pickle
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product

import pytest

from bot import app
from bot.stage import Stage, local
from tests import states

FRIDAY = "2026-11-20 10:00"
DAYS = ("11-23", "11-24", "11-25", "11-26", "11-27", "11-30", "12-01", "12-02", "12-03", "12-04")
MORNINGS = [local(f"2026-{day} {at}") for day, at in product(DAYS, ("08:00", "09:00"))]

# What a workspace holds by then, by the part of the sandbox that keeps it: nobody has a form open, and no answer is
# under way. Its people are made anew and so have the same ids; limits begin anew, as the bot's own pace does.
HOLDS: Mapping[str, Sequence[str]] = {
    "workspace": ("_last_ts", "_ids", "channels", "_direct", "files", "contents"),
    "notes": ("refusals", "late_acks", "calls"),
    "notifications": ("shown",),
}


@dataclass(frozen=True)
class Beginning:
    """`ahead`: how much of machine time had been waited for by then."""

    rows: states.State
    workspace: bytes
    ahead: timedelta

    @classmethod
    def of(cls, stage: Stage) -> Beginning:
        held = {part: {name: getattr(found, name) for name in HOLDS[part]} for part, found in _parts(stage)}
        return cls(states.keep(stage.settings.database_url), pickle.dumps(held), stage.clock.offset)

    def put(self, stage: Stage, moment: datetime) -> None:
        self.rows.put(stage.settings.database_url)
        held = pickle.loads(self.workspace)  # noqa: S301  (our own, of this process)
        for part, found in _parts(stage):
            for name, value in held[part].items():
                setattr(found, name, value)
        stage.clock.offset = self.ahead
        stage.clock.turn_to(moment)


KEPT: dict[tuple[str, datetime], Beginning] = {}
INSTALLED: dict[str, states.State] = {}  # by database: what a bot writes when it starts for the first time


def _parts(stage: Stage) -> Iterator[tuple[str, object]]:
    for part in HOLDS:
        yield part, getattr(stage.slack.site, part)


@asynccontextmanager
async def installed(url: str, staging: AbstractAsyncContextManager[Stage]) -> AsyncIterator[Stage]:
    """Staged with what the bot first writes put into the empty database before; when it starts again it writes."""
    empty, kept = states.no_rows(url), INSTALLED.get(states.kind(url))
    async with AsyncExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            if empty and kept is not None:
                kept.put(url)
                patch.setattr(app, "_installed", _nothing)
            stage = await stack.enter_async_context(staging)
        if empty and kept is None:
            INSTALLED[states.kind(url)] = states.keep(url)
        yield stage


async def _nothing(*_: object, **__: object) -> None: ...


def put(stage: Stage, moment: datetime) -> bool:
    """Whether it was there to put back."""
    found = KEPT.get((states.kind(stage.settings.database_url), moment))
    if found is not None:
        found.put(stage, moment)
    return found is not None


def keep(stage: Stage) -> None:
    KEPT[states.kind(stage.settings.database_url), stage.clock.moment] = Beginning.of(stage)


async def until(stage: Stage, moment: str) -> None:
    """Nobody does anything on the way."""
    ahead = [each for each in MORNINGS if stage.clock.moment < each <= local(moment)]
    there = next((n for n in range(len(ahead), 0, -1) if put(stage, ahead[n - 1])), 0)
    for each in ahead[there:]:
        await stage.until(f"{each:%Y-%m-%d %H:%M}")
        keep(stage)
    await stage.until(moment)
