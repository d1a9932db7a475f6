"""What one person sees: messages and views, always as they are now."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.fields import STATES, Found, elements, value_of
from sandbox.modals import View
from sandbox.notes import Json
from sandbox.rules import Rings, plain_text, rings
from sandbox.rules.mrkdwn import readable
from sandbox.shapes import message_json
from sandbox.site import Site
from sandbox.workspace import Message

PRESSABLE = ("button", "icon_button", "workflow_button")


def is_menu(found: Found) -> bool:
    return found.element["type"] == "overflow" or found.element["type"] in STATES


def is_button(found: Found) -> bool:
    return found.element["type"] in PRESSABLE and "text" in found.element


class Seen:
    """A message. `viewer` is the person's id; None sees everything, ephemerals too."""

    def __init__(self, site: Site, message: Message, viewer: str | None) -> None:
        self._site = site
        self.message = message
        self.viewer = viewer

    def __repr__(self) -> str:
        return f"<Seen {self.ts} {self.text!r} {self.buttons}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Seen) and self.message is other.message

    def __hash__(self) -> int:
        return hash(self.message.ts)

    @property
    def ts(self) -> str:
        return self.message.ts

    @property
    def channel(self) -> str:
        """The conversation's id."""
        return self.message.channel

    @property
    def author(self) -> str:
        """The writer's user id."""
        return self.message.user

    @property
    def text(self) -> str:
        """All blocks as a person reads them, a line each; without blocks the text. Images by their alternative text."""
        names = self._site.workspace.names()
        if not self.message.blocks:
            return readable(self.message.text, names)
        return plain_text(self.message.blocks, names)

    @property
    def fallback(self) -> str:
        """The top-level text as sent: what notifications and screen readers take."""
        return self.message.text

    @property
    def buttons(self) -> list[str]:
        return [found.label for found in elements(self.message.blocks) if is_button(found)]

    @property
    def menus(self) -> list[str]:
        """Placeholders of the menus; without one, the text beside or above it."""
        return [found.label for found in elements(self.message.blocks) if is_menu(found)]

    @property
    def edited(self) -> bool:
        return self.message.edited is not None

    @property
    def ephemeral(self) -> bool:
        return self.message.visible_to is not None

    @property
    def deleted(self) -> bool:
        return self.message.deleted

    @property
    def thread(self) -> list[Seen]:
        """The replies, oldest first, with the person's own ephemerals."""
        replies = self._site.workspace.replies(self.message)
        return [Seen(self._site, each, self.viewer) for each in replies if visible(each, self.viewer)]

    @property
    def rings(self) -> Rings:
        """`users` and `groups` by id, `broadcasts` such as `here`."""
        return rings({"text": self.message.text, "blocks": self.message.blocks})

    @property
    def raw(self) -> Json:
        """As in Slack's payloads."""
        return message_json(self.message, self._site.app, self._site.workspace)

    def remembered(self) -> Seen:
        """This message as it is now, to press a button later that an edit has taken away."""
        return Seen(self._site, replace(self.message), self.viewer)


def visible(message: Message, viewer: str | None) -> bool:
    return viewer is None or message.visible_to in (None, viewer)


class SeenView:
    """A modal, or App Home."""

    def __init__(self, site: Site, view: View) -> None:
        self._site = site
        self.state = view

    def __repr__(self) -> str:
        return f"<SeenView {self.title!r} {self.text!r} fields={self.fields} buttons={self.buttons}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SeenView) and self.state is other.state

    def __hash__(self) -> int:
        return hash(self.state.id)

    def _word(self, key: str) -> str | None:
        word = self.state.raw.get(key)
        return word["text"] if word else None

    @property
    def title(self) -> str:
        return self._word("title") or ""

    @property
    def submit(self) -> str | None:
        """The label of the button; None when there is none."""
        return self._word("submit")

    @property
    def close(self) -> str | None:
        return self._word("close")

    @property
    def text(self) -> str:
        return plain_text(self.state.blocks, self._site.workspace.names())

    @property
    def fields(self) -> list[str]:
        """Labels of the input blocks."""
        return [found.label for found in elements(self.state.blocks) if found.block["type"] == "input"]

    @property
    def values(self) -> dict[str, Any]:
        """By label: texts, ids, dates; of options the labels."""
        return {
            found.label: shown(self.state.values[found.block_id][found.action_id])
            for found in elements(self.state.blocks)
            if found.block["type"] == "input"
        }

    @property
    def hints(self) -> dict[str, str]:
        """By label, of the inputs that have one."""
        inputs = [found for found in elements(self.state.blocks) if found.block["type"] == "input"]
        return {found.label: found.block["hint"]["text"] for found in inputs if "hint" in found.block}

    @property
    def errors(self) -> dict[str, str]:
        """By label; under `""` what concerns the whole view."""
        labels = {found.block_id: found.label for found in elements(self.state.blocks)}
        return {labels.get(block_id, ""): text for block_id, text in self.state.errors.items()}

    @property
    def buttons(self) -> list[str]:
        return [found.label for found in elements(self.state.blocks) if is_button(found)]

    @property
    def menus(self) -> list[str]:
        """As of a message: menus outside input blocks."""
        found = [each for each in elements(self.state.blocks) if each.block["type"] != "input"]
        return [each.label for each in found if is_menu(each)]

    def options(self, label: str) -> list[str]:
        """The options one can choose in a field or menu, by label."""
        for found in elements(self.state.blocks):
            if found.label == label:
                groups = found.element.get("option_groups", ())
                grouped = [option for group in groups for option in group["options"]]
                return [option["text"]["text"] for option in (*found.element.get("options", ()), *grouped)]
        raise LookupError(f"no field {label!r}; there are {[each.label for each in elements(self.state.blocks)]}")

    @property
    def depth(self) -> int:
        """1 for the first modal of the stack; 0 for App Home and for a view that is no longer open."""
        stack = self._site.modals.stacks.get(self.state.user, [])
        return stack.index(self.state) + 1 if self.state in stack else 0

    @property
    def raw(self) -> Json:
        return self._site.modals.json(self.state)


def shown(state: Json) -> Any:
    value = value_of(state)
    if isinstance(value, dict) and "text" in value:
        return value["text"]["text"]
    if isinstance(value, list):
        return [each["text"]["text"] if isinstance(each, dict) else each for each in value]
    return value
