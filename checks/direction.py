"""Imports run down: bot over rituals over storage; no ritual knows another, nor Slack, nor the clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = {"bot": 3, "rituals": 2, "storage": 1}
# What a floor may not import, beside the floors above it.
FORBIDDEN = {
    "rituals": {"slack_sdk", "slack_bolt", "apscheduler", "aiohttp", "sandbox"},
    "storage": {"slack_sdk", "slack_bolt", "apscheduler", "aiohttp", "sandbox"},
    "sandbox": {"bot", "rituals", "storage"},
}
# The demo and the stage it plays on.
MAY_KNOW_SANDBOX = ("bot/demo/", "bot/stage.py")
CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("datetime", "today"), ("time", "time")}
SESSIONS = {"session", "connection"}
# The clock itself.
MAY_READ_CLOCK = {"bot/clock.py"}


def findings(root: Path = ROOT) -> list[str]:
    rituals = {path.parent.name for path in (root / "rituals").glob("*/__init__.py")}
    return [
        finding
        for floor in ("bot", "rituals", "storage", "sandbox")
        for path in sorted((root / floor).rglob("*.py"))
        for finding in _of_file(path, path.relative_to(root).as_posix(), rituals)
    ]


def _of_file(path: Path, name: str, rituals: set[str]) -> Iterator[str]:
    tree = ast.parse(path.read_text())
    floor = name.split("/")[0]
    for module, line in _imports(tree):
        if (wrong := _wrong(name, floor, module, rituals)) is not None:
            yield f"{name}:{line} imports {module}: {wrong}"
    if floor != "sandbox" and name not in MAY_READ_CLOCK:
        for line in _clocks(tree):
            yield f"{name}:{line} reads the clock: time is an argument"
    if floor == "rituals":
        for line in _commits(tree):
            yield f"{name}:{line} ends the transaction: only a turn does"


def _wrong(name: str, floor: str, module: str, rituals: set[str]) -> str | None:
    top = module.split(".")[0]
    if FLOORS.get(top, 0) > FLOORS.get(floor, 99):
        return "imports run down"
    if top in FORBIDDEN.get(floor, ()):
        return f"{floor}/ knows nothing of it"
    if top == "sandbox" and floor == "bot" and not name.startswith(MAY_KNOW_SANDBOX):
        return "only the demo knows the sandbox"
    parts = module.split(".")
    if top == "rituals" and len(parts) > 1 and parts[1] in rituals:
        here = name.split("/")
        if floor == "bot":
            return "the edges name no ritual"
        if len(here) > 2 and here[1] != parts[1]:
            return "rituals meet without importing each other"
    return None


def _imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, node.lineno
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def _clocks(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            named = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if (named, node.func.attr) in CLOCK:
                yield node.lineno


def _commits(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = node.func.value
        named = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
        if node.func.attr in ("commit", "rollback") or (node.func.attr == "begin" and named in SESSIONS):
            yield node.lineno
