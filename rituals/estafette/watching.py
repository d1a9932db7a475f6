"""Whether the relay's channel is still one that suits it: each night it is looked at, and a change is told once."""

from __future__ import annotations

from rituals.contract import Turn
from rituals.estafette import coordinating, resting
from rituals.estafette.holding import Standing, held
from rituals.estafette.rules import PausedBy, RelayState
from rituals.facts import ChannelIs, Round
from storage import estafette as store


async def went_round(turn: Turn, _fact: Round) -> None:
    relay = await store.relay(turn.session)
    if relay is not None and relay.state != RelayState.STOPPED.value:
        turn.look_at(relay.channel)


async def channel_is(turn: Turn, fact: ChannelIs) -> None:
    standing = await held(turn)
    if standing is None or standing.relay.channel != fact.channel:
        return
    if fact.inside:
        await _readers(turn, standing, fact)
    elif standing.state is RelayState.RUNNING:
        await resting.pause(turn, standing, PausedBy.CHANNEL)


async def _readers(turn: Turn, standing: Standing, fact: ChannelIs) -> None:
    """It may suit whoever looks after the relay, so that nothing stops."""
    relay = standing.relay
    if fact.outsiders and not relay.outsiders:
        await coordinating.tell(turn, standing, coordinating.OUTSIDERS)
    if fact.private and not relay.private:
        await coordinating.tell(turn, standing, coordinating.UNREAD)
    relay.outsiders, relay.private = fact.outsiders, fact.private
