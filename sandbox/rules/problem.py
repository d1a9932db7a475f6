"""What a broken rule looks like, and how lengths are counted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Surface(Enum):
    """Where blocks are shown."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


EVERYWHERE = frozenset(Surface)
MESSAGES = frozenset({Surface.MESSAGE})
VIEWS = frozenset({Surface.MODAL, Surface.HOME})


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal: Slack's text and the JSON pointer (RFC 6901) of the offending value."""

    text: str
    pointer: str

    def slack(self) -> str:
        """The form Slack sends in `errors` and, after `[ERROR] `, in `response_metadata.messages`."""
        return f"{self.text} [json-pointer:{self.pointer}]"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a payload: its JSON pointer and the surface the payload is for."""

    pointer: str
    surface: Surface = Surface.MESSAGE

    def at(self, key: str | int) -> Place:
        escaped = str(key).replace("~", "~0").replace("/", "~1")
        return Place(f"{self.pointer}/{escaped}", self.surface)

    def says(self, text: str) -> list[Problem]:
        return [Problem(text, self.pointer)]


def slack_length(text: str) -> int:
    """Length in UTF-16 units.

    Slack does not publish its unit. This is the larger of the two candidates (code points, UTF-16 units), so
    nothing passes here that would be refused under either.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
