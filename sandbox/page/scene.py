"""What one browser tab shows of the workspace: its person, where she is, and the lists the templates walk over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from jinja2 import Environment
from markupsafe import Markup

from sandbox.finding import timeline
from sandbox.modals import View
from sandbox.page.drawing import Spot
from sandbox.page.markup import Reader, moment_in
from sandbox.page.words import WORDS, client_words
from sandbox.people import SLACKBOT, Person
from sandbox.seen import visible
from sandbox.site import Site
from sandbox.workspace import Channel, Kind, Message

SHOWN = 80
"""Messages of a conversation, until one asks for all."""

TOGETHER = 300.0
"""Seconds within which messages of one author stand under one name."""

HOME = "home"


@dataclass(frozen=True, slots=True)
class Tab:
    """Where a browser tab is; all of it stands in its address."""

    person: Person
    at: str
    thread: str = ""
    everything: bool = False

    def address(self, at: str | None = None, *, thread: str = "", ts: str = "", who: str = "") -> str:
        query = {"as": who or self.person.handle, "at": self.at if at is None else at}
        query |= {"thread": thread} if thread else {}
        return f"/?{urlencode(query)}" + (f"#m-{ts}" if ts else "")


@dataclass(slots=True)
class Reading:
    """How far each person has read each conversation; all that is there at the start counts as read."""

    started: str
    read: dict[tuple[str, str], str] = field(default_factory=dict)

    def saw(self, person: str, channel: Channel) -> bool:
        """Whether that changed anything."""
        last = max((each.ts for each in channel.messages if visible(each, person)), default="")
        if last <= self.upto(person, channel.id):
            return False
        self.read[person, channel.id] = last
        return True

    def upto(self, person: str, channel: str) -> str:
        return self.read.get((person, channel), self.started)

    def unread(self, person: str, channel: Channel) -> list[Message]:
        upto = self.upto(person, channel.id)
        return [
            each
            for each in channel.messages
            if each.ts > upto
            and each.user != person
            and visible(each, person)
            and (not each.is_reply or each.broadcast)
        ]


@dataclass(frozen=True, slots=True)
class Line:
    """A message as the timeline or a thread shows it."""

    message: Message
    name: str
    initials: str
    tint: int
    bot: bool
    clock: str
    day: str
    stamp: str
    compact: bool
    replies: int
    body: Markup
    thread: str


@dataclass(frozen=True, slots=True)
class Door:
    """A conversation in the side bar."""

    address: str
    name: str
    sign: str
    here: bool
    unread: int
    count: int
    """The number in the badge: of direct messages and mentions."""


class Scene:
    def __init__(self, site: Site, tab: Tab, jinja: Environment, language: str, reading: Reading) -> None:
        self.site = site
        self.tab = tab
        self.jinja = jinja
        self.language = language
        self.reading = reading
        self.w = WORDS[language]
        self.me = tab.person.user
        self.zone = ZoneInfo(self.me.tz)
        self.dm = site.workspace.direct(self.me.id, site.workspace.bot.id)
        """Her conversation with the bot."""
        self.r = Reader(self.me.id, site.workspace.names(), tab.address, self._moment)

    # -- time

    def _moment(self, seconds: int, token: str) -> str:
        local = datetime.fromtimestamp(seconds, self.zone)
        return moment_in(local, token, lambda at, form: format_datetime(at, form, locale=self.language))

    def day(self, day: date) -> str:
        today = datetime.fromtimestamp(self.site.workspace.seconds(), self.zone).date()
        return self.w["today"] if day == today else format_date(day, "EEEE d MMMM", locale=self.language)

    # -- conversations

    @property
    def channel(self) -> Channel | None:
        """The conversation she is at, as long as she may see it."""
        found = self.site.workspace.channels.get(self.tab.at)
        return found if found and self.site.workspace.may_see(self.me, found) else None

    def title(self, channel: Channel) -> str:
        if not channel.direct:
            return channel.name
        users = self.site.workspace.users
        return ", ".join(users[each].real_name for each in channel.members if each != self.me.id) or self.me.real_name

    def sign(self, channel: Channel) -> str:
        return {Kind.PUBLIC: "#", Kind.PRIVATE: "🔒"}.get(channel.kind, "@")

    def doors(self, which: str) -> list[Door]:
        """`channels`, `other_channels`, `direct` or `apps`."""
        if which == "apps":
            return [self._door(self.dm)]
        return [self._door(each) for each in self.site.workspace.channels.values() if self._group(each) == which]

    def _group(self, channel: Channel) -> str:
        member = self.me.id in channel.members
        if channel.direct:
            return "direct" if member and channel is not self.dm else ""
        if member:
            return "channels" if not channel.archived or channel.id == self.tab.at else ""
        return "other_channels" if self.site.workspace.may_see(self.me, channel) and not channel.archived else ""

    def _door(self, channel: Channel) -> Door:
        unread = self.reading.unread(self.me.id, channel) if self.me.id in channel.members else []
        calls = [each for each in unread if channel.direct or each.visible_to or f"<@{self.me.id}>" in each.text]
        here = channel.id == self.tab.at or (self.tab.at == HOME and channel is self.dm)
        address = self.tab.address(channel.id)
        return Door(address, self.title(channel), self.sign(channel), here, len(unread), len(calls))

    def writable(self) -> str:
        """Empty, or the word that says why she cannot write here."""
        channel = self.channel
        if channel is None or channel.archived:
            return "archived"
        if self.me.id not in channel.members:
            return "not_member"
        return "read_only" if channel is self.dm and not self.site.app.composer_enabled else ""

    # -- messages

    def messages(self) -> tuple[list[Line], bool]:
        """The newest, or all when asked for; and whether there are older ones."""
        channel = self.channel
        found = timeline(self.site, self.me, channel) if channel else []
        shown = found if self.tab.everything else found[-SHOWN:]
        return list(self._lines(shown)), len(shown) < len(found)

    def parent(self) -> Message | None:
        channel = self.channel
        if channel is None or not self.tab.thread:
            return None
        return next(
            (each for each in channel.messages if each.ts == self.tab.thread and visible(each, self.me.id)), None
        )

    def thread(self) -> list[Line]:
        parent = self.parent()
        if parent is None:
            return []
        replies = [each for each in self.site.workspace.replies(parent) if visible(each, self.me.id)]
        return list(self._lines([parent, *replies], "t"))

    def _lines(self, messages: list[Message], prefix: str = "m") -> Iterator[Line]:
        before: Message | None = None
        for each in messages:
            yield self._line(each, before, prefix)
            before = each

    def _line(self, message: Message, before: Message | None, prefix: str) -> Line:
        at = self._local(message)
        new_day = before is None or self._local(before).date() != at.date()
        user = self.site.workspace.users.get(message.user)
        name = user.real_name if user else "Slackbot"
        replies = [each for each in self.site.workspace.replies(message) if visible(each, self.me.id)]
        return Line(
            message=message,
            name=name,
            initials=initials(name),
            tint=tint(message.user),
            bot=message.user == SLACKBOT or bool(user and user.bot),
            clock=f"{at:%H:%M}",
            day=self.day(at.date()) if new_day and prefix == "m" else "",
            stamp=format_datetime(at, "EEEE d MMMM y HH:mm", locale=self.language),
            compact=before is not None and not new_day and together(before, message),
            replies=len(replies) if prefix == "m" and not message.is_reply else 0,
            body=self.body(message, prefix),
            thread=self.tab.address(thread=message.thread_ts or message.ts),
        )

    def _local(self, message: Message) -> datetime:
        return datetime.fromtimestamp(float(message.ts), self.zone)

    def body(self, message: Message, prefix: str) -> Markup:
        spot = self.spot(f"{prefix}{message.ts}")
        spot = replace(spot, values=self.tab.person.acting.values(message))
        blocks = [spot.draw(each) for each in message.blocks]
        text = [] if blocks or not message.text else [self.r.mrkdwn(message.text)]
        return Markup("").join([*text, *blocks, *(self._attached(spot, each) for each in message.attachments)])

    def _attached(self, spot: Spot, attachment: dict[str, Any]) -> Markup:
        blocks = [spot.draw({"block_id": "", **each}) for each in attachment.get("blocks", ())]
        keys = ("pretext", "title", "text") if not blocks else ()
        texts = [self.r.mrkdwn(str(attachment[key])) for key in keys if attachment.get(key)]
        if not blocks and not texts:
            texts = [self.r.mrkdwn(str(attachment.get("fallback", "")))]
        return Markup('<div class="attachment">{}</div>').format(Markup("<br>").join([*texts, *blocks]))

    # -- views

    @property
    def stack(self) -> list[View]:
        return self.site.modals.stacks.get(self.me.id, [])

    @property
    def home(self) -> View | None:
        return self.site.modals.homes.get(self.me.id)

    def view(self, view: View) -> Markup:
        errors = {block: client_words(text, self.language) for block, text in view.errors.items()}
        spot = replace(self.spot(view.id), values=view.values, errors=errors)
        return Markup("").join(spot.draw(each) for each in view.blocks)

    def general_error(self, view: View) -> str:
        return client_words(view.errors.get("", ""), self.language)

    def spot(self, prefix: str) -> Spot:
        return Spot(self.jinja, self.r, self.w, self.site.workspace, self.me, prefix)

    # -- what she can do

    def commands(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.site.app.features.get("slash_commands", [])
        return found

    def shortcuts(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in self.site.app.features.get("shortcuts", []) if each["type"] == kind]


def together(before: Message, message: Message) -> bool:
    """Whether the two stand under one name."""
    same = (before.user, before.visible_to) == (message.user, message.visible_to)
    return same and not message.broadcast and float(message.ts) - float(before.ts) < TOGETHER


def initials(name: str) -> str:
    words = [word for word in name.split() if word[:1].isalnum()] or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def tint(user: str) -> int:
    """One of eight colours, always the same for one person."""
    return sum(map(ord, user)) % 8
