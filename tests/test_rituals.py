"""RITUALS as a closed world: every name that is mentioned exists, every door has a lock, no ritual knows another."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

import rituals
import storage.tables  # noqa: F401  (every table, known to the metadata)
from bot.registry import make
from rituals import RITUALS
from rituals.contract import Ritual
from storage.base import Base

REGISTRY = make(RITUALS)
FOLDER = Path(rituals.__file__).parent
NAMES = {ritual.name for ritual in RITUALS}
DOES = REGISTRY.actions.keys() | REGISTRY.forms.keys() | REGISTRY.pages.keys()
LINES = {kind for ritual in RITUALS for kind in ritual.lead_lines}
NUDGES = {kind for ritual in RITUALS for kind in ritual.nudges} | {"nudges.stopask"}  # (the last is offered by nobody)

# Where a name stands among the arguments of a call, and what has to have it.
NAMED = {
    "Button": ("does", 1, DOES),
    "Menu": ("does", 1, DOES),
    "Opens": ("name", 0, DOES),
    "Sub": ("does", 2, DOES),
    "Shortcut": ("does", 2, REGISTRY.forms.keys()),
    "CardRef": ("card", 0, REGISTRY.cards.keys()),
    "ForLeads": ("kind", 1, LINES),
    "LeadLineChanged": ("kind", 0, LINES),
    "NudgesChanged": ("kind", 0, NUDGES),
    "turn.at": ("name", 0, REGISTRY.timers.keys()),
    "turn.cancel": ("name", 0, REGISTRY.timers.keys()),
    "turn.show": ("card", 0, REGISTRY.cards.keys()),
    "turn.changed": ("card", 0, REGISTRY.cards.keys()),
}
LOCKED = {"Action": ("who", "wins"), "FormSpec": ("who", "wins"), "PageSpec": ("who",)}
BEFORE_LOCK = {"Action": 1, "FormSpec": 2, "PageSpec": 1}  # arguments that come before `who`


@dataclass(frozen=True)
class Source:
    path: Path
    module: ModuleType
    tree: ast.Module

    @property
    def ritual(self) -> str:
        """The folder; empty for what lies beside the folders."""
        inside = self.path.relative_to(FOLDER).parts
        return inside[0] if len(inside) > 1 else ""

    def at(self, node: ast.expr) -> str:
        return f"{self.path.relative_to(FOLDER.parent)}:{node.lineno}"


@cache
def sources() -> tuple[Source, ...]:
    found = []
    for path in sorted(FOLDER.rglob("*.py")):
        dotted = ".".join(path.relative_to(FOLDER.parent).with_suffix("").parts).removesuffix(".__init__")
        found.append(Source(path, importlib.import_module(dotted), ast.parse(path.read_text("utf-8"))))
    return tuple(found)


@cache
def named(path: Path) -> tuple[tuple[str, ast.Call], ...]:
    """All calls in a source that these tests look at, looked for once: most of all there are is something else."""
    tree = next(source.tree for source in sources() if source.path == path)
    all_ = ((ast.unparse(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call))
    return tuple((name, call) for name, call in all_ if name in NAMED or name in LOCKED)


def calls(source: Source, *names: str) -> Iterator[tuple[str, ast.Call]]:
    return ((name, call) for name, call in named(source.path) if name in names)


def argument(call: ast.Call, name: str, position: int) -> ast.expr | None:
    by_name = [each.value for each in call.keywords if each.arg == name]
    return by_name[0] if by_name else call.args[position] if len(call.args) > position else None


def constant(source: Source, value: ast.expr | None) -> str | None:
    """A text, written out or by the name of a constant of its module; None for what is only known when it runs."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return value.value
    if isinstance(value, ast.Name | ast.Attribute):
        found: object = source.module
        for part in ast.unparse(value).split("."):
            found = getattr(found, part, None)
        return found if isinstance(found, str) else None
    return None


