"""What is stored, who sees it and how long, on paper: from the same source as `/klant privacy`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select

from bot.catalogs import Catalogs
from bot.doctor import missing_file
from bot.i18n import Reader, people_in, plain
from bot.manifest import OPTIONAL, SCOPE_OF
from bot.settings import Settings, WrongSettings
from rituals import RITUALS
from rituals.sheet import Sheet, contact_of, sheet
from rituals.words import Day, Part, _
from storage import organisations, people
from storage.base import open_database
from storage.organisations import Organisation

Language = Literal["nl", "en"]
Format = Literal["md", "html"]

WORDS = {
    "title": _("Klantritme and your privacy"),
    "may": _("What I may do in Slack"),
    "scope": _("Permission in Slack"),
    "why": _("What for"),
    "cannot": _("What I can't do"),
    "does_not": _("What I could do, and don't"),
    "where": _("Where it stands"),
    "kept": _("What I keep, and how long"),
    "what": _("What"),
    "key": _("About whom"),
    "seen_by": _("Seen by"),
    "how_long": _("Kept"),
}


async def made(settings: Settings, language: Language, format: Format, today: date, workspace: str = "") -> str:
    """As the settings of this workspace stand; as they begin where there is no database yet.

    Raises:
        WrongSettings: several workspaces, or none of this id.
    """
    if missing_file(settings.database_url):
        return drawn(organisations.unset(workspace), _("Ask the admin."), {}, language, format, today)
    async with open_database(settings.database_url) as sessions:
        async with sessions() as session:
            found = select(Organisation).order_by(Organisation.id).execution_options(all_orgs=True)
            org = _meant((await session.scalars(found)).all(), workspace)
        async with sessions(info={"org": org.id}) as session:
            contact = await contact_of(session, org)
            known = await people.people(session, people_in(contact))
    return drawn(org, contact, {key: row.name for key, row in known.items()}, language, format, today)


def _meant(found: Any, workspace: str) -> Organisation:
    some = [org for org in found if workspace in ("", org.id)]
    if len(some) > 1:
        ids = ", ".join(f"{org.id} ({org.name})" for org in some)
        raise WrongSettings([f"--workspace: there are several in this database. Choose one of {ids}."])
    if workspace and not some:
        raise WrongSettings([f"--workspace {workspace}: there is none of that id in this database."])
    return some[0] if some else organisations.unset("")


def drawn(
    org: Organisation, contact: Part, names: dict[str, str], language: Language, format: Format, today: date
) -> str:
    reader = Reader(language=language, names=names, links={}, channels={}, catalogs=Catalogs.load())
    # A person's own words are escaped in HTML by the template, in Markdown by `cell`.
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=format == "html",  # noqa: S701  (Markdown is escaped by its own rules)
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["cell"] = cell
    template = environment.get_template(f"privacy_sheet.{format}")
    printed = plain(_("Printed on {day} {year}.", day=Day(today), year=today.year), reader)
    read = _read(sheet(org, RITUALS, contact), reader)
    return template.render(read, language=language, organisation=org.name, printed=printed)


def _read(sheet: Sheet, reader: Reader) -> dict[str, Any]:
    """Every sentence as this reader reads it."""
    return {
        "words": {name: plain(word, reader) for name, word in WORDS.items()},
        "promises": [plain(each, reader) for each in sheet.promises],
        "permissions": [({**SCOPE_OF, **OPTIONAL}[may], plain(why, reader)) for may, why in sheet.permissions],
        "cannot": [plain(each, reader) for each in sheet.cannot],
        "does_not": [plain(each, reader) for each in sheet.does_not],
        "where": [plain(each, reader) for each in sheet.where],
        "kept": [
            [plain(each, reader) for each in (line.what, line.key, line.seen_by, line.how_long)] for line in sheet.kept
        ],
    }


MARKUP = str.maketrans({each: f"\\{each}" for each in "\\`*_[]<>|#"})


def cell(text: str) -> str:
    """As plain text in Markdown, on one line."""
    return " ".join(text.split()).translate(MARKUP)
