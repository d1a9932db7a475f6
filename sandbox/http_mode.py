"""Signed HTTP mode: events, commands and interactions are posted to one request URL."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from urllib.parse import urlencode

import aiohttp

from sandbox.delivery import Ack
from sandbox.envelopes import COMMANDS, EVENTS, Envelope
from sandbox.installation import Installation
from sandbox.notes import Json, Notes

FORM = "application/x-www-form-urlencoded"


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """X-Slack-Signature, version v0."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class HttpMode:
    """`check` runs the URL verification; deliveries wait for it."""

    def __init__(self, url: str, app: Installation, notes: Notes, ack_seconds: float) -> None:
        self._url = url
        self._app = app
        self._notes = notes
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=ack_seconds), connector=aiohttp.TCPConnector(force_close=True)
        )
        self._checking = asyncio.create_task(self._check())

    async def _check(self) -> bool:
        challenge = secrets.token_hex(16)
        body = {"token": self._app.verification_token, "challenge": challenge, "type": "url_verification"}
        ack = await self._post(json.dumps(body).encode(), "application/json", {})
        answered = ack.body.get("challenge") if isinstance(ack.body, dict) else ack.body
        if answered == challenge:
            return True
        self._notes.refused("http", "url_verification_failed", ack.reason, self._url)
        return False

    async def verified(self) -> bool:
        return await asyncio.shield(self._checking)

    async def deliver(self, envelope: Envelope) -> Ack:
        if not await self.verified():
            return Ack(ok=False, reason="connection_failed", sent=False)
        body, content_type = _encoded(envelope)
        headers = {}
        if envelope.attempt:
            headers = {"x-slack-retry-num": str(envelope.attempt), "x-slack-retry-reason": envelope.reason}
        return await self._post(body, content_type, headers)

    async def _post(self, body: bytes, content_type: str, headers: dict[str, str]) -> Ack:
        stamp = str(int(time.time()))
        signed = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": sign(self._app.signing_secret, stamp, body),
            **headers,
        }
        try:
            async with self._session.post(self._url, data=body, headers=signed) as answer:
                text = await answer.text()
                if answer.status // 100 != 2:
                    stop = answer.headers.get("x-slack-no-retry") == "1"
                    return Ack(ok=False, reason="http_error", stop=stop)
                return Ack(ok=True, body=_decoded(text, answer.content_type))
        except TimeoutError:
            return Ack(ok=False, reason="http_timeout")
        except aiohttp.ClientError:
            return Ack(ok=False, reason="connection_failed")

    async def stop(self) -> None:
        self._checking.cancel()
        await asyncio.gather(self._checking, return_exceptions=True)
        await self._session.close()


def _encoded(envelope: Envelope) -> tuple[bytes, str]:
    if envelope.kind == EVENTS:
        return json.dumps(envelope.payload).encode(), "application/json"
    if envelope.kind == COMMANDS:
        return urlencode(envelope.payload).encode(), FORM
    return urlencode({"payload": json.dumps(envelope.payload)}).encode(), FORM


def _decoded(text: str, content_type: str) -> Json | str | None:
    """JSON bodies as their value, texts as they are, an empty body as None."""
    if not text:
        return None
    if content_type == "application/json":
        decoded: Json = json.loads(text)
        return decoded
    return text
