"""Made histories of the real house: nothing lost, nothing twice, nothing left; and each can be played again."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from bot.simulation.command import played, summed_up
from bot.simulation.database import Database
from bot.simulation.oracle import Verdict

HISTORIES, PORTION = 1_000, 25
AGAIN = range(4)

PRINTS = """
import sys
from pathlib import Path
from bot import logs
from bot.simulation.command import played, prepared

logs.configure("CRITICAL")
with prepared(Path(sys.argv[1])) as database:
    for verdict in played(range(4), database):
        print(verdict.print)
"""


@pytest.mark.parametrize("first", range(0, HISTORIES, PORTION))
def test_nothing_is_lost_or_doubled_or_left(database: Database, first: int) -> None:
    failed = [str(each) for each in played(range(first, first + PORTION), database) if not each.fine]
    assert not failed


def test_one_seed_is_one_history(database: Database) -> None:
    once, again = (prints(database) for _ in range(2))
    assert once == again
    assert len(set(once)) == len(AGAIN)


@pytest.mark.parametrize("hashes", ["1", "2"])
def test_another_process_plays_the_same_history(database: Database, migrated_sqlite: object, hashes: str) -> None:
    """Whatever the order of its sets is."""
    command = [sys.executable, "-c", PRINTS, str(migrated_sqlite)]
    there = subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": hashes}, capture_output=True, check=True)
    assert there.stdout.decode().split() == prints(database)


def prints(database: Database) -> list[str]:
    return [verdict.print for verdict in played(AGAIN, database)]


def test_what_became_of_them_is_one_line() -> None:
    said: list[str] = []
    assert summed_up([Verdict(1), Verdict(2)], said.append)
    assert said == ["2 seeds: 0 lost, 0 double, 0 unresolved"]


def test_a_history_that_failed_is_named() -> None:
    said: list[str] = []
    assert not summed_up([Verdict(1), Verdict(2, lost=["card 0"], double=["said 1, 2 times"])], said.append)
    assert said == [
        "seed 2: lost: card 0; double: said 1, 2 times",
        "2 seeds: 1 lost, 1 double, 0 unresolved",
    ]


def test_the_command_plays_them_and_says_so() -> None:
    command = [sys.executable, "-m", "bot", "simulate", "--seeds", "2", "--first", "1"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout == "2 seeds: 0 lost, 0 double, 0 unresolved\n"
