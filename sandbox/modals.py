"""Views: the stack of modals of each person, and her App Home."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox.changes import Changes
from sandbox.fields import Values, values_of, with_ids
from sandbox.installation import Installation
from sandbox.notes import ApiError, Json
from sandbox.workspace import TEAM_ID, Workspace

DEPTH = 3
"""Views in one stack."""


@dataclass(slots=True, eq=False)
class View:
    """`errors` by block_id, under `""` what concerns the whole view."""

    id: str
    user: str
    raw: Json
    hash: str
    values: Values
    root_id: str
    previous_id: str | None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.raw["blocks"]
        return blocks


class Modals:
    def __init__(self, workspace: Workspace, app: Installation, changes: Changes) -> None:
        self._workspace = workspace
        self._app = app
        self._changes = changes
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.published: dict[str, int] = {}

    def live(self) -> Iterator[View]:
        for stack in self.stacks.values():
            yield from stack
        yield from self.homes.values()

    def find(self, view_id: str | None, external_id: str | None = None) -> View | None:
        for view in self.live():
            if view.id == view_id if view_id else view.raw.get("external_id") == external_id:
                return view
        return None

    def is_open(self, view: View) -> bool:
        return view in self.stacks.get(view.user, [])

    def open(self, user: str, raw: Json, origin: str | None) -> View:
        """From inside a modal (`origin`) it lies on top of it; from anywhere else it replaces what was open."""
        stack = self.stacks.get(user, [])
        if origin is None or not any(view.id == origin for view in stack):
            self._check_external_id(raw)
            self.stacks[user] = []
            return self._put(user, raw)
        return self.push(user, raw)

    def push(self, user: str, raw: Json) -> View:
        if len(self.stacks.get(user, [])) >= DEPTH:
            raise ApiError("push_limit_reached")
        self._check_external_id(raw)
        return self._put(user, raw)

    def _put(self, user: str, raw: Json) -> View:
        stack = self.stacks.setdefault(user, [])
        stack.append(self._new(user, raw, stack))
        self._changes.tell("view", user)
        return stack[-1]

    def _new(self, user: str, raw: Json, stack: list[View]) -> View:
        view_id = self._workspace.next_id("V")
        shown = copy.deepcopy(raw) | {"blocks": with_ids(raw["blocks"])}
        root, previous = (stack[0].id, stack[-1].id) if stack else (view_id, None)
        return View(view_id, user, shown, self._hash(), values_of(shown["blocks"]), root, previous)

    def _hash(self) -> str:
        return f"{self._workspace.seconds()}.{secrets.token_hex(4)}"

    def _check_external_id(self, raw: Json, own: View | None = None) -> None:
        wanted = raw.get("external_id")
        if wanted and any(view.raw.get("external_id") == wanted and view is not own for view in self.live()):
            raise ApiError("duplicate_external_id")

    def update(self, view: View, raw: Json, expected: str | None = None) -> View:
        """ApiError `hash_conflict` when `expected` is given and the view has moved on."""
        if expected and expected != view.hash:
            raise ApiError("hash_conflict")
        self._check_external_id(raw, view)
        view.raw = copy.deepcopy(raw) | {"blocks": with_ids(raw["blocks"])}
        view.values = values_of(view.blocks, view.values)
        view.hash = self._hash()
        view.errors = {}
        self._changes.tell("home" if view.raw["type"] == "home" else "view", view.user)
        return view

    def publish(self, user: str, raw: Json, expected: str | None = None) -> View:
        self.published[user] = self.published.get(user, 0) + 1
        view = self.homes.get(user)
        if view is not None:
            return self.update(view, raw, expected)
        self._check_external_id(raw)
        view = self.homes[user] = self._new(user, raw, [])
        self._changes.tell("home", user)
        return view

    def close(self, view: View) -> None:
        stack = self.stacks.get(view.user, [])
        if view in stack:
            stack.remove(view)
            self._changes.tell("view", view.user)

    def refuse(self, view: View, errors: dict[str, str]) -> None:
        """Show errors in the view, by block_id."""
        view.errors = errors
        self._changes.tell("view", view.user)

    def clear(self, user: str) -> None:
        self.stacks[user] = []
        self._changes.tell("view", user)

    def json(self, view: View) -> Json:
        """The view as Slack sends it in answers and payloads."""
        return {
            "private_metadata": "",
            "callback_id": "",
            "external_id": "",
            "title": None,
            "submit": None,
            "close": None,
            "clear_on_close": False,
            "notify_on_close": False,
            **copy.deepcopy(view.raw),
            "id": view.id,
            "team_id": TEAM_ID,
            "state": {"values": copy.deepcopy(view.values)},
            "hash": view.hash,
            "root_view_id": view.root_id,
            "previous_view_id": view.previous_id,
            "app_id": self._app.app_id,
            "app_installed_team_id": TEAM_ID,
            "bot_id": self._app.bot_id,
        }
