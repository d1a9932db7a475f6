"""What the page's script asks for on behalf of the person of its tab. Every act passes the rules of the client."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.fields import Found, elements, options
from sandbox.finding import Place
from sandbox.modals import View
from sandbox.notes import ClientRefused, Json, Why
from sandbox.people import Person
from sandbox.seen import Seen, visible
from sandbox.server import Sandbox
from sandbox.workspace import Message

PRESSED = ("button", "icon_button", "workflow_button", "feedback_buttons")


class Acts:
    """Each public method is an act with the JSON object that the script sent; ClientRefused goes to it."""

    def __init__(self, slack: Sandbox) -> None:
        self._slack = slack
        self._site = slack.site

    # -- where

    def _message(self, person: Person, said: Json) -> Message:
        channel = self._site.workspace.channels[said["channel"]]
        if self._site.workspace.may_see(person.user, channel):
            for each in channel.messages:
                if each.ts == said["ts"] and visible(each, person.id):
                    return each
        raise ClientRefused(Why.MESSAGE_GONE, "that message is gone")

    def _view(self, person: Person, said: Json) -> View:
        view = self._site.modals.find(said["view"])
        if view is None or view.user != person.id:
            raise ClientRefused(Why.FORM_GONE, "that form is gone")
        return view

    def _place(self, person: Person, said: Json) -> Place:
        return self._view(person, said) if said.get("view") else self._message(person, said)

    def _found(self, place: Place, block: str, action: str) -> Found:
        for each in elements(place.blocks):
            if (each.block_id, each.action_id) == (block, action):
                return each
        raise ClientRefused(Why.ELEMENT_GONE, "that is no longer there")

    # -- what

    async def say(self, person: Person, said: Json) -> None:
        thread = self._message(person, said | {"ts": said["thread"]}) if said.get("thread") else None
        await person.types(
            said["text"], said["channel"], thread=Seen(self._site, thread, person.id) if thread else None
        )

    async def press(self, person: Person, said: Json) -> None:
        place = self._place(person, said)
        found = self._found(place, said["block"], said["action"])
        if found.element["type"] not in PRESSED:
            raise ClientRefused(Why.NO_BUTTON, "that is no button")
        await self._fill_all(person, place, said)
        if found.element["type"] == "workflow_button":
            return
        value = said.get("value") or found.element.get("value")
        await person.acting.send(place, found, {"value": value} if value is not None else {})

    async def choose(self, person: Person, said: Json) -> None:
        place = self._place(person, said)
        found = self._found(place, said["block"], said["action"])
        await self._fill_all(person, place, said)
        await person.acting.choose(place, found, self._meant(person, place, found, said["value"]))

    async def fill(self, person: Person, said: Json) -> None:
        view = self._view(person, said)
        found = self._found(view, said["block"], said["action"])
        await person.acting.fill(view, found, self._meant(person, view, found, said["value"]))

    async def suggest(self, person: Person, said: Json) -> list[dict[str, str]]:
        place = self._place(person, said)
        found = self._found(place, said["block"], said["action"])
        offered = await person.acting.suggests(place, found, str(said["query"]))
        return [{"value": each["value"], "text": each["text"]["text"]} for each in offered]

    async def submit(self, person: Person, said: Json) -> None:
        view = self._view(person, said)
        await self._fill_all(person, view, said)
        if person.view is None or person.view.state is not view:
            raise ClientRefused(Why.COVERED, "another form lies on top")
        await person.submits()

    async def close(self, person: Person, said: Json) -> None:
        if person.view is not None:
            await person.closes(all_=bool(said.get("all")))

    async def shortcut(self, person: Person, said: Json) -> None:
        await person.shortcut(said["callback"])

    async def message_shortcut(self, person: Person, said: Json) -> None:
        await person.message_shortcut(said["callback"], Seen(self._site, self._message(person, said), person.id))

    async def home(self, person: Person, said: Json) -> None:
        await person.opens_home()

    async def join(self, person: Person, said: Json) -> None:
        channel = self._site.workspace.channels[said["channel"]]
        if channel.direct or channel.archived or not self._site.workspace.may_see(person.user, channel):
            raise ClientRefused(Why.NOT_JOINABLE, "this channel cannot be joined")
        await self._slack.join(channel.id, person)

    # -- values

    async def _fill_all(self, person: Person, place: Place, said: Json) -> None:
        """What was typed in the form so far. Nothing is dispatched: that happens where it is typed."""
        if not isinstance(place, View):
            return
        values: Mapping[str, Mapping[str, Any]] = said.get("values") or {}
        for block, fields in values.items():
            for action, value in fields.items():
                found = self._found(place, block, action)
                quiet = Found({**found.block, "dispatch_action": False}, found.element, found.text, found.above)
                await person.acting.fill(place, quiet, self._meant(person, place, found, value))

    def _meant(self, person: Person, place: Place, found: Found, value: Any) -> object:
        """The script's strings as what the element takes: options by their value, moments of her own clock."""
        kind = found.element["type"]
        if kind == "datetimepicker":
            return datetime.fromisoformat(value).replace(tzinfo=ZoneInfo(person.user.tz)) if value else None
        if kind == "file_input":
            return [self._file(each) for each in value]
        if "option" not in _holds(kind):
            return value
        known = self._options(person, place, found)
        if isinstance(value, list):
            return [_option(each, known) for each in value]
        return _option(value, known) if value else None

    def _options(self, person: Person, place: Place, found: Found) -> list[Json]:
        return [*options(found.element), *person.acting.known(place, found)]

    def _file(self, file: str) -> Json:
        return self._site.workspace.files[file]

    def upload(self, person: Person, name: str, content: bytes) -> str:
        """A file of her own, for a file_input."""
        workspace = self._site.workspace
        new = workspace.next_id("F")
        workspace.files[new] = {
            "id": new,
            "name": name,
            "title": name,
            "size": len(content),
            "alt_txt": "",
            "user": person.id,
            "uploaded": True,
            "channels": [],
        }
        workspace.contents[new] = content
        return new


def _holds(kind: str) -> str:
    held: Callable[[str], bool] = lambda each: each in kind  # noqa: E731
    return "option" if any(map(held, ("static", "external", "radio", "checkboxes", "overflow"))) else "value"


def _option(value: str, known: list[Json]) -> Json:
    for each in known:
        if each["value"] == value:
            return each
    raise ClientRefused(Why.OPTION_GONE, f"no option {value!r}")
