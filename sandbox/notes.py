"""What the workspace refused, what came late, and what was called: tests assert on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import Any

Json = dict[str, Any]


class Why(StrEnum):
    """Each reason of the Slack client, for who says it in another language."""

    MESSAGE_GONE = auto()
    FORM_GONE = auto()
    ELEMENT_GONE = auto()
    OPTION_GONE = auto()
    COVERED = auto()
    NO_FORM = auto()
    NO_SUBMIT = auto()
    NO_BUTTON = auto()
    NOT_JOINABLE = auto()
    NO_CHANNEL = auto()
    NOT_MEMBER = auto()
    ARCHIVED = auto()
    READ_ONLY = auto()
    NO_COMMAND = auto()
    COMMAND_IN_THREAD = auto()
    NO_SHORTCUT = auto()
    NO_HOME = auto()
    HOME_EMPTY = auto()
    DEACTIVATED = auto()
    NOBODY = auto()
    TOO_MANY = auto()
    SEVERAL_BOXES = auto()
    NO_DATE = auto()
    NO_TIME = auto()
    NOT_INTERACTIVE = auto()


class ClientRefused(Exception):
    """The Slack client would not let the person do this: an unknown command, no such button, no access."""

    def __init__(self, why: Why, detail: str) -> None:
        super().__init__(detail)
        self.why = why


class ApiError(Exception):
    """An answer `{"ok": false}`: Slack's error code, and what else stands in the body."""

    def __init__(self, error: str, detail: str = "", **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.detail = detail
        self.extra = extra


class Limited(Exception):
    """HTTP 429; `seconds` is the Retry-After."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing Slack would have refused.

    `method` is a Web API method, or `response_url`, `view_submission`, `ack`, `socket`, `escaping`, `http`.
    `where` is the channel or person concerned, where there is one.
    """

    method: str
    error: str
    detail: str = ""
    where: str = ""


@dataclass(slots=True)
class Notes:
    """`calls` holds every Web API request that arrived, refused or not, its arguments without the token."""

    refusals: list[Refusal] = field(default_factory=list)
    late_acks: list[str] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    watch: Callable[[], None] | None = None
    """Told after each new call and refusal."""

    def refused(self, method: str, error: str, detail: str = "", where: str = "") -> None:
        self.refusals.append(Refusal(method, error, detail, where))
        self._tell()

    def called(self, method: str, arguments: Mapping[str, Any]) -> None:
        self.calls.append((method, {key: value for key, value in arguments.items() if key != "token"}))
        self._tell()

    def _tell(self) -> None:
        if self.watch is not None:
            self.watch()
