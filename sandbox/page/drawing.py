"""Blocks and elements as HTML: which macro draws what, and what the macros ask."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, PackageLoader, StrictUndefined, Undefined
from markupsafe import Markup

from sandbox.fields import STATES, Values, value_of
from sandbox.page.charts import Figure, figure
from sandbox.page.markdown import markdown
from sandbox.page.markup import ARCHIVE, Reader, safe, unknown
from sandbox.rules import plain_text
from sandbox.workspace import Kind, User, Workspace

Json = Mapping[str, Any]
Choice = tuple[str, str, str]

MACROS = {
    "static_select": "select",
    "users_select": "select",
    "conversations_select": "select",
    "channels_select": "select",
    "multi_static_select": "multi",
    "multi_users_select": "multi",
    "multi_conversations_select": "multi",
    "multi_channels_select": "multi",
    "external_select": "external",
    "multi_external_select": "external",
}
"""Elements that share a macro; each other has its own."""

KINDS = {"im": Kind.IM, "mpim": Kind.MPIM, "private": Kind.PRIVATE, "public": Kind.PUBLIC}
GROUPED = ("radio_buttons", "checkboxes")


def environment() -> Environment:
    """Optional properties are read as undefined, so only those of our own variables are errors."""
    made = Environment(
        loader=PackageLoader("sandbox.page", "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    made.undefined = Undefined
    return made


def strict(made: Environment) -> Environment:
    """For the templates of the page itself."""
    return made.overlay(undefined=StrictUndefined)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where blocks are drawn: a message, a modal or App Home, for one reader. `id` begins every id inside."""

    jinja: Environment
    r: Reader
    w: Mapping[str, str]
    workspace: Workspace
    viewer: User
    id: str
    values: Values = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    # -- dispatch

    def draw(self, block: Json) -> Markup:
        return self._macro("blocks.html", f"block_{block.get('type')}", block)

    def part(self, part: Json) -> Markup:
        return self._macro("blocks.html", f"part_{part.get('type')}", part)

    def element(self, element: Json, block: Json) -> Markup:
        kind = str(element.get("type"))
        return self._macro("elements.html", f"el_{MACROS.get(kind, kind)}", element, block)

    def _macro(self, template: str, name: str, given: Json, *more: Json) -> Markup:
        macro = getattr(self.jinja.get_template(template).module, name, None)
        if macro is None:
            return unknown(str(given.get("type")))
        return Markup(macro(given, *more, self))  # noqa: S704 - a macro's output is escaped already

    # -- what the macros ask

    def dom(self, block: Json, element: Json) -> str:
        return f"{self.id}-{block['block_id']}-{element.get('action_id', '')}".replace(" ", "_")

    def described(self, block: Json, element: Json) -> str:
        ids = ["error"] if block["block_id"] in self.errors else []
        ids += ["hint"] if "hint" in block else []
        return " ".join(f"{self.dom(block, element)}-{each}" for each in ids)

    def grouped(self, element: Json) -> bool:
        kind = element["type"]
        return kind in GROUPED or MACROS.get(kind) == "multi"

    def label(self, block: Json, element: Json) -> str:
        own = element.get("placeholder") or element.get("text")
        near = str(own["text"]) if own else plain_text([block], self.r.names)
        return near or self.w["choose"]

    def confirm(self, element: Json) -> str:
        asked = element["confirm"]
        words = {key: asked[key]["text"] for key in ("title", "text", "confirm", "deny")}
        return json.dumps(words | {"style": asked.get("style", "primary")}, ensure_ascii=False)

    def _state(self, block: Json, element: Json) -> Any:
        state = self.values.get(block["block_id"], {}).get(element.get("action_id", ""))
        return value_of(state) if state and state["type"] == element["type"] else None

    def value(self, block: Json, element: Json) -> str:
        """Of a field that holds one text."""
        value = self._state(block, element)
        if value is None:
            return ""
        if element["type"] == "datetimepicker":
            return f"{datetime.fromtimestamp(value, ZoneInfo(self.viewer.tz)):%Y-%m-%dT%H:%M}"
        return plain_text([value]) if isinstance(value, Mapping) else str(value)

    def chosen(self, block: Json, element: Json) -> list[str]:
        """Values of options, or ids."""
        return [value for value, _ in self._standing(block, element)]

    def offered(self, block: Json, element: Json) -> list[tuple[str, str]]:
        return self._standing(block, element)

    def _standing(self, block: Json, element: Json) -> list[tuple[str, str]]:
        if element["type"] not in STATES:
            return []
        value = self._state(block, element)
        values = value if isinstance(value, list) else [value] if value else []
        return [(each["value"], each["text"]["text"]) if isinstance(each, dict) else (each, each) for each in values]

    def files(self, block: Json, element: Json) -> Sequence[Json]:
        return self._state(block, element) or ()

    def choices(self, element: Json) -> Iterator[tuple[str, list[Choice]]]:
        """Groups of options; outside a group the first is empty."""
        match element["type"].removeprefix("multi_"):
            case "users_select":
                yield "", [(each.id, each.real_name, "") for each in self._people()]
            case "channels_select":
                yield "", list(self._conversations((Kind.PUBLIC,)))
            case "conversations_select":
                wanted = element.get("filter", {}).get("include", KINDS)
                yield "", list(self._conversations(tuple(KINDS[each] for each in wanted)))
            case _:
                yield "", [_choice(each) for each in element.get("options", ())]
                for group in element.get("option_groups", ()):
                    yield group["label"]["text"], [_choice(each) for each in group["options"]]

    def _people(self) -> list[User]:
        active = [each for each in self.workspace.users.values() if not each.deactivated]
        return sorted(active, key=lambda each: each.real_name)

    def _conversations(self, kinds: tuple[Kind, ...]) -> Iterator[Choice]:
        for each in self.workspace.channels.values():
            if each.kind in kinds and not each.archived and self.workspace.may_see(self.viewer, each):
                others = (self.workspace.users[other].real_name for other in each.members if other != self.viewer.id)
                yield each.id, f"@{', '.join(others)}" if each.direct else f"#{each.name}", ""

    def figure(self, chart: Json) -> Figure:
        return figure(chart, self.w["decimal"])

    def markdown(self, text: str) -> Markup:
        return markdown(text, self.r)

    def image(self, image: Json) -> Markup:
        """A picture that the workspace holds; of any other its description and a link, for the page loads nothing."""
        file = image.get("slack_file") or {}
        held = str(file.get("id") or str(file.get("url", "")).rsplit("/", 1)[-1])
        alt = str(image["alt_text"])
        if held in self.workspace.contents:
            return Markup('<img src="/files/{}?as={}" alt="{}">').format(held, self.viewer.handle, alt)
        url = str(image.get("image_url") or file.get("url") or "")
        shown = Markup('<span class="picture">🖼 {}</span>').format(alt)
        return self.r.link(url, shown) if url else shown

    def safe(self, url: str) -> bool:
        return safe(url)

    def local(self, url: str) -> bool:
        return ARCHIVE.fullmatch(url) is not None

    def inside(self, url: str) -> str:
        """The page's own address of a message that a permalink leads to."""
        found = ARCHIVE.fullmatch(url)
        return self.r.place(found[1], thread=found[4] or "", ts=f"{found[2]}.{found[3]}") if found else url


def _choice(option: Json) -> Choice:
    description = option.get("description") or {}
    return option["value"], option["text"]["text"], description.get("text", "")
