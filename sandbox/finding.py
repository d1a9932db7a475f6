"""Where a person looks, and which button or menu she means."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sandbox.fields import Found, elements
from sandbox.modals import View
from sandbox.notes import ClientRefused, Json, Why
from sandbox.seen import Seen, SeenView, visible
from sandbox.site import Site
from sandbox.workspace import Channel, Message, User

Place = View | Message
Where = Seen | SeenView | str | None


def blocks_of(place: Place) -> list[Json]:
    return place.blocks


def conversation(site: Site, user: User, name: str) -> Channel:
    """A conversation by id or name that she can see."""
    wanted = name.removeprefix("#")
    for channel in site.workspace.channels.values():
        if wanted in (channel.id, channel.name) and wanted:
            if user.deactivated or not site.workspace.may_see(user, channel):
                break
            return channel
    raise ClientRefused(Why.NO_CHANNEL, f"{user.real_name} sees no channel {name!r}")


def timeline(site: Site, user: User, channel: Channel) -> list[Message]:
    """The messages of the channel itself and the replies shown there too, oldest first."""
    return [
        message
        for message in sorted(channel.messages, key=lambda each: each.ts)
        if visible(message, user.id) and (not message.is_reply or message.broadcast)
    ]


def places(site: Site, user: User, where: Where) -> Sequence[Place]:
    """What she looks at, first what lies on top or is newest."""
    if isinstance(where, SeenView):
        return [where.state]
    if isinstance(where, Seen):
        if where.deleted:
            raise ClientRefused(Why.MESSAGE_GONE, "that message is gone")
        return [where.message, *(reply.message for reply in reversed(where.thread))]
    if isinstance(where, str):
        return _newest_first(site, user, [conversation(site, user, where)])
    stack = site.modals.stacks.get(user.id)
    if stack:
        return [stack[-1]]
    found = _newest_first(site, user, [each for each in site.workspace.channels.values() if user.id in each.members])
    home = site.modals.homes.get(user.id)
    return [*found, home] if home else found


def _newest_first(site: Site, user: User, channels: Sequence[Channel]) -> Sequence[Message]:
    messages = [each for channel in channels for each in channel.messages if visible(each, user.id)]
    return sorted(messages, key=lambda each: each.ts, reverse=True)


def find(
    site: Site, user: User, where: Where, label: str, fits: Callable[[Found], bool], near: str = ""
) -> tuple[Place, Found]:
    """The element labelled so, exactly or else as a beginning, whose block or the text above it holds `near`."""
    looked = places(site, user, where)
    names = site.workspace.names()
    there = [
        (place, found)
        for place in looked
        for found in elements(blocks_of(place), names)
        if fits(found) and (near in found.text or near in found.above)
    ]
    exact = [each for each in there if label in each[1].labels]
    begins = [each for each in there if any(own.startswith(label) for own in each[1].labels)]
    if not (exact or begins):
        nearby = f" near {near!r}" if near else ""
        seen = [each.label for _, each in there]
        raise ClientRefused(Why.ELEMENT_GONE, f"{user.real_name} sees no {label!r}{nearby}; there is {seen}")
    return (exact or begins)[0]
