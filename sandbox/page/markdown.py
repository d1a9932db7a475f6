"""The small safe part of Markdown that the page draws of a markdown block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from sandbox.page.emoji import with_signs
from sandbox.page.markup import Reader

INLINE = re.compile(
    r"(?P<code>`[^`\n]+`)"
    r"|\[(?P<label>[^\]\n]+)\]\((?P<url>[^)\s]+)\)"
    r"|\*\*(?P<b>[^\n]+?)\*\*"
    r"|(?<!\w)[*_](?P<i>[^\s*_][^*_\n]*?)[*_](?!\w)"
    r"|~~(?P<s>[^\n]+?)~~"
)
FENCE = re.compile(r"^```[^\n]*\n(.*?)(?:^```\s*$|\Z)", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"(#{1,6})\s+(.*)")
ITEM = re.compile(r"\s*(?:[-*+]|(?P<number>\d+)[.)])\s+(?P<text>.*)")


def markdown(text: str, reader: Reader) -> Markup:
    drawn: list[Markup] = []
    for index, part in enumerate(FENCE.split(text)):
        drawn += [Markup("<pre>{}</pre>").format(part)] if index % 2 else _blocks(part, reader)
    return Markup("").join(drawn)


def _blocks(text: str, reader: Reader) -> Iterator[Markup]:
    for part in re.split(r"\n\s*\n|\n(?=#{1,6}\s)|(?<=\n)(?=-{3,}\s*$)", text.strip()):
        lines = part.strip("\n").split("\n")
        heading = HEADING.fullmatch(lines[0])
        if heading:
            yield Markup('<p class="markdown-heading"><b>{}</b></p>').format(inline(heading[2], reader))
            lines = lines[1:]
        if lines and any(line.strip() for line in lines):
            yield _block(lines, reader)


def _block(lines: list[str], reader: Reader) -> Markup:
    if re.fullmatch(r"\s*-{3,}\s*", lines[0]):
        return Markup("<hr>")
    items = [ITEM.fullmatch(line) for line in lines]
    if all(items):
        kind = Markup("ol") if items[0] and items[0]["number"] else Markup("ul")
        inside = Markup("").join(Markup("<li>{}</li>").format(inline(item["text"], reader)) for item in items if item)
        return Markup("<{0}>{1}</{0}>").format(kind, inside)
    if all(line.startswith(">") for line in lines):
        quoted = (inline(line[1:].strip(), reader) for line in lines)
        return Markup("<blockquote>{}</blockquote>").format(Markup("<br>").join(quoted))
    return Markup("<p>{}</p>").format(Markup("<br>").join(inline(line, reader) for line in lines))


def inline(text: str, reader: Reader) -> Markup:
    drawn: list[Markup] = []
    at = 0
    for found in INLINE.finditer(text):
        drawn += [escape(with_signs(text[at : found.start()])), _marked(found, reader)]
        at = found.end()
    return Markup("").join([*drawn, escape(with_signs(text[at:]))])


def _marked(found: re.Match[str], reader: Reader) -> Markup:
    if found["code"]:
        return Markup("<code>{}</code>").format(found["code"][1:-1])
    if found["url"]:
        return reader.link(found["url"], found["label"])
    kind = next(each for each in ("b", "i", "s") if found[each])
    return Markup("<{0}>{1}</{0}>").format(Markup(kind), inline(found[kind], reader))  # noqa: S704 - one of three
