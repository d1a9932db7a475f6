"""What is logged at DEBUG, of libraries as well."""

from __future__ import annotations

import io
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from bot import logs


@contextmanager
def overheard() -> Iterator[io.StringIO]:
    """All that is logged at DEBUG; logging belongs to the whole process, so it is put back."""
    root, heard = logging.getLogger(), io.StringIO()
    handlers, level, warned = list(root.handlers), root.level, warnings.showwarning
    root.handlers[:] = []  # pytest's own, which would be closed
    logs.configure("DEBUG", stream=heard)
    try:
        yield heard
    finally:
        logs.configure("ERROR")
        root.handlers[:] = handlers
        root.setLevel(level)
        warnings.showwarning = warned
