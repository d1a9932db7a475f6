"""What the bot promises, may, can't and keeps: one source for whoever asks, and for the works council."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from rituals.contract import Ritual
from rituals.gate import measuring
from rituals.keeping import Kept, period
from rituals.permissions import CANNOT, CANNOT_READ, DOES_NOT, DOES_NOT_READ, WHY, WHY_HISTORY, May
from rituals.words import Count, Day, Part, Person, Sentence, Typed, _, plural
from storage import people
from storage.organisations import Organisation

AGREED, NOT_NEEDED = "agreed", "not_needed"  # the position of the works council or staff body
POSITIONS = {AGREED: _("consent"), NOT_NEEDED: _("not applicable")}


@dataclass(frozen=True, slots=True)
class KeptLine:
    what: Sentence
    key: Sentence
    seen_by: Sentence
    how_long: Sentence


@dataclass(frozen=True, slots=True)
class Sheet:
    promises: tuple[Sentence, ...]
    permissions: tuple[tuple[May, Sentence], ...]
    cannot: tuple[Sentence, ...]
    does_not: tuple[Sentence, ...]
    kept: tuple[KeptLine, ...]
    where: tuple[Sentence, ...]


async def contact_of(session: AsyncSession, org: Organisation) -> Part:
    """Whom to ask: a person, what an admin typed, or the admin."""
    if not org.contact:
        return _("Ask the admin.")
    known = await people.people(session, [org.contact])
    return Person(org.contact) if org.contact in known else Typed(org.contact)


def sheet(org: Organisation, rituals: Iterable[Ritual], contact: Part) -> Sheet:
    """As the organisation's settings stand now."""
    kept = tuple(_line(each, org) for ritual in rituals for each in ritual.keeps)
    may = WHY | ({May.HISTORY: WHY_HISTORY} if org.history else {})
    cannot = CANNOT if org.history else (CANNOT_READ, *CANNOT)
    does_not = (DOES_NOT_READ, *DOES_NOT) if org.history else DOES_NOT
    return Sheet(promises(org, contact), tuple(may.items()), cannot, does_not, kept, WHERE)


WHERE: Final = (
    _("In one database, of whoever runs me for your organisation. From there things go to Slack and nowhere else."),
    _(
        "“Nobody” means that no colleague, lead or admin gets to see it through me. Whoever runs me can look into the "
        "database."
    ),
    _("The files of an export stand in our conversation in Slack, until you delete them there."),
    _(
        "What was deleted stands in backups of the database until they are thrown away. Whoever runs me decides when "
        "that is."
    ),
)


READS: Final = _(
    "I only read what you hand to me. That is commands, buttons, forms and messages you pass on to me "
    "yourself. I cannot read other messages."
)
READS_AND_LOOKS: Final = _(
    "I only read what you hand to me. That is commands, buttons, forms and messages you pass on to me "
    "yourself. I may look whether a message of mine arrived. Of what others write there I keep nothing."
)


def promises(org: Organisation, contact: Part) -> tuple[Sentence, ...]:
    return (
        READS_AND_LOOKS if org.history else READS,
        _("I show figures about teams, never about persons, and only from {k} people.", k=Count(org.k)),
        _(
            "Nobody gets to see whether you answer my questions, relapsed or muted me. "
            "If a colleague asks you something, they only hear whether you can."
        ),
        _(
            "Slack always tells me who clicks. For pulses and unnamed flags I don't keep it. "
            "For the look-back only until it closes."
        ),
        _(
            "With a contribution I keep who wrote it, so that you can change it. Your name stands there only if you "
            "want it to, and always with a request for help."
        ),
        _("I only share compliments with your name if you agree."),
        _("Away? I never ask why."),
        _("With /customer me you view, export or delete what is yours."),
        _("State of the figures: {gate}. Questions? {contact}", gate=gate(org), contact=contact),
    )


def gate(org: Organisation) -> Sentence:
    if not measuring(org):
        return _("off")
    return _("on, {ref}", ref=reference(org)) if org.gate_on else _("on")


def reference(org: Organisation) -> Sentence:
    """What was recorded when the figures were switched on."""
    return _(
        "works council: {position}, {day}, {reference}",
        position=POSITIONS.get(org.gate_position or "", POSITIONS[NOT_NEEDED]),
        day=Day(org.gate_on) if org.gate_on else _("no date"),
        reference=Typed((org.gate_reference or "").rstrip(" .")),  # it ends a sentence
    )


def _line(kept: Kept, org: Organisation) -> KeptLine:
    days = period(kept, org.retention)
    how_long = kept.until if days is None else _days(days, kept.until)
    return KeptLine(kept.what, kept.key, kept.seen_by, how_long)


def _days(n: int, until: Sentence) -> Sentence:
    return plural("one day; {until}", "{n} days; {until}", n, until=until)


def choosable(rituals: Sequence[Ritual]) -> list[Kept]:
    """Of which an admin may set the days."""
    return [each for ritual in rituals for each in ritual.keeps if each.days is not None]
