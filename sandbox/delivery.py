"""The road to the app: one payload at a time, its acknowledgement, and what happens without one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from sandbox.envelopes import COMMANDS, Envelope, Envelopes
from sandbox.installation import Installation
from sandbox.notes import Json, Notes

RETRIES = (0.0, 60.0, 300.0)
"""Seconds after the first failure, the second and the third: Slack's three retries of an event."""


@dataclass(frozen=True, slots=True)
class Ack:
    """`body` is what came with it: decoded JSON, a text, or None for nothing. `reason` as in x-slack-retry-reason."""

    ok: bool
    body: Any = None
    reason: str = ""
    stop: bool = False
    """The app asked for no retries of this event."""
    sent: bool = True
    """False when there was no open socket to send it on."""


class Transport(Protocol):
    async def deliver(self, envelope: Envelope) -> Ack: ...


@dataclass(slots=True)
class Pending:
    """An event without an ack; `due` is on the machine's clock."""

    envelope: Envelope
    due: float


class Delivery:
    def __init__(
        self,
        envelopes: Envelopes,
        app: Installation,
        notes: Notes,
        machine: Callable[[], float],
        retries: tuple[float, ...] = RETRIES,
    ) -> None:
        self._envelopes = envelopes
        self._app = app
        self._notes = notes
        self._machine = machine
        self._retries = retries
        self._missing: dict[str, str] = {}
        self._held: list[Envelope] | None = None
        self._last: Envelope | None = None
        self._more = asyncio.Event()
        self.unacked: list[Pending] = []
        self.transport: Transport | None = None
        self.watch: Callable[[Envelope], Callable[[Ack], None]] | None = None
        """Told of every payload as it leaves; what it returns is told the ack."""

    async def send(self, envelope: Envelope) -> Ack:
        """A command or an interaction: delivered once, and noted when no ack comes in time."""
        ack = await self._deliver(envelope)
        if not ack.ok:
            self._miss(envelope, ack)
        return ack

    async def _deliver(self, envelope: Envelope) -> Ack:
        if self.transport is None:
            return Ack(ok=False, reason="connection_failed", sent=False)
        heard = self.watch(envelope) if self.watch else None
        ack = await self.transport.deliver(envelope)
        if heard is not None:
            heard(ack)
        return ack

    def _miss(self, envelope: Envelope, ack: Ack) -> None:
        shown = "operation_timeout" if envelope.kind == COMMANDS else ack.reason
        self._missing[envelope.id] = f"{envelope.what}: no ack ({shown})"
        self._notes.late_acks.append(self._missing[envelope.id])

    def late(self, envelope_id: str, seconds: float) -> None:
        """An ack that came after all: the note on it says by how much."""
        missed = self._missing.pop(envelope_id, None)
        if missed in self._notes.late_acks:
            at = self._notes.late_acks.index(missed)
            self._notes.late_acks[at] = f"{missed.split(': no ack')[0]}: acked after {seconds:.1f} s"

    async def event(self, event: Json, subscription: str = "") -> None:
        """Send an event the manifest subscribes to, and await the ack. `subscription`: its name, if not the type."""
        if not self._app.subscribed(subscription or event["type"]):
            return
        envelope = self._envelopes.event(event)
        self._last = envelope
        if self._held is not None:
            self._held.append(envelope)
        else:
            await self._try(envelope)

    async def _try(self, envelope: Envelope) -> None:
        ack = await self._deliver(envelope)
        if ack.ok:
            return
        if ack.sent:
            self._miss(envelope, ack)
        if envelope.attempt < len(self._retries) and not ack.stop:
            due = self._machine() + self._retries[envelope.attempt]
            self.unacked.append(Pending(envelope.again(ack.reason), due))
            self._more.set()

    async def retry(self, *, due_only: bool = False) -> None:
        """Send what has no ack once more: all of it, or what the schedule and the machine's clock say is due."""
        now = self._machine()
        chosen = [each for each in self.unacked if not due_only or each.due <= now]
        self.unacked = [each for each in self.unacked if each not in chosen]
        for each in chosen:
            await self._try(each.envelope)

    async def keep_retrying(self) -> None:
        """Follow the retry schedule in real time until cancelled."""
        while True:
            self._more.clear()
            wait = min((each.due for each in self.unacked), default=None)
            try:
                async with asyncio.timeout(None if wait is None else max(0.0, wait - self._machine())):
                    await self._more.wait()
            except TimeoutError:
                await self.retry(due_only=True)

    async def redeliver_last(self) -> None:
        """The last event once more, with its event_id, as a first retry."""
        if self._last is None:
            raise LookupError("no event was sent yet")
        await self._try(self._last.again("timeout"))

    def hold(self) -> None:
        if self._held is None:
            self._held = []

    async def release(self, *, reverse: bool) -> None:
        held, self._held = self._held or [], None
        for envelope in reversed(held) if reverse else held:
            await self._try(envelope)
