"""Misbehaviour on request: what the network and Slack's servers do on a bad day."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal

from aiohttp import web

Kind = Literal["cut", "500", "503", "html", "429", "slow", "ok_false", "no_charts"]

CHART = "data_visualization"  # as JSON and in a form alike


@dataclass(slots=True)
class Fault:
    """Strikes the next `times` requests of `method` (`*`: any; `response_url` too), before or after their effect.

    `seconds` of real time is how long "slow" takes; `retry_after` goes with 429, `error` with ok_false. "no_charts" is
    a Slack that doesn't draw them yet: it refuses a request that holds a chart, and lets any other go on. An injected
    fault is not noted as a refusal.
    """

    method: str
    kind: Kind
    when: Literal["before", "after"] = "before"
    retry_after: int = 1
    seconds: float = 0.2
    times: int = 1
    error: str = "internal_error"


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, method: str) -> Fault | None:
        for fault in self._waiting:
            if fault.method in (method, "*"):
                fault.times -= 1
                if fault.times <= 0:
                    self._waiting.remove(fault)
                return fault
        return None


async def strike(fault: Fault, request: web.Request) -> web.Response | None:
    """The spoilt answer; None when the request is to go on, late."""
    match fault.kind:
        case "slow":
            await asyncio.sleep(fault.seconds)
            return None
        case "cut":
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=499)
        case "500" | "503":
            return web.Response(status=int(fault.kind), text="upstream error")
        case "html":
            return web.Response(text="<!DOCTYPE html><title>Slack</title>", content_type="text/html")
        case "429":
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers={"Retry-After": str(fault.retry_after)})
        case "ok_false":
            return web.json_response({"ok": False, "error": fault.error})
        case "no_charts":
            return await _without_charts(request)


async def _without_charts(request: web.Request) -> web.Response | None:
    """A response_url refuses with a status and a bare word, a method with `ok: false`."""
    if CHART not in await request.text():
        return None
    if request.path.startswith("/response/"):
        return web.Response(status=400, text="invalid_blocks")
    return web.json_response({"ok": False, "error": "invalid_blocks"})
