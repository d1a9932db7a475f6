"""The last acts between the workspace and the bot, for who looks behind the scenes. Tokens are taken out."""

from __future__ import annotations

import json
from collections import Counter, deque
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
CALLS = 20
"""Of one act that are shown in full; of refusals as many."""

LONG = 6000
"""Characters of one payload that are shown."""

SECRET_KEYS = ("token", "response_url", "trigger_id", "response_urls", "upload_url")
TOGETHER = 5.0
"""Seconds after an act in which a call counts as the bot's answer to it, by the machine's clock and by the bot's."""


@dataclass(slots=True)
class Act:
    """`kind` is empty for what the bot did by itself. `at` is in seconds, by the bot's clock."""

    number: int
    kind: str
    what: str
    sent: str
    at: int
    began: float
    last: float
    answer: str = ""
    milliseconds: int | None = None
    failed: bool = False
    bad: bool = False
    calls: list[tuple[str, str]] = field(default_factory=list)
    called: Counter[str] = field(default_factory=Counter)
    """How often each method, also those that are left out of `calls`."""
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        return self.called.total() - len(self.calls)


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
        began = monotonic()
        act = Act(next(self._numbers), kind, what, sent, self._site.workspace.seconds(), began, began)
        self.acts.append(act)
        self._changed()
        return act

    def _acked(self, act: Act, ack: Ack) -> None:
        act.milliseconds = round((monotonic() - act.began) * 1000)
        act.failed = not ack.ok
        act.bad = act.bad or act.failed
        act.answer = "" if ack.body in (None, "") else self._shown(ack.body)
        self._changed()

    def _noted(self) -> None:
        notes = self._site.notes
        act = self._latest()
        for name, arguments in notes.calls[self._calls :]:
            act.called[name] += 1
            if len(act.calls) < CALLS:
                act.calls.append((name, self._shown(arguments)))
        refusals = notes.refusals[self._refusals :]
        act.refusals += refusals[: CALLS - len(act.refusals)]
        act.bad = act.bad or bool(refusals)
        self._calls, self._refusals = len(notes.calls), len(notes.refusals)
        self._changed()

    def _latest(self) -> Act:
        """At another moment of the bot's clock, or after a pause, it acts by itself."""
        now = monotonic()
        act = self.acts[-1] if self.acts else None
        if act is None or not self._belongs(act, now):
            act = self._new("", "", "")
        act.last = now
        return act

    def _belongs(self, act: Act, now: float) -> bool:
        before = act.began if act.kind else act.last
        return now - before < TOGETHER and self._site.workspace.seconds() - act.at < TOGETHER

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
