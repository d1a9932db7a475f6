"""The house rules: each finds what breaks it, in a small house built for that; and the real one keeps them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, Table

from bot.manifest import manifest_for
from checks import direction, env_example, manifest, migrations, plain_words
from rituals import RITUALS
from storage.base import Base


def built(root: Path, **files: str) -> Path:
    """A tree of files; `__` in a name stands for a folder."""
    for name, text in files.items():
        path = root / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    for ritual in ("dagstart", "kudos"):
        (root / "rituals" / ritual).mkdir(parents=True, exist_ok=True)
        (root / "rituals" / ritual / "__init__.py").touch()
    return root


# --- direction --------------------------------------------------------------------------------------------------------
WRONG = [
    ("storage__rows", "from rituals import words", "imports run down"),
    ("storage__rows", "import bot.app", "imports run down"),
    ("rituals__texts", "from bot import clock", "imports run down"),
    ("rituals__texts", "import slack_sdk", "rituals/ knows nothing of it"),
    ("rituals__texts", "from apscheduler.schedulers import asyncio", "rituals/ knows nothing of it"),
    ("storage__rows", "import aiohttp", "storage/ knows nothing of it"),
    ("sandbox__server", "from storage import base", "sandbox/ knows nothing of it"),
    ("sandbox__server", "def late():\n    import bot.app", "sandbox/ knows nothing of it"),
    ("bot__app", "import sandbox", "only the demo knows the sandbox"),
    ("bot__app", "from rituals.dagstart import rules", "the edges name no ritual"),
    ("bot__app", "from rituals import dagstart", "the edges name no ritual"),
    ("rituals__kudos__rules", "from rituals.dagstart import rules", "without importing each other"),
    ("rituals__kudos__rules", "from rituals import dagstart", "without importing each other"),
    ("rituals__texts", "import datetime\nnow = datetime.datetime.now()", "time is an argument"),
    ("storage__rows", "from datetime import date\ntoday = date.today()", "time is an argument"),
    ("bot__app", "import time\nnow = time.time()", "time is an argument"),
    ("rituals__kudos__handlers", "async def f(turn):\n    await turn.session.commit()", "only a turn does"),
    ("rituals__kudos__handlers", "async def f(turn):\n    await turn.session.rollback()", "only a turn does"),
]


@pytest.mark.parametrize(("name", "text", "why"), WRONG)
def test_a_step_up_is_found(tmp_path: Path, name: str, text: str, why: str) -> None:
    (found,) = {finding.split(" ")[0].split(":")[0] for finding in direction.findings(built(tmp_path, **{name: text}))}
    assert found == name.replace("__", "/") + ".py"
    assert all(why in finding for finding in direction.findings(tmp_path))


def test_steps_down_are_let_be(tmp_path: Path) -> None:
    root = built(
        tmp_path,
        bot__app="from rituals import RITUALS, contract\nfrom storage import base\nimport slack_sdk",
        bot__demo__day="import sandbox",
        bot__clock="from datetime import datetime\nnow = datetime.now()",
        rituals__kudos__handlers="from rituals.kudos import rules\nfrom rituals import words\nfrom storage import base",
        sandbox__server="import aiohttp\nimport time\nnow = time.time()",
        tests__anything="import bot, sandbox, storage",
    )
    assert direction.findings(root) == []


def test_imports_run_down_here() -> None:
    assert direction.findings() == []


# --- plain words ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name", ["bot__utils", "bot__helper", "storage__common", "rituals__misc__rows", "bot__x_utils"]
)
def test_a_file_that_says_nothing_is_found(tmp_path: Path, name: str) -> None:
    assert plain_words.findings(built(tmp_path, **{name: ""})) == [
        f"{name.replace('__', '/')}.py: a name that says nothing"
    ]


@pytest.mark.parametrize(
    "text", ["class TimerManager: ...", "class DateUtils: ...", "def helper(): ...", "async def x_util(): ..."]
)
def test_a_name_that_says_nothing_is_found(tmp_path: Path, text: str) -> None:
    (found,) = plain_words.findings(built(tmp_path, bot__app=text))
    assert found.startswith("bot/app.py:1 ")


@pytest.mark.parametrize("mark", ["TODO", "FIXME", "XXX"])
def test_what_is_left_undone_is_found(tmp_path: Path, mark: str) -> None:
    assert plain_words.findings(built(tmp_path, bot__app=f"x = 1  # {mark}: later\n")) == [
        "bot/app.py:1 is left undone"
    ]


def test_words_of_the_field_are_let_be(tmp_path: Path) -> None:
    text = "class Helping: ...\n\n\ndef managed_by(): ...\n\n\ncommonly = 'a TODO in a text'\n"
    assert plain_words.findings(built(tmp_path, rituals__helping=text, rituals__utilisation="")) == []


def test_names_say_something_here() -> None:
    assert plain_words.findings() == []


# --- .env.example -----------------------------------------------------------------------------------------------------
def test_a_stale_example_is_found(tmp_path: Path) -> None:
    file = tmp_path / ".env.example"
    assert env_example.findings(file), "there is none"
    file.write_text(env_example.expected())
    assert env_example.findings(file) == []
    for stale in (env_example.expected().replace("8080", "80"), env_example.expected() + "\nOLD=1\n"):
        file.write_text(stale)
        (found,) = env_example.findings(file)
        assert "python -m checks.env_example" in found


def test_the_example_is_fresh_here() -> None:
    assert env_example.findings() == []


# --- the manifest -----------------------------------------------------------------------------------------------------
def test_a_stale_manifest_is_found(tmp_path: Path) -> None:
    file = tmp_path / "manifest.json"
    assert manifest.findings(file), "there is none"
    made = manifest_for(RITUALS, "both")
    file.write_text(json.dumps(made))
    assert manifest.findings(file) == []
    made["features"]["slash_commands"].pop()
    file.write_text(json.dumps(made))
    (found,) = manifest.findings(file)
    assert "make manifest" in found


def test_a_manifest_that_slack_refuses_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = manifest_for(RITUALS, "both")
    made["display_information"]["name"] = "x" * 100
    monkeypatch.setattr(manifest, "manifest_for", lambda rituals, language: made)
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(made))
    assert [found for found in manifest.findings(file) if found.startswith("Slack would refuse it")]


# --- migrations -------------------------------------------------------------------------------------------------------
def test_a_table_without_a_migration_is_found() -> None:
    before = set(migrations.findings())
    table = Table("planted", Base.metadata, Column("id", Integer, primary_key=True))
    try:
        found = set(migrations.findings()) - before
    finally:
        Base.metadata.remove(table)
    assert found
    assert all("planted" in each for each in found)


def test_the_migrations_make_what_the_models_describe() -> None:
    assert migrations.findings() == []
