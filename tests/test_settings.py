"""Settings: what is right by default, and what somebody who got one wrong reads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import settings
from bot.settings import Settings, WrongSettings
from checks import env_example

ROOT = Path(__file__).resolve().parent.parent
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


@pytest.fixture(autouse=True)
def _nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No .env of whoever runs the tests, and none of their variables."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def put(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def wrong(*, for_slack: bool = False) -> list[str]:
    with pytest.raises(WrongSettings) as raised:
        settings.load(for_slack=for_slack)
    return raised.value.lines


def run(folder: Path, **values: str) -> subprocess.CompletedProcess[str]:
    """The real command line, with nothing in its environment but these."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **values},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_the_defaults_are_those_of_a_first_try() -> None:
    made = settings.load(for_slack=False)
    assert (made.slack_mode, made.slack_api_url) == ("socket", "https://slack.com/api/")
    assert made.database_url == "sqlite:///klantritme.db"
    assert (made.http_host, made.http_port, made.log_level) == ("127.0.0.1", 8080, "INFO")
    assert made.klantritme_admins == ()


def test_settings_are_frozen() -> None:
    made: Any = settings.load(for_slack=False)
    with pytest.raises(ValueError, match="frozen"):
        made.http_port = 1


def test_an_empty_value_is_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, DATABASE_URL="", HTTP_PORT="", SLACK_MODE="")
    assert settings.load(for_slack=False) == Settings(_env_file=None)


def test_dotenv_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("HTTP_PORT=1234\nLOG_LEVEL=ERROR\nSOMETHING_ELSE=x\n")
    put(monkeypatch, LOG_LEVEL="DEBUG")
    made = settings.load(for_slack=False)
    assert (made.http_port, made.log_level) == (1234, "DEBUG")


@pytest.mark.parametrize(
    ("typed", "admins"),
    [("U1", ("U1",)), ("U1,U2", ("U1", "U2")), (" U1 , U2 ,", ("U1", "U2")), (",", ()), ("", ())],
)
def test_admins_are_a_list_with_commas(monkeypatch: pytest.MonkeyPatch, typed: str, admins: tuple[str, ...]) -> None:
    put(monkeypatch, KLANTRITME_ADMINS=typed)
    assert settings.load(for_slack=False).klantritme_admins == admins


def test_an_address_ends_with_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    """The SDK would drop its last part without one."""
    put(monkeypatch, SLACK_API_URL="http://127.0.0.1:1/api")
    assert settings.load(for_slack=False).slack_api_url == "http://127.0.0.1:1/api/"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SLACK_MODE", "soket", "socket"),
        ("SLACK_API_URL", "slack.com/api", "http://"),
        ("DATABASE_URL", "mysql://x", "sqlite:///"),
        ("HTTP_PORT", "70000", "65535"),
        ("HTTP_PORT", "many", "integer"),
        ("LOG_LEVEL", "LOUD", "WARNING"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    put(monkeypatch, **{name: value})
    (line,) = wrong()
    assert line.startswith(f"{name}: ")
    assert says in line
    assert str(Settings.model_fields[name.lower()].description) in line
    assert "\n" not in line


def test_two_wrong_values_are_two_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, HTTP_PORT="x", LOG_LEVEL="y")
    assert [line.split(":")[0] for line in wrong()] == ["HTTP_PORT", "LOG_LEVEL"]


def test_missing_tokens_are_a_line_each() -> None:
    lines = wrong(for_slack=True)
    assert [line.split()[0] for line in lines] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]
    assert all("Put it in .env or the environment." in line for line in lines)


@pytest.mark.parametrize(("mode", "needed"), [("socket", "SLACK_APP_TOKEN"), ("http", "SLACK_SIGNING_SECRET")])
def test_each_mode_has_its_own_secret(monkeypatch: pytest.MonkeyPatch, mode: str, needed: str) -> None:
    put(monkeypatch, SLACK_BOT_TOKEN="xoxb-1", SLACK_MODE=mode)
    (line,) = wrong(for_slack=True)
    assert line.startswith(needed)
    put(monkeypatch, **{needed: "secret"})
    assert settings.load(for_slack=True).slack_mode == mode


def test_no_line_repeats_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    put(monkeypatch, SLACK_BOT_TOKEN="xoxb-secret", DATABASE_URL="mysql://user:password@host/x")
    assert not [line for line in wrong(for_slack=True) if "xoxb-secret" in line or "password@host/x" in line]


# --- through the real command line ------------------------------------------------------------------------------------
def test_run_without_settings_ends_with_two(tmp_path: Path) -> None:
    ended = run(tmp_path)
    assert ended.returncode == 2
    assert [line.split()[0] for line in ended.stderr.splitlines()] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]
    assert ended.stdout == ""
    assert list(tmp_path.iterdir()) == [], "nothing was made"


def test_run_with_a_wrong_value_ends_with_two(tmp_path: Path) -> None:
    ended = run(tmp_path, **TOKENS, HTTP_PORT="x")
    assert ended.returncode == 2
    (line,) = ended.stderr.splitlines()
    assert line.startswith("HTTP_PORT: ")


# --- the example ------------------------------------------------------------------------------------------------------
def test_the_example_names_every_setting_with_its_default() -> None:
    assert env_example.findings() == []


def test_the_example_is_a_working_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(env_example.FILE.read_text())
    assert settings.load(for_slack=False) == Settings(_env_file=None)
