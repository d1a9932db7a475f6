"""Server-sent events: after a change, the fragments of a tab that look different now."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from aiohttp import web

from sandbox.changes import Change
from sandbox.page.painting import Painter
from sandbox.page.scene import Tab
from sandbox.server import Sandbox

QUIET = 0.01
"""Seconds to gather changes that come together: filling in a form tells of each field."""

BEAT = 5.0
"""Seconds after which a tab is looked at without a change: for the clock, and to notice a tab that has gone."""

OWN = "page"
"""The kind of the page's own changes: the clock turns, a caption is shown."""

MESSAGES = ("message", "edited", "deleted", "channel", "user")


def wanted(change: Change, tab: Tab) -> set[str]:
    """Names of the fragments that the change may show in."""
    if change.kind in MESSAGES:
        here = change.about == tab.at or change.kind in ("channel", "user")
        return {"sidebar", "timeline", "thread"} if here else {"sidebar"}
    if change.kind in ("view", "home"):
        return {"modal" if change.kind == "view" else "home"} if change.about == tab.person.id else set()
    if change.kind == OWN:
        return {"clock", "caption", "refusals"}
    return set()


class Stream:
    """One open connection. A tab that looks at a conversation reads what comes in there."""

    def __init__(self, slack: Sandbox, painter: Painter, tab: Tab) -> None:
        self._slack = slack
        self._painter = painter
        self._tab = tab
        self._due: set[str] = set()
        self._woken = asyncio.Event()
        self._sent: dict[str, str] = {}
        self._hour = slack.site.workspace.seconds() // 3600

    def hear(self, change: Change) -> None:
        self._due |= wanted(change, self._tab)
        if change.kind == OWN:
            self._due.add("traffic")
            self._due |= {"timeline"} if self._turned() else set()
        if self._due:
            self._woken.set()

    def _turned(self) -> bool:
        """Whether another hour has begun: “today” may be another day."""
        before, self._hour = self._hour, self._slack.site.workspace.seconds() // 3600
        return before != self._hour

    async def serve(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        stop = self._slack.changes.subscribe(self.hear)
        try:
            await response.prepare(request)
            await self._follow(response)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            stop()
        return response

    async def _follow(self, response: web.StreamResponse) -> None:
        self._due = set(self._painter.fragments(self._tab))
        while True:
            self._read()
            due, self._due = self._due | {"clock"}, set()
            self._woken.clear()
            for name, data in self._changed(due):
                await response.write(f"event: {name}\ndata: {data}\n\n".encode())
            await self._wait()
            if not self._due:
                await response.write(b": still here\n\n")

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(BEAT):
                await self._woken.wait()
                await asyncio.sleep(QUIET)
        except TimeoutError:
            return

    def _read(self) -> None:
        channel = self._slack.site.workspace.channels.get(self._tab.at)
        if channel is not None and self._painter.reading.saw(self._tab.person.id, channel):
            self._due.add("sidebar")

    def _changed(self, due: set[str]) -> list[tuple[str, str]]:
        """Event and data of what is not as it was sent last."""
        drawn: dict[str, Callable[[], str]] = dict(self._painter.fragments(self._tab))
        found = [("traffic", "{}")] if "traffic" in due else []
        for name in due & drawn.keys():
            html = str(drawn[name]())
            if self._sent.get(name) != html:
                self._sent[name] = html
                found.append(("fragment", json.dumps({"name": name, "html": html})))
        return found
