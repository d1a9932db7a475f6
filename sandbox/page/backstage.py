"""What the page may ask of whoever turns the clock and plays a week; the sandbox itself has neither."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Protocol

Say = Callable[[str], Awaitable[None]]
Watched = Callable[[str], bool]


class Backstage(Protocol):
    """Handed to `Page`; without one the page has no time bar and no rehearsal."""

    @property
    def language(self) -> str:
        """`nl` or `en`: the page's own words."""
        ...

    @property
    def zone(self) -> str: ...

    def now(self) -> datetime:
        """The bot's clock, aware."""
        ...

    async def forward(self, target: datetime) -> None:
        """Everything due on the way happens. ValueError when `target` is earlier than now.

        Cancelled, it stops at the next thing due; a call with `now()` returns when that has happened.
        """
        ...

    async def next_due(self) -> datetime | None:
        """Later than now; whether anybody will see anything of it is not known beforehand."""
        ...

    async def next_morning(self) -> datetime:
        """08:40 on the next working day."""
        ...

    def teams(self) -> Sequence[tuple[str, str]]:
        """Channel id and name of each."""
        ...

    async def rehearse(self, channel: str, say: Say, watched: Watched) -> None:
        """Play a week. `say` shows a caption and returns when the viewer may go on, a second or two a stop.

        `watched` tells of a person's id whether a tab is open in which somebody acts as this person.
        """
        ...
