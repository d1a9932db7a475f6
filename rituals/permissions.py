"""What the bot may do on a surface, each with the reason for it. A surface maps these to what it calls them."""

from __future__ import annotations

from enum import Enum
from typing import Final

from rituals.words import Sentence, _


class May(Enum):
    COMMANDS = "commands"
    POST = "post"
    PEOPLE = "people"
    CHANNELS = "channels"
    PRIVATE_CHANNELS = "private channels"
    CONVERSATIONS = "conversations"
    FILES = "files"
    HISTORY = "history"  # only where whoever runs it gave it


WHY: Final[dict[May, Sentence]] = {
    May.COMMANDS: _("To hear the commands that you type to me."),
    May.POST: _("To post the card in your team's channel, and to answer you."),
    May.PEOPLE: _("To know your name, and whether you are a colleague, a guest or an app."),
    May.CHANNELS: _("To know who is in your team's channel."),
    May.PRIVATE_CHANNELS: _("The same for a private channel, only where somebody invited me."),
    May.CONVERSATIONS: _("To open our conversation when you ask for your data."),
    May.FILES: _("To put the file with your data there."),
}
WHY_HISTORY: Final = _(
    "To look, a minute later, whether a message of mine arrived when Slack didn't say so. "
    "Of what others write there I keep nothing."
)
CANNOT_READ: Final = _("Read messages in channels or in conversations: I have no permission for it.")
DOES_NOT_READ: Final = _(
    "Read what colleagues write in channels or in conversations. Slack would let me, as I may look whether my own "
    "messages arrived."
)
CANNOT: Final[tuple[Sentence, ...]] = (
    _("See who reads something: Slack doesn't tell me."),
    _("Look into files, calendars or other apps."),
    _("Take back what stands in Slack longer than I keep it myself: that follows your organisation's settings there."),
)
DOES_NOT: Final[tuple[Sentence, ...]] = (
    _("Look at who is online, or at what a status says. Slack would let me."),
    _("Show who answered and who did not. There is no screen for it, not for a lead and not for an admin."),
)
