"""Who may ask: a browser on this machine that holds the token, from a page of this very server."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
TOKEN_HEADER = "X-Page-Token"  # noqa: S105 - the name of a header
REFUSED = (
    "Hier kom je alleen binnen via het adres dat `make demo` heeft getoond. Open dat adres.\n\n"
    "The way in is the address that `make demo` printed. Open that address.\n"
)


class Guard:
    """`port` is known once the page is served, so it is asked for."""

    def __init__(self, token: str, port: Callable[[], int]) -> None:
        self._token = token
        self._port = port

    @property
    def cookie(self) -> str:
        """With the port in its name, for cookies are shared by all ports of a host."""
        return f"page{self._port()}"

    def admits(self, request: web.Request) -> bool:
        return self._addressed_here(request) and self._knows_token(request)

    def _addressed_here(self, request: web.Request) -> bool:
        hosts = [f"{name}:{self._port()}" for name in ("127.0.0.1", "localhost")]
        if request.headers.get("Host", "") not in hosts:
            return False
        origin = request.headers.get("Origin")
        if origin is None:
            return request.method in ("GET", "HEAD") or TOKEN_HEADER in request.headers
        return origin == f"http://{request.headers['Host']}"

    def _knows_token(self, request: web.Request) -> bool:
        shown = (
            request.cookies.get(self.cookie, ""),
            request.headers.get(TOKEN_HEADER, ""),
            request.query.get("token", "") if request.path == "/" else "",
        )
        return any(hmac.compare_digest(each.encode(errors="replace"), self._token.encode()) for each in shown)

    def middleware(self) -> Middleware:
        @web.middleware
        async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not self.admits(request):
                return web.Response(status=403, text=REFUSED)
            return await handler(request)

        return check

    @staticmethod
    async def headers(request: web.Request, response: web.StreamResponse) -> None:
        """To be called before any response is sent."""
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
