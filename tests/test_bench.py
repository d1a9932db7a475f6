"""`make bench` runs, whatever was changed since it last measured: each part, with next to nothing in it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence

import pytest

from benchmarks.__main__ import DOC, EACH, PARTS, TABLE
from tests.running import PATIENCE, ROOT

BROWSER = "page"  # it starts a demo, as the tests of the page do
PROCESSES = ("commands", "posts", "weight")  # they start several
OTHERS = [name for name in PARTS if name not in (BROWSER, *PROCESSES)]
FIELDS = 5


@pytest.mark.timeout(300)  # it starts a dozen processes: on a busy machine that takes a while
@pytest.mark.parametrize("parts", [PROCESSES, OTHERS], ids=["processes", "others"])
async def test_each_part_still_runs(parts: Sequence[str]) -> None:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "benchmarks", "--quick", *parts)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=pipe, stderr=pipe)
    async with asyncio.timeout(4 * PATIENCE):
        out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    assert [line.partition(":")[0] for line in err.decode().splitlines()] == list(parts), "each tells how long it took"
    head, _rule, *rows = out.decode().splitlines()
    assert len(rows) >= len(parts)
    assert {row.count(" | ") for row in (head, *rows)} == {FIELDS - 1}


def test_the_page_has_a_place_for_each_table() -> None:
    text = DOC.read_text()
    assert [text.count(f"<!-- {name} -->") + text.count(f"<!-- /{name} -->") for name in (TABLE, EACH)] == [2, 2]
