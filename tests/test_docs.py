"""The pages for people are true: what they name is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot import metrics
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
    assert not {word for word, _sub in SLASH.findall(text)} - words - {"invite", "livez", "metrics", "readyz", "slack"}
    settings = {name.upper() for name in Settings.model_fields} | {"AT_LENGTH", "DEMO_LANGUAGE", "DEMO_PORT", "ONCE"}
    spoken = set(SETTING.findall(text)) - {"RITUALS", "ACTIVE", "SUSPENDED"}
    assert not {name for name in spoken if "_" in name} - settings - {"SKIP_LOCKED"}


def test_every_page_of_docs_is_reached_from_the_readme() -> None:
    text = (ROOT / "README.md").read_text()
    assert not [page.name for page in (ROOT / "docs").glob("*.md") if f"docs/{page.name}" not in text]


FAULT = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_each_fault_that_the_page_promises_to_outlive_has_its_test() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    table = text[text.index("| What fails |") :].partition("\n\n")[0].splitlines()[2:]
    assert len(table) >= 12
    named = [FAULT.search(row) for row in table]
    assert all(named), "a row without a test"
    gone = [found[0] for found in named if found and f"def {found[2]}(" not in (ROOT / found[1]).read_text()]
    assert not gone


def test_each_metric_stands_on_the_page() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    told = set(re.findall(r"`(klantritme_\w+)", text))
    kept = {f"{each.name}_total" if each.type == "counter" else each.name for each in metrics.REGISTRY.collect()}
    assert told == {name for name in kept if name.startswith("klantritme_")}
