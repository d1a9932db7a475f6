"""The forms of an agreement: its sentence first, and what belongs to it after that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any, Final

from rituals import schedule, weeks
from rituals.alsdan import messages
from rituals.alsdan.subjects import DAGSTART, DAY, FIXED, LOOK, RARE, WEEK, Words, id_of, sentence, subject
from rituals.answers import OVER
from rituals.contract import Event, Refused, Wrong
from rituals.helping import lines
from rituals.shown import Field, Form, Kind, Option
from rituals.words import Sentence, Typed, _
from storage.alsdan import Agreement

TEAM: Final = "team"
ME: Final = "me"
PART: Final = (8, 120)  # characters of either half: enough to say something, short enough to remember
OLD_MOST: Final = 200
WHY: Final = (5, 200)
TITLE: Final = _("If-then agreement")
SEEN_ME: Final = _("Only you see this.")
SEEN_TEAM: Final = _("Visible to your team.")
OK: Final = _("It's fine as it is")
NEXT: Final = _("Next")
WHO: Final = (Option(_("our team"), TEAM), Option(_("only me"), ME))
OFTEN: Final = (
    Option(_("every day"), DAY),
    Option(_("every week"), WEEK),
    Option(_("less than once a week"), RARE),
)
AT_DAGSTART: Final = Option(_("at the day start"), DAGSTART)
AT_FIXED: Final = Option(_("at a fixed day and time"), FIXED)
AT_LOOK: Final = Option(_("only at the look-back"), LOOK)
AIDS: Final = {TEAM: (AT_DAGSTART, AT_FIXED, AT_LOOK), ME: (AT_FIXED, AT_LOOK)}
EXAMPLES: Final = lines(
    [
        _("For example:"),
        _("If a customer process is unclear, then we ask the process owner to explain."),
        _("If we send a letter, then a colleague from another team reads it first."),
        _("If a customer calls for the second time, then we call back ourselves with the answer."),
    ]
)
FIRST: Final = ("old", "whom", "x", "y")
SECOND: Final = ("why", "often", "aid", "weekday", "clock")
ABOUT: Final = "shown"  # the subject of the one agreement that a form is about; empty where it asks which
TYPED: Final = frozenset({"old", "x", "y", "why"})

Given = Mapping[str, Any]


def carried(given: Given, *names: str) -> dict[str, Any]:
    """What a form takes along: of these what there is."""
    return {
        name: Typed(value) if name in TYPED else value
        for name in names
        if (value := given.get(name)) not in (None, "", ())
    }


def first(given: Given, kept: Given) -> Form:
    old = _("What do we often do now? It was handy once, so no judgement.")
    fields = (
        Field("old", old, Kind.LONG, required=False, most=OLD_MOST, initial=given.get("old")),
        Field("whom", _("For whom?"), Kind.CHOICE, options=WHO, initial=given.get("whom")),
        *parts(given.get("x"), given.get("y")),
    )
    seen_by = _("For your team: visible to your team. For yourself: only you see this.")
    return Form(TITLE, fields, seen_by, submit=NEXT, notes=(EXAMPLES,), kept=kept)


def parts(x: str | None, y: str | None) -> tuple[Field, Field]:
    least, most = PART
    when = _("If… (a moment you can see or hear)")
    then = _("then… (one small step you can take yourself)")
    return (
        Field("x", when, least=least, most=most, initial=x or None),
        Field("y", then, least=least, most=most, initial=y or None),
    )


def second(given: Given, words: Words, kept: Given) -> Form:
    team = given.get("whom") != ME
    fields = (
        _why(given.get("why"), required=team),
        Field("often", _("How often does this occur?"), Kind.CHOICE, False, options=OFTEN, initial=given.get("often")),
        *_aid(given, TEAM if team else ME),
    )
    reads = _("It will read: {sentence}", sentence=sentence(words))
    submit = _("Propose") if team else _("Save")
    seen_by = SEEN_TEAM if team else SEEN_ME
    return Form(TITLE, fields, seen_by, submit=submit, notes=(reads,), kept=kept, back="alsdan.new")


def _why(text: str | None, *, required: bool) -> Field:
    label = _("What does the customer gain?")
    return Field("why", label, Kind.LONG, required, least=WHY[0], most=WHY[1], initial=text or None)


def _aid(given: Given, whose: str) -> tuple[Field, ...]:
    note = _("I mention it in my message of that morning or afternoon.") if whose == ME else None
    return (
        Field("aid", _("When does a reminder help?"), Kind.CHOICE, options=AIDS[whose], initial=given.get("aid")),
        Field("weekday", _("Day"), Kind.CHOICE, False, options=weeks.OPTIONS, initial=given.get("weekday")),
        Field("clock", _("Time"), Kind.TIME, False, initial=given.get("clock"), hint=note),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What a form about one of several shows of them; `kept` sees to it that it stays about the one that it names."""

    which: tuple[Field, ...]
    notes: tuple[Sentence, ...]
    kept: Mapping[str, Any]


def shown(event: Event, some: Sequence[Agreement]) -> Shown:
    """The only one, or a field that says which: as when it was opened, whatever came or went. Raises Refused."""
    named = event.kept.get(ABOUT)
    if named is None:
        named = subject(some[0]) if len(some) == 1 else ""
    mine = [row for row in some if named in ("", subject(row))]
    if not mine:
        raise Refused(OVER)
    field = Field("which", _("Which agreement?"), Kind.CHOICE, options=tuple(messages.option(row) for row in mine))
    return Shown(() if named else (field,), (sentence(mine[0]),) if named else (), {ABOUT: named})


def chosen(event: Event, some: Sequence[Agreement]) -> Agreement:
    """The one that the form names, or that was chosen in it; never another. Raises Refused where it is gone."""
    wanted = event.kept.get(ABOUT) or event.values.get("which")
    for row in some:
        if subject(row) == wanted or row.id == id_of(event.about):
            return row
    raise Refused(OVER)


def own_words(given: Given, note: Sentence | None = None) -> Form:
    """Of one's own that runs already: other words, or another reminder."""
    fields = (*parts(given.get("x"), given.get("y")), *_aid(given, ME))
    return Form(_("Other words"), fields, SEEN_ME, submit=_("Save"), notes=(note,) if note else ())


def chosen_aid(given: Given) -> tuple[str, int | None, time | None]:
    """The reminder, and with a fixed one its ISO weekday and local time. Raises Wrong where one lacks or can't be."""
    if given["aid"] != FIXED:
        return given["aid"], None, None
    missing = {name: _("Please fill this in.") for name in ("weekday", "clock") if not given.get(name)}
    if missing:
        raise Wrong(**missing)
    if not schedule.on_step(given["clock"]):
        raise Wrong(clock=schedule.CHOOSE)
    return FIXED, int(given["weekday"]), given["clock"]
