"""Names are the field's: no module, class or folder of ours hides behind a word that says nothing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EMPTY = re.compile(r"(^|_)(utils?|helpers?|managers?|misc|common)($|_)|(Util|Helper|Manager)s?$")
FOLDERS = ("bot", "rituals", "storage", "sandbox", "checks", "tests", "benchmarks")
UNDONE = re.compile(r"#\s*(TODO|FIXME|XXX)\b")


def findings(root: Path = ROOT) -> list[str]:
    return [
        finding
        for folder in FOLDERS
        for path in sorted((root / folder).rglob("*.py"))
        for finding in _of_file(path, path.relative_to(root).as_posix())
    ]


def _of_file(path: Path, name: str) -> Iterator[str]:
    if any(EMPTY.search(part.removesuffix(".py")) for part in name.split("/")):
        yield f"{name}: a name that says nothing"
    text = path.read_text()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and EMPTY.search(node.name):
            yield f"{name}:{node.lineno} {node.name}: a name that says nothing"
    for number, line in enumerate(text.split("\n"), 1):
        if UNDONE.search(line):
            yield f"{name}:{number} is left undone"
