"""The pages for people are true: what they name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.registry import make
from bot.settings import Settings
from rituals import RITUALS

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PATH = re.compile(r"`((?:bot|rituals|storage|sandbox|tests|checks|docs|benchmarks)/[\w./-]*)`")
LINK = re.compile(r"\]\((?!https?://|#)([^)]+)\)")
TARGET = re.compile(r"(?:`|^    )make ([a-z]+)", re.MULTILINE)
CLI = re.compile(r"`klantritme ([a-z-]+)")
SLASH = re.compile(r"`/([a-z]+)(?: ([a-z]+))?")
SETTING = re.compile(r"`([A-Z][A-Z_]{5,})[=`]")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text()
    gone = [path for path in PATH.findall(text) if not (ROOT / path).exists()]
    gone += [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert not gone


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_says_to_type_can_be_typed(page: Path) -> None:
    text = page.read_text()
    makefile = (ROOT / "Makefile").read_text()
    assert not [target for target in TARGET.findall(text) if f"\n{target}:" not in makefile]
    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert not set(CLI.findall(text)) - known
    words = {word for command in make(RITUALS).commands for word in (command.nl, command.en)}
    assert not {word for word, _sub in SLASH.findall(text)} - words - {"invite", "livez", "readyz", "slack"}
    settings = {name.upper() for name in Settings.model_fields} | {"DEMO_LANGUAGE", "DEMO_PORT", "ONCE"}
    spoken = set(SETTING.findall(text)) - {"RITUALS", "ACTIVE", "SUSPENDED"}
    assert not {name for name in spoken if "_" in name} - settings - {"SKIP_LOCKED"}


def test_every_page_of_docs_is_reached_from_the_readme() -> None:
    text = (ROOT / "README.md").read_text()
    assert not [page.name for page in (ROOT / "docs").glob("*.md") if f"docs/{page.name}" not in text]
