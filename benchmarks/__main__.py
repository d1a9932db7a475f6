"""`make bench`: prints one Markdown table, and writes it into docs/benchmarks.md. The ratios are what counts.

`python -m benchmarks home compliments` prints these parts of it only, and writes nothing. `--quick` measures next to
nothing, to see that each part still runs; it leaves out the browser.
"""

from __future__ import annotations

import asyncio
import os
import platform
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import (
    agreements,
    commands,
    compliments,
    due,
    figures,
    growth,
    home,
    idle,
    inside,
    page,
    posts,
    scale,
    stories,
    weight,
)
from benchmarks.scale import QUICK, Rows
from bot import logs

DOC = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
TABLE, EACH = "table", "each"  # what stands between two comments of this name in that page is written here
HEAD = "| What | Figure | Beside it | Ratio | Bar |\n|---|---|---|---|---|"


@dataclass
class Bench:
    """A folder for what is measured, and one PostgreSQL, started when a part first asks for it."""

    folder: Path
    stack: AsyncExitStack
    server: str = ""
    each: str = ""  # of the pages, cards and reports, one by one
    rows: Rows = field(default_factory=list)

    def sqlite(self, name: str) -> str:
        return f"sqlite:///{self.folder / name}.db"

    async def postgres(self, name: str = "") -> str:
        """The address of a new database; without a name, of the server's own."""
        if not self.server:
            self.server = self.stack.enter_context(scale.postgres(self.folder / "postgres"))
        return await scale.database(self.server, name) if name else self.server


async def _commands(bench: Bench) -> AsyncIterator[Rows]:
    yield await commands.rows(bench.folder)


async def _due(bench: Bench) -> AsyncIterator[Rows]:
    yield await due.on_sqlite(bench.folder)
    yield await due.on_postgres(await bench.postgres())
    yield await due.beside(bench.folder)


async def _posts(bench: Bench) -> AsyncIterator[Rows]:
    yield await posts.messages(bench.folder, await bench.postgres("said"))
    yield await posts.cards(bench.folder, await bench.postgres())


async def _inside(bench: Bench) -> AsyncIterator[Rows]:
    yield await inside.rows("SQLite", bench.sqlite("ours"), bench.sqlite("theirs"))
    yield await inside.rows("PostgreSQL", await bench.postgres("ours"), await bench.postgres("theirs"))


async def _weight(bench: Bench) -> AsyncIterator[Rows]:
    yield await weight.rows(bench.folder)


async def _idle(bench: Bench) -> AsyncIterator[Rows]:
    yield await idle.rows(bench.folder)


async def _home(bench: Bench) -> AsyncIterator[Rows]:
    yield await home.rows(bench.folder)


async def _growth(bench: Bench) -> AsyncIterator[Rows]:
    found = await growth.measured(bench.folder)
    bench.each = growth.one_by_one(found)
    yield growth.rows(found)


async def _compliments(bench: Bench) -> AsyncIterator[Rows]:
    yield await compliments.rows("SQLite", bench.sqlite("few"), bench.sqlite("many"))
    yield await compliments.rows("PostgreSQL", await bench.postgres("few"), await bench.postgres("many"))


async def _figures(bench: Bench) -> AsyncIterator[Rows]:
    yield await figures.rows(bench.folder)


async def _agreements(bench: Bench) -> AsyncIterator[Rows]:
    yield await agreements.rows(bench.folder)


async def _stories(bench: Bench) -> AsyncIterator[Rows]:
    yield await stories.rows(bench.folder)


async def _page(_bench: Bench) -> AsyncIterator[Rows]:
    if not QUICK:
        yield await page.rows()


PARTS: dict[str, Callable[[Bench], AsyncIterator[Rows]]] = {
    "commands": _commands,
    "due": _due,
    "posts": _posts,
    "inside": _inside,
    "weight": _weight,
    "idle": _idle,
    "home": _home,
    "growth": _growth,
    "compliments": _compliments,
    "figures": _figures,
    "agreements": _agreements,
    "stories": _stories,
    "page": _page,
}


def main() -> None:
    logs.configure("ERROR")
    names = [each for each in sys.argv[1:] if not each.startswith("--")]
    if unknown := set(names) - PARTS.keys():
        sys.exit(f"no such part: {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.")
    began, load = time.monotonic(), os.getloadavg()[0]
    bench = asyncio.run(_measure(names or list(PARTS)))
    if not names and not QUICK:
        _write(TABLE, f"{_circumstances(load, time.monotonic() - began)}\n\n{_table(bench.rows)}")
        _write(EACH, bench.each)


async def _measure(names: Sequence[str]) -> Bench:
    """What takes how long is told beside the table, for whoever waits for it."""
    print(HEAD, flush=True)
    with tempfile.TemporaryDirectory(prefix="klantritme-bench-", ignore_cleanup_errors=True) as folder:
        async with AsyncExitStack() as stack:
            bench = Bench(Path(folder), stack)
            for name in names:
                began = time.monotonic()
                async for rows in PARTS[name](bench):
                    bench.rows += rows
                    print("\n".join(map(_line, rows)), flush=True)
                print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return bench


def _line(row: Sequence[str]) -> str:
    return "| " + " | ".join(row) + " |"


def _table(rows: Rows) -> str:
    return "\n".join((HEAD, *map(_line, rows)))


def _circumstances(load: float, seconds: float) -> str:
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    when = datetime.now(UTC).date().isoformat()
    return f"{when}, {system}; load before it began {load:.1f}; it took {seconds / 60:.0f} minutes."


def _write(name: str, words: str) -> None:
    begin, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
    before, found, rest = DOC.read_text().partition(begin)
    _, ended, after = rest.partition(end)
    assert found, f"{DOC} has no place for the {name}"
    assert ended, f"{DOC} has no place for the {name}"
    DOC.write_text(f"{before}{begin}\n{words}\n{end}{after}")


if __name__ == "__main__":
    main()
