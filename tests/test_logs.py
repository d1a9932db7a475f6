"""Logs: one JSON object a line, of ours and of libraries, and in none of them what a person typed."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot import logs

SAID = "De factuur van mevrouw Jansen klopt niet"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """Logging belongs to the whole process: the next test finds it as it was."""
    root = logging.getLogger()
    handlers, level, warned = list(root.handlers), root.level, warnings.showwarning
    root.handlers[:] = []  # pytest's own, which `force` would close
    yield
    logs.configure("ERROR")  # as all other tests have it: unconfigured, an error is drawn with all its variables
    root.handlers[:] = handlers
    root.setLevel(level)
    warnings.showwarning = warned


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def configured(level: str) -> io.StringIO:
    stream = io.StringIO()
    logs.configure(level, stream=stream)
    return stream


def test_a_line_is_json_with_its_level_and_time() -> None:
    stream = configured("INFO")
    structlog.get_logger().info("card.sent", card="dagstart.card")
    (line,) = lines(stream)
    assert (line["event"], line["level"], line["card"]) == ("card.sent", "info", "dagstart.card")
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize(
    ("level", "heard"), [("DEBUG", 4), ("INFO", 3), ("WARNING", 2), ("ERROR", 1)], ids=lambda value: str(value)
)
def test_the_level_is_obeyed(level: str, heard: int) -> None:
    stream = configured(level)
    for say in ("debug", "info", "warning", "error"):
        getattr(structlog.get_logger(), say)("something")
    assert len(lines(stream)) == heard


def test_an_exception_is_its_kind_and_place_without_its_words() -> None:
    stream = configured("DEBUG")
    try:
        json.loads(SAID)
        raise AssertionError("that was no JSON")
    except ValueError as error:
        structlog.get_logger().error("turn.failed", exc_info=error)
    (line,) = lines(stream)
    assert line["error"] == "JSONDecodeError"
    assert SAID not in stream.getvalue()


def test_the_frames_are_ours() -> None:
    stream = configured("DEBUG")
    try:
        logs._short("/elsewhere")
    except ValueError as error:
        structlog.get_logger().error("turn.failed", exc_info=error)
    (line,) = lines(stream)
    assert [frame.split(":")[0] for frame in line["frames"]] == ["bot/logs.py"]


@pytest.mark.parametrize("name", ["slack_sdk.web", "slack_bolt.AsyncApp", "aiosqlite", "psycopg", "aiohttp.access"])
def test_what_libraries_say_below_a_warning_is_not_heard(name: str) -> None:
    """They print bodies, parameters and addresses there."""
    stream = configured("DEBUG")
    logging.getLogger(name).debug("Sending a request: %s", SAID)
    logging.getLogger(name).info("body: %s", SAID)
    assert stream.getvalue() == ""


def test_bolts_warnings_hold_bodies_and_are_not_heard_either() -> None:
    stream = configured("DEBUG")
    logging.getLogger("slack_bolt.AsyncApp").setLevel(logging.DEBUG)  # as Bolt does, after the root
    logging.getLogger("slack_bolt.AsyncApp").warning("Unhandled request (%s)", SAID)
    assert stream.getvalue() == ""


def test_what_libraries_warn_of_is_json_too() -> None:
    stream = configured("INFO")
    try:
        raise ConnectionError(SAID)
    except ConnectionError:
        logging.getLogger("slack_sdk.socket_mode").exception("Failed to connect")
    (line,) = lines(stream)
    assert line["event"] == "Failed to connect"
    assert (line["logger"], line["level"], line["error"]) == ("slack_sdk.socket_mode", "error", "ConnectionError")
    assert SAID not in stream.getvalue()


@pytest.mark.parametrize(
    "message", [SAID, f"Failed to run a listener (error: {SAID})", f"error: {SAID}", "%s went wrong"]
)
def test_what_libraries_quote_of_an_exception_is_left_out(message: str) -> None:
    stream = configured("INFO")
    try:
        raise ValueError(SAID)
    except ValueError as error:
        logging.getLogger("slack_bolt.AsyncApp").exception(message, *([error] if "%s" in message else []))
        logging.getLogger("apscheduler").error(error)
    first, second = lines(stream)
    assert first["error"] == "ValueError"
    assert second["event"] == "ValueError"
    assert first["where"].startswith("test_logs:")
    assert "Jansen" not in stream.getvalue()


async def test_a_task_whose_exception_nobody_took_is_told_without_its_words() -> None:
    stream = configured("INFO")

    async def fails() -> None:
        raise ValueError(SAID)

    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    del task
    gc.collect()
    (line,) = lines(stream)
    assert (line["event"], line["logger"]) == ("Task exception was never retrieved", "asyncio")
    assert line["error"] == "ValueError"
    assert "Jansen" not in stream.getvalue()


def test_a_warning_is_a_line_with_its_kind_and_place() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        stream = configured("INFO")
        warnings.warn(SAID, RuntimeWarning, stacklevel=1)
    (line,) = lines(stream)
    assert (line["event"], line["logger"], line["level"]) == ("RuntimeWarning", "warnings", "warning")
    assert line["where"].startswith("test_logs:")
    assert "Jansen" not in stream.getvalue()


def test_a_quiet_level_quiets_libraries() -> None:
    stream = configured("ERROR")
    logging.getLogger("psycopg").setLevel(logging.WARNING)  # as psycopg does when it is imported
    logging.getLogger("psycopg.pool").warning("slow")
    assert stream.getvalue() == ""
