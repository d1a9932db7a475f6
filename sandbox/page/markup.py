"""Texts as HTML. Every character a person typed passes `escape`; nothing here trusts its input."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup, escape

from sandbox.page.emoji import NAMED, sign, with_signs
from sandbox.rules.mrkdwn import TOKEN, unescape

SCHEMES = ("http", "https", "mailto")
ARCHIVE = re.compile(r"https://sandbox\.slack\.com/archives/(\w+)/p(\d+)(\d{6})(?:\?thread_ts=([\d.]+))?.*")
MARK = re.compile(
    r"(?P<code>`[^`\n]+`)"
    rf"|(?P<token>{re.sub(r'[(][?]P<[a-z]+>', '(?:', TOKEN.pattern)})"
    r"|(?<![\w*])\*(?P<strong>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<em>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])"
    r"|(?<![\w~])~(?P<s>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])"
    rf"|(?P<emoji>{NAMED.pattern})"
)
FENCE = re.compile(r"```(.+?)```", re.DOTALL)
QUOTE = re.compile(r"(?:&gt;|>) ?")
DATE_TOKENS = re.compile(r"\{(\w+)\}")

Tag = Callable[[object], Markup]


def tag(name: str) -> Tag:
    """Wraps what is Markup already as it is, and escapes anything else."""
    return lambda inside: Markup("<{0}>{1}</{0}>").format(Markup(name), inside)  # noqa: S704 - `name` is our own


STYLES = {"bold": tag("b"), "italic": tag("i"), "strike": tag("s"), "underline": tag("u"), "code": tag("code")}


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a text is drawn. `place` makes the page's address of a conversation and a message in it."""

    me: str
    names: Mapping[str, str]
    place: Callable[..., str]
    moment: Callable[[int, str], str]

    # -- links and mentions

    def link(self, url: str, shown: object = "") -> Markup:
        """Only http, https and mailto lead anywhere; another address is shown as text."""
        archive = ARCHIVE.fullmatch(url)
        if archive:
            ts = f"{archive[2]}.{archive[3]}"
            inside = self.place(archive[1], thread=archive[4] or "", ts=ts)
            return Markup('<a href="{}">{}</a>').format(inside, shown or url)
        if not safe(url):
            return escape(shown or url)
        label = shown or url.removeprefix("mailto:")
        return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, label)

    def person(self, id: str, label: str = "") -> Markup:
        kind = "mention me" if id == self.me else "mention"
        return Markup('<span class="{}">@{}</span>').format(kind, self.names.get(id) or label or id)

    def channel(self, id: str, label: str = "") -> Markup:
        name = self.names.get(id) or label or id
        return Markup('<a class="mention" href="{}">#{}</a>').format(self.place(id), name)

    def broadcast(self, audience: str) -> Markup:
        return Markup('<span class="mention me">@{}</span>').format(audience)

    # -- mrkdwn

    def mrkdwn(self, text: str) -> Markup:
        """Slack's own markup of a text."""
        parts = FENCE.split(text)
        drawn = [
            Markup("<pre>{}</pre>").format(unescape(part).strip("\n")) if index % 2 else self._paragraphs(part)
            for index, part in enumerate(parts)
        ]
        return Markup("").join(drawn)

    def _paragraphs(self, text: str) -> Markup:
        lines = text.strip("\n").split("\n") if text.strip("\n") else []
        drawn: list[Markup] = []
        quoted = False
        for line in lines:
            quote = QUOTE.match(line)
            body = self.inline(line[quote.end() :] if quote else line)
            if drawn and not quote and not quoted:
                drawn.append(Markup("<br>"))
            drawn.append(Markup("<blockquote>{}</blockquote>").format(body) if quote else body)
            quoted = quote is not None
        return Markup("").join(drawn)

    def inline(self, text: str) -> Markup:
        drawn: list[Markup] = []
        at = 0
        for found in MARK.finditer(text):
            drawn += [escape(unescape(text[at : found.start()])), self._marked(found)]
            at = found.end()
        return Markup("").join([*drawn, escape(unescape(text[at:]))])

    def _marked(self, found: re.Match[str]) -> Markup:
        if found["code"]:
            return Markup("<code>{}</code>").format(unescape(found["code"][1:-1]))
        if found["token"]:
            return self._token(found["token"])
        if found["emoji"]:
            return escape(sign(found["emoji"][1:-1]))
        kind = next(each for each in ("strong", "em", "s") if found[each])
        return tag(kind)(self.inline(found[kind]))

    def _token(self, text: str) -> Markup:
        found = TOKEN.fullmatch(text)
        if found is None:
            return escape(unescape(text))
        label = unescape(found["label"] or "")
        if found["user"]:
            return self.person(found["user"], label)
        if found["channel"]:
            return self.channel(found["channel"], label)
        if found["broadcast"]:
            return self.broadcast(found["broadcast"])
        if found["date"]:
            seconds, _, rest = found["date"].partition("^")
            form, _, url = unescape(rest).partition("^")
            return self.date(int(seconds), form, url)
        if found["group"]:
            return escape(f"@{label.lstrip('@') or found['group']}")
        return self.link(unescape(found["link"]), with_signs(label))

    def date(self, seconds: int, form: str, url: str = "") -> Markup:
        shown = DATE_TOKENS.sub(lambda each: self.moment(seconds, each[1]), form)
        timed = Markup("<time>{}</time>").format(shown)
        return self.link(url, timed) if url else timed

    # -- text objects and rich text

    def text(self, given: Mapping[str, Any] | str | None) -> Markup:
        """A text object, or a bare string, which Slack shows as it is."""
        if given is None or isinstance(given, str):
            return escape(given or "")
        if given.get("type") == "mrkdwn":
            return self.mrkdwn(str(given["text"]))
        text = str(given.get("text", ""))
        return _lines(with_signs(text) if given.get("emoji", True) else text)

    def rich(self, pieces: Iterable[Mapping[str, Any]]) -> Markup:
        return Markup("").join(self._piece(each) for each in pieces)

    def _piece(self, piece: Mapping[str, Any]) -> Markup:
        drawn = self._bare(piece)
        style = piece.get("style") or {}
        for name, wrap in STYLES.items():
            if isinstance(style, Mapping) and style.get(name):
                drawn = wrap(drawn)
        return drawn

    def _bare(self, piece: Mapping[str, Any]) -> Markup:
        match piece["type"]:
            case "text":
                return _lines(piece["text"])
            case "link":
                return self.link(piece["url"], piece.get("text", ""))
            case "emoji":
                return escape(sign(piece["name"]))
            case "user":
                return self.person(piece["user_id"])
            case "channel":
                return self.channel(piece["channel_id"])
            case "usergroup" | "team" as kind:
                return Markup('<span class="mention">@{}</span>').format(piece[f"{kind}_id"])
            case "broadcast":
                return self.broadcast(piece["range"])
            case "date":
                return self.date(piece["timestamp"], piece["format"], piece.get("url", ""))
            case "color":
                swatch = (
                    '<svg class="swatch" viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill="{0}"/>'
                )
                return Markup(swatch + "</svg>{0}").format(piece["value"])  # noqa: S704 - both halves are our own
        return unknown(str(piece["type"]))


def safe(url: str) -> bool:
    try:
        return urlsplit(url.strip()).scheme.lower() in SCHEMES
    except ValueError:
        return False


def unknown(kind: str) -> Markup:
    return Markup('<span class="unknown-element" role="note">{}</span>').format(f"⚠ {kind}")


def _lines(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))


def moment_in(local: datetime, token: str, date: Callable[[datetime, str], str]) -> str:
    """One `{token}` of a date in Slack's markup; `date` writes a day in the reader's language."""
    forms = {
        "date_num": "yyyy-MM-dd",
        "date": "d MMMM y",
        "date_short": "d MMM y",
        "date_long": "EEEE d MMMM y",
        "date_pretty": "d MMMM y",
        "date_short_pretty": "d MMM y",
        "date_long_pretty": "EEEE d MMMM y",
        "time": "HH:mm",
        "time_secs": "HH:mm:ss",
        "day_divider_pretty": "EEEE d MMMM",
    }
    return date(local, forms[token]) if token in forms else f"{{{token}}}"
