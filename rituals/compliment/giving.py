"""A compliment is given: checked, written down with the names in it as parts, and out or on its way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rituals import names, teams
from rituals.called import Called
from rituals.compliment import asking, forms, rules
from rituals.compliment.holding import Held, landings
from rituals.compliment.lines import Given, text
from rituals.compliment.placing import LATER, SENT, publish
from rituals.compliment.rules import AT_ONCE, Choice, Kind, Preference, State, outcome
from rituals.contract import Answer, Event, Note, Refused, Stranger, Turn, Wrong, team_of
from rituals.shown import Form
from rituals.words import Listed, Person, Sentence, _, plural
from storage import compliment as store
from storage import people
from storage.compliment import Compliment, Receiver
from storage.people import PersonRow

NOBODY: Final = _("I can't pick guests, apps or former colleagues.")


async def form(turn: Turn, event: Event) -> Form:
    return forms.new(event.text, same=forms.SAME in event.passed)


async def give(turn: Turn, event: Event) -> Answer:
    team, kind = team_of(event.about) or 0, Kind(event.values["kind"])
    chosen = await _chosen(turn, event, kind)
    where = await landings(turn, [team])
    await _not_too_much(turn, event, team)
    await _ask_for_the_same(turn, event, team, kind)
    row = await _written(turn, event, team, kind, chosen)
    given = await _received(turn, row, chosen)
    state = outcome(kind, list(given.choices.values()))
    row.state = state.value
    if state is State.PUBLISHED:
        await publish(turn, [row], Held({row.id: given}, where))
    return Note(_answer(given, where[team].ahead if team in where else False))


def _answer(given: Given, ahead: bool) -> Sentence:
    """Whoever named colleagues reads that these decide, whatever they chose before."""
    others = [one.person for one in given.receivers if one.person and one.person != given.row.giver]
    if not others:
        return LATER if given.row.place == "waiting" and not ahead else SENT
    who = Listed(tuple(Person(person) for person in others))
    return plural(
        "On its way. {who} decides whether the team reads it.",
        "On its way. {who} decide whether the team reads it.",
        len(others),
        who=who,
    )


# --- what is checked --------------------------------------------------------------------------------------------------
async def _chosen(turn: Turn, event: Event, kind: Kind) -> Sequence[PersonRow]:
    """Raises Wrong at the field, and Stranger for somebody who has to be looked up first."""
    given = event.values
    to = tuple(dict.fromkeys(given.get("to") or ()))
    if to and given.get("team"):
        raise Wrong(to=_("Choose colleagues or the whole team, not both."))
    if kind is Kind.COLLEAGUE and not to and not given.get("team"):
        raise Wrong(to=_("Choose who it is for: colleagues or the whole team."))
    if kind is Kind.COLLEAGUE and set(to) == {event.person}:
        raise Wrong(to=_("Is this for yourself? That's fine, then choose ‘from a customer’."))
    known = await people.people(turn.session, to)
    for person in to:
        if person not in known:
            raise Stranger(person)
        if not known[person].active or known[person].kind != "member":
            raise Wrong(to=NOBODY)
    return [known[person] for person in to]


async def _not_too_much(turn: Turn, event: Event, team: int) -> None:
    found = await teams.load(turn, [team])
    today = found[team].calendar.day_of(turn.now)
    if await store.given_by(turn.session, team, event.person, today) >= rules.AT_MOST:
        raise Refused(_("You've shared a lot today. Pick the most important; the rest can wait."))


async def _ask_for_the_same(turn: Turn, event: Event, team: int, kind: Kind) -> None:
    """Of customers only: two colleagues may well tell of the same call."""
    if kind is not Kind.CUSTOMER or forms.SAME in event.passed:
        return
    rows = await store.lately(turn.session, team, kind.value, turn.now - rules.RECENT)
    others = [row for row in rows if row.giver != event.person]
    receivers = await store.receivers(turn.session, [row.id for row in others])
    for row in others:
        earlier = Given(row, receivers[row.id])
        if rules.alike(_plain(earlier), event.values["text"]):
            told = names.shortened(text(earlier, event.person), rules.SHOWN)
            same = _("A colleague told of this already: “{text}” Is it about the same? Then tick the box.", text=told)
            event.ask(**{forms.SAME: same})


def _plain(given: Given) -> str:
    parts = names.restored(given.row.text or ())
    return " ".join(part for part in parts if isinstance(part, str))


# --- what is written --------------------------------------------------------------------------------------------------
async def _written(turn: Turn, event: Event, team: int, kind: Kind, chosen: Sequence[PersonRow]) -> Compliment:
    given, called = event.values, [Called(row.key, row.name, row.full_name, row.handle) for row in chosen]
    found = await teams.load(turn, [team])
    row = Compliment(
        team=team,
        kind=kind.value,
        giver=event.person,
        named=bool(given.get("named")),
        whole_team=bool(given.get("team")),
        text=marked(given["text"], called),
        meaning=marked(given.get("meaning") or "", called) or None,
        state=State.AWAITING.value,
        at=turn.now,
        origin=found[team].calendar.day_of(turn.now),
        also=bool(given.get(forms.SAME)),
    )
    turn.session.add(row)
    await turn.session.flush()
    return row


def marked(typed: str, called: Sequence[Called]) -> list[Any]:
    return names.stored(names.marked(typed, called))


async def _received(turn: Turn, row: Compliment, chosen: Sequence[PersonRow]) -> Given:
    """Each receiver decides; whoever chose before, or gives it themselves, has done so."""
    preferred = await store.preferences(turn.session, [one.key for one in chosen])
    receivers = [Receiver(compliment=row.id, person=one.key) for one in chosen]
    for one in receivers:
        preference = Preference(preferred.get(one.person or "", Preference.ASK.value))
        first = Choice.NAMED if one.person == row.giver else AT_ONCE.get(preference, Choice.ASKED)
        one.choice = first.value
    turn.session.add_all(receivers)
    await turn.session.flush()
    given = Given(row, receivers)
    await asking.ask(turn, [given])
    return given
