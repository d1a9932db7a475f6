"""The last acts between the workspace and the bot, for who looks behind the scenes. Tokens are taken out."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from time import monotonic
from typing import Any

from sandbox.delivery import Ack
from sandbox.envelopes import Envelope
from sandbox.notes import Refusal
from sandbox.site import Site

KEPT = 50
LONG = 6000
"""Characters of one payload that are shown."""

SECRET_KEYS = ("token", "response_url", "trigger_id", "response_urls", "upload_url")
TOGETHER = 5.0
"""Seconds after an act in which a call counts as the bot's answer to it."""


@dataclass(slots=True)
class Act:
    """`kind` is empty for what the bot did by itself."""

    number: int
    kind: str
    what: str
    sent: str
    began: float
    answer: str = ""
    milliseconds: int | None = None
    failed: bool = False
    calls: list[tuple[str, str]] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def bad(self) -> bool:
        return self.failed or bool(self.refusals)


class Traffic:
    """`changed` is called after each addition."""

    def __init__(self, site: Site, changed: Callable[[], None]) -> None:
        self._site = site
        self._changed = changed
        self._numbers = count(1)
        self._calls = len(site.notes.calls)
        self._refusals = len(site.notes.refusals)
        self.acts: deque[Act] = deque(maxlen=KEPT)

    @property
    def refusals(self) -> int:
        return len(self._site.notes.refusals)

    def begin(self) -> None:
        self._site.delivery.watch = self._sent
        self._site.notes.watch = self._noted

    def end(self) -> None:
        self._site.delivery.watch = None
        self._site.notes.watch = None

    def _sent(self, envelope: Envelope) -> Callable[[Ack], None]:
        act = self._new(envelope.kind, envelope.what, self._shown(envelope.payload))
        return lambda ack: self._acked(act, ack)

    def _new(self, kind: str, what: str, sent: str) -> Act:
        act = Act(next(self._numbers), kind, what, sent, monotonic())
        self.acts.append(act)
        self._changed()
        return act

    def _acked(self, act: Act, ack: Ack) -> None:
        act.milliseconds = round((monotonic() - act.began) * 1000)
        act.failed = not ack.ok
        act.answer = "" if ack.body in (None, "") else self._shown(ack.body)
        self._changed()

    def _noted(self) -> None:
        notes = self._site.notes
        act = self._latest()
        for name, arguments in notes.calls[self._calls :]:
            act.calls.append((name, self._shown(arguments)))
        act.refusals += notes.refusals[self._refusals :]
        self._calls, self._refusals = len(notes.calls), len(notes.refusals)
        self._changed()

    def _latest(self) -> Act:
        if self.acts and (not self.acts[-1].kind or monotonic() - self.acts[-1].began < TOGETHER):
            return self.acts[-1]
        return self._new("", "", "")

    def _shown(self, value: Any) -> str:
        app = self._site.app
        text = json.dumps(_without_secrets(value), ensure_ascii=False, indent=1, default=str)
        for secret in (app.bot_token, app.app_token, app.signing_secret, app.verification_token):
            text = text.replace(secret, "…")
        return text if len(text) <= LONG else f"{text[:LONG]} …"


def _without_secrets(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "…" if key in SECRET_KEYS else _without_secrets(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_without_secrets(each) for each in value]
    return value
