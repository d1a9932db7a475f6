"""Values of figures from a file, read in beside a running bot: by the rules, and with the report, of the form."""

from __future__ import annotations

import codecs
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select

from bot.catalogs import Catalogs
from bot.clock import SystemClock
from bot.dispatch import Dispatcher
from bot.held import releasing
from bot.i18n import Reader, plain
from bot.registry import make
from bot.turns import Turns
from rituals import RITUALS
from rituals.contract import Event, Note, Refused, about
from rituals.grammar import normal
from rituals.texts import tidy
from rituals.words import Listed, Sentence, Typed, _
from storage.base import Sessions, open_database
from storage.organisations import Organisation
from storage.people import Team

MEGABYTE: Final = 1_000_000  # bytes
MOST: Final = 5  # megabytes: all figures of a team in two years, with a remark each, are less than one
UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Report:
    text: str
    fine: bool


class Unusable(Exception):
    """There is nothing to read in, or nowhere to."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why.msgid)
        self.why = why


async def read_in(url: str, file: Path, team: str, language: str | None, *, dry: bool) -> Report:
    """`language`: else the organisation's."""
    async with open_database(url) as sessions:
        found = await _teams(sessions)
        speaks = language or next((org.language for org, _team in found), "nl")
        try:
            values = {"text": written(file), "dry": dry}
            org, row = meant(found, team)
            said, fine = await _done(sessions, org.id, row.id, values), True
        except Refused as refused:
            said, fine = refused.note.text, False
        except Unusable as unusable:
            said, fine = unusable.why, False
    reader = Reader(language=speaks, names={}, links={}, channels={}, catalogs=Catalogs.load())
    return Report(plain(said, reader), fine)


async def _done(sessions: Sessions, org: str, team: int, values: dict[str, object]) -> Sentence:
    """One turn, as that of a form: the bot that runs beside it finds the board to draw within a second."""
    clock = SystemClock()
    every = (*RITUALS, releasing(clock))
    dispatcher = Dispatcher(make(every), Turns(sessions, every, clock, lambda: None))
    event = Event(secrets.token_urlsafe(12), org, "", "kpi.read_in", about(team), values=values)
    answer = await dispatcher.act(event, edge=True)
    assert isinstance(answer, Note)  # noqa: S101  (it says so of itself)
    return answer.text


# --- the file ---------------------------------------------------------------------------------------------------------
def written(file: Path) -> str:
    """What stands in it. Raises Unusable."""
    named = Typed(tidy(file.name))
    try:
        if not file.is_file():
            raise Unusable(_("{file} is no file that I can read.", file=named))
        if file.stat().st_size > MOST * MEGABYTE:
            raise Unusable(_("{file} is larger than {n} MB. It can't be a list of figures.", file=named, n=MOST))
        data = file.read_bytes()
    except OSError as error:
        raise Unusable(_("{file} is no file that I can read.", file=named)) from error
    if (text := decoded(data)) is None:
        raise Unusable(_("{file} is no text. Save the sheet as CSV first.", file=named))
    return text


def decoded(data: bytes) -> str | None:
    """As spreadsheets save it: UTF-8, UTF-16 with its mark, or what Windows uses here. None for what is no text."""
    if not data.startswith(UTF_16) and b"\0" in data:
        return None
    for encoding in ("utf-16",) if data.startswith(UTF_16) else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


# --- the team ---------------------------------------------------------------------------------------------------------
Found = Sequence[tuple[Organisation, Team]]


async def _teams(sessions: Sessions) -> Found:
    both = select(Organisation, Team).join(Team, Team.org == Organisation.id).order_by(Team.id)
    async with sessions() as session:
        rows = await session.execute(both.execution_options(all_orgs=True))
        return [(org, team) for org, team in rows]


def meant(found: Found, wanted: str) -> tuple[Organisation, Team]:
    """By the channel's id, else by the team's name. Raises Unusable for none and for several."""
    some = [each for each in found if each[1].channel == wanted]
    some = some or [each for each in found if normal(each[1].name) == normal(wanted.removeprefix("#"))]
    if len(some) == 1:
        return some[0]
    if some:
        ids = Listed(tuple(Typed(team.channel) for _org, team in some), joined=False)
        raise Unusable(
            _("Several teams are called {team}. Choose one by its channel: {ids}.", team=_name(wanted), ids=ids)
        )
    names = Listed(tuple(_name(team.name) for _org, team in found), joined=False)
    known = _("These are there: {names}.", names=names) if found else _("There is no team yet.")
    raise Unusable(_("There is no team {team}. {known}", team=_name(wanted), known=known))


def _name(typed: str) -> Typed:
    return Typed(" ".join(tidy(typed).split()))