# --- names ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", NAMED)
def test_every_name_that_is_used_exists(kind: str) -> None:
    parameter, position, known = NAMED[kind]
    used = {
        source.at(call): name
        for source in sources()
        for _, call in calls(source, kind)
        if (name := constant(source, argument(call, parameter, position))) is not None
    }
    missing = {where: name for where, name in used.items() if name not in known}
    assert not missing, f"{kind} names what no ritual has: {missing}"


def test_the_names_are_found() -> None:
    """That the search itself still finds something."""
    found = dict.fromkeys(NAMED, 0)
    for source in sources():
        for kind, call in calls(source, *NAMED):
            found[kind] += constant(source, argument(call, *NAMED[kind][:2])) is not None
    assert all(found[kind] for kind in NAMED.keys() - {"Menu"}), found  # (what a menu does is given to it, so far)


def test_every_text_that_looks_like_a_name_is_one() -> None:
    """Also where a name travels through a variable: any text such as “dagstart.start” is a name of something."""
    looks = re.compile(rf"({'|'.join(sorted(NAMES))})\.[a-z_0-9]+")
    known = DOES | REGISTRY.timers.keys() | REGISTRY.cards.keys() | LINES | NUDGES
    texts = {
        source.at(node): node.value
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and looks.fullmatch(node.value)
    }
    assert len(texts) > len(known) / 2
    assert not {where: text for where, text in texts.items() if text not in known}


@pytest.mark.parametrize("ritual", RITUALS, ids=lambda ritual: ritual.name)
def test_names_begin_with_their_folder(ritual: Ritual) -> None:
    assert (FOLDER / ritual.name / "__init__.py").is_file()
    module = importlib.import_module(f"rituals.{ritual.name}")
    assert module.RITUAL is ritual
    parts = (ritual.actions, ritual.forms, ritual.pages, ritual.timers, ritual.cards, ritual.lead_lines, ritual.nudges)
    names = [name for part in parts for name in part]
    assert names
    assert not [name for name in names if not name.startswith(f"{ritual.name}.")]


def test_every_folder_is_on_the_list() -> None:
    folders = {path.parent.name for path in FOLDER.glob("*/__init__.py")}
    assert folders == NAMES, "a folder that RITUALS does not name, or the other way round"


# --- locks ------------------------------------------------------------------------------------------------------------
def test_every_door_says_who_may_and_who_wins() -> None:
    """Written out in the table of contents, where one reads it; what only the surface tells needs no winner."""
    silent = []
    for source in sources():
        for kind, call in calls(source, *LOCKED):
            given = {each.arg for each in call.keywords}
            needed = LOCKED[kind][:1] if "edge" in given else LOCKED[kind]
            for n, lock in enumerate(needed):
                if lock not in given and len(call.args) <= BEFORE_LOCK[kind] + n:
                    silent.append(f"{source.at(call)} {ast.unparse(call)} does not say {lock}")
    assert not silent, "\n".join(silent)


def test_edges_are_no_buttons() -> None:
    edges = {name for name, action in REGISTRY.actions.items() if action.edge}
    pressed = {
        name
        for source in sources()
        for kind, call in calls(source, "Button", "Menu", "Opens", "Sub", "Shortcut")
        if (name := constant(source, argument(call, *NAMED[kind][:2]))) is not None
    }
    assert edges
    assert not edges & pressed


# --- walls ------------------------------------------------------------------------------------------------------------
def imported(source: Source) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{source.path.name}: write the whole name of what is imported"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_ritual_imports_another() -> None:
    """What lies beside the folders knows none of them."""
    crossing = [
        f"{source.path.relative_to(FOLDER.parent)} imports {name}"
        for source in sources()
        if source.path != FOLDER / "__init__.py"
        for name in imported(source)
        if name.split(".")[0] == "rituals" and name.split(".")[1] in NAMES - {source.ritual}
    ]
    assert not crossing, "\n".join(crossing)


@pytest.mark.parametrize("table", sorted(Base.metadata.tables.keys() - {"organisations"}))
def test_every_table_belongs_to_an_organisation(table: str) -> None:
    columns = Base.metadata.tables[table].columns
    assert "org" in columns, f"{table} has no org"
    assert not columns["org"].nullable, f"{table}.org may be empty"
