"""A TCP proxy on loopback that can be pulled out, cut, or fall silent: what lies between the bot and Slack."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

PIECE = 65_536


@dataclass(eq=False)
class Strand:
    """One connection. `doomed`: it ends as soon as an answer comes back; `silent`: nothing passes any more."""

    near: asyncio.StreamWriter
    far: asyncio.StreamWriter
    doomed: bool = False
    silent: bool = False
    line: bool = False  # a WebSocket

    def abort(self) -> None:
        for end in (self.near, self.far):
            end.transport.abort()


@dataclass
class Cable:
    host: str
    far: int
    near: int = 0
    marker: bytes = b""
    cuts: int = 0
    stalled: bool = False
    server: asyncio.Server | None = None
    strands: set[Strand] = field(default_factory=set)

    async def plug_in(self) -> None:
        self.server = await asyncio.start_server(self._carry, self.host, self.near)
        self.near = self.server.sockets[0].getsockname()[1]

    async def pull_out(self) -> None:
        """Whatever is on it breaks, and nobody listens any more."""
        assert self.server is not None
        self.server.close()
        for each in tuple(self.strands):
            each.abort()

    def cut_after(self, marker: bytes) -> None:
        """The next request with this in it arrives and has its effect; its answer never comes back."""
        self.marker = marker

    def hush(self) -> None:
        """Nothing passes on the WebSockets that are open, in either direction; they stay open. New ones are fine."""
        for each in self.strands:
            each.silent = each.line

    def stall(self) -> None:
        """Calls are taken, and nothing comes of them: no effect and no answer. The WebSockets go on."""
        self.stalled = True
        for each in self.strands:
            each.silent = not each.line

    def flow(self) -> None:
        self.stalled = False
        for each in tuple(self.strands):
            if each.silent:
                each.abort()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection(self.host, self.far)
        except OSError:
            writer.transport.abort()
            return
        strand = Strand(writer, far_writer, silent=self.stalled)
        self.strands.add(strand)
        try:
            await asyncio.gather(self._up(strand, reader), self._down(strand, far_reader))
        finally:
            strand.abort()
            self.strands.discard(strand)

    async def _up(self, strand: Strand, reader: asyncio.StreamReader) -> None:
        with suppress(ConnectionError):
            while piece := await reader.read(PIECE):
                if piece.startswith(b"GET /link"):
                    strand.line, strand.silent = True, False
                if self.marker and self.marker in piece:
                    strand.doomed, self.marker = True, b""
                if not strand.silent:
                    strand.far.write(piece)
                    await strand.far.drain()
        if not strand.silent:
            strand.abort()

    async def _down(self, strand: Strand, reader: asyncio.StreamReader) -> None:
        with suppress(ConnectionError):
            while piece := await reader.read(PIECE):
                if strand.doomed:
                    self.cuts += 1
                    break
                if not strand.silent:
                    strand.near.write(piece)
                    await strand.near.drain()
        if not strand.silent:
            strand.abort()


@asynccontextmanager
async def cable(host: str, port: int) -> AsyncIterator[Cable]:
    made = Cable(host, port)
    await made.plug_in()
    try:
        yield made
    finally:
        await made.pull_out()
