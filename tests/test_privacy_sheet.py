"""The sheet for the works council, and the page in docs/, say what the code does."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from bot.manifest import OPTIONAL, SCOPE_OF, SCOPES
from bot.privacy_sheet import Language, cell, drawn, made
from bot.settings import Settings, WrongSettings
from rituals.permissions import WHY, May
from rituals.words import Typed, _
from storage import organisations, people
from storage.base import open_database
from storage.organisations import Organisation

ROOT = Path(__file__).resolve().parent.parent
TODAY = date(2026, 11, 26)


def tables(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith("|")]


def of_nobody(language: Language = "en", **chosen: object) -> str:
    org = organisations.unset("T1")
    for name, value in chosen.items():
        setattr(org, name, value)
    return drawn(org, _("Ask the admin."), {}, language, "md", TODAY)


def test_the_page_in_docs_is_what_the_code_does() -> None:
    """`klantritme privacy-sheet --language en` prints it anew."""
    page = (ROOT / "docs" / "privacy.md").read_text()
    assert tables(page) == tables(of_nobody())


def test_every_permission_has_a_scope_and_a_reason() -> None:
    assert SCOPE_OF.keys() == WHY.keys() == set(May) - OPTIONAL.keys()
    assert len(set(SCOPES)) == len(SCOPES)
    assert all(f"`{scope}`" in of_nobody() for scope in SCOPES)


@pytest.mark.parametrize("scope", ["channels:history", "groups:history", "im:history", "mpim:history"])
def test_what_it_says_it_cannot_do_it_can_not(scope: str) -> None:
    assert scope not in SCOPES


def test_where_it_may_look_into_channels_it_says_so() -> None:
    """By `manifest --history`; everywhere else it can't, and says that."""
    told, usual = of_nobody("nl", history=True), of_nobody("nl")
    assert "channels:history" in told
    assert "Ik mag kijken of een bericht van mij is aangekomen" in told
    assert "Andere berichten kan ik niet lezen" not in told
    assert "daar heb ik in Slack geen recht voor" not in told
    assert "channels:history" not in usual
    assert "Andere berichten kan ik niet lezen" in usual


def test_it_follows_the_settings() -> None:
    recorded: dict[str, Any] = {
        "gate": "OPEN",
        "gate_position": "not_needed",
        "gate_on": date(2026, 11, 12),
        "gate_reference": "7|b",
    }
    told = of_nobody("nl", k=9, retention={"contributions": 1, "absence": 5000}, **recorded)
    assert "pas vanaf negen mensen" in told
    assert "aan, OR of PVT: niet van toepassing, donderdag 12 november, 7\\|b" in told
    assert "| één dag; dan gaat de tekst weg; de totalen van de week blijven |" in told
    assert "| 60 dagen; geteld vanaf het einde; dan gaat het weg |" in told, "never more than twice the default"


def test_it_says_whose_it_is_of_which_day_and_where_things_stand() -> None:
    told = of_nobody(name="Gemeente | Proef")
    assert "Gemeente \\| Proef. Printed on Thursday 26 November 2026." in told
    assert "backups of the database" in told
    could, cannot = told.split("## What I could do, and don't")[1], told.split("## What I can't do")[1]
    assert "who is online" in could
    assert "who is online" not in cannot.split("##")[0]


class Tags(HTMLParser):
    """Which elements are open, and what was read."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag not in ("meta", "!doctype"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_to_print_is_whole_and_escapes_what_was_typed(language: Language) -> None:
    page = drawn(organisations.unset("T1"), Typed("<script>bel 1 & 2</script>"), {}, language, "html", TODAY)
    read = Tags()
    read.feed(page)
    assert not read.open
    assert "script" not in read.seen
    assert "&lt;script&gt;bel 1 &amp; 2" in page
    assert f'lang="{language}"' in page


def test_a_cell_is_one_line_without_markup() -> None:
    assert cell("a|b\n`c` <d> *e*") == "a\\|b \\`c\\` \\<d\\> \\*e\\*"


async def test_it_reads_the_workspace(database_url: str) -> None:
    settings = Settings(_env_file=None, database_url=database_url)
    assert "from five people" in await made(settings, "en", "md", TODAY)
    async with open_database(database_url) as sessions:
        async with sessions(info={"org": "T1"}) as session, session.begin():
            session.add(Organisation(id="T1", name="Een", k=6, contact="U1"))
            session.add(people.PersonRow(key="U1", name="Vera Vraag"))
        told = await made(settings, "en", "md", TODAY)
        assert "from six people" in told
        assert "Questions? Vera Vraag" in told
        async with sessions(info={"org": "T2"}) as session, session.begin():
            session.add(Organisation(id="T2", name="Twee", k=7))
    with pytest.raises(WrongSettings, match="T1"):
        await made(settings, "en", "md", TODAY)
    assert "from seven people" in await made(settings, "en", "md", TODAY, "T2")
    with pytest.raises(WrongSettings):
        await made(settings, "en", "md", TODAY, "T3")


async def test_without_a_database_it_says_how_things_begin(tmp_path: Path) -> None:
    settings = Settings(_env_file=None, database_url=f"sqlite:///{tmp_path}/none.db")
    assert "State of the figures: off." in await made(settings, "en", "md", TODAY)
