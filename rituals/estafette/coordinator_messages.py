"""What whoever looks after the relay reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals.shown import Button, Message, Row, Text
from rituals.words import Channel, Day, Part, Person, Sentence, _
from storage.estafette import Relay, RelayLine

NEWS: Final = _("News about the CX relay.")
RESUME: Final = _("Go on")
SETTINGS: Final = _("Relay settings")
OF_A_TURN: Final = frozenset({"open", "rests"})
GOES_ON: Final = frozenset({"paused.circle", "paused.channel", "paused.weeks", "enough"})
BEGINS: Final = frozenset({"not_begun"})
WITH_BUTTONS: Final = GOES_ON | BEGINS
START: Final = _("Start the relay")


def news(lines: Sequence[RelayLine], relay: Relay, *, acts: bool) -> Message:
    """`acts`: the reader may do something about it."""
    texts = [Text(text) for row in _newest(lines) if (text := _line(row, relay)) is not None]
    return Message((*texts, *(_buttons(lines, relay) if acts else ())), NEWS)


def _newest(lines: Sequence[RelayLine]) -> list[RelayLine]:
    """Of an open turn only how it stands now: who was asked before would read as who said no."""
    turns = [row.id for row in lines if row.kind in OF_A_TURN]
    return [row for row in lines if row.kind not in OF_A_TURN or row.id == turns[-1]]


def _line(row: RelayLine, relay: Relay) -> Sentence | None:
    name: Part = Person(row.person) if row.person else _("a colleague")
    day = Day(row.week or row.on)
    match row.kind:
        case "open":
            return _("The turn for the week of {date} is open. I'm asking {name}.", date=day, name=name)
        case "rests":
            return _("There is nobody to ask this week. The baton rests until {date}, then I'll ask again.", date=day)
        case "talk":
            return _("The relay may not suit {name} right now. A chat helps more than a message from me.", name=name)
        case "not_begun":
            return _("The relay hasn't begun: the first leg is open. You can start it again when it suits.")
        case "paused.circle":
            return _("There are fewer than three executives in the circle. The relay is paused until there are three.")
        case "paused.channel":
            return _(
                "I can't post in {channel}. The relay is paused. Could you check whether I'm still a member?",
                channel=Channel(relay.channel),
            )
        case "paused.weeks":
            return _("No week without a rest is in sight. The relay is paused. Look at the weeks off in its settings.")
        case "enough":
            return _("There are three executives in the circle again. The relay can go on.")
        case "outsiders":
            return _(
                "People from outside the organisation read {channel} as well. Choose another channel if you'd "
                "rather not.",
                channel=Channel(relay.channel),
            )
        case "unread":
            return _("Not everybody in the organisation can read {channel}.", channel=Channel(relay.channel))
    return None


def _buttons(lines: Sequence[RelayLine], relay: Relay) -> tuple[Row, ...]:
    kinds = {row.kind for row in lines}
    if relay.state == "PAUSED" and kinds & GOES_ON:
        return (Row((Button(RESUME, "estafette.resume"), Button(SETTINGS, "estafette.settings"))),)
    if relay.state == "READY" and kinds & BEGINS:
        return (Row((Button(START, "estafette.start"),)),)
    return ()
