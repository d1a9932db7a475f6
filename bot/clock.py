"""Two times: the domain's, which a demo may turn, and the machine's, for leases, back-off and bundling."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Both moments are aware and in UTC."""

    def now(self) -> datetime: ...

    def machine(self) -> datetime: ...


class SystemClock:
    """What `klantritme run` has: both times are the machine's, and nothing can turn them."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def machine(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class TurnedClock:
    """Domain time that is set by hand, beside a machine time that goes on; for the demo, for tests and for `tick`."""

    moment: datetime
    offset: timedelta = field(default=timedelta(0))  # of machine time, so that tests need not wait for a bundle

    def now(self) -> datetime:
        return self.moment

    def machine(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def turn_to(self, moment: datetime) -> None:
        """Forward only.

        Raises:
            ValueError: the moment lies before the present one.
        """
        if moment < self.moment:
            raise ValueError(f"time is not turned back: it is {self.moment:%d-%m-%Y %H:%M} already")
        self.moment = moment

    def wait(self, span: timedelta) -> None:
        """Machine time goes on by this much at once."""
        self.offset += span

    async def sleep(self, span: timedelta) -> None:
        self.wait(span)


@dataclass
class PatientClock(TurnedClock):
    """For a Slack that isn't ours: its pace can't be turned, so machine time is really waited for."""

    async def sleep(self, span: timedelta) -> None:
        await asyncio.sleep(span.total_seconds())
