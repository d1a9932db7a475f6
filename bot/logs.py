"""Structured logs: no message text, no tokens; an exception is logged by kind and place, without its words."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
import warnings
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog

ROOT = Path(__file__).resolve().parent.parent
OURS = re.compile(re.escape(str(ROOT)) + r"/(bot|rituals|storage|sandbox)/")
# Libraries say what goes wrong, and no more: at DEBUG the SDK prints request bodies and the SQLite driver parameters,
# and so what people typed; Bolt prints refused bodies at INFO. APScheduler warns when a tick takes over a second.
LEAST = {"slack_bolt": logging.ERROR, "apscheduler": logging.ERROR}  # the others: WARNING
QUOTES = re.compile(r"""[\n:=(<\[{'"%]""")  # where a message may begin to quote: an exception, an object, a value


def configure(level: str, *, stream: Any = None) -> None:
    """One JSON object a line on standard error; standard output stays for what a command prints."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(OfLibrary())
    handler.addFilter(_loud_enough)
    handler.setLevel(max(logging.WARNING, logging.getLevelName(level)))
    logging.basicConfig(level=handler.level, handlers=[handler], force=True)
    warnings.showwarning = _warned
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _where_only,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(file=stream or sys.stderr),
        cache_logger_on_first_use=False,
    )


def _loud_enough(record: logging.LogRecord) -> bool:
    """Asked here and not at the loggers: Bolt gives its own the level of the root, psycopg one of its choice."""
    return record.levelno >= LEAST.get(record.name.split(".")[0], logging.WARNING)


class OfLibrary(logging.Formatter):
    """What a library logs, in the same form: what its own code says, and where; what it quotes can be a person's."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "event": _unquoted(record),
            "logger": record.name,
            "level": record.levelname.lower(),
            "where": f"{record.module}:{record.lineno}",
        }
        if record.exc_info and record.exc_info[0] is not None:
            said["error"] = record.exc_info[0].__name__
        return json.dumps(said)


def _unquoted(record: logging.LogRecord) -> str:
    """The message as far as it quotes nothing; without what would be filled in."""
    if not isinstance(record.msg, str):
        return type(record.msg).__name__
    told = record.msg
    if record.exc_info and record.exc_info[1] is not None and (words := str(record.exc_info[1])):
        told = told.partition(words)[0]
    return QUOTES.split(told, maxsplit=1)[0].strip()


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Python's own warnings, as the lines of libraries."""
    where = {
        "name": "warnings",
        "levelno": logging.WARNING,
        "levelname": "WARNING",
        "pathname": filename,
        "lineno": lineno,
    }
    record = logging.makeLogRecord({**where, "module": Path(filename).stem, "msg": category.__name__})
    logging.getLogger("warnings").handle(record)


def _where_only(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception's message can quote a person: only its kind and the frames are kept."""
    error = event.pop("exc_info", None)
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["frames"] = [
            f"{_short(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
            if OURS.search(frame.filename)
        ]
    return event


def _short(path: str) -> str:
    return str(Path(path).relative_to(ROOT))
