"""POST and GET /api/<method>: arguments, token, rate limit, scope; then the method itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.faults import strike
from sandbox.limits import Limits
from sandbox.methods import METHODS, Call, Method
from sandbox.notes import ApiError, Json, Limited
from sandbox.site import Site

SCOPES = "X-OAuth-Scopes"  # of the token: Slack sends them along with every answer
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


async def handle(site: Site, request: web.Request) -> web.StreamResponse:
    name = request.match_info["method"]
    arguments, broken = await _arguments(request)
    site.notes.called(name, arguments)
    site.workspace.changes.tell("call", name)
    fault = site.faults.take(name)
    spoilt = await strike(fault, request) if fault and fault.when == "before" else None
    if spoilt is not None:
        return spoilt
    answer = await _answer(site, name, request, arguments, broken)
    spoilt = await strike(fault, request) if fault and fault.when == "after" else None
    return spoilt if spoilt is not None else answer


async def _arguments(request: web.Request) -> tuple[Json, str]:
    """Query string and body together, and the error code when the body cannot be read."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json" and request.body_exists:
        try:
            body = json.loads(await request.read())
        except ValueError:
            return arguments, "invalid_json"
        if not isinstance(body, dict):
            return arguments, "json_not_object"
        arguments |= body
    elif request.content_type in FORMS:
        arguments |= {key: str(value) for key, value in (await request.post()).items()}
    return arguments, ""


async def _answer(site: Site, name: str, request: web.Request, arguments: Json, broken: str) -> web.Response:
    where = str(arguments.get("channel") or arguments.get("user") or arguments.get("user_id") or "")
    try:
        method = METHODS.get(name)
        if method is None:
            raise ApiError("unknown_method", name, req_method=name)
        if broken:
            raise ApiError(broken)
        body = await _run(site, method, request, arguments)
    except Limited as limited:
        site.notes.refused(name, "ratelimited", f"retry after {limited.seconds} s", where)
        headers = {"Retry-After": str(limited.seconds)}
        return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
    except ApiError as error:
        site.notes.refused(name, error.error, error.detail, where)
        return web.json_response({"ok": False, "error": error.error, **error.extra})
    return web.json_response({"ok": True, **body}, headers={SCOPES: ",".join(sorted(site.app.scopes))})


async def _run(site: Site, method: Method, request: web.Request, arguments: Json) -> Json:
    _authorise(site, method, request, arguments)
    if request.content_type == "application/json" and request.body_exists and not method.takes_json:
        raise ApiError("invalid_post_type", "this method takes form or query arguments only")
    if method.post_only and request.method != "POST":
        raise ApiError("insecure_request" if method.caller == "app" else "invalid_post_type")
    _limit(site.limits, method)
    call = Call(site, method.name, arguments)
    if method.scope:
        call.needs(method.scope)
    return await method.run(call)


def _authorise(site: Site, method: Method, request: web.Request, arguments: Mapping[str, Any]) -> None:
    header = request.headers.get("Authorization", "")
    token = header.removeprefix("Bearer ") if header.startswith("Bearer ") else str(arguments.get("token") or "")
    if not token:
        raise ApiError("not_authed")
    if request.content_type == "application/json" and not header:
        raise ApiError("not_authed", "a JSON body needs the token in the Authorization header")
    kinds = {site.app.bot_token: "bot", site.app.app_token: "app"}
    if token not in kinds:
        raise ApiError("invalid_auth")
    if kinds[token] != method.caller:
        raise ApiError("not_allowed_token_type", f"{method.name} takes the {method.caller} token")
    if kinds[token] == "bot" and not site.app.active:
        raise ApiError("account_inactive")


def _limit(limits: Limits, method: Method) -> None:
    seconds = limits.wait(method.name, method.per_minute)
    if seconds:
        raise Limited(seconds)
