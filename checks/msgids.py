"""The msgids that the code uses: by ast, with where they stand and as what they are shown."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

PLACEHOLDER = re.compile(r"\{(\w*)\}")
MADE_BY = {"_", "plural", "Sentence"}
# Characters that Slack and Teams both show, by what the first argument of a call becomes.
LABELS = {"Button": ("label", 30), "Form": ("title", 24), "Page": ("title", 24), "Shortcut": ("label", 24)}


@dataclass(frozen=True, slots=True)
class Used:
    """`names`: the parts that the code gives it. `shown_as`: a call of LABELS whose label or title it is."""

    msgid: str
    where: str
    many: str = ""
    names: frozenset[str] = frozenset()
    shown_as: str = ""


@dataclass(frozen=True, slots=True)
class NotLiteral:
    """A call of `_` or `plural` that no catalogue can know."""

    where: str


def placeholders(text: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(text))


def says_nothing(msgid: str) -> bool:
    """Parts alone, which read the same in every language."""
    return not any(char.isalpha() for char in PLACEHOLDER.sub("", msgid))


def msgids(path: Path, name: str) -> Iterator[Used | NotLiteral]:
    tree = ast.parse(path.read_text())
    variables = dict(_assigned(tree))
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        where, called = f"{name}:{node.lineno}", _name(node.func)
        if called in MADE_BY:
            yield from _made(node, called, where)
        elif called in LABELS:
            yield from _shown(node, called, where, variables)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _text(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _made(call: ast.Call, called: str, where: str) -> Iterator[Used | NotLiteral]:
    texts = [_text(node) for node in call.args[: 2 if called == "plural" else 1]]
    if not texts or None in texts:
        # The class itself takes what a translation is made of; only the two functions are read by the catalogues.
        if called != "Sentence":
            yield NotLiteral(where)
        return
    msgid, many = ([text or "" for text in texts] + [""])[:2]
    names = placeholders(msgid) | placeholders(many)
    if called == "Sentence" and len(call.args) > 1 and isinstance(call.args[1], ast.Dict):
        names |= {text for key in call.args[1].keys if (text := _text(key)) is not None}
    yield Used(msgid, where, many, names)


def _shown(call: ast.Call, called: str, where: str, variables: Mapping[str, str]) -> Iterator[Used]:
    """The msgid that is a label or title, also where a variable of the same file holds it."""
    keyword = LABELS[called][0]
    first = call.args[0] if call.args else next((each.value for each in call.keywords if each.arg == keyword), None)
    msgid = _of_call(first) if first is not None else None
    if msgid is None and isinstance(first, ast.Name):
        msgid = variables.get(first.id)
    if msgid is not None:
        yield Used(msgid, where, names=placeholders(msgid), shown_as=called)


def _of_call(node: ast.expr) -> str | None:
    if isinstance(node, ast.Call) and _name(node.func) == "_" and node.args:
        return _text(node.args[0])
    return None


def _assigned(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                pairs = list(zip(names, values, strict=False))
            case ast.Assign(targets=[target], value=value):
                pairs = [(target, value)]
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                pairs = [(target, value)]
            case _:
                pairs = []
        for target, value in pairs:
            if isinstance(target, ast.Name) and (msgid := _of_call(value)) is not None:
                yield target.id, msgid
