"""The sandbox itself: builds the workspace, serves it on loopback, and hands out people and channels."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from sandbox import webapi
from sandbox.administration import Administration
from sandbox.changes import Changes
from sandbox.delivery import RETRIES, Delivery
from sandbox.envelopes import Envelopes
from sandbox.faults import Faults
from sandbox.http_mode import HttpMode
from sandbox.installation import Installation
from sandbox.limits import Limits
from sandbox.methods.files import upload
from sandbox.misbehaving import Misbehaviour
from sandbox.modals import Modals
from sandbox.notes import Notes
from sandbox.notifications import Notifications
from sandbox.people import Person
from sandbox.responses import response_url
from sandbox.seen import Seen
from sandbox.site import Site
from sandbox.socket import Sockets
from sandbox.triggers import Triggers
from sandbox.workspace import TEAM_ID, Kind, User, Workspace

UPLOAD_MOST = 100 * 1024 * 1024
"""Bytes of one request."""

SHUTDOWN = 0.5
"""Seconds that requests in work get when the sandbox stops."""


def _now() -> datetime:
    return datetime.now(UTC)


class Sandbox(Administration, Misbehaviour):
    """A workspace with one app in it. Use as an async context manager; see the package's docstring.

    `now` is the workspace's time (aware); `machine` float seconds for trigger ids, response_urls, rate limits and the
    retry schedule `retries`, which `auto_retry` follows by itself. `page_size` caps every page, `ack_seconds` is real
    time. ValueError for a manifest Slack would refuse.
    """

    def __init__(
        self,
        manifest: Mapping[str, Any],
        now: Callable[[], datetime] = _now,
        machine: Callable[[], float] = time.monotonic,
        *,
        rate_limits: bool = True,
        page_size: int = 200,
        ack_seconds: float = 3.0,
        port: int = 0,
        retries: tuple[float, ...] = RETRIES,
        auto_retry: bool = False,
    ) -> None:
        self._ack_seconds = ack_seconds
        self._port = port
        self._auto_retry = auto_retry
        self._people: dict[str, Person] = {}
        self._runner: web.AppRunner | None = None
        self._retrying: asyncio.Task[None] | None = None
        self._request_url: str | None = None
        self._http: list[HttpMode] = []
        self.changes = Changes()
        self._site = self._build(manifest, now, machine, rate_limits, page_size, retries)

    def _build(
        self,
        manifest: Mapping[str, Any],
        now: Callable[[], datetime],
        machine: Callable[[], float],
        rate_limits: bool,
        page_size: int,
        retries: tuple[float, ...],
    ) -> Site:
        app, notes = Installation(manifest), Notes()
        workspace = Workspace(now, self.changes, app.name)
        triggers, modals = Triggers(machine), Modals(workspace, app, self.changes)
        envelopes = Envelopes(workspace, app, triggers, modals, lambda: self._site.root)
        delivery = Delivery(envelopes, app, notes, machine, retries)
        sockets = Sockets(app, notes, self.changes, self._ack_seconds, delivery.late)
        limits, notifications = Limits(machine, enabled=rate_limits), Notifications(workspace)
        delivery.transport = sockets
        return Site(
            workspace,
            app,
            notes,
            modals,
            triggers,
            limits,
            Faults(),
            sockets,
            envelopes,
            delivery,
            notifications,
            page_size,
        )

    # -- serving

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=UPLOAD_MOST)
        site = self._site
        app.router.add_route("*", "/api/{method}", partial(webapi.handle, site))
        app.router.add_get("/link", site.sockets.accept)
        app.router.add_post("/response/{token}", partial(response_url, site))
        app.router.add_post("/upload/{file}", partial(upload, site))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN, handler_cancellation=True)
        await self._runner.setup()
        server = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await server.start()
        host, port = self._runner.addresses[0][:2]
        site.root = f"http://{host}:{port}"
        if self._auto_retry:
            self._retrying = asyncio.create_task(site.delivery.keep_retrying())
        if self._request_url:
            self._deliver_to(self._request_url)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._retrying is not None:
            self._retrying.cancel()
            await asyncio.gather(self._retrying, return_exceptions=True)
        for mode in self._http:
            await mode.stop()
        await self._site.sockets.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """With the slash at the end that the SDK needs. Empty host before serving."""
        return f"{self._site.root}/api/"

    @property
    def request_url(self) -> str | None:
        """Set: signed HTTP mode, once `url_verification` was answered there. None: Socket Mode."""
        return self._request_url

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self._request_url = url
        if self._runner is not None:
            self._deliver_to(url)

    def _deliver_to(self, url: str | None) -> None:
        if url is None:
            self._site.delivery.transport = self._site.sockets
            return
        mode = HttpMode(url, self._site.app, self._site.notes, self._ack_seconds)
        self._http.append(mode)
        self._site.delivery.transport = mode

    async def verified(self) -> bool:
        """Whether the request URL answered its challenge."""
        return await self._http[-1].verified() if self._http else False

    async def connected(self, sockets: int = 1, seconds: float = 5.0) -> None:
        """Wait until exactly so many sockets are open."""
        await self.until(lambda: len(self._site.sockets.connections) == sockets, seconds)

    async def until(self, condition: Callable[[], object], seconds: float = 5.0) -> None:
        """Wait for something in the workspace, such as `lambda: sanne.view`; TimeoutError after `seconds`."""
        await self.changes.until(condition, seconds)

    async def settles(self, quiet: float = 0.05, seconds: float = 5.0) -> None:
        """Return once the app called nothing and nothing changed for `quiet` seconds; TimeoutError after `seconds`."""
        await self.changes.settle(quiet, seconds)

    # -- who and what is there

    @property
    def bot_token(self) -> str:
        return self._site.app.bot_token

    @property
    def app_token(self) -> str:
        return self._site.app.app_token

    @property
    def signing_secret(self) -> str:
        return self._site.app.signing_secret

    @property
    def team_id(self) -> str:
        return TEAM_ID

    @property
    def site(self) -> Site:
        """What all of it acts on; the page draws from it."""
        return self._site

    @property
    def bot_user(self) -> str:
        """The bot's user id."""
        return self._site.workspace.bot.id

    def user(
        self,
        name: str,
        *,
        handle: str = "",
        admin: bool = False,
        guest: bool = False,
        ultra_guest: bool = False,
        bot: bool = False,
        outsider: bool = False,
        deactivated: bool = False,
        tz: str = "Europe/Amsterdam",
        locale: str = "nl-NL",
    ) -> Person:
        """A new person. The handle is the first name in lower case, numbered if taken."""
        handle = handle or name.split()[0].lower()
        new = User("", handle, name, tz, locale, admin, guest, ultra_guest, bot, outsider, deactivated)
        user = self._site.workspace.add_user(new)
        self._people[user.id] = Person(self._site, user, self._ack_seconds)
        return self._people[user.id]

    def person(self, handle: str) -> Person:
        return self._people[self.user_of(handle).id]

    @property
    def people(self) -> list[Person]:
        return list(self._people.values())

    def channel(
        self,
        name: str,
        *,
        members: Sequence[Person | str] = (),
        private: bool = False,
        general: bool = False,
        ext_shared: bool = False,
        bot: bool = True,
    ) -> str:
        """A new channel, and its id. Seeding sends no events."""
        ids = [self.user_of(member).id for member in members] + ([self.bot_user] if bot else [])
        kind = Kind.PRIVATE if private else Kind.PUBLIC
        channel = self._site.workspace.add_channel(name.removeprefix("#"), kind, ids)
        channel.general, channel.ext_shared = general, ext_shared
        return channel.id

    def dm(self, *people: Person | str) -> str:
        """The id of the direct message of two people, without the bot."""
        return self._site.workspace.direct(*(self.user_of(person).id for person in people)).id

    def mpim(self, *people: Person | str, bot: bool = False) -> str:
        """The id of the group DM of these people; with `bot` it is one of them."""
        ids = [self.user_of(person).id for person in people] + ([self.bot_user] if bot else [])
        return self._site.workspace.direct(*ids).id

    def posts(self, channel: str) -> list[Seen]:
        """All that the bot posted in a conversation and did not delete, replies too, ephemerals not; oldest first."""
        messages = self.channel_of(channel).messages
        own = [each for each in messages if each.user == self.bot_user and each.visible_to is None]
        return [Seen(self._site, each, None) for each in own]
