"""How long the event loop does one thing without looking up, in CPU seconds: another process costs it nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

BLOCKED = 0.3  # seconds: from here on somebody who presses notices


@dataclass
class Longest:
    seconds: float = 0.0


@contextmanager
def longest() -> Iterator[Longest]:
    found, run = Longest(), asyncio.Handle._run

    def measured(handle: asyncio.Handle) -> None:
        began = time.thread_time()
        run(handle)
        found.seconds = max(found.seconds, time.thread_time() - began)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio.Handle, "_run", measured)
        yield found
