"""What is read of a leg: in private by whoever is asked, by who prepares for them, and in the channel."""

from __future__ import annotations

from datetime import date
from typing import Final

from rituals.estafette.rules import RUNS, State
from rituals.shown import Button, Message, Row, Text
from rituals.words import Day, Mention, Part, Person, Sentence, Typed, _
from storage.estafette import Leg

ACCEPT: Final = _("I'll take the baton")
DECLINE: Final = _("Not this time")
SWAP: Final = _("Swap with a colleague")
AWAY: Final = _("I'm away for a while")
PLAN: Final = _("Plan the contact")
SHARE: Final = _("Share my story")
MORE: Final = _("I need more time")
PASS: Final = _("Pass the baton")
LATER: Final = _("I'll start later")
DECLINED: Final = _("Quite all right. I'll pass the baton on, no explanation.")
GONE: Final = _("This message was withdrawn.")
GOES_ON: Final = _("The baton goes on to a colleague. That is quite all right.")
TOLD: Final = _("Your story is posted. Thank you for telling it.")
STILL: Final = _("The baton has gone on. Your story is still welcome.")
PAUSED: Final = _("The relay is paused. The baton stays with you, and you'll hear when it goes on.")
BACK: Final = _("I have the baton back. There is nothing you need to do.")
TAKEN_BACK: Final = _("I have the baton back, and ask a colleague.")
MIDWAY: Final = _("Halfway through the week. Will you manage to meet a customer? Listening in counts too.")
LAST: Final = _("Did you speak to a customer? Three short answers and your story is there.")
HALF_HOUR: Final = _("A baton for you.")
DRAFT: Final = _("Prepare a draft")
ON_THE_WAY: Final = _("🏃 The baton is on its way to a colleague.")
RESTS: Final = _("🏃 The baton rests.")


# --- in private -------------------------------------------------------------------------------------------------------
def offer(leg: Leg, about: str, starts: date, name_of: Part) -> Message:
    state = State(leg.state)
    if state is State.OFFERED:
        return Message((Text(asks(leg, name_of)), Row(answers(leg, about))), HALF_HOUR)
    if leg.held:
        return Message((Text(PAUSED), Row((Button(SHARE, "estafette.share", about),))))
    if state in RUNS:
        return Message((Text(accepted(starts)), Row(runs(leg, about))))
    if state is State.LAPSED and not leg.ran:
        return Message((Text(STILL), Row((Button(SHARE, "estafette.share", about),))))
    return Message((Text(_over(state)),))


def asks(leg: Leg, name_of: Part) -> Sentence:
    day = Day(leg.week)
    if leg.first:
        return _("The CX relay starts with you. Will you meet one customer next week and tell us about it?")
    if leg.passed_by is not None and leg.challenge:
        return _(
            "{from} passes you the baton: “{challenge}” Will you meet a customer in the week of {date}? "
            "Half an hour is enough.",
            **{"from": name_of, "challenge": Typed(leg.challenge), "date": day},
        )
    return _("The baton is free. Will you meet a customer in the week of {date}? Half an hour is enough.", date=day)


def answers(leg: Leg, about: str) -> tuple[Button, ...]:
    first = (Button(ACCEPT, "estafette.accept", about, main=True), Button(DECLINE, "estafette.decline", about))
    if leg.first:
        return (*first, Button(LATER, "estafette.later", about))
    return (*first, Button(SWAP, "estafette.swap", about), Button(AWAY, "estafette.away", about))


def accepted(starts: date) -> Sentence:
    return _("Great. The baton is yours from {date}.", date=Day(starts))


def runs(leg: Leg, about: str) -> tuple[Button, ...]:
    """What whoever has the baton can do."""
    more = () if leg.longer else (Button(MORE, "estafette.more_time", about),)
    return (
        Button(SHARE, "estafette.share", about, main=True),
        Button(PLAN, "estafette.plan", about),
        *more,
        Button(AWAY, "estafette.away", about),
    )


def _over(state: State) -> Sentence:
    match state:
        case State.DECLINED:
            return DECLINED
        case State.SHARED | State.PASSED | State.LAPSED:
            return TOLD
        case State.CANCELLED:
            return GONE
    return GOES_ON


def back() -> Message:
    return Message((Text(BACK),))


def stopped() -> Message:
    return Message(
        (Text(_("The relay has stopped. You don't need to do anything more; your story is still welcome.")),)
    )


def asked(leg: Leg, about: str, midweek: bool) -> Message:
    """In the middle of the week, or on its last day; once there is nothing to ask it says what came of it."""
    state = State(leg.state)
    if leg.held:
        return Message((Text(PAUSED),))
    if state not in RUNS:
        return Message((Text(STILL if state is State.LAPSED and not leg.ran else _over(state)),))
    if midweek:
        buttons = (Button(PLAN, "estafette.plan", about), Button(SHARE, "estafette.share", about))
        return Message((Text(MIDWAY), Row(buttons)))
    more = () if leg.longer else (Button(MORE, "estafette.more_time", about),)
    return Message((Text(LAST), Row((Button(SHARE, "estafette.share", about, main=True), *more))))


def prepares(leg: Leg, about: str, *, still: bool = True) -> Message:
    """To who prepares for whoever has the baton; `still`: they do so now."""
    name = Person(leg.person or "")
    state = State(leg.state)
    if state is State.OFFERED and still:
        return Message(
            (Text(_("{name} is asked to take the baton. Once that is settled you read it here.", name=name)),)
        )
    if state in RUNS and not leg.held and still:
        text = _("{name} holds the baton. You can prepare a draft; {name} publishes it personally.", name=name)
        return Message((Text(text), Row((Button(DRAFT, "estafette.share", about),))))
    return Message((Text(_("There is nothing to prepare for {name} now.", name=name)),))


# --- in the channel ---------------------------------------------------------------------------------------------------
def turn(leg: Leg, runner: Part, *, rings: bool, goes_on: bool) -> Message:
    """`rings`: whoever holds the baton is told so by this very message. `goes_on`: the relay runs."""
    if State(leg.state) in (State.HANDED_BACK, State.CANCELLED):
        under_way = goes_on and State(leg.state) is State.HANDED_BACK
        return Message((Text(ON_THE_WAY if under_way else RESTS),))
    if leg.told == "new":
        return Message((Text(_("The baton goes to {name} this week.", name=runner)),))
    name = Mention(leg.person or "") if rings and leg.person else runner
    text = _("🏃 This week {name} holds the baton. Feel free to ask which customer it will be.", name=name)
    return Message((Text(text),))


def passed(leg: Leg, giver: Part, runner: Part) -> Message:
    """To whom it went only as long as it stays there."""
    if State(leg.state) in (State.HANDED_BACK, State.CANCELLED):
        return Message((Text(_("{from} passed the baton on.", **{"from": giver})),))
    who: dict[str, Part] = {"from": giver, "to": runner}
    if not leg.challenge:
        return Message((Text(_("{from} passes the baton to {to}.", **who)),))
    text = _("{from} passes the baton to {to}: “{challenge}”", **who, challenge=Typed(leg.challenge))
    return Message((Text(text),), _("{from} passes the baton to {to}.", **who))


def week_off(goes_on: date) -> Message:
    return Message((Text(_("The baton rests this week. It goes on from {date}.", date=Day(goes_on))),))


def round_done(begins: date) -> Message:
    text = _("Round complete: all executives met a customer. The next round starts on {date}.", date=Day(begins))
    return Message((Text(text),))
