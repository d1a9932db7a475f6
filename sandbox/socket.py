"""Socket Mode: up to ten connections, hello first, acks by envelope_id."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from aiohttp import WSMsgType, web

from sandbox.changes import Changes
from sandbox.delivery import Ack
from sandbox.envelopes import EVENTS, Envelope
from sandbox.installation import Installation
from sandbox.notes import Json, Notes

CONNECTIONS = 10
"""Open sockets per app; one more is told `too_many_websockets`."""

CONNECTION_TIME = 3600
"""Seconds a connection is announced to live, as Slack's own hello says."""

WARNING = 10.0
"""Seconds between the `warning` and the end of a connection."""


@dataclass(slots=True, eq=False)
class Connection:
    socket: web.WebSocketResponse
    request: web.Request
    retiring: bool = False


class Sockets:
    """`late` is told the envelope_id and the seconds of an ack that came too late."""

    def __init__(
        self,
        app: Installation,
        notes: Notes,
        changes: Changes,
        ack_seconds: float,
        late: Callable[[str, float], None],
    ) -> None:
        self._app = app
        self._notes = notes
        self._changes = changes
        self._ack_seconds = ack_seconds
        self._late = late
        self._tickets: set[str] = set()
        self._turn = 0
        self._waiting: dict[str, tuple[Envelope, asyncio.Future[Ack]]] = {}
        self._gone: dict[str, float] = {}
        self._closing: set[asyncio.Task[None]] = set()
        self.connections: list[Connection] = []

    def ticket(self) -> str:
        """Admits one connection."""
        ticket = secrets.token_urlsafe(12)
        self._tickets.add(ticket)
        return ticket

    async def accept(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=404)
        self._tickets.discard(ticket)
        connection = Connection(web.WebSocketResponse(), request)
        await connection.socket.prepare(request)
        if len(self.connections) >= CONNECTIONS:
            self._notes.refused("socket", "too_many_websockets")
            await _disconnect(connection, "too_many_websockets")
            await connection.socket.close()
            return connection.socket
        await connection.socket.send_json(self._hello())
        await self._listen(connection)
        return connection.socket

    def _hello(self) -> Json:
        debug = {
            "host": "sandbox",
            "started": "",
            "build_number": 1,
            "approximate_connection_time": CONNECTION_TIME,
        }
        return {
            "type": "hello",
            "connection_info": {"app_id": self._app.app_id},
            "num_connections": len(self.connections) + 1,
            "debug_info": debug,
        }

    async def _listen(self, connection: Connection) -> None:
        self.connections.append(connection)
        self._changes.tell("installation", "connected")
        try:
            async for frame in connection.socket:
                if frame.type is WSMsgType.TEXT:
                    self._acked(frame.data)
        finally:
            self.connections.remove(connection)
            self._changes.tell("installation", "disconnected")

    def _acked(self, text: str) -> None:
        try:
            ack = json.loads(text)
            envelope_id = ack["envelope_id"]
        except (ValueError, KeyError, TypeError):
            self._notes.refused("ack", "invalid_frame", text[:200])
            return
        if envelope_id in self._gone:
            self._late(envelope_id, monotonic() - self._gone.pop(envelope_id))
        elif envelope_id in self._waiting:
            envelope, waiting = self._waiting.pop(envelope_id)
            if not waiting.done():  # whoever waited was cancelled a moment ago
                waiting.set_result(self._ack(envelope, ack))
        else:
            self._notes.refused("ack", "unknown_envelope_id", str(envelope_id))

    def _ack(self, envelope: Envelope, ack: Json) -> Ack:
        body = ack.get("payload")
        if body is not None and envelope.kind == EVENTS:
            self._notes.refused("ack", "payload_not_accepted", envelope.what)
            body = None
        return Ack(ok=True, body=body)

    async def deliver(self, envelope: Envelope) -> Ack:
        """To any one connection; without one, and without an ack in time, the answer is not ok."""
        connection = self._next()
        if connection is None:
            return Ack(ok=False, reason="timeout", sent=False)
        waiting: asyncio.Future[Ack] = asyncio.get_running_loop().create_future()
        self._waiting[envelope.id] = (envelope, waiting)
        sent = monotonic()
        try:
            async with asyncio.timeout(self._ack_seconds):
                await connection.socket.send_json(envelope.frame())
                return await waiting
        except (TimeoutError, ConnectionError):
            self._gone[envelope.id] = sent
            return Ack(ok=False, reason="timeout")
        finally:
            self._waiting.pop(envelope.id, None)

    def _next(self) -> Connection | None:
        usable = [each for each in self.connections if not each.retiring and not each.socket.closed] or [
            each for each in self.connections if not each.socket.closed
        ]
        if not usable:
            return None
        self._turn += 1
        return usable[self._turn % len(usable)]

    async def disconnect(self, reason: str) -> None:
        """Tell every connection to go. After a `warning` they end ten seconds later, else at once."""
        for connection in tuple(self.connections):
            connection.retiring = True
            await _disconnect(connection, reason)
            task = asyncio.create_task(self._end(connection, WARNING if reason == "warning" else 0.0))
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _end(self, connection: Connection, seconds: float) -> None:
        await asyncio.sleep(seconds)
        await connection.socket.close()

    def cut(self) -> None:
        """Drop every connection without a close frame."""
        for connection in tuple(self.connections):
            if connection.request.transport is not None:
                connection.request.transport.abort()

    async def stop(self) -> None:
        for task in tuple(self._closing):
            task.cancel()
        await asyncio.gather(*self._closing, return_exceptions=True)
        for connection in tuple(self.connections):
            connection.retiring = True
            await connection.socket.close(message=b"stopped")


async def _disconnect(connection: Connection, reason: str) -> None:
    debug = {"host": "sandbox"}
    await connection.socket.send_json({"type": "disconnect", "reason": reason, "debug_info": debug})
