"""A Slack that takes everything after a while, in a process of its own: `python -m benchmarks.slack 0.1`.

The strict sandbox checks each call, and so would measure itself. This one looks at nothing; it counts what was posted.
It prints its address, and tells at `/told` what was posted since the last time that it was asked.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any, TypedDict
from urllib.parse import parse_qs

import aiohttp
from aiohttp import WSMsgType, web

from bot.settings import Settings

ORG, BOT = "T1", "UBOT"
TOKENS = {"bot_token": "xoxb-bench", "app_token": "xapp-bench"}
AT_ONCE = ("auth.test", "apps.connections.open")  # what is answered at once: it belongs to no message


class Told(TypedDict):
    """Moments are of a clock that all processes share. `most`: when all but a hundredth of the posts were made.

    `marks`: when the first was made, each fifth of them, and the last.
    """

    posts: int
    twice: int
    most: float
    marks: list[float]
    sockets: list[float]


@dataclass
class Taking:
    latency: float
    address: str = ""
    posted: Counter[str] = field(default_factory=Counter)  # by channel
    moments: list[float] = field(default_factory=list)  # at which a post was answered
    sockets: list[float] = field(default_factory=list)  # at which one was opened
    stamps: Any = field(default_factory=lambda: count(1))

    async def call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        raw = await request.text()
        if method not in AT_ONCE:
            await asyncio.sleep(self.latency)
        return web.json_response({"ok": True, **self._answer(method, raw, request)})

    def _answer(self, method: str, raw: str, request: web.Request) -> Mapping[str, Any]:
        match method:
            case "auth.test":
                return {
                    "team_id": ORG,
                    "user_id": BOT,
                    "team": "Bench",
                    "url": "https://bench.example/",
                    "bot_id": "B1",
                }
            case "apps.connections.open":
                return {"url": self.address.replace("http:", "ws:") + "/socket"}
            case "chat.postMessage" | "chat.update":
                return self._said(method, _fields(raw, request))
            case "users.info":
                return {"user": {"id": _fields(raw, request).get("user", ""), "name": "somebody", "profile": {}}}
            case "conversations.info":
                return {"channel": {"id": _fields(raw, request).get("channel", ""), "is_member": True}}
        return {"members": [], "messages": [], "channels": []}

    def _said(self, method: str, given: Mapping[str, Any]) -> Mapping[str, Any]:
        channel, stamp = str(given.get("channel", "")), f"{int(time.time())}.{next(self.stamps):06}"
        if method == "chat.postMessage":
            self.posted[channel] += 1
            self.moments.append(time.monotonic())
            return {"channel": channel, "ts": stamp}
        return {"channel": channel, "ts": given.get("ts", stamp)}

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "debug_info": {}, "connection_info": {}})
        self.sockets.append(time.monotonic())
        async for message in socket:
            if message.type is WSMsgType.CLOSE:
                break
        return socket

    async def told(self, _request: web.Request) -> web.Response:
        twice = sum(times > 1 for times in self.posted.values())
        made = self.moments or [0.0]
        most, marks = made[int(len(made) * 0.99)], [made[(len(made) - 1) * n // 5] for n in range(6)]
        found = Told(posts=len(self.moments), twice=twice, most=most, marks=marks, sockets=self.sockets)
        return web.json_response(found)

    async def forget(self, _request: web.Request) -> web.Response:
        self.posted.clear()
        self.moments.clear()
        self.sockets.clear()
        return web.json_response({})


def _fields(raw: str, request: web.Request) -> Mapping[str, Any]:
    """The SDK sends a message as JSON, and what is short as a form."""
    if request.content_type == "application/json":
        found: Mapping[str, Any] = json.loads(raw)
        return found
    return {**request.query, **{name: values[0] for name, values in parse_qs(raw).items()}}


async def main(latency: float) -> None:
    slack = Taking(latency)
    app = web.Application(client_max_size=4 * 1024 * 1024)
    app.router.add_post("/api/{method}", slack.call)
    app.router.add_get("/api/{method}", slack.call)
    app.router.add_get("/socket", slack.socket)
    app.router.add_get("/told", slack.told)
    app.router.add_post("/forget", slack.forget)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    slack.address = f"http://127.0.0.1:{port}"
    print(json.dumps({"api_url": f"{slack.address}/api/", **TOKENS}), flush=True)
    await asyncio.to_thread(sys.stdin.read)  # until whoever started it goes
    await runner.cleanup()


# --- the side of whoever measures -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Slack:
    tokens: dict[str, str]
    session: aiohttp.ClientSession

    @property
    def base(self) -> str:
        return self.tokens["api_url"].removesuffix("/api/")

    @property
    def environment(self) -> dict[str, str]:
        names = {"SLACK_BOT_TOKEN": "bot_token", "SLACK_APP_TOKEN": "app_token", "SLACK_API_URL": "api_url"}
        return {name: self.tokens[key] for name, key in names.items()}

    def settings(self, database_url: str) -> Settings:
        return Settings(
            _env_file=None,
            slack_bot_token=self.tokens["bot_token"],
            slack_app_token=self.tokens["app_token"],
            slack_api_url=self.tokens["api_url"],
            database_url=database_url,
            http_port=0,
        )

    async def told(self) -> Told:
        async with self.session.get(f"{self.base}/told") as answer:
            found: Told = await answer.json()
            return found

    async def forget(self) -> None:
        async with self.session.post(f"{self.base}/forget"):
            pass

    async def until(self, posts: int, seconds: float) -> Told:
        async with asyncio.timeout(seconds):
            while (told := await self.told())["posts"] < posts:  # noqa: ASYNC110  (another process)
                await asyncio.sleep(0.1)
            return told

    async def connected(self, sockets: int, seconds: float = 60.0) -> Told:
        async with asyncio.timeout(seconds):
            while len((told := await self.told())["sockets"]) < sockets:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            return told


@asynccontextmanager
async def taking(latency: float) -> AsyncIterator[Slack]:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "benchmarks.slack", str(latency))
    process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        tokens: dict[str, str] = json.loads(await process.stdout.readline())
        async with aiohttp.ClientSession() as session:
            yield Slack(tokens, session)
    finally:
        process.stdin.close()
        await process.wait()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
