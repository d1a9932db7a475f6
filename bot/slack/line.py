"""The line on which Slack talks to us in socket mode: the SDK's, and what that does not notice by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_base_handler import AsyncBaseSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

from bot import metrics
from bot.in_flight import InFlight

# Seconds: after one and a half times this without an answer the line is taken for broken. Shorter, and a busy machine
# would lose lines that are well.
PING: Final = 10.0
OPENING: Final = 15.0  # seconds until a line is open; the SDK by itself waits for five minutes
GREETING: Final = 10.0  # seconds after that in which Slack says hello; before it does, it sends nothing
SILENCE: Final = 40.0  # seconds in which not even a ping was answered
LIFE: Final = 3_600.0  # seconds that Slack lets a line live, where its hello does not say
OVERDUE: Final = 300.0  # seconds after that in which it asks for a new one
STUCK: Final = 30.0  # seconds without a line and without anybody who makes one

ENDS: Final = (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSING, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.ERROR)

log = structlog.get_logger()


class Ear(aiohttp.ClientWebSocketResponse):
    """Tells of each frame that comes, pings as well."""

    heard: Callable[[], None] = staticmethod(lambda: None)

    async def receive(self, *args: Any, **more: Any) -> aiohttp.WSMessage:
        message = await super().receive(*args, **more)
        if message.type not in ENDS:
            self.heard()
        return message


@dataclass
class Opening:
    """What the SDK asks of an HTTP session."""

    line: Line
    session: aiohttp.ClientSession

    @property
    def closed(self) -> bool:
        return self.session.closed

    async def ws_connect(self, url: str, **options: Any) -> Ear:
        """An address works once, and the SDK would try it for ever: after a failure it has to ask for another."""
        self.line.wss_uri = None
        found = await self.session.ws_connect(url, **options)
        assert isinstance(found, Ear)  # noqa: S101  (the session makes no others)
        self.line.opened(found)
        return found

    async def close(self) -> None:
        await self.session.close()


class Line(SocketModeClient):
    """One of up to ten connections of an app. `now` is machine time as seconds since 1970, for who looks at it."""

    def __init__(self, now: Callable[[], float], **options: Any) -> None:
        super().__init__(ping_interval=PING, **options)
        self.aiohttp_client_session.detach()
        session = aiohttp.ClientSession(ws_response_class=Ear, timeout=aiohttp.ClientTimeout(total=OPENING))
        self.aiohttp_client_session = Opening(self, session)  # type: ignore[assignment]  # (all that is asked of it)
        self.message_listeners.append(self._hello)
        self.now = now
        self.clock = asyncio.get_running_loop().time
        self.opened_at = self.heard_at = self.up_at = self.clock()
        self.greeted = False
        self.life = LIFE
        self.renewing: asyncio.Task[None] | None = None

    def opened(self, ear: Ear) -> None:
        self.greeted = False
        self.opened_at = self.heard_at = self.clock()
        ear.heard = self._heard

    def _heard(self) -> None:
        self.heard_at = self.clock()
        metrics.heard(self.now())

    async def _hello(self, _client: AsyncBaseSocketModeClient, message: Mapping[str, Any], _raw: str | None) -> None:
        if message.get("type") == "hello":
            self.greeted = True
            said = (message.get("debug_info") or {}).get("approximate_connection_time")
            self.life = float(said) if isinstance(said, int | float) and said > 0 else LIFE

    async def why_not(self) -> str:
        """Empty while Slack can reach us."""
        if not await self.is_connected():
            return "no connection to Slack"
        if not self.greeted or self.clock() - self.heard_at > SILENCE:
            return "the line to Slack is silent"
        return ""

    # --- what the SDK does not notice ---------------------------------------------------------------------------------
    async def watch(self) -> None:
        """Replaces the line when that is needed. Returns at once: making one takes as long as Slack is away."""
        connected = await self.is_connected()
        if connected:
            self.up_at = self.clock()
        why = self._old() if connected else self._stuck()
        if why and (self.renewing is None or self.renewing.done()):
            log.warning("line.renewed", why=why)
            metrics.line_renewed(why)
            self.renewing = asyncio.create_task(self._renewed())

    def _old(self) -> str:
        now = self.clock()
        if not self.greeted and now - self.opened_at > GREETING:
            return "no hello"
        if now - self.heard_at > SILENCE:
            return "silent"
        return "old" if now - self.opened_at > self.life + OVERDUE else ""

    def _stuck(self) -> str:
        """Two that made a line at the same time can leave the SDK in a state in which nobody makes one."""
        ended = self.current_session_monitor is None or self.current_session_monitor.done()
        nobody = not self.connect_operation_lock.locked() and (ended or not self.auto_reconnect_enabled)
        return "stuck" if nobody and self.clock() - self.up_at > STUCK else ""

    async def _renewed(self) -> None:
        try:
            await self.connect_to_new_endpoint(force=True)
        except Exception as error:  # noqa: BLE001  (whatever it is, the next look tries again)
            log.warning("line.not_renewed", error=type(error).__name__)

    async def close(self) -> None:
        if self.renewing is not None:
            self.renewing.cancel()
        await super().close()  # type: ignore[no-untyped-call]  # (the SDK leaves it without types)


class Handler(AsyncBaseSocketModeHandler):
    """Bolt's, and a count of its acks: `acks` are those to be sent, as Bolt sends one after its listener gave it.

    While `leaving` nothing is taken any more: Slack sends an event again, and a person reads that it did not work.
    """

    app: AsyncApp
    client: Line

    def __init__(self, app: AsyncApp, line: Line, acks: InFlight) -> None:
        self.app, self.client, self.acks, self.leaving = app, line, acks, False
        line.socket_mode_request_listeners.append(self.handle)

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        if self.leaving:
            return
        began = perf_counter()
        with self.acks.one():
            response = await run_async_bolt_app(self.app, req)
            await send_async_response(client, req, response, began)
        if response.status == 200:
            metrics.acked(req.type, perf_counter() - began)
        else:
            metrics.not_acked(req.type)
