"""Who notices a relapse: for oneself, to share without a name, or seen with somebody else, of which nothing is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rituals import teams
from rituals.alsdan.messages import LABEL
from rituals.alsdan.naming import of_nobody
from rituals.alsdan.rules import RUNNING
from rituals.alsdan.subjects import id_of
from rituals.answers import OVER
from rituals.contract import Answer, Event, Note, Refused, Turn, Wrong, team_of
from rituals.shown import Field, Form, Kind, Option
from rituals.texts import cut
from rituals.words import Sentence, Typed, _
from storage import alsdan as store
from storage import alsdan_look as look_store
from storage import alsdan_own as own_store
from storage.alsdan import Agreement, Learned, PersonalAgreement

MOST: Final = 200  # characters
AROUND: Final = 10  # characters of an option beside the agreement's own words, in either language
OWN: Final = "p"  # before the id of one that is this person's alone
ME, SHARED, OTHER = "me", "shared", "other"

NOTHING: Final = _("No agreement is running now.")
SEEN_BY: Final = _("Only you see this. What you share, your team reads without your name.")
SEEN_ME: Final = _("Only you see this.")
THANKS: Final = _(
    "Thank you. Your team reads it in the next look-back, without your name. If there is none, I throw it away."
)

One = Agreement | PersonalAgreement


async def form(turn: Turn, event: Event) -> Form:
    """Of what runs in the team and what runs for this person alone."""
    some = await _all(turn, event)
    if not some:
        raise Refused(NOTHING)
    shares = await _looks_back(turn, event)
    named = str(id_of(event.about))
    values = [_value(row) for row in some]
    initial = named if named in values else values[0] if len(values) == 1 else None
    return Form(
        _("Relapse"),
        (
            Field("agreement", _("Which agreement?"), Kind.CHOICE, options=_options(some), initial=initial),
            Field("text", _("What made the old pattern handy for a moment?"), Kind.LONG, required=False, most=MOST),
            Field("with_whom", _("What shall I do with it?"), Kind.CHOICE, options=_choices(shares=shares), initial=ME),
        ),
        SEEN_BY if shares else SEEN_ME,
        submit=_("Send"),
    )


CHOICES: Final = (
    Option(_("Only for me"), ME),
    Option(_("Share without name"), SHARED),
    Option(_("I saw it with someone else"), OTHER),
)


def _choices(*, shares: bool) -> tuple[Option, ...]:
    return tuple(one for one in CHOICES if shares or one.value != SHARED)


async def _looks_back(turn: Turn, event: Event) -> bool:
    """Whether this person's team will read what is shared."""
    team = team_of(event.about)
    if team is None:
        return False
    chosen = (await store.settings(turn.session, [team])).get(team) or look_store.unset()
    return chosen.looks


async def _all(turn: Turn, event: Event) -> Sequence[One]:
    team = team_of(event.about)
    theirs = await store.of_teams(turn.session, [] if team is None else [team], RUNNING)
    return [*theirs.values(), *await own_store.of(turn.session, [event.person], RUNNING)]


def _value(row: One) -> str:
    return f"{OWN}{row.id}" if isinstance(row, PersonalAgreement) else str(row.id)


def _options(some: Sequence[One]) -> tuple[Option, ...]:
    return tuple(Option(_label(row), _value(row)) for row in some)


def _label(row: One) -> Sentence:
    """The whole where it fits."""
    if len(row.x) + len(row.y) + AROUND <= LABEL:
        return _("If {x}, then {y}", x=Typed(row.x), y=Typed(row.y))
    return _("If {x}", x=Typed(cut(row.x, LABEL - AROUND)))


async def submit(turn: Turn, event: Event) -> Answer:
    row = next((one for one in await _all(turn, event) if _value(one) == event.values["agreement"]), None)
    if row is None:
        raise Refused(OVER)
    match event.values["with_whom"]:
        case "shared":
            return await _share(turn, event, row, event.values.get("text") or "")
        case "other":
            return Note(kindly(row))
    return Note(noticed(row))


async def _share(turn: Turn, event: Event, row: One, text: str) -> Answer:
    if isinstance(row, PersonalAgreement):
        raise Wrong(with_whom=_("This agreement is yours alone, so there is nobody to share it with."))
    if not await _looks_back(turn, event):
        raise Wrong(with_whom=_("Your team doesn't look back now, so nobody would read it."))
    if not text:
        raise Wrong(text=_("Write in a few words what made it handy."))
    await of_nobody(turn, event.person, row.team, {"text": text})
    today = (await teams.load(turn, [row.team]))[row.team].calendar.day_of(turn.now)
    turn.session.add(Learned(agreement=row.id, text=text, on=today))
    return Note(THANKS)


def noticed(row: One) -> Sentence:
    return _(
        "Good that you noticed, that's half of it. Next time again: if {x}, then {y}.", x=Typed(row.x), y=Typed(row.y)
    )


def kindly(row: One) -> Sentence:
    return _(
        "Best said by yourself, one to one: “Shall we try our agreement again? If {x}, then {y}.” "
        "I send nothing and store nothing.",
        x=Typed(row.x),
        y=Typed(row.y),
    )
