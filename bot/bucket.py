"""A token bucket: so many at once, and so many a second in the long run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass
class Bucket:
    """`size` calls at once, refilled by `rate` a second."""

    size: int
    rate: float
    full_at: datetime | None = None  # when it will be full again; None: it is

    def full(self, now: datetime) -> bool:
        return self.full_at is None or self.full_at <= now

    def wait(self, now: datetime) -> float:
        """Seconds until a call may be made; 0 when one may be taken."""
        owed = max(0.0, (self.full_at - now).total_seconds()) if self.full_at else 0.0
        spare = self.size - owed * self.rate
        if spare < 1:
            return (1 - spare) / self.rate
        return 0.0

    def take(self, now: datetime) -> None:
        begin = self.full_at if self.full_at and self.full_at > now else now
        self.full_at = begin + timedelta(seconds=1 / self.rate)

    def reserve(self, now: datetime) -> datetime:
        """The moment at which this call may be made: now, or behind all who reserved before."""
        moment = now + timedelta(seconds=self.wait(now))
        self.take(now)
        return moment

    def hold(self, until: datetime) -> None:
        """Empty until then: the next call is reserved for that moment at the earliest."""
        empty = until + timedelta(seconds=(self.size - 1) / self.rate)
        self.full_at = max(self.full_at, empty) if self.full_at else empty
