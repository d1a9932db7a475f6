"""The state of the workspace: people, conversations, messages, files. Every change tells `changes`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sandbox.changes import Changes
from sandbox.notes import Json

TEAM_ID = "T00SANDBOX"
OTHER_TEAM_ID = "T00OUTSIDE"


class Kind(StrEnum):
    """Values as in the `types` argument of conversations.list."""

    PUBLIC = "public_channel"
    PRIVATE = "private_channel"
    IM = "im"
    MPIM = "mpim"


@dataclass(slots=True)
class User:
    id: str
    handle: str
    real_name: str
    tz: str = "Europe/Amsterdam"
    locale: str = "nl-NL"
    admin: bool = False
    guest: bool = False
    ultra_guest: bool = False
    bot: bool = False
    outsider: bool = False
    deactivated: bool = False


@dataclass(slots=True, eq=False)
class Message:
    """`visible_to` is the only person who sees it: an ephemeral. `edited` is the ts of the last edit."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    edited: str | None = None
    visible_to: str | None = None
    deleted: bool = False

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(slots=True)
class Channel:
    """`members` in the order in which they came; of direct messages these are its parties."""

    id: str
    name: str
    kind: Kind
    members: list[str]
    general: bool = False
    ext_shared: bool = False
    archived: bool = False
    messages: list[Message] = field(default_factory=list)

    @property
    def direct(self) -> bool:
        return self.kind in (Kind.IM, Kind.MPIM)


class Workspace:
    """`now` gives the workspace's time, aware; message timestamps come from it and never repeat."""

    def __init__(self, now: Callable[[], datetime], changes: Changes, bot_name: str) -> None:
        self._now = now
        self._last_ts = 0
        self._ids = 0
        self.changes = changes
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self._handles: set[str] = set()
        self._direct: dict[frozenset[str], Channel] = {}
        self.files: dict[str, Json] = {}
        self.contents: dict[str, bytes] = {}
        """The bytes of files by id."""
        self.bot = self.add_user(User("", bot_name.lower().replace(" ", "-"), bot_name, bot=True))

    def next_id(self, prefix: str) -> str:
        self._ids += 1
        return f"{prefix}0{self._ids:08d}"

    def next_ts(self) -> str:
        """Unix seconds with six decimals, greater than every earlier one even if the clock stands or goes back."""
        self._last_ts = max(self._last_ts + 1, int(self._now().timestamp() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def seconds(self) -> int:
        return int(self._now().timestamp())

    def add_user(self, user: User) -> User:
        user.id = self.next_id("U")
        handle, number = user.handle, 2
        while user.handle in self._handles:
            user.handle, number = f"{handle}{number}", number + 1
        self._handles.add(user.handle)
        self.users[user.id] = user
        self.changes.tell("user", user.id)
        return user

    def add_channel(self, name: str, kind: Kind, members: Sequence[str]) -> Channel:
        prefix = {Kind.IM: "D", Kind.PRIVATE: "G"}.get(kind, "C")
        channel = Channel(self.next_id(prefix), name, kind, list(dict.fromkeys(members)))
        self.channels[channel.id] = channel
        self.changes.tell("channel", channel.id)
        return channel

    def direct(self, *parties: str) -> Channel:
        """The conversation of exactly these people, opened if there is none: an IM for two, else a group DM."""
        key = frozenset(parties)
        if key not in self._direct:
            handles = "--".join(self.users[party].handle for party in parties)
            name, kind = ("", Kind.IM) if len(key) <= 2 else (f"mpdm-{handles}-1", Kind.MPIM)
            self._direct[key] = self.add_channel(name, kind, parties)
        return self._direct[key]

    def post(self, message: Message) -> Message:
        self.channels[message.channel].messages.append(message)
        self.changes.tell("message", message.channel)
        return message

    def edited(self, message: Message) -> None:
        self.changes.tell("edited", message.channel)

    def delete(self, message: Message) -> None:
        message.deleted = True
        channel = self.channels[message.channel]
        channel.messages = [other for other in channel.messages if other is not message]
        self.changes.tell("deleted", message.channel)

    def message(self, channel: str, ts: str, *, ephemeral: bool = False) -> Message | None:
        for message in reversed(self.channels[channel].messages):
            if message.ts == ts and (ephemeral or message.visible_to is None):
                return message
        return None

    def replies(self, parent: Message) -> Iterator[Message]:
        for message in self.channels[parent.channel].messages:
            if message.is_reply and message.thread_ts == parent.ts:
                yield message

    def names(self) -> Mapping[str, str]:
        return Names(self)

    def may_see(self, user: User, channel: Channel) -> bool:
        if user.id in channel.members:
            return True
        return channel.kind is Kind.PUBLIC and not (user.guest or user.ultra_guest or user.outsider)


class Names(Mapping[str, str]):
    """Names by id of users and channels, as a text shows mentions."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def __getitem__(self, id: str) -> str:
        user = self._workspace.users.get(id)
        return user.real_name if user else self._workspace.channels[id].name

    def __iter__(self) -> Iterator[str]:
        yield from self._workspace.users
        yield from self._workspace.channels

    def __len__(self) -> int:
        return len(self._workspace.users) + len(self._workspace.channels)
