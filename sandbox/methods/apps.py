"""apps.connections.open and api.test."""

from __future__ import annotations

from sandbox.limits import SOCKETS, TIER_4
from sandbox.methods.registry import Call, method
from sandbox.notes import ApiError, Json


@method("apps.connections.open", SOCKETS, caller="app", post_only=True)
async def connections_open(call: Call) -> Json:
    """A ws:// URL good for one connection. `forbidden_team` when the manifest has Socket Mode off."""
    if not call.site.app.settings.get("socket_mode_enabled", False):
        raise ApiError("forbidden_team", "socket_mode_enabled is not set in the manifest")
    root = call.site.root.replace("http://", "ws://", 1)
    return {"url": f"{root}/link?ticket={call.site.sockets.ticket()}"}


@method("api.test", TIER_4, takes_json=True)
async def api_test(call: Call) -> Json:
    return {"args": {key: value for key, value in call.arguments.items() if key != "token"}}
