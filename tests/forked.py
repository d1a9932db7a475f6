"""A command in a process forked from one that has imported everything: it is at work at once, not after two seconds.

It has arguments, environment, folder, streams and an exit code of its own; only the imports are shared. This module is
imported in that process, and so imports nothing itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path


def command(arguments: Sequence[str], env: Mapping[str, str], folder: Path, out: Path, err: Path) -> None:
    from bot.cli import main

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    for stream, file in ((sys.stdout, out), (sys.stderr, err)):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), stream.fileno())
    sys.argv = ["klantritme", *arguments]
    main()
