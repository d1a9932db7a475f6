"""What each person's phone shows."""

from __future__ import annotations

from collections import defaultdict

from sandbox.rules import rings
from sandbox.rules.mrkdwn import readable
from sandbox.workspace import Channel, Message, Workspace

NO_FALLBACK = "This content can't be displayed."
"""What Slack shows when a message has blocks and no top-level text."""


class Notifications:
    """Direct messages, mentions and broadcasts notify; ephemerals, edits and one's own messages do not."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.shown: dict[str, list[str]] = defaultdict(list)

    def heard(self, message: Message) -> None:
        if message.visible_to is not None:
            return
        channel = self._workspace.channels[message.channel]
        text = readable(message.text, self._workspace.names()) or NO_FALLBACK
        for member in self._rung(channel, message):
            if member != message.user:
                self.shown[member].append(text)

    def _rung(self, channel: Channel, message: Message) -> list[str]:
        if channel.direct:
            return channel.members
        rung = rings({"text": message.text, "blocks": message.blocks})
        if rung.broadcasts:
            return channel.members
        return [member for member in channel.members if member in rung.users]
