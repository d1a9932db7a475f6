"""Page: serves the workspace on loopback."""

from __future__ import annotations

import json
import mimetypes
import secrets
from collections import Counter
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlencode

from aiohttp import web

from sandbox.notes import ClientRefused, Json
from sandbox.page.backstage import Backstage
from sandbox.page.doing import Acts
from sandbox.page.guard import Guard
from sandbox.page.moments import Untimely
from sandbox.page.painting import Painter, picture
from sandbox.page.reasons import REASONS
from sandbox.page.scene import HOME, Tab
from sandbox.page.stream import OWN, Stream
from sandbox.page.traffic import Traffic
from sandbox.page.turning import Busy, Turning
from sandbox.people import Person
from sandbox.server import Sandbox

STATIC = Path(__file__).parent / "static"
ACTS = frozenset(
    ("say", "press", "choose", "fill", "suggest", "submit", "close", "shortcut", "message_shortcut", "home", "join")
)
UPLOAD_MOST = 10 * 1024 * 1024
"""Bytes of one request."""


class Page:
    """Use as an async context manager. `address` holds the token that the first request needs.

    `pace` stretches the time that captions of the rehearsal stand.
    """

    def __init__(self, slack: Sandbox, backstage: Backstage | None = None, *, port: int = 0, pace: float = 1.0) -> None:
        self._slack = slack
        self.port = port
        self.token = secrets.token_urlsafe(24)
        self._guard = Guard(self.token, lambda: self.port)
        self._tabs: Counter[str] = Counter()
        self._turning = Turning(backstage, slack.changes, self._changed, self._watched, pace)
        self._traffic = Traffic(slack.site, self._changed)
        self._painter = Painter(slack, backstage, self._turning, self._traffic)
        self._acts = Acts(slack)
        self._timed = backstage is not None
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/?token={self.token}"

    def _changed(self) -> None:
        self._slack.changes.tell(OWN, "")

    def _watched(self, person: str) -> bool:
        return self._tabs[person] > 0

    # -- serving

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._guard.middleware()], client_max_size=UPLOAD_MOST)
        app.on_response_prepare.append(self._guard.headers)
        app.router.add_get("/", self._page)
        app.router.add_get("/events", self._events)
        app.router.add_get("/traffic", self._look)
        app.router.add_get("/files/{file}", self._file)
        app.router.add_get("/static/{name}", self._static)
        app.router.add_post("/do/{act}", self._do)
        app.router.add_post("/upload", self._upload)
        if self._timed:
            app.router.add_post("/clock", self._clock)
            app.router.add_post("/rehearsal", self._rehearsal)
        self._traffic.begin()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5, handler_cancellation=True)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._turning.stop()
        self._traffic.end()
        if self._runner is not None:
            await self._runner.cleanup()

    # -- looking

    def _person(self, request: web.Request) -> Person:
        """Whose tab it is: by the address, and without one the first who can act."""
        handle = request.query.get("as", "")
        people = [each for each in self._slack.people if not each.user.bot]
        found = [each for each in people if each.handle == handle] if handle else people
        if not found:
            raise web.HTTPNotFound(text=self._painter.nobody(), content_type="text/html")
        return found[0]

    def _tab(self, request: web.Request) -> Tab:
        person = self._person(request)
        workspace = self._slack.site.workspace
        at = request.query.get("at", "")
        channel = workspace.channels.get(at)
        may = channel is not None and workspace.may_see(person.user, channel)
        if not may and not (at == HOME and self._slack.site.app.home_enabled):
            own = [each.id for each in workspace.channels.values() if person.id in each.members and not each.direct]
            at = own[0] if own else workspace.direct(person.id, workspace.bot.id).id
        return Tab(person, at, request.query.get("thread", ""), request.query.get("all") == "yes")

    async def _page(self, request: web.Request) -> web.StreamResponse:
        if "token" in request.query:
            return self._let_in(request)
        tab = self._tab(request)
        channel = self._slack.site.workspace.channels.get(tab.at)
        if channel is not None:
            self._painter.reading.saw(tab.person.id, channel)
        return web.Response(text=self._painter.page(tab), content_type="text/html")

    def _let_in(self, request: web.Request) -> web.StreamResponse:
        """Whoever comes from elsewhere has the cookie with her only once this page itself leads on: it is strict."""
        query = urlencode([each for each in request.query.items() if each[0] != "token"])
        text = self._painter.onward(f"/?{query}" if query else "/")
        onward = web.Response(text=text, content_type="text/html")
        onward.set_cookie(self._guard.cookie, self.token, httponly=True, samesite="Strict")
        return onward

    async def _events(self, request: web.Request) -> web.StreamResponse:
        tab = self._tab(request)
        self._tabs[tab.person.id] += 1
        try:
            return await Stream(self._slack, self._painter, tab).serve(request)
        finally:
            self._tabs[tab.person.id] -= 1

    async def _look(self, request: web.Request) -> web.StreamResponse:
        opened = request.query.get("open", "").split(",")
        return web.Response(text=str(self._painter.traffic(opened)), content_type="text/html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        path = STATIC / Path(request.match_info["name"]).name
        if not path.is_file():
            raise web.HTTPNotFound
        kind = {".js": "text/javascript", ".css": "text/css"}[path.suffix]
        return web.Response(body=path.read_bytes(), content_type=kind, charset="utf-8")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """A file of a conversation that the person sees, or her own. Only pictures are shown by the browser."""
        workspace = self._slack.site.workspace
        person, file = self._person(request), workspace.files.get(request.match_info["file"])
        content = workspace.contents.get(file["id"]) if file else None
        if file is None or content is None or not self._may_read(person, file):
            raise web.HTTPNotFound
        name = str(file["name"])
        kind = mimetypes.guess_type(name)[0] if picture(name) else None
        headers = {} if kind else {"Content-Disposition": "attachment"}
        return web.Response(body=content, content_type=kind or "application/octet-stream", headers=headers)

    def _may_read(self, person: Person, file: dict[str, Any]) -> bool:
        workspace = self._slack.site.workspace
        channels = [workspace.channels[each] for each in file["channels"] if each in workspace.channels]
        held = not channels and file["user"] == workspace.bot.id  # for blocks that name it
        return held or file["user"] == person.id or any(workspace.may_see(person.user, each) for each in channels)

    # -- acting

    async def _said(self, request: web.Request) -> Json:
        """The object that was sent; HTTPBadRequest when it is none."""
        try:
            said = await request.json()
        except (ValueError, LookupError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise web.HTTPBadRequest(text=json.dumps(self._cannot()), content_type="application/json")
        return said

    def _cannot(self) -> Json:
        return {"refused": self._painter.words["cannot"]}

    async def _do(self, request: web.Request) -> web.StreamResponse:
        act = request.match_info["act"]
        if act not in ACTS:
            raise web.HTTPNotFound
        person, said = self._person(request), await self._said(request)
        try:
            answer = await getattr(self._acts, act)(person, said)
        except ClientRefused as refused:
            return web.json_response({"refused": REASONS[self._painter.language][refused.why]}, status=409)
        except (LookupError, ValueError, TypeError, AttributeError):
            return web.json_response(self._cannot(), status=400)
        return web.json_response({"answer": answer})

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        person = self._person(request)
        name = Path(request.query.get("name", "")).name or "bestand"
        return web.json_response({"answer": self._acts.upload(person, name, await request.read())})

    async def _clock(self, request: web.Request) -> web.StreamResponse:
        words, said = self._painter.words, await self._said(request)
        if said.get("known"):
            self._turning.known()
            return web.json_response({"answer": ""})
        if said.get("stop"):
            await self._turning.stop()
            return web.json_response({"answer": ""})
        try:
            turned = await self._turning.turn(str(said.get("to", "")))
        except Untimely as untimely:
            return web.json_response({"refused": words[untimely.word]}, status=400)
        except Busy:
            return web.json_response({"refused": words["busy"]}, status=409)
        return web.json_response({"answer": "" if turned else words["nothing_due"]})

    async def _rehearsal(self, request: web.Request) -> web.StreamResponse:
        """Answers with the team's channel, where its week can be seen, as far as this person may see it."""
        person, said = self._person(request), await self._said(request)
        if said.get("stop"):
            await self._turning.stop()
            return web.json_response({"answer": ""})
        try:
            self._turning.play(wanted := str(said.get("channel", "")))
        except LookupError:
            return web.json_response({"refused": self._painter.words["no_team"]}, status=404)
        except Busy:
            return web.json_response({"refused": self._painter.words["busy"]}, status=409)
        workspace = self._slack.site.workspace
        seen = workspace.may_see(person.user, workspace.channels[wanted])
        return web.json_response({"answer": wanted if seen else ""})
