"""What the relay keeps of people beside their stories, and how long."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Final

from rituals.contract import Turn
from rituals.estafette import own_data, rules
from rituals.estafette.rules import State
from rituals.facts import Deactivated
from rituals.keeping import Kept
from rituals.words import _
from storage import estafette as store
from storage import estafette_own as own_store

LINES: Final = 30  # days: so long somebody may look back at what they were told
LEAST: Final = 60  # days: who runs late still finds their turn


async def forget_turns(turn: Turn, before: date) -> None:
    """Also, whatever the period, who is needed in no turn any more."""
    relay = await store.hold(turn.session)
    round_ = relay.round if relay is not None else 0
    await own_store.forget_turns(turn.session, datetime.combine(before, time(), UTC), round_)
    await own_store.forget_answers(turn.session, round_ - 1)
    await own_store.forget_strangers(turn.session)


async def forget_lines(turn: Turn, before: date) -> None:
    """The messages that carry them lose them as well."""
    await own_data.lines_gone(turn, await own_store.lines_before(turn.session, before))
    await own_store.forget_lines(turn.session, before)


async def left(turn: Turn, fact: Deactivated) -> None:
    """Whose account was closed is named in no turn from now on, but where a story stands under their name.

    What they still have is given back when the circle follows; the night does the rest.
    """
    relay = await store.hold(turn.session)
    if relay is None:
        return
    person = fact.person
    legs = await own_store.hold_naming(turn.session, person)
    told = await own_store.carried(turn.session, [leg.id for leg in legs], person)
    for leg in legs:
        if leg.person == person and State(leg.state) not in rules.OPEN and leg.id not in told:
            leg.person = None
        leg.passed_by = None if leg.passed_by == person else leg.passed_by
        leg.second = None if leg.second == person else leg.second
        own_data.redrawn(turn, leg)
    relay.starts_with = None if relay.starts_with == person else relay.starts_with
    await own_data.drop_lines(turn, person)


NOBODY: Final = _("nobody")
SELF: Final = _("whoever it is about")

KEPT: Final = (
    Kept(
        "relay_turns",
        _("Turns in the relay: who was asked or had the baton, what came of it, and with what challenge it was passed"),
        _("whoever was asked or had it, whoever passed it on, and whom they named next"),
        _(
            "who took the baton, and the challenge: the relay's channel; who has run in this round: the executives and "
            "the relay coordinator; who is asked now: the relay coordinator; who said no, or nothing: nobody"
        ),
        {
            "legs": (
                *("person", "state", "passed_by", "challenge", "second", "contact_on", "contact_kind"),
                *("offered_at", "closed_at", "ran", "extra", "longer"),
            ),
            "relays": ("starts_with",),
        },
        _(
            "counted from its end, and of who ran not before their round is over; who said no, or nothing, is known "
            "for one round more; a closed account at once"
        ),
        rules.KEPT.days,
        forget_turns,
        least=LEAST,
    ),
    Kept(
        "relay_runners",
        _("Executives in the relay: since when, when they last ran, and whether they stay out for now; never why"),
        SELF,
        _("that they stay out: nobody, only its effect; the rest: nobody"),
        {"relay_runners": ("person", "since", "sits_out", "last_in", "ran_at")},
        _("until they are no executive any more"),
    ),
    Kept(
        "relay_lines",
        _("Messages to the relay coordinator: that a turn is open, who is asked, that a chat may help"),
        SELF,
        _("the relay coordinator, or the admin where there is none"),
        {"relay_lines": ("day", "kind", "person", "week")},
        _("then they go"),
        LINES,
        forget_lines,
    ),
)
HOLDS_NOBODY: Final = frozenset(
    {
        *(f"relays.{name}" for name in ("channel", "private", "outsiders", "start_day", "start_clock")),
        *(
            f"relays.{name}"
            for name in ("end_day", "end_clock", "every", "anchor", "off", "runs_on", "state", "paused_by", "round")
        ),
        *(f"relays.{name}" for name in ("passes_at", "rests_until", "rested", "begun")),
        *(f"legs.{name}" for name in ("round", "week", "first", "answer_by", "starts_at", "ends_at", "grace_at")),
        *(f"legs.{name}" for name in ("held", "written", "told", "rung")),
    }
)
