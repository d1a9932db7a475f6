"""What a surface can do, and how it went. Two real things stand behind it: Slack, and in time Teams."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.i18n import Reader
from rituals.facts import ChannelIs
from rituals.shown import Message
from storage.people import Profile


@dataclass(frozen=True, slots=True)
class Sent:
    """Taken: where it really stands, and the surface's own id of it there."""

    channel: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Later:
    """Not tried, or turned away for now: after this many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """Definitely not taken. `final`: trying again can't help. `lost`: the bot is no longer in that channel. `ours`: it
    was not the surface that refused it.
    """

    why: str
    final: bool = False
    lost: bool = False
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Unsure:
    """It may have been taken: a time-out, a dropped line, a server error."""

    why: str


@dataclass(frozen=True, slots=True)
class Away:
    """Definitely not taken, and no message is at fault: there is no line to it, or it doesn't know us any more."""

    why: str


Outcome = Sent | Later | Failed | Unsure | Away


@dataclass(frozen=True, slots=True)
class Target:
    """Where to: a channel or a person, in a thread or not; `mark` is an opaque id that the message carries."""

    channel: str = ""
    person: str = ""
    thread: str = ""
    mark: str = ""

    @property
    def row(self) -> str:
        return row_of(self.mark)


def row_of(mark: str) -> str:
    """What all versions of a message have in common in their marks."""
    return mark.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Membership:
    """Who is in a channel, as the surface tells it."""

    channel: str
    inside: bool
    archived: bool
    profiles: Sequence[Profile]


class Surface(Protocol):
    @property
    def history(self) -> bool:
        """Whether it can be asked what stands in a channel."""
        ...

    def wait(self, target: Target, *, edit: bool) -> float:
        """Seconds until its turn by the surface's pace, which is kept for this mark; 0: it may go now."""
        ...

    async def find(self, target: Target, since: datetime) -> Sent | Later | Failed | Away | None:
        """Where the message with this mark, in any version, came to stand after `since` (domain time); None: nowhere.

        A `Failed` says that there is no looking there.
        """
        ...

    async def post(self, target: Target, message: Message, reader: Reader) -> Outcome: ...

    async def edit(self, at: Sent, message: Message, reader: Reader, mark: str) -> Outcome: ...

    async def remove(self, at: Sent) -> Outcome: ...

    async def membership(self, channel: str) -> Membership | Later | Failed | Away: ...

    async def look_up(self, person: str) -> Profile | Later | Failed | Away: ...

    async def look_at(self, channel: str) -> ChannelIs | Later | Failed | Away: ...
