"""A surface made of a list of messages, which takes calls late, twice, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import DBAPIError

from bot.simulation.calls import Call
from bot.simulation.clocks import moment
from bot.simulation.faults import Faults
from bot.simulation.lives import OF, Life, ended
from bot.surface import Away, Failed, Later, Outcome, Sent, Target
from rituals.shown import Message, Text

APART = timedelta(minutes=2)  # a surface's clock and ours may differ: a look begins this much earlier


@dataclass(eq=False)
class Posted:
    """A message as people see it. `row`: what its mark says of the row that it belongs to."""

    stamp: str
    channel: str
    thread: str
    row: str
    text: str
    at: float
    gone: bool = False


@dataclass
class Workspace:
    """`history`: whether the bot may look. `seen`: somebody sees a card that has just come to stand.

    `turns`: since when what a process is about to call may be called, by its pace.
    """

    loop: asyncio.AbstractEventLoop
    faults: Faults
    history: bool
    told: Callable[[str], None]
    seen: Callable[[Posted], None] = lambda _card: None
    posted: list[Posted] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    turns: dict[tuple[Life | None, str], float] = field(default_factory=dict)
    under_way: int = 0
    surprises: list[str] = field(default_factory=list)

    @property
    def standing(self) -> list[Posted]:
        return [each for each in self.posted if not each.gone]

    def failed(self, what: str, error: Exception) -> None:
        """A database may be locked for too long; whatever else a turn raises is a mistake."""
        self.told(f"{what} failed: {type(error).__name__}")
        if not isinstance(error, DBAPIError):
            self.surprises.append(f"{what} raised {type(error).__name__}")

    # --- what the bot asks --------------------------------------------------------------------------------------------
    async def post(self, target: Target, message: Message) -> Outcome:
        channel, text = target.channel or f"D{target.person}", spoken(message)

        def land() -> Outcome:
            stamp = f"{len(self.posted) + 1}.0"
            card = Posted(stamp, channel, target.thread, target.row, text, self.loop.time())
            self.posted.append(card)
            self.seen(card)
            return Sent(channel, stamp)

        # Where nobody clicks, and of what is said, a copy made on the way would stay: that is outside the model.
        twice = target.row.startswith("c") and not self.history
        call = self._begun("post", target.mark, channel)
        return await self._done(call, f"post {target.mark} {text}", land, twice=twice)

    async def edit(self, at: Sent, message: Message, mark: str) -> Outcome:
        text = spoken(message)

        def land() -> Outcome:
            if (found := self._at(at)) is None:
                return Failed("message_not_found")
            found.text = text
            return at

        call = self._begun("edit", mark, at.channel, at.stamp)
        return await self._done(call, f"edit {at.stamp} {mark} {text}", land)

    async def remove(self, at: Sent) -> Outcome:
        def land() -> Outcome:
            if (found := self._at(at)) is not None:
                found.gone = True
            return Sent("", "")

        row = next((each.row for each in self.posted if each.stamp == at.stamp), "")
        return await self._done(self._begun("remove", row, at.channel, at.stamp), f"remove {at.stamp}", land)

    async def find(self, target: Target, since: datetime) -> Sent | Later | Failed | Away | None:
        channel = target.channel or f"D{target.person}"

        def land() -> Outcome | None:
            for each in self.standing:
                same = each.row == target.row and each.channel == channel and each.thread == target.thread
                if same and moment(each.at) >= since - APART:
                    return Sent(each.channel, each.stamp)
            return None

        found = await self._call(self._begun("find", target.mark, channel), f"find {target.mark}", land)
        # A look that came to nothing may be repeated at will.
        return found if isinstance(found, Sent | Later | Away | None) else Later(5.0)

    # --- how it goes --------------------------------------------------------------------------------------------------
    def let_through(self, mark: str) -> None:
        """By the pace that the process keeps: from here on the call counts as under way."""
        self.turns[OF.get(), mark] = self.loop.time()

    def _begun(self, method: str, mark: str, channel: str, stamp: str = "") -> Call:
        now, life = self.loop.time(), OF.get()
        turn = self.turns.pop((life, mark), now)
        row = mark.partition(".")[0]
        call = Call(method, row, channel, at=now, turn=turn, due=now, life=life, stamp=stamp)
        self.calls.append(call)
        return call

    async def _call(
        self, call: Call, what: str, land: Callable[[], Outcome | None], *, twice: bool = True
    ) -> Outcome | None:
        fate, heard = self.faults.fate(twice=twice), self.loop.create_future()
        self.told(f"call {what}: {fate}")
        landed: list[Outcome | None] = []

        def lands() -> None:
            self.under_way -= 1
            self.told(f"lands {what}")
            landed.append(land())

        for after in fate.lands:
            self.under_way += 1
            self.loop.call_later(after, lands)
        call.due += fate.answered
        self.loop.call_later(fate.answered, ended, heard)
        await heard
        call.answer, call.heard = fate.instead if fate.instead is not None else landed[-1], self.loop.time()
        return call.answer

    async def _done(self, call: Call, what: str, land: Callable[[], Outcome], *, twice: bool = True) -> Outcome:
        done = await self._call(call, what, land, twice=twice)
        assert done is not None  # noqa: S101  (as what it did has an outcome)
        return done

    def _at(self, at: Sent) -> Posted | None:
        same = (each for each in self.standing if (each.channel, each.stamp) == (at.channel, at.stamp))
        return next(same, None)


def spoken(message: Message) -> str:
    """The made rituals say one sentence at a time, with nothing to fill in."""
    piece = message.pieces[0]
    return piece.text.msgid if isinstance(piece, Text) else ""
